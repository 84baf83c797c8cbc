"""What must hold between a workspace's documents and the tables made from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jiqun.base.arrow import pa
from jiqun.base.errors import Problem, Where
from jiqun.workspace import tables
from jiqun.workspace.documents import SCHEMA, Submission
from jiqun.workspace.spans import Span, Spans, read_table

TABLES = "tables"
"""The way tables are checked against documents; documents are checked against headers' hashes."""
PLACE = ("form", "cluster_id", "year", "revision", "period", "field")
"""What no two rows of a table share."""


def document_problems(spans: Spans, span: Span) -> Iterator[Problem]:
    """Hold the documents of a span against the hashes their headers name.

    Parameters
    ----------
    spans, span
        Where they lie, and which.
    """
    headers = spans.table("headers", span)
    listed = readable(headers)
    if isinstance(listed, Problem):
        yield listed
        return
    columns = ("batch", "line", "sha256", "cluster_id", "year")
    named: dict[int, dict[int, tuple[str, Where]]] = {}
    for row in listed.select(columns).to_pylist():
        place = Where(cluster=row["cluster_id"], year=row["year"])
        named.setdefault(row["batch"], {})[row["line"]] = (row["sha256"], place)
    for batch in range(span[0], span[1] + 1):
        yield from _lines_problems(spans.documents(batch), named.get(batch, {}))


def _lines_problems(file: Path, named: dict[int, tuple[str, Where]]) -> Iterator[Problem]:
    if not file.is_file():
        yield Problem("workspace.part_missing", Where(file=str(file)))
        return
    content = file.read_bytes().splitlines()
    for number, line in enumerate(content):
        sha256, of = named.get(number, ("", Where()))
        if hashlib.sha256(line).hexdigest() != sha256:
            place = Where(str(file), number + 1, cluster=of.cluster, year=of.year)
            yield Problem("workspace.document_changed", place)
    if len(content) < len(named):
        yield Problem("workspace.documents_cut", Where(file=str(file)))


def table_problems(spans: Spans, span: Span) -> Iterator[Problem]:
    """Hold the tables of a span against the documents they were made from.

    Parameters
    ----------
    spans, span
        Where they lie, and which.
    """
    found = list(document_problems(spans, span))
    if found:
        yield from found
        return
    try:
        made = tables_of(spans, span)
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Problem("workspace.document_unreadable", Where(file=str(spans.documents(span[0]))))
        return
    for file, right in zip(spans.tables(span), made, strict=True):
        stored = readable(file)
        if isinstance(stored, Problem):
            yield stored
        elif not _same(stored, right):
            yield Problem("workspace.table_changed", Where(file=str(file)))


def tables_of(spans: Spans, span: Span) -> tuple[pa.Table, pa.Table]:
    """Make the tables of a span from its documents.

    Raises
    ------
    ValueError, KeyError, TypeError
        Where a document is none.
    """
    headers, cells = [], []
    for batch in range(span[0], span[1] + 1):
        read = submissions_in(spans.documents(batch))
        headers.append(tables.header_table(read, batch))
        cells.append(tables.cell_table(read))
    return pa.concat_tables(headers), pa.concat_tables(cells)


def submissions_in(file: Path) -> list[Submission]:
    """Read the documents of a batch."""
    return [Submission(json.loads(line)) for line in file.read_bytes().splitlines()]


def later_documents(file: Path) -> Iterator[Problem]:
    """Name the documents of a batch that were made by a later version."""
    for number, submission in enumerate(submissions_in(file), 1):
        if (schema := submission.document.get("schema")) != SCHEMA:
            details = {"found": schema, "known": SCHEMA}
            yield Problem("workspace.later_document", Where(str(file), number), details)


def readable(file: Path) -> Any:
    """Return a table, or the problem that it is missing or cannot be read."""
    place = Where(file=str(file))
    try:
        return read_table(file)
    except FileNotFoundError:
        return Problem("workspace.part_missing", place)
    except (pa.ArrowException, OSError):
        return Problem("workspace.part_damaged", place)


def _same(stored: pa.Table, right: pa.Table) -> bool:
    """Tell whether the columns a table was written with say what the documents say."""
    names: Sequence[str] = [name for name in right.column_names if name in stored.column_names]
    if not names or stored.num_rows != right.num_rows:
        return False
    try:
        cast = stored.select(names).cast(right.select(names).schema)
    except pa.ArrowException:
        return False
    # A filing's cells are stored in the order of the form, and a document's keys are sorted.
    order = [(name, "ascending") for name in PLACE if name in names]
    return bool(cast.sort_by(order).equals(right.select(names).sort_by(order)))
