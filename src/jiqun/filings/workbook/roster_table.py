"""Read the sheet of firms of a filing's workbook into the cluster's roster."""

from jiqun.base.errors import Refused, Where
from jiqun.clusters.roster import Part, Roster
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import Conventions
from jiqun.filings.raw import RawFiling
from jiqun.filings.roster_headings import FirmColumns, powers_of
from jiqun.filings.roster_reading import Known, ListReader
from jiqun.filings.roster_tables import FirmTable, ListRow
from jiqun.filings.workbook.alterations import OF_LIST, missing_columns
from jiqun.filings.workbook.layout import Layout
from jiqun.filings.workbook.tables import Table


def read_roster_table(table: Table, raw: RawFiling, plan: Layout) -> Roster | None:
    """Read the firms below the headings.

    Parameters
    ----------
    table
        The sheet's table.
    raw
        The filing it comes with.
    plan
        The template's layout, which says what columns there should be.

    Returns
    -------
    Roster or None
        None where the sheet lists no firm: then nothing is said of the cluster's firms.
    """
    firms = _firm_table(table, raw.file)
    perimeters = {raw.cluster_id: _perimeter(raw)}
    reader = ListReader(raw.file, Known(raw.cluster_id, perimeters))
    roster = Roster(raw.file, raw.cluster_id, parts=[Part(0, firms.sheet, firms.letters)])
    reader.rosters[raw.cluster_id] = roster
    try:
        reader.read(firms)
        reader.finish()
    except Refused as refused:
        roster.problems, reader.problems = refused.problems, []
    if not roster.firms and not roster.problems:
        return None
    _note_missing_columns(table, roster, plan)
    roster.problems += [*table.sheet.notes(raw.file, table.row), *reader.problems]
    return roster


def _note_missing_columns(table: Table, roster: Roster, plan: Layout) -> None:
    """Say which columns are gone; that every one of their cells is empty is not said besides."""
    gone = roster_form().columns.keys() - table.columns.keys()
    roster.problems = [
        problem
        for problem in roster.problems
        if problem.code != "roster.empty_cell" or problem.where.field not in gone
    ]
    place = Where(roster.file, cluster=roster.cluster_id)
    roster.problems += missing_columns(table, OF_LIST, plan, place)


def _firm_table(table: Table, file: str) -> FirmTable:
    sheet = table.sheet
    columns = {name: column - 1 for name, column in table.columns.items() if name != "check"}
    names = [str(cell) for cell in (sheet.rows[table.row - 1] if table.row else ())]
    conventions = Conventions(sheet.epoch, powers_of(columns, names))
    rows = (
        ListRow(number, cells)
        for number, cells in enumerate(sheet.rows[table.row :], start=table.row + 1)
    )
    found = FirmColumns(columns, conventions)
    return FirmTable(file, sheet.name, names, table.row, found, rows, sheet, stored_taken=False)


def _perimeter(raw: RawFiling) -> list[str]:
    """Return the counties the profile states, as far as it states them rightly."""
    said = raw.profile.get("county_codes") if isinstance(raw.profile, dict) else None
    return [code for code in said if isinstance(code, str)] if isinstance(said, list) else []
