"""Read the sheet of firms into a cluster's roster."""

from collections.abc import Iterator, Sequence
from typing import Any

from jiqun.base.errors import Problem
from jiqun.base.inputs import enough
from jiqun.clusters.roster import Roster
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import RawTier, read_row, tiers_said
from jiqun.filings.raw import RawFiling
from jiqun.filings.workbook.package import column_letters
from jiqun.filings.workbook.tables import Table


def read_roster_table(table: Table, raw: RawFiling) -> Roster | None:
    """Read the firms below the headings.

    Parameters
    ----------
    table
        The sheet's table.
    raw
        The filing it comes with.

    Returns
    -------
    Roster or None
        None where the sheet lists no firm: then nothing is said of the cluster's firms.
    """
    letters = {name: column_letters(number) for name, number in table.columns.items()}
    roster = Roster(raw.file, raw.cluster_id, sheet=table.sheet.name, columns=letters)
    read_rows(table, roster)
    return roster if roster.firms or roster.problems else None


def read_rows(table: Table, roster: Roster) -> None:
    """Read every row that is not blank."""
    places = [
        (name, table.columns[name] - 1)
        for name in (*roster_form().columns, "more_tiers")
        if name in table.columns
    ]
    tiers = [
        (tier, table.columns[f"{tier}_from"] - 1, table.columns.get(f"{tier}_until", 0) - 1)
        for tier in roster_form().tiers
        if f"{tier}_from" in table.columns
    ]
    read = {place for _, place in places} | {p for _, a, b in tiers for p in (a, b) if p >= 0}
    for number, row in enumerate(table.sheet.rows[table.row :], start=table.row + 1):
        if not any(row[place] != "" for place in read if place < len(row)):
            continue
        said: dict[str, Any] = {n: row[p] for n, p in places if p < len(row)}
        said["tiers"] = [*_tiers(row, tiers), *tiers_said(str(said.pop("more_tiers", "")))]
        read_row(said, number, roster)
        if more := enough(roster.file, roster.problems):
            roster.problems += more
            break
    _refuse_formulas(table, read, roster)


def _tiers(row: Sequence[Any], tiers: list[tuple[str, int, int]]) -> Iterator[RawTier]:
    for tier, since, until in tiers:
        first = row[since] if since < len(row) else ""
        last = row[until] if 0 <= until < len(row) else ""
        if first != "" or last != "":
            yield RawTier(tier, first, last, f"{tier}_from")


def _refuse_formulas(table: Table, read: set[int], roster: Roster) -> None:
    """Refuse formulas and errors; that such a cell reads as empty is not said besides."""
    names = {number: name for name, number in table.columns.items()}
    refused = [
        Problem(f"workbooks.{code}", roster.where(row, names[column]))
        for row, column in sorted(table.sheet.formulas | table.sheet.errors)
        if row > table.row and column - 1 in read
        for code in table.sheet.refused(row, column)
    ]
    places = {one.where.cell for one in refused}
    roster.problems = [
        one
        for one in roster.problems
        if one.code != "roster.empty_cell" or one.where.cell not in places
    ] + refused
