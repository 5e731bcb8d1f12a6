"""Tables as columns: what pandas and polars take."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

#: Values by column, each column as long as the others; None where a cell is empty.
Columns = dict[str, list[Any]]

_READ: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": lambda cell: cell == "true",
    "string": str,
}


def columns(table: bytes, types: Mapping[str, str]) -> Columns:
    """Reads a CSV file; `types` says what columns hold, and the others are numbers where all of their cells are."""
    rows = csv.reader(io.StringIO(table.decode(), newline=""))
    head = next(rows, [])
    cells = list(zip(*rows, strict=True)) or [()] * len(head)
    return {name: _column(column, types.get(name)) for name, column in zip(head, cells, strict=True)}


def _column(cells: tuple[str, ...], kind: str | None) -> list[Any]:
    for read in [_READ[kind]] if kind in _READ else [int, float]:
        try:
            return [read(cell) if cell else None for cell in cells]
        except ValueError:
            pass
    return [cell or None for cell in cells]
