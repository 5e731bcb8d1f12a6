"""Runs the parts of a command as tasks of Dask, and puts them together.

python cluster/with_dask.py 16 run kazakhstan-2022 -n 10000000

DASK_SCHEDULER_ADDRESS names a cluster that is there; without it, one is started on this machine. All workers see this folder.
"""

import subprocess
import sys

from dask.distributed import Client


def forceflow(*words: str) -> None:
    """Runs the program; what it keeps of a part that is repeated is not made again."""
    subprocess.run(["forceflow", *words], check=True)


if __name__ == "__main__":
    tasks, command = int(sys.argv[1]), sys.argv[2:]
    parts = [f"{number}/{tasks}" for number in range(1, tasks + 1)]
    with Client() as client:
        done = [
            client.submit(forceflow, *command, "--shard", part, "--threads", "1", pure=False, retries=3)
            for part in parts
        ]
        client.gather(done)
    forceflow(*command, "--only-kept")
