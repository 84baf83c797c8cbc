"""Tables a command writes for people and programs: CSV, workbook, JSON.

A CSV or JSON file has the columns' names, which programs rely on; a workbook has their titles in
the reader's language, numbers as numbers, a frozen and filtered head, and a sheet that says what
the table is of. Where figures may be made up, every file says whether they are: a workbook in a
line over the table, the others in a last column ``demo``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jiqun.base.canonical import decimal_text
from jiqun.base.csv_files import csv_bytes
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.base.json_files import indented_json
from jiqun.base.language import Bilingual, Lang
from jiqun.base.texts import printable

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Kind = Literal["text", "count", "number", "ratio", "tiny", "year"]
Row = Mapping[str, str | int | Decimal | bool | None]
ENDINGS = (".csv", ".xlsx", ".json")
FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "number": "#,##0.00####",
    "ratio": "0.0%",
    "tiny": "0.0E+00",
    "year": "0",
}
SHEETS = {"table": Bilingual("数据", "Data"), "about": Bilingual("说明", "About")}
NOTHING = Bilingual("", "")
DEMO = Bilingual("演示数据：不是真实集群的数字", "Demonstration: not the figures of real clusters")
WIDEST_PAGE = 250
"""Characters that are printed on one page's width; more go on to further pages, never smaller."""
KEPT = 3
"""Columns printed on each page of a table that is wider."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its title for people, what its cells hold.

    Parameters
    ----------
    name, title
        ``key`` and 编号.
    kind
        ``text``, ``count``, ``number``, ``ratio`` (a fraction, shown in per cent), ``tiny`` (a
        chance, shown by its power of ten) or ``year``.
    width
        Of a workbook's column, in characters.
    note
        A second line of the heading: a unit, an id.
    said
        How a workbook says this column's codes; as they are when not given, and always so in
        files for programs.
    """

    name: str
    title: Bilingual
    kind: Kind = "text"
    width: int = 14
    note: Bilingual = NOTHING
    said: Callable[[str], Bilingual] | None = None

    def in_words(self, value: object, lang: Lang) -> object:
        """Return what a workbook's cell holds."""
        if self.said is None or not isinstance(value, str) or not value:
            return value
        return self.said(value).in_(lang)


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as a file holds it.

    Parameters
    ----------
    title
        What it is of.
    columns, rows
        Cells by the columns' names; other keys of a row are left out.
    about
        What a reader of the workbook must know: pairs of a heading and a text.
    demo
        Whether any of it is of the demonstration; a row whose own ``demo`` says otherwise goes
        before. None where that is no question.
    """

    title: Bilingual
    columns: Sequence[Column]
    rows: Sequence[Row]
    about: Sequence[tuple[Bilingual, Bilingual]] = ()
    demo: bool | None = None

    @property
    def mark(self) -> Bilingual:
        """The line over figures that are made up; nothing over real ones."""
        return DEMO if self.demo else NOTHING


def refuse_ending(path: Path, known: Sequence[str] = ENDINGS) -> None:
    """Refuse a file of a kind that is not written, before any work is done.

    Raises
    ------
    Refused
        Naming the kinds that are.
    """
    if path.suffix.lower() not in known:
        details = {"ending": path.suffix or "-", "known": " ".join(known)}
        raise Refused([Problem("reports.unknown_ending", Where(file=path.name), details)])


def write_table(table: TableFile, path: Path, lang: Lang) -> None:
    """Write a table to a file, in the kind its ending names.

    Parameters
    ----------
    table, path
        What, and where to: ``.csv``, ``.xlsx`` or ``.json``.
    lang
        The language of a workbook's titles.

    Raises
    ------
    Refused
        Where the ending is none of these.
    """
    refuse_ending(path)
    writers = {".csv": _csv, ".json": _json, ".xlsx": _xlsx}
    write_atomically(path, writers[path.suffix.lower()](table, lang))


def _csv(table: TableFile, _: Lang) -> bytes:
    rows = [{name: _flag_text(cell) for name, cell in row.items()} for row in _plain(table)]
    return csv_bytes(rows, _plain_names(table))


def _flag_text(cell: object) -> object:
    return str(cell).lower() if isinstance(cell, bool) else cell


def _json(table: TableFile, _: Lang) -> bytes:
    return (indented_json(_plain(table)) + "\n").encode()


def _plain(table: TableFile) -> list[dict[str, object]]:
    """Return the rows with decimals as text, the columns' cells alone."""
    names = _plain_names(table)
    whole = {} if table.demo is None else {"demo": table.demo}
    cells = ((name, row.get(name, whole.get(name))) for row in table.rows for name in names)
    return [
        {
            name: decimal_text(cell) if isinstance(cell, Decimal) else cell
            for name, cell in islice(cells, len(names))
        }
        for _ in table.rows
    ]


def _plain_names(table: TableFile) -> list[str]:
    names = [column.name for column in table.columns]
    return names if table.demo is None else [*names, "demo"]


def _xlsx(table: TableFile, lang: Lang) -> bytes:
    from openpyxl import Workbook

    from jiqun.reports.packages import LANGUAGES, settled
    from jiqun.reports.words import words

    book = Workbook(write_only=True)
    _write_sheet(book.create_sheet(SHEETS["table"].in_(lang)), table, lang)
    if table.about:
        _write_about(book.create_sheet(SHEETS["about"].in_(lang)), table, lang)
    book.properties.title = table.title.in_(lang)
    book.properties.creator, book.properties.language = words(lang)["maker"], LANGUAGES[lang]
    sink = io.BytesIO()
    book.save(sink)
    return settled(sink.getvalue())


def _write_sheet(page: Worksheet, table: TableFile, lang: Lang) -> None:
    """Write title, head and rows; the head stays in sight, is filtered and printed on each page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    noted = any(column.note.in_(lang) for column in table.columns)
    head = 3 if noted else 2
    last = get_column_letter(len(table.columns))
    page.freeze_panes = f"A{head + 1}"
    page.auto_filter.ref = f"A{head}:{last}{head + len(table.rows)}"
    page.print_title_rows = f"1:{head}"
    page.print_title_cols = f"A:{get_column_letter(min(KEPT, len(table.columns)))}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    fits = sum(column.width for column in table.columns) <= WIDEST_PAGE
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fits)
    for at, column in enumerate(table.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    said = " · ".join(text for text in (table.mark.in_(lang), table.title.in_(lang)) if text)
    page.append([_styled(page, said, head=False)])
    page.append([_styled(page, column.title.in_(lang), head=True) for column in table.columns])
    if noted:
        page.append([_styled(page, column.note.in_(lang), head=True) for column in table.columns])
    for row in table.rows:
        page.append(
            [
                _cell(page, column.in_words(row.get(column.name), lang), column.kind)
                for column in table.columns
            ]
        )


def _write_about(page: Worksheet, table: TableFile, lang: Lang) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 34, 100
    for heading, text in table.about:
        page.append([_styled(page, heading.in_(lang), head=True), _cell(page, text.in_(lang))])


def _styled(page: Worksheet, text: str, *, head: bool) -> Cell:
    from openpyxl.styles import Alignment, Font, PatternFill

    from jiqun.drawing import palette

    cell = _text_cell(page, text)
    cell.font = Font(bold=True, color=palette.PAPER if head else palette.WARM)
    if head:
        cell.fill = PatternFill("solid", fgColor=palette.NOW)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(page: Worksheet, value: object, kind: Kind = "text") -> Cell | None:
    """Return a cell: a number in the fifteen digits a workbook keeps, a text as no formula."""
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return _text_cell(page, str(value))
    if kind == "text":
        return _text_cell(page, decimal_text(value) if isinstance(value, Decimal) else str(value))
    cell = WriteOnlyCell(page, float(value))
    cell.number_format = FORMATS[kind]
    return cell


def _text_cell(page: Worksheet, text: str) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, printable(text))
    cell.data_type = "s"
    return cell
