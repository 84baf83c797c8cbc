"""What claims compare figures with: outside numbers, each beside a figure of its own unit."""

import re
from decimal import Decimal

import pytest

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.files import catalogue_path
from jiqun.base.units import units


@pytest.fixture(scope="module")
def comparators() -> Entry:
    entry, problems = read_entry(catalogue_path("sources", "comparators.yaml"), "comparators")
    assert entry is not None
    assert problems == []
    return entry


@pytest.mark.parametrize(
    ("name", "value", "year"),
    [
        ("rd_intensity_gdp", "2.54", 2022),
        ("solid_waste_target", "60", 2025),
        ("water_reuse_target", "94", 2025),
        ("sme_rd_growth_2030", "8", 2030),
    ],
)
def test_a_comparator_is_the_number_as_printed(
    comparators: Entry, name: str, value: str, year: int
) -> None:
    one = comparators.content["comparators"][name]
    assert (one["value"], one["unit"], one["year"]) == (value, "%", year)


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [("national_clusters_2030", "600", "个"), ("little_giants_2030", "22000", "家")],
)
def test_the_plan_s_targets_for_2030_are_those_reported(
    comparators: Entry, name: str, value: str, unit: str
) -> None:
    one = comparators.content["comparators"][name]
    assert (one["value"], one["unit"], one["year"]) == (value, unit, 2030)


def test_the_national_rd_intensity_names_the_spending_behind_it_in_both_languages(
    comparators: Entry,
) -> None:
    what = comparators.content["comparators"]["rd_intensity_gdp"]["what"]
    for hundred_millions in (Decimal("30782.9"), Decimal("23878.6")):
        assert f"{hundred_millions} 亿元" in what["zh"]
        assert f"{hundred_millions / 10:,.2f} billion" in what["en"]


def test_a_comparator_stands_beside_a_figure_of_its_dimension(
    comparators: Entry, indicator_entries: dict[str, Entry]
) -> None:
    for name, comparator in comparators.content["comparators"].items():
        figure = indicator_entries[comparator["compares"]].content
        assert units()[comparator["unit"]].dimension == units()[figure["unit"]].dimension, name


def test_a_difference_of_scope_is_said_in_both_languages(comparators: Entry) -> None:
    for name, comparator in comparators.content["comparators"].items():
        assert set(comparator["caution"]) == {"zh", "en"}, name


def test_where_a_number_was_read_is_told_in_both_languages(comparators: Entry) -> None:
    for comparator in comparators.content["comparators"].values():
        source = comparator["source"]
        assert re.search("[\u4e00-\u9fff]", source["zh"])
        names = re.sub("[\u4e00-\u9fff]+〔[0-9]+〕[0-9]+号", "", source["en"])
        assert not re.search("[\u4e00-\u9fff]", names)
