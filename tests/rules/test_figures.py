"""Readings of figures: points, ranges, and what is missing."""

from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.base.errors import Refused
from jiqun.rules.figures import Fraction, figures, read, read_figures
from tests.rules.made_facts import cluster

TITLE = "title: {zh: 某项, en: something}"


def bounds(name: str, **changes: int | str | None) -> tuple[Decimal | None, Decimal | None]:
    found = read(figures()[name], cluster(**changes), [2022])
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


def test_a_part_of_a_count_lies_between_nought_and_the_count() -> None:
    assert bounds("accidents_major", accidents_larger=3) == (0, 3)


def test_what_is_not_collected_leaves_no_upper_bound() -> None:
    assert bounds("provincial_champions_and_specialised") == (20, None)


def test_a_sum_with_a_missing_term_is_at_least_what_is_known() -> None:
    assert bounds("champions_and_giants", little_giants=None, single_champions=2) == (2, None)
    assert bounds("output_total", output_total=None) == (None, None)


def test_a_share_of_nought_has_no_value() -> None:
    assert bounds("output_sme_share", output_total=0, output_sme=0) == (None, None)


def test_growth_is_the_factor_from_the_first_to_the_last_year() -> None:
    found = read(figures()["output_growth_per_year"], cluster(), [2020, 2021, 2022])
    assert found.point == Fraction(Decimal(700000), Decimal(500000))
    assert found.intervals == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("unit: 万元, sum: [turnover]", 'line 1 · a/sum: "turnover" is not a known field'),
        ("unit: 贯, sum: [output_total]", '"贯" is not a known unit'),
        ("unit: 万元", "exactly one form"),
        ("unit: 万元, sum: [output_total], growth_of: [output_total]", "exactly one form"),
        ("unit: 万元, total: [output_total]", 'no key "total"'),
    ],
)
def test_a_bad_figure_is_refused_with_the_place(tmp_path: Path, body: str, words: str) -> None:
    path = tmp_path / "figures.yaml"
    path.write_text(f"a: {{{TITLE}, {body}}}", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        read_figures(path)
    assert words in str(refusal.value)
