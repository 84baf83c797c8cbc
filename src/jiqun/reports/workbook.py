"""The report as a workbook: tidy tables, shares and growth as live formulas with their results.

A formula is written with the value it has, so that a preview that does not calculate shows it too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

from jiqun.base.parts import need
from jiqun.base.texts import printable
from jiqun.drawing import palette
from jiqun.reports.packages import LANGUAGES, settled
from jiqun.reports.sheets import HEAD, Cell, Formula, Sheet, counted, sheets
from jiqun.reports.story import mark_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from jiqun.reports.logos import Logo
    from jiqun.reports.model import Report

SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
ENDING = b"</sheetData>"
Kind = Literal["text", "whole", "small", "amount"]
Styles = dict[Kind, int]
"""The number a look has among those of a book."""
LOOKS: dict[Kind, str] = {
    "text": "General",
    "whole": "#,##0",
    "small": "0.0000",
    "amount": "#,##0.00",
}
"""How numbers of each kind are written; the cell holds every digit."""
Heights = dict[int, float]
"""How high rows are that are higher than one line, by number."""
GAP = 4
"""Characters of a number's column that stay free."""
LINE, BOLD = 15.0, 0.8
"""Points of a line, and how much of a bold text goes into one of plain text."""
SMALL = 10
"""Below it a number that is not whole is written with four decimals: shares and rates."""
LOGO, LOGO_ROW = (240.0, 42.0), 36.0
"""The box of a logo in pixels, and the height in points of the row it stands in."""
PIXEL = 9525
"""How long office files measure it."""
LAST_COLUMN = 770
"""Pixels across the last column of the first sheet."""


def workbook(report: Report) -> bytes:
    """Return the report as an Excel file; the same report gives the same bytes.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.
    """
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    every, styles, heights = list(sheets(report)), Styles(), list[Heights]()
    for sheet in every:
        page = made.create_sheet(sheet.name)
        if sheet is every[0] and report.issuer and report.issuer.logo:
            _show_logo(page, report.issuer.logo)
        heights.append(_heights(sheet, _measure(page, sheet, report)))
        _begin(page, sheet, _above(report, sheet.name))
        styles = _styles(page)
    made.properties.title, made.properties.creator = report.titled, report.maker
    made.properties.language = LANGUAGES[report.lang]
    sink = io.BytesIO()
    made.save(sink)
    return settled(_with_rows(sink.getvalue(), every, heights, styles))


def _above(report: Report, name: str) -> str:
    vintage = report.words.fill("vintage", vintage=report.vintage)
    said = (mark_of(report), report.headed, vintage, name)
    return " · ".join(filter(None, said))


def _begin(page: Worksheet, sheet: Sheet, above: str) -> None:
    """Begin one sheet: the mark and the headings; frozen and filtered."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page.freeze_panes = f"A{HEAD + 1}"
    last = get_column_letter(len(sheet.columns))
    page.auto_filter.ref = f"A{HEAD}:{last}{HEAD + len(sheet.rows)}"
    page.print_area = f"A1:{last}{HEAD + len(sheet.rows)}"
    mark = WriteOnlyCell(page, above)
    mark.font = Font(bold=True, color=palette.WARM)
    page.append([mark])
    heads = [WriteOnlyCell(page, name) for name, _ in sheet.columns]
    for head in heads:
        head.font = Font(bold=True, color=palette.PAPER)
        head.fill = PatternFill("solid", fgColor=palette.NOW)
        head.alignment = Alignment("left", vertical="center", wrap_text=True, indent=1)
    page.append(heads)


def _measure(page: Worksheet, sheet: Sheet, report: Report) -> list[float]:
    """Make columns as wide as what stands in them, and print the sheet so that it can be read."""
    from openpyxl.utils import get_column_letter

    from jiqun.base.paper import (
        COUNTED,
        Margin,
        in_margin,
        letters,
        lines_of,
        pages_across,
        set_up_print,
    )

    widths = _widths(sheet)
    for at, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    heads = (
        (heading, wide * BOLD) for (heading, _), wide in zip(sheet.columns, widths, strict=True)
    )
    page.row_dimensions[HEAD].height = LINE * max(lines_of(*head) for head in heads) + 3
    first, after = sheet.naming
    across = pages_across(widths, widths[first:after])
    vintage = in_margin(report.words.fill("vintage", vintage=report.vintage))
    issued = in_margin(report.issued_by)
    above = Margin(in_margin(report.headed), right=mark_of(report))
    below = Margin(" · ".join(filter(None, (issued, vintage))), "&A", COUNTED)
    set_up_print(page, HEAD, above, below, across)
    if across > 1:
        page.print_title_cols = letters(first + 1, after)
    return widths


def _heights(sheet: Sheet, widths: Sequence[float]) -> Heights:
    """Return how high each row is whose texts run over several lines, in points."""
    from jiqun.base.paper import lines_of

    found = Heights()
    for number, row in counted(sheet.rows):
        texts = ((cell, wide) for cell, wide in zip(row, widths, strict=True) if cell)
        lines = max(
            (lines_of(cell, wide) for cell, wide in texts if isinstance(cell, str)), default=1
        )
        if lines > 1:
            found[number] = lines * LINE
    return found


def _widths(sheet: Sheet) -> list[float]:
    """Return each column's width, at most what its sheet allows it."""
    from jiqun.base.paper import width_for

    columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
    return [
        width_for({_shown(cell) for cell in column}, heading, widest, _widest_number(column))
        for column, (heading, widest) in zip(columns, sheet.columns, strict=True)
    ]


def _widest_number(column: Sequence[Cell]) -> float:
    """Return the width numbers need: one that is cut shows no digit at all."""
    numbers = {cell for cell in column if not isinstance(cell, str | None)}
    return max((len(_shown(number)) for number in numbers), default=0) + GAP


def _shown(value: Cell) -> str:
    """Return about what a cell shows of a value."""
    if isinstance(value, Formula):
        return _shown(value.value)
    if value is None or isinstance(value, str):
        return value or ""
    return format(value, ",.0f" if _kind(value) == "whole" else ",.4f")


def _show_logo(page: Worksheet, logo: Logo) -> None:
    """Put a logo above the first sheet's table, to the right."""
    from openpyxl.drawing.image import Image
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    from jiqun.reports.pdf import spots_of

    need("reports")
    picture = Image(io.BytesIO(spots_of(logo)))
    width, height = (round(side * PIXEL) for side in logo.within(*LOGO))
    at = AnchorMarker(col=1, colOff=LAST_COLUMN * PIXEL - width)
    picture.anchor = OneCellAnchor(_from=at, ext=XDRPositiveSize2D(width, height))
    page.add_image(picture)
    page.row_dimensions[1].height = LOGO_ROW


def _styles(page: Worksheet) -> Styles:
    """Return the number of each kind's look in the book; asked again, it is the same."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    found = Styles()
    for kind, written in LOOKS.items():
        cell = WriteOnlyCell(page)
        cell.number_format = written
        text = kind == "text"
        side = "left" if text else "right"
        cell.alignment = Alignment(side, vertical="top", wrap_text=text, indent=int(text))
        found[kind] = cell.style_id
    return found


def _kind(value: str | int | Decimal | Formula) -> Kind:
    """Return how a value is written: whole, as a share of the size of one, as an amount."""
    if isinstance(value, Formula):
        return _kind(value.value)
    if isinstance(value, str):
        return "text"
    if isinstance(value, int) or value == int(value):
        return "whole"
    return "small" if -SMALL < value < SMALL else "amount"


def _with_rows(
    package: bytes, every: Sequence[Sheet], heights: Sequence[Heights], styles: Styles
) -> bytes:
    """Write the sheets' rows under their headings; sheets are numbered in their order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as found, zipfile.ZipFile(sink, "w") as made:
        for name in found.namelist():
            content = found.read(name)
            if number := SHEET.fullmatch(name):
                at = int(number[1]) - 1
                rows = _rows(every[at], heights[at], styles).encode()
                content = content.replace(ENDING, rows + ENDING, 1)
            made.writestr(name, content)
    return sink.getvalue()


def _rows(sheet: Sheet, heights: Heights, styles: Styles) -> str:
    """Return the rows as a sheet's XML: cell objects for so many took half of all the time."""
    from openpyxl.utils import get_column_letter

    letters = [get_column_letter(at) for at in range(1, len(sheet.columns) + 1)]
    return "".join(
        f'<row r="{number}"{_height(heights, number)}>'
        + "".join(
            _cell(f"{letter}{number}", cell, styles)
            for letter, cell in zip(letters, row, strict=True)
        )
        + "</row>"
        for number, row in counted(sheet.rows)
    )


def _height(heights: Heights, number: int) -> str:
    return f' ht="{heights[number]:g}" customHeight="1"' if number in heights else ""


def _cell(place: str, value: Cell, styles: Styles) -> str:
    """Return a cell as XML; text never becomes a formula."""
    if value is None or value == "":
        return ""
    begin = f'<c r="{place}" s="{styles[_kind(value)]}"'
    if isinstance(value, str):
        text = escape(printable(value))
        return f'{begin} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, Formula):
        return f"{begin}><f>{escape(value.text)}</f><v>{value.value:.17g}</v></c>"
    number = f"{value:.17g}" if isinstance(value, Decimal) else value
    return f"{begin}><v>{number}</v></c>"
