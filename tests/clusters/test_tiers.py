"""The tiers, by the regime in force."""

from datetime import date
from decimal import Decimal

import pytest

from jiqun.clusters.scores import Fact, scores
from jiqun.clusters.tiers import TIERS, Tier, Title, expires, tier_on, tier_rules, tiers_held


def test_the_base_tier_is_renamed_on_the_first_of_april_2026() -> None:
    days = [date(2026, 3, 31), date(2026, 4, 1)]
    found = [tier_on("innovative", day) for day in days]
    assert [one.title.zh for one in found if one] == ["创新型中小企业", "科技和创新型中小企业"]
    assert [one.regime.number for one in found if one] == [
        "工信部企业〔2022〕63号",
        "工信部企业〔2026〕2号",
    ]


@pytest.mark.parametrize("tier", ["innovative", "srdi", "little_giant"])
def test_regimes_follow_each_other_without_gap_or_overlap(tier: Tier) -> None:
    old, new = tier_rules()[tier]
    assert old.regime.until is not None
    assert (new.regime.since - old.regime.until).days == 1


def test_before_june_2022_the_innovative_tier_did_not_exist() -> None:
    assert tier_on("innovative", date(2022, 5, 31)) is None


def test_every_condition_says_how_sure_we_are() -> None:
    assert set(tier_rules()) == set(TIERS)
    for listed in tier_rules().values():
        for rules in listed:
            every = [*rules.conditions, *(one for some in rules.waivers.values() for one in some)]
            assert all(one.confidence in ("high", "medium", "low") for one in every)
            assert all(
                not condition.waiver or condition.waiver in rules.waivers
                for condition in rules.conditions
            )


@pytest.mark.parametrize(
    ("changed", "met"),
    [
        ({}, True),
        ({"main_share": 89}, False),
        ({"main_share": 90}, True),
        ({"main_share": None}, None),
        ({"debt_ratio": 76}, False),
        ({"class_one_ip": 3}, None),
        ({"class_one_ip": 3, "national_award": False}, False),
        ({"class_one_ip": 3, "national_award": True}, True),
        ({"segment_share": 9, "domestic_rank": 3}, True),
        ({"segment_share": 9, "domestic_rank": 4}, False),
        ({"segment_share": None, "main_share": 1}, False),
    ],
)
def test_a_little_giant_of_2026_meets_every_condition_or_its_waiver(
    changed: dict[str, int | bool | None], met: bool | None
) -> None:
    rules = tier_on("little_giant", date(2026, 5, 1))
    assert rules is not None
    good = {
        "holds_srdi": True, "years_in_segment": 3, "revenue": 5000, "main_share": 90,
        "revenue_growth_2y": 5, "debt_ratio": 75, "rd_total_2y": 1200, "rd_share_each_2y": 3,
        "class_one_ip": 4, "segment_share": 10, "lead_product": True, "development_score": 60,
    }  # fmt: skip
    assert rules.meets({**good, **changed}) is met


def test_where_part_of_the_text_was_not_found_meeting_the_rest_proves_nothing() -> None:
    rules = tier_on("little_giant", date(2023, 5, 1))
    assert rules is not None
    every = {
        condition.id: True
        if condition.at_least is None and condition.at_most is None
        else (condition.at_least or condition.at_most)
        for condition in rules.conditions
    }
    assert rules.not_found
    assert rules.meets(every) is None
    assert rules.meets({**every, "debt_ratio": 71}) is False


def test_a_title_outlives_its_regime_and_ends_on_its_own_day() -> None:
    title = Title("innovative", date(2025, 1, 1), expires("innovative", date(2025, 1, 1)))
    assert title.until == date(2027, 12, 31)
    days = [date(2024, 12, 31), date(2026, 4, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [title.holds(day) for day in days] == [False, True, True, False]


def test_how_long_a_title_lasts_is_unknown_where_it_was_not_found() -> None:
    assert expires("srdi", date(2023, 1, 1)) is None
    assert expires("innovative", date(2026, 5, 1)) is None


def test_several_titles_of_one_firm_count_once_each() -> None:
    titles = [
        Title("srdi", date(2023, 1, 1)),
        Title("srdi", date(2024, 1, 1)),
        Title("single_champion", date(2030, 1, 1)),
    ]
    assert tiers_held(titles, date(2025, 1, 1)) == ("srdi",)


BEST = {
    "rd_share": 5, "ip_class": "high_value_class_one", "main_growth": 15, "debt_ratio": 55,
    "product_field": "strategic_emerging", "main_share": 70,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {"score": 100, "score_growth": 30, "score_specialisation": 30}),
        ({"rd_share": 1}, {"score": 85, "score_innovation": 25}),
        ({"rd_share": Decimal("0.99")}, {"score": 80, "score_innovation": 20}),
        ({"main_growth": -1, "debt_ratio": 76}, {"score": 70, "score_growth": 0}),
        ({"debt_ratio": 75}, {"score": 95, "score_growth": 25}),
        ({"product_field": "other", "main_share": 49}, {"score": 75, "score_specialisation": 5}),
    ],
)  # fmt: skip
def test_the_score_of_an_innovative_sme_adds_up_the_bands(
    changed: dict[str, Fact], expected: dict[str, int]
) -> None:
    rules = tier_on("innovative", date(2023, 1, 1))
    assert rules is not None
    found = scores(rules.score, {**BEST, **changed})
    assert {name: found[name] for name in expected} == expected


def test_a_missing_indicator_leaves_its_group_and_the_total_unknown() -> None:
    rules = tier_on("innovative", date(2023, 1, 1))
    assert rules is not None
    assert set(scores(rules.score, {**BEST, "debt_ratio": None})) == {
        "score_innovation",
        "score_specialisation",
    }


@pytest.mark.parametrize(
    ("changed", "met"),
    [
        ({}, True),
        ({"rd_share": 1, "ip_class": "own_class_one"}, True),
        ({"rd_share": 1, "ip_class": "class_one"}, None),
        ({"rd_share": 1, "ip_class": "class_one", "science_award": True}, True),
        (
            {
                "rd_share": 1, "ip_class": "class_one", "science_award": False,
                "recognised_hightech": False, "recognised_rd_body": False, "new_equity_3y": 499,
            },
            False,
        ),
    ],
)  # fmt: skip
def test_an_innovative_sme_scores_enough_or_meets_one_direct_condition(
    changed: dict[str, Fact], met: bool | None
) -> None:
    rules = tier_on("innovative", date(2023, 1, 1))
    assert rules is not None
    assert rules.meets({**BEST, **changed}) is met
