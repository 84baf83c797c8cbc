"""No edge of a drawing cuts a word or a number, whatever the values are; measured by the font."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from xml.etree import ElementTree as ET

import pylopdf_fonts_zh_cn
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.charts.conftest import numbers
from tests.charts.test_charts import DRAWN

from jiqun.base.language import Lang
from jiqun.charts import Numbers, build, chart_entries
from jiqun.drawing.canvas import Canvas
from jiqun.indicators.bridge import Bridge
from jiqun.reports.pdf import ALONE, PAIRED

EXTREMES = ("0.0000001", "0.338", "0.99999", "1", "-0.95", "123456789")
SIZES = {"alone": ALONE, "paired": PAIRED}
TEXT = "{http://www.w3.org/2000/svg}text"
SLACK = 1.0
"""What a rounded place may be off by."""


@cache
def advances() -> tuple[dict[int, str], dict[str, int], int]:
    with TTFont(pylopdf_fonts_zh_cn.sans_path(), lazy=True) as font:
        wide = {name: advance for name, (advance, _) in font["hmtx"].metrics.items()}
        return dict(font.getBestCmap()), wide, font["head"].unitsPerEm


def measured(words: str, size: float) -> float:
    """Return how wide words are in the font that reports are drawn with."""
    glyphs, wide, whole = advances()
    return sum(wide[glyphs.get(ord(letter), ".notdef")] for letter in words) * size / whole


def cut(drawing: str) -> Iterator[str]:
    """Yield every text that an edge of its drawing cuts."""
    root = ET.fromstring(drawing)  # noqa: S314  # our own drawing
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    for text in root.iter(TEXT):
        words, size = "".join(text.itertext()), float(text.attrib["font-size"])
        wide = measured(words, size)
        before = {"start": 0.0, "middle": wide / 2, "end": wide}[text.attrib["text-anchor"]]
        x, y = float(text.attrib["x"]) - before, float(text.attrib["y"])
        across = left - SLACK <= x and x + wide <= left + width + SLACK
        if not (across and top - SLACK <= y - size * 0.75 and y <= top + height + SLACK):
            yield words


@cache
def with_values(value: str) -> Numbers:
    return numbers(value)


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("value", EXTREMES)
@pytest.mark.parametrize("name", DRAWN)
def test_no_chart_cuts_a_text(name: str, value: str, lang: Lang, size: str) -> None:
    chart = build(chart_entries()[name], with_values(value))
    assert list(cut(chart.svg(*SIZES[size], lang))) == []


BRIDGES = {
    "all steps": ("25200000", "-130000", "900000", "3400000", "1200000", "28770000"),
    "great": ("999999999999", "1", "1", "99999999999", "1", "999999999999"),
    "small": ("0.000001", "0", "0", "0.000001", "0", "0.000002"),
    "falling": ("28770000", "-28000000", "700000", "-60000", "0", "10000"),
    "from nothing": ("0", "0", "0", "0", "28770000", "28770000"),
}


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("steps", BRIDGES.values(), ids=list(BRIDGES))
@pytest.mark.parametrize("name", [name for name in chart_entries() if name not in DRAWN])
def test_no_bridge_cuts_a_text(name: str, steps: tuple[str, ...], lang: Lang, size: str) -> None:
    entry = chart_entries()[name]
    bridge = Bridge(entry.field, *map(Decimal, steps), None, {}, [])
    chart = build(entry, replace(numbers(), bridges={entry.field: bridge}))
    drawing = chart.svg(*SIZES[size], lang)
    assert "本年" in drawing or "this year" in drawing
    assert list(cut(drawing)) == []


@settings(deadline=None)
@drawn(
    st.text("集群0123456789.%,−abcdefghij ", min_size=1, max_size=60),
    st.floats(-50, 400),
    st.floats(-50, 200),
    st.sampled_from(["start", "middle", "end"]),
)
def test_words_at_any_place_stay_inside(words: str, x: float, y: float, anchor: str) -> None:
    canvas = Canvas(300, 120)
    canvas.text((x, y), words, anchor)
    assert list(cut(canvas.svg("图"))) == []
