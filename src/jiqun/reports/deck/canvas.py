"""A canvas whose marks are shapes of a slide: a picture drawn there can be edited, mark by mark.

Each shape has the name of its kind.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASHES
from pptx.enum.shapes import MSO_SHAPE as SHAPES
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from jiqun.drawing import palette
from jiqun.drawing.canvas import SMALL, Canvas, reach
from jiqun.reports.deck.master import CHINESE, LATIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.autoshape import Shape
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

    from jiqun.base.language import Lang

Point = tuple[float, float]
Box = tuple[float, float, float, float]
EMU_AN_INCH, POINTS = 914400, 72
STEPS = 8
"""Straight pieces a curve is drawn in, for each of its bends."""
ASCENT, LINE = 0.95, 1.3
"""Where letters stand on their line, and how high it is, of their size."""
ROOM = 1.35
"""How much wider than the words their box is: another font may be put in."""
ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
LONG_DASH = 3.0
"""A dash this long or longer is drawn as dashes, a shorter one as dots."""


class SlideCanvas(Canvas):
    """Shapes on a slide.

    Parameters
    ----------
    slide
        Takes the shapes.
    width, height, lang
        As of :class:`Canvas`.
    inch
        How many inches one of the drawing's units is.
    corner
        Where the drawing's own corner lies on the slide, inches.
    """

    def __init__(
        self,
        slide: Slide,
        width: float,
        height: float,
        lang: Lang,
        inch: float,
        corner: Point,
    ) -> None:
        super().__init__(width, height, lang)
        self._shapes, self._inch, self._corner = slide.shapes, inch, corner
        self.drawn: list[BaseShape] = []

    def bar(self, box: Box, colour: str, kind: str) -> None:
        """Add a rectangle without an edge."""
        self._rectangle(box, SHAPES.RECTANGLE, colour, kind).line.fill.background()

    def box(
        self,
        box: Box,
        fill: str,
        edge: str,
        width: float = 1.0,
        kind: str = "box",
        dash: str = "",
    ) -> None:
        """Add a rectangle with an edge and slightly rounded corners."""
        shape = self._rectangle(box, SHAPES.ROUNDED_RECTANGLE, fill, kind)
        shape.adjustments[0] = 3.0 / max(min(box[2], box[3]), 6.0)
        self._edge(shape, edge, width)
        _dash(shape, dash)

    def text(
        self,
        at: Point,
        words: str,
        anchor: str = "start",
        colour: str = palette.INK,
        size: float = SMALL,
        kind: str = "label",
        weight: str = "",
    ) -> None:
        """Add words; the second coordinate is their base line."""
        wide = reach(words, size) * ROOM
        left, top = at[0] - wide * BEFORE[anchor], at[1] - size * ASCENT
        shape = self._shapes.add_textbox(*self._placed((left, top, wide, size * LINE)))
        self._keep(shape, kind)
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.paragraphs[0].alignment = ALIGN[anchor]
        run = frame.paragraphs[0].add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(round(size * self._inch * POINTS, 1)), bool(weight)
        run.font.name, run.font.color.rgb = LATIN, RGBColor.from_string(colour)
        run.font._element.get_or_change_to_solidFill()
        east = run.font._element.makeelement(qn("a:ea"), {"typeface": CHINESE})
        run.font._element.find(qn("a:latin")).addnext(east)

    def curve(self, points: Sequence[Point], colour: str, width: float, kind: str) -> None:
        """Add a line that passes every point level, in short straight pieces."""
        self._freeform(smooth(points), colour, width, kind)

    def polyline(
        self, points: Sequence[Point], colour: str, width: float, kind: str, dash: str = ""
    ) -> None:
        """Add a line through points."""
        _dash(self._freeform(points, colour, width, kind), dash)

    def area(self, points: Sequence[Point], colour: str, kind: str) -> None:
        """Add an area within points."""
        shape = self._path(points, kind, close=True)
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(colour)
        shape.line.fill.background()

    def hint(self, box: Box, words: str) -> None:
        """Leave out what a pointer is told: the words stand in the shapes."""

    def _rectangle(self, box: Box, form: SHAPES, fill: str, kind: str) -> Shape:
        shape: Shape = self._shapes.add_shape(form, *self._placed(box))
        self._keep(shape, kind)
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        return shape

    def _keep(self, shape: Shape, kind: str) -> None:
        """Keep a shape under the name of its kind, without the theme's edges and shadows."""
        shape.name = kind
        for style in shape._element.findall(qn("p:style")):
            shape._element.remove(style)
        self.drawn.append(shape)

    def _freeform(self, points: Sequence[Point], colour: str, width: float, kind: str) -> Shape:
        shape = self._path(points, kind, close=False)
        shape.fill.background()
        self._edge(shape, colour, width)
        return shape

    def _path(self, points: Sequence[Point], kind: str, *, close: bool) -> Shape:
        places = [(self._emu(x, 0), self._emu(y, 1)) for x, y in points]
        builder = self._shapes.build_freeform(*places[0], scale=1.0)
        builder.add_line_segments(places[1:], close=close)
        shape: Shape = builder.convert_to_shape()
        self._keep(shape, kind)
        return shape

    def _edge(self, shape: Shape, colour: str, width: float) -> None:
        shape.line.color.rgb = RGBColor.from_string(colour)
        shape.line.width = Pt(round(width * self._inch * POINTS, 2))

    def _placed(self, box: Box) -> tuple[Emu, Emu, Emu, Emu]:
        left, top, wide, high = box
        size = self._inch * EMU_AN_INCH
        return (
            Emu(self._emu(left, 0)),
            Emu(self._emu(top, 1)),
            Emu(round(wide * size)),
            Emu(round(high * size)),
        )

    def _emu(self, along: float, axis: int) -> int:
        return round((self._corner[axis] + along * self._inch) * EMU_AN_INCH)


def _dash(shape: Shape, dash: str) -> None:
    """Draw a shape's line in dashes or dots, as they are long."""
    if dash:
        long = float(dash.split(maxsplit=1)[0]) >= LONG_DASH
        shape.line.dash_style = DASHES.DASH if long else DASHES.ROUND_DOT


def smooth(points: Sequence[Point]) -> list[Point]:
    """Return the places of a line that passes every point level, with those between.

    Examples
    --------
    >>> smooth([(0, 0), (8, 0)])
    [(0, 0), (8, 0)]
    >>> [round(y, 2) for _, y in smooth([(0, 0), (8, 4)])]
    [0, 0.17, 0.62, 1.27, 2.0, 2.73, 3.38, 3.83, 4]
    """
    found = [points[0]]
    for (x, y), (right, down) in pairwise(points):
        if y != down:
            half = (x + right) / 2
            for step in range(1, STEPS):
                t = step / STEPS
                ends, middle = (1 - t) ** 3, 3 * t * (1 - t)
                across = ends * x + middle * half + t**3 * right
                found.append((across, y + (3 * t**2 - 2 * t**3) * (down - y)))
        found.append((right, down))
    return found
