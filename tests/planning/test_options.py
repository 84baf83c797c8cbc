"""Industries a county does not have, worked out by hand for five made-up counties."""

import pytest

from jiqun.planning.ahead import Planner
from jiqun.planning.options import BY, Option, Reason, Road, ordered
from jiqun.planning.words import unrelated_text
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


def lacked(county: str, made: Planner | None = None) -> list[Option]:
    """Return all that a county does not have, the nearest first."""
    plan = (made or planner()).ahead(county)
    return [*plan.options, *plan.unrelated]


def test_only_what_the_county_has_not_is_an_option() -> None:
    assert {option.industry for option in lacked(CHANGYUAN)} == {LAMPS, TOYS}
    assert {option.industry for option in lacked(HUADU)} == {LAMPS, LOCKS, CRANES}


def test_what_goes_with_nothing_of_the_county_is_no_option_and_is_not_lost() -> None:
    plan = planner().ahead(CHANGYUAN)
    assert [option.industry for option in plan.options] == [LAMPS]
    assert [option.industry for option in plan.unrelated] == [TOYS]
    assert "另有 1 个产业" in unrelated_text(plan).zh


def test_of_what_goes_with_nothing_the_industries_with_firms_there_stand_first() -> None:
    """What is there already tells most of what comes, whatever goes with it."""
    alone = {"610102": {"131": 60, "132": 60, LOCKS: 2}}
    plan = planner({**OF_FIVE, **alone}).ahead("610102")
    assert [option.firms for option in plan.unrelated] == [2, 0, 0, 0]
    assert f"{len(plan.unrelated)} more industries" in unrelated_text(plan).en


def test_density_is_the_share_of_proximity_that_is_there() -> None:
    """Lamps: near cranes 1/3 (Fengqiu), locks 1/3 (Lankao), toys 1/3 (Yueqing), itself 1."""
    lamps, toys = lacked(CHANGYUAN)
    assert (lamps.industry, toys.industry) == (LAMPS, TOYS)
    assert lamps.density == pytest.approx((1 / 3 + 1 / 3) / 2)
    assert lamps.distance == pytest.approx(1 - lamps.density)
    assert (lamps.density_rank, toys.density_rank) == (1, 2)
    assert toys.density == 0


def test_the_reason_is_what_the_county_has_beside_it() -> None:
    lamps, toys = lacked(CHANGYUAN)
    assert {reason.industry for reason in lamps.because} == {CRANES, LOCKS}
    assert lamps.because[0] == Reason(LOCKS, 60, pytest.approx(1 / 3))  # type: ignore[arg-type]
    assert toys.because == ()


def test_a_road_says_where_it_stands_on_both_axes() -> None:
    lamps, toys = lacked(CHANGYUAN)
    assert lamps.road.near and not toys.road.near
    [cranes] = [option for option in lacked(LANKAO) if option.industry == CRANES]
    assert cranes.road is Road.NEAR_COMPLEX
    assert {road.code for road in Road} == {
        "near_complex", "near_simple", "far_complex", "far_simple"
    }  # fmt: skip


def test_what_goes_with_nothing_of_the_county_is_not_near_however_many_tie() -> None:
    """Most options of a small county have a density of nought, and share the first rank below."""
    alone = {"610102": dict.fromkeys(("131", "132", "133", "134"), 60)}
    found = lacked(HUADU, planner({**OF_FIVE, **alone}))
    assert any(option.density == 0 for option in found)
    assert not [option for option in found if option.road.near and option.density == 0]


@pytest.mark.parametrize("by", list(BY))
def test_options_stand_in_the_order_asked_for_and_none_is_lost(by: str) -> None:
    found = lacked(HUADU)
    put = ordered(found, by)
    assert sorted(option.industry for option in put) == sorted(option.industry for option in found)
    values = [BY[by](option) for option in put]
    assert values == sorted(values, reverse=True)


def test_what_nobody_has_enough_of_is_no_option() -> None:
    """Of an industry of 19 firms in the whole register nobody can tell what it goes with."""
    more = {**OF_FIVE, FENGQIU: {**OF_FIVE[FENGQIU], "152": 19}}
    assert "152" not in {option.industry for option in lacked(CHANGYUAN, planner(more))}


def test_an_option_says_what_the_index_would_be_did_the_county_lead_with_it() -> None:
    made = planner()
    assert made.leads is not None
    for option in lacked(CHANGYUAN, made):
        apart = made.leads.differentiation(CHANGYUAN, option.industry)
        assert apart is not None and apart.index == option.if_lead
