"""The few looks of a workbook's cells, made once and stamped on cells."""

import re
from copy import copy
from decimal import Decimal
from typing import Any, cast

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from jiqun.base import flags
from jiqun.base.canonical import decimal_text
from jiqun.base.texts import printable

FONT = "宋体"
FORMATS = {"count": "#,##0", "money": "#,##0.00####", "quantity": "#,##0.######", "flag": "@",
           "choice": "@"}  # fmt: skip
AS_TEXT = "@"
DATE = "yyyy-mm-dd"
YES, NO = flags.YES.zh, flags.NO.zh
"""A workbook is filled in in Chinese, whatever language its words are in."""
EXACT_DIGITS = 15
"""A spreadsheet keeps 15 significant digits; a longer number is written as text."""


class Looks:
    """Named looks of one workbook; stamping one is ten times cheaper than setting its parts.

    Parameters
    ----------
    book
        The workbook.
    colours
        By name, RGB in hexadecimal digits.
    """

    def __init__(self, book: Workbook, colours: dict[str, str]) -> None:
        self._book = book
        self._colours = colours
        self._made: dict[tuple[str, str, bool], Any] = {}

    def stamp(
        self, cell: Cell, name: str, number_format: str = "General", *, quoted: bool = False
    ) -> Cell:
        """Give a cell a look."""
        look = (name, number_format, quoted)
        if look not in self._made:
            self._made[look] = self._make(*look)
        cell._style = copy(self._made[look])  # type: ignore[attr-defined]  # missed by the stubs
        return cell

    def fill(self, name: str) -> PatternFill:
        """Return a solid fill of a colour."""
        return PatternFill("solid", start_color=self._colours[name], end_color=self._colours[name])

    def _make(self, name: str, number_format: str, quoted: bool) -> Any:
        """Build a look on a cell of a sheet that is thrown away, and keep its style."""
        sheet = self._book.create_sheet("look")
        cell = sheet.cell(1, 1)
        getattr(self, f"_{name}")(cell)
        cell.number_format = number_format
        if quoted:
            cell.quotePrefix = True
        style = copy(cell._style)
        self._book.remove(sheet)
        return style

    def _boxed(self) -> Border:
        side = Side("thin", color=self._colours["line"])
        return Border(left=side, right=side, top=side, bottom=side)

    def _title(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=16, bold=True, color=self._colours["title"])
        cell.alignment = Alignment(vertical="center")

    def _small(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=9, color="595959")
        cell.alignment = Alignment(vertical="center")

    def _banner(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=11, bold=True)
        cell.fill = self.fill("warning")
        cell.alignment = Alignment(vertical="center")

    def _notice(self, cell: Cell) -> None:
        self._banner(cell)
        cell.alignment = Alignment(vertical="center", wrap_text=True)

    def _section(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFF")
        cell.fill = self.fill("section")
        cell.border = self._boxed()
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)

    def _heading(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=10, bold=True)
        cell.fill = self.fill("heading")
        cell.border = self._boxed()
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def _known(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=10)
        cell.fill = self.fill("known")
        cell.border = self._boxed()
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)

    def _part(self, cell: Cell) -> None:
        self._known(cell)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=3)

    def _hint(self, cell: Cell) -> None:
        self._known(cell)
        cell.font = Font(name=FONT, size=9, color="404040")

    def _code(self, cell: Cell) -> None:
        self._known(cell)
        cell.font = Font(name=FONT, size=8, color="7F7F7F")
        cell.alignment = Alignment(vertical="center", shrink_to_fit=True)

    def _middle(self, cell: Cell) -> None:
        self._known(cell)
        cell.alignment = Alignment(horizontal="center", vertical="center")

    def _input(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=11)
        cell.fill = self.fill("input")
        cell.border = self._boxed()
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        cell.protection = Protection(locked=False)

    def _required_input(self, cell: Cell) -> None:
        self._input(cell)
        cell.fill = self.fill("required")

    def _required_number(self, cell: Cell) -> None:
        self._number(cell)
        cell.fill = self.fill("required")

    def _required_choice(self, cell: Cell) -> None:
        self._choice(cell)
        cell.fill = self.fill("required")

    def _number(self, cell: Cell) -> None:
        self._input(cell)
        cell.alignment = Alignment(horizontal="right", vertical="center", indent=1)

    def _choice(self, cell: Cell) -> None:
        self._input(cell)
        cell.alignment = Alignment(horizontal="center", vertical="center")

    def _text(self, cell: Cell) -> None:
        cell.font = Font(name=FONT, size=11)
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell of a sheet without merged areas."""
    return cast("Cell", sheet.cell(row, column))


_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def put_text(cell: Cell, text: str) -> None:
    """Write a text as text, whatever it begins with: never a formula.

    A workbook cannot hold control characters, and reads ``_x0041_`` as a letter: the first become
    spaces, the second is escaped.
    """
    cell.value = _ESCAPE.sub("_x005F_", printable(text))
    if text:
        cell.data_type = "s"


def put_number(cell: Cell, value: Decimal, *, flag: bool = False) -> None:
    """Write a number so that none of its digits is lost."""
    if flag:
        put_text(cell, YES if value else NO)
        return
    text = decimal_text(value)
    if len(text.replace(".", "").lstrip("-0")) > EXACT_DIGITS:
        put_text(cell, text)
    else:
        cell.value = int(text) if "." not in text else float(text)
