"""Commands of the program: their words, and what comes of them."""

from __future__ import annotations

import atexit
import functools
import json
import operator
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Union

from forceflow import _native

#: A path, the name of a shipped scenario, JSON, or what JSON gives.
Scenario = Union[str, "os.PathLike[str]", Mapping[str, Any]]

#: Values by the path that they change; None removes what is there.
Changes = Mapping[str, Any]

#: Commands that keep finished work in a folder.
_KEEPING = ("compare", "sweep", "sensitivity", "size", "calibrate")

#: Exit codes of the program that are no answer.
_UNUSABLE, _INPUT_OUTPUT = 2, 3


class ForceflowWarning(UserWarning):
    """What the program remarks about a scenario that can be used."""


class Found(NamedTuple):
    """What a command leaves behind."""

    exit: int
    text: str
    remarks: str
    json: bytes | None
    files: dict[str, bytes] | None


class Command(NamedTuple):
    """A command of the program."""

    name: str
    flags: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    texts: Mapping[str, str] = MappingProxyType({})

    def of(self, *scenarios: Scenario) -> Command:
        """This command for scenarios; those that are no files get names."""
        words = [_path(one) for one in scenarios]
        texts: dict[str, str] = {}
        for place, one in enumerate(scenarios):
            if words[place] is None:
                numbers = range(2, 2 * len(scenarios) + 1)
                names = ["scenario.json", *(f"scenario-{number}.json" for number in numbers)]
                name = next(name for name in names if name not in words)
                words[place] = name
                texts[name] = one if isinstance(one, str) else to_json(one)
        return self._replace(scenarios=tuple(word for word in words if word is not None), texts=texts)

    def option(self, flag: str, value: object) -> Command:
        """This command with a flag and its value; without, where there is none."""
        if value is None:
            return self
        return self._replace(flags=(*self.flags, flag, str(value)))

    def number(self, flag: str, value: Any) -> Command:
        """This command with a flag and its whole number."""
        return self.option(flag, None if value is None else operator.index(value))

    def given(self, flag: str, given: bool) -> Command:
        """This command with a flag, if it was given."""
        return self._replace(flags=(*self.flags, flag)) if given else self

    def changes(self, changes: Changes | None) -> Command:
        """This command with changes of its scenario."""
        command = self
        for path, value in (changes or {}).items():
            command = command.option("--set", f"{path}={word(value)}")
        return command

    def alternatives(self, alternatives: Mapping[str, Changes] | None) -> Command:
        """This command with changes of its first scenario by a name each."""
        command = self
        for name, changes in (alternatives or {}).items():
            if not changes:
                raise ValueError(f"the alternative `{name}` changes nothing")
            if "=" in name:
                raise ValueError(f"the name of the alternative `{name}` holds a `=`")
            for path, value in changes.items():
                command = command.option("--alternative", f"{name}={path}={word(value)}")
        return command

    def kept(self, points: str | os.PathLike[str] | None) -> Command:
        """This command with a folder of finished work: that of this process unless another one is named."""
        return self.option("--points", _points() if points is None else os.fspath(points))

    def carry_out(self, hold: bool = True, warn: bool = True) -> Found:
        """Carries the command out. What it says beside its answer is a warning, unless that is not wanted.

        ValueError: it cannot be used, with the words of the program. OSError: something cannot be read or written.
        """
        flags = self.flags
        if self.name in _KEEPING and "--points" not in flags:
            flags = (*flags, "--points", _points())
        # What begins with a dash is a file all the same.
        words = [self.name, *flags, *(["--", *self.scenarios] if self.scenarios else [])]
        found = Found(*_native.call(words, dict(self.texts), hold))
        said = found.remarks.strip()
        if found.exit == _UNUSABLE:
            raise ValueError(said)
        if found.exit == _INPUT_OUTPUT:
            raise OSError(said)
        if found.exit > _INPUT_OUTPUT:
            raise RuntimeError(said)
        if said and warn:
            # At the line that called the module.
            warnings.warn(said, ForceflowWarning, stacklevel=3)
        return found


def _path(scenario: Scenario) -> str | None:
    """The path or name of a scenario; none for JSON and what it gives."""
    if isinstance(scenario, Mapping):
        return None
    path = os.fspath(scenario)
    return None if path.lstrip().startswith("{") else path


def _plain(value: Any) -> Any:
    """A number of another library as one of Python; a mapping or sequence likewise."""
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no value of a scenario")


def to_json(value: Any) -> str:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def word(value: Any) -> str:
    """A value as it is typed behind `--set PATH=`: a text has no quotes where it needs none."""
    if not isinstance(value, str) or not value or value.lstrip()[:1] in tuple('{["'):
        return to_json(value)
    try:
        json.loads(value)
    except ValueError:
        return value
    return to_json(value)


def values(varied: Any) -> str:
    """Values as they are typed behind `--vary PATH=`."""
    return varied if isinstance(varied, str) else ",".join(to_json(value) for value in varied)


@functools.cache
def _points() -> str:
    """A folder of finished work that goes when this process ends: the same study again, written or drawn, is quick."""
    folder = tempfile.mkdtemp(prefix="forceflow-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
