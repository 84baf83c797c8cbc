"""The cells of closed years: submissions of families beside the yearly filing, read from tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiqun.base.arrow import pa
from jiqun.base.form_model import YEARLY
from jiqun.workspace.columns import column, table_of
from jiqun.workspace.spans import read_table
from jiqun.workspace.tables import cells_schema, of_forms

KEY = ("form", "cluster_id", "year", "revision")
"""What a cell says of the submission it is of."""


@dataclass(frozen=True, slots=True)
class ClosedFiles:
    """Where closed years lie, and which of them count.

    Parameters
    ----------
    headers, cells
        The tables of the same spans, in their order.
    hashes
        Of the submissions that count; None where the newest of each family, cluster and year does.
    """

    headers: tuple[Path, ...] = ()
    cells: tuple[Path, ...] = ()
    hashes: frozenset[str] | None = None


NO_CLOSED_YEAR = ClosedFiles()


def closed_cells(files: ClosedFiles) -> pa.Table:
    """Return the cells of the closed years that count; no row where there are none.

    Tables without a closed year are asked for their headers alone.
    """
    held = [_closed(file) for file in files.headers]
    counting = _counting((row for rows in held for row in rows), files.hashes)
    found = [
        _cells_of(read_table(file), wanted)
        for file, rows in zip(files.cells, held, strict=True)
        if (wanted := {_key(row) for row in rows} & counting)
    ]
    return pa.concat_tables(found) if found else table_of([], cells_schema())


def _closed(headers: Path) -> list[dict[str, Any]]:
    """Return what a table of headers says of submissions that are no yearly filing."""
    table = read_table(headers, [*KEY, "sha256"])
    places = [at for at, form in enumerate(table.column("form").to_pylist()) if form != YEARLY]
    rows: list[dict[str, Any]] = _taken(table, places).to_pylist() if places else []
    return rows


def _counting(
    rows: Iterator[Mapping[str, Any]], hashes: frozenset[str] | None
) -> set[tuple[Any, ...]]:
    """Return the keys of the highest revisions among those that may count."""
    newest: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if hashes is None or row["sha256"] in hashes:
            *of, revision = _key(row)
            newest[tuple(of)] = max(revision, newest.get(tuple(of), 0))
    return {(*of, revision) for of, revision in newest.items()}


def _cells_of(cells: pa.Table, wanted: set[tuple[Any, ...]]) -> pa.Table:
    told = of_forms(cells)
    keys = zip(*(told.column(name).to_pylist() for name in KEY), strict=True)
    places: Sequence[int] = [at for at, key in enumerate(keys) if key in wanted]
    return _taken(told, places).cast(cells_schema())


def _taken(table: pa.Table, places: Sequence[int]) -> pa.Table:
    return table.take(column([str(place) for place in places], pa.int64()))


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)
