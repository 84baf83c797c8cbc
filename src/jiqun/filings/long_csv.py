"""Read filings from a long CSV: cluster_id, year, field, value, status (and, if wanted, reason)."""

import csv
import io
import re
from pathlib import Path
from sys import intern
from typing import Any

from jiqun.base.csv_files import unguarded
from jiqun.base.encodings import GB18030, OtherEncoding, decoded
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE, enough, read_input, too_many
from jiqun.base.lists import SEPARATORS
from jiqun.filings.filer import PARTS
from jiqun.filings.raw import FILER, MOST_FILINGS, RawCell, RawFile, RawFiling

LARGEST_CSV = 256 * MEGABYTE
LONGEST_HEADING = 1000
COLUMNS = ("cluster_id", "year", "field", "value", "status")
WITH_REASON = (*COLUMNS, "reason")
FOUR_DIGITS = re.compile("[0-9]{4}")
PREVIOUS = "previous."
"""A field so prefixed is the filer's figure for the year before."""
OF_FILER = f"{FILER}."
"""A field so prefixed says who filled the filing in."""


def read_long_csv(path: Path) -> RawFile:
    """Read a long CSV; the rows of a filing need not stand together.

    Parameters
    ----------
    path
        In any encoding that is read, with any separator.

    Returns
    -------
    RawFile
        Filings in the order in which they first appear; a stray column, a short row or an
        unreadable byte is a problem of the file and refuses all of it.
    """
    read = RawFile(path.name)
    try:
        text = _decoded(read_input(path, LARGEST_CSV), read)
    except Refused as refused:
        read.problems += refused.problems
        return read
    if text is None:
        return read
    if not text.strip():
        read.problems.append(Problem("filings.empty_file", Where(file=path.name)))
        return read
    separator = _separator(text, read)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    try:
        header = _header(next(rows, []))
        if header not in (COLUMNS, WITH_REASON):
            read.problems.append(_header_problem(path.name, header))
            return read
        _collect(rows, len(header), read)
    except Refused as refused:
        read.problems += refused.problems
    except csv.Error as fault:
        place = Where(path.name, rows.line_num)
        read.problems.append(Problem("filings.bad_csv", place, {"reason": str(fault)}))
    if not read.filings and not read.problems:
        read.problems.append(Problem("filings.empty_file", Where(file=path.name)))
    return read


def _decoded(content: bytes, read: RawFile) -> str | None:
    place = Where(file=read.file)
    try:
        text, encoding = decoded(content)
    except OtherEncoding as other:
        named = Problem("registry.other_encoding", place, {"encoding": other.name})
        read.problems.append(named if other.name else Problem("filings.not_utf8", place))
        return None
    if encoding == GB18030:
        read.problems.append(Problem("filings.read_as_gb18030", place))
    return text


def _separator(text: str, read: RawFile) -> str:
    """Return what separates the cells: whatever cuts the first line into the columns known."""
    first = re.split("[\r\n]", text[:LONGEST_HEADING], maxsplit=1)[0]
    for separator, (zh, en) in SEPARATORS.items():
        if _header(next(csv.reader([first], delimiter=separator), [])) in (COLUMNS, WITH_REASON):
            if separator != ",":
                details = {"separator": zh, "separator_en": en}
                read.problems.append(Problem("roster.separator", Where(file=read.file), details))
            return separator
    return ","


def _header(cells: list[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _header_problem(file: str, header: tuple[str, ...]) -> Problem:
    stray = [name or "(空)" for name in header if name not in WITH_REASON]
    lacking = [name for name in COLUMNS if name not in header]
    details = {
        "stray": ", ".join(stray) or "-",
        "lacking": ", ".join(lacking) or "-",
        "wanted": ",".join(COLUMNS),
    }
    return Problem("filings.csv_header", Where(file, 1), details)


def _collect(rows: Any, width: int, read: RawFile) -> None:
    found: dict[tuple[str, str], RawFiling] = {}
    reasons = width > len(COLUMNS)
    for row in rows:
        if not row:
            continue  # an empty line says nothing
        if len(row) != width:
            read.problems += _wrong_width(row, width, Where(read.file, rows.line_num))
            if more := enough(read.file, read.problems):
                raise Refused(more)
            continue
        reason = unguarded(row.pop()) if reasons else ""
        cluster, year, name, value, status = row
        filing = found.get((cluster, year))
        if filing is None:
            filing = found[cluster, year] = _begun(cluster, year, reasons, found, read)
        cells, unread = filing.values, filing.unread
        if "." in name:
            if name.startswith(OF_FILER):
                _take_filer(filing, name.removeprefix(OF_FILER), unguarded(value), rows.line_num)
                continue
            if name.startswith(PREVIOUS):
                name = name.removeprefix(PREVIOUS)
                cells, unread = filing.previous, filing.unread_previous
        if name in cells or name in unread:
            where = filing.where(name, rows.line_num)
            filing.problems.append(Problem("filings.field_twice", where))
            unread.add(name)
            cells.pop(name, None)
            continue
        # The same sixty names come a million times: one text for each of them is enough.
        cells[intern(name)] = RawCell(value, status, reason, rows.line_num)


def _take_filer(filing: RawFiling, part: str, said: str, line: int) -> None:
    if part in PARTS:
        filing.filer[part] = said
        return
    details = {"key": part, "known": ", ".join(OF_FILER + name for name in PARTS)}
    filing.problems.append(Problem("filer.unknown", filing.where(line=line), details))


def _begun(
    cluster: str,
    year: str,
    reasons: bool,
    found: dict[tuple[str, str], RawFiling],
    read: RawFile,
) -> RawFiling:
    """Begin a filing, or find the one already begun under the same words with fewer spaces."""
    key = cluster.strip(), year.strip()
    if key not in found:
        if len(read.filings) == MOST_FILINGS:
            raise Refused(
                [too_many(read.file, MOST_FILINGS + 1, MOST_FILINGS, "份填报", "filings")]
            )
        filing = RawFiling(read.file, key[0], _year(key[1]), reasons_possible=reasons)
        found[key] = filing
        read.filings.append(filing)
    return found[key]


def _year(text: str) -> int | str:
    return int(text) if FOUR_DIGITS.fullmatch(text) else text


def _wrong_width(row: list[str], width: int, where: Where) -> list[Problem]:
    """Report a line with too few or too many columns."""
    return [Problem("filings.csv_width", where, {"found": len(row), "wanted": width})]
