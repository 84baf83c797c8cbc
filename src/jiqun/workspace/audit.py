"""The full check of a workspace: journal, documents, tables and vintages, against each other.

Nothing remembered counts here. What no hash can show is a rewrite of everything at once; keep the
journal's last hash (``head``) elsewhere to notice that too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiqun.base.arrow import pa
from jiqun.base.errors import Problem, Where
from jiqun.base.forms import families
from jiqun.workspace import journal
from jiqun.workspace.accepted import Accepted
from jiqun.workspace.batches import MANIFEST
from jiqun.workspace.closed_years import are_accepted
from jiqun.workspace.journal import FILING, RESPONSE, ROSTER, UNCHANGED
from jiqun.workspace.released_responses import frozen_problems
from jiqun.workspace.responses import ResponseStore
from jiqun.workspace.soundness import later_documents, readable, table_problems
from jiqun.workspace.spans import Spans
from jiqun.workspace.store import Workspace
from jiqun.workspace.tables import cell_table, header_table
from jiqun.workspace.vintages import MANIFEST as VINTAGE_MANIFEST
from jiqun.workspace.vintages import (
    Vintage,
    rows_sha256,
    vintage_files,
    vintage_problems,
    vintages,
)

Entry = dict[str, Any]


@dataclass
class Audit:
    """What was checked, and what was found.

    Parameters
    ----------
    submissions, entries
        How many documents and journal entries there are.
    head
        The hash of the journal's last entry.
    filings, rosters, responses
        The journal's entries by kind, cluster, year and revision; by cluster and revision; by
        cluster and number.
    problems
        Everything that does not hold.
    """

    submissions: int = 0
    entries: int = 0
    head: str = ""
    filings: dict[tuple[str, str, int, int], Entry] = field(default_factory=dict)
    rosters: dict[tuple[str, int], Entry] = field(default_factory=dict)
    responses: dict[tuple[str, int], Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def audit(workspace: Workspace) -> Audit:
    """Check the journal's chain, and hold every submission against it.

    Parameters
    ----------
    workspace
        Where.
    """
    found = Audit()
    manifest = workspace.manifest()
    spans = Spans(workspace.folder)
    _read_journal(workspace, manifest, found)
    for span in manifest["tables"]:
        sound = list(table_problems(spans, span))
        found.problems += sound
        for file in spans.batches(span) if not sound else ():
            found.problems += later_documents(file)
        headers = readable(spans.table("headers", span))
        if isinstance(headers, Problem):
            continue
        rows = headers.select(["form", "cluster_id", "year", "revision", "sha256"]).to_pylist()
        found.submissions += len(rows)
        if "journal" in manifest:
            found.problems += _unjournaled(spans.folder, rows, found)
    found.problems += _unmet(spans.folder, found)
    found.problems += _responses_problems(workspace, found)
    return found


def _responses_problems(workspace: Workspace, found: Audit) -> Iterator[Problem]:
    """Hold responses against the journal, and those of every vintage against the history."""
    store = ResponseStore(workspace)
    yield from store.problems()
    yield from store.unjournaled(found.responses)
    for vintage in vintages(workspace):
        yield from frozen_problems(workspace, vintage)


def _read_journal(workspace: Workspace, manifest: dict[str, Any], found: Audit) -> None:
    """Follow the chain from the first entry to the one the manifest names."""
    folder = workspace.folder
    said = manifest.get("journal")
    if said is None:
        found.problems.append(Problem("workspace.no_journal", Where(file=str(folder))))
        return
    for line in journal.lines(folder, said):
        place = Where(str(line.file), line.number)
        entry = journal.read_entry(line.content)
        found.entries += 1
        if entry is None:
            found.problems.append(Problem("workspace.journal_unreadable", place))
        elif (entry["before"], entry["entry"]) != (found.head, found.entries):
            found.problems.append(Problem("workspace.journal_broken", place))
        found.head = journal.sealed(line.content)
        if entry is not None:
            _take(entry, place, found)
    if (found.entries, found.head) != (said["entries"], said["head"]):
        details = {"found": found.entries, "said": said["entries"]}
        place = Where(file=str(folder / MANIFEST))
        found.problems.append(Problem("workspace.journal_cut", place, details))


def _take(entry: Entry, place: Where, found: Audit) -> None:
    cluster, year, revision = entry["cluster"], entry["year"], entry["revision"]
    if entry["kind"] == ROSTER:
        found.rosters[cluster, revision] = entry
    elif entry["kind"] == RESPONSE:
        found.responses[cluster, revision] = entry
    elif entry["kind"] == FILING or entry["kind"] in families():
        key = entry["kind"], cluster, year, revision
        if key in found.filings:
            at = Where(place.file, place.line, cluster=cluster, year=year)
            found.problems.append(Problem("workspace.journal_twice", at))
        found.filings[key] = {**entry, "met": False}
    elif entry["kind"] != UNCHANGED:
        found.problems.append(Problem("workspace.journal_unreadable", place))


def _unjournaled(folder: Path, rows: list[Entry], found: Audit) -> Iterator[Problem]:
    """Hold submissions against their entries."""
    for row in rows:
        key = journal.kind_of(row["form"]), row["cluster_id"], row["year"], row["revision"]
        place = Where(str(folder / "journal"), cluster=key[1], year=key[2])
        details = {"revision": key[3]}
        entry = found.filings.get(key)
        if entry is None:
            yield Problem("workspace.journal_without_entry", place, details)
        elif entry["sha256"] != row["sha256"]:
            yield Problem("workspace.journal_differs", place, details)
        if entry is not None:
            entry["met"] = True


def _unmet(folder: Path, found: Audit) -> Iterator[Problem]:
    """Name what the journal says was accepted and the workspace does not hold."""
    for (_, cluster, year, revision), entry in found.filings.items():
        if not entry["met"]:
            place = Where(str(folder / "submissions"), cluster=cluster, year=year)
            yield Problem("workspace.journal_without_document", place, {"revision": revision})


def unfinished_vintages(workspace: Workspace) -> Iterator[Problem]:
    """Warn of vintages whose tables are there and whose manifest, which is written last, is not."""
    for folder in sorted((workspace.folder / "vintages").glob("*")):
        tables = any(folder.glob("*.parquet"))
        if tables and not (folder / VINTAGE_MANIFEST).exists():
            details = {"id": folder.name}
            yield Problem("workspace.vintage_unfinished", Where(file=str(folder)), details)


def vintages_problems(workspace: Workspace) -> Iterator[Problem]:
    """Hold every vintage against its hash, and against the filings it was made from."""
    for vintage in vintages(workspace):
        found = list(vintage_problems(workspace, vintage))
        yield from found
        if not found and not _is_of_documents(workspace, vintage):
            place = Where(file=str(vintage_files(workspace, vintage.id)[0].parent))
            yield Problem("workspace.vintage_not_filed", place, {"id": vintage.id})


def _is_of_documents(workspace: Workspace, vintage: Vintage) -> bool:
    made = vintage_of_documents(workspace, vintage)
    same = made is not None and rows_sha256(*made, vintage.closed) == vintage.sha256
    return same and are_accepted(workspace, vintage.closed)


def vintage_of_documents(
    workspace: Workspace, vintage: Vintage
) -> tuple[pa.Table, pa.Table] | None:
    """Make a vintage's tables again from the documents its headers name.

    Returns
    -------
    tuple or None
        Headers and cells, in a release's order; None where the headers cannot be read, or name a
        filing the workspace does not hold.
    """
    headers = readable(vintage_files(workspace, vintage.id)[0])
    if isinstance(headers, Problem):
        return None
    manifest = workspace.manifest()
    accepted = Accepted(Spans(workspace.folder), manifest["tables"])
    try:
        wanted = [
            (row["cluster_id"], row["year"], row["revision"])
            for row in headers.select(["cluster_id", "year", "revision"]).to_pylist()
        ]
        submissions = [
            next(s for s in accepted.history(cluster, year) if s.revision == revision)
            for cluster, year, revision in wanted
        ]
        made = header_table(submissions, 0), cell_table(submissions)
    except (StopIteration, KeyError, ValueError, TypeError, OSError, IndexError):
        return None
    cells = made[1].sort_by(
        [(name, "ascending") for name in ("cluster_id", "year", "period", "field")]
    )
    return made[0], cells
