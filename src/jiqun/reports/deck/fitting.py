"""Words that fit their boxes: what would run over is printed smaller, never cut.

English says the same in more letters than Chinese; the same layouts serve both. Whoever opens the
deck may not have its fonts and be given wider ones, so that there is room for those.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pptx.util import Emu, Pt

from jiqun.drawing.canvas import reach
from jiqun.reports.deck.master import LAYOUTS, Place

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.text.text import _Paragraph

LINE, LINE_OF_HAN = 1.28, 1.45
"""A line's height, of its letters': of Latin ones, and where a Chinese one stands among them."""
WIDER, BOLDER = 1.1, 1.25
"""How much wider than the font that comes along DejaVu Sans is, which Linux puts in for Arial."""
STEP, SMALLEST = 0.95, 8.0
"""By how much letters are made smaller at a time, and the smallest they get, points."""
POINTS = 72
UNBROKEN = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+")
"""What no line is broken within: a Chinese letter, or a word with the blank after it."""
HAN = re.compile(r"[\u2e80-\uffef]")


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
    width, height = across - 2 * place.inset, height - place.inset
    sizes = [_size(paragraph, place) for paragraph in paragraphs]
    gaps = sum(paragraph.space_after.pt for paragraph in paragraphs if paragraph.space_after)
    scale = 1.0
    while max(sizes) * scale > SMALLEST:
        texts = zip(paragraphs, sizes, strict=True)
        needed = sum(
            tall(said.text, max(size * scale, SMALLEST), width, bold=_bold(said, place))
            for said, size in texts
        )
        if needed + gaps / POINTS <= height:
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


def tall(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """Return about how tall a paragraph is, inches, in the widest font it may be shown in.

    Parameters
    ----------
    text, size
        Its words, and their size in points.
    width
        Of its lines, inches.
    bold
        Whether its letters are, and so wider.

    Examples
    --------
    >>> round(tall("no word is cut " * 6, 10, 4), 2), round(tall("no word is cut " * 6, 10, 10), 2)
    (0.36, 0.18)
    """
    height = LINE_OF_HAN if HAN.search(text) else LINE
    lines = _lines(text, width * POINTS / size, BOLDER if bold else WIDER)
    return lines * size * height / POINTS


def _lines(text: str, width: float, wider: float) -> int:
    """Count lines that break between words, of a width in sizes of the letters."""
    lines, along = 1, 0.0
    for word in UNBROKEN.findall(text):
        bare = word.rstrip()
        latin = 1.0 if HAN.match(word) else wider
        if along and along + reach(bare, latin) > width:
            lines, along = lines + 1, 0.0
        along += reach(word, latin)
        if along > width:  # a word longer than a line goes on over several
            further = int(reach(bare, latin) / width)
            lines, along = lines + further, along - further * width
    return lines


def _bold(paragraph: _Paragraph, place: Place) -> bool:
    """Tell whether a paragraph is bold: by its own runs, or as its place is."""
    own = [run.font.bold for run in paragraph.runs if run.font.bold is not None]
    return own[0] if own else place.bold


def _size(paragraph: _Paragraph, place: Place) -> float:
    """Return a paragraph's size: its own, or its place's."""
    own = [run.font.size.pt for run in paragraph.runs if run.font.size is not None]
    return own[0] if own else place.size
