"""How a sheet prints, and what of it may be changed: landscape, one page wide, headings locked."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

PAPERS = {"A3": (8, 1190.6, 841.9), "A4": (9, 841.9, 595.3)}
"""By name: its number in Office Open XML, and its long and short edge in points."""
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.7, "footer": 0.3}
INCH = 72
CHARACTER, PADDING = 5.25, 3.75
"""Points a column takes for each character of its width, and once."""
PLAIN_ROW = 15
LINE, LOWEST_ROW = 13.0, 21.0
"""Points of a line of ten-point text, and of a row however short its texts."""
SPARE = 2
"""Characters of a column's width that an indent and the borders take."""
OPEN_TO_ALL = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort",
               "autoFilter")  # fmt: skip


def lock(sheet: Worksheet) -> None:
    """Lock all but the input cells; without a password, so nobody is shut out."""
    sheet.protection.sheet = True
    for allowed in OPEN_TO_ALL:
        setattr(sheet.protection, allowed, False)


def set_up_print(sheet: Worksheet, paper: str, heading: int | None = None) -> None:
    """Print a sheet landscape, one page wide, with its headings on every page.

    Parameters
    ----------
    sheet
        The sheet.
    paper
        ``A3`` or ``A4``.
    heading
        The row of headings; None where there are none to repeat.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPERS[paper][0]
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(**MARGINS)
    sheet.print_options.horizontalCentered = True
    if heading is not None:
        sheet.print_title_rows = f"{heading}:{heading}"
    sheet.HeaderFooter.oddFooter.center.text = "&A  &P / &N"  # type: ignore[union-attr]
    sheet.sheet_view.showGridLines = False


def keep_sections_whole(
    sheet: Worksheet, paper: str, sections: Sequence[int], repeated: int
) -> None:
    """Break pages before sections that would not end on the page they begin on.

    A page that has hardly begun is not left for a long section.

    Parameters
    ----------
    sheet
        Its widths and heights are set.
    paper
        ``A3`` or ``A4``.
    sections
        Rows of section headings, rising.
    repeated
        The row of headings printed on every page.
    """
    _, long, short = PAPERS[paper]
    wide = sum(_width(sheet, number) for number in range(1, sheet.max_column + 1))
    scale = min(1.0, (long - (MARGINS["left"] + MARGINS["right"]) * INCH) / wide)
    page = (short - (MARGINS["top"] + MARGINS["bottom"]) * INCH) / scale
    used = _heights(sheet, 1, sections[0])
    for first, last in pairwise([*sections, sheet.max_row + 1]):
        high = _heights(sheet, first, last)
        if used > page / 3 and used + high > page:
            sheet.row_breaks.append(Break(id=first - 1))
            used = _heights(sheet, repeated, repeated + 1)
        used += high


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """Return how high a row must be for texts that wrap.

    Parameters
    ----------
    texts
        Each text and the width of its column in characters.

    Examples
    --------
    >>> height_of([("年末人数", 28)]), height_of([("按当年有效的划型标准；其中", 12)])
    (21.0, 45.5)
    """
    lines = (_lines(text, width) for text, width in texts)
    return max(LOWEST_ROW, LINE * max(lines, default=1) + LINE / 2)


def _lines(text: str, width: float) -> int:
    room = max(width - SPARE, 1)
    return sum(max(1, math.ceil(columns_of(line) / room)) for line in text.split("\n"))


def columns_of(text: str) -> int:
    """Return how many columns a text takes; a Chinese character takes two.

    Examples
    --------
    >>> columns_of("填报 2022")
    9
    """
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def _width(sheet: Worksheet, number: int) -> float:
    column = sheet.column_dimensions[get_column_letter(number)]
    return 0.0 if column.hidden else column.width * CHARACTER + PADDING


def _heights(sheet: Worksheet, first: int, after: int) -> float:
    rows = [sheet.row_dimensions[row] for row in range(first, after)]
    return sum(float(row.height or PLAIN_ROW) for row in rows if not row.hidden)
