"""Read lists of firms from files: texts and workbooks of offices' own, or a filing's workbook."""

from pathlib import Path

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import unchanging
from jiqun.clusters.roster import Roster
from jiqun.filings.read import SPREADSHEETS, refused_file
from jiqun.filings.roster_headings import heading_faults
from jiqun.filings.roster_reading import Known, ListReader
from jiqun.filings.roster_tables import TEXTS, FirmTable, book_tables, text_table

Read = tuple[list[Roster], list[Problem]]


def read_roster_file(path: Path, known: Known | None = None) -> Read:
    """Read a file of firms by its ending.

    Parameters
    ----------
    path
        A text (``.csv``, ``.txt``, ``.tsv``) or a workbook.
    known
        What is known of clusters.

    Returns
    -------
    list of Roster
        One a cluster, in the order in which clusters first appear.
    list of Problem
        What is wrong with the file as a whole.
    """
    if fault := refused_file(path, (*TEXTS, *SPREADSHEETS)):
        return [], [fault]
    read = _read_text if path.suffix.lower() in TEXTS else _read_book
    try:
        with unchanging(path):
            rosters, problems = read(path, known or Known())
    except Refused as refused:
        return [], refused.problems
    if not any(roster.firms or roster.problems for roster in rosters) and not problems:
        problems = [Problem("roster.no_firms", Where(file=path.name))]
    return rosters, problems


def _read_text(path: Path, known: Known) -> Read:
    return _read_tables(path, [text_table(path)], known)


def _read_book(path: Path, known: Known) -> Read:
    from jiqun.filings.workbook.grid import read_sheets_of_any_kind  # calamine is heavy
    from jiqun.filings.workbook.read import is_of_filing, roster_of_filing

    sheets, problems = read_sheets_of_any_kind(path)
    if not sheets:
        return [], problems
    if is_of_filing(sheets):
        rosters, faults = roster_of_filing(path.name, sheets)
        return rosters, problems + faults
    tables, passed = book_tables(path, sheets)
    if not tables:
        return [], [*problems, Problem("roster.not_a_roster", Where(file=path.name))]
    rosters, faults = _read_tables(path, tables, known)
    return rosters, [*problems, *passed, *faults]


def _read_tables(path: Path, tables: list[FirmTable], known: Known) -> Read:
    reader = ListReader(path.name, known)
    for table in tables:
        reader.problems += table.notes
        given = bool(known.cluster)
        place = table.where(table.heading_row)
        faults = list(heading_faults(table.found, table.names, place, cluster_given=given))
        reader.problems += faults
        if all(fault.code == "roster.columns_passed_over" for fault in faults):
            reader.read(table)
    reader.finish()
    return list(reader.rosters.values()), reader.problems
