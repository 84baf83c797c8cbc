"""Registers kept as text: told by their first bytes, handed on in blocks cut between records.

A block is raw bytes; decoding and parsing happen where it is worked on. Lines may end in LF, CRLF
or a lone CR; a run of NULs, as a crash or a broken disk leaves it, is one record of its own.
"""

import codecs
import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from jiqun.base.encodings import GB18030, UTF8, Encoding, OtherEncoding, encoding_of, rare_as_2022
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.lists import SEPARATORS
from jiqun.registry.headings import HeadingMapping, Headings, Row, find_headings
from jiqun.registry.registers import BLOCK_BYTES, FIRST_ROWS, Block, Register

HEAD_BYTES = 64 << 10
LONGEST_LINE = 1 << 20
"""A longer line is no record; it is rejected with its first characters."""
MULTILINE = 20
"""A quoted field may run over this many lines."""
NUL_BLOCK = 16
"""So many NULs in a row are a block of nothing, not characters of a cell."""
_NULS = re.compile(rb"\0{%d,}" % NUL_BLOCK)
_MAGIC = {
    b"PK\x03\x04": "ZIP/XLSX",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xd0\xcf\x11\xe0": "XLS/DOC",
    b"PAR1": "Parquet",
    b"SQLite": "SQLite",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x7fELF": "ELF",
}
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c"))


def open_lines(path: Path, mapping: HeadingMapping) -> Register:
    """Recognise a text register: its encoding, its line ends, what separates its cells.

    Raises
    ------
    Refused
        Where it is no text, of an encoding that is not read, or has no headings.
    """
    with _unpacked(path) as stream:
        raw = stream.read(HEAD_BYTES)
    where = Where(file=path.name)
    if kind := _other_kind(raw):
        raise Refused([Problem("registry.other_kind", where, {"kind": kind})])
    head = _NULS.sub(b"", raw)
    encoding = _encoding(head, where)
    text = _decoded_head(head, encoding)
    lone_cr = "\n" not in text and "\r" in text
    lines = text.replace("\r", "\n").split("\n") if lone_cr else text.split("\n")
    if not any(lines) or len(lines[0].encode()) > LONGEST_LINE or _one_long_line(text, raw):
        raise Refused([Problem("registry.no_header", Where(file=path.name, line=1))])
    if len(raw) == HEAD_BYTES and len(lines) > 1:
        lines.pop()
    delimiter, headings = _best_headings(lines, mapping)
    notes = []
    if headings.row > 1:
        details = {"row": str(headings.row)}
        notes.append(Problem("registry.headings_below", where, details))
    return Register(
        path, path.name, headings.names, delimiter, path.stat().st_size,
        heading_row=headings.row, rows_above=headings.rows_above, above=headings.above,
        encoding=encoding, lone_cr=lone_cr, notes=notes,
    )  # fmt: skip


def line_blocks(register: Register, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """Yield a text register's records block by block, without what stands above them."""
    with _open_bytes(register) as stream:
        yield from _Cutter(register, stream).blocks(block_bytes)


def decode_line(line: bytes, encoding: str = UTF8) -> tuple[str, str]:
    """Decode one line, and say which repair that took: "", another encoding, or "stray_bytes".

    Examples
    --------
    >>> decode_line("阀门".encode()), decode_line("阀门".encode("gb18030"))
    (('阀门', ''), ('阀门', 'gb18030'))
    >>> decode_line("阀门".encode(), "gb18030"), decode_line("阀门".encode("gb18030"), "gb18030")
    (('阀门', 'utf-8'), ('阀门', ''))
    """
    try:
        text = line.decode(UTF8)
        if encoding == UTF8 or text.isascii():
            return text, ""
        # A line of GB18030 may happen to be UTF-8 too, but then of no Chinese character.
        if any(char >= "\u2e80" for char in text):
            return text, UTF8
    except UnicodeDecodeError:
        pass  # no UTF-8: it is tried as GB18030 next
    try:
        return rare_as_2022(line.decode(GB18030)), "" if encoding == GB18030 else GB18030
    except UnicodeDecodeError:
        return _nearest(line), "stray_bytes"


def records(lines: list[str], delimiter: str, first: int = 1) -> Iterator[Row]:
    """Cut lines into cells; a quoted field may run over some lines, a broken quote may not."""
    at = 0
    while at < len(lines):
        cells, taken, _ = quoted(lines[at : at + MULTILINE], delimiter)
        yield Row(first + at, first + at + taken - 1, cells)
        at += taken


def quoted(lines: list[str], delimiter: str, width: int = 0) -> tuple[list[str], int, bool]:
    """Read a record; return its cells, the lines it took, and whether its quotes were broken."""
    for taken in range(1, len(lines) + 1):
        text = "\n".join(lines[:taken]).rstrip("\r")
        if text.count('"') % 2:
            continue
        try:
            cells = next(csv.reader([text], delimiter=delimiter), [])
        except csv.Error:
            break
        if len(cells) == width or not width:
            return [cell.replace("\n", " ") for cell in cells], taken, False
        break
    text = lines[0].rstrip("\r")
    return [cell.strip().strip('"') for cell in text.split(delimiter)], 1, True


def _nearest(line: bytes) -> str:
    """Decode a line that is neither, by the encoding that loses fewer characters."""
    tries = [line.decode(encoding, "replace") for encoding in (UTF8, GB18030)]
    return min(tries, key=lambda text: text.count("\ufffd")).replace("\ufffd", "")


def _other_kind(head: bytes) -> str:
    kind = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")
    if kind:
        return kind
    start = head.lstrip()[:200].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return "HTML"
    if start.startswith(b"<?xml"):
        return "XML"
    bare = _NULS.sub(b"", head)
    if _wide(head) or len(bare) - len(bare.translate(None, _CONTROL)) <= len(bare) // 100:
        return ""
    return "binary"


def _wide(head: bytes) -> bool:
    try:
        return encoding_of(head).name.startswith("utf-16")
    except OtherEncoding as other:
        return bool(other.name)  # it is refused by that name


def _encoding(head: bytes, where: Where) -> Encoding:
    try:
        return encoding_of(head)
    except OtherEncoding as other:
        details = {"encoding": other.name}
        raise Refused([Problem("registry.other_encoding", where, details)]) from other


def _decoded_head(head: bytes, encoding: Encoding) -> str:
    body = head[encoding.mark :]
    if encoding.name.startswith("utf-16"):
        return body.decode(encoding.name, "replace")
    return "\n".join(
        decode_line(line, encoding.name)[0] for line in body.replace(b"\r\n", b"\n").split(b"\n")
    )


def _one_long_line(text: str, raw: bytes) -> bool:
    return len(raw) == HEAD_BYTES and "\n" not in text and "\r" not in text


def _best_headings(lines: list[str], mapping: HeadingMapping) -> tuple[str, Headings]:
    """Find the headings by what separates most known ones; else take the first row for them."""
    best: tuple[str, Headings] | None = None
    for delimiter in SEPARATORS:
        rows = [row for row, _ in zip(records(lines, delimiter), range(FIRST_ROWS), strict=False)]
        found = find_headings([row for row in rows if any(row.cells)], mapping)
        if found and (best is None or found.known > best[1].known):
            best = delimiter, found
    if best:
        return best
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    delimiter = max(SEPARATORS, key=lines[first].count)
    row = next(records(lines[first:], delimiter, first + 1))
    return delimiter, Headings(row.first, row.last, [cell.strip() for cell in row.cells], 0)


def _open_bytes(register: Register) -> IO[bytes]:
    """Open a text register as UTF-8 or GB18030 bytes, unpacked, without a byte-order mark."""
    stream = _unpacked(register.path)
    stream.seek(register.encoding.mark)
    if register.encoding.name.startswith("utf-16"):
        return io.BufferedReader(_Recoded(stream, register.encoding.name), BLOCK_BYTES)
    return stream


def _unpacked(path: Path) -> IO[bytes]:
    if path.name.lower().endswith(".gz"):
        return cast(IO[bytes], gzip.GzipFile(path))
    return path.open("rb")


class _Recoded(io.RawIOBase):
    """A UTF-16 stream read as UTF-8."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.fileobj = stream
        self._reader = codecs.getreader(encoding)(stream, "replace")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            text = self._reader.read(len(buffer))
            if not text:
                return 0
            self._rest = text.encode()
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class _Cutter:
    """Cuts a stream into blocks between records."""

    def __init__(self, register: Register, stream: IO[bytes]) -> None:
        self._source, self._above, self._lone_cr = (
            register.source,
            register.rows_above,
            register.lone_cr,
        )
        self._stream = stream
        self._line = 1
        self._oversized: list[tuple[int, int, bytes]] = []

    def blocks(self, size: int) -> Iterator[Block]:
        """Yield the blocks."""
        raw = getattr(self._stream, "fileobj", None) or self._stream
        rest, seen = b"", 0
        while chunk := self._chunk(size):
            data = rest + chunk
            cut = _between_records(data)
            rest = data[cut:]
            if cut == 0 and len(rest) > LONGEST_LINE:
                rest = self._skip_line(rest)
                continue
            at = _position(raw)
            yield self._block(data[:cut], max(at - seen, 0))
            seen = at
        yield self._block(rest, 0)

    def _block(self, content: bytes, bytes_read: int) -> Block:
        """Make a block of whole lines, without the lines of the headings and above."""
        while content and self._line <= self._above:
            content = content[content.find(b"\n") + 1 or len(content) :]
            self._line += 1
        first, oversized = self._line, tuple(self._oversized)
        self._line += content.count(b"\n")
        self._oversized = []
        return Block(self._source, first, content, oversized, bytes_read)

    def _chunk(self, size: int) -> bytes:
        """Read on; lone CRs become line ends, long runs of NULs short ones."""
        chunk = self._stream.read(size)
        if self._lone_cr:
            if chunk.endswith(b"\r"):
                chunk += self._stream.read(1)
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return _NULS.sub(b"\0" * NUL_BLOCK, chunk) if b"\0" in chunk else chunk

    def _skip_line(self, start: bytes) -> bytes:
        """Pass over a line that is too long; return what follows it."""
        length = len(start)
        line, self._line = self._line, self._line + 1
        while chunk := self._chunk(BLOCK_BYTES):
            end = chunk.find(b"\n")
            if end >= 0:
                self._oversized.append((line, length + end, start[:400]))
                return chunk[end + 1 :]
            length += len(chunk)
        self._oversized.append((line, length, start[:400]))
        return b""


def _between_records(data: bytes) -> int:
    """Return where to cut: after the last line, or before a quoted field still open there."""
    cut = data.rfind(b"\n") + 1
    ends = cut
    odd: list[int] = []
    for _ in range(MULTILINE):
        start = data.rfind(b"\n", 0, max(ends - 1, 0)) + 1
        if data.count(b'"', start, ends) % 2:
            odd.append(start)
        if start == 0:
            break
        ends = start
    return odd[0] if len(odd) % 2 and odd[0] > 0 else cut


def _position(raw: Any) -> int:
    try:
        return int(raw.tell())
    except (OSError, AttributeError, ValueError):
        return 0
