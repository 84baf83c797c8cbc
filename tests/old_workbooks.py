"""Workbooks no present program writes by default: XLS of 1997 (as WPS's ET), and locked ones."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import msoffcrypto.format.ooxml
import xlwt


def xls(rows: Sequence[Sequence[Any]], *more: Sequence[Sequence[Any]], **options: Any) -> bytes:
    """Return a BIFF8 workbook; ``mac`` counts its days from 1904, ``hide`` hides its first sheet.

    ``merge`` are areas of its first sheet: first and last row, first and last column, from 0.
    """
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = bool(options.get("mac"))
    days = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, sheet_rows in enumerate([rows, *more]):
        sheet = book.add_sheet(f"表{number}", cell_overwrite_ok=True)
        for at, cells in enumerate(sheet_rows):
            for place, cell in enumerate(cells):
                sheet.write(at, place, cell, *([days] if isinstance(cell, date) else []))
    first = book.get_sheet(0)
    for top, bottom, left, right in options.get("merge", ()):
        first.merge(top, bottom, left, right)
    if options.get("hide"):
        first.visibility = 1
        book.set_active_sheet(1)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def locked(workbook: bytes, password: str = "集群") -> bytes:  # noqa: S107 (of a test)
    """Return an XLSX locked with a password, as Excel 2010 and later lock it."""
    content = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook)).encrypt(password, content)
    return content.getvalue()


def locked_xls(workbook: bytes) -> bytes:
    """Return an XLS that says it is locked: a record FILEPASS behind its first record."""
    said = b"\x2f\x00\x06\x00\x00\x00\x59\xb3\x0a\x9a"
    at = workbook.index(b"\x09\x08\x10\x00") + 20
    end = workbook.index("Root Entry".encode("utf-16-le"))  # the stream before it ends in noughts
    return workbook[:at] + said + workbook[at : end - len(said)] + workbook[end:]
