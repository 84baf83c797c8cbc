"""Read figures kept as a Parquet file: the inverse of ``jiqun.reports.figure_files``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.quantities import Status
from jiqun.indicators import Figure

if TYPE_CHECKING:
    from typing import Any

NUMBERS = ("value", "numerator", "denominator", "previous")


def read_figures(path: Path) -> list[Figure] | None:
    """Return the figures of a file written by ``write_figures``, or None where there is none."""
    import pyarrow.parquet as pq

    if not path.is_file():
        return None
    table = pq.read_table(path)
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    for name in NUMBERS:
        columns[name] = [None if text is None else Decimal(text) for text in columns[name]]
    columns["status"] = [Status(text) for text in columns["status"]]
    _share_texts(columns)
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    return [Figure(**dict(zip(names, row, strict=True))) for row in rows]


def _share_texts(columns: dict[str, list[Any]]) -> None:
    """Keep one copy of each repeated text: fifty thousand figures share a few hundred."""
    for name in ("id", "indicator", "level", "key", "unit", "method"):
        seen: dict[str, str] = {}
        columns[name] = [seen.setdefault(text, text) for text in columns[name]]
