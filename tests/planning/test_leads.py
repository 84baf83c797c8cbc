"""The differentiation index: by hand, its bounds, and what is not known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.clusters.recognised import recognised
from jiqun.planning.ahead import Planner
from jiqun.planning.leads import ASKED, RECOGNISED, REGISTER, Leads, industry_named, named_leads
from tests.planning.made_up import (
    CHANGYUAN,
    CRANES,
    FENGQIU,
    HUADU,
    LAMPS,
    LOCKS,
    OF_FIVE,
    TOYS,
    YUEQING,
    planner,
    register,
)

ELSEWHERE = "320206"


def leads(named: dict[str, tuple[str, ...]] | None = None) -> Leads:
    found = Planner(register(OF_FIVE), named or {}).leads
    assert found is not None
    return found


def test_one_look_alike_of_the_province_counts_by_how_alike_it_is() -> None:
    """Changyuan 60, 60, 2 of 122; Fengqiu 50, 10, 40 of 100: they share .4918 + .1 + .0164."""
    apart = leads().differentiation(CHANGYUAN)
    assert apart is not None
    alike = 60 / 122 + 10 / 100 + 2 / 122
    assert (apart.industry, apart.basis, apart.in_province) == (CRANES, REGISTER, 1)
    assert apart.look_alikes[0].county == FENGQIU
    assert apart.look_alikes[0].alike == pytest.approx(alike)
    assert apart.index.low == apart.index.high == pytest.approx(1 / (1 + alike))


def test_nobody_else_gives_1_and_a_look_alike_elsewhere_counts_half() -> None:
    found = leads()
    alone = found.differentiation(HUADU)
    assert alone is not None and (alone.index.low, alone.look_alikes) == (1.0, ())
    other = found.differentiation(YUEQING, TOYS)
    assert other is not None and other.basis == ASKED
    share = 50 / 110 + 10 / 105  # toys and lamps of Yueqing and Huadu
    assert other.index.low == pytest.approx(1 / (1 + 0.5 * share))


def test_a_county_of_which_the_register_tells_nothing_makes_a_range_and_no_zero() -> None:
    apart = leads({ELSEWHERE: (CRANES,)}).differentiation(CHANGYUAN)
    assert apart is not None
    assert apart.look_alikes[-1].alike is None and apart.look_alikes[-1].by_recognition
    known = apart.look_alikes[0].alike or 0.0
    assert apart.index.high == pytest.approx(1 / (1 + known))
    assert apart.index.low == pytest.approx(1 / (1 + known + 0.5))


def test_a_recognised_cluster_says_what_leads_before_the_register_does() -> None:
    apart = leads({CHANGYUAN: (LOCKS,)}).differentiation(CHANGYUAN)
    assert apart is not None
    assert (apart.industry, apart.basis) == (LOCKS, RECOGNISED)
    unknown = leads({CHANGYUAN: ("999",)}).differentiation(CHANGYUAN)
    assert unknown is not None and unknown.basis == REGISTER


def test_what_a_cluster_names_is_read_as_deep_as_it_is_sure() -> None:
    assert "343" in named_leads(3)[CHANGYUAN]
    for cluster in recognised().values():
        assert industry_named(cluster).startswith(cluster.industry[:2])
    assert all(len(code) == 3 for codes in named_leads(3).values() for code in codes)


def test_beside_a_register_of_made_up_firms_no_real_cluster_stands(demonstration: object) -> None:
    made = Planner.over(demonstration)  # type: ignore[arg-type]
    assert made.register.demo and made.named == {}


firms = st.fixed_dictionaries(
    {industry: st.integers(0, 90) for industry in (CRANES, LAMPS, LOCKS, TOYS)}
)


@settings(max_examples=30, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(OF_FIVE, firms)), st.sampled_from([CRANES, LAMPS, TOYS]))
def test_an_index_lies_between_0_and_1_and_falls_with_every_look_alike(
    table: dict[str, dict[str, int]], industry: str
) -> None:
    fewer = Planner(register(table), {}).leads
    if fewer is None:
        return
    more = Leads(fewer.scape, {ELSEWHERE: (industry,)})
    for county in fewer.scape.firms.index:
        if industry in fewer.scape.firms.columns:
            before, after = fewer.index(county, industry), more.index(county, industry)
            assert 0 < after.low < before.low <= before.high <= 1
            assert after.high == before.high


def test_the_county_s_name_decides_nothing() -> None:
    """Two counties of a province change places, and so do their indices."""
    turned = {**OF_FIVE, CHANGYUAN: OF_FIVE[FENGQIU], FENGQIU: OF_FIVE[CHANGYUAN]}
    first, second = planner().ahead(CHANGYUAN), planner(turned).ahead(FENGQIU)
    assert first.differentiation is not None and second.differentiation is not None
    assert first.differentiation.index == second.differentiation.index
    assert [option.density for option in first.options] == [
        option.density for option in second.options
    ]
