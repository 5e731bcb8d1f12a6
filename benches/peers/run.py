#!/usr/bin/env python3
"""Measures forceflow beside other programs for the same airlift model, and prints a Markdown table.

    ./run.py            medians of five rounds
    ./run.py --quick    a smoke test: one round, few replications

Builds everything first. The programs run in turn on one core, once in each round, so that what else the machine
does meets all of them. A program whose mean closure is further than four standard errors from that of the
hand-written one is an error, since then it does not run the same model.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = HERE / ".venv"
SIZES = {400: 60, 4_000: 200, 40_000: 600}
STANDARD_ERRORS = 4.0
# The loads that a Rust engine delivers in one run, all replications together: a second or two.
RUST_LOADS = 2_000_000


@dataclass
class Program:
    """One program: how it is called, and how many loads it delivers in one run of all its replications."""

    name: str
    command: callable
    loads_in_a_run: int
    threads: callable = None
    runs: dict = field(default_factory=dict)

    def replications(self, loads, quick):
        wanted = self.loads_in_a_run // loads // (20 if quick else 1)
        return max(wanted, 2)


@dataclass
class Run:
    """What one run of a program gave."""

    replications: int
    events: int
    seconds: float
    mean_closure_h: float
    sd_closure_h: float
    peak_mb: float


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def cargo(directory, target):
    """Builds a package in its own target folder, whatever the environment says."""
    command = ["cargo", "build", "--release", "--quiet", "--target-dir", str(target)]
    return subprocess.run(command, cwd=directory, check=False).returncode == 0


def build_peers():
    """Builds the programs to compare with."""
    programs = []
    for folder, binary, loads in [
        ("handwritten", "handwritten", 2 * RUST_LOADS),
        ("odem", "airlift-odem", RUST_LOADS),
        ("nexosim", "airlift-nexosim", RUST_LOADS // 2),
    ]:
        say("building", folder)
        target = HERE / folder / "target"
        if not cargo(HERE / folder, target):
            sys.exit(f"{folder} does not build")
        path = str(target / "release" / binary)
        threads = (lambda count: [count]) if folder == "handwritten" else None
        programs.append(Program(folder, lambda l, f, n, path=path: [path, l, f, n], loads, threads))

    say("preparing simpy")
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    requirements = str(HERE / "simpy" / "requirements.txt")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]
    subprocess.run(pip, check=True)
    script = str(HERE / "simpy" / "airlift.py")
    programs.append(Program("simpy", lambda l, f, n: [str(python), script, l, f, n], 40_000))
    return programs


def build_forceflow(path):
    """forceflow with and without the causes of each wait; nothing if it does not build or has no `bench`."""
    if path is None:
        say("building forceflow")
        target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        if not cargo(ROOT, target):
            say("forceflow does not build; the others run without it")
            return []
        path = target / "release" / "forceflow"

    def command(*more):
        def call(loads, _aircraft, replications):
            scenario = str(HERE / f"airlift-{loads}.json")
            return [str(path), "bench", scenario, "--replications", replications, *more]

        return call

    smallest = min(SIZES)
    if run_once(command()(smallest, SIZES[smallest], 2), 2, quiet=True) is None:
        say("forceflow does not run `bench`; the others run without it")
        return []
    return [
        Program("forceflow", command(), RUST_LOADS, lambda count: ["--threads", count]),
        Program("forceflow --no-causes", command("--no-causes"), RUST_LOADS),
    ]


def watch_memory(process, peak):
    """Keeps the peak of the resident memory [kB]. What `wait4` gives would include this script's own."""
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            for line in status.read_text().splitlines():
                if line.startswith("VmHWM:"):
                    peak[0] = max(peak[0], int(line.split()[1]))
        except OSError:
            return
        time.sleep(0.02)


def run_once(command, replications, quiet=False, pinned=True):
    """Runs a program, on one core if `pinned`, and reads its line of JSON; nothing if it fails."""
    command = [str(part) for part in command]
    if pinned and shutil.which("taskset"):
        command = ["taskset", "-c", str(max(os.sched_getaffinity(0))), *command]
    errors = subprocess.DEVNULL if quiet else None
    peak = [0]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
        watcher = threading.Thread(target=watch_memory, args=(process, peak))
        watcher.start()
        output = process.stdout.read()
        process.wait()
        watcher.join()
    line = result_line(output)
    if process.returncode != 0 or line is None:
        return None
    return read_line(line, replications, peak[0] / 1024)


def result_line(output):
    """Returns the last JSON object in the output: on a line of its own, or the whole."""
    for text in [*reversed(output.splitlines()), output]:
        try:
            value = json.loads(text)
        except ValueError:
            continue
        if isinstance(value, dict):
            return value
    return None


def read_line(line, replications, peak_mb):
    """Reads a line of results; closure may be in two plain keys, or in one object `closure_h`."""
    closure = line.get("closure_h")
    closure = closure if isinstance(closure, dict) else {}
    try:
        return Run(
            replications=int(line.get("replications", replications)),
            events=int(line["events"]),
            seconds=float(line["seconds"]),
            mean_closure_h=float(line.get("mean_closure_h", closure.get("mean"))),
            sd_closure_h=float(line.get("sd_closure_h", closure.get("sd", 0.0))),
            peak_mb=peak_mb,
        )
    except (KeyError, TypeError, ValueError) as error:
        say(f"a line of results lacks {error}: {line}")
        return None


def measure(programs, sizes, rounds, quick):
    """Runs all programs in turn, round by round."""
    for loads in sizes:
        for number in range(1, rounds + 1):
            for program in programs:
                replications = program.replications(loads, quick)
                run = run_once(program.command(loads, SIZES[loads], replications), replications)
                if run is None:
                    sys.exit(f"{program.name} failed on {loads} loads")
                program.runs.setdefault(loads, []).append(run)
                say(f"{loads} loads, round {number}/{rounds}, {program.name}: {run.seconds:.2f} s")


def measure_threads(programs, loads, rounds, quick):
    """What a second thread gives: median over the rounds of the speed with two as a multiple of that with one."""
    gains = {}
    for number in range(1, rounds + 1):
        for program in programs:
            if not program.threads:
                continue
            replications = program.replications(loads, quick)
            command = program.command(loads, SIZES[loads], replications)
            runs = [
                run_once([*command, *program.threads(count)], replications, pinned=False) for count in (1, 2)
            ]
            if None in runs:
                sys.exit(f"{program.name} failed with threads")
            gains.setdefault(program.name, []).append(runs[0].seconds / runs[1].seconds)
            say(f"threads, round {number}/{rounds}, {program.name}: {gains[program.name][-1]:.2f} times")
    return {name: statistics.median(found) for name, found in gains.items()}


def disagreements(programs, sizes):
    """Returns the programs whose mean closure is not that of the first one, within the statistical error.

    The deviation is that of the first program, which has most replications.
    """
    found = []
    for loads in sizes:
        reference = programs[0].runs[loads][0]
        for program in programs[1:]:
            run = program.runs[loads][0]
            counts = 1 / reference.replications + 1 / run.replications
            error = reference.sd_closure_h * math.sqrt(counts)
            distance = abs(run.mean_closure_h - reference.mean_closure_h)
            if distance > STANDARD_ERRORS * error:
                found.append(
                    f"{program.name} at {loads} loads: mean closure {run.mean_closure_h:.2f} h, not "
                    f"{reference.mean_closure_h:.2f} h ({distance / error:.1f} standard errors)"
                )
    return found


def speed(program, loads):
    """Median replications in a second."""
    return statistics.median(r.replications / r.seconds for r in program.runs[loads])


def table(programs, sizes):
    """Returns the Markdown table, one row for each size and program."""
    ours = [p for p in programs if p.name.startswith("forceflow")]
    header = ["loads / aircraft", "program", "replications/s", "million events/s", "peak MB", "mean closure, h"]
    header += [f"{p.name} is" for p in ours]
    rows = [header, ["---", "---"] + ["---:"] * (len(header) - 2)]
    for loads in sizes:
        for program in programs:
            runs = program.runs[loads]
            rate = speed(program, loads)
            events = statistics.median(r.events / r.seconds for r in runs)
            error = runs[0].sd_closure_h / math.sqrt(runs[0].replications)
            peak = max(r.peak_mb for r in runs)
            row = [
                f"{loads:,} / {SIZES[loads]}",
                program.name,
                f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}",
                f"{events / 1e6:.2f}" if events >= 1e6 else f"{events / 1e6:.3f}",
                f"{peak:.0f}" if peak else "-",
                f"{runs[0].mean_closure_h:.2f} ± {error:.2f}",
            ]
            row += ["" if p is program else f"{speed(p, loads) / rate:.3g} times" for p in ours]
            rows.append(row)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one round of few replications")
    parser.add_argument("--rounds", type=int, help="rounds to take the median of (5; 1 with --quick)")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of loads, with commas")
    parser.add_argument("--forceflow", type=Path, help="a built forceflow, instead of building it")
    parser.add_argument("--without-forceflow", action="store_true", help="measure the others alone")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    if unknown := [size for size in sizes if size not in SIZES]:
        parser.error(f"no size of {unknown} loads; there are {sorted(SIZES)}")
    rounds = arguments.rounds or (1 if arguments.quick else 5)

    programs = build_peers()
    if not arguments.without_forceflow:
        programs += build_forceflow(arguments.forceflow)
    measure(programs, sizes, rounds, arguments.quick)
    print(table(programs, sizes))
    gains = measure_threads(programs, min(sizes), rounds, arguments.quick)
    for name, gain in gains.items():
        print(f"\nTwo threads, {min(sizes)} loads, {name}: {gain:.2f} times the speed of one.")
    found = disagreements(programs, sizes)
    for line in found:
        say("disagrees:", line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
