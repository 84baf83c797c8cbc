"""Read lists of firms from files: a CSV of one or many clusters, or the sheet of a workbook."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from jiqun.base.csv_files import unguarded
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import enough, read_input, too_many, unopened
from jiqun.clusters.roster import Roster
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import read_row, tiers_said
from jiqun.filings.long_csv import LARGEST_CSV
from jiqun.filings.read import SPREADSHEETS, refused_file

Read = tuple[list[Roster], list[Problem]]
CLUSTER = "cluster_id"
MOST_FIRMS = 300_000
"""Firms of one file: ten times the demonstration's hundred clusters."""


def read_roster_file(path: Path) -> Read:
    """Read a file of firms by its ending.

    Parameters
    ----------
    path
        ``.csv`` or a workbook.

    Returns
    -------
    list of Roster
        One a cluster, in the order in which clusters first appear.
    list of Problem
        What is wrong with the file as a whole.
    """
    if fault := refused_file(path, (".csv", *SPREADSHEETS)):
        return [], [fault]
    read = _read_csv if path.suffix.lower() == ".csv" else _read_sheet
    try:
        rosters, problems = read(path)
    except Refused as refused:
        return [], refused.problems
    except OSError as gone:
        return [], [unopened(gone, Where(file=path.name))]
    if not rosters and not problems:
        problems = [Problem("roster.no_firms", Where(file=path.name))]
    return rosters, problems


def _read_sheet(path: Path) -> Read:
    from jiqun.filings.workbook.read import read_workbook_roster  # openpyxl is heavy

    return read_workbook_roster(path)


def _read_csv(path: Path) -> Read:
    content, problems = read_input(path, LARGEST_CSV), []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            return [], [Problem("filings.not_utf8", Where(file=path.name))]
        problems.append(Problem("filings.read_as_gb18030", Where(file=path.name)))
    rosters: dict[str, Roster] = {}
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        problems += _header_faults(path.name, header)
        if not problems or problems[-1].code != "roster.csv_header":
            problems += _collect(rows, header, rosters, path.name)
    except csv.Error as fault:
        place = Where(path.name, rows.line_num)
        problems.append(Problem("filings.bad_csv", place, {"reason": str(fault)}))
    return list(rosters.values()), problems


def _header_faults(file: str, header: list[str]) -> Iterator[Problem]:
    wanted = (*roster_form().columns, "tiers", CLUSTER)
    needed = [name for name, one in roster_form().columns.items() if one.required] + [CLUSTER]
    stray = [name or "(空)" for name in header if name not in wanted]
    lacking = [name for name in needed if name not in header]
    if stray or lacking or len(set(header)) < len(header):
        details = {
            "stray": ", ".join(stray) or "-",
            "lacking": ", ".join(lacking) or "-",
            "wanted": ",".join(wanted),
        }
        yield Problem("roster.csv_header", Where(file, 1), details)


def _collect(
    rows: "csv._reader",  # type: ignore[name-defined]  # the type has no public name
    header: list[str],
    rosters: dict[str, Roster],
    file: str,
) -> list[Problem]:
    problems: list[Problem] = []
    count = 0
    for row in rows:
        if not any(row):
            continue
        count += 1
        if count > MOST_FIRMS:
            raise Refused([too_many(file, count, MOST_FIRMS, "家企业", "firms")])
        if len(row) != len(header):
            details = {"found": str(len(row)), "wanted": str(len(header))}
            problems.append(Problem("roster.csv_width", Where(file, rows.line_num), details))
            if more := enough(file, problems):
                raise Refused(problems + more)
            continue
        said = dict(zip(header, map(unguarded, row), strict=True))
        cluster = said[CLUSTER].strip()
        roster = rosters.get(cluster)
        if roster is None:
            roster = rosters[cluster] = Roster(file, cluster)
        tiers = said.get("tiers", "")
        read_row({**said, "tiers": tiers_said(tiers) if tiers else ()}, rows.line_num, roster)
        if more := enough(file, roster.problems):
            raise Refused(roster.problems + more)
    return problems
