"""Files of measures taken and findings dismissed, for an office without a web: CSV or JSON.

A file goes in whole or not at all. A row that is recorded already changes nothing; one that says
something else of the same measure, finding and day amends it; ``withdrawn`` in the column ``state``
withdraws it. Two rows of a file about the same thing are refused: nobody can tell which one counts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from jiqun.base.csv_files import unguarded
from jiqun.base.encodings import OtherEncoding, decoded
from jiqun.base.errors import NotFound, Problem, Refused, Where, Whole
from jiqun.base.inputs import MEGABYTE, read_input
from jiqun.base.readers import Reader
from jiqun.clusters.roster_store import RosterStore
from jiqun.diagnosis.board import Links, Outside
from jiqun.diagnosis.diagnose import diagnose
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.recording import Author, matter, write
from jiqun.diagnosis.registered import special_lines
from jiqun.diagnosis.responding import read_dismissal, read_taken
from jiqun.diagnosis.telling import Found
from jiqun.disclosure import Compared
from jiqun.workspace import Workspace
from jiqun.workspace.responses import DISMISSED, TAKEN, Response, ResponseStore

COLUMNS = ("cluster_id", "kind", "finding", "measure", "since", "what", "amount", "year", "reason")
STATE = "state"
WITHDRAWN = "withdrawn"
LARGEST = 8 * MEGABYTE
YEAR_DIGITS = 4

Row = tuple[Where, Mapping[str, str]]


@dataclass
class Imported:
    """What became of a file.

    Parameters
    ----------
    file
        Its name.
    recorded
        The lines that were new.
    unchanged
        How many rows were recorded already.
    problems
        Everything found; then nothing of the file was recorded.
    """

    file: str
    recorded: list[Response] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_responses(
    paths: Sequence[Path],
    workspace: Workspace,
    reader: Reader,
    author: Author,
    links: Callable[[], Mapping[str, Links]] = dict,
) -> list[Imported]:
    """Read files of responses and record those without a fault.

    Parameters
    ----------
    paths
        CSV whose first line names the columns, or JSON: a list of objects with the same keys.
    workspace, reader, author
        Where; who reads the findings that are dismissed; who brings the files.
    links
        Counts chain links, which takes a while: asked where a finding about them is dismissed.
    """
    store, judge = ResponseStore(workspace), _Judge(workspace, reader, author, cache(links))
    return [_import(path, store, judge) for path in paths]


def _import(path: Path, store: ResponseStore, judge: _Judge) -> Imported:
    outcome = Imported(path.name)
    try:
        rows = list(_rows(path))
        found = [(row, judge.line(row, outcome.problems)) for row in rows]
        told = [(where, line) for (where, _), line in found if line is not None]
        outcome.problems += _told_twice(told)
        outcome.problems += _never_recorded(told, store.history())
        if not outcome.problems:
            lines = [line for _, line in told]
            standing = store.standing()
            new = [after for line in lines if (after := _next(line, standing)) is not None]
            outcome.unchanged = len(lines) - len(new)
            outcome.recorded = write(store, new, judge.author.by) if new else []
    except Refused as refused:
        outcome.problems += refused.problems
    return outcome


def _told_twice(told: Sequence[tuple[Where, Response]]) -> Iterator[Problem]:
    """Yield rows that speak of what an earlier row of the file speaks of."""
    first: dict[tuple[str, ...], Where] = {}
    for where, line in told:
        earlier = first.setdefault(matter(line), where)
        if earlier is not where:
            yield Problem("responses.told_twice", where, {"line": earlier.line or 0})


def _never_recorded(
    told: Sequence[tuple[Where, Response]], history: Iterable[Response]
) -> Iterator[Problem]:
    """Yield rows that withdraw what nobody recorded; what is withdrawn already changes nothing."""
    known = {matter(line) for line in history}
    for where, line in told:
        if not line.standing and matter(line) not in known:
            yield Problem("responses.never_recorded", replace(where, field=STATE))


def _next(line: Response, standing: Sequence[Response]) -> tuple[Response, int] | None:
    """Return what a row adds to what stands, and from which line it goes on; None for nothing."""
    before = next((other for other in standing if matter(other) == matter(line)), None)
    if before is None:
        return (line, 0) if line.standing else None
    deals = {name: before.said[name] for name in ("deals",) if name in before.said}
    said = {**line.said, **deals} if line.standing else before.said  # a file has no deals
    if line.standing and before.said == said:
        return None
    return replace(line, said=said, about=before.about), before.number


class _Judge:
    """Makes responses of rows, asking each year's diagnosis once."""

    def __init__(
        self,
        workspace: Workspace,
        reader: Reader,
        author: Author,
        links: Callable[[], Mapping[str, Links]],
    ) -> None:
        self._workspace, self._reader, self.author = workspace, reader, author
        self._links = links
        self._filed = set(workspace.accepted())
        self._clusters = {cluster for cluster, _ in self._filed}
        self._found: dict[tuple[str, int, bool], dict[str, Found]] = {}

    def line(self, row: Row, problems: list[Problem]) -> Response | None:
        """Return what a row says; None, with the problems added, where it is wrong."""
        where, written = row
        kind, cluster = written.get("kind", "").strip(), written.get("cluster_id", "").strip()
        where = replace(where, cluster=cluster)
        readers: Mapping[str, Callable[[], dict[str, Any]]] = {
            TAKEN: lambda: read_taken(written, self.author.on, where),
            DISMISSED: lambda: self._dismissal(written, cluster, where),
        }
        try:
            if kind not in readers:
                at = replace(where, field="kind")
                raise Refused([Problem("responses.unknown_kind", at, {"said": kind})])
            if cluster not in self._clusters:
                raise Refused([Problem("rules.no_cluster", where, {"id": cluster})])
            if (state := written.get(STATE, "").strip()) not in ("", WITHDRAWN):
                at, details = replace(where, field=STATE), {"said": state, "known": WITHDRAWN}
                raise Refused([Problem("responses.unknown_state", at, details)])
            said = readers[kind]()
        except Refused as refused:
            problems += refused.problems
            return None
        day, kept = self.author.on.isoformat(), TAKEN if kind == TAKEN else DISMISSED
        return Response(cluster, kept, said, self.author.office, day, standing=not state)

    def _dismissal(self, written: Mapping[str, str], cluster: str, where: Where) -> dict[str, Any]:
        finding, year = written.get("finding", "").strip(), written.get("year", "").strip()
        when = int(year) if year.isdecimal() and len(year) == YEAR_DIGITS else 0
        if written.get(STATE, "").strip() == WITHDRAWN:  # of what was found once, and may be gone
            return {"finding": finding, "year": when}
        chains = finding in findings() and findings()[finding].reads_chains
        found = (
            self._present(cluster, when, chains=chains) if (cluster, when) in self._filed else {}
        )
        if finding not in found:
            details = {"id": finding, "year": year}
            at = replace(where, field="finding")
            raise Refused([Problem("responses.not_present", at, details)])
        return read_dismissal(finding, when, written.get("reason", ""), found[finding].filed, where)

    def _present(self, cluster: str, year: int, *, chains: bool) -> Mapping[str, Found]:
        """Return what is found of a cluster and year, by finding; of chains where that is asked."""
        asked = cluster, year, chains
        if asked not in self._found:
            try:
                snapshot = self._workspace.latest()
                outside = self._outside(Compared(snapshot, self._reader), chains=chains)
                [one] = diagnose(snapshot, self._reader, year, cluster, outside=outside)
                present = {f.finding.id: f for f in one.findings if f.verdict == "present"}
            except NotFound:
                present = {}
            self._found[asked] = present
        return self._found[asked]

    def _outside(self, compared: Compared, *, chains: bool) -> Outside:
        """Return what ``jiqun diagnose`` knows beside the filings."""
        special = special_lines(self._workspace.folder, compared)
        listed = RosterStore(self._workspace).known().keys()
        return Outside(listed, self._links() if chains else {}, special)


def _rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file, each with its place.

    Raises
    ------
    Refused
        Where it is no file of responses.
    """
    content = read_input(path, LARGEST)
    try:
        text, _ = decoded(content)
        listed = _of_json(text) if path.suffix.lower() == ".json" else _of_csv(text)
    except (ValueError, RecursionError, csv.Error) as fault:  # an encoding that is not read, too
        why = fault.name if isinstance(fault, OtherEncoding) else str(fault)
        details = {"reason": why, "columns": Whole(", ".join((*COLUMNS, STATE)))}
        raise Refused([Problem("responses.bad_file", Where(file=path.name), details)]) from None
    for line, row in listed:
        yield Where(path.name, line), row


def _of_csv(text: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    _refuse_columns(reader.fieldnames or [])
    rows = [(reader.line_num, row) for row in reader]
    if any(None in row or None in row.values() for _, row in rows):
        raise ValueError("a row is longer or shorter than the first line")
    return [(line, {k.strip(): unguarded(v) for k, v in row.items()}) for line, row in rows]


def _of_json(text: str) -> list[tuple[int, dict[str, str]]]:
    said = json.loads(text)
    if not isinstance(said, list) or not all(isinstance(row, dict) for row in said):
        raise ValueError("no list of objects")
    for row in said:
        _refuse_columns(list(row))
        if strange := [key for key, value in row.items() if not _is_plain(value)]:
            raise ValueError(f"neither text nor number: {', '.join(strange)}")
    return [
        (number, {key: "" if value is None else str(value) for key, value in row.items()})
        for number, row in enumerate(said, 1)
    ]


def _is_plain(value: Any) -> bool:
    """Tell whether a value of JSON is text, a number or nothing."""
    return value is None or (isinstance(value, str | int | float) and not isinstance(value, bool))


def _refuse_columns(named: Sequence[str]) -> None:
    strange = {name.strip() for name in named} - {*COLUMNS, STATE}
    if strange or not named:
        raise ValueError(f"unknown columns: {', '.join(sorted(strange)) or '-'}")
    if len({name.strip() for name in named}) < len(named):
        raise ValueError(f"a column stands there twice: {', '.join(named)}")
