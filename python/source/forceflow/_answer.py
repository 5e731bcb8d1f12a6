"""What commands find."""

from __future__ import annotations

import html
import json
import os
import pathlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from forceflow._command import Command, Found
from forceflow._figure import Figure
from forceflow._table import Columns, columns


class Answer:
    """What a command found: its words, its JSON, and the files of its folder, in memory.

    The keys of its JSON are attributes. `print` gives the words of the program, a notebook shows them with the first
    figure.
    """

    #: The file that holds the answer.
    _json_file = ""
    #: The figure that a notebook shows; the first one where there is none of that name.
    _main_figure = ""

    def __init__(self, command: Command, found: Found, text: str | None) -> None:
        self._command = command
        self._text = text
        self._files = found.files or {}
        self._json = found.json or self._files.get(self._json_file, b"{}")
        #: How the command would end: 0, or 1 if the answer is no.
        self.exit = found.exit
        #: What the program said beside its answer, such as warnings.
        self.remarks = found.remarks

    @property
    def text(self) -> str:
        """The summary that the command prints."""
        if self._text is None:
            self._text = self._command.carry_out().text
        return self._text

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files of the folder that the command writes with `--no-charts`, by name."""
        return MappingProxyType(self._files)

    @property
    def json(self) -> dict[str, Any]:
        """The answer as JSON gives it."""
        answer = json.loads(self._json)
        return answer if isinstance(answer, dict) else {"rows": answer}

    def result_json(self) -> bytes:
        """The answer as JSON, byte for byte as the command has it."""
        return self._json

    @property
    def tables(self) -> list[str]:
        """The names of its tables."""
        return sorted(name[:-4] for name in self._files if name.endswith(".csv") and "/" not in name)

    def table(self, name: str) -> Columns:
        """A table as columns, for `pandas.DataFrame` or `polars.DataFrame`. KeyError: there is none of that name."""
        file = f"{name}.csv"
        if file not in self._files:
            raise KeyError(f"there is no table `{name}`; its tables are {', '.join(self.tables)}")
        return columns(self._files[file], self._types(file))

    def _types(self, file: str) -> dict[str, str]:
        package = json.loads(self._files.get("datapackage.json", b"{}"))
        fields = (one["schema"]["fields"] for one in package.get("resources", []) if one.get("path") == file)
        return {field["name"]: field.get("type", "") for field in next(fields, [])}

    @property
    def figures(self) -> list[str]:
        """The names of its figures."""
        data = json.loads(self._files.get("figure-data.json", b"{}"))
        return [str(figure["meta"]["id"]) for figure in data.get("figures", [])]

    def figure(
        self,
        name: str | None = None,
        *,
        width: str | None = None,
        theme: str | None = None,
        title: bool = True,
        footer: bool = True,
    ) -> Figure:
        """A figure; the main one without a name. Width (`89mm`, `slide`) and theme (`dark`, `print`) are those of
        `forceflow chart`.

        ValueError: there is no such figure, width or theme.
        """
        names = self.figures
        if not names:
            raise ValueError("the answer has no figures")
        if name is None:
            name = self._main_figure if self._main_figure in names else names[0]
        flags = Command("").option("--width", width).option("--theme", theme)
        flags = flags.given("--no-title", not title).given("--no-footer", not footer)
        return Figure(self._files["figure-data.json"], name, list(flags.flags))

    def write(self, folder: str | os.PathLike[str], *, charts: bool = True) -> pathlib.Path:
        """Writes the folder that the command writes, page and figures included. Returns its path.

        The command is carried out again for it: its files are then those of the program, byte for byte.
        """
        target = pathlib.Path(folder)
        flags = tuple(flag for flag in self._command.flags if flag != "--no-charts" or not charts)
        again = Command(self._command.name, flags, self._command.scenarios, self._command.texts)
        again.option("--out", os.fspath(target)).carry_out(hold=False)
        return target

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            answer = self.json
            if name in answer:
                return answer[name]
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.json]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        scenarios = ", ".join(self._command.scenarios)
        return f"<forceflow.{type(self).__name__} of {scenarios}>"

    def _repr_html_(self) -> str:
        words = _words(self.text)
        return words + self.figure()._repr_html_() if self.figures else words

    def _repr_png_(self) -> tuple[bytes, dict[str, int]] | None:
        return self.figure()._repr_png_() if self.figures else None


class Run(Answer):
    """A scenario simulated. Its JSON is `result.json`; its tables are `replications`, `arrivals` and `timeline`."""

    _json_file = "result.json"
    _main_figure = "arrivals"


class Comparison(Answer):
    """Scenarios compared with the first. Its JSON is `comparison.json`, its table `comparison`."""

    _json_file = "comparison.json"


class Sweep(Answer):
    """A scenario at every point of a design. Its table is `sweep`."""


class Why(Answer):
    """Why one run closed when it did, and what would help. Its JSON is `why.json`."""

    _json_file = "why.json"


class Check:
    """The mistakes and warnings of a scenario. It is true if the scenario can be used."""

    def __init__(self, text: str, usable: bool, diagnostics: list[dict[str, Any]]) -> None:
        #: What the program prints.
        self.text = text
        #: Whether the scenario can be used.
        self.usable = usable
        #: Each mistake or warning, as `forceflow check --format json` has it.
        self.diagnostics = diagnostics

    def __bool__(self) -> bool:
        return self.usable

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return _words(self.text)

    def __repr__(self) -> str:
        return f"<forceflow.Check: {'usable' if self.usable else 'not usable'}, {len(self.diagnostics)} diagnostics>"


def _words(text: str) -> str:
    """Words of the program in a page, where columns stay below each other whatever the page has for its own."""
    return f'<pre style="font-family: monospace; white-space: pre; overflow-x: auto">{html.escape(text)}</pre>'
