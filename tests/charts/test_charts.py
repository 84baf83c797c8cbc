"""One chart model: catalogue entry and numbers in, the same marks in every writer."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from xml.etree import ElementTree as ET

import pytest

from jiqun.base.catalogue import read_entry
from jiqun.base.files import catalogue_path
from jiqun.charts import KINDS, ChartEntry, Numbers, build, chart_entries, read_chart
from jiqun.charts.cartogram import moved_apart
from jiqun.charts.entries import _unknown
from jiqun.charts.from_figures import FigureChart, Parts, one_bar_each
from jiqun.drawing.canvas import Canvas
from jiqun.drawing.palette import BEFORE, INK, NOW, PALE, PAPER, PARTS, SOFT, WARM, contrast

ENTRIES = sorted(chart_entries())
OF_WHO_FILED = ("distances", "product_space")
"""Charts that need only to know which clusters filed, and where: no figure of theirs."""
DRAWN = [name for name in ENTRIES if chart_entries()[name].kind != "bridge"]


def test_every_kind_of_the_grammar_has_its_module_and_is_used() -> None:
    schema = json.loads(catalogue_path("schemas", "chart.json").read_text("utf-8"))
    grammar = set(schema["properties"]["kind"]["enum"])
    assert grammar == set(KINDS) == {entry.kind for entry in chart_entries().values()}


class LollipopChart(FigureChart):
    """A kind nobody has: a dot on a stalk."""

    kinds = ("lollipop",)

    @classmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        return one_bar_each(entry, numbers)

    def draw_on(self, canvas: Canvas) -> None:
        for at, _ in enumerate(self.categories):
            canvas.dot((20.0, 20.0 * at), 4, NOW, "now")


def test_a_new_kind_is_one_class_that_is_built_drawn_listed_said_and_read_back(
    given: Numbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "lollipop", LollipopChart)
    entry = replace(chart_entries()["growth"], kind="lollipop")
    chart = build(entry, given)
    assert chart.svg().count("<circle") == len(entry.figures) == len(chart.table().rows)
    assert chart.alternative.en.startswith(entry.title.en)
    assert read_chart(json.loads(json.dumps(chart.record()))) == chart


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_s_table_prints_each_category_or_pair(name: str, given: Numbers) -> None:
    chart = build(chart_entries()[name], given)
    for lang in ("zh", "en"):
        table = chart.table(lang)
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}
        named = {cell for row in table.rows for cell in row}
        assert {category.in_(lang) for category in chart.categories} <= named


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_draws_every_number_and_says_it_in_words(name: str, given: Numbers) -> None:
    chart = build(chart_entries()[name], given)
    assert chart.empty is None
    assert chart.categories
    assert chart.title.zh in chart.alternative.zh
    drawing = chart.svg()
    ET.fromstring(drawing)  # noqa: S314  # our own drawing
    assert chart.alternative.zh in drawing.replace("&amp;", "&")
    for category in chart.categories:
        assert category.zh.split("（")[0] in drawing


@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in OF_WHO_FILED])
def test_withheld_figures_are_not_drawn_and_the_chart_says_so(name: str, withheld: Numbers) -> None:
    chart = build(chart_entries()[name], withheld)
    assert chart.categories == ()
    assert chart.empty is not None
    assert chart.empty.zh in chart.svg()


def test_an_interval_spans_the_quartiles_of_the_group_s_clusters(given: Numbers) -> None:
    chart = build(chart_entries()["rd_intensity_sectors"], given)
    middle, low, high = (series.values for series in chart.series)
    of_electronics = [Decimal(f"0.{10 + at}") for at in range(0, 18, 3)]
    first, _, third = quantiles(of_electronics, n=4, method="inclusive")
    assert (middle[0], low[0], high[0]) == (Decimal("0.3"), first, third)


def test_a_strip_holds_every_cluster_once_with_its_median(given: Numbers) -> None:
    chart = build(chart_entries()["iiot_strip"], given)
    assert [len(series.values) for series in chart.series] == [6, 6, 6]
    assert chart.series[0].labels == ("10.0%", "12.5%", "15.0%")
    assert len(re.findall("<circle", chart.svg())) == 18


def test_circles_of_a_map_do_not_cover_each_other() -> None:
    places = [(116.4, 39.9), (117.2, 39.1), (114.5, 38.0), (116.4, 39.9)]
    found = moved_apart(places, [4, 4, 4, 4])
    for at, (x, y) in enumerate(found):
        for a, b in found[at + 1 :]:
            assert ((x - a) ** 2 + (y - b) ** 2) ** 0.5 >= 3.48


def test_no_chart_places_a_cluster_on_a_map() -> None:
    for entry in chart_entries().values():
        if entry.kind == "places":
            assert entry.by == "province"


def test_the_palette_reads_without_colour() -> None:
    assert contrast(NOW, BEFORE) >= 3
    assert all(contrast(one, other) >= 1.6 for one, other in pairwise(PARTS))
    for words in (INK, SOFT, NOW, WARM):
        assert contrast(words, PAPER) >= 4.5
    assert contrast(SOFT, PALE) >= 4.5
    assert contrast(NOW, PAPER) >= 3 and contrast(WARM, PAPER) >= 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("kind: shares", "kind: pie", "catalogue.bad_value"),
        ("cloud_share, iiot_penetration]", "cloud_share, unheard_of]", "catalogue.unknown_name"),
        ("cloud_share, iiot_penetration]", "cloud_share, exports]", "catalogue.unit_mismatch"),
    ],
)
def test_a_fault_of_an_entry_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    good = catalogue_path("charts", "digital_use.yaml").read_text("utf-8")
    assert old in good
    bad = tmp_path / "digital_use.yaml"
    bad.write_text(good.replace(old, new), "utf-8")
    entry, problems = read_entry(bad, "chart")
    assert entry is not None
    problems = problems or list(_unknown(entry))
    assert {problem.code for problem in problems} == {code}
    assert all(problem.where.line for problem in problems)
