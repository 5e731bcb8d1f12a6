#!/usr/bin/env python3
"""Measures forceflow beside a program written by hand for the Kazakhstan deployment alone.

    ./kazakhstan.py            medians of five rounds
    ./kazakhstan.py --quick    a smoke test: one round, few replications

Builds both first. Means of closure and of the end of the withdrawal must agree within three standard errors of their
difference before anything is timed. Then the programs run in turn on one core, so that what else the machine does meets
both, and a Markdown table is printed. `--instructions` counts with valgrind what a replication takes, however busy the
machine is.
"""

import argparse
import csv
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import truediv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCENARIO = ROOT / "scenarios" / "kazakhstan-2022.json"
STANDARD_ERRORS = 3.0
QUANTILES = (0.1, 0.5, 0.9)


@dataclass
class End:
    """When replications close, or are home again [h]."""

    mean: float
    standard_error: float
    quantiles: tuple[float, ...]

    def __str__(self) -> str:
        return f"{self.mean:.2f} ± {self.standard_error:.2f} ({', '.join(f'{q:.1f}' for q in self.quantiles)})"


@dataclass
class Program:
    """One program: its command for a number of replications, what comes of them, and its speed, round by round."""

    name: str
    command: Callable[[int], list[str]]
    ends: dict[str, End] = field(default_factory=dict)
    rates: list[float] = field(default_factory=list)
    cpu_rates: list[float] = field(default_factory=list)
    event_rates: list[float] = field(default_factory=list)
    instructions: float = math.nan


def say(*words: object) -> None:
    print(*words, file=sys.stderr, flush=True)


def build(directory: Path, target: Path) -> None:
    say("building", directory.name)
    command = ["cargo", "build", "--release", "--quiet", "--target-dir", str(target)]
    if subprocess.run(command, cwd=directory, check=False).returncode != 0:
        sys.exit(f"{directory} does not build")


def line_of(command: list[str]) -> tuple[dict[str, Any], float]:
    """Runs a program on one core; returns its line of JSON, and the processor time that it took [s]."""
    if shutil.which("taskset"):
        command = ["taskset", "-c", str(max(os.sched_getaffinity(0))), *command]
    before = os.times()
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    line: dict[str, Any] = json.loads(output)
    return line, cpu


def ends_by_hand(program: Program, replications: int) -> None:
    line, _ = line_of(program.command(replications))
    for key in ("closure_h", "withdrawal_h"):
        end = line[key]
        if end["closed"] != replications:
            sys.exit(f"{program.name}: {end['closed']} of {replications} replications have a {key}")
        quantiles = tuple(end[name] for name in ("p10", "p50", "p90"))
        program.ends[key] = End(end["mean"], end["standard_error"], quantiles)


def ends_of_forceflow(program: Program, path: Path, replications: int) -> None:
    """The means of a run, since `bench` says nothing of the withdrawal."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        command = [str(path), "run", str(SCENARIO), "--replications", str(replications), "--no-charts", "--quiet"]
        subprocess.run([*command, "--out", str(out)], stdout=subprocess.DEVNULL, check=True)
        with (out / "replications.csv").open() as table:
            rows = list(csv.DictReader(table))
    for key, column in (("closure_h", "closure_h"), ("withdrawal_h", "withdrawal_closure_h")):
        hours = sorted(float(row[column]) for row in rows)
        quantiles = tuple(hours[round(p * (len(hours) - 1))] for p in QUANTILES)
        error = statistics.stdev(hours) / math.sqrt(len(hours))
        program.ends[key] = End(statistics.fmean(hours), error, quantiles)


def agree(programs: list[Program]) -> bool:
    """Whether the means are the same within the statistical error, and says how far apart they are."""
    same = True
    by_hand, forceflow = programs[:2]
    for key, end in by_hand.ends.items():
        other = forceflow.ends[key]
        distance = other.mean - end.mean
        errors = abs(distance) / math.hypot(end.standard_error, other.standard_error)
        say(f"{key}: {end} by hand, {other} in forceflow: {distance:+.3f} h, {errors:.2f} standard errors")
        same &= errors <= STANDARD_ERRORS
    return same


def measure(programs: list[Program], rounds: int, replications: int) -> None:
    for number in range(1, rounds + 1):
        for program in programs:
            line, cpu = line_of(program.command(replications))
            program.rates.append(replications / line["seconds"])
            program.event_rates.append(line["events"] / line["seconds"])
            # Both run a tenth first, 200 at most, to warm up.
            program.cpu_rates.append((replications + min(max(replications // 10, 1), 200)) / cpu)
            say(f"round {number}/{rounds}, {program.name}: {program.rates[-1]:,.0f} replications/s")


def count_instructions(programs: list[Program]) -> None:
    """Instructions of a replication: what more of them take, so that the start and the end drop out."""
    few, many = 100, 600
    for program in programs:
        counts = []
        for replications in (few, many):
            command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *program.command(replications)]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
            found = re.search(r"Collected\s*:\s*(\d+)", said)
            if found is None:
                sys.exit(f"valgrind does not say how many instructions {program.name} took")
            counts.append(int(found[1]))
        # A tenth more of each runs to warm up.
        program.instructions = (counts[1] - counts[0]) / (1.1 * (many - few))
        say(f"{program.name}: {program.instructions:,.0f} instructions a replication")


def table(programs: list[Program]) -> str:
    header = ["program", "replications/s", "replications/s of processor time", "million events/s"]
    header += [
        "closure, h (p10, p50, p90)",
        "withdrawal ends, h (p10, p50, p90)",
        "million instructions",
        "forceflow is",
    ]
    rows = [header, ["---"] + ["---:"] * (len(header) - 1)]
    forceflow = programs[1]
    for program in programs:
        ratio = statistics.median(map(truediv, forceflow.rates, program.rates))
        cpu_ratio = statistics.median(map(truediv, forceflow.cpu_rates, program.cpu_rates))
        millions = program.instructions / 1e6
        rows.append(
            [
                program.name,
                f"{statistics.median(program.rates):,.0f}",
                f"{statistics.median(program.cpu_rates):,.0f}",
                f"{statistics.median(program.event_rates) / 1e6:.2f}",
                str(program.ends["closure_h"]),
                str(program.ends["withdrawal_h"]),
                "-" if math.isnan(millions) else f"{millions:.2f}",
                "" if program is forceflow else f"{ratio:.2f} times ({cpu_ratio:.2f} by processor time)",
            ]
        )
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one round of few replications")
    parser.add_argument("--rounds", type=int, help="rounds to take the median of (5; 1 with --quick)")
    parser.add_argument("--forceflow", type=Path, help="a built forceflow, instead of building it")
    parser.add_argument("--instructions", action="store_true", help="count instructions with valgrind, too")
    arguments = parser.parse_args()
    rounds = arguments.rounds or (1 if arguments.quick else 5)
    checked, timed = (1_000, 500) if arguments.quick else (10_000, 5_000)

    target = HERE / "kazakhstan" / "target"
    build(HERE / "kazakhstan", target)
    path = arguments.forceflow
    if path is None:
        target_of_ours = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        build(ROOT, target_of_ours)
        path = target_of_ours / "release" / "forceflow"
    by_hand = Program("handwritten", lambda count: [str(target / "release" / "kazakhstan"), str(count)])
    bench = [str(path), "bench", str(SCENARIO), "--replications"]
    forceflow = Program("forceflow", lambda count: [*bench, str(count)])
    without_causes = Program("forceflow --no-causes", lambda count: [*bench, str(count), "--no-causes"])
    programs = [by_hand, forceflow, without_causes]

    ends_by_hand(by_hand, checked)
    ends_of_forceflow(forceflow, path, checked)
    # Causes change no result.
    without_causes.ends = forceflow.ends
    if not agree(programs):
        say("they do not agree, and so are not the same model: nothing is timed")
        return 1
    measure(programs, rounds, timed)
    if arguments.instructions:
        count_instructions(programs)
    print(table(programs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
