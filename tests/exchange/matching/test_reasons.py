"""Every reason has words in both languages, and every word is some reason's."""

import re
from dataclasses import replace
from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.exchange.matching.matcher import match, outside
from jiqun.exchange.matching.reasons import every_code, reason_words, reasons, why_out
from tests.exchange.matching.test_matcher import NEED, OFFER, only


def test_every_reason_has_words_and_every_word_is_used() -> None:
    assert sorted(every_code()) == sorted(reason_words())


def test_reasons_are_told_whole_in_both_languages() -> None:
    names = {"计划排程": Bilingual("计划排程", "scheduling")}
    offer = replace(OFFER, price=Decimal(22000), certificates=None, effort=3, county="410727")
    told = [reason.words for reason in reasons(only(offer), NEED, names)]
    assert told[0].en == "serves 1 of 2: scheduling"
    english = " | ".join(words.en for words in told)
    assert "10% above the budget" in english
    assert "more effort" in english
    assert "whether it holds the certificates" in english
    assert re.search(r"about \d+ km away", english)
    assert all("{" not in words.zh + words.en for words in told)
    assert 'say "轻量排产"' in english


def test_what_is_not_stated_is_said_to_count_for_nothing() -> None:
    told = reasons(only(replace(OFFER, serves=None)), NEED)
    assert [reason.in_("en") for reason in told if reason.code == "unknown"] == [
        "industry: a side does not state it, which counts neither for nor against"
    ]


def test_what_is_out_says_why() -> None:
    [out] = outside(NEED, [replace(OFFER, size=Decimal(1), free=frozenset())])
    assert [reason.in_("zh") for reason in why_out(out)] == [
        "超出对方能做的上限",
        "想要的时间都不空",
    ]
    assert match([NEED], [out.offer]) == [[]]
