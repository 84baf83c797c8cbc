"""The sheets of a workbook as rows of values, with what else is known of a cell."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from jiqun.base.apart import Damaged, apart
from jiqun.base.days import EPOCH_1900, EPOCH_1904
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import panicked, unchanging
from jiqun.filings.workbook.package import (
    Package,
    column_letters,
    column_number,
    elements,
    open_package,
    special_cells,
)

Row = list[Any]
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
PERCENT_FORMATS = {9, 10}
"""Built-in number formats of Office Open XML that show a fraction as per cent."""
_FILLED_CELL = re.compile(r"<(?:\w+:)?c\s([^>]*)(?<!/)>")
_ATTRIBUTE = re.compile(r"""(\w+)=(?:"([^"]*)"|'([^']*)')""")
_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")
_HIDDEN = "hidden="
LONGEST_TAG = 2000
TRUE = ("1", "true")
WIDEST = 1024
"""A column beyond is no form's."""
_QUOTED = re.compile(r'"[^"]*"|\\.')
_SCALED = re.compile(r"[0#?.],+(?![0#?,])")
"""A comma after the last digit of a number format shows a thousandth of what is stored."""


@dataclass
class Sheet:
    """One sheet.

    Parameters
    ----------
    name
        As it is called now.
    rows
        Values from row 1 and column A on; an empty cell is an empty text.
    merged
        For each covered cell of a merged area (row, column from 1), the cell that holds its value.
    formulas, errors
        Cells (row, column) that hold a formula, or an error such as ``#REF!``.
    hidden
        Whether it is not shown.
    epoch
        Day nought of its dates.
    """

    name: str
    rows: list[Row]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden: bool = False
    epoch: date = EPOCH_1900
    _part: str = ""
    _looks: "NumberFormats" = field(default_factory=lambda: NumberFormats([], {}))

    def cell(self, row: int, column: int) -> str:
        """Return a cell's address, with the sheet."""
        return f"{self.name}!{column_letters(column)}{row}"

    def value(self, row: int, column: int) -> Any:
        """Return a cell's value; an empty text where there is none."""
        if not 0 < row <= len(self.rows):
            return ""
        said = self.rows[row - 1]
        return said[column - 1] if 0 < column <= len(said) else ""

    def refused(self, row: int, column: int) -> Iterator[str]:
        """Yield why a cell's value is not taken as it stands: ``formula``, ``error_value``."""
        if (row, column) in self.formulas:
            yield "formula"
        elif (row, column) in self.errors:
            yield "error_value"

    def notes(self, file: str, headings: int = 0) -> list[Problem]:
        """Say of a sheet and of rows below its headings that are not shown that they were read."""
        notes, place = [], Where(file=file)
        if self.hidden:
            notes.append(Problem("workbooks.hidden_sheet_read", place, {"sheet": self.name}))
        if count := sum(row > headings for row in self.hidden_rows):
            details = {"sheet": self.name, "count": str(count)}
            notes.append(Problem("workbooks.hidden_rows_read", place, details))
        return notes

    def shows_per_cent(self, row: int, column: int) -> bool:
        """Whether a cell's number is shown as per cent, so that 5 % is stored as 0.05."""
        used = self._number_format(row, column)
        return used in PERCENT_FORMATS or "%" in self._code(used)

    def shows_scaled(self, row: int, column: int) -> bool:
        """Whether a cell shows its number divided by thousands or more."""
        return _SCALED.search(self._code(self._number_format(row, column))) is not None

    @cached_property
    def hidden_columns(self) -> set[int]:
        """The numbers of hidden columns."""
        return {
            number
            for said in _hidden(self._part, "col")
            if said.get("min", "").isdigit()
            for number in range(int(said["min"]), min(int(said.get("max", "0")), WIDEST) + 1)
        }

    @cached_property
    def hidden_rows(self) -> set[int]:
        """The numbers of hidden rows; those a filter leaves out are hidden too."""
        return {
            int(said["r"]) for said in _hidden(self._part, "row") if said.get("r", "").isdigit()
        }

    def _number_format(self, row: int, column: int) -> int:
        """Return the number of the format a cell's number is shown in."""
        number = self._styles.get(f"{column_letters(column)}{row}", 0)
        return self._looks.formats[number] if number < len(self._looks.formats) else 0

    @cached_property
    def _styles(self) -> dict[str, int]:
        """The style of each filled cell that has one, by address."""
        found = {}
        for cell in _FILLED_CELL.finditer(self._part):
            said = _attributes(cell[1])
            if said.get("s", "").isdigit():
                found[said.get("r", "")] = int(said["s"])
        return found

    def _code(self, used: int) -> str:
        """Return a number format's code for positive numbers, without its literal words."""
        return _QUOTED.sub("", self._looks.codes.get(used, "")).split(";")[0]


def _attributes(element: str) -> dict[str, str]:
    return {name: quoted or other for name, quoted, other in _ATTRIBUTE.findall(element)}


def _hidden(part: str, element: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of elements of a name that are hidden: few, in parts of megabytes."""
    at = part.find(_HIDDEN)
    while at >= 0:
        start, end = part.rfind("<", max(at - LONGEST_TAG, 0), at), part.find(">", at)
        name, _, said = part[start + 1 : end].partition(" ")
        if start >= 0 and name.rpartition(":")[2] == element:
            found = _attributes(said)
            if found.get("hidden") in TRUE:
                yield found
        at = part.find(_HIDDEN, at + 1)


class NumberFormats(NamedTuple):
    """The number format of each style, and the codes of those that are no built-in ones."""

    formats: list[int]
    codes: dict[int, str]


def number_formats(content: bytes) -> NumberFormats:
    """Read the styles of a workbook as far as numbers are concerned.

    Parameters
    ----------
    content
        The part ``xl/styles.xml``; empty where there is none.
    """
    codes = {
        int(said["numFmtId"]): said.get("formatCode", "")
        for said in elements(content, "numFmt")
        if said.get("numFmtId", "").isdigit()
    }
    used = [said.get("numFmtId", "0") for said in elements(content, "xf", inside="cellXfs")]
    return NumberFormats([int(number) if number.isdigit() else 0 for number in used], codes)


def read_sheets(path: Path) -> tuple[list[Sheet], list[Problem]]:
    """Read every sheet of a workbook.

    Parameters
    ----------
    path
        The file, whatever its ending; it is looked at before anything reads it.

    Returns
    -------
    list of Sheet
        Empty where the file cannot be read.
    list of Problem
        Why, or what is worth noting.
    """
    try:
        with unchanging(path):
            package, problems = open_package(path)
            if package is None:
                return [], problems
            costs = package.costs
            if costs.great:
                found = apart(path, _opened, path, package, content=costs.unpacked)
            else:
                found = _opened(path, package)
            sheets, faults = _whole(path, found)
    except Refused as refused:
        return [], refused.problems
    return sheets, [*problems, *faults]


def _opened(path: Path, package: Package) -> Iterator[Sheet]:
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        yield from _sheets(book, package)


def _whole(path: Path, found: Iterator[Sheet]) -> tuple[list[Sheet], list[Problem]]:
    """Read all sheets, or none and why."""
    place = Where(file=path.name)
    try:
        return list(found), []
    except Refused as refused:
        return [], [replace(fault, where=place) for fault in refused.problems]
    except (Damaged, CalamineError, ValueError, OverflowError, BadZipFile, ExpatError):
        return [], [Problem("workbooks.damaged", place)]
    except BaseException as fault:
        if not panicked(fault):
            raise
        return [], [Problem("workbooks.damaged", place)]


def read_sheets_of_any_kind(path: Path) -> tuple[list[Sheet], list[Problem]]:
    """Read every sheet of a workbook, also of one that is no XLSX: XLS, WPS's ET, XLSB, ODS.

    Of the others it is not known which cells hold formulas, nor what they cost: they are read in
    a process of their own.
    """
    sheets, problems = read_sheets(path)
    if [problem.code for problem in problems] not in OTHER_KINDS:
        return sheets, problems
    from jiqun.registry.bounds import refuse_beyond_bounds, unpacked_size

    try:
        refuse_beyond_bounds(path)
        content = unpacked_size(path)
    except Refused as refused:
        return [], refused.problems
    return _whole(path, apart(path, _plain_sheets, path, content=content))


OTHER_KINDS = (["workbooks.old_binary"], ["workbooks.not_xlsx"])
"""What :func:`read_sheets` says of workbooks of other kinds."""


def _plain_sheets(path: Path) -> Iterator[Sheet]:
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            for said in book.sheets_metadata:
                yield _plain_sheet(book, said)
    except PasswordError as fault:
        raise Refused([Problem("workbooks.encrypted", Where(file=path.name))]) from fault


def _plain_sheet(book: CalamineWorkbook, said: SheetMetadata) -> Sheet:
    if said.typ is not SheetTypeEnum.WorkSheet:
        return Sheet(said.name, [])
    read = book.get_sheet_by_name(said.name)
    rows = read.to_python(skip_empty_area=False)
    covered = dict(_covered(read.merged_cell_ranges or []))
    hidden = said.visible is not SheetVisibleEnum.Visible
    return Sheet(said.name, rows, covered, hidden=hidden)


def _sheets(book: CalamineWorkbook, package: Package) -> Iterator[Sheet]:
    parts = _parts_by_sheet(package)
    looks = number_formats(package.parts.get("xl/styles.xml", b""))
    of_1904 = _SINCE_1904.search(package.parts.get("xl/workbook.xml", b""))
    for said in book.sheets_metadata:
        if said.typ is not SheetTypeEnum.WorkSheet:
            continue
        name = said.name
        read = book.get_sheet_by_name(name)
        part = parts.get(name, "")
        content = package.parts.get(part, b"")
        special = special_cells(content) if part in package.special else {}
        yield Sheet(
            name,
            read.to_python(skip_empty_area=False),
            dict(_covered(read.merged_cell_ranges or [])),
            set(_places(special, "formula")),
            set(_places(special, "error")),
            said.visible is not SheetVisibleEnum.Visible,
            EPOCH_1904 if of_1904 else EPOCH_1900,
            content.decode("utf-8", "replace"),
            looks,
        )


def _covered(
    ranges: list[tuple[tuple[int, int], tuple[int, int]]],
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield each covered cell of merged areas and the cell that holds the value."""
    left_over = MOST_COVERED
    for (top, left), (bottom, right) in ranges:
        cells = (bottom - top + 1) * (right - left + 1)
        if cells > MOST_MERGED:
            continue
        left_over -= cells
        if left_over < 0:
            raise Refused(
                [Problem("workbooks.too_many_merged", details={"limit": f"{MOST_COVERED}"})]
            )
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    yield (row + 1, column + 1), (top + 1, left + 1)


MOST_MERGED = 10_000
"""A larger merged area covers whole columns or rows below the form, and no figure."""
MOST_COVERED = 200_000
"""Cells that merged areas may cover in all: each is looked up by its place."""


def _places(special: dict[str, str], kind: str) -> Iterator[tuple[int, int]]:
    for reference, said in special.items():
        if said == kind and (found := _REFERENCE.fullmatch(reference)):
            yield int(found[2]), column_number(found[1])


def _parts_by_sheet(package: Package) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name."""
    targets = {
        said.get("Id", ""): posixpath.normpath(posixpath.join("/xl", said.get("Target", "")))[1:]
        for said in elements(package.parts.get("xl/_rels/workbook.xml.rels", b""), "Relationship")
    }
    return {
        said.get("name", ""): targets.get(relation, "")
        for said in elements(package.parts.get("xl/workbook.xml", b""), "sheet")
        for relation in [next((v for k, v in said.items() if k.endswith(":id")), "")]
    }
