"""Open a list of firms of an office's own: a text or a workbook of any kind, as rows to be read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from jiqun.base.csv_files import unguarded
from jiqun.base.encodings import GB18030
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import too_large
from jiqun.base.lists import SEPARATORS
from jiqun.filings.long_csv import LARGEST_CSV
from jiqun.filings.roster_headings import FirmColumns, firm_columns, roster_mapping
from jiqun.filings.workbook.package import column_letters

if TYPE_CHECKING:
    from jiqun.filings.workbook.grid import Sheet

TEXTS = (".csv", ".txt", ".tsv")


class ListRow(NamedTuple):
    """A row of a list: where it stands, its cells, and what kept it from being read."""

    number: int
    cells: Sequence[Any]
    fault: str = ""


@dataclass(frozen=True)
class FirmTable:
    """A table of firms.

    Parameters
    ----------
    file, sheet
        The file's name, and the sheet's; no sheet for a text.
    names
        Its headings.
    heading_row
        The row they stand in.
    found
        What they mean.
    rows
        Those below.
    sheet_read
        The sheet as it was read; None for a text.
    stored_taken
        Whether the result a spreadsheet stored of a formula is taken for its value.
    text
        Whether a row must have as many cells as there are headings.
    notes
        What is worth knowing of how it was read.
    """

    file: str
    sheet: str
    names: Sequence[str]
    heading_row: int
    found: FirmColumns
    rows: Iterable[ListRow]
    sheet_read: "Sheet | None" = None
    stored_taken: bool = True
    text: bool = False
    notes: list[Problem] = field(default_factory=list)

    def where(self, row: int, column: int = 0) -> Where:
        """Return the place of a row, or of one of its cells (columns from 1)."""
        if not self.sheet:
            return Where(self.file, row)
        return Where(self.file, cell=f"{self.sheet}!{column_letters(column or 1)}{row}")

    @property
    def letters(self) -> dict[str, str]:
        """By key the letter of each column."""
        return {name: column_letters(at + 1) for name, at in self.found.columns.items()}


def text_table(path: Path) -> FirmTable:
    """Open a text: its encoding, line ends and separator are found out.

    Raises
    ------
    Refused
        Where it is no text, too large, or of an encoding that is not read.
    """
    from jiqun.registry.text_files import open_lines

    if (size := path.stat().st_size) > LARGEST_CSV:
        raise Refused([too_large(path, size, LARGEST_CSV)])
    register = open_lines(path, roster_mapping())
    place, notes = Where(file=path.name), []
    if register.encoding.name == GB18030:
        notes.append(Problem("filings.read_as_gb18030", place))
    if register.delimiter != ",":
        zh, en = SEPARATORS[register.delimiter]
        notes.append(Problem("roster.separator", place, {"separator": zh, "separator_en": en}))
    if register.heading_row > 1:
        notes.append(_below(path.name, register.heading_row))
    found = firm_columns(register.header, register.above)
    return FirmTable(
        path.name, "", register.header, register.heading_row, found, _text_rows(register),
        text=True, notes=notes,
    )  # fmt: skip


def _text_rows(register: Any) -> Iterator[ListRow]:
    from jiqun.registry.bounds import bounded
    from jiqun.registry.records import Records
    from jiqun.registry.text_files import line_blocks

    cut = Records(len(register.header), register.delimiter, register.encoding.name)
    for block in bounded(register, line_blocks(register)):
        for line, _, _ in block.oversized:
            yield ListRow(line, (), "line_too_long")
        for record in cut.of(cast(bytes, block.content), block.first_line):
            fault = record.rejected
            if "stray_bytes" in record.repairs or any("\ufffd" in cell for cell in record.cells):
                fault = "stray_bytes"
            elif "broken_quotes" in record.repairs:
                fault = "broken_quotes"
            yield ListRow(record.line, [unguarded(cell) for cell in record.cells], fault)


def _below(file: str, row: int) -> Problem:
    return Problem("roster.headings_below", Where(file=file), {"row": str(row)})


def book_tables(path: Path, sheets: "Sequence[Sheet]") -> tuple[list[FirmTable], list[Problem]]:
    """Find the tables of firms of a workbook that is no filing's.

    Parameters
    ----------
    path
        The workbook.
    sheets
        Its sheets.

    Returns
    -------
    list of FirmTable
        One a sheet that lists firms.
    list of Problem
        Notes on sheets passed over.
    """
    tables: list[FirmTable] = []
    passed: list[Problem] = []
    for sheet in sheets:
        table = _sheet_table(path.name, sheet)
        if table is not None:
            tables.append(table)
        elif any(cell != "" for row in sheet.rows for cell in row):
            passed.append(
                Problem("roster.sheet_passed_over", Where(file=path.name), {"sheet": sheet.name})
            )
    return tables, passed


def _sheet_table(file: str, sheet: "Sheet") -> FirmTable | None:
    from jiqun.registry.books import cell_text
    from jiqun.registry.headings import Row, find_headings
    from jiqun.registry.registers import FIRST_ROWS

    first = (
        Row(number, number, texts)
        for number, cells in enumerate(sheet.rows, 1)
        if any(texts := [cell_text(cell) for cell in cells])
    )
    headings = find_headings(
        [row for row, _ in zip(first, range(FIRST_ROWS), strict=False)], roster_mapping()
    )
    if headings is None:
        return None
    found = firm_columns(headings.names, headings.above, sheet.epoch)
    if "credit_code" not in found.columns:
        return None
    notes = [_below(file, headings.row)] if headings.above else []
    below = enumerate(sheet.rows[headings.rows_above :], headings.rows_above + 1)
    return FirmTable(
        file, sheet.name, headings.names, headings.row, found,
        (ListRow(number, cells) for number, cells in below), sheet,
        notes=[*notes, *sheet.notes(file)],
    )  # fmt: skip
