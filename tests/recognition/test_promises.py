"""Targets of an application, each held against the filing of its own year."""

from decimal import Decimal

import pytest

from jiqun.base.quantities import Quantity, Status
from jiqun.recognition.promises import Promised, promised, promises, target_number, target_unit
from jiqun.recognition.reviews import review
from jiqun.rules.facts import changed
from jiqun.rules.logic import Answer
from tests.recognition.test_reviews import NATIONAL, ON, YEARS, judged
from tests.rules.made_facts import cluster

MISSING = Quantity.absent(Status.MISSING, "测试")


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("t2022.output_total", {"70": Answer.MET, "70.01": Answer.NOT_MET}),
        ("t2021.output_total", {"0": Answer.MET, "9999": Answer.NOT_MET}),
    ],
)
def test_a_target_is_held_against_its_own_year_in_its_own_unit(
    target: str, answer: dict[str, Answer]
) -> None:
    # The made cluster files an output of 700,000 wan yuan for 2022: 70 yi yuan.
    for wanted, expected in answer.items():
        (kept,) = promises(promised({target: wanted}), cluster(), YEARS)
        assert kept.answer is expected


def test_shares_and_growth_are_held_in_per_cent() -> None:
    facts = changed(
        cluster(),
        {
            (2022, "output_total"): Quantity.of(Decimal(200)),
            (2022, "output_sme"): Quantity.of(Decimal(150)),
            (2020, "output_total"): Quantity.of(Decimal(128)),
        },
    )
    said = {"t2022.output_sme_share": "75", "t2022.output_growth_per_year": "25%"}
    growth, share = promises(promised(said), facts, YEARS)
    assert (growth.low, growth.answer) == (Decimal(25), Answer.MET)
    assert (share.low, share.answer) == (Decimal(75), Answer.MET)


def test_a_year_nobody_filed_cannot_be_told_and_a_later_one_is_not_due() -> None:
    facts = changed(cluster(), {(2021, "output_total"): MISSING})
    said = {"t2021.output_total": "1", "t2030.output_total": "1"}
    (kept,) = promises(promised(said), facts, YEARS)
    assert (kept.promised.year, kept.low, kept.answer) == (2021, None, Answer.CANNOT_TELL)


def test_what_is_no_target_is_passed_over() -> None:
    said = {"t2022.output_total": "3亿元", "x2022.output_total": "1", "t2022.nothing": "1"}
    assert promised(said) == []
    assert promised({"t2022.output_total": "１，０００"}) == [
        Promised("output_total", 2022, Decimal(1000))
    ]


def test_a_review_passes_only_where_the_promises_are_kept() -> None:
    facts = cluster()
    for wanted, proposal in (("70", Answer.MET), ("71", Answer.DISCRETION)):
        said = promised({"t2022.output_total": wanted})
        found = review(NATIONAL, facts, YEARS, ON, judged(facts), said)
        assert found.proposal is proposal
        assert [kept.promised.wanted for kept in found.promises] == [Decimal(wanted)]


def test_units_and_numbers_are_those_of_the_form() -> None:
    assert target_unit("output_growth_per_year").zh == "%"
    assert target_number("") is None
    assert target_number("12.5 %") == Decimal("12.5")
