"""What if a number were another: who enters, who leaves."""

from datetime import date
from decimal import Decimal

import pytest

from jiqun.base.errors import Refused
from jiqun.rules import Facts, programme
from jiqun.rules.reform import read_settings, reform
from tests.rules.made_facts import cluster

ON = date(2023, 6, 15)
NATIONAL = programme("national/sme-cluster")


def three() -> list[Facts]:
    """Return three clusters whose lowest yearly output is 30, 40 and 50 亿元."""
    return [
        Facts(f"c-{low}", "330106", cluster(first={"output_total": low}, output_sme=690000).years)
        for low in (300000, 400000, 500000)
    ]


def test_a_higher_bar_makes_clusters_leave() -> None:
    found = reform(NATIONAL, three(), ON, (("output_each_year", Decimal(50)),))
    assert (found.enters, found.leaves) == ([], ["c-400000"])


def test_a_lower_bar_makes_clusters_enter() -> None:
    found = reform(NATIONAL, three(), ON, (("output_each_year", Decimal(30)),))
    assert (found.enters, found.leaves) == (["c-300000"], [])
    assert found.record()["after"] == {"met": 3, "not_met": 0, "cannot_tell": 0}


def test_repealing_a_number_lets_every_cluster_in_that_failed_only_there() -> None:
    found = reform(NATIONAL, three(), ON, read_settings(["output_each_year=none"], [NATIONAL]))
    assert found.enters == ["c-300000"]


def test_clusters_elsewhere_are_not_counted() -> None:
    yunnan = programme("yunnan/sme-cluster")
    found = reform(yunnan, three(), ON, (("output_each_year", Decimal(1)),))
    assert found.before == {}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("output_each_year=50", "50"),
        ("output_each_year = 50亿元", "50"),
        ("output_sme_share=62.5%", "62.5"),
        ("output_growth=-1", "-1"),
    ],
)
def test_a_setting_is_a_number_with_or_without_its_unit(said: str, number: str) -> None:
    ((_, value),) = read_settings([said], [NATIONAL])
    assert value == Decimal(number)


@pytest.mark.parametrize(
    "said",
    [
        "output_each_year=",
        "output_each_year=50万元",
        "output_each_year=NaN",
        "output_each_year=1e9",
        "output_each_year=1000000000000000",  # in 亿元; sixteen digits are no threshold
        "output_each_year=" + "9" * 5000,
        "output_each_year",
    ],
)
def test_anything_else_is_refused_with_the_unit(said: str) -> None:
    with pytest.raises(Refused, match="亿元"):
        read_settings([said], [NATIONAL])


def test_every_bad_setting_is_named_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        read_settings(["outptu=1", "output_growth=x"], [NATIONAL])
    assert [problem.code for problem in refusal.value.problems] == [
        "rules.unknown_parameter",
        "rules.bad_setting",
    ]
