"""The report as a workbook: tidy tables, shares and growth as live formulas with their results.

A formula is written with the value it has, so that a preview that does not calculate shows it too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from jiqun.base.canonical import decimal_text
from jiqun.base.texts import printable
from jiqun.charts import palette
from jiqun.reports.outline import outline
from jiqun.reports.packages import settled
from jiqun.reports.sheets import HEAD, Cell, Formula, Sheet, counted, sheets
from jiqun.reports.story import DEMO_MARK

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as OpenpyxlCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from jiqun.reports.model import Report

FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*>)<f>([^<]*)</f><v ?/?>(?:</v>)?')


def workbook(report: Report) -> bytes:
    """Return the report as an Excel file; the same report gives the same bytes.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.
    """
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    results: dict[str, dict[str, Decimal]] = {}
    every = list(sheets(report))
    for sheet in every:
        _write(made, sheet, _above(report, sheet.name))
        results[sheet.name] = _results(sheet)
    made.properties.title = f"{outline().title.zh}（{report.year}年度）"
    made.properties.creator = "Jiqun 集群"
    sink = io.BytesIO()
    made.save(sink)
    return settled(_with_results(sink.getvalue(), [results[sheet.name] for sheet in every]))


def _above(report: Report, name: str) -> str:
    mark = f"{DEMO_MARK} · " if report.demo else ""
    return f"{mark}{outline().title.zh} {report.year} · 版本 {report.vintage} · {name}"


def _write(made: Workbook, sheet: Sheet, above: str) -> None:
    """Write one sheet: the mark, the headings, the rows; frozen and filtered."""
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
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _cell(page: WriteOnlyWorksheet, value: Cell) -> OpenpyxlCell | str | int | Decimal | None:
    """Return a cell; text never becomes a formula."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, Formula):
        return WriteOnlyCell(page, f"={value.text}")
    if not isinstance(value, str):
        return Decimal(decimal_text(value)) if isinstance(value, Decimal) else value
    text = printable(value)
    if text[:1] not in ("=", "+", "-", "@"):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell


def _results(sheet: Sheet) -> dict[str, Decimal]:
    """Return the value of every formula by its cell."""
    from openpyxl.utils import get_column_letter

    return {
        f"{get_column_letter(column)}{row}": Decimal(decimal_text(value.value))
        for row, cells in counted(sheet.rows)
        for column, value in enumerate(cells, start=1)
        if isinstance(value, Formula)
    }


def _with_results(package: bytes, results: Sequence[dict[str, Decimal]]) -> bytes:
    """Write each formula's value beside it; sheets are numbered in their order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as found, zipfile.ZipFile(sink, "w") as made:
        for name in found.namelist():
            content = found.read(name)
            if number := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                known = results[int(number[1]) - 1]
                content = FORMULA.sub(partial(_filled, known), content)
            made.writestr(name, content)
    return sink.getvalue()


def _filled(known: dict[str, Decimal], hit: re.Match[bytes]) -> bytes:
    value = known[hit[2].decode()]
    return hit[1] + b"<f>" + hit[3] + b"</f><v>" + f"{value:.17g}".encode() + b"</v>"
