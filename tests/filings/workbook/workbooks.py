"""Workbooks for tests: filled in by script, and changed the way people change them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from jiqun.filings.read import ReadFiling, read_file, read_filing
from jiqun.filings.workbook.template import Known, template
from tests import made

FIGURES, PROFILE, FIRMS = "指标", "基本情况", "企业名单"
VALUE, STATUS, NOTE, PREVIOUS = "D", "E", "F", "G"


def filled(folder: Path, name: str = "filing.xlsx", **changes: Any) -> Path:
    """Write a correct, filled-in workbook of a fictional cluster."""
    path = folder / name
    path.write_bytes(template(2022, known_of_json(folder, **changes)))
    return path


def known_of_json(folder: Path, **changes: Any) -> Known:
    """Return what a JSON filing says, for a template to be filled with."""
    previous = changes.pop("previous", {"output_total": "2150000.00", "has_roadmap": False})
    [path] = made.written(folder, made.filing(previous=previous, **changes))
    read = read_filing(read_file(path).filings[0])
    assert not read.refused, [problem.text("en") for problem in read.problems]
    return Known(read.profile, read.values, read.previous)


def changed(path: Path, change: Callable[[Workbook], object]) -> Path:
    """Change a workbook the way a spreadsheet program would, and save it."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def row_of(sheet: Worksheet, field: str) -> int:
    """Return the row a figure or an item of the profile stands in."""
    for row in sheet.iter_rows(max_col=1):
        if row[0].value in (field, f"jq:profile.{field}"):
            return int(row[0].row)
    raise AssertionError(field)


def cell_of(book: Workbook, field: str, column: str = VALUE) -> Cell:
    """Return a figure's cell."""
    sheet = book[FIGURES]
    return sheet[f"{column}{row_of(sheet, field)}"]


def fill(book: Workbook, field: str, value: object, column: str = VALUE) -> None:
    """Write into a figure's cell; a text stays text, as typed into a cell of text."""
    cell = cell_of(book, field, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def read(path: Path) -> ReadFiling:
    """Read a workbook's filing; its problems are there to be looked at."""
    file = read_file(path)
    assert file.filings, [problem.text("en") for problem in file.problems]
    return read_filing(file.filings[0])


def codes(problems: list[Any]) -> list[str]:
    """Return the codes of problems, without repetition, in order."""
    return list(dict.fromkeys(problem.code for problem in problems))


def rezipped(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Change a workbook's parts and put it together again."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    path.write_bytes(content.getvalue())
    return path
