"""A review looks at the criteria and at what the cluster promised."""

from datetime import date
from decimal import Decimal

import pytest

from jiqun.base.quantities import Quantity
from jiqun.recognition.reviews import TARGETS, review, targets_of
from jiqun.rules import Facts, programme
from jiqun.rules.assessment import Judgement, Why, assess
from jiqun.rules.facts import changed
from jiqun.rules.logic import Answer
from tests.rules.made_facts import cluster

NATIONAL = programme("national/sme-cluster")
ON = date(2023, 6, 1)
YEARS = (2020, 2021, 2022)


def with_targets(facts: Facts, **targets: tuple[int, str]) -> Facts:
    cells = {(year, name): Quantity.of(Decimal(said)) for name, (year, said) in targets.items()}
    return changed(facts, cells)


def judged(facts: Facts) -> list[Judgement]:
    """Answer everything open that is a reviewer's with met."""
    found = assess(NATIONAL, facts, ON)
    return [
        Judgement(verdict.rule.id, Answer.MET, "测试", "2023-06-01", "测试")
        for verdict in found.open
        if verdict.why_open is not Why.MISSING
    ]


@pytest.mark.parametrize(
    ("target", "answer"),
    [("700000", Answer.MET), ("700000.01", Answer.NOT_MET), ("0", Answer.MET)],
)
def test_a_target_is_held_against_the_last_years_own_filing(target: str, answer: Answer) -> None:
    facts = with_targets(cluster(), plan_target_output=(2020, target))
    (kept,) = review(NATIONAL, facts, YEARS, ON).targets
    assert (kept.answer, kept.reached, kept.lowered) == (answer, 700000, False)


def test_the_target_first_set_counts_and_a_lowered_one_is_said() -> None:
    facts = with_targets(cluster(), plan_target_output=(2020, "800000"))
    facts = with_targets(facts, plan_target_output=(2022, "650000"))
    (kept,) = review(NATIONAL, facts, YEARS, ON).targets
    assert (kept.target.wanted, kept.target.set_in, kept.lowered, kept.answer) == (
        800000, 2020, True, Answer.NOT_MET,
    )  # fmt: skip


def test_the_intensity_of_research_is_held_in_percent() -> None:
    facts = with_targets(cluster(), plan_target_rd_intensity=(2020, "4.6"))
    facts = with_targets(facts, rd_spend_total=(2022, "46"), revenue_total=(2022, "1000"))
    (kept,) = review(NATIONAL, facts, YEARS, ON).targets
    assert (kept.answer, kept.reached) == (Answer.MET, Decimal("4.6"))


def test_a_target_whose_figure_is_missing_cannot_be_told() -> None:
    facts = with_targets(cluster(quality_smes=None), plan_target_quality_smes=(2020, "30"))
    (kept,) = review(NATIONAL, facts, YEARS, ON).targets
    assert (kept.answer, kept.reached) == (Answer.CANNOT_TELL, None)


def test_every_target_of_the_form_is_held_against_something() -> None:
    facts = with_targets(cluster(), **dict.fromkeys(TARGETS, (2020, "1")))
    assert [target.field for target in targets_of(facts, YEARS)] == list(TARGETS)
    assert targets_of(cluster(), YEARS) == []


def test_a_passed_review_needs_criteria_judgements_and_targets() -> None:
    facts = with_targets(cluster(), plan_target_output=(2020, "700000"))
    assert review(NATIONAL, facts, YEARS, ON).proposal is Answer.CANNOT_TELL
    assert review(NATIONAL, facts, YEARS, ON, judged(facts)).proposal is Answer.MET


def test_a_missed_target_alone_is_the_reviewers_to_weigh() -> None:
    facts = with_targets(cluster(), plan_target_output=(2020, "900000"))
    assert review(NATIONAL, facts, YEARS, ON, judged(facts)).proposal is Answer.DISCRETION
    assert review(NATIONAL, cluster(), YEARS, ON, judged(cluster())).proposal is Answer.DISCRETION


def test_a_criterion_not_met_or_a_ground_of_revocation_proposes_failure() -> None:
    small = cluster(output_total=399999, output_sme=390000, output_leading=390000)
    assert review(NATIONAL, small, YEARS, ON).proposal is Answer.NOT_MET
    accident = changed(cluster(), {(2021, "accidents_larger"): Quantity.of(Decimal(1))})
    found = review(NATIONAL, accident, YEARS, ON)
    assert found.proposal is Answer.NOT_MET
    assert [ground.id for ground in found.grounds] == ["larger_accident"]
