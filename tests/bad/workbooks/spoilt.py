"""Broken, foreign and hostile workbooks, each made by code from a good one."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from jiqun.base.locked import ENCRYPTED, OLE
from tests.filings.workbook.workbooks import rezipped

SHEET = "xl/worksheets/sheet2.xml"
MEGABYTES = 300
"""More than a workbook may grow to."""


def another_workbook(path: Path) -> None:
    """Save somebody's holiday plan under the filing's name."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["姓名", "年休假"])
    sheet.append(["张三", 5])
    book.save(path)


def older_template(path: Path) -> None:
    """Make the fingerprint that of another layout."""
    _fingerprint(path, ":1:", ":0:")


def other_form(path: Path) -> None:
    """Make the fingerprint that of another form."""
    _fingerprint(path, "sme-cluster-annual", "sme-cluster-monthly")


def no_fingerprint(path: Path) -> None:
    """Delete the fingerprint everywhere."""
    _fingerprint(path, "jiqun-form", "")


def two_templates(path: Path) -> None:
    """Copy one sheet in from another year's template."""
    book = load_workbook(path)
    book["指标"]["B3"].value = book["指标"]["B3"].value.replace(":1:", ":0:")
    book.save(path)


def copied_sheet(path: Path) -> None:
    """Keep a copy of the figures in the same workbook, as people do."""
    book = load_workbook(path)
    book.copy_worksheet(book["指标"]).title = "指标 (2)"
    book.save(path)


def lost_sheet(path: Path) -> None:
    """Delete the figures."""
    book = load_workbook(path)
    del book["指标"]
    book.save(path)


def encrypted(path: Path) -> None:
    """Write what an encrypted workbook is: a compound file with one encrypted stream."""
    path.write_bytes(OLE + b"\0" * 1000 + ENCRYPTED + b"\0" * 1000)


def old_binary(path: Path) -> None:
    """Write what an .xls or .et is: a compound file with a stream named Workbook."""
    path.write_bytes(OLE + b"\0" * 1000 + "Workbook".encode("utf-16-le") + b"\0" * 1000)


def web_page(path: Path) -> None:
    """Write what many systems export as Excel: a web page."""
    path.write_text("<html><table><tr><td>集群企业总数</td></tr></table></html>", encoding="utf-8")


def truncated(path: Path) -> None:
    """Cut the file off half way."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flipped_byte(path: Path) -> None:
    """Damage one byte inside a packed part."""
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo(SHEET).header_offset + 200
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(bytes(content))


def text_document(path: Path) -> None:
    """Save a letter under the filing's name."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")


def open_document(path: Path) -> None:
    """Save the workbook as ODS and rename it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")


def macros(path: Path) -> None:
    """Add a macro."""
    rezipped(path, lambda parts: parts.update({"xl/vbaProject.bin": b"\0" * 100}))


def entity_bomb(path: Path) -> None:
    """Declare entities that grow without bound."""
    declared = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    _part(path, SHEET, lambda part: declared + part[part.index(b"<worksheet") :])


def zip_bomb(path: Path) -> None:
    """Add a part that unpacks to 300 MB and says so."""
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w") as part,
    ):
        for _ in range(MEGABYTES):
            part.write(b"\0" * 1024 * 1024)


def lying_zip_bomb(path: Path) -> None:
    """Add a part that unpacks to 300 MB and says it has 100 bytes."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = (
        b"".join(engine.compress(b"\0" * 1024 * 1024) for _ in range(MEGABYTES)) + engine.flush()
    )
    name = "xl/media/image1.png"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, packed)
    content = bytearray(path.read_bytes())
    local = content.index(b"PK\x03\x04", content.rindex(packed[:64]) - 100)
    central = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, local + 8, zipfile.ZIP_DEFLATED)
    struct.pack_into("<H", content, central + 10, zipfile.ZIP_DEFLATED)
    lie = (zlib.crc32(b"\0" * 100), len(packed), 100)
    struct.pack_into("<3L", content, local + 14, *lie)
    struct.pack_into("<3L", content, central + 16, *lie)
    path.write_bytes(bytes(content))


def far_value(path: Path) -> None:
    """Write one letter into the last cell a sheet can have."""
    _append_rows(path, b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>')


def far_value_without_name(path: Path) -> None:
    """Write a value far to the right in cells that do not say where they are."""
    _append_rows(path, b'<row r="500">' + b"<c/>" * 16_000 + b"<c><v>1</v></c></row>")


def long_text(path: Path) -> None:
    """Write a text of two megabytes into one cell."""
    text = b"x" * (2 << 20)
    _append_rows(
        path, b'<row r="500"><c r="A500" t="inlineStr"><is><t>%s</t></is></c></row>' % text
    )


def repeated_text(path: Path) -> None:
    """Name one shared text of the greatest length in half a million cells: 16 GB in a reader."""
    columns = "ABCDEFGHIJ"
    rows = "".join(
        f'<row r="{row}">{"".join(_SHARED.format(column, row) for column in columns)}</row>'
        for row in range(500, 50_500)
    )
    _append_rows(path, rows.encode())
    rezipped(path, _with_shared_text)


_SHARED = '<c r="{}{}" t="s"><v>0</v></c>'


def _with_shared_text(parts: dict[str, bytes]) -> None:
    text = b"x" * 32_767
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (_MAIN, text)
    relation = (
        b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation)


_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def empty_formatted_rows(path: Path) -> None:
    """Format a million rows below the form, in three columns, without writing anything."""
    rows = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="1"/>'
        b"</row>" % ((row,) * 4)
        for row in range(48_577, 1_048_577)
    )
    _append_rows(path, rows)


def external_link(path: Path) -> None:
    """Link to a file of the office's server."""
    rezipped(path, lambda parts: parts.update({"xl/externalLinks/externalLink1.xml": b"<x/>"}))


def _append_rows(path: Path, rows: bytes) -> None:
    _part(path, SHEET, lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"))


def _part(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    rezipped(path, lambda parts: parts.update({name: change(parts[name])}))


def _fingerprint(path: Path, old: str, new: str) -> None:
    book = load_workbook(path)
    for sheet in book.worksheets:
        for cell in sheet[3]:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(old, new)
    book.save(path)
