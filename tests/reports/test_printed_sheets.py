"""The workbook prints in letters one can read, and no text in it is cut."""

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from jiqun.base.language import Lang
from jiqun.base.paper import INCH, LONG, MARGINS, SMALLEST_SCALE, columns_of, lines_of, points_of
from jiqun.reports import WRITERS
from jiqun.reports.model import Report
from jiqun.reports.sheets import HEAD

USUAL_ROW = 15.0


@pytest.fixture(scope="module", params=["zh", "en"])
def book(report: Report, request: pytest.FixtureRequest) -> Workbook:
    lang: Lang = request.param
    return load_workbook(io.BytesIO(WRITERS[".xlsx"](replace(report, lang=lang))))


def widths(sheet: Worksheet) -> list[float]:
    numbers = range(1, sheet.max_column + 1)
    return [sheet.column_dimensions[get_column_letter(number)].width for number in numbers]


def repeated(sheet: Worksheet) -> list[float]:
    """Return the widths of the columns that stand on every page."""
    said = sheet.print_title_cols
    if not said:
        return []
    first, last = (sheet[f"{name}1"].column for name in said.replace("$", "").split(":"))
    return widths(sheet)[first - 1 : last]


def test_no_sheet_prints_in_tiny_letters(book: Workbook) -> None:
    page = LONG - (MARGINS["left"] + MARGINS["right"]) * INCH
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        across = int(sheet.page_setup.fitToWidth or 1)
        named = sum(map(points_of, repeated(sheet)))
        needed = sum(map(points_of, widths(sheet))) + named * (across - 1)
        # a column stands on one page: at worst one column's width stays free on each but the last
        spare = max(map(points_of, widths(sheet))) if across > 1 else 0
        assert page * across / (needed + spare * (across - 1)) >= SMALLEST_SCALE * 0.85, sheet.title
        assert (across > 1) == bool(named), sheet.title


def test_every_page_says_what_it_is_of_and_its_number(book: Workbook, report: Report) -> None:
    for sheet in book.worksheets:
        above, below = sheet.oddHeader, sheet.oddFooter
        assert above is not None
        assert below is not None
        assert str(report.year) in str(above.left.text)
        assert report.vintage in str(below.left.text)
        assert str(below.right.text) == "&P / &N"
        assert (above.right.text in ("演示数据", "Demonstration")) == report.demo
        assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
        assert sheet.print_area


def texts(sheet: Worksheet) -> Iterator[tuple[int, str, float]]:
    """Yield row, text and column's width of every text below the mark."""
    wide = widths(sheet)
    for row in sheet.iter_rows(min_row=HEAD):
        for cell in row:
            if isinstance(cell.value, str) and cell.data_type != "f":
                yield cell.row, cell.value, wide[cell.column - 1]


def test_every_text_has_the_height_it_takes(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row, text, wide in texts(sheet):
            height = sheet.row_dimensions[row].height or USUAL_ROW
            assert lines_of(text, wide) * USUAL_ROW <= height + USUAL_ROW * (row == HEAD), text


def test_every_number_has_the_width_it_takes(book: Workbook) -> None:
    for sheet in book.worksheets:
        wide = widths(sheet)
        for row in sheet.iter_rows(min_row=HEAD + 1):
            for cell in row:
                if isinstance(cell.value, int | float):
                    small = 4 if abs(cell.value) < 10 else 2
                    digits = 0 if float(cell.value).is_integer() else small
                    said = f"{cell.value:,.{digits}f}"
                    assert columns_of(said) < wide[cell.column - 1], (sheet.title, cell.coordinate)


def test_rows_stand_in_their_order(book: Workbook) -> None:
    for sheet in book.worksheets:
        numbers = [row[0].row for row in sheet.iter_rows()]
        assert all(after == before + 1 for before, after in pairwise(numbers))
