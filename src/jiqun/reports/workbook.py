"""The report as a workbook: tidy tables, shares and growth as live formulas with their results.

A formula is written with the value it has, so that a preview that does not calculate shows it too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
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
    every = list(sheets(report))
    for sheet in every:
        page = made.create_sheet(sheet.name)
        if sheet is every[0] and report.issuer and report.issuer.logo:
            _show_logo(page, report.issuer.logo)
        _begin(page, sheet, _above(report, sheet.name))
    made.properties.title, made.properties.creator = report.titled, report.maker
    made.properties.language = LANGUAGES[report.lang]
    sink = io.BytesIO()
    made.save(sink)
    return settled(_with_rows(sink.getvalue(), every))


def _above(report: Report, name: str) -> str:
    vintage = report.words.fill("vintage", vintage=report.vintage)
    said = (mark_of(report), report.headed, vintage, name)
    return " · ".join(filter(None, said))


def _begin(page: Worksheet, sheet: Sheet, above: str) -> None:
    """Begin one sheet: the mark and the headings; frozen and filtered."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    page.freeze_panes = f"A{HEAD + 1}"
    last = get_column_letter(len(sheet.columns))
    page.auto_filter.ref = f"A{HEAD}:{last}{HEAD + len(sheet.rows)}"
    if (top := page.HeaderFooter.oddHeader) is not None:
        top.center.text = above
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for at, (_, width) in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    mark = WriteOnlyCell(page, above)
    mark.font = Font(bold=True, color=palette.WARM)
    page.append([mark])
    heads = [WriteOnlyCell(page, name) for name, _ in sheet.columns]
    for head in heads:
        head.font = Font(bold=True, color=palette.PAPER)
        head.fill = PatternFill("solid", fgColor=palette.NOW)
        head.alignment = Alignment(vertical="center")
    page.append(heads)


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


def _with_rows(package: bytes, every: Sequence[Sheet]) -> bytes:
    """Write the sheets' rows under their headings; sheets are numbered in their order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as found, zipfile.ZipFile(sink, "w") as made:
        for name in found.namelist():
            content = found.read(name)
            if number := SHEET.fullmatch(name):
                rows = _rows(every[int(number[1]) - 1]).encode()
                content = content.replace(ENDING, rows + ENDING, 1)
            made.writestr(name, content)
    return sink.getvalue()


def _rows(sheet: Sheet) -> str:
    """Return the rows as a sheet's XML: cell objects for so many took half of all the time."""
    from openpyxl.utils import get_column_letter

    letters = [get_column_letter(at) for at in range(1, len(sheet.columns) + 1)]
    return "".join(
        f'<row r="{number}">'
        + "".join(
            _cell(f"{letter}{number}", value) for letter, value in zip(letters, row, strict=True)
        )
        + "</row>"
        for number, row in counted(sheet.rows)
    )


def _cell(place: str, value: Cell) -> str:
    """Return a cell as XML; text never becomes a formula."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        text = escape(printable(value))
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, Formula):
        return f'<c r="{place}"><f>{escape(value.text)}</f><v>{value.value:.17g}</v></c>'
    number = f"{value:.17g}" if isinstance(value, Decimal) else value
    return f'<c r="{place}"><v>{number}</v></c>'
