"""Words in the placeholders of a slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.util import Pt

from jiqun.drawing import palette
from jiqun.reports.deck import master
from jiqun.reports.packages import LANGUAGES
from jiqun.reports.words import words

if TYPE_CHECKING:
    from pptx.slide import Slide
    from pptx.text.text import _Paragraph

NOTES = tuple(words(lang).fill("note", text="") for lang in LANGUAGES)
"""How a note begins."""


def write(slide: Slide, index: int, lines: Sequence[str], gap: float = 6) -> None:
    """Write paragraphs into a placeholder; with none, the placeholder goes."""
    if not lines:
        remove(slide, index)
        return
    found = slide.placeholders[index]
    frame = found.text_frame
    frame.text = lines[0]
    for line in lines[1:]:
        frame.add_paragraph().text = line
    for paragraph in frame.paragraphs[:-1]:
        paragraph.space_after = Pt(gap)
    for paragraph in frame.paragraphs:
        if paragraph.text.startswith(NOTES):
            style(paragraph, 11, palette.SOFT)


def remove(slide: Slide, index: int) -> None:
    """Take a placeholder off a slide; nothing where it is gone."""
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx == index:
            shape._element.getparent().remove(shape._element)


def move(slide: Slide, index: int, box: tuple[float, float, float, float]) -> None:
    """Lay a placeholder elsewhere than its layout has it; nothing where it was removed."""
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == index:
            shape.left, shape.top, shape.width, shape.height = map(master._emu, box)


def write_card(slide: Slide, index: int, title: str, text: str, size: float) -> None:
    """Write a short text with its title into a placeholder, a paragraph a line."""
    frame = slide.placeholders[index].text_frame
    frame.text = title
    style(frame.paragraphs[0], size + 4, palette.NOW, bold=True)
    frame.paragraphs[0].space_after = Pt(6)
    for line in text.split("\n"):
        paragraph = frame.add_paragraph()
        paragraph.text = line
        style(paragraph, size, palette.INK)
        paragraph.space_after = Pt(3)


def style(paragraph: _Paragraph, size: float, colour: str, *, bold: bool = False) -> None:
    """Print a paragraph in a size and a colour."""
    for run in paragraph.runs:
        run.font.size = Pt(size)
        run.font.bold = bold
        run.font.color.rgb = RGBColor.from_string(colour)
