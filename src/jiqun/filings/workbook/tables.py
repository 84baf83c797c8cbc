"""Find the tables of a returned workbook: by their hidden keys, or else by their headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiqun.base.errors import Problem, Where
from jiqun.filings.workbook.grid import Sheet
from jiqun.filings.workbook.layout import FINGERPRINT, KEY, YEAR, Layout

SEARCHED_ROWS = 60
NEEDED = {
    "profile": {"label", "value"},
    "figures": {"title", "value"},
    "roster": {"credit_code", "name"},
}
"""Columns without which a row of headings is not the table's."""


@dataclass(frozen=True)
class Table:
    """One table of a workbook.

    Parameters
    ----------
    sheet
        The sheet it stands in.
    row
        The last row of its headings; what is filed stands below.
    columns
        The number of each column found, by key.
    year, year_before
        The years its headings speak of, or None.
    """

    sheet: Sheet
    row: int
    columns: dict[str, int]
    year: int | None = None
    year_before: int | None = None


def find_fingerprints(sheets: Sequence[Sheet], plan: Layout) -> set[str]:
    """Return every fingerprint written in a workbook, but for those our findings quote."""
    listing = {plan.sheet("findings", "zh"), plan.sheet("findings", "en")}
    return {
        found[0]
        for sheet in sheets
        if sheet.name not in listing
        for row in sheet.rows[:SEARCHED_ROWS]
        for said in row
        if isinstance(said, str) and (found := FINGERPRINT.search(said))
    }


def find_table(
    sheets: Sequence[Sheet], name: str, plan: Layout, file: str
) -> tuple[Table | None, list[Problem]]:
    """Find one of the three tables.

    Parameters
    ----------
    sheets
        The workbook's sheets.
    name
        ``profile``, ``figures`` or ``roster``.
    plan
        The form's layout.
    file
        The file's name, for messages.

    Returns
    -------
    Table or None
        None where it is not there, or more than once.
    list of Problem
        More than one table of a kind: which one counts cannot be told.
    """
    found = [table for sheet in sheets if (table := _in_sheet(sheet, name, plan))]
    if len(found) > 1:
        names = [table.sheet.name for table in found]
        details = {"sheets": "、".join(names), "sheets_en": ", ".join(names)}
        return None, [Problem("workbooks.table_twice", Where(file=file), details)]
    return (found[0] if found else None), []


def _in_sheet(sheet: Sheet, name: str, plan: Layout) -> Table | None:
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], start=1):
        columns = _keyed(row, name)
        if not NEEDED[name] <= columns.keys():
            continue
        headings = _headed(sheet, number + 1, columns, name, plan)
        return Table(sheet, number + bool(headings), columns, *_years(sheet, number + 1, columns))
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], start=1):
        columns = {}
        for place, said in enumerate(row, start=1):
            column = plan.column_headed(name, said) if isinstance(said, str) and said else None
            if column:
                columns.setdefault(column, place)
        if NEEDED[name] <= columns.keys():
            return Table(sheet, number, columns, *_years(sheet, number, columns))
    return None


def _keyed(row: Sequence[object], name: str) -> dict[str, int]:
    """Return the columns a row of hidden keys names."""
    columns: dict[str, int] = {}
    for place, said in enumerate(row, start=1):
        found = KEY.fullmatch(said.strip()) if isinstance(said, str) and "jq:" in said else None
        if found and found[1] == name:
            columns.setdefault(found[2], place)
    return columns


def _headed(sheet: Sheet, row: int, columns: dict[str, int], name: str, plan: Layout) -> bool:
    """Tell whether the row below the keys still holds headings."""
    said = [sheet.value(row, column) for column in columns.values()]
    return any(isinstance(cell, str) and cell and plan.column_headed(name, cell) for cell in said)


def _years(sheet: Sheet, row: int, columns: dict[str, int]) -> Iterator[int | None]:
    """Yield the years the two columns of figures are headed with."""
    for name in ("value", "previous"):
        said = YEAR.search(str(sheet.value(row, columns[name]))) if name in columns else None
        yield int(said[0]) if said else None
