"""Simulates how a collective force gets from an appeal for help to being in place.

A scenario is a path, the name of a shipped scenario (`scenarios()` lists them), JSON, or what JSON gives:

    import forceflow
    result = forceflow.run("kazakhstan-2022", set={"fleets.an-124.count": 6})
    print(result)
    result.closure_h["mean"], result.table("arrivals"), result.figure("closure")

Results are those of the command `forceflow`, byte for byte. ValueError: something cannot be used, with the words of the
program.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Union

from forceflow._answer import Answer, Check, Comparison, Run, Sweep, Why
from forceflow._command import Changes, Command, ForceflowWarning, Scenario, values
from forceflow._figure import Figure
from forceflow._table import Columns

__all__ = [
    "Answer",
    "Check",
    "Columns",
    "Comparison",
    "Figure",
    "ForceflowWarning",
    "Run",
    "Scenario",
    "Sweep",
    "Why",
    "call",
    "check",
    "compare",
    "paths",
    "run",
    "scenarios",
    "sweep",
    "why",
]

#: A precision of the mean closure: `1h`, `30min`, `2%`.
Width = str

_Folder = Union[str, "os.PathLike[str]"]


def run(
    scenario: Scenario,
    *,
    set: Changes | None = None,
    seed: int | None = None,
    replications: int | None = None,
    uncertain: bool = False,
    precision: Width | None = None,
    show: int | None = None,
    threads: int | None = None,
) -> Run:
    """Simulates a scenario: 200 replications under seed 1 unless others are named.

    `set` changes values by path; None removes one. `uncertain` draws the range of every assumption once per
    replication. `precision` stops when the half-width of the mean closure is that small. `show` names the replication
    that timeline and figures show.
    """
    command = _study("run", set, seed, replications, uncertain, threads).of(scenario)
    command = command.option("--precision", precision).number("--show", show)
    if not set:
        found = command.carry_out()
        return Run(command, found, found.text)
    # With changes the words hold a comparison that takes as long as the run: they are made when they are read.
    return Run(command, command.option("--format", "json").carry_out(), None)


def compare(
    *scenarios: Scenario,
    set: Changes | None = None,
    alternatives: Mapping[str, Changes] | None = None,
    seed: int | None = None,
    replications: int | None = None,
    uncertain: bool = False,
    precision: Width | None = None,
    select_best: Width | None = None,
    threads: int | None = None,
    points: _Folder | None = None,
) -> Comparison:
    """Compares scenarios, variants or folders of results with the first of them, under the same draws; with `set`,
    one scenario with itself changed. `alternatives` are changes of the first scenario by a name each, beside the
    others.

    `points` is a folder of finished work; that of this process goes when it ends.
    """
    command = _study("compare", set, seed, replications, uncertain, threads).of(*scenarios).kept(points)
    command = command.alternatives(alternatives)
    command = command.option("--precision", precision).option("--select-best", select_best)
    found = command.carry_out()
    return Comparison(command, found, found.text)


def sweep(
    scenario: Scenario,
    vary: Mapping[str, Union[str, Iterable[Any]]],
    *,
    lhs: int | None = None,
    set: Changes | None = None,
    seed: int | None = None,
    replications: int | None = None,
    uncertain: bool = False,
    threads: int | None = None,
    points: _Folder | None = None,
) -> Sweep:
    """Simulates a scenario at every point of a grid over the values of `vary`, by path: a list, a range, or words such
    as `"4..12:2"`; with `lhs`, at that many points of a Latin hypercube over them.

    `points` is a folder of finished work, from which an interrupted sweep goes on; that of this process goes when it
    ends.
    """
    command = _study("sweep", set, seed, replications, uncertain, threads).of(scenario).kept(points)
    for path, varied in vary.items():
        command = command.option("--vary", f"{path}={values(varied)}")
    command = command.number("--lhs", lhs)
    found = command.carry_out()
    return Sweep(command, found, found.text)


def why(
    scenario: Scenario,
    *,
    set: Changes | None = None,
    seed: int | None = None,
    replications: int | None = None,
    show: int | None = None,
    unit: str | None = None,
    threads: int | None = None,
) -> Why:
    """Tells why one run closed when it did, and what would help. `show` names the run, `unit` whose closure it is
    about."""
    command = _study("why", set, seed, replications, False, threads).of(scenario)
    command = command.number("--show", show).option("--unit", unit)
    found = command.carry_out()
    return Why(command, found, found.text)


def check(scenario: Scenario, *, set: Changes | None = None) -> Check:
    """Finds all mistakes of a scenario at once. What it gives is true if the scenario can be used, and prints as the
    program does."""
    command = Command("check").changes(set).of(scenario)
    lines = command.option("--format", "json").carry_out().text.splitlines()
    found = command.carry_out()
    # What only shows when the scenario is compiled is a sentence.
    diagnostics = [json.loads(line) if line.startswith("{") else {"message": line} for line in lines]
    return Check(found.text, found.exit == 0, diagnostics)


def paths(scenario: Scenario, *, set: Changes | None = None, matching: str | None = None) -> Columns:
    """Lists every path that `set` can change, with its value and what it rests on, as columns."""
    command = Command("paths").changes(set).of(scenario).option("--matching", matching).option("--format", "json")
    rows = [json.loads(line) for line in command.carry_out(warn=False).text.splitlines()]
    grounds = [row["evidence"] or {} for row in rows]
    of_rows = {key: [row[key] for row in rows] for key in ("path", "value")}
    return of_rows | {key: [ground.get(key) for ground in grounds] for key in ("source", "low", "high", "scale")}


def scenarios() -> Columns:
    """Lists the scenarios inside the module, as columns: name, group, title, file."""
    rows = [json.loads(line) for line in Command("scenarios").option("--format", "json").carry_out().text.splitlines()]
    return {key: [row[key] for row in rows] for key in ("name", "group", "title", "file")}


def call(command: str, *words: str) -> Answer:
    """Carries out any command of the program as it is typed, such as `call("size", "air-bridge", "--vary", …)`. The
    folder of its results is in `files`."""
    asked = Command(command, words)
    found = asked.carry_out()
    return Answer(asked, found, found.text)


def _study(
    name: str,
    set: Changes | None,
    seed: int | None,
    replications: int | None,
    uncertain: bool,
    threads: int | None,
) -> Command:
    """A command with what all studies are told. Figures are drawn when they are asked for."""
    command = Command(name).changes(set).number("--seed", seed).number("--replications", replications)
    return command.given("--uncertain", uncertain).number("--threads", threads).given("--no-charts", True)
