"""No report prints a box, on a machine without any Chinese font as on any other."""

import base64
import io
import re
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation
from pypdf import PdfReader
from tests.reports.test_read_back import texts

from jiqun.reports.fonts import SANS, drawn_by_sans
from jiqun.reports.model import Report
from jiqun.reports.pdf import typeset

BLANK = {ord(one) for one in " \n\t\r\v\xa0\u2060\u200b"}
Files = dict[str, bytes]


def missing(text: str) -> str:
    return "".join(sorted({one for one in text if ord(one) not in drawn_by_sans() | BLANK}))


def fonts_of(reader: PdfReader) -> dict[str, Any]:
    """Return every font of a PDF by name, from pages and from the pictures on them."""
    found: dict[str, Any] = {}

    def walk(resources: Any) -> None:
        for font in resources.get("/Font", {}).values():
            one = font.get_object()
            found[str(one["/BaseFont"])] = one
        for picture in resources.get("/XObject", {}).values():
            inner = picture.get_object()
            if "/Resources" in inner:
                walk(inner["/Resources"].get_object())

    for page in reader.pages:
        walk(page["/Resources"].get_object())
    return found


def test_the_pdf_embeds_our_font_and_no_other(files: Files) -> None:
    fonts = fonts_of(PdfReader(io.BytesIO(files[".pdf"])))
    assert fonts
    for name, font in fonts.items():
        assert SANS.replace(" ", "") in name
        (inner,) = font["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), name
        assert "/ToUnicode" in font, name


def test_a_character_the_font_does_not_draw_is_named_in_the_pdf() -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="20">{}</svg>'
    drawn = picture.format('<text y="12" font-family="Noto Sans SC">\U00020bb7</text>').encode()
    source = '#set text(font: "Noto Sans SC")\n#read("name.txt")\n#image("chart.svg")'
    made = {"main": source.encode(), "name.txt": "\U0001f3ed集团".encode(), "chart.svg": drawn}
    (page,) = PdfReader(io.BytesIO(typeset(made, "pdf"))).pages
    text = re.sub(r"\s", "", page.extract_text())
    assert "〔U+1F3ED〕集团" in text
    assert "〔U+20BB7〕" in text


def test_the_pdf_s_text_can_be_taken_out_again(report: Report, files: Files) -> None:
    reader = PdfReader(io.BytesIO(files[".pdf"]))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for sentence in report.sentences(one for one in report.claims if one == "rd_above_national"):
        assert re.sub(r"\s", "", sentence) in text
    assert "\ufffd" not in text
    assert missing(text) == ""


@pytest.mark.parametrize("kind", ["slides", "notes"])
def test_every_character_of_the_deck_has_a_glyph(files: Files, kind: str) -> None:
    deck = Presentation(io.BytesIO(files[".pptx"]))
    said = (
        "".join("".join(texts(slide)) for slide in deck.slides)
        if kind == "slides"
        else "".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    )
    assert len(said) > 2000
    assert missing(said) == ""


def test_every_character_drawn_in_a_chart_has_a_glyph(report: Report) -> None:
    assert missing("".join(chart.svg() for chart in report.charts.values())) == ""


def test_the_page_carries_the_glyphs_it_needs(files: Files) -> None:
    page = files[".html"].decode()
    found = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", page)
    assert found is not None
    font = TTFont(io.BytesIO(base64.b64decode(found[1])))
    held = set(font.getBestCmap())
    shown = page.replace(found[0], "")
    wanted = {ord(one) for one in shown if ord(one) in drawn_by_sans()}
    assert wanted - held - BLANK == set()
    assert 'font-family: "Jiqun"' in page and '"Jiqun", sans-serif' in page


def test_a_character_no_font_draws_would_be_found() -> None:
    assert missing("集群\ue000") == "\ue000"
