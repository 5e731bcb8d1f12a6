#!/usr/bin/env python3
"""Says how fast replications of every shipped scenario are, and where their time goes; prints Markdown tables.

    ./where.py                                  events a second, beside the airlift's, medians of five rounds
    ./where.py --against OLD                    another build in turn with this one: before and after, with the spread
    ./where.py --instructions                   instructions of a replication by what they are spent on (needs valgrind)

The builds and scenarios run in turn on one core, once in each round, so that what else the machine does meets all of
them. Instructions are counted by callgrind, which no neighbour disturbs; the program needs the lines of its source
(`debug = 1`, as in the release profile).
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIRLIFT = ROOT / "benches/peers/airlift-400.json"
# Seconds that one run of a scenario is to take.
SECONDS = 0.5
# Replications under callgrind; the warm-up, a tenth more, is counted too.
COUNTED = 200

# What instructions are spent on, by the file whose function spends them; the first that fits.
GROUPS = [
    ("draws", r"kernel/(streams|sampler|normal|chance)|rand_chacha|chacha20|ppv|libm|model/(variates|draws)"),
    ("event loop", r"kernel/agenda|model/simulation|kernel/marks"),
    ("gates", r"model/(gate|slots|ration|disrupt)|state/(gates|slots|limits|weather|routes|holding|factors)"),
    ("dispatch and loads", r"model/(dispatch|makeup|load|idle|fleets|cover)|packing|state/(loads|idle|fleets)|shortcut"),
    ("on land", r"model/(march|receive|mobilise|waiting|withdraw)|state/(teams|withdrawal)"),
    ("reports", r"journal|causes|counte[dr]|blame|observe|experiment/|model/outcome"),
    ("reset", r"state/reset"),
    ("sorties", r"model/|kernel/"),
    ("memory", r"malloc|string/|alloc"),
]


def scenarios():
    """The shipped scenarios, and the airlift of the speed comparison."""
    shipped = sorted(path for path in (ROOT / "scenarios").glob("*.json") if "." not in path.stem)
    return [*shipped, AIRLIFT]


def bench(program, scenario, replications):
    """What one run of `forceflow bench` says."""
    command = [program, "bench", scenario, "--replications", str(replications)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def fitting(program, scenario):
    """Replications that take about as long as a run is to take."""
    tried = bench(program, scenario, 40)
    return max(int(40 * SECONDS / max(tried["seconds"], 1e-6)), 20)


def timed(programs, rounds):
    """Microseconds of a replication, by program, scenario and round, and events of a replication by scenario."""
    sizes = {scenario: fitting(programs[0], scenario) for scenario in scenarios()}
    spent = {program: {scenario: [] for scenario in sizes} for program in programs}
    events = {}
    for number in range(rounds):
        for scenario, replications in sizes.items():
            # Who goes first changes from round to round.
            for program in programs if number % 2 == 0 else reversed(programs):
                said = bench(program, scenario, replications)
                spent[program][scenario].append(said["seconds"] / replications * 1e6)
                events[scenario] = said["events"] / replications
    return spent, events


def name(scenario):
    """What a table calls a scenario."""
    return "airlift, 400 loads" if scenario == AIRLIFT else scenario.stem


def print_speeds(program, rounds):
    """Prints events a second of every scenario beside the airlift's, round by round."""
    spent, events = timed([program], rounds)
    airlift = [events[AIRLIFT] / spent[program][AIRLIFT][number] for number in range(rounds)]
    print("| scenario | events | µs | million events/s | of the airlift's |")
    print("| --- | ---: | ---: | ---: | ---: |")
    ratios = []
    for scenario, each in spent[program].items():
        ratio = statistics.median(events[scenario] / us / of for us, of in zip(each, airlift))
        ratios += [ratio] if scenario != AIRLIFT else []
        us = statistics.median(each)
        print(f"| {name(scenario)} | {events[scenario]:,.0f} | {us:.1f} | {events[scenario] / us:.2f} | {ratio:.2f} |")
    print(f"\nGeometric mean of the last column without the airlift: {statistics.geometric_mean(ratios):.3f}.")


def print_change(old, new, rounds):
    """Prints how many replications one build makes while the other makes one, round by round."""
    spent, events = timed([old, new], rounds)
    print("| scenario | events | before, µs | after, µs | times as fast | from | to |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    medians = []
    for scenario, before in spent[old].items():
        after = spent[new][scenario]
        ratios = [one / other for one, other in zip(before, after)]
        median = statistics.median(ratios)
        medians += [median] if scenario != AIRLIFT else []
        row = [name(scenario), f"{events[scenario]:,.0f}", f"{statistics.median(before):.1f}"]
        row += [f"{statistics.median(after):.1f}", f"{median:.2f}", f"{min(ratios):.2f}", f"{max(ratios):.2f}"]
        print("| " + " | ".join(row) + " |")
    print(f"\nGeometric mean without the airlift: {statistics.geometric_mean(medians):.3f}.")


def counted(program, scenario):
    """Instructions of a replication, by group."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        few = Path(folder) / "few"
        # Reading and compiling the scenario is counted in both.
        for replications, file in [(COUNTED, profile), (COUNTED // 4, few)]:
            command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={file}", program, "bench", scenario]
            command += ["--replications", str(replications)]
            subprocess.run(command, check=True, capture_output=True)
        many, few = by_group(profile), by_group(few)
        # A tenth more is the warm-up.
        between = (COUNTED - COUNTED // 4) * 1.1
        return {group: (many[group] - few[group]) / between for group in many}


def by_group(profile):
    """Instructions of a callgrind profile by group. Lines of other crates that are inlined count for the function's file."""
    names, spent = {}, Counter()
    home = function = ""
    is_call = False

    def meaning(kind, text):
        number, _, written = text.partition(" ")
        return names.setdefault((kind, number), written)

    for line in profile.read_text(errors="replace").splitlines():
        key, _, rest = line.partition("=")
        if key == "fl":
            home = meaning("file", rest)
        elif key == "fn":
            function = meaning("function", rest)
        elif key in ("fi", "fe", "cfi", "cfl"):
            meaning("file", rest)
        elif key == "cfn":
            meaning("function", rest)
        elif key == "calls":
            is_call = True
        elif re.match(r"[\d+*-]", line):
            if not is_call:
                spent[group_of(home, function)] += int(line.split()[1])
            is_call = False
    return spent


def group_of(home, function):
    """The group of a function that a file defines."""
    # Generic functions of the standard library are told by what they are made for.
    for text in (home, function.replace("::", "/")):
        for group, pattern in GROUPS:
            if re.search(pattern, text):
                return group
    return "else"


def print_instructions(program):
    """Prints what instructions are spent on, for every scenario."""
    groups = [group for group, _ in GROUPS] + ["else"]
    print("| scenario | thousand | " + " | ".join(f"{group}, %" for group in groups) + " |")
    print("| --- | ---: |" + " ---: |" * len(groups))
    for scenario in scenarios():
        found = counted(program, scenario)
        whole = sum(found.values())
        shares = " | ".join(f"{100 * found.get(group, 0) / whole:.0f}" for group in groups)
        print(f"| {name(scenario)} | {whole / 1e3:,.0f} | {shares} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forceflow", default=str(ROOT / "target/release/forceflow"), help="the program")
    parser.add_argument("--against", help="another build, for before and after")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--instructions", action="store_true", help="count instructions by what they are spent on")
    args = parser.parse_args()
    if args.instructions:
        print_instructions(args.forceflow)
    elif args.against:
        print_change(args.against, args.forceflow, args.rounds)
    else:
        print_speeds(args.forceflow, args.rounds)


if __name__ == "__main__":
    sys.exit(main())
