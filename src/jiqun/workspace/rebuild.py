"""A damaged workspace made whole: tables and vintages again from the documents they are of."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from jiqun.base.errors import Problem, Where
from jiqun.base.files import write_atomically
from jiqun.workspace.audit import Audit, audit, vintage_of_documents
from jiqun.workspace.released_responses import rebuild_responses
from jiqun.workspace.soundness import readable, table_problems, tables_of
from jiqun.workspace.spans import Span, Spans, parquet_bytes
from jiqun.workspace.store import Workspace
from jiqun.workspace.vintages import (
    rows_sha256,
    vintage_files,
    vintage_problems,
    vintages,
)


@dataclass
class Rebuilt:
    """What was made again, and what could not be."""

    files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def rebuild(workspace: Workspace) -> Rebuilt:
    """Make tables and vintages that are damaged or changed again from the documents.

    Only documents that the journal or their headers vouch for are used; a vintage is put back only
    where it comes out with its own hash.

    Parameters
    ----------
    workspace
        Where.
    """
    made = Rebuilt()
    with workspace.writing():
        entered = _vouched(audit(workspace))
        spans = Spans(workspace.folder)
        for span in workspace.manifest()["tables"]:
            found = list(table_problems(spans, span))
            if found and _documents_are_vouched(spans, span, entered):
                spans.write_tables(span, *tables_of(spans, span))
                made.files += spans.tables(span)
            else:
                made.problems += found
        _rebuild_vintages(workspace, made)
        for vintage in vintages(workspace):
            files, problems = rebuild_responses(workspace, vintage)
            made.files += files
            made.problems += problems
    return made


def _vouched(found: Audit) -> set[str]:
    """Return the hashes the journal vouches for; none where its chain is broken."""
    broken = {"workspace.journal_broken", "workspace.journal_unreadable", "workspace.journal_cut"}
    if broken & {problem.code for problem in found.problems}:
        return set()
    return {entry["sha256"] for entry in found.filings.values()}


def _documents_are_vouched(spans: Spans, span: Span, entered: set[str]) -> bool:
    """Tell whether every document of a span is one that was accepted."""
    headers = readable(spans.table("headers", span))
    named: set[str] = set()
    if not isinstance(headers, Problem) and "sha256" in headers.column_names:
        named = set(headers.column("sha256").to_pylist())
    try:
        lines = [line for file in spans.batches(span) for line in file.read_bytes().splitlines()]
    except OSError:
        return False
    hashes = {hashlib.sha256(line).hexdigest() for line in lines}
    return bool(hashes) and hashes <= (entered or named)


def _rebuild_vintages(workspace: Workspace, made: Rebuilt) -> None:
    for vintage in vintages(workspace):
        if not list(vintage_problems(workspace, vintage)):
            continue
        files = vintage_files(workspace, vintage.id)
        found = vintage_of_documents(workspace, vintage)
        if found is None or rows_sha256(*found, vintage.closed) != vintage.sha256:
            place = Where(file=str(files[0].parent))
            made.problems.append(
                Problem("workspace.vintage_not_rebuilt", place, {"id": vintage.id})
            )
            continue
        for file, rows in zip(files, found, strict=False):
            write_atomically(file, parquet_bytes(rows))
            made.files.append(file)
