"""Stages of other standards: only what is known, marked by how well, and nothing made up."""

from datetime import date
from decimal import Decimal

import pytest

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.exchange.maturity.stages import read_recorded, standards

TODAY = date(2026, 6, 1)
SAID = {"stage": "smart_manufacturing:2", "on": "2026-05-01", "assessor": "某评估机构"}


def codes(**said: str) -> list[str]:
    return [
        problem.code.removeprefix("digital.")
        for problem in read_recorded({**SAID, **said}, TODAY)[1]
    ]


@pytest.mark.parametrize(
    ("score", "stage"),
    [("0", ""), ("0.79", ""), ("0.8", "1"), ("1.79", "1"), ("1.8", "2"), ("2.8", "3"),
     ("3.8", "4"), ("4.79", "4"), ("4.8", "5"), ("5", "5")],
)  # fmt: skip
def test_a_score_makes_the_stage_its_cut_off_begins(score: str, stage: str) -> None:
    """0.8, 1.8, 2.8, 3.8, 4.8: the draft of 2024, each cut-off inside the stage it begins."""
    assert standards()["smart_manufacturing"].stage_of(Decimal(score)) == stage


def test_what_is_second_hand_says_so() -> None:
    smart = standards()["smart_manufacturing"]
    assert smart.confidence.grade == "medium"
    assert smart.score is not None
    assert smart.score.confidence.grade == "low"
    assert "draft" in smart.score.confidence.why.en
    assert standards()["integration_stage"].confidence.grade == "low"


def test_what_no_source_says_is_not_configured() -> None:
    assert all(standard.validity is None for standard in standards().values())
    for name in ("integration_stage", "integration_grade"):
        assert standards()[name].score is None
        assert standards()[name].stage_of(Decimal(4)) is None


def test_a_stage_is_recorded_with_its_day_certificate_and_who_assessed() -> None:
    found, problems = read_recorded({**SAID, "certificate": "ZB-1"}, TODAY)
    assert not problems
    assert (found.standard, found.stage, found.score) == ("smart_manufacturing", "2", None)
    assert (found.on, found.certificate, found.assessor) == (date(2026, 5, 1), "ZB-1", "某评估机构")


def test_a_score_below_the_first_cut_off_is_no_stage_and_not_unknown() -> None:
    found, problems = read_recorded(
        {**SAID, "stage": "smart_manufacturing:", "score": "0.5"}, TODAY
    )
    assert not problems
    assert (found.stage, found.score) == ("", Decimal("0.5"))


def test_a_score_that_makes_another_stage_is_refused() -> None:
    assert codes(score="2.9") == ["score_says_otherwise"]
    assert codes(score="2.1") == []


def test_no_score_makes_a_stage_where_that_is_not_configured() -> None:
    assert codes(stage="integration_stage:single", score="70") == ["score_not_configured"]
    assert codes(stage="integration_stage:single") == []


@pytest.mark.parametrize("score", ["-1", "5.01", "两分", "1e1", "2,1"])
def test_what_is_no_score_is_refused(score: str) -> None:
    assert codes(score=score) == ["bad_score"]


@pytest.mark.parametrize("on", ["", "2026-06-02", "2026-02-30", "昨天", "1999-12-31"])
def test_what_is_no_day_of_an_assessment_is_refused(on: str) -> None:
    assert codes(on=on) == ["bad_day"]


def test_everything_wrong_is_told_at_once() -> None:
    assert codes(stage="iso9001:A", on="", assessor=" ") == ["no_stage", "bad_day", "no_assessor"]
    assert codes(stage="smart_manufacturing:") == ["no_stage"]


@pytest.mark.parametrize("cut_offs", ['["0.8", "1.8", "1.5", "3.8", "4.8"]', '["0.8", "1.8"]'])
def test_cut_offs_that_do_not_rise_or_are_too_few_are_refused(cut_offs: str) -> None:
    text = f"""entered: {{by: 测试, date: 2026-01-01, document: 测试用文件}}
standards: {{smart_manufacturing: {{score: {{cut_offs: {cut_offs}}}}}}}
"""
    own = OwnCatalogue({"digital/stages.yaml": text.encode()})
    with under(own), pytest.raises(Refused) as refused:
        standards()
    assert [problem.code for problem in refused.value.problems] == ["digital.uneven_cut_offs"]
