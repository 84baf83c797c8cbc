"""One picture as SVG, PDF and slide: the same words, the same bytes from run to run."""

import io
import re
from html import unescape

import pytest
from pptx import Presentation
from pptx.util import Inches

from jiqun.base.language import Bilingual
from jiqun.chains.loading import chains
from jiqun.chains.picture import ChainPicture
from jiqun.reports.picture_files import ENDINGS, picture_file

FIRMS = {"steel": 0, "motor": 1, "gearbox": 2, "brake": 40}
"""Of cranes; of the other nodes nobody can tell."""


def picture() -> ChainPicture:
    return ChainPicture.of(chains()["cranes"], FIRMS, Bilingual("虚构县", "Made-up County"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_picture_gives_the_same_bytes(ending: str) -> None:
    assert picture_file(picture(), ending, "zh") == picture_file(picture(), ending, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_slide_says_what_the_drawing_says_in_one_group_that_can_be_edited(lang: str) -> None:
    deck = Presentation(io.BytesIO(picture_file(picture(), ".pptx", lang)))  # type: ignore[arg-type]
    (slide,) = deck.slides
    (group,) = slide.shapes
    said = [shape.text_frame.text for shape in group.shapes if shape.has_text_frame]
    drawn = re.findall(r"<text [^>]*>([^<]*)</text>", picture().svg(lang))  # type: ignore[arg-type]
    assert [words for words in said if words] == [unescape(words) for words in drawn]
    boxes = [shape for shape in group.shapes if shape.name == "box"]
    samples = 5  # the legend's: four states and a key link
    assert len(boxes) == len(chains()["cranes"].nodes) + samples
    assert group._element.nvGrpSpPr.cNvPr.get("descr") == picture().alternative.in_(lang)  # type: ignore[arg-type]


def test_a_slide_holds_all_of_the_picture() -> None:
    deck = Presentation(io.BytesIO(picture_file(picture(), ".pptx", "en")))
    (group,) = deck.slides[0].shapes
    for shape in group.shapes:
        assert 0 <= shape.left <= shape.left + shape.width <= Inches(13.34)
        assert 0 <= shape.top <= shape.top + shape.height <= Inches(7.5)


def test_states_keep_their_dashes_on_a_slide() -> None:
    deck = Presentation(io.BytesIO(picture_file(picture(), ".pptx", "en")))
    (group,) = deck.slides[0].shapes
    dashes = {shape.line.dash_style for shape in group.shapes if shape.name == "box"}
    assert len(dashes) == 3  # none, dashes, dots
