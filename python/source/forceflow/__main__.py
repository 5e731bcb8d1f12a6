"""The command `forceflow`, which `python -m forceflow` runs too."""

from __future__ import annotations

import signal
import sys

from forceflow import _native


def main() -> int:
    """Runs the program with the arguments of this process and returns its exit code."""
    # The program hears interrupts itself; where it does not, they end the process at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.main(["forceflow", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
