"""Read the rows of a table of firms into one list a cluster; rows that are no firms are told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jiqun.base.errors import Problem, Refused, shown
from jiqun.base.inputs import enough, too_many
from jiqun.base.lists import no_firm, place_alone, plain_heading, says_nothing
from jiqun.clusters.roster import Part, Roster
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import read_row
from jiqun.filings.roster_headings import CLUSTER, FirmColumns, firm_columns, roster_mapping
from jiqun.filings.roster_places import county_of
from jiqun.filings.roster_tables import FirmTable, ListRow

MOST_FIRMS = 300_000
"""Firms of one file: ten times the demonstration's hundred clusters."""
OWN = ("credit_code", "name", "output", "employment")
"""What each firm has of its own: a cell merged over several firms is nobody's."""
CODE_AT_LEAST = 15
"""Characters from which on a cell of codes may hold a code, or one that was destroyed."""
_FAULTS = {"broken_quotes": ("filings.bad_csv", {"reason": '"'})}


class ByName(NamedTuple):
    """A county that was said by name or by an older code."""

    row: int
    said: str
    county: str


@dataclass(frozen=True)
class Known:
    """What is known of clusters before a list is read.

    Parameters
    ----------
    cluster
        The cluster of rows that name none.
    perimeters
        By cluster its counties.
    names
        By a cluster's name its id.
    """

    cluster: str = ""
    perimeters: Mapping[str, Collection[str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class ListReader:
    """Reads the tables of one file.

    Parameters
    ----------
    file
        Its name.
    known
        What is known of clusters.
    """

    def __init__(self, file: str, known: Known) -> None:
        self.file, self.known = file, known
        self.rosters: dict[str, Roster] = {}
        self.problems: list[Problem] = []
        self._before = self._count = 0
        self._by_name: dict[str, list[ByName]] = {}

    def read(self, table: FirmTable) -> None:
        """Read a table's rows.

        Raises
        ------
        Refused
            Where the file holds too many firms, or too much is wrong with it.
        """
        rows = _Rows(table)
        last = 0
        for row, found in rows:
            last = row.number
            if row.fault:
                self._refuse_row(row, table)
            elif roster := self._read_row(row, found, table):
                self._stop_where_enough(roster.problems)
            self._stop_where_enough(self.problems)
        self.problems += rows.notes()
        self._before += last

    def finish(self) -> None:
        """Say once a list how many counties were given by name."""
        for cluster, said in self._by_name.items():
            first = said[0]
            details = {"count": str(len(said)), "value": first.said, "county": first.county}
            place = self.rosters[cluster].where(first.row, "county_code")
            note = Problem("roster.county_by_name", place, details)
            self.rosters[cluster].problems.append(note)

    def _refuse_row(self, row: ListRow, table: FirmTable) -> None:
        code, details = _FAULTS.get(row.fault, ("roster.unreadable_row", {}))
        if row.fault == "width":
            wanted = {"found": str(len(row.cells)), "wanted": str(len(table.names))}
            code, details = "roster.csv_width", wanted
        self.problems.append(Problem(code, table.where(row.number), details))

    def _read_row(self, row: ListRow, found: FirmColumns, table: FirmTable) -> Roster | None:
        """Read a row into its cluster's list, and return that."""
        self._count += 1
        if self._count > MOST_FIRMS:
            raise Refused([too_many(self.file, self._count, MOST_FIRMS, "家企业", "firms")])
        cluster = self._cluster(found.cell(row.cells, CLUSTER))
        if not cluster and not self.known.cluster:
            self.problems.append(Problem("roster.no_cluster", table.where(row.number)))
            return None
        roster = self._roster(cluster or self.known.cluster, table)
        number = self._before + row.number
        said = found.said(row.cells)
        said["county_code"] = self._county(said.get("county_code", ""), row, found, roster)
        if faults := list(_merged_away(row, found, table, roster, number)):
            roster.problems += faults
            return roster
        before = len(roster.problems)
        read_row(said, number, roster, found.conventions)
        if refused := list(_refused_cells(row, found, table, roster, number)):
            places = {fault.where.cell for fault in refused}
            rest = [fault for fault in roster.problems[before:] if not _is_empty(fault, places)]
            roster.problems[before:] = rest + refused
        return roster

    def _cluster(self, said: Any) -> str:
        text = "" if says_nothing(said) else _text(said)
        return self.known.names.get(text, text)

    def _roster(self, cluster: str, table: FirmTable) -> Roster:
        roster = self.rosters.get(cluster)
        if roster is None:
            roster = self.rosters[cluster] = Roster(self.file, cluster)
        if table.sheet and (not roster.parts or roster.parts[-1].before != self._before):
            roster.parts.append(Part(self._before, table.sheet, table.letters))
        return roster

    def _county(self, said: Any, row: ListRow, found: FirmColumns, roster: Roster) -> Any:
        """Return a row's county by its code, where the cell names it otherwise."""
        if says_nothing(said):
            return said
        around = "".join(map(_text, found.around(row.cells)))
        perimeter = self.known.perimeters.get(roster.cluster_id, ())
        code = county_of(said, around, perimeter)
        if code == said:
            return said
        if code and code not in _text(said):
            told = ByName(self._before + row.number, shown(said), code)
            self._by_name.setdefault(roster.cluster_id, []).append(told)
        return code or said

    def _stop_where_enough(self, problems: list[Problem]) -> None:
        if more := enough(self.file, problems):
            raise Refused(problems + more)


def _text(said: Any) -> str:
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    return "" if says_nothing(said) else str(said).strip()


class _Rows:
    """The rows of a table that may be firms, with what each one's columns mean."""

    def __init__(self, table: FirmTable) -> None:
        self._table, self._found = table, table.found
        self._passed: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[tuple[ListRow, FirmColumns]]:
        for row in self._table.rows:
            if row.fault:
                yield row, self._found
                continue
            if not self._holds_code(row):
                filled = [cell for cell in row.cells if not says_nothing(cell)]
                if filled and self._is_no_firm(row, filled):
                    continue
                if not any(self._says(row, at) for at in self._found.read):
                    continue
            yield self._spread(self._fitted(row)), self._found

    def notes(self) -> Iterator[Problem]:
        """Say once how many rows were no firms."""
        if self._passed:
            row, said = self._passed[0]
            details = {"count": str(len(self._passed)), "value": said}
            yield Problem("roster.rows_passed_over", self._table.where(row), details)

    def _holds_code(self, row: ListRow) -> bool:
        """Whether a row holds what may be a credit code: then it is of a firm."""
        code = self._found.cell(row.cells, "credit_code")
        return isinstance(code, str) and len(code) >= CODE_AT_LEAST and code.isascii()

    def _says(self, row: ListRow, at: int) -> bool:
        """Whether a row's cell holds something, be it a formula nobody calculated."""
        sheet = self._table.sheet_read
        calculated = sheet is not None and any(sheet.refused(row.number, at + 1))
        return calculated or (at < len(row.cells) and not says_nothing(row.cells[at]))

    def _is_no_firm(self, row: ListRow, filled: Sequence[Any]) -> bool:
        """Whether a row is a total, a note, or the headings once more."""
        code = _text(self._found.cell(row.cells, "credit_code"))
        said = (_text(filled[0]), code, _text(self._found.cell(row.cells, "name")))
        if any(map(no_firm, said)) or (len(filled) == 1 and place_alone(said[0])):
            self._passed.append((row.number, shown(said[0])))
            return True
        if any(plain_heading(_text(cell)) in _heading_words() for cell in filled):
            again = firm_columns([_text(cell) for cell in row.cells])
            if {"name", "credit_code"} <= again.columns.keys():
                powers = again.conventions.powers or self._found.conventions.powers
                conventions = self._found.conventions._replace(powers=powers)
                self._found = FirmColumns(again.columns, conventions)
                return True
        return False

    def _fitted(self, row: ListRow) -> ListRow:
        """Take empty cells off the end of a text's row; refuse one that does not fit."""
        if not self._table.text:
            return row
        cells, width = [*row.cells], len(self._table.names)
        while len(cells) > width and says_nothing(cells[-1]):
            cells.pop()
        return row._replace(cells=cells, fault="" if len(cells) == width else "width")

    def _spread(self, row: ListRow) -> ListRow:
        """Give a row what was merged downwards over it, but for what each firm has of its own."""
        sheet = self._table.sheet_read
        if sheet is None or not sheet.merged or row.fault:
            return row
        cells = [*row.cells]
        for name, at in self._found.columns.items():
            anchor = sheet.merged.get((row.number, at + 1))
            if anchor and anchor[1] == at + 1 and name not in OWN:
                cells += [""] * (at + 1 - len(cells))
                cells[at] = sheet.value(*anchor)
        return row._replace(cells=cells)


def _merged_away(
    row: ListRow, found: FirmColumns, table: FirmTable, roster: Roster, number: int
) -> Iterator[Problem]:
    """Yield each cell of a firm's own that is merged into that of another firm."""
    merged = table.sheet_read.merged if table.sheet_read else {}
    for name in OWN if merged else ():
        at = found.columns.get(name, -1) + 1
        anchor = merged.get((row.number, at)) if at else None
        if anchor and anchor[0] != row.number:
            title = roster_form().columns[name].title
            place = table.where(anchor[0], anchor[1]).cell
            details = {"title": title.zh, "title_en": title.en, "merged": place}
            yield Problem("roster.merged", roster.where(number, name), details)


def _refused_cells(
    row: ListRow, found: FirmColumns, table: FirmTable, roster: Roster, number: int
) -> Iterator[Problem]:
    """Yield formulas whose result is not taken, and errors such as ``#REF!``."""
    sheet = table.sheet_read
    if sheet is None or not (sheet.formulas or sheet.errors):
        return
    for name, at in found.columns.items():
        for code in sheet.refused(row.number, at + 1):
            stored = not says_nothing(sheet.value(row.number, at + 1))
            if code != "formula" or not (stored and table.stored_taken):
                yield Problem(f"workbooks.{code}", roster.where(number, name))


def _is_empty(fault: Problem, places: Collection[str]) -> bool:
    """Whether a fault only says that a cell is empty of which more is known."""
    return fault.code == "roster.empty_cell" and fault.where.cell in places


def _heading_words() -> Collection[str]:
    return roster_mapping().words["name"]
