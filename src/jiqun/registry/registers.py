"""A register as it was recognised, and the blocks it is handed on in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jiqun.base.days import EPOCH_1900
from jiqun.base.encodings import UTF8, Encoding
from jiqun.base.errors import Problem

BLOCK_BYTES = 2 << 20
ROWS_PER_BLOCK = 20_000
_PLAIN = Encoding(UTF8)
CHARACTERS_PER_BLOCK = 4 << 20
LONGEST_ROW = 1 << 20
"""Characters; a longer row is no record."""
SHOWN = 200
"""Characters of such a row that are kept."""
FIRST_ROWS = 30
"""The headings stand among the first rows, or are not found."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a register.

    Parameters
    ----------
    source
        The file's name (and its sheet).
    first_line
        The line or row number its first record stands at.
    content
        Raw lines of a CSV, or rows of text.
    oversized
        Lines too long to be records: number, length in bytes, first bytes.
    bytes_read
        How much of the file this block took, for a progress bar.
    """

    source: str
    first_line: int
    content: bytes | list[list[str]]
    oversized: tuple[tuple[int, int, bytes], ...] = ()
    bytes_read: int = 0


class Merged(NamedTuple):
    """Cells merged downwards: a column, and the first and last row, counted from 1."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Register:
    """A file that was recognised: its headings and what separates its cells.

    Parameters
    ----------
    path, source
        The file, and its name (and its sheet).
    header
        The headings.
    delimiter
        What separates cells of a text register; empty for tables.
    size
        In bytes.
    sheet
        The sheet of a workbook.
    heading_row, rows_above
        The line or row the headings stand in, and how many lines or rows are passed over with
        them.
    above
        The cells above the headings: a title, the unit of amounts.
    encoding, lone_cr
        Of a text register: its encoding, and whether a lone CR ends its lines.
    epoch
        Day nought of a workbook's dates.
    merged
        Cells merged downwards.
    notes
        What is worth knowing of how it was read.
    """

    path: Path
    source: str
    header: list[str]
    delimiter: str
    size: int
    sheet: str = ""
    heading_row: int = 1
    rows_above: int = 1
    above: Sequence[str] = ()
    encoding: Encoding = _PLAIN
    lone_cr: bool = False
    epoch: date = EPOCH_1900
    merged: Sequence[Merged] = ()
    notes: list[Problem] = field(default_factory=list)


def in_blocks(source: str, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Block]:
    """Yield the rows of a table in blocks of bounded size.

    Parameters
    ----------
    source
        As in :class:`Block`.
    rows
        Row numbers that follow each other, each with its cells as text.

    Examples
    --------
    >>> [block.first_line for block in in_blocks("r.xlsx", [(2, ["a"]), (3, ["b" * 2_000_000])])]
    [2, 4]
    """
    held: list[list[str]] = []
    oversized: list[tuple[int, int, bytes]] = []
    first, size = 1, 0
    for number, cells in rows:
        length = sum(map(len, cells))
        full = len(held) == ROWS_PER_BLOCK or size + length > CHARACTERS_PER_BLOCK
        if held and (full or length > LONGEST_ROW):
            yield Block(source, first, held, tuple(oversized))
            held, oversized, size = [], [], 0
        if length > LONGEST_ROW:
            start = " ".join(cells)[:SHOWN].encode()
            oversized.append((number, length, start))
            first = number + 1
            continue
        if not held:
            first = number
        held.append(cells)
        size += length
    yield Block(source, first, held, tuple(oversized))
