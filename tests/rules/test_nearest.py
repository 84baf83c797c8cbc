"""What it would take: enough, and not more than enough."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from jiqun.base.forms import YEARLY, form_for
from jiqun.base.quantities import Quantity
from jiqun.rules import Answer, Facts, assess, programme
from jiqun.rules.facts import changed
from jiqun.rules.nearest import ask_first, nearest, out_of_reach
from tests.rules.made_facts import cluster, clusters

ON = date(2023, 6, 15)
NATIONAL = programme("national/sme-cluster")
YUNNAN = programme("yunnan/sme-cluster")


def moves(facts: Facts) -> list[tuple[str, int, str, str]]:
    found = nearest(assess(NATIONAL, facts, ON))
    return [(one.change, one.year, one.was, one.to) for one in found]


def test_a_cluster_that_meets_everything_known_needs_nothing() -> None:
    assert moves(cluster()) == []


def test_a_share_too_low_takes_just_enough_of_its_numerator() -> None:
    assert moves(cluster(output_sme=480000)) == [("output_sme", 2022, "480000", "490000")]


def test_a_share_that_must_be_above_takes_one_step_more() -> None:
    assert moves(cluster(output_leading=1)) == [("output_leading", 2022, "1", "490000.01")]


def test_growth_takes_output_in_the_last_year_and_shares_follow() -> None:
    facts = cluster(first={"output_total": 600000}, output_sme=490000)
    assert moves(facts) == [
        ("output_sme", 2022, "490000", "508200.01"),
        ("output_total", 2022, "700000", "726000.01"),
    ]


def test_of_an_either_or_the_smaller_change_is_named() -> None:
    few = {"little_giants": 0, "innovative_smes": 0, "hightech_enterprises": 0}
    assert moves(cluster(**few, srdi_smes=2, quality_smes=2)) == [("little_giants", 2022, "0", "1")]


def test_a_veto_is_out_of_reach_and_nothing_is_promised() -> None:
    found = assess(NATIONAL, cluster(accidents_larger=1, output_sme=1), ON)
    assert nearest(found) == []
    assert out_of_reach(found) == ["clean_record"]


def test_an_area_that_is_only_generally_limited_asks_for_no_change() -> None:
    assert moves(cluster(area_km2=500)) == []


def test_the_fact_that_holds_up_most_criteria_is_asked_for_first() -> None:
    found = assess(NATIONAL, cluster(output_total=None, hightech_enterprises=None), ON)
    asked = [(one.fact, one.criteria) for one in ask_first(found)]
    assert asked[0] == (
        "2022.output_total",
        ("output_each_year", "output_sme_share", "output_leading_share", "output_growth"),
    )
    assert len(asked) == 1


@pytest.mark.parametrize("rules", [NATIONAL, YUNNAN], ids=lambda one: one.id)
@settings(max_examples=60, deadline=None)
@given(facts=clusters())
def test_the_changes_together_are_enough_and_each_alone_is_just_enough(
    rules: object, facts: Facts
) -> None:
    assert rules in (NATIONAL, YUNNAN)
    own = NATIONAL if rules is NATIONAL else YUNNAN
    before = assess(own, facts, ON)
    changes = nearest(before)
    if not changes:
        return
    whole = {(change.year, change.change): Quantity.of(Decimal(change.to)) for change in changes}
    after = assess(own, changed(facts, whole), ON)
    assert not [
        verdict for verdict in after.hard if verdict.answer in (Answer.NOT_MET, Answer.DISCRETION)
    ]
    for one in changes:
        whole_number = form_for(YEARLY, 2022).fields[one.change].type == "count"
        step = Decimal(1) if whole_number else Decimal("0.01")
        less = {**whole, (one.year, one.change): Quantity.of(Decimal(one.to) - step)}
        short = assess(own, changed(facts, less), ON)
        assert any(short.verdict(name).answer is not Answer.MET for name in one.criteria)
