"""How sheets of a workbook print: on A4, landscape, in letters one can read.

A sheet that is wide is not made small until it fits; it runs over several pages side by side, and
the columns that name its rows stand on each of them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import east_asian_width

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

A4, LONG, SHORT = 9, 841.9, 595.3
"""The paper's number in Office Open XML, and its long and short edge in points."""
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.7, "header": 0.3, "footer": 0.3}
INCH = 72
CHARACTER, PADDING = 5.25, 3.75
"""Points a column takes for each character of its width, and once."""
SMALLEST_SCALE = 0.68
"""How small a sheet is printed at most: its ten-point letters have about seven points then."""
GAP = 2
"""Characters of a column's width that an indent and the borders take."""
FILTER = 3
"""Characters of a heading's width that the button of its filter takes."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands above or below every page: to the left, in the middle, to the right."""

    left: str = ""
    center: str = ""
    right: str = ""


COUNTED = "&P / &N"
"""The page's number, and how many there are."""


def set_up_print(
    sheet: Worksheet,
    heading: int | None = None,
    above: Margin | None = None,
    below: Margin | None = None,
    across: int = 1,
) -> None:
    """Print a sheet on A4, landscape, with its headings on every page.

    Parameters
    ----------
    sheet
        The sheet.
    heading
        The row of headings; None where there are none to repeat.
    above, below
        What stands on every page; the sheet's name and its page numbers, unless told.
    across
        So many pages side by side.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = across
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(**MARGINS)
    sheet.print_options.horizontalCentered = across == 1
    if heading is not None:
        sheet.print_title_rows = f"{heading}:{heading}"
    marked = sheet.HeaderFooter
    _write(marked.oddHeader, above or Margin())
    _write(marked.oddFooter, below or Margin(center="&A", right=COUNTED))


def _write(item: HeaderFooterItem | None, said: Margin) -> None:
    if item is not None:
        item.left.text, item.center.text, item.right.text = (
            text or None for text in (said.left, said.center, said.right)
        )


def in_margin(text: str) -> str:
    """Return a text as it stands in a margin, where one character begins an instruction.

    Examples
    --------
    >>> in_margin("A & B")
    'A && B'
    """
    return text.replace("&", "&&")


def pages_across(widths: Sequence[float], repeated: Sequence[float] = ()) -> int:
    """Return over how many pages side by side columns run, so that they can be read.

    Parameters
    ----------
    widths
        Of the columns, in characters.
    repeated
        Of those that stand on every page.

    Examples
    --------
    >>> pages_across([20] * 5), pages_across([20] * 20, [20])
    (1, 2)
    """
    page = (LONG - (MARGINS["left"] + MARGINS["right"]) * INCH) / SMALLEST_SCALE
    first, named = (sum(map(points_of, some)) for some in (widths, repeated))
    return 1 if first <= page else math.ceil((first - named) / max(page - named, page / 3))


def points_of(width: float) -> float:
    """Return how wide a column is in points, from its characters."""
    return width * CHARACTER + PADDING


@cache
def columns_of(text: str) -> int:
    """Return how many columns a text takes; a Chinese character takes two.

    Examples
    --------
    >>> columns_of("填报 2022")
    9
    """
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column.

    Examples
    --------
    >>> lines_of("按当年有效的划型标准", 12), lines_of("年末", 12)
    (2, 1)
    """
    room = max(width - GAP, 1)
    return sum(max(1, math.ceil(columns_of(line) / room)) for line in text.split("\n"))


def width_for(texts: Iterable[str], heading: str, widest: float, narrowest: float = 6) -> float:
    """Return a column's width by what stands in it; what is longer runs over several lines.

    Parameters
    ----------
    texts
        What stands in the column.
    heading
        Above it; it may take two lines.
    widest, narrowest
        In characters; a number's column is as wide as its numbers, whatever the widest.

    Examples
    --------
    >>> width_for(["浙江省", "上海市"], "地区", 20), width_for(["a" * 99], "name", 40)
    (8, 40)
    """
    longest = max((columns_of(line) for text in texts for line in text.split("\n")), default=0)
    headed = math.ceil(columns_of(heading) / 2) + FILTER
    return min(max(longest + GAP, headed, narrowest), max(widest, headed, narrowest))


def letters(first: int, last: int) -> str:
    """Return columns as a sheet names them, by number.

    Examples
    --------
    >>> letters(1, 28)
    'A:AB'
    """
    return f"{get_column_letter(first)}:{get_column_letter(last)}"
