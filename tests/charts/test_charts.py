"""One chart model: catalogue entry and numbers in, the same marks in every writer."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from xml.etree import ElementTree as ET

import pytest

from jiqun.base.catalogue import read_entry
from jiqun.base.files import catalogue_path
from jiqun.charts import Numbers, build, chart_entries
from jiqun.charts.cartogram import moved_apart
from jiqun.charts.entries import _unknown
from jiqun.charts.palette import BEFORE, INK, NOW, PALE, PAPER, PARTS, SOFT, WARM, contrast
from jiqun.charts.svg import draw

ENTRIES = sorted(chart_entries())
OF_WHO_FILED = ("distances", "product_space")
"""Charts that need only to know which clusters filed, and where: no figure of theirs."""
DRAWN = [name for name in ENTRIES if chart_entries()[name].kind != "bridge"]


def test_every_kind_of_the_grammar_is_used() -> None:
    kinds = {one.kind for one in chart_entries().values()}
    assert kinds == {
        "two_years", "growth", "shares", "parts", "ranked", "interval", "strip", "bridge", "places",
        "distance_density", "specialisation_bubble", "product_space", "heat_map",
    }  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_draws_every_number_and_says_it_in_words(name: str, given: Numbers) -> None:
    chart = build(chart_entries()[name], given)
    assert chart.empty is None
    assert chart.categories
    assert chart.title.zh in chart.alternative.zh
    drawing = draw(chart)
    ET.fromstring(drawing)  # noqa: S314  # our own drawing
    assert chart.alternative.zh in drawing.replace("&amp;", "&")
    for one in chart.categories:
        assert one.zh.split("（")[0] in drawing


@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in OF_WHO_FILED])
def test_withheld_figures_are_not_drawn_and_the_chart_says_so(name: str, withheld: Numbers) -> None:
    chart = build(chart_entries()[name], withheld)
    assert chart.categories == ()
    assert chart.empty is not None
    assert chart.empty.zh in draw(chart)


def test_an_interval_spans_the_quartiles_of_the_group_s_clusters(given: Numbers) -> None:
    chart = build(chart_entries()["rd_intensity_sectors"], given)
    middle, low, high = (one.values for one in chart.series)
    of_electronics = [Decimal(f"0.{10 + at}") for at in range(0, 18, 3)]
    first, _, third = quantiles(of_electronics, n=4, method="inclusive")
    assert (middle[0], low[0], high[0]) == (Decimal("0.3"), first, third)


def test_a_strip_holds_every_cluster_once_with_its_median(given: Numbers) -> None:
    chart = build(chart_entries()["iiot_strip"], given)
    assert [len(one.values) for one in chart.series] == [6, 6, 6]
    assert chart.series[0].labels == ("10.0%", "12.5%", "15.0%")
    assert len(re.findall("<circle", draw(chart))) == 18


def test_circles_of_a_map_do_not_cover_each_other() -> None:
    places = [(116.4, 39.9), (117.2, 39.1), (114.5, 38.0), (116.4, 39.9)]
    found = moved_apart(places, [4, 4, 4, 4])
    for at, (x, y) in enumerate(found):
        for a, b in found[at + 1 :]:
            assert ((x - a) ** 2 + (y - b) ** 2) ** 0.5 >= 3.48


def test_no_chart_places_a_cluster_on_a_map() -> None:
    for one in chart_entries().values():
        if one.kind == "places":
            assert one.by == "province"


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
    assert {one.code for one in problems} == {code}
    assert all(one.where.line for one in problems)
