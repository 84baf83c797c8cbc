"""Vintages: frozen, numbered, hashed over canonical rows; and what changed between two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from jiqun.base.arrow import pa
from jiqun.base.canonical import canonical_text, decimal_text, lines_hash
from jiqun.base.errors import NotFound, Problem, Refused, Where, Whole
from jiqun.base.files import write_atomically
from jiqun.base.form_model import YEARLY
from jiqun.base.texts import printable, stated
from jiqun.workspace.accepted import Key
from jiqun.workspace.checked import refuse_unless_right, remember
from jiqun.workspace.closed_cells import NO_CLOSED_YEAR, ClosedFiles
from jiqun.workspace.closed_years import kept_lines, to_keep
from jiqun.workspace.columns import values_in
from jiqun.workspace.frozen import NOTHING, Frozen, to_freeze, write_frozen
from jiqun.workspace.manifests import damaged, read_manifest, texts_in, write_manifest
from jiqun.workspace.questions import Table, filed_headers
from jiqun.workspace.snapshots import Snapshot
from jiqun.workspace.soundness import readable
from jiqun.workspace.spans import parquet_bytes
from jiqun.workspace.store import Workspace
from jiqun.workspace.tables import PROVINCIAL, told_apart

FORMAT = 1
MANIFEST = "manifest.json"
LISTS = ("provinces", "closed")

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
    provinces
        Where every submission of its year is of a cluster only a province recognised: the
        provinces, by code. Such a vintage is theirs alone.
    frozen
        What it keeps of measures taken and findings dismissed.
    closed
        Hashes of the closed years it keeps beside the yearly filings, sorted.
    """

    id: str
    year: int
    sha256: str
    submissions: int
    note: str
    follows: str
    provinces: tuple[str, ...] = ()
    frozen: Frozen = NOTHING
    closed: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands among all: by its year, then by its number."""
        return self.year, _number(self.id)

    def record(self) -> dict[str, Any]:
        """Return it as its manifest holds it: provinces and closed years only where it has some."""
        said: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        said |= said.pop("frozen").record()
        lists = {name: list(said.pop(name)) for name in LISTS}
        return said | {name: texts for name, texts in lists.items() if texts}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Vintage:
        """Return the vintage of a record: the inverse of :meth:`record`."""
        plain = {name: value for name, value in said.items() if name != "responses"}
        plain |= {name: tuple(said.get(name, ())) for name in LISTS}
        return cls(**plain | {"frozen": Frozen.of(said)})


def vintages(workspace: Workspace, year: int | None = None) -> list[Vintage]:
    """Return the vintages of a workspace, oldest first, of one reporting year or of all."""
    found = [_read(file) for file in sorted((workspace.folder / "vintages").glob(f"*/{MANIFEST}"))]
    wanted = [vintage for vintage in found if year in (None, vintage.year)]
    return sorted(wanted, key=lambda vintage: vintage.order)


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
        headers, cells = _frozen(latest, year)
        closed = to_keep(workspace, headers)
        sha256 = rows_sha256(headers, cells, closed)
        kept, lines = to_freeze(workspace, set(headers.column("cluster_id").to_pylist()))
        before = vintages(workspace, year)
        if before and (before[-1].sha256, before[-1].frozen.sha256) == (sha256, kept.sha256):
            return before[-1], False
        number = _number(before[-1].id) + 1 if before else 1
        made = Vintage(
            id=f"{year}-v{number}",
            year=year,
            sha256=sha256,
            submissions=headers.num_rows,
            note=note,
            follows=before[-1].id if before else "",
            provinces=_only_of(headers, year),
            frozen=kept,
            closed=closed,
        )
        _freeze(workspace, made, headers, cells, lines)
        return made, True


def vintage_snapshot(workspace: Workspace, id: str) -> Snapshot:  # noqa: A002  # the field's word
    """Return a vintage's submissions.

    Raises
    ------
    NotFound
        Where there is no such vintage; the message names those there are.
    Refused
        Where its rows are not those its hash was made over.
    """
    known = {vintage.id: vintage for vintage in vintages(workspace)}
    if id not in known:
        raise NotFound(
            Problem(
                "workspace.no_vintage", details={"id": id, "known": Whole(", ".join(known) or "-")}
            )
        )
    vintage, files = known[id], vintage_files(workspace, id)
    refuse_unless_right(workspace.folder, files, partial(vintage_problems, workspace, vintage))
    closed = NO_CLOSED_YEAR
    if vintage.closed:
        closed = ClosedFiles(*workspace.tables(), hashes=frozenset(vintage.closed))
    return Snapshot(
        files[:1], files[1:2], id, vintage.sha256, folder=workspace.folder, closed=closed
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


def released(workspace: Workspace, form: str = YEARLY) -> set[Key]:
    """Return every cluster and year of which a vintage holds a submission of a form."""
    rows = _released_rows(workspace, "form", "cluster_id", "year")
    return {(row["cluster_id"], row["year"]) for row in rows if row["form"] == form}


def released_hashes(workspace: Workspace) -> frozenset[str]:
    """Return the hash of every submission that a vintage holds."""
    return frozenset(row["sha256"] for row in _released_rows(workspace, "sha256"))


def _released_rows(workspace: Workspace, *columns: str) -> Iterator[dict[str, Any]]:
    for vintage in vintages(workspace):
        headers = readable(vintage_files(workspace, vintage.id)[0])
        if isinstance(headers, Problem):
            raise Refused([headers])
        yield from headers.select(list(columns)).to_pylist()


def revision_reasons(workspace: Workspace, snapshot: Snapshot) -> dict[tuple[str, int], str]:
    """Return why each revised filing of a snapshot was revised, by cluster and year.

    Parameters
    ----------
    workspace, snapshot
        Where it is kept, and which.
    """
    headers = snapshot.rows(filed_headers)
    accepted = workspace.accepted()
    return {
        (row["cluster_id"], row["year"]): printable(str(submission.document.get("reason") or ""))
        for row in headers
        if row["revision"] > 1
        for submission in accepted.history(row["cluster_id"], row["year"])
        if submission.revision == row["revision"]
    }


def vintage_files(workspace: Workspace, id: str) -> tuple[Path, ...]:  # noqa: A002  # the field's word
    """Return a vintage's files: headers, cells, manifest."""
    folder = _folder(workspace, id)
    return folder / "headers.parquet", folder / "cells.parquet", folder / MANIFEST


def vintage_problems(workspace: Workspace, vintage: Vintage) -> Iterator[Problem]:
    """Hold a vintage's rows against the hash its manifest names.

    Parameters
    ----------
    workspace, vintage
        Where, and which.
    """
    *files, manifest = vintage_files(workspace, vintage.id)
    read = [readable(file) for file in files]
    faults = [table for table in read if isinstance(table, Problem)]
    if faults:
        yield from faults
        return
    try:
        sha256 = rows_sha256(read[0], read[1], vintage.closed)
        right = (sha256, read[0].num_rows) == (vintage.sha256, vintage.submissions)
    except (KeyError, pa.ArrowException):  # a column is gone, or of another kind
        right = False
    if not right:
        place = Where(file=str(manifest.parent))
        yield Problem("workspace.vintage_changed", place, {"id": vintage.id})


def rows_sha256(headers: pa.Table, cells: pa.Table, closed: Sequence[str] = ()) -> str:
    """Return the hash over the canonical rows of headers and cells, and the closed years kept.

    Raises
    ------
    KeyError
        Where a column is gone.
    ArrowException
        Where one holds what no column of theirs holds.
    """
    both = (("header", headers, HEADER_COLUMNS), ("cell", cells, CELL_COLUMNS))
    lines = (line for kind, table, columns in both for line in _lines(kind, table, columns))
    return lines_hash(chain(lines, _provincial_lines(told_apart(headers)), kept_lines(closed)))


def _lines(kind: str, table: pa.Table, columns: tuple[str, ...]) -> Iterator[str]:
    """Yield rows as canonical JSON, made column by column: each value is written once."""
    written = [[canonical_text(kind)] * table.num_rows]
    written += [values_in(table.column(name), _canonical) for name in columns]
    for row in zip(*written, strict=True):
        yield f"[{','.join(row)}]"


def _provincial_lines(headers: pa.Table) -> Iterator[str]:
    """Yield a line for each submission of a cluster only a province recognised."""
    names = ("cluster_id", "year", PROVINCIAL)
    for cluster, year, provincial in zip(
        *(values_in(headers.column(name)) for name in names), strict=True
    ):
        if provincial:
            yield canonical_text(["provincial", cluster, year])


def _canonical(value: Any) -> str:
    """Write a value as canonical JSON; decimals are text."""
    return canonical_text(_plain(value))


def _plain(value: Any) -> Any:
    return decimal_text(value) if isinstance(value, Decimal) else value


def _frozen(latest: Snapshot, year: int) -> tuple[pa.Table, pa.Table]:
    """Return the rows a release of a year freezes, in order."""
    return latest.arrow(_frozen_headers, year=year), latest.arrow(_frozen_cells, year=year)


def _frozen_headers(headers: Table, *, year: int) -> Table:
    return headers.filter(headers.year <= year).order_by(["cluster_id", "year"])


def _frozen_cells(cells: Table, *, year: int) -> Table:
    return cells.filter(cells.year <= year).order_by(["cluster_id", "year", "period", "field"])


def _only_of(headers: pa.Table, year: int) -> tuple[str, ...]:
    """Return the provinces a year's submissions are of where the nation recognised none."""
    rows = headers.select(["year", "province_code", PROVINCIAL]).to_pylist()
    filed = [row for row in rows if row["year"] == year]
    if any(not row[PROVINCIAL] for row in filed):
        return ()
    return tuple(sorted({row["province_code"] for row in filed}))


def _freeze(
    workspace: Workspace, made: Vintage, headers: pa.Table, cells: pa.Table, lines: bytes
) -> None:
    """Write the tables first and the manifest last: without it there is no vintage."""
    files = vintage_files(workspace, made.id)
    for file, rows in zip(files, (headers, cells), strict=False):
        write_atomically(file, parquet_bytes(rows))
    write_frozen(files[-1].parent, lines)
    said = made.record()
    write_manifest(files[-1], {"format": FORMAT, **said})
    remember(workspace.folder, files)


def _read(file: Path) -> Vintage:
    """Read a vintage's manifest; one without a format is of the first."""
    kinds = {"id": str, "year": int, "sha256": str, "submissions": int, "note": str, "follows": str}
    said = read_manifest(file, FORMAT, kinds)
    if said["id"] != file.parent.name or not re.fullmatch(rf"{said['year']}-v[1-9]\d*", said["id"]):
        raise damaged(file, "id")
    lists: dict[str, Any] = {name: texts_in(file, said, name) for name in LISTS}
    return Vintage(**{name: said[name] for name in kinds} | lists, frozen=Frozen.of(said, file))


def _folder(workspace: Workspace, id: str) -> Path:  # noqa: A002  # the field's word
    return workspace.folder / "vintages" / id


def _number(id: str) -> int:  # noqa: A002  # the field's word
    return int(id.rpartition("-v")[2])
