"""Registers kept as tables: workbooks of every kind (XLSX, XLS, WPS's ET, ODS) and Parquet."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from jiqun.base.days import EPOCH_1900, EPOCH_1904
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.locked import OLE, is_locked
from jiqun.registry.headings import HeadingMapping, Headings, Row, find_headings
from jiqun.registry.registers import FIRST_ROWS, Block, Merged, Register, in_blocks

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ZIP = b"PK\x03\x04"
EXACT = 10**14
"""A spreadsheet keeps fifteen digits; a whole number from here on may have lost some."""
_HIDDEN = re.compile(rb"<row\b[^>]*\bhidden=\"(?:1|true)\"")
_READ = 1 << 20
ROWS_PER_BATCH = 2_000
"""Rows of a Parquet file held at once: their texts may be repeated, and long."""


def open_workbook(path: Path, mapping: HeadingMapping) -> list[Register]:
    """Recognise a workbook: each sheet that holds something, with its headings.

    Raises
    ------
    Refused
        Where it is no workbook, is locked with a password, or is empty.
    """
    where = Where(file=path.name)
    with path.open("rb") as file:
        kind = file.read(4)
        if kind == OLE[:4] and is_locked(kind + file.read()):
            raise Refused([Problem("registry.password", where)])
    if kind not in (ZIP, OLE[:4]):
        raise Refused([Problem("registry.no_workbook", where)])
    with _opened(path) as workbook:
        epoch, hidden = _package_facts(path) if kind == ZIP else (EPOCH_1900, {})
        sheets = [
            register
            for name in workbook.sheet_names
            if (register := _sheet(path, workbook, name, mapping, epoch)) is not None
        ]
        _note_hidden(sheets, workbook, hidden)
    if not sheets:
        raise Refused([Problem("registry.empty_file", where)])
    return sheets


def sheet_blocks(register: Register, spread: Sequence[int] = ()) -> Iterator[Block]:
    """Yield a sheet's rows below its headings.

    Parameters
    ----------
    register
        The sheet.
    spread
        The columns in which a cell merged downwards belongs to each of its rows.
    """
    yield from in_blocks(register.source, _sheet_rows(register, spread))


def _sheet_rows(register: Register, spread: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield a sheet's rows below its headings with their numbers."""
    merged = [cell for cell in register.merged if cell.column in spread]
    fill = {row: cell for cell in merged for row in range(cell.first + 1, cell.last + 1)}
    said: dict[Merged, str] = {}
    starts = {(cell.first, cell.column): cell for cell in merged}
    by_row = _by_row(merged) if fill else {}
    with _opened(register.path) as workbook:
        sheet = workbook.get_sheet_by_name(register.sheet)
        for line, cells in enumerate(sheet.iter_rows(), 1):
            texts = [cell_text(cell) for cell in cells]
            for cell in by_row.get(line, ()):
                if (line, cell.column) in starts:
                    said[cell] = texts[cell.column]
                else:
                    texts[cell.column] = texts[cell.column] or said.get(cell, "")
            if line > register.rows_above:
                yield line, texts


def open_parquet(path: Path) -> list[Register]:
    """Recognise a Parquet file, one register: its columns are its headings.

    Raises
    ------
    Refused
        Where it is none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = list(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError) as fault:
        details = {"reason": str(fault)}
        raise Refused([Problem("registry.unreadable", Where(file=path.name), details)]) from fault
    return [Register(path, path.name, names, "", path.stat().st_size)]


def parquet_blocks(register: Register) -> Iterator[Block]:
    """Yield a Parquet file's rows as text."""
    yield from in_blocks(register.source, _parquet_rows(register.path))


def _parquet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_memory_pool(pa.system_memory_pool())  # the others take address space ahead of need
    file = pq.ParquetFile(path, pre_buffer=False)
    line = 0
    for batch in file.iter_batches(ROWS_PER_BATCH, use_threads=False):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            line += 1
            yield line, [cell_text(cell) for cell in row]


def cell_text(cell: object) -> str:
    """Write a cell as text; a whole number of more digits than a spreadsheet keeps says so.

    Examples
    --------
    >>> cell_text(44713.0), cell_text(9.133020670000004e17), cell_text(913302067000000123)
    ('44713', '9.13302067E+17', '913302067000000123')
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None or cell != cell:  # noqa: PLR0124 (NaN, the one value unlike itself)
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < EXACT else _rounded(cell)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace").strip()
    return str(cell).strip()


def _rounded(number: float) -> str:
    """Write a number as a spreadsheet shows one it could not keep: always with an exponent."""
    digits, _, power = f"{number:.14E}".partition("E")
    return f"{digits.rstrip('0').rstrip('.')}E{power}"


def _by_row(merged: Sequence[Merged]) -> dict[int, list[Merged]]:
    found: dict[int, list[Merged]] = {}
    for cell in merged:
        for row in range(cell.first, cell.last + 1):
            found.setdefault(row, []).append(cell)
    return found


@contextmanager
def _opened(path: Path) -> "Iterator[CalamineWorkbook]":
    """Open a workbook by what it is, whatever its ending.

    Raises
    ------
    Refused
        Where it is damaged or locked.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    where = Where(file=path.name)
    with path.open("rb") as file:
        try:
            workbook = CalamineWorkbook.from_filelike(file)
        except PasswordError as fault:
            raise Refused([Problem("registry.password", where)]) from fault
        except (CalamineError, OSError, ValueError) as fault:
            if "password" in str(fault).lower():
                raise Refused([Problem("registry.password", where)]) from fault
            details = {"reason": str(fault)}
            raise Refused([Problem("registry.unreadable", where, details)]) from fault
        yield workbook


def _sheet(
    path: Path, workbook: "CalamineWorkbook", name: str, mapping: HeadingMapping, epoch: date
) -> Register | None:
    """Recognise a sheet, or return None of an empty one or a chart."""
    sheet = _table(workbook, name)
    if sheet is None:
        return None
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [cell_text(cell) for cell in cells]
        if any(texts):
            rows.append(Row(number, number, texts))
        if len(rows) == FIRST_ROWS:
            break
    if not rows:
        return None
    headings = find_headings(rows, mapping)
    if headings is None:
        headings = Headings(rows[0].first, rows[0].first, list(rows[0].cells), 0)
    source = f"{path.name}[{name}]" if len(workbook.sheet_names) > 1 else path.name
    register = Register(
        path, source, headings.names, "", path.stat().st_size, name,
        heading_row=headings.row, rows_above=headings.rows_above, epoch=epoch,
        merged=_merged(sheet),
    )  # fmt: skip
    if headings.row > rows[0].first:
        details = {"row": str(headings.row)}
        register.notes.append(Problem("registry.headings_below", Where(file=source), details))
    return register


def _table(workbook: "CalamineWorkbook", name: str) -> "CalamineSheet | None":
    from python_calamine import CalamineError

    try:
        return workbook.get_sheet_by_name(name)
    except CalamineError:  # a chart on a sheet of its own
        return None


def _merged(sheet: "CalamineSheet") -> list[Merged]:
    """Return the cells merged downwards; columns are counted from the first one used."""
    start = sheet.start[1] if sheet.start else 0
    return [
        Merged(column - start, first + 1, last + 1)
        for (first, left), (last, right) in sheet.merged_cell_ranges or ()
        if last > first
        for column in range(left, right + 1)
        if column >= start
    ]


def _package_facts(path: Path) -> tuple[date, dict[str, int]]:
    """Return day nought of an OOXML workbook, and by sheet how many of its rows are hidden."""
    hidden: dict[str, int] = {}
    epoch = EPOCH_1900
    with suppress(zipfile.BadZipFile, OSError, KeyError), zipfile.ZipFile(path) as package:
        book = package.read("xl/workbook.xml")
        if re.search(rb"<workbookPr\b[^>]*\bdate1904=\"(?:1|true)\"", book):
            epoch = EPOCH_1904
        for name, part in _sheet_parts(book, package.read("xl/_rels/workbook.xml.rels")).items():
            with package.open(part) as file:
                hidden[name] = _hidden_rows(file)
    return epoch, hidden


def _sheet_parts(book: bytes, relations: bytes) -> dict[str, str]:
    """Return by sheet the part of the package it lies in."""
    from xml.etree import ElementTree

    if b"<!" in book + relations:
        return {}
    targets = {
        relation.get("Id"): str(relation.get("Target"))
        for relation in ElementTree.fromstring(relations)  # noqa: S314 (no entities, see above)
    }
    found = {}
    for sheet in ElementTree.fromstring(book).iter():  # noqa: S314 (no entities, see above)
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        if sheet.tag.endswith("}sheet") and "worksheets/" in targets.get(key, ""):
            target = targets[key]
            found[sheet.attrib["name"]] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
    return found


def _hidden_rows(file: IO[bytes]) -> int:
    """Count the rows a sheet hides, by hand or by a filter."""
    count, rest = 0, b""
    while chunk := file.read(_READ):
        data = rest + chunk
        cut = data.rfind(b"<") if b"<" in data else 0
        count += len(_HIDDEN.findall(data, 0, cut))
        rest = data[cut:]
    return count + len(_HIDDEN.findall(rest))


def _note_hidden(
    sheets: list[Register], workbook: "CalamineWorkbook", hidden: dict[str, int]
) -> None:
    """Say of sheets and rows that are hidden that they were read."""
    visible: dict[str, Any] = {
        sheet.name: str(sheet.visible).endswith(".Visible") for sheet in workbook.sheets_metadata
    }
    for register in sheets:
        where = Where(file=register.source)
        if not visible.get(register.sheet, True):
            details = {"sheet": register.sheet}
            register.notes.append(Problem("registry.hidden_sheet_read", where, details))
        if count := hidden.get(register.sheet, 0):
            register.notes.append(
                Problem("registry.hidden_rows_read", where, {"count": str(count)})
            )
