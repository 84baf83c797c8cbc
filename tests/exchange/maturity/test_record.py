"""The document of an assessment, as the contract has it."""

import json

import pytest

from jiqun.base.language import Lang
from jiqun.exchange.maturity.answers import Answers, read_answers
from jiqun.exchange.maturity.record import assessed
from tests.exchange.maturity.firms import WORKSHOP


def test_it_says_what_the_contract_asks() -> None:
    made = json.loads(json.dumps(assessed(read_answers(WORKSHOP)[0], "zh")))
    assert made["score"] == 44.1
    assert made["by_group"] == {"数字化基础": 20.85, "数字化管理": 9.75, "数字化成效": 13.5}
    assert (made["level"], made["level_title"]) == (2, "规范级")
    assert made["scenes_at"]["2"] == {"scenes": 7, "constrained": 7}
    assert made["rule_confidence"] == "medium"
    assert {step["effort"] for step in made["missing_for_next"]} <= {1, 2, 3}
    assert made["unanswered"] == []


@pytest.mark.parametrize(("lang", "words"), [("zh", "规范级"), ("en", "standardised")])
def test_words_are_the_readers(lang: Lang, words: str) -> None:
    made = assessed(read_answers(WORKSHOP)[0], lang)
    assert made["level_title"] == words


def test_of_no_answers_it_knows_nothing_and_says_so() -> None:
    made = assessed(Answers(), "zh")
    assert (made["score"], made["level"]) == ("0..100", "0..4")
    assert len(made["unanswered"]) == 31
    assert {step["kind"] for step in made["missing_for_next"]} == {"answer"}
