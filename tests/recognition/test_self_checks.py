"""The national rules and the province's at once, and the least that would pass both."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings

from jiqun.base.quantities import Quantity
from jiqun.recognition.self_checks import cells_asked, joint_change, self_check
from jiqun.rules import Facts
from jiqun.rules.assessment import judge
from jiqun.rules.facts import changed
from jiqun.rules.logic import Answer
from tests.rules.made_facts import cluster, clusters

ON = date(2023, 12, 1)
YUNNAN = "530102"


def test_a_cluster_is_held_against_the_nation_and_its_own_province() -> None:
    found = self_check(cluster(YUNNAN), ON)
    assert [held.ruling.programme.id for held in found.assessments] == [
        "national/sme-cluster", "yunnan/sme-cluster",
    ]  # fmt: skip
    assert (found.joint, found.out_of_reach, found.failing) == ((), (), [])


def test_a_city_with_a_programme_of_its_own_adds_it() -> None:
    found = self_check(cluster("330203"), ON)
    assert "ningbo/sme-cluster" in [held.ruling.programme.id for held in found.assessments]


def test_the_joint_change_meets_the_most_demanding_programme() -> None:
    # SMEs' share: 40 % now; Yunnan asks 50 % of 700000, the nation 70 %. Yunnan lies in the west,
    # where the nation leaves it to the reviewer; in Zhejiang it fails.
    found = self_check(cluster("330106", output_sme=280000), ON)
    (change,) = [change for change in found.joint if change.change == "output_sme"]
    assert (change.was, change.to) == ("280000", "490000")
    assert "national/sme-cluster:output_sme_share" in change.criteria


def test_two_programmes_share_one_change_and_both_ask_for_it() -> None:
    facts = cluster(YUNNAN, output_leading=100000)
    found = self_check(facts, ON)
    leading = next(change for change in found.joint if change.change == "output_leading")
    assert leading.was == "100000"
    assert any(name.startswith("yunnan/") for name in leading.criteria)


def test_a_failed_veto_is_out_of_reach_and_nothing_is_proposed() -> None:
    found = self_check(cluster(accidents_larger=1), ON)
    assert "national/sme-cluster:clean_record" in found.out_of_reach
    assert found.joint == ()


def test_a_missing_fact_that_holds_up_most_is_asked_first() -> None:
    found = self_check(cluster(YUNNAN, output_total=None), ON)
    first = found.questions[0]
    assert first.fact == "2022.output_total"
    assert {name.partition("/")[0] for name in first.criteria} == {"national", "yunnan"}


@settings(max_examples=60, deadline=None)
@given(facts=clusters())
def test_after_the_joint_change_no_known_criterion_of_any_programme_fails(facts: Facts) -> None:
    found = self_check(facts, ON)
    cells = {
        (change.year, change.change): Quantity.of(Decimal(change.to)) for change in found.joint
    }
    after = [judge(held.ruling, changed(facts, cells)) for held in found.assessments]
    if found.joint:
        assert all(held.known_criteria is not Answer.NOT_MET for held in after)
    assert list(found.joint) == ([] if found.out_of_reach else joint_change(found.assessments))


def test_without_any_filing_everything_is_asked_and_nothing_proposed() -> None:
    found = self_check(Facts("demo-001", "330106"), ON)
    assert found.joint == ()
    assert found.questions


@settings(max_examples=40, deadline=None)
@given(facts=clusters())
def test_every_part_of_the_joint_change_is_needed(facts: Facts) -> None:
    found = self_check(facts, ON)
    cells = {
        (change.year, change.change): Quantity.of(Decimal(change.to)) for change in found.joint
    }
    for left_out in cells:
        rest = {cell: value for cell, value in cells.items() if cell != left_out}
        after = [judge(held.ruling, changed(facts, rest)) for held in found.assessments]
        assert any(held.known_criteria is Answer.NOT_MET for held in after), left_out


def test_the_cells_asked_are_those_the_criteria_of_all_programmes_read() -> None:
    asked = cells_asked(YUNNAN, ON)
    assert set(asked) > set(cells_asked("330106", ON))
    assert (2020, "output_total") in asked  # the first year of growth
    assert (2020, "output_sme") not in asked  # of a share the latest year alone
    assert (2022, "area_km2") in asked  # worded "generally": shown all the same
