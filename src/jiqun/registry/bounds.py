"""What a register may cost: looked at before it is opened, counted while it is read.

The limits are far beyond any list of firms: a real register packs to a tenth, fills most of its
cells and has lines of a hundred bytes.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE, refusal, too_large
from jiqun.registry.registers import Block, Register

LARGEST_REGISTER = 32 << 30
SMALL_UNPACKED = 256 * MEGABYTE
"""What any packed file may unpack to; beyond it, so many times its own size:"""
MOST_TIMES = 60
MOST_PARTS = 5_000
SMALL_GRID = 4_000_000
"""Cells of a sheet's area that are always read; of a larger one, one in so many is filled:"""
EMPTY_FOR_FILLED = 6
SHORTEST_LINE = 8
"""Bytes a line has at least on average, wherever a megabyte of lines stands together."""
MOST_EMPTY_ROWS = 2_000_000
"""Rows of a table from which on they too must have so much on average; a sheet has half of them."""
LINES_PER_BLOCK = 20_000

ZIP = b"PK\x03\x04"
TEXTS = (".csv", ".txt", ".tsv", ".gz")
_FAR_COLUMN = re.compile(rb"""\br=["']([A-Z]{2,3})[0-9]""")
_FAR_ROW = re.compile(rb"""\br=["'](?:[A-Z]{1,3})?([0-9]{5,7})["']""")
_VALUE = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'](?:[^>]*[^/>])?>(?!</)"""
)
_CELL = (b"<c ", b":c ", b"<c>", b":c>")
_OVERLAP = 256


def refuse_beyond_bounds(path: Path) -> None:
    """Look at a file before anything opens it.

    Raises
    ------
    Refused
        Where it is no regular file, or would not fit in memory once it is opened.
    """
    if fault := refusal(path):
        raise Refused([fault])
    if (size := path.stat().st_size) > LARGEST_REGISTER:
        raise Refused([too_large(path, size, LARGEST_REGISTER)])
    if path.name.lower().endswith(TEXTS):
        return  # told by their first bytes when they are opened, counted while they are read
    with path.open("rb") as file:
        start = file.read(4)
    if start == ZIP:
        _look_into_package(path)


def bounded(register: Register, blocks: Iterator[Block]) -> Iterator[Block]:
    """Hand on the blocks of a register as long as they are within bounds.

    Raises
    ------
    Refused
        Where the file unpacks too far, or its lines are too short to be records.
    """
    unpacked, rows, most = 0, 0, _most_unpacked(register.size)
    for block in blocks:
        content = block.content
        unpacked += _length(content)
        if unpacked > max(most, register.size):
            raise _unpacks_too_far(register.path)
        if not isinstance(content, bytes):
            rows += len(content)
            if rows > MOST_EMPTY_ROWS and unpacked < rows * SHORTEST_LINE:
                place = Where(file=register.source)
                raise Refused([Problem("registry.empty_rows", place, {"count": str(rows)})])
            yield block
            continue
        lines = content.count(b"\n")
        if len(content) >= MEGABYTE and len(content) < lines * SHORTEST_LINE:
            place = Where(file=register.source, line=block.first_line)
            raise Refused([Problem("registry.lines_too_short", place)])
        yield from _parts(block, content) if lines > 2 * LINES_PER_BLOCK else [block]


def _length(content: bytes | list[list[str]]) -> int:
    if isinstance(content, bytes):
        return len(content)
    return sum(sum(map(len, cells)) for cells in content)


def _parts(block: Block, content: bytes) -> Iterator[Block]:
    """Cut a block of very short lines, so that a part costs what a block of usual lines does."""
    lines = content.split(b"\n")
    for at in range(0, len(lines), LINES_PER_BLOCK):
        rest = lines[at : at + LINES_PER_BLOCK]
        last = at + LINES_PER_BLOCK >= len(lines)
        part = replace(
            block,
            first_line=block.first_line + at,
            content=b"\n".join(rest) + (b"" if last else b"\n"),
        )
        yield part if at == 0 else replace(part, oversized=(), bytes_read=0)


def _most_unpacked(size: int) -> int:
    return max(SMALL_UNPACKED, MOST_TIMES * size)


def _unpacks_too_far(path: Path) -> Refused:
    details = {"limit": f"{_most_unpacked(path.stat().st_size) // MEGABYTE}"}
    return Refused([Problem("registry.unpacks_too_far", Where(file=path.name), details)])


def unpacked_size(path: Path) -> int:
    """Return how many bytes a workbook looked into before has when unpacked; 0 of no package."""
    if not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as package:
        return sum(part.file_size for part in package.infolist())


def _look_into_package(path: Path) -> None:
    """Unpack every part of a workbook once and count; nothing of it is kept."""
    left = _most_unpacked(path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS:
                raise _unpacks_too_far(path)
            for part in parts:
                left -= _Part(path, package, part).size_within(left)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as fault:
        if "encrypted" in str(fault):
            raise Refused([Problem("registry.password", Where(file=path.name))]) from fault
        details = {"reason": str(fault)}
        raise Refused([Problem("registry.unreadable", Where(file=path.name), details)]) from fault


class _Part:
    """One part of a workbook, unpacked and counted."""

    def __init__(self, path: Path, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        self.path, self.package, self.part = path, package, part
        self.rows = self.cells = 0
        self.row, self.column = 1, 26

    def size_within(self, most: int) -> int:
        """Return the part's size; refuse it beyond a limit, or where its grid would be too wide."""
        size, rest = 0, b""
        with self.package.open(self.part) as stream:
            while chunk := stream.read(MEGABYTE):
                size += len(chunk)
                if size > most:
                    raise _unpacks_too_far(self.path)
                if not self.part.filename.endswith(".rels"):
                    self._look(chunk, rest + chunk)
                rest = chunk[-_OVERLAP:]
        grid = max(self.row, self.rows) * self.column
        if grid > max(SMALL_GRID, EMPTY_FOR_FILLED * self.cells):
            details = {"row": str(self.row), "column": str(self.column)}
            raise Refused([Problem("registry.far_cell", Where(file=self.path.name), details)])
        return size

    def _look(self, chunk: bytes, data: bytes) -> None:
        """Count a chunk's cells and note how far out they stand."""
        if b"<!ENTITY" in data:
            raise zipfile.BadZipFile
        self.cells += sum(map(chunk.count, _CELL))
        self.rows += chunk.count(b"<row") + chunk.count(b":row")
        row = max(map(int, set(_FAR_ROW.findall(data))), default=1)
        column = max(map(_number, set(_FAR_COLUMN.findall(data))), default=1)
        if row > 2 * self.rows + 10_000 or column > 64:
            # Styled cells without a value stand far out in many a workbook; only values count.
            found = {(int(row), _number(letters)) for letters, row in _VALUE.findall(data)}
            row = max((row for row, _ in found), default=1)
            column = max((column for _, column in found), default=1)
        self.row, self.column = max(self.row, row), max(self.column, column)


def _number(letters: bytes) -> int:
    """Return the number of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
