"""A firm's answers are read rightly or refused clearly, all at once; nothing becomes nought."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.base.errors import Refused
from jiqun.exchange.maturity.answers import read_answers, read_answers_file
from tests.exchange.maturity.firms import WORKSHOP


def codes(said: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.where.field) for problem in read_answers(said)[1]]


def test_everything_is_read_as_it_was_meant() -> None:
    answers, problems = read_answers(WORKSHOP)
    assert not problems
    assert (answers.credit_code, answers.year) == ("91350100M000100Y43", 2026)
    assert answers.said[1] == frozenset({1, 2})
    assert answers.said[2] == Decimal("55.0")
    assert answers.said[5] == 2
    assert answers.said[12] == (Decimal("4.10"), Decimal("4.35"))
    assert answers.scenes["财务管理"] == 2


@pytest.mark.parametrize(
    "share", ["55.0", "55", 55, Decimal("55.0"), "55%", "５５", "５５．０", " 55.0 "]
)
def test_a_share_is_read_as_people_write_it(share: Any) -> None:
    answers, problems = read_answers({"answers": {"2": share}, "scenes": {}})
    assert not problems
    assert answers.said[2] == 55


@pytest.mark.parametrize(
    "nothing", [None, {"status": "missing"}, {"status": "not_applicable", "reason": "没有设备"}]
)
def test_what_is_not_known_or_cannot_be_is_no_answer_and_no_nought(nothing: Any) -> None:
    said = {"answers": {"2": nothing, "12": [nothing, "4.1"]}, "scenes": {"产品设计": nothing}}
    answers, problems = read_answers(said)
    assert not problems
    assert not answers.said
    assert not answers.scenes


def test_an_empty_choice_is_none_and_known() -> None:
    answers, problems = read_answers({"answers": {"1": [], "5": 0}, "scenes": {}})
    assert not problems
    assert answers.said == {1: frozenset(), 5: 0}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("1", 1),
        ("1", [0]),
        ("1", [5]),
        ("1", [1, 1]),
        ("1", ["1"]),
        ("1", [True]),
        ("1", [1.5]),
        ("5", [1]),
        ("5", 5),
        ("5", -1),
        ("5", True),
        ("5", "2"),
        ("2", "155"),
        ("2", "-1"),
        ("2", "abc"),
        ("2", True),
        ("2", Decimal("NaN")),
        ("2", "1,20"),
        ("2", ["5"]),
        ("11", "-4"),
        ("11", "1e400"),
        ("12", ["1"]),
        ("12", ["1", "2", "3"]),
        ("12", "1"),
        ("12", ["-1", "2"]),
        ("12", [None, "abc"]),
        ("12", [True, "2"]),
        ("0", 1),
        ("16", 1),
        ("一", 1),
    ],
)
def test_an_answer_that_is_none_is_refused_at_its_place(question: str, answer: Any) -> None:
    found = codes({"answers": {question: answer}, "scenes": {}})
    assert [field for _, field in found] == [f"answers/{question}"]


@pytest.mark.parametrize("level", [5, -1, "2", 2.5, True, [2]])
def test_a_level_that_is_none_is_refused(level: Any) -> None:
    assert codes({"answers": {}, "scenes": {"产品设计": level}}) == [
        ("digital.bad_scene", "scenes/产品设计")
    ]


def test_spending_above_the_revenue_can_be_and_machines_above_all_cannot() -> None:
    assert codes({"answers": {"11": "140"}, "scenes": {}}) == []
    assert codes({"answers": {"3": "100.1"}, "scenes": {}}) == [("digital.bad_share", "answers/3")]


def test_all_problems_are_told_at_once() -> None:
    said = {
        "credit_code": "91350100M000100Y44",
        "year": "26",
        "answers": {"1": [9], "99": 1},
        "scenes": {"甲": 1},
        "more": 1,
    }
    assert {code for code, _ in codes(said)} == {
        "digital.bad_credit_code",
        "digital.bad_year",
        "digital.bad_multi",
        "digital.no_question",
        "digital.no_scene",
        "digital.key_unknown",
    }
    assert {code for code, _ in codes({})} == {"digital.key_missing"}
    assert codes([]) == [("digital.not_answers", "")]
    assert ("digital.not_an_object", "answers") in codes({"answers": [], "scenes": {}})


def test_a_file_with_a_key_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text('{"answers": {"5": 1, "5": 2}, "scenes": {}}', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_answers_file(path)
    assert [problem.code for problem in refused.value.problems] == ["digital.key_twice"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["credit_code", "year", "answers", "scenes", "x"]),
        ANYTHING | st.dictionaries(st.sampled_from(["1", "2", "5", "12", "产品设计"]), ANYTHING),
    )
)
def test_whatever_is_handed_in_is_read_or_refused_in_words(said: dict[str, Any]) -> None:
    _, problems = read_answers(json.loads(json.dumps(said), parse_constant=Decimal))
    for problem in problems:
        assert problem.code.startswith("digital.")
        assert problem.text("zh")
        assert problem.text("en")
