"""Words that fit their boxes: what would run over is printed smaller, never cut.

English says the same in more letters than Chinese; the same layouts serve both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.util import Emu, Pt

from jiqun.reports.deck.master import CARDS, LAYOUTS, TILES, Place
from jiqun.reports.measuring import POINTS, SMALLEST, tall

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.text.text import _Paragraph

STEP = 0.95
"""By how much letters are made smaller at a time."""
LARGER = 1.15
"""How much larger than the others a first paragraph stays while it alone is made smaller."""


def fit_words(made: Deck) -> None:
    """Print smaller what would run over its box, on every slide; boxes that are alike stay alike.

    Parameters
    ----------
    made
        A deck of our layouts.
    """
    names = {layout.name: list(LAYOUTS)[at] for at, layout in enumerate(made.slide_layouts)}
    for slide in made.slides:
        places = {place.index: place for place in LAYOUTS[names[slide.slide_layout.name]]}
        boxes: dict[int, list[_Box]] = {}
        for shape in slide.placeholders:
            place = places.get(shape.placeholder_format.idx)
            if place is not None and shape.has_text_frame:
                boxes.setdefault(_first_alike(place.index), []).append(_box(shape, place))
        for alike in boxes.values():
            _fit(alike)


def _first_alike(index: int) -> int:
    """Return the number that stands for all tiles, or all cards; else a place's own."""
    return next((row[0] for row in (TILES, CARDS) if index in row), index)


@dataclass(frozen=True, slots=True)
class _Box:
    """The paragraphs of a box with their sizes and whether they are bold, and its room, inches."""

    paragraphs: list[_Paragraph]
    sizes: list[float]
    bold: list[bool]
    width: float
    height: float

    def holds(self, head: float, rest: float) -> bool:
        """Tell whether its words fit, the first paragraph and the others so much smaller."""
        gaps = sum(float(said.space_after.pt) for said in self.paragraphs if said.space_after)
        scaled = zip(self.paragraphs, self.scaled(head, rest), self.bold, strict=True)
        needed = sum(tall(said.text, size, self.width, bold=bold) for said, size, bold in scaled)
        return needed + gaps / POINTS <= self.height

    def scaled(self, head: float, rest: float) -> list[float]:
        """Return the paragraphs' sizes, so much smaller."""
        scales = [head, *[rest] * (len(self.sizes) - 1)]
        return [max(size * by, SMALLEST) for size, by in zip(self.sizes, scales, strict=True)]

    @property
    def stands_out(self) -> float:
        """How much smaller the first paragraph may be before it is no larger than the others."""
        return min(max(self.sizes[1:], default=self.sizes[0]) * LARGER / self.sizes[0], 1.0)


def _box(shape: SlidePlaceholder, place: Place) -> _Box:
    paragraphs = list(shape.text_frame.paragraphs)
    across, height = _room(shape, place)
    sizes = [_size(paragraph, place) for paragraph in paragraphs]
    bold = [_bold(paragraph, place) for paragraph in paragraphs]
    return _Box(paragraphs, sizes, bold, across - 2 * place.inset, height - place.inset)


def _fit(alike: list[_Box]) -> None:
    """Make the letters of boxes smaller until all fit: first what stands out, then everything."""
    head = rest = 1.0
    for box in alike:
        while not box.holds(head, rest) and head > box.stands_out:
            head *= STEP
        while not box.holds(head, rest) and max(box.scaled(head, rest)) > SMALLEST:
            head, rest = head * STEP, rest * STEP
    if head == 1.0:
        return
    for box in alike:
        for paragraph, size in zip(box.paragraphs, box.scaled(head, rest), strict=True):
            for run in paragraph.runs:
                run.font.size = Pt(round(size, 1))


def _room(shape: SlidePlaceholder, place: Place) -> tuple[float, float]:
    """Return how wide and tall a box is, inches: as it says itself, or as its layout has it.

    What it does not say is looked for in the layout by its library, as slowly as words are written.
    """
    if shape.element.spPr.xfrm is None:
        return place.box[2], place.box[3]
    return Emu(shape.width).inches, Emu(shape.height).inches


def _bold(paragraph: _Paragraph, place: Place) -> bool:
    """Tell whether a paragraph is bold: by its own runs, or as its place is."""
    own = [run.font.bold for run in paragraph.runs if run.font.bold is not None]
    return own[0] if own else place.bold


def _size(paragraph: _Paragraph, place: Place) -> float:
    """Return a paragraph's size: its own, or its place's."""
    own = [run.font.size.pt for run in paragraph.runs if run.font.size is not None]
    return own[0] if own else place.size
