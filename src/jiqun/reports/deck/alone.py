"""A picture on a slide: one group of shapes, which can be edited mark by mark."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pptx import Presentation
from pptx.util import Inches

from jiqun.reports.deck.canvas import SlideCanvas
from jiqun.reports.deck.master import HIGH, WIDE
from jiqun.reports.packages import describe, settled

if TYPE_CHECKING:
    from pptx.slide import Slide

    from jiqun.base.language import Lang
    from jiqun.drawing.canvas import Canvas
    from jiqun.drawing.pictures import Picture

EDGE = 0.4
"""Free space along the edges of a slide, inches."""
BLANK = 6
"""The layout without placeholders in the library's own template."""


def picture_deck(picture: Picture, lang: Lang, measured: Canvas) -> bytes:
    """Return a deck of one slide that shows a picture; the same picture gives the same bytes.

    Parameters
    ----------
    picture, lang
        What is drawn, and the language of its words.
    measured
        A canvas it was painted on: as wide and high as it needs.
    """
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
    slide = made.slides.add_slide(made.slide_layouts[BLANK])
    room = (EDGE, EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE)
    put_on_slide(slide, picture, lang, measured, room)
    describe(made.core_properties, picture.title.in_(lang), "", lang)
    sink = io.BytesIO()
    made.save(sink)
    return settled(sink.getvalue())


def put_on_slide(
    slide: Slide,
    picture: Picture,
    lang: Lang,
    measured: Canvas,
    box: tuple[float, float, float, float],
) -> None:
    """Draw a picture on a slide as one group, with its words for who does not see it.

    Parameters
    ----------
    slide
        Of any deck.
    picture, lang, measured
        As of :func:`picture_deck`.
    box
        Left, top, width and height of the room for it, inches; it keeps its proportions.
    """
    left, top, wide, high = box
    inch = min(wide / measured.width, high / measured.height)
    corner = (left + (wide - inch * measured.width) / 2, top)
    canvas = SlideCanvas(slide, measured.width, measured.height, lang, inch, corner)
    picture.paint(canvas)
    group = slide.shapes.add_group_shape(canvas.drawn)
    properties = group._element.nvGrpSpPr.cNvPr
    properties.set("name", picture.title.in_(lang))
    properties.set("descr", picture.alternative.in_(lang))
