"""What a register tells of a county's future, and what it cannot tell."""

import pytest

from jiqun.planning.ahead import Planner, Verdict, with_links
from tests.planning.made_up import (
    CHANGYUAN,
    CRANES,
    FENGQIU,
    HUADU,
    LAMPS,
    LOCKS,
    OF_FIVE,
    Table,
    planner,
    register,
)

BEIJING = "110101"
EVEN: Table = {**OF_FIVE, BEIJING: {"245": 30, "335": 20, "343": 20, "387": 30}}


@pytest.mark.parametrize(
    ("county", "table", "makers", "verdict"),
    [
        (BEIJING, OF_FIVE, {}, Verdict.NOT_COVERED),
        (BEIJING, {**OF_FIVE, BEIJING: {CRANES: 39}}, {}, Verdict.TOO_FEW),
        (CHANGYUAN, OF_FIVE, {CHANGYUAN: 245}, Verdict.TOO_LITTLE_KNOWN),
        (CHANGYUAN, OF_FIVE, {CHANGYUAN: 244}, Verdict.TOLD),
        (BEIJING, EVEN, {}, Verdict.NOTHING_STANDS_OUT),
        (CHANGYUAN, {CHANGYUAN: {CRANES: 60}}, {}, Verdict.REGISTER_TOO_SMALL),
    ],
)
def test_a_county_is_told_of_only_where_the_register_tells(
    county: str, table: Table, makers: dict[str, int], verdict: Verdict
) -> None:
    found = planner(table, makers=makers).ahead(county)
    assert found.verdict is verdict
    told = verdict is Verdict.TOLD
    assert bool(found.options) is told and bool(found.has) is told
    assert (found.differentiation is not None) is told


def test_the_scope_is_what_was_compared() -> None:
    scope = planner(EVEN).ahead(CHANGYUAN).scope
    assert scope is not None
    assert (scope.counties, scope.industries) == (6, 4)
    assert scope.provinces == ("110000", "330000", "410000", "440000")


def test_what_a_county_has_stands_by_its_firms() -> None:
    has = planner().ahead(CHANGYUAN).has
    assert [(owned.industry, owned.firms) for owned in has] == [(LOCKS, 60), (CRANES, 60)]
    assert all(owned.quotient > 1 and owned.complexity is not None for owned in has)


def test_another_lead_raises_the_index_where_fewer_lead_with_it() -> None:
    found = planner().ahead(CHANGYUAN)
    assert found.levers is not None and found.differentiation is not None
    assert [option.industry for option in found.levers.leads] == [LAMPS]
    assert found.levers.leads[0].if_lead.low > found.differentiation.index.high
    assert found.levers.own == (LOCKS,)  # Fengqiu has none to speak of
    assert found.levers.shared[0] == CRANES


def test_who_has_no_look_alike_needs_no_lever() -> None:
    levers = planner().ahead(HUADU).levers
    assert levers is not None
    assert (levers.leads, levers.own, levers.shared) == ((), (), ())


def test_a_lead_industry_that_is_only_planned_is_held_against_those_that_have_it() -> None:
    found = planner().ahead(FENGQIU, industry=LOCKS)
    assert found.differentiation is not None
    assert found.differentiation.basis == "asked"
    assert [other.county for other in found.differentiation.look_alikes] == ["410225"]


def test_of_a_county_that_is_not_told_no_link_is_missing(tmp_path: object) -> None:
    found = planner().ahead(BEIJING)
    assert with_links(found, tmp_path).links == {}  # type: ignore[arg-type]


def test_made_up_firms_are_said_to_be() -> None:
    made = Planner(register(OF_FIVE, demo=True), {})
    assert made.ahead(CHANGYUAN).demo and made.ahead(BEIJING).demo
