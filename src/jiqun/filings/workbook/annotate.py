"""Write a copy of a returned workbook with every problem marked in its cell.

The copy is the filer's own workbook: whatever was added, moved or coloured stays. Marks of an
earlier round are taken away first, formulas become text (nothing is ever written back that could
run), and links to other files are dropped.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any, Protocol
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from jiqun.base.apart import Damaged, apart
from jiqun.base.errors import Problem, Refused, Severity, Where
from jiqun.base.files import write_atomically
from jiqun.base.language import Lang
from jiqun.base.paper import set_up_print
from jiqun.filings.read import SPREADSHEETS
from jiqun.filings.workbook.layout import KEY, Layout, layout_said
from jiqun.filings.workbook.paper import height_of
from jiqun.filings.workbook.styles import Looks, put_text
from jiqun.filings.workbook.tables import SEARCHED_ROWS

MARK = "【jiqun】"
"""What our notes begin with; a note of the filer's in the same cell follows below."""
THEIRS = "\n————\n"
MOST_NOTES = 2000
"""More notes than this make a workbook slow to open; further cells are coloured and worded only."""
NOTE_SIZE = (320, 140)
LIST_WIDTHS = (8, 26, 60, 44)
FORMER = re.compile(r"〔(rgb|theme|indexed) (\w+) (-?[\d.]+(?:e-?\d+)?)〕")
"""What our note says of the colour a cell had before it was marked."""
ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


class Checked(Protocol):
    """What became of a file, as far as marking needs it."""

    problems: list[Problem]


def annotate_files(
    paths: Sequence[Path],
    outcomes: Sequence[Checked],
    folder: Path,
    lang: Lang,
    progress: Progress,
) -> list[Path]:
    """Write a marked copy of every workbook that could be read, by its own name.

    Parameters
    ----------
    paths, outcomes
        The files checked and what was found, in the same order.
    folder
        Where the copies go.
    lang
        The reader's language.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    list of Path
        The copies; a file of which none could be made has a note among its problems.
    """
    written: list[Path] = []
    named = list(zip(paths, outcomes, copies_of(paths, folder), strict=True))
    for path, outcome, copy in progress(named, folder.name):
        marked = _marked(path, outcome.problems, lang)
        if isinstance(marked, Problem):
            outcome.problems.append(marked)
            continue
        write_atomically(copy, marked)
        written.append(copy)
    return written


def copies_of(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Return where the marked copy of each file goes, no two alike: counties' files often are.

    Examples
    --------
    >>> [copy.name for copy in copies_of([Path("a/县.xlsx"), Path("b/县.xls")], Path("marked"))]
    ['县.xlsx', '县 (2).xlsx']
    """
    taken: list[Path] = []
    for path in paths:
        copy = folder / path.with_suffix(".xlsx").name
        names = chain([copy], (copy.with_stem(f"{copy.stem} ({number})") for number in count(2)))
        taken.append(next(name for name in names if name not in taken))
    return taken


def _marked(path: Path, problems: list[Problem], lang: Lang) -> bytes | Problem:
    where = Where(file=path.name)
    if path.suffix.lower() not in SPREADSHEETS or any(
        _of_the_file(problem) for problem in problems
    ):
        return Problem("workbooks.not_annotated", where)
    try:
        [marked] = apart(path, lambda: [annotated(path, problems, lang)])
    except (Refused, Damaged, ValueError, TypeError, KeyError, IndexError, AttributeError):
        # openpyxl fails at styles or parts it does not know; the check itself stands.
        return Problem("workbooks.cannot_mark", where)
    return marked


UNREADABLE = frozenset(
    f"workbooks.{name}"
    for name in ("not_a_workbook", "not_xlsx", "old_binary", "encrypted", "damaged", "too_large",
                 "far_value", "long_text", "too_many_merged", "macros", "another_workbook")
) | frozenset(
    f"filings.{name}" for name in ("no_file", "a_folder", "empty_file")
)  # fmt: skip


def _of_the_file(problem: Problem) -> bool:
    return problem.code in UNREADABLE or problem.code.startswith("inputs.")


def annotated(path: Path, problems: Sequence[Problem], lang: Lang) -> bytes:
    """Return a copy of a workbook with problems marked.

    Parameters
    ----------
    path
        A workbook the reader could read.
    problems
        What was found; those with a cell are marked there, all are listed on a sheet.
    lang
        The language of notes.
    """
    book = load_workbook(path, keep_links=False, rich_text=not _has_escapes(path))
    marker = _Marker(book, _plan(book), lang)
    marker.clean()
    marker.mark(problems)
    marker.list_all(problems)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _plan(book: Workbook) -> Layout:
    """Return the layout of the version a workbook was made for."""
    return layout_said(
        said
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=SEARCHED_ROWS, values_only=True)
        for said in row
    )


def _has_escapes(path: Path) -> bool:
    """Whether a text of a workbook is escaped, which openpyxl forgets where it keeps bold parts."""
    with ZipFile(path) as archive:
        return any(b"x005F_" in archive.read(name) for name in archive.namelist())


class _Marker:
    """One workbook being marked."""

    def __init__(self, book: Workbook, plan: Layout, lang: Lang) -> None:
        self.book, self.plan, self.lang = book, plan, lang
        colours = plan.said["colours"]
        self.fills = {
            str(severity): PatternFill(
                "solid", start_color=colours[severity], end_color=colours[severity]
            )
            for severity in ORDER
        }
        self.input = PatternFill("solid", start_color=colours["input"], end_color=colours["input"])
        self.ours = {f"00{colours[severity]}" for severity in ORDER} | {
            f"FF{colours[severity]}" for severity in ORDER
        }
        self.words = plan.said["words"]["severity"]

    # --- take away what an earlier round left ---

    def clean(self) -> None:
        """Take away earlier marks, and make formulas text."""
        for lang in ("zh", "en"):
            name = self.plan.sheet("findings", lang)
            if name in self.book.sheetnames:
                del self.book[name]
        for sheet in self.book.worksheets:
            check = self._check_column(sheet)
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell, Cell):
                        self._clean_cell(cell)
                        if check and cell.column == check[1] and cell.row > check[0]:
                            self._unword(sheet, cell)

    def _clean_cell(self, cell: Cell) -> None:
        if cell.data_type == "f":
            said = cell.value
            put_text(cell, str(getattr(said, "text", said)))
        former = None
        if cell.comment is not None and cell.comment.text.startswith(MARK):
            ours, _, theirs = cell.comment.text.partition(THEIRS)
            former = fill_said(ours)
            cell.comment = Comment(theirs, cell.comment.author) if theirs else None
        if cell.has_style and cell.fill.fill_type == "solid" and self._is_ours(cell):
            cell.fill = former or self.input

    def _unword(self, sheet: Worksheet, cell: Cell) -> None:
        """Empty a cell of findings, and let its row be as high as the rest of it needs."""
        row = sheet.row_dimensions[cell.row]
        if cell.value and row.height == self._high(sheet, cell.column, str(cell.value)):
            row.height = None
        cell.value = None

    @staticmethod
    def _high(sheet: Worksheet, column: int, words: str) -> float:
        wide = sheet.column_dimensions[get_column_letter(column)].width
        return height_of([(words, wide)])

    def _is_ours(self, cell: Cell) -> bool:
        banner = cell.row <= 3  # the mark of demonstration data shares the colour of warnings
        return not banner and cell.fill.start_color.rgb in self.ours

    def _check_column(self, sheet: Worksheet) -> tuple[int, int] | None:
        """Return the row of headings and the column for findings, where the sheet is a table."""
        for row in sheet.iter_rows(max_row=SEARCHED_ROWS):
            for cell in row:
                found = KEY.fullmatch(cell.value) if isinstance(cell.value, str) else None
                if found and found[2] == "check" and isinstance(cell, Cell):
                    return cell.row + 1, cell.column
        return None

    # --- mark ---

    def mark(self, problems: Sequence[Problem]) -> None:
        """Mark each problem in its cell: colour, note, and words that a print shows too."""
        by_cell: dict[str, list[Problem]] = {}
        for fault in (each for problem in problems for each in problem.each):
            if fault.where.cell:
                by_cell.setdefault(fault.where.cell, []).append(fault)
        rows: dict[tuple[str, int], list[str]] = {}
        for number, (place, found) in enumerate(by_cell.items()):
            name, _, address = place.rpartition("!")
            if name not in self.book.sheetnames:
                continue
            sheet = self.book[name]
            cell = _anchor(sheet, address)
            found.sort(key=lambda one: ORDER.index(one.severity))
            lines = [self._line(problem) for problem in found]
            if number < MOST_NOTES:
                self._note(cell, lines)
            cell.fill = self.fills[str(found[0].severity)]
            rows.setdefault((name, cell.row), []).extend(lines)
        self._word(rows)

    def _line(self, one: Problem) -> str:
        word = self.words[str(one.severity)][self.lang]
        gap = "：" if self.lang == "zh" else ": "
        return f"{word}{gap}{one.what(self.lang)} {one.todo(self.lang)}"

    def _note(self, cell: Cell, lines: list[str]) -> None:
        theirs = f"{THEIRS}{cell.comment.text}" if cell.comment is not None else ""
        author = cell.comment.author if cell.comment is not None else "jiqun"
        former = "" if cell.fill == self.input else said_of_fill(cell)
        said = Comment(MARK + "\n".join(lines) + former + theirs, author)
        said.width, said.height = NOTE_SIZE
        cell.comment = said

    def _word(self, rows: dict[tuple[str, int], list[str]]) -> None:
        checks = {sheet.title: self._check_column(sheet) for sheet in self.book.worksheets}
        for (name, row), lines in rows.items():
            check = checks[name]
            if check is not None:
                sheet, words = self.book[name], "\n".join(lines)
                cell = sheet.cell(row, check[1])
                if isinstance(cell, Cell):
                    put_text(cell, words)
                    high = self._high(sheet, check[1], words)
                    rank = sheet.row_dimensions[row]
                    rank.height = max(rank.height or 0, high)

    # --- the list of everything ---

    def list_all(self, problems: Sequence[Problem]) -> None:
        """List every problem on a sheet of its own, those without a cell too."""
        sheet = self.book.create_sheet(self.plan.sheet("findings", self.lang))
        looks = Looks(self.book, self.plan.said["colours"])
        self._put(looks, sheet, 1, 1, self.plan.word("findings_heading", self.lang), "title")
        heads = self.plan.said["words"]["findings_columns"][self.lang]
        for column, (head, width) in enumerate(zip(heads, LIST_WIDTHS, strict=True), start=1):
            self._put(looks, sheet, 3, column, head, "heading")
            sheet.column_dimensions[get_column_letter(column)].width = width
        for row, (texts, cell) in enumerate(self._listed(problems), start=4):
            for column, text in enumerate(texts, start=1):
                self._put(looks, sheet, row, column, text, "known")
            self._link(sheet, row, cell)
            sheet.row_dimensions[row].height = height_of(zip(texts, LIST_WIDTHS, strict=True))
        if not problems:
            self._put(looks, sheet, 4, 1, self.plan.word("none_found", self.lang), "text")
        sheet.freeze_panes = "A4"
        set_up_print(sheet, 3)

    def _link(self, sheet: Worksheet, row: int, place: str) -> None:
        """Let a click on a place lead there, inside the workbook."""
        name, _, address = place.rpartition("!")
        if name in self.book.sheetnames:
            quoted = name.replace("'", "''")
            cell = sheet.cell(row, 2)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")

    def _listed(self, problems: Sequence[Problem]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the words of each problem, and the first cell it stands in."""
        for severity in ORDER:
            for problem in problems:
                if problem.severity is severity:
                    word = self.words[str(severity)][self.lang]
                    place = problem.place(self.lang) if problem.more else problem.where.cell
                    place = place or problem.where.text(self.lang)
                    said = (word, place, problem.what(self.lang), problem.todo(self.lang))
                    yield said, problem.where.cell

    def _put(
        self, looks: Looks, sheet: Worksheet, row: int, column: int, text: str, look: str
    ) -> None:
        cell = sheet.cell(row, column)
        if isinstance(cell, Cell):
            put_text(looks.stamp(cell, look), text)


def said_of_fill(cell: Cell) -> str:
    """Return the words by which a note remembers a cell's own colour; empty where it has none."""
    if cell.fill.fill_type != "solid":
        return ""
    colour = cell.fill.start_color
    return f"\n〔{colour.type} {colour.value} {colour.tint}〕"


def fill_said(note: str) -> PatternFill | None:
    """Return the colour a note of ours remembers, or None."""
    found = FORMER.search(note)
    if found is None:
        return None
    kind, value, tint = found.groups()
    said: dict[str, Any] = {kind: value if kind == "rgb" else int(value), "tint": float(tint)}
    return PatternFill("solid", fgColor=Color(**said))


def _anchor(sheet: Worksheet, address: str) -> Cell:
    """Return a cell, or the one that shows the merged area it was lost in."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        column, row = coordinate_from_string(address)
        for area in sheet.merged_cells.ranges:
            if f"{column}{row}" in area:
                cell = sheet.cell(area.min_row, area.min_col)
    if not isinstance(cell, Cell):
        raise TypeError(address)
    return cell
