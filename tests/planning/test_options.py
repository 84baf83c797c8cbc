"""Industries a county does not have, worked out by hand for five made-up counties."""

import pytest

from jiqun.planning.options import BY, Reason, Road, ordered
from tests.planning.made_up import (
    CHANGYUAN,
    CRANES,
    FENGQIU,
    HUADU,
    LAMPS,
    LANKAO,
    LOCKS,
    OF_FIVE,
    TOYS,
    planner,
)


def options(county: str) -> dict[str, object]:
    return {option.industry: option for option in planner().ahead(county).options}


def test_only_what_the_county_has_not_is_an_option() -> None:
    assert set(options(CHANGYUAN)) == {LAMPS, TOYS}
    assert set(options(HUADU)) == {LAMPS, LOCKS, CRANES}


def test_density_is_the_share_of_proximity_that_is_there() -> None:
    """Lamps: near cranes 1/3 (Fengqiu), locks 1/3 (Lankao), toys 1/3 (Yueqing), itself 1."""
    lamps, toys = planner().ahead(CHANGYUAN).options
    assert (lamps.industry, toys.industry) == (LAMPS, TOYS)
    assert lamps.density == pytest.approx((1 / 3 + 1 / 3) / 2)
    assert lamps.distance == pytest.approx(1 - lamps.density)
    assert (lamps.density_rank, toys.density_rank) == (1, 2)
    assert toys.density == 0


def test_the_reason_is_what_the_county_has_beside_it() -> None:
    lamps, toys = planner().ahead(CHANGYUAN).options
    assert {reason.industry for reason in lamps.because} == {CRANES, LOCKS}
    assert lamps.because[0] == Reason(LOCKS, 60, pytest.approx(1 / 3))  # type: ignore[arg-type]
    assert toys.because == ()


def test_a_road_says_where_it_stands_on_both_axes() -> None:
    lamps, toys = planner().ahead(CHANGYUAN).options
    assert lamps.road.near and not toys.road.near
    [cranes] = [option for option in planner().ahead(LANKAO).options if option.industry == CRANES]
    assert cranes.road is Road.NEAR_COMPLEX
    assert {road.code for road in Road} == {
        "near_complex", "near_simple", "far_complex", "far_simple"
    }  # fmt: skip


def test_what_goes_with_nothing_of_the_county_is_not_near_however_many_tie() -> None:
    """Most options of a small county have a density of nought, and share the first rank below."""
    alone = {"610102": dict.fromkeys(("131", "132", "133", "134"), 60)}
    found = planner({**OF_FIVE, **alone}).ahead(HUADU).options
    assert any(option.density == 0 for option in found)
    assert not [option for option in found if option.road.near and option.density == 0]


@pytest.mark.parametrize("by", list(BY))
def test_options_stand_in_the_order_asked_for_and_none_is_lost(by: str) -> None:
    found = planner().ahead(HUADU).options
    put = ordered(found, by)
    assert sorted(option.industry for option in put) == sorted(option.industry for option in found)
    values = [BY[by](option) for option in put]
    assert values == sorted(values, reverse=True)


def test_what_nobody_has_enough_of_is_no_option() -> None:
    """Of an industry of 19 firms in the whole register nobody can tell what it goes with."""
    more = {**OF_FIVE, FENGQIU: {**OF_FIVE[FENGQIU], "152": 19}}
    assert "152" not in {option.industry for option in planner(more).ahead(CHANGYUAN).options}


def test_an_option_says_what_the_index_would_be_did_the_county_lead_with_it() -> None:
    made = planner()
    assert made.leads is not None
    for option in made.ahead(CHANGYUAN).options:
        apart = made.leads.differentiation(CHANGYUAN, option.industry)
        assert apart is not None and apart.index == option.if_lead
