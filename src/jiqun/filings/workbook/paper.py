"""What of a sheet may be changed, how high its rows are, and where its pages break."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from jiqun.base.paper import INCH, LONG, MARGINS, SHORT, lines_of, points_of

PLAIN_ROW = 15
LINE, LOWEST_ROW = 13.0, 21.0
"""Points of a line of ten-point text, and of a row however short its texts."""
OPEN_TO_ALL = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort",
               "autoFilter")  # fmt: skip


def lock(sheet: Worksheet) -> None:
    """Lock all but the input cells; without a password, so nobody is shut out."""
    sheet.protection.sheet = True
    for allowed in OPEN_TO_ALL:
        setattr(sheet.protection, allowed, False)


def keep_sections_whole(sheet: Worksheet, sections: Sequence[int], repeated: int) -> None:
    """Break pages before sections that would not end on the page they begin on.

    A page that has hardly begun is not left for a long section.

    Parameters
    ----------
    sheet
        Its widths and heights are set.
    sections
        Rows of section headings, rising.
    repeated
        The row of headings printed on every page.
    """
    wide = sum(_width(sheet, number) for number in range(1, sheet.max_column + 1))
    scale = min(1.0, (LONG - (MARGINS["left"] + MARGINS["right"]) * INCH) / wide)
    page = (SHORT - (MARGINS["top"] + MARGINS["bottom"]) * INCH) / scale
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
    lines = (lines_of(text, width) for text, width in texts)
    return max(LOWEST_ROW, LINE * max(lines, default=1) + LINE / 2)


def _width(sheet: Worksheet, number: int) -> float:
    column = sheet.column_dimensions[get_column_letter(number)]
    return 0.0 if column.hidden else points_of(column.width)


def _heights(sheet: Worksheet, first: int, after: int) -> float:
    rows = [sheet.row_dimensions[row] for row in range(first, after)]
    return sum(float(row.height or PLAIN_ROW) for row in rows if not row.hidden)
