"""The deck's layout: nothing overlaps, nothing leaves the slide, words fit, and it stays so."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from jiqun.drawing.canvas import reach
from jiqun.reports import WRITERS
from jiqun.reports.deck.master import CARDS, LAYOUTS, TILES, Place
from jiqun.reports.measuring import tall
from jiqun.reports.model import Report
from jiqun.reports.packages import LANGUAGES
from jiqun.reports.words import words

SNAPSHOT = Path(__file__).with_name("deck_layout.json")
"""Looked at slide by slide when it was taken; taken anew with JIQUN_SNAPSHOT=1."""
MATRICES = {words(lang)["layout_matrix"] for lang in LANGUAGES}
Deck = Any


@pytest.fixture(scope="module")
def decks(report: Report, files: dict[str, bytes]) -> dict[str, Deck]:
    english = WRITERS[".pptx"](replace(report, lang="en"))
    return {
        "zh": Presentation(io.BytesIO(files[".pptx"])),
        "en": Presentation(io.BytesIO(english)),
    }


@pytest.fixture(scope="module", params=["zh", "en"])
def deck(request: pytest.FixtureRequest, decks: dict[str, Deck]) -> Deck:
    return decks[request.param]


def box(shape: Any) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom in inches."""
    left, top, width, height = (
        Emu(one).inches for one in (shape.left, shape.top, shape.width, shape.height)
    )
    return left, top, left + width, top + height


def test_the_deck_has_a_master_with_our_layouts_and_every_slide_fills_placeholders(
    deck: Deck,
) -> None:
    assert len(deck.slide_layouts) == len(LAYOUTS)
    assert len(deck.slides) >= 18
    for slide in deck.slides:
        assert slide.shapes.title.text
        assert all(shape.is_placeholder for shape in slide.shapes)
        assert all(
            shape.text_frame.text.strip() for shape in slide.placeholders if shape.has_text_frame
        )


def test_there_are_at_least_twelve_native_charts_each_with_an_alternative_text(
    deck: Deck, report: Report
) -> None:
    charts = [
        shape
        for slide in deck.slides
        for shape in slide.shapes
        if getattr(shape, "has_chart", False) and shape.has_chart
    ]
    matrices = [
        shape
        for slide in deck.slides
        for shape in slide.shapes
        if slide.slide_layout.name in MATRICES and getattr(shape, "has_table", False)
        if shape.has_table
    ]
    assert len(charts) + len(matrices) == len(report.outline.charts) >= 12
    for shape in matrices:
        assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 12
    for shape in charts:
        said = shape._element.nvGraphicFramePr.cNvPr.get("descr")
        assert len(said) > 12
        assert shape.chart.part.chart_workbook.xlsx_part is not None


def test_no_two_shapes_overlap_and_none_leaves_the_slide(deck: Deck) -> None:
    wide, high = Emu(deck.slide_width).inches, Emu(deck.slide_height).inches
    for number, slide in enumerate(deck.slides, start=1):
        boxes = [(shape.name, box(shape)) for shape in slide.shapes]
        for name, (left, top, right, bottom) in boxes:
            assert left >= -0.01 and top >= -0.01, (number, name)
            assert right <= wide + 0.01 and bottom <= high + 0.01, (number, name)
        for at, (one, a) in enumerate(boxes):
            for other, b in boxes[at + 1 :]:
                apart = (
                    a[2] <= b[0] + 0.01
                    or b[2] <= a[0] + 0.01
                    or a[3] <= b[1] + 0.01
                    or b[3] <= a[1] + 0.01
                )
                assert apart, (number, one, other)


def test_words_fit_their_boxes_also_in_a_wider_font(deck: Deck) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.placeholders:
            if not shape.has_text_frame:
                continue
            left, top, right, bottom = box(shape)
            place = place_of(slide, shape)
            width = right - left - 2 * place.inset
            needed = sum(
                tall(one.text, size_of(one, place), width, bold=is_bold(one, place))
                for one in shape.text_frame.paragraphs
            )
            room = bottom - top - place.inset + 0.02
            smallest = all(size_of(one, place) == 8 for one in shape.text_frame.paragraphs)
            assert needed <= room or smallest, (number, shape.name, shape.text_frame.text)


def test_tiles_and_cards_of_a_slide_have_letters_of_one_size(deck: Deck) -> None:
    for slide in deck.slides:
        for row in (TILES, CARDS):
            numbers = {
                shape.text_frame.paragraphs[0].runs[0].font.size
                for shape in slide.placeholders
                if shape.placeholder_format.idx in row
            }
            assert len(numbers) <= 1, slide.shapes.title.text


def test_tables_stay_above_the_foot_of_their_slide_and_break_no_word(deck: Deck) -> None:
    tables = [
        (slide, shape)
        for slide in deck.slides
        for shape in slide.shapes
        if getattr(shape, "has_table", False) and shape.has_table
        if slide.slide_layout.name not in MATRICES
    ]
    assert len(tables) >= 4
    for slide, shape in tables:
        title = slide.shapes.title.text
        bottom = Emu(shape.top).inches + sum(Emu(row.height).inches for row in shape.table.rows)
        assert bottom <= 6.85, title
        for row in shape.table.rows:
            for cell, column in zip(row.cells, shape.table.columns, strict=True):
                (paragraph,) = cell.text_frame.paragraphs
                room = Emu(column.width).pt - Emu(cell.margin_left + cell.margin_right).pt
                for word in paragraph.text.split():
                    if word.isascii():
                        assert reach(word, paragraph.runs[0].font.size.pt) * 1.1 <= room, word


def place_of(slide: Any, shape: Any) -> Place:
    """Return the place in our layouts a placeholder was made from."""
    names = {words(lang)[f"layout_{name}"]: name for lang in LANGUAGES for name in LAYOUTS}
    places = LAYOUTS[names[slide.slide_layout.name]]
    index = shape.placeholder_format.idx
    return next(one for one in places if one.index == index)


def size_of(paragraph: Any, place: Place) -> float:
    """Return a paragraph's size in points: its own, or its place's."""
    own = [run.font.size.pt for run in paragraph.runs if run.font.size is not None]
    return float(own[0]) if own else place.size


def is_bold(paragraph: Any, place: Place) -> bool:
    """Tell whether a paragraph is bold: its own runs, or its place."""
    own = [run.font.bold for run in paragraph.runs if run.font.bold is not None]
    return bool(own[0]) if own else place.bold


def test_the_layout_is_the_one_that_was_looked_at(decks: dict[str, Deck]) -> None:
    import os

    taken = [
        {
            "layout": slide.slide_layout.name,
            "title": slide.shapes.title.text,
            "shapes": sorted(
                [shape.name, *(round(one, 2) for one in box(shape))] for shape in slide.shapes
            ),
        }
        for slide in decks["zh"].slides
    ]
    if os.environ.get("JIQUN_SNAPSHOT"):
        SNAPSHOT.write_text(json.dumps(taken, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert taken == json.loads(SNAPSHOT.read_text("utf-8"))
