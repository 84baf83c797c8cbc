"""Open registers as people have them and hand them on in blocks of bounded size.

A block of a CSV is raw bytes, cut between records: decoding and parsing happen where the block is
worked on. Workbooks and Parquet come as rows of text.
"""

import codecs
import gzip
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from jiqun.base.errors import Problem, Refused, Where

BLOCK_BYTES = 2 << 20
LONGEST_LINE = 1 << 20
"""A longer line is no record; it is rejected with its first characters."""
MULTILINE = 20
"""A quoted field may run over this many lines."""
ROWS_PER_BLOCK = 20_000
ENDINGS = (".csv", ".csv.gz", ".txt", ".tsv", ".xlsx", ".parquet")
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


@dataclass(frozen=True, slots=True)
class Register:
    """A file that was recognised: its headings and what separates its cells."""

    path: Path
    source: str
    header: list[str]
    delimiter: str
    size: int
    sheet: str = ""

    def blocks(self, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
        """Yield the file's records block by block, without its headings."""
        if self.path.name.endswith(".xlsx"):
            yield from _sheet_blocks(self)
        elif self.path.name.endswith(".parquet"):
            yield from _parquet_blocks(self)
        else:
            with open_bytes(self.path) as stream:
                yield from _line_blocks(stream, self.source, block_bytes)


def find_files(paths: list[Path]) -> list[Path]:
    """Return the files named, and those inside the folders named, in order of their names.

    Raises
    ------
    Refused
        Where a path does not exist, is of no known kind, or a folder holds no register.
    """
    found: list[Path] = []
    problems = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and _known(p))
            if not inside:
                problems.append(Problem("registry.empty_folder", Where(file=str(path))))
            found += inside
        elif not path.is_file():
            problems.append(Problem("registry.no_file", Where(file=str(path))))
        elif not _known(path):
            known = "、".join(ENDINGS)
            problems.append(
                Problem("registry.unknown_ending", Where(file=str(path)), {"known": known})
            )
        else:
            found.append(path)
    if problems:
        raise Refused(problems)
    return list(dict.fromkeys(found))


def open_register(path: Path) -> list[Register]:
    """Recognise a file: its kind, its headings, its separator. A workbook gives its sheets.

    Raises
    ------
    Refused
        Where the file is empty or of another kind than its name says.
    """
    if path.stat().st_size == 0:
        raise Refused([Problem("registry.empty_file", Where(file=path.name))])
    try:
        if path.name.endswith(".xlsx"):
            return _open_workbook(path)
        if path.name.endswith(".parquet"):
            return [_open_parquet(path)]
        return [_open_lines(path)]
    except (OSError, EOFError, ValueError) as fault:
        raise Refused(
            [Problem("registry.unreadable", Where(file=path.name), {"reason": str(fault)})]
        ) from fault


def content_sha256(path: Path) -> str:
    """Return the hash of a file's bytes: the same file is not imported twice."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_bytes(path: Path) -> IO[bytes]:
    """Open a text register as UTF-8 or GB18030 bytes, unpacked."""
    stream = _unpacked(path)
    head = stream.read(4)
    stream.seek(0)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return io.BufferedReader(_Recoded(stream), BLOCK_BYTES)
    if head[:3] == codecs.BOM_UTF8:
        stream.seek(3)
    return stream


def _unpacked(path: Path) -> IO[bytes]:
    if path.name.endswith(".gz"):
        return cast(IO[bytes], gzip.GzipFile(path))
    return path.open("rb")


class _Recoded(io.RawIOBase):
    """A UTF-16 stream read as UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._reader = codecs.getreader("utf-16")(stream, "replace")
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


def decode_line(line: bytes) -> tuple[str, str]:
    """Decode one line, and say which repair that took: "", "gb18030" or "stray_bytes".

    Examples
    --------
    >>> decode_line("阀门".encode()), decode_line("阀门".encode("gb18030"))
    (('阀门', ''), ('阀门', 'gb18030'))
    """
    try:
        return line.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("gb18030"), "gb18030"
    except UnicodeDecodeError:
        return _nearest(line), "stray_bytes"


def _nearest(line: bytes) -> str:
    """Decode a line that is neither, by the encoding that loses fewer characters."""
    tries = [line.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    return min(tries, key=lambda text: text.count("\ufffd")).replace("\ufffd", "")


def _known(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS) and not path.name.startswith((".", "~$"))


def _open_lines(path: Path) -> Register:
    with open_bytes(path) as stream:
        head = stream.read(64 << 10)
    kind = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")
    if not kind and head.count(b"\0") > len(head) // 100:
        kind = "binary"
    if kind:
        raise Refused([Problem("registry.other_kind", Where(file=path.name), {"kind": kind})])
    first = head.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    if len(first) > LONGEST_LINE or (b"\n" not in head and len(head) >= 64 << 10):
        raise Refused([Problem("registry.no_header", Where(file=path.name, line=1))])
    text, _ = decode_line(first)
    delimiter = max(",\t;|", key=text.count)
    header = [cell.strip().strip('"').strip() for cell in text.split(delimiter)]
    return Register(path, path.name, header, delimiter, path.stat().st_size)


def _line_blocks(stream: IO[bytes], source: str, size: int) -> Iterator[Block]:
    """Cut a stream into blocks between records; the headings are left out."""
    line, header = 1, True
    rest = b""
    oversized: list[tuple[int, int, bytes]] = []
    raw = getattr(stream, "fileobj", None) or stream
    seen = 0
    while chunk := stream.read(size):
        data = rest + chunk
        cut = _between_records(data)
        rest = data[cut:]
        if cut == 0 and len(rest) > LONGEST_LINE:
            rest, data_line = _skip_line(stream, rest, line, oversized)
            line = data_line
            continue
        content = data[:cut]
        first = line
        line += content.count(b"\n")
        if header and content:
            content, first, header = *_without_header(content, first), False
        at = _position(raw)
        yield Block(source, first, content, tuple(oversized), max(at - seen, 0))
        seen, oversized = at, []
    if header:
        rest, line = _without_header(rest, line)
    yield Block(source, line, rest, tuple(oversized), 0)


def _skip_line(
    stream: IO[bytes], start: bytes, line: int, oversized: list[tuple[int, int, bytes]]
) -> tuple[bytes, int]:
    """Pass over a line that is too long; return what follows it and the next line's number."""
    length = len(start)
    while chunk := stream.read(BLOCK_BYTES):
        end = chunk.find(b"\n")
        if end >= 0:
            oversized.append((line, length + end, start[:400]))
            return chunk[end + 1 :], line + 1
        length += len(chunk)
    oversized.append((line, length, start[:400]))
    return b"", line + 1


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


def _without_header(content: bytes, line: int) -> tuple[bytes, int]:
    while content.startswith((b"\n", b"\r\n")):
        content = content[content.find(b"\n") + 1 :]
        line += 1
    end = content.find(b"\n")
    return (content[end + 1 :], line + 1) if end >= 0 else (b"", line + 1)


def _position(raw: Any) -> int:
    try:
        return int(raw.tell())
    except (OSError, AttributeError, ValueError):
        return 0


def _open_workbook(path: Path) -> list[Register]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except CalamineError as fault:
        raise Refused(
            [Problem("registry.unreadable", Where(file=path.name), {"reason": str(fault)})]
        ) from fault
    found = []
    for sheet in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(sheet).iter_rows()
        header = next((row for row in rows if any(cell != "" for cell in row)), None)
        if header is not None:
            names = [_text(cell) for cell in header]
            source = f"{path.name}[{sheet}]" if len(workbook.sheet_names) > 1 else path.name
            found.append(Register(path, source, names, "", path.stat().st_size, sheet))
    if not found:
        raise Refused([Problem("registry.empty_file", Where(file=path.name))])
    return found


def _sheet_blocks(register: Register) -> Iterator[Block]:
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(register.path))
    rows, line, header = [], 0, True
    for cells in workbook.get_sheet_by_name(register.sheet).iter_rows():
        line += 1
        texts = [_text(cell) for cell in cells]
        if header:
            header = not any(texts)
            continue
        rows.append(texts)
        if len(rows) == ROWS_PER_BLOCK:
            yield Block(register.source, line - len(rows) + 1, rows)
            rows = []
    yield Block(register.source, line - len(rows) + 1, rows)


def _open_parquet(path: Path) -> Register:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = pq.read_schema(path).names
    except pa.ArrowInvalid as fault:
        raise Refused(
            [Problem("registry.unreadable", Where(file=path.name), {"reason": str(fault)})]
        ) from fault
    return Register(path, path.name, list(names), "", path.stat().st_size)


def _parquet_blocks(register: Register) -> Iterator[Block]:
    import pyarrow.parquet as pq

    line = 1
    for batch in pq.ParquetFile(register.path).iter_batches(ROWS_PER_BLOCK):
        columns = [column.to_pylist() for column in batch.columns]
        rows = [[_text(cell) for cell in row] for row in zip(*columns, strict=True)]
        yield Block(register.source, line, rows)
        line += len(rows)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
