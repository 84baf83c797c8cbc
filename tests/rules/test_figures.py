"""Readings of the figures criteria name: points, ranges, and what is missing."""

from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.base.definitions import (
    Filed,
    Fraction,
    every_indicator,
    indicators,
    read,
    read_indicators,
)
from tests.rules.made_facts import cells, cluster

BODY = """\
title: {{zh: 某项, en: something}}
why: {{zh: 某事。, en: Something.}}
definition: {definition}
unit: {unit}
display: {{style: number}}
direction: neutral
missing: {{zh: 不填补。, en: Left out.}}
plausible: {{from: null, to: null}}
levels: []
source: {{document: 某文件}}
"""


def bounds(name: str, **changes: int | str | None) -> tuple[Decimal | None, Decimal | None]:
    found = read(every_indicator()[name], cluster(**changes), [2022])
    low, high = (None if end is None else end.numerator for end in (found.low, found.high))
    return low, high


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # quality, champions, giants | specialised, innovative, high-tech -> bounds
        ({}, (30, 59)),
        ({"quality_smes": 60}, (56, 75)),
        ({"hightech_enterprises": 90}, (90, 124)),
        ({"hightech_enterprises": None}, (30, None)),
        ({"quality_smes": None}, (30, 75)),
        ({"quality_smes": None, "srdi_smes": None}, (30, None)),
        ({"single_champions": None}, (30, 59)),
    ],
)
def test_distinct_firms_lie_between_the_bounds_the_contract_gives(
    changes: dict[str, int | None], expected: tuple[int, int | None]
) -> None:
    assert bounds("distinct_specialised_innovative_hightech", **changes) == expected


def test_from_2026_criteria_count_the_titles_of_the_new_measures() -> None:
    counts = {"srdi_smes": 20, "srdi_smes_2026": 3, "little_giants": 4, "little_giants_2026": 1}
    filed = Filed({year: cells(quality_smes=None, **counts) for year in (2025, 2026)})
    figure = every_indicator()["provincial_champions_and_specialised"]
    assert [read(figure, filed, [year]).low for year in (2025, 2026)] == [(20, 1), (3, 1)]
    either_or = every_indicator()["distinct_specialised_innovative_hightech"]
    assert set(read(either_or, filed, [2026]).missing) == {
        "2026.innovative_smes_2026",
        "2026.quality_smes_2026",
    }


def test_a_part_of_a_count_lies_between_nought_and_the_count() -> None:
    assert bounds("accidents_major", accidents_larger=3) == (0, 3)
    assert bounds("accidents_major", accidents_larger=0) == (0, 0)


def test_a_part_of_a_missing_count_is_not_known_at_all() -> None:
    assert bounds("accidents_major", accidents_larger=None) == (None, None)


def test_what_is_not_collected_leaves_no_upper_bound() -> None:
    assert bounds("provincial_champions_and_specialised") == (20, None)


def test_a_sum_with_a_missing_term_is_at_least_what_is_known() -> None:
    assert bounds("champions_and_giants", little_giants=None, single_champions=2) == (2, None)
    assert bounds("output_total", output_total=None) == (None, None)


def test_a_share_of_nought_has_no_value() -> None:
    assert bounds("output_sme_share", output_total=0, output_sme=0) == (None, None)


def test_growth_is_the_factor_from_the_first_to_the_last_year() -> None:
    found = read(every_indicator()["output_growth_per_year"], cluster(), [2020, 2021, 2022])
    assert found.point == Fraction(Decimal(700000), Decimal(500000))
    assert found.intervals == 2


def test_growth_never_takes_a_figure_filed_as_the_year_before() -> None:
    assert cluster().previous == {}


def test_a_former_name_of_an_indicator_still_stands_for_it() -> None:
    assert every_indicator()["area_km2"] is every_indicator()["area_total"]
    assert "area_km2" not in indicators()


def test_what_only_criteria_read_is_in_no_table() -> None:
    rules_only = [indicator for indicator in every_indicator().values() if not indicator.levels]
    assert {rule.figure for rule in rules_only} >= {
        "output_growth_per_year",
        "champions_and_giants",
    }
    assert not {rule.figure for rule in rules_only} & set(indicators())


@pytest.mark.parametrize(
    ("definition", "unit", "words"),
    [
        ("{sum: [turnover]}", "亿元", 'line 3 · definition/sum/0: "turnover" is not a known field'),
        ("{sum: [output_total]}", "贯", '"贯" is not a known unit'),
        ("{}", "亿元", "definition"),
        ("{sum: [output_total], growth_of: output_total}", "亿元", "definition"),
        ("{total: [output_total]}", "亿元", 'no key "total"'),
    ],
)
def test_a_bad_figure_is_refused_with_the_place(
    tmp_path: Path, definition: str, unit: str, words: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BODY.format(definition=definition, unit=unit), encoding="utf-8")
    found, problems = read_indicators([path])
    assert found == {}
    assert words in "\n".join(problem.text("en") for problem in problems)
