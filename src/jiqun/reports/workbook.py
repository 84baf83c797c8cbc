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

from jiqun.base.texts import printable
from jiqun.drawing import palette
from jiqun.reports.packages import LANGUAGES, settled
from jiqun.reports.sheets import HEAD, Cell, Formula, Sheet, counted, sheets
from jiqun.reports.story import mark_of

if TYPE_CHECKING:
    from openpyxl import Workbook

    from jiqun.reports.model import Report

SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
ENDING = b"</sheetData>"


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
        _begin(made, sheet, _above(report, sheet.name))
    made.properties.title, made.properties.creator = report.titled, report.words["maker"]
    made.properties.language = LANGUAGES[report.lang]
    sink = io.BytesIO()
    made.save(sink)
    return settled(_with_rows(sink.getvalue(), every))


def _above(report: Report, name: str) -> str:
    title = f"{report.title.in_(report.lang)} {report.year}"
    vintage = report.words.fill("vintage", vintage=report.vintage)
    said = (mark_of(report), title, vintage, name)
    return " · ".join(filter(None, said))


def _begin(made: Workbook, sheet: Sheet, above: str) -> None:
    """Begin one sheet: the mark and the headings; frozen and filtered."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = made.create_sheet(sheet.name)
    page.freeze_panes = f"A{HEAD + 1}"
    last = get_column_letter(len(sheet.columns))
    page.auto_filter.ref = f"A{HEAD}:{last}{HEAD + len(sheet.rows)}"
    page.oddHeader.center.text = above
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
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
