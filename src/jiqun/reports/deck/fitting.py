"""Words that fit their boxes: what would run over is printed smaller, never cut.

English says the same in more letters than Chinese; the same layouts serve both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.util import Emu, Pt

from jiqun.drawing.canvas import breadth
from jiqun.reports.deck.master import LAYOUTS, Place

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.text.text import _Paragraph

LINE = 1.28
"""A line's height, of its letters'."""
STEP, SMALLEST = 0.95, 8.0
"""By how much letters are made smaller at a time, and the smallest they get, points."""
POINTS = 72


def fit_words(made: Deck) -> None:
    """Print smaller what would run over its box, on every slide.

    Parameters
    ----------
    made
        A deck of our layouts.
    """
    names = {layout.name: list(LAYOUTS)[at] for at, layout in enumerate(made.slide_layouts)}
    for slide in made.slides:
        places = {place.index: place for place in LAYOUTS[names[slide.slide_layout.name]]}
        for shape in slide.placeholders:
            place = places.get(shape.placeholder_format.idx)
            if place is not None and shape.has_text_frame:
                _fit(shape, place)


def _fit(shape: SlidePlaceholder, place: Place) -> None:
    """Make the letters of a box smaller, all of them alike, until they fit."""
    paragraphs = shape.text_frame.paragraphs
    across, height = _room(shape, place)
    width = across - 2 * place.inset
    sizes = [_size(paragraph, place) for paragraph in paragraphs]
    scale = 1.0
    while max(sizes) * scale > SMALLEST:
        texts = zip(paragraphs, sizes, strict=True)
        needed = sum(tall(said.text, size * scale, width) for said, size in texts)
        if needed <= height:
            break
        scale *= STEP
    if scale < 1:
        for paragraph, size in zip(paragraphs, sizes, strict=True):
            for run in paragraph.runs:
                run.font.size = Pt(round(max(size * scale, SMALLEST), 1))


def _room(shape: SlidePlaceholder, place: Place) -> tuple[float, float]:
    """Return how wide and tall a box is, inches: as it says itself, or as its layout has it.

    What it does not say is looked for in the layout by its library, as slowly as words are written.
    """
    if shape.element.spPr.xfrm is None:
        return place.box[2], place.box[3]
    return Emu(shape.width).inches, Emu(shape.height).inches


def tall(text: str, size: float, width: float) -> float:
    """Return about how tall a paragraph is, inches.

    Parameters
    ----------
    text, size
        Its words, and their size in points.
    width
        Of its lines, inches.

    Examples
    --------
    >>> round(tall("a" * 100, 10, 4), 2), round(tall("a" * 100, 10, 10), 2)
    (0.36, 0.18)
    """
    lines = max(1, -(-round(breadth(text, size)) // round(width * POINTS)))
    return lines * size * LINE / POINTS


def _size(paragraph: _Paragraph, place: Place) -> float:
    """Return a paragraph's size: its own, or its place's."""
    own = [run.font.size.pt for run in paragraph.runs if run.font.size is not None]
    return own[0] if own else place.size
