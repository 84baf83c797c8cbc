"""Vintages: frozen, numbered, hashed over canonical rows; and what changed between two."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiqun.base.canonical import canonical_json, decimal_text, rows_hash
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.files import write_atomically
from jiqun.base.texts import stated
from jiqun.workspace.snapshots import Snapshot
from jiqun.workspace.store import Workspace, parquet_bytes

CELL_COLUMNS = ("cluster_id", "year", "period", "field", "value", "status", "reason")
HEADER_COLUMNS = (
    "cluster_id",
    "year",
    "revision",
    "sha256",
    "name",
    "county_code",
    "province_code",
    "macro_region",
    "sector",
    "industry",
    "demo",
)


@dataclass(frozen=True, slots=True)
class Vintage:
    """A frozen release.

    Parameters
    ----------
    id
        ``2022-v1``: the reporting year and a number.
    year
        The reporting year; submissions of it and of every earlier year are in.
    sha256
        Over the canonical rows of headers and cells.
    submissions
        How many there are.
    note
        Why it was made.
    follows
        The vintage before, empty for the first.
    """

    id: str
    year: int
    sha256: str
    submissions: int
    note: str
    follows: str


def vintages(workspace: Workspace, year: int | None = None) -> list[Vintage]:
    """Return the vintages of a workspace, oldest first, of one reporting year or of all."""
    found = [
        Vintage(**json.loads(file.read_bytes()))
        for file in (workspace.folder / "vintages").glob("*/manifest.json")
    ]
    wanted = [one for one in found if year in (None, one.year)]
    return sorted(wanted, key=lambda one: (one.year, _number(one.id)))


def release(workspace: Workspace, year: int, note: str = "") -> tuple[Vintage, bool]:
    """Freeze the latest accepted submissions of a year and the years before it.

    Parameters
    ----------
    workspace
        Where to read and to write.
    year
        The reporting year.
    note
        Why: shown with the vintage.

    Returns
    -------
    Vintage
        The new vintage, or the newest one where nothing has changed since.
    bool
        Whether it is new.

    Raises
    ------
    NotFound
        Where no submission of the year was accepted.
    """
    note = stated(note, "--note")
    with workspace.writing():
        latest = workspace.latest()
        if year not in latest.years():
            raise NotFound(Problem("workspace.year_not_filed", details={"year": year}))
        headers = latest.headers.filter(latest.headers.year <= year)
        cells = latest.cells.filter(latest.cells.year <= year)
        sha256 = _hash(latest, headers, cells)
        before = vintages(workspace, year)
        if before and before[-1].sha256 == sha256:
            return before[-1], False
        number = _number(before[-1].id) + 1 if before else 1
        made = Vintage(
            id=f"{year}-v{number}",
            year=year,
            sha256=sha256,
            submissions=latest.arrow(headers).num_rows,
            note=note,
            follows=before[-1].id if before else "",
        )
        _freeze(workspace, made, latest, headers, cells)
        return made, True


def vintage_snapshot(workspace: Workspace, id: str) -> Snapshot:  # noqa: A002  # the field's word
    """Return a vintage's submissions.

    Raises
    ------
    NotFound
        Where there is no such vintage; the message names those there are.
    """
    known = {one.id: one for one in vintages(workspace)}
    if id not in known:
        raise NotFound(
            Problem("workspace.no_vintage", details={"id": id, "known": ", ".join(known) or "-"})
        )
    folder = _folder(workspace, id)
    return Snapshot(
        (folder / "headers.parquet",), (folder / "cells.parquet",), id, known[id].sha256
    )


def newest_vintage(workspace: Workspace, year: int) -> Snapshot:
    """Return the newest vintage of a reporting year.

    Raises
    ------
    NotFound
        Where the year was never released.
    """
    found = vintages(workspace, year)
    if not found:
        raise NotFound(
            Problem("workspace.not_released", Where(file=str(workspace.folder)), {"year": year})
        )
    return vintage_snapshot(workspace, found[-1].id)


def differences(one: Snapshot, other: Snapshot) -> list[dict[str, Any]]:
    """Return every cell in which two snapshots differ, sorted.

    Parameters
    ----------
    one, other
        The older and the newer.

    Returns
    -------
    list of dict
        ``cluster_id, year, period, field, before, after``; ``before`` and ``after`` hold value,
        status and reason, or None where the cell is not there.
    """
    left, right = _cells_by_place(one), _cells_by_place(other)
    return [
        dict(
            zip(("cluster_id", "year", "period", "field"), place, strict=True),
            before=left.get(place),
            after=right.get(place),
        )
        for place in sorted(left.keys() | right.keys())
        if left.get(place) != right.get(place)
    ]


def _cells_by_place(snapshot: Snapshot) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {
        row[:4]: {"value": row[4], "status": row[5], "reason": row[6]}
        for row in _rows(snapshot, snapshot.cells, CELL_COLUMNS)
    }


def _hash(snapshot: Snapshot, headers: Any, cells: Any) -> str:
    def both() -> Iterator[tuple[Any, ...]]:
        for row in _rows(snapshot, headers, HEADER_COLUMNS):
            yield ("header", *row)
        for row in _rows(snapshot, cells, CELL_COLUMNS):
            yield ("cell", *row)

    return rows_hash(both())


def _rows(snapshot: Snapshot, table: Any, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield canonical rows: decimals as text, everything else as it is."""
    for batch in snapshot.arrow(table.select(*columns)).to_batches():
        arrays = [column.to_pylist() for column in batch.columns]
        if "value" in columns:
            place = columns.index("value")
            arrays[place] = [None if v is None else decimal_text(v) for v in arrays[place]]
        yield from zip(*arrays, strict=True)


def _freeze(
    workspace: Workspace, made: Vintage, snapshot: Snapshot, headers: Any, cells: Any
) -> None:
    """Write the tables first and the manifest last: without it there is no vintage."""
    folder = _folder(workspace, made.id)
    for name, table, columns in (
        ("headers", headers, ["cluster_id", "year"]),
        ("cells", cells, ["cluster_id", "year", "period", "field"]),
    ):
        rows = snapshot.arrow(table.order_by(columns))
        write_atomically(folder / f"{name}.parquet", parquet_bytes(rows))
    manifest = {name: getattr(made, name) for name in Vintage.__slots__}
    write_atomically(folder / "manifest.json", canonical_json(manifest) + b"\n")


def _folder(workspace: Workspace, id: str) -> Path:  # noqa: A002  # the field's word
    return workspace.folder / "vintages" / id


def _number(id: str) -> int:  # noqa: A002  # the field's word
    return int(id.rpartition("-v")[2])
