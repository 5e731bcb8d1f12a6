"""A figure of an answer."""

from __future__ import annotations

import base64
import html
import json
import os
import pathlib
from typing import Any

from forceflow import _native
from forceflow._table import Columns, columns

_MM_PER_IN = 25.4
_PX_PER_IN = 96


class Figure:
    """A figure, drawn when it is shown or saved. A notebook shows it with its alternative text."""

    def __init__(self, data: bytes, name: str, flags: list[str]) -> None:
        self.name = name
        self._data = data
        self._flags = flags
        self._files: dict[str, bytes] = {}
        # Refuses a name that there is not, and flags that cannot be used, where they are written.
        self._about: dict[str, Any] = json.loads(self._drawn("figures.json"))[0]

    @property
    def title(self) -> str:
        """The words over it."""
        return str(self._about["title"])

    @property
    def caption(self) -> str:
        """What a paper prints below it."""
        return str(self._about["caption"])

    @property
    def alt(self) -> str:
        """What it shows, for somebody who cannot see it."""
        return str(self._about["alt"])

    @property
    def svg(self) -> str:
        """The figure as SVG."""
        return self._drawn(f"{self.name}.svg").decode()

    @property
    def png(self) -> bytes:
        """The figure as PNG, 300 pixels to an inch."""
        return self._drawn(f"{self.name}.png")

    @property
    def pdf(self) -> bytes:
        """The figure as PDF, with letters as letters."""
        return self._drawn(f"{self.name}.pdf")

    @property
    def table(self) -> Columns:
        """The numbers that it draws, as columns."""
        return columns(self._drawn(f"{self.name}.csv"), {})

    def save(self, path: str | os.PathLike[str]) -> pathlib.Path:
        """Writes it into a file whose ending, .svg, .png or .pdf, says how. Returns the path."""
        target = pathlib.Path(path)
        ending = target.suffix.lstrip(".")
        if ending not in ("svg", "png", "pdf"):
            raise ValueError(f"`{target}` does not end in .svg, .png or .pdf")
        target.write_bytes(self._drawn(f"{self.name}.{ending}"))
        return target

    def _drawn(self, file: str) -> bytes:
        if file not in self._files:
            ending = file.rsplit(".", 1)[-1]
            formats = ending if ending in ("png", "pdf") else "svg"
            self._files |= _native.draw(self._data, ["--only", self.name, "--formats", formats, *self._flags])
        return self._files[file]

    def _width_px(self) -> int:
        return round(float(self._about["width_mm"]) / _MM_PER_IN * _PX_PER_IN)

    def __repr__(self) -> str:
        return f"<forceflow.Figure {self.name}: {self.title}>"

    def _repr_html_(self) -> str:
        # Its own document: ids of two figures on a page would be mixed up.
        data = base64.b64encode(self.svg.encode()).decode()
        return (
            f'<img src="data:image/svg+xml;base64,{data}" alt="{html.escape(self.alt)}" '
            f'width="{self._width_px()}" style="max-width: 100%">'
        )

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        return self.png, {"width": self._width_px()}
