"""The file of a workbook, looked at before anything reads it: what it is, and how large it grows.

A workbook is a ZIP of XML parts. Everything is unpacked here once, counted as it grows, so that a
file that lies about its size is found out; a spreadsheet library only sees what passed.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jiqun.base.errors import Problem, Where
from jiqun.base.locked import OLE, is_locked
from jiqun.filings.workbook.costs import LONGEST_TEXT, MEGABYTE, Costs, has_long_text

LARGEST_UNPACKED = 256 * MEGABYTE
MOST_PARTS = 2000
LAST_ROW = 100_000
LAST_COLUMN = 64
"""A value beyond these refuses the workbook: readers keep a sheet as a full grid."""

ZIP = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CELLS = b"sheetData"
SMALL_SHEET = 4 * MEGABYTE
FORMULA_OR_ERROR = (b"<f", b't="e"', b"t='e'")
"""What stands among a sheet's cells where one holds a formula or an error; a plain search is many
times faster than a pattern, and a parser looks again where one of these is found."""
_PREFIXED_FORMULA = re.compile(rb":f[\s/>]")

_FAR_VALUE = re.compile(
    rb'<c r="((?:[A-Z]{3}|B[M-Z]|[C-Z][A-Z])\d+|[A-Z]+[1-9]\d{5,})"(?:[^>]*[^/>])?>(?!</c>)'
)
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")


@dataclass
class Package:
    """What a workbook's file holds.

    Parameters
    ----------
    parts
        The parts worth reading again, by name: relations, styles and sheets with formulas.
    special
        Names of the sheet parts that hold formulas or errors.
    external_links
        Whether it links to other files.
    costs
        What it may cost to be read.
    """

    parts: dict[str, bytes] = field(default_factory=dict)
    special: set[str] = field(default_factory=set)
    external_links: bool = False
    costs: Costs = field(default_factory=Costs)


class _Unreadable(Exception):
    """The file is not a workbook to be read; the message code says why."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.problem_code = f"workbooks.{code}"
        self.details = details


def open_package(path: Path) -> tuple[Package | None, list[Problem]]:
    """Look at a workbook's file.

    Parameters
    ----------
    path
        The file, whatever its ending.

    Returns
    -------
    Package or None
        None where it must not be read.
    list of Problem
        Why, or what is worth noting.
    """
    try:
        with path.open("rb") as file:
            _refuse_other_formats(file)
            package = _unpacked(file)
    except _Unreadable as fault:
        return None, [Problem(fault.problem_code, Where(file=path.name), fault.details)]
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, UnicodeDecodeError):
        return None, [Problem("workbooks.damaged", Where(file=path.name))]
    notes = [Problem("workbooks.external_links", Where(file=path.name))]
    return package, notes if package.external_links else []


def _refuse_other_formats(file: BinaryIO) -> None:
    start = file.read(8)
    if start == OLE:
        whole = start + file.read(64 * MEGABYTE)
        raise _Unreadable("encrypted" if is_locked(whole) else "old_binary")
    if start[:4] != ZIP:
        raise _Unreadable("not_a_workbook")


def _unpacked(file: BinaryIO) -> Package:
    """Unpack every part once, within limits, keeping the few worth reading again."""
    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
    names = {info.filename for info in infos}
    _refuse_other_packages(names)
    if len(infos) > MOST_PARTS:
        raise _Unreadable("too_large", limit=f"{LARGEST_UNPACKED // MEGABYTE}")
    package = Package(external_links=any(n.startswith("xl/externalLinks/") for n in names))
    left = LARGEST_UNPACKED
    for info in infos:
        content = _inflated(file, info, left)
        left -= len(content)
        _look_at(info.filename, content, package)
    return package


def _refuse_other_packages(names: set[str]) -> None:
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        raise _Unreadable("not_xlsx", kind="XLSB")
    if "xl/workbook.xml" not in lower:
        kind = "ODS" if "content.xml" in lower else "ZIP"
        raise _Unreadable("not_xlsx", kind="DOCX" if "word/document.xml" in lower else kind)
    if any(name.endswith("vbaproject.bin") for name in lower) or any(
        name.startswith(("xl/macrosheets/", "xl/dialogsheets/")) for name in lower
    ):
        raise _Unreadable("macros")


def _inflated(file: BinaryIO, info: zipfile.ZipInfo, left: int) -> bytearray:
    """Unpack one part by what its bytes say, not by what the directory says of them."""
    if info.flag_bits & 1:
        raise _Unreadable("encrypted")
    if info.compress_size > left:
        raise _Unreadable("too_large", limit=f"{LARGEST_UNPACKED // MEGABYTE}")
    file.seek(info.header_offset)
    header = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    if header[0] != ZIP:
        raise zipfile.BadZipFile
    file.seek(header[9] + header[10], 1)
    content = bytearray()
    for part in _unpacked_bit_by_bit(file, info):
        content += part
        if len(content) > left:
            raise _Unreadable("too_large", limit=f"{LARGEST_UNPACKED // MEGABYTE}")
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile
    return content


def _unpacked_bit_by_bit(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's content by the megabyte, so that a bomb is stopped before it grows."""
    packed = _packed(file, info.compress_size)
    if info.compress_type == zipfile.ZIP_STORED:
        yield from packed
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        engine = zlib.decompressobj(-15)
        for member in packed:
            given = engine.decompress(member, MEGABYTE)
            while given:
                yield given
                given = engine.decompress(engine.unconsumed_tail, MEGABYTE)
        if not engine.eof:
            raise zipfile.BadZipFile
    else:
        raise zipfile.BadZipFile


def _packed(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (one := file.read(min(size, MEGABYTE))):
        size -= len(one)
        yield one


def _look_at(name: str, content: bytearray, package: Package) -> None:
    """Refuse what would grow beyond measure inside a reader; keep what is read again."""
    if name.endswith((".xml", ".rels")) and (
        b"<!DOCTYPE" in content or content[:2] in UTF_16 or b"\0" in content[:4]
    ):
        raise _Unreadable("not_a_workbook")
    if b"<!ENTITY" in content:  # whatever its name: relations may call any part a sheet
        raise _Unreadable("not_a_workbook")
    if has_long_text(content):
        if name.endswith(".xml"):
            raise _Unreadable("long_text", limit=f"{LONGEST_TEXT // MEGABYTE}")
        package.costs.long_text = True
    if name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        package.parts[name] = bytes(content)
    start, end = content.find(CELLS), content.rfind(CELLS)
    if end <= start:
        package.costs.count(content)
    else:
        _refuse_far_values(content, named=package.costs.count_sheet(content, start, end))
        if _has_special_cells(content, start, end):
            package.special.add(name)
        if name in package.special or len(content) < SMALL_SHEET:
            package.parts[name] = bytes(content)


def _has_special_cells(content: bytearray, start: int, end: int) -> bool:
    return (
        any(content.find(sign, start, end) >= 0 for sign in FORMULA_OR_ERROR)
        or _PREFIXED_FORMULA.search(content, start, end) is not None
    )


def _refuse_far_values(content: bytearray, *, named: bool) -> None:
    """Refuse a sheet with a value far outside any form: its grid would fill the memory."""
    if not named:
        _refuse_far_values_slowly(content)
        return
    for found in _FAR_VALUE.finditer(content):
        if _beyond(found[1].decode()):
            raise _Unreadable("far_value", cell=found[1].decode())


def _beyond(reference: str) -> bool:
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) > LAST_ROW or column_number(letters) > LAST_COLUMN


def _refuse_far_values_slowly(content: bytearray) -> None:
    """Count rows and columns with a parser, for sheets that do not name their cells plainly."""
    from xml.parsers import expat

    place = [0, 0]

    def begin(tag: str, given: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "row":
            place[:] = [int(given.get("r", place[0] + 1)), 0]
        elif local == "c":
            letters = given.get("r", "").rstrip("0123456789")
            place[1] = column_number(letters) if letters else place[1] + 1
        elif local in ("v", "is") and (place[0] > LAST_ROW or place[1] > LAST_COLUMN):
            raise _Unreadable("far_value", cell=f"{column_letters(place[1])}{place[0]}")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as fault:
        raise zipfile.BadZipFile from fault


def column_number(letters: str) -> int:
    """Return the number of a column, 1 for ``A``.

    Examples
    --------
    >>> column_number("A"), column_number("BL")
    (1, 64)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, ``A`` for 1.

    Examples
    --------
    >>> column_letters(1), column_letters(64)
    ('A', 'BL')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def special_cells(content: bytes) -> dict[str, str]:
    """Return the cells of a sheet that hold a ``formula`` or an ``error`` such as ``#REF!``.

    Parameters
    ----------
    content
        The sheet's XML.
    """
    from xml.parsers import expat

    found: dict[str, str] = {}
    at = ""

    def begin(tag: str, given: dict[str, str]) -> None:
        nonlocal at
        local = tag.rpartition(":")[2]
        if local == "c":
            at = given.get("r", "")
            if given.get("t") == "e":
                found[at] = "error"
        elif local == "f":
            found[at] = "formula"

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.Parse(content, True)
    return found


def elements(content: bytes, name: str, inside: str = "") -> list[dict[str, str]]:
    """Return the attributes of every element of a name, whatever prefix and quotes are used.

    Parameters
    ----------
    content
        A small XML part; empty for none.
    name
        The local name.
    inside
        Where given, only elements within one of this local name.

    Examples
    --------
    >>> elements(b"<x:a xmlns:x='x'><x:b n='1'/><c><b n='2'/></c></x:a>", "b", inside="c")
    [{'n': '2'}]
    """
    from xml.parsers import expat

    found: list[dict[str, str]] = []
    depth = 0

    def begin(tag: str, given: dict[str, str]) -> None:
        nonlocal depth
        local = tag.rpartition(":")[2]
        if local == name and (depth or not inside):
            found.append(given)
        depth += local == inside

    def end(tag: str) -> None:
        nonlocal depth
        depth -= tag.rpartition(":")[2] == inside

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(content or b"<none/>", True)
    except expat.ExpatError as fault:
        raise zipfile.BadZipFile from fault
    return found
