"""Purposes held against firms' data: what is out, what fits better, and why, in both languages."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from jiqun.base.days import CHINA
from jiqun.base.errors import Problem
from jiqun.exchange.grants.fitting import (
    MARKET,
    Card,
    Wanted,
    fits,
    month_number,
    need_of,
    offer_of,
    read_card,
    read_wanted,
)
from jiqun.exchange.matching.settings import matching

TODAY = date(2026, 11, 30)
WANTED = Wanted(
    "某银行", "按电表授信", ("electricity", "yield"), "finance", "3484", "330110", "2026-01",
    datetime(2027, 1, 1, tzinfo=CHINA),
)  # fmt: skip
CARD = Card("甲", "智能电表每小时一条", ("electricity",), "3484", "330110", "2026-07")
BY, FIRM = "91330106MA2800000X", "91330110MA28000011"


def held(wanted: Wanted, *cards: Card, firm: str = FIRM) -> tuple[list[str], dict[str, list[str]]]:
    """Return which cards fit in their order, and of each that does not why in English."""
    offers = [offer_of(str(number), firm, card, TODAY) for number, card in enumerate(cards)]
    found = fits(need_of("n", BY, wanted, TODAY), offers, 9)
    outside = {out.id: [why.en for why in out.why] for out in found.outside}
    return [fit.id for fit in found.fitting], outside


def reasons(wanted: Wanted, card: Card) -> list[str]:
    found = fits(need_of("n", BY, wanted, TODAY), [offer_of("0", FIRM, card, TODAY)], 1)
    return [why.en for why in found.fitting[0].why]


def test_reasons_say_fields_months_industry_and_place() -> None:
    assert set(reasons(WANTED, CARD)[:4]) == {
        "has 1 of the 2 asked for: electricity",
        "of the same class of industry as is asked for",
        "in the same county",
        "has readings in 45% of the months asked for",
    }


def test_a_card_without_the_fields_or_the_months_is_out_and_says_why() -> None:
    late = replace(CARD, first_month="2027-01")
    _, outside = held(WANTED, replace(CARD, fields=("load",)), late)
    assert outside == {
        "0": ["has none of the fields"],
        "1": ["has readings in none of the months asked for"],
    }


def test_nobody_is_matched_with_oneself() -> None:
    _, outside = held(WANTED, CARD, firm=BY)
    assert outside == {"0": ["of who asks itself"]}


@pytest.mark.parametrize(
    "worse",
    [
        replace(CARD, fields=("electricity", "yield")),
        replace(CARD, industry="1311"),
        replace(CARD, county="650102"),
        replace(CARD, first_month="2026-10"),
    ],
    ids=["fields", "industry", "place", "months"],
)
def test_more_fields_the_industry_a_near_place_and_more_months_go_first(worse: Card) -> None:
    better = CARD if worse.fields == CARD.fields else worse
    other = worse if better is CARD else CARD
    assert held(WANTED, other, better)[0] == ["1", "0"]


def test_what_is_not_said_counts_neither_for_nor_against() -> None:
    said = reasons(replace(WANTED, industry="", county="", first_month=""), CARD)
    assert said[0] == "has 1 of the 2 asked for: electricity"
    assert "a side does not state it" in said[-1]


def test_the_weights_of_the_market_are_published() -> None:
    market = matching().markets[MARKET]
    assert market.weights["terms"] == max(market.weights.values())
    assert set(market.conditions) == {"terms", "time"}


def test_what_is_wrong_is_told_at_once() -> None:
    problems: list[Problem] = []
    now = datetime(2026, 11, 30, tzinfo=CHINA)
    said = {"fields": "yield none", "purpose": "benchmark", "until": "2026-11-01", "county": "9"}
    read_wanted(said, now, problems, names_itself=True)
    assert [problem.code for problem in problems] == [
        "grants.no_such_field", "grants.ends_before", "grants.benchmark_is_joined",
        "exchange.name_missing", "exchange.no_county",
    ]  # fmt: skip
    problems.clear()
    read_card({"first_month": "1999-12", "county": "330106", "industry": "C34"}, problems)
    assert [problem.code for problem in problems] == [
        "exchange.name_missing", "grants.no_such_field", "grants.no_industry", "grants.no_month",
    ]  # fmt: skip


def test_months_are_numbered_one_after_another() -> None:
    assert [month_number(month) for month in ("2025-12", "2026-01")] == [24312, 24313]
