"""Tables of the deck: columns as wide as their words, as many rows on a slide as it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from jiqun.drawing import palette
from jiqun.reports.deck import master
from jiqun.reports.measuring import EDGE, POINTS, columns, tall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.table import _Cell

    from jiqun.reports.tables import Table

Rows: TypeAlias = "Sequence[tuple[str, ...]]"
(PLACE,) = (place.box for place in master.LAYOUTS["table"] if place.index == master.TABLE)
WIDTH, HEIGHT = PLACE[2], PLACE[3]
MOST = 9
"""More rows than this are too many to be read on one slide."""
ROOMY, USUAL = 14.0, 11.0
"""Sizes of letters, points: of few rows, and of more."""
LEAST = {ROOMY: 0.8, USUAL: 0.44}
"""How tall a row is at least, inches; a heading as the lower one."""
MARGIN = 0.03
"""Above and below a cell's words, inches."""


def pages_of(table: Table) -> list[Rows]:
    """Return a table's rows as they are parted over slides, each within its height."""
    pages: list[list[tuple[str, ...]]] = [[]]
    for row in table.rows:
        fits = _height(table, [*pages[-1], row], USUAL) <= HEIGHT
        if pages[-1] and (len(pages[-1]) == MOST or not fits):
            pages.append([])
        pages[-1].append(row)
    return [page for page in pages if page]


def insert_table(place: SlidePlaceholder, table: Table, rows: Rows, named: str) -> None:
    """Put rows of a table into a table placeholder.

    Parameters
    ----------
    place
        A slide's table placeholder, which says where it lies.
    table
        Whose heading and columns they have.
    rows
        From :func:`pages_of`.
    named
        What a reader of the screen is told of a table without a title.
    """
    frame = place.insert_table(rows=len(rows) + 1, cols=len(table.header))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.title or named)
    grid = frame.table
    roomy = len(rows) <= MOST // 2 + 1 and _height(table, rows, ROOMY) <= HEIGHT
    size = ROOMY if roomy else USUAL
    for column, wide in zip(grid.columns, _widths(table, size), strict=True):
        column.width = master._emu(wide / POINTS)
    for at, (cells, high) in enumerate(
        zip([table.header, *rows], _heights(table, rows, size), strict=True)
    ):
        grid.rows[at].height = master._emu(high)
        for number, text in enumerate(cells):
            _write(grid.cell(at, number), text, size, at)


def _widths(table: Table, size: float) -> list[float]:
    """Return the columns' widths in points: one table's slides have the same."""
    return columns([table.header, *table.rows], table.widths, WIDTH * POINTS, size)


def _heights(table: Table, rows: Rows, size: float) -> list[float]:
    """Return how tall the heading and each row are, inches."""
    widths = [(wide - 2 * EDGE) / POINTS for wide in _widths(table, size)]
    tallest = [
        max(tall(text, size, wide, bold=not at) for text, wide in zip(row, widths, strict=True))
        for at, row in enumerate([table.header, *rows])
    ]
    least = [LEAST[USUAL], *[LEAST[size]] * len(rows)]
    return [max(low, high + 2 * MARGIN) for low, high in zip(least, tallest, strict=True)]


def _height(table: Table, rows: Rows, size: float) -> float:
    return sum(_heights(table, rows, size))


def _write(cell: _Cell, text: str, size: float, row: int) -> None:
    cell.text = text
    cell.margin_top = cell.margin_bottom = master._emu(MARGIN)
    cell.margin_left = cell.margin_right = master._emu(EDGE / POINTS)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    ground = palette.PALE if row % 2 == 0 else palette.PAPER
    cell.fill.fore_color.rgb = RGBColor.from_string(ground if row else palette.NOW)
    ink = palette.INK if row else palette.PAPER
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold = Pt(size), row == 0
        run.font.color.rgb = RGBColor.from_string(ink)
