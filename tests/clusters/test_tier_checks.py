"""A firm's self-check against the published tables, worked out by hand from them.

Sources: 工信部企业〔2022〕63号 (annexes 1 to 3) and 〔2026〕2号, as the catalogue cites them.
A value on the edge of two bands is in the higher one.
"""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiqun.clusters.firm_facts import cells_of, facts_of
from jiqun.clusters.firm_form import NOW, Firm, firm_form, read_firm
from jiqun.clusters.scores import Fact
from jiqun.clusters.tier_checks import SELF_CHECKED, Outcome, TierCheck, check, closest
from jiqun.clusters.tiers import Tier, tier_rules

OLD, NEW = date(2025, 6, 1), date(2026, 6, 1)
SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiqun"


def firm(**answers: Any) -> Firm:
    """Return a firm of 2024: of a yearly field a list, the last year first, else the answer."""
    fields = firm_form().fields
    cells: dict[tuple[str, int], Fact] = {}
    for name, answer in answers.items():
        if isinstance(answer, list):
            numbers = {(name, 2024 - back): Decimal(said) for back, said in enumerate(answer)}
            cells.update(numbers)
        elif answer is not None:
            plain = fields[name].type in ("flag", "choice")
            cells[name, NOW] = answer if plain else Decimal(answer)
    return Firm(2024, cells)


def checked(tier: Tier, on: date = OLD, **answers: Any) -> TierCheck:
    found = check(tier, firm(**answers), on)
    assert found is not None
    return found


def points(found: TierCheck) -> dict[str, tuple[int, int]]:
    return {part.scored.id: (part.least, part.most) for part in found.earned}


# --- 创新型: annex 1 of 63号 ---

INNOVATIVE = {
    "revenue": [10000], "main_revenue": [7000, 6000], "rd_spend": [500], "assets": [10000],
    "liabilities": [5500], "ip_class": "high_value_class_one",
    "product_field": "strategic_emerging",
    "science_award": False, "recognised_hightech": False, "recognised_rd_body": False,
    "new_equity": [0, 0, 0],
}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "answers", "earned"),
    [
        *[("ip_class", {"ip_class": grade}, earned) for grade, earned in
          (("high_value_class_one", 20), ("own_class_one", 15), ("class_one", 10),
           ("class_two", 5), ("none", 0))],
        *[("rd_share", {"rd_spend": [spent]}, earned) for spent, earned in
          ((500, 20), ("499.99", 15), (300, 15), ("299.99", 10), (200, 10), (100, 5),
           ("99.99", 0))],
        *[("main_growth", {"main_revenue": [now, 6000]}, earned) for now, earned in
          ((6900, 20), ("6899.99", 15), (6600, 15), (6300, 10), (6000, 5), ("5999.99", 0))],
        *[("debt_ratio", {"liabilities": [owed]}, earned) for owed, earned in
          ((5500, 10), ("5500.01", 5), (7500, 5), ("7500.01", 0))],
        ("product_field", {"product_field": "other"}, 5),
        *[("main_share", {"main_revenue": [main, 5000]}, earned) for main, earned in
          ((7000, 20), ("6999.99", 15), (6000, 15), (5500, 10), (5000, 5), ("4999.99", 0))],
    ],
)  # fmt: skip
def test_an_innovative_sme_earns_the_points_of_annex_1(
    indicator: str, answers: dict[str, Any], earned: int
) -> None:
    found = checked("innovative", **{**INNOVATIVE, **answers})
    assert points(found)[indicator] == (earned, earned)


def test_a_perfect_innovative_sme_has_100_points_and_passes() -> None:
    found = checked("innovative", **INNOVATIVE)
    assert (found.score, found.outcome, found.missing) == ((100, 100), Outcome.MET, ())


def test_60_points_are_not_enough_where_a_group_falls_short() -> None:
    # IP 20, R&D 20, growth 0, debt 0, field 10, main share 20: 70 points, growth 0 of 15.
    found = checked(
        "innovative", **{**INNOVATIVE, "main_revenue": [7000, 8000], "liabilities": [8000]}
    )
    assert (found.score, found.outcome) == ((70, 70), Outcome.NOT_MET)
    assert [item.condition.id for item in found.failing] == ["score_growth"]


def test_one_direct_condition_stands_in_for_the_score() -> None:
    found = checked("innovative", **{**INNOVATIVE, "rd_spend": [0], "ip_class": "none",
                                     "new_equity": [200, 200, 100]})  # fmt: skip
    assert found.outcome is Outcome.MET
    assert {item.waived_by for item in found.items} == {"", "new_equity_3y"}
    nearly = checked("innovative", **{**INNOVATIVE, "rd_spend": [0], "ip_class": "none",
                                      "new_equity": [200, 200, "99.99"]})  # fmt: skip
    assert nearly.outcome is Outcome.NOT_MET


def test_a_missing_answer_decides_nothing_that_its_whole_range_leaves_open() -> None:
    # Without the debt ratio 90 to 100 points, and 20 to 30 for growth: both pass.
    assert checked("innovative", **{**INNOVATIVE, "assets": None}).outcome is Outcome.MET
    # Growth 15 without it passes too; 10 does not without the debt's points.
    found = checked("innovative", **{**INNOVATIVE, "assets": None, "main_revenue": [7000, 6500]})
    assert (found.score, found.outcome) == ((80, 90), Outcome.CANNOT_TELL)
    assert ("assets", 2024) in found.missing


def test_until_a_merged_standard_appears_annex_1_holds_under_the_measures_of_2026() -> None:
    found = checked("innovative", NEW, **INNOVATIVE)
    assert found.rules.regime.number == "工信部企业〔2026〕2号"
    assert (found.score, found.outcome) == ((100, 100), Outcome.MET)


# --- 专精特新 ---

SRDI = {
    "revenue": [10000, 9000, 8000], "main_revenue": [8000, 7000, 6000], "rd_spend": [500, 300],
    "net_profit": [1000], "assets": [10000], "liabilities": [5000],
    "staff": [100], "rd_staff": [20],
    "years_in_segment": 10, "product_place": "fills_gap", "digital_level": 3, "quality_items": 2,
    "characteristic": 15, "ip_class": "high_value_class_one", "rd_body_level": "national",
    "new_equity": [0, 0, 0], "award": False, "maker_china_500": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "answers", "earned"),
    [
        *[("main_share", {"main_revenue": [main, 7000, 6000]}, earned) for main, earned in
          ((8000, 5), ("7999.99", 3), (7000, 3), (6000, 1), ("5999.99", 0))],
        # 100, 110, 121: 10 % and 10 %; 100, 100, 120: 20 % and 0 %, their mean 10 %.
        *[("main_growth_2y", {"main_revenue": three}, earned) for three, earned in
          (([121, 110, 100], 10), ([120, 100, 100], 10), (["119.99", 100, 100], 8),
           ([116, 100, 100], 8), ([112, 100, 100], 6), ([108, 100, 100], 4), ([100, 100, 100], 2),
           (["99.99", 100, 100], 0))],
        *[("years_in_segment", {"years_in_segment": years}, earned) for years, earned in
          ((10, 5), ("9.9", 4), (8, 4), (6, 3), (4, 2), (2, 1), ("1.9", 0))],
        *[("product_place", {"product_place": place}, earned) for place, earned in
          (("fills_gap", 5), ("foundations", 3), ("other", 0))],
        *[("digital_level", {"digital_level": level}, earned) for level, earned in
          ((4, 5), (3, 5), (2, 3), (1, 0))],
        *[("quality_items", {"quality_items": items}, earned) for items, earned in
          ((3, 5), (2, 5), (1, 3), (0, 0))],
        *[("net_margin", {"net_profit": [profit]}, earned) for profit, earned in
          ((1000, 10), ("999.99", 8), (800, 8), (600, 6), (400, 4), (200, 2), ("199.99", 0))],
        *[("debt_ratio", {"liabilities": [owed]}, earned) for owed, earned in
          ((5000, 5), ("5000.01", 3), (6000, 3), (7000, 1), ("7000.01", 0))],
        *[("ip_class", {"ip_class": grade}, earned) for grade, earned in
          (("high_value_class_one", 10), ("own_class_one", 8), ("class_one", 6), ("class_two", 2),
           ("none", 0))],
        # The amount, with a revenue that keeps the share below 3 %.
        *[("rd_spend", {"revenue": [100000], "rd_spend": [spent]}, earned) for spent, earned in
          ((500, 10), ("499.99", 8), (400, 8), (300, 6), (200, 4), (100, 2), ("99.99", 0))],
        # The share, with an amount below 100.
        *[("rd_spend", {"revenue": [100], "rd_spend": [spent]}, earned) for spent, earned in
          ((10, 10), ("9.99", 8), (8, 8), (6, 6), (4, 4), (3, 2), ("2.99", 0))],
        *[("rd_staff_share", {"rd_staff": [people]}, earned) for people, earned in
          ((20, 5), (19, 3), (10, 3), (9, 1), (5, 1), (4, 0))],
        *[("rd_body_level", {"rd_body_level": level}, earned) for level, earned in
          (("national", 10), ("provincial", 8), ("city", 4), ("below", 2), ("none", 0))],
    ],
)  # fmt: skip
def test_a_specialised_sme_earns_the_points_of_annex_2(
    indicator: str, answers: dict[str, Any], earned: int
) -> None:
    found = checked("srdi", **{**SRDI, **answers})
    assert points(found)[indicator] == (earned, earned)


def test_the_groups_of_annex_2_are_25_25_15_and_35() -> None:
    (rules, _) = tier_rules()["srdi"]
    most: dict[str, int] = {}
    for scored in rules.score:
        most[scored.group] = most.get(scored.group, 0) + scored.most
    assert most == {
        "score_specialisation": 25, "score_refinement": 25, "score_characteristic": 15,
        "score_innovation": 35,
    }  # fmt: skip
    assert len(rules.score) == 13


def test_a_perfect_specialised_sme_has_100_points_and_passes() -> None:
    found = checked("srdi", **SRDI)
    assert (found.score, found.outcome) == ((100, 100), Outcome.MET)


def test_where_the_provinces_points_are_not_known_the_score_is_a_range() -> None:
    found = checked("srdi", **{**SRDI, "characteristic": None})
    assert (found.score, found.outcome) == ((85, 100), Outcome.MET)
    low = {**SRDI, "characteristic": None, "ip_class": "none", "rd_body_level": "none",
           "product_place": "other", "digital_level": 1, "quality_items": 0}  # fmt: skip
    # 85 less 10, 10, 5, 5 and 5 is 50: 50 to 65 around the 60 that are asked.
    found = checked("srdi", **low)
    assert (found.score, found.outcome) == ((50, 65), Outcome.CANNOT_TELL)
    assert found.missing[0] == ("characteristic", NOW)


@pytest.mark.parametrize(
    ("answers", "outcome", "failing"),
    [
        ({"years_in_segment": 2}, Outcome.MET, []),
        ({"years_in_segment": "1.9"}, Outcome.NOT_MET, ["years_in_segment"]),
        ({"rd_spend": ["299.99"]}, Outcome.NOT_MET, ["rd_share"]),
        ({"revenue": [1000], "main_revenue": [800, 700, 600], "rd_spend": [100]}, Outcome.MET, []),
        ({"revenue": ["999.99"], "main_revenue": [800, 700, 600], "rd_spend": [100]},
         Outcome.NOT_MET, ["revenue"]),
        ({"revenue": ["999.99"], "main_revenue": [800, 700, 600], "rd_spend": [100],
          "new_equity": [1500, 500, 0]}, Outcome.MET, []),
        ({"rd_spend": None}, Outcome.CANNOT_TELL, []),
    ],
)  # fmt: skip
def test_the_conditions_of_a_specialised_sme_under_document_63(
    answers: dict[str, Any], outcome: Outcome, failing: list[str]
) -> None:
    found = checked("srdi", **{**SRDI, **answers})
    assert (found.outcome, [item.condition.id for item in found.failing]) == (outcome, failing)


SRDI_2026 = {
    "holds_base_tier": True, "years_in_segment": 3, "revenue": [1500, 1500, 1500],
    "main_revenue": [1200], "assets": [1000], "liabilities": [800], "rd_spend": [100, 100],
    "class_one_ip": 1, "market_share": True, "development_score": 50, "new_equity": [0, 0],
    "award": False, "recognised_rd_body": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({}, Outcome.MET),
        ({"holds_base_tier": False}, Outcome.NOT_MET),
        ({"main_revenue": ["1199.99"]}, Outcome.NOT_MET),
        ({"liabilities": ["800.01"]}, Outcome.NOT_MET),
        ({"rd_spend": [100, "99.99"]}, Outcome.NOT_MET),
        ({"rd_spend": [100]}, Outcome.CANNOT_TELL),
        ({"class_one_ip": 0}, Outcome.NOT_MET),
        ({"class_one_ip": 0, "award": True}, Outcome.MET),
        ({"revenue": ["1499.99", 1500]}, Outcome.NOT_MET),
        ({"revenue": ["1499.99", 1500], "new_equity": [2000, 0]}, Outcome.MET),
        ({"market_share": None}, Outcome.CANNOT_TELL),
        ({"development_score": "49.9"}, Outcome.NOT_MET),
    ],
)
def test_the_conditions_of_a_specialised_sme_of_2026(
    answers: dict[str, Any], outcome: Outcome
) -> None:
    assert checked("srdi", NEW, **{**SRDI_2026, **answers}).outcome is outcome


# --- 小巨人 ---

GIANT_2026 = {
    "holds_srdi": True, "years_in_segment": 3, "revenue": [5512.5, 5250, 5000],
    "main_revenue": ["4961.25"], "assets": [1000], "liabilities": [750], "rd_spend": [700, 500],
    "class_one_ip": 4, "national_segment_share": 10, "lead_product": True, "development_score": 60,
    "national_award": False, "domestic_rank": 9,
}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({}, Outcome.MET),
        # 5 % compound over two years is 5000 to 5512.5.
        ({"revenue": ["5512.49", 5250, 5000]}, Outcome.NOT_MET),
        ({"main_revenue": ["4961.24"]}, Outcome.NOT_MET),
        ({"rd_spend": [700, "499.99"]}, Outcome.NOT_MET),
        ({"rd_spend": [165, 1035]}, Outcome.NOT_MET),
        ({"liabilities": ["750.01"]}, Outcome.NOT_MET),
        ({"class_one_ip": 3}, Outcome.NOT_MET),
        ({"class_one_ip": 3, "national_award": True}, Outcome.MET),
        ({"national_segment_share": "9.9"}, Outcome.NOT_MET),
        ({"national_segment_share": "9.9", "international_segment_share": 10}, Outcome.MET),
        ({"national_segment_share": "9.9", "domestic_rank": 3}, Outcome.MET),
        ({"holds_srdi": None}, Outcome.CANNOT_TELL),
    ],
)
def test_the_conditions_of_a_little_giant_of_2026(
    answers: dict[str, Any], outcome: Outcome
) -> None:
    assert checked("little_giant", NEW, **{**GIANT_2026, **answers}).outcome is outcome


@pytest.mark.parametrize(
    ("revenue", "spent", "holds"),
    [
        ([10000, 10000], [300, 300], True),
        ([10000, 10000], [300, "299.99"], False),
        # On the edge of two bands the higher one, whose share is the lower.
        (["9999.99", 9999], [300, 300], False),
        (["9999.99", 9999], [600, 600], True),
        ([5000, 5000], [300, 300], True),
        ([5000, 5000], ["299.99", 300], False),
    ],
)
def test_a_little_giant_of_document_63_needs_rd_by_the_band_of_its_revenue(
    revenue: list[Any], spent: list[Any], holds: bool
) -> None:
    assert facts_of(firm(revenue=revenue, rd_spend=spent))["rd_by_revenue"] is holds


def test_a_small_little_giant_of_document_63_needs_equity_rd_and_half_its_staff() -> None:
    small = {"revenue": [4999, 4999], "rd_spend": [2000, 1000], "new_equity": [8000, 0],
             "staff": [100], "rd_staff": [50]}  # fmt: skip
    assert facts_of(firm(**small))["rd_by_revenue"] is True
    assert facts_of(firm(**{**small, "rd_staff": [49]}))["rd_by_revenue"] is False
    assert facts_of(firm(**{**small, "staff": None}))["rd_by_revenue"] is None


def test_a_little_giant_of_document_63_cannot_be_told_for_part_of_its_text_was_not_found() -> None:
    good = {
        "years_in_segment": 3, "revenue": [10000, 9500, 9000], "main_revenue": [7000, 6600, 6200],
        "rd_spend": [300, 300], "information_systems": 1, "certification": True,
        "assets": [100], "liabilities": [70], "national_segment_share": 10, "own_brand": True,
        "rd_body": True, "class_one_ip": 2,
    }  # fmt: skip
    found = checked("little_giant", **good)
    assert {item.outcome for item in found.items} == {Outcome.MET}
    assert found.outcome is Outcome.CANNOT_TELL
    assert "rd_staff_share" in found.rules.not_found
    assert checked("little_giant", **{**good, "liabilities": [71]}).outcome is Outcome.NOT_MET


# --- the form ---


def test_every_condition_and_indicator_can_be_answered_by_the_form() -> None:
    form = firm_form()
    for tier in SELF_CHECKED:
        for rules in tier_rules()[tier]:
            groups = {"score", *(scored.group for scored in rules.score)} if rules.score else set()
            asked = {condition.id for condition in rules.conditions} - groups
            asked |= {fact for scored in rules.score for fact in scored.facts}
            asked |= {waiver.id for listed in rules.waivers.values() for waiver in listed}
            assert asked <= {*form.fields, *form.facts}, asked - {*form.fields, *form.facts}
            for fact in asked:
                assert cells_of(fact, 2024)


def test_the_form_asks_nothing_that_no_criterion_reads() -> None:
    used = {
        name
        for tier in SELF_CHECKED
        for rules in tier_rules()[tier]
        for fact in [
            *(condition.id for condition in rules.conditions),
            *(fact for scored in rules.score for fact in scored.facts),
            *(waiver.id for listed in rules.waivers.values() for waiver in listed),
        ]
        for name, _ in cells_of(fact, 2024)
    }
    assert {*firm_form().fields} == used


def test_grades_of_the_tables_are_choices_of_the_form() -> None:
    for tier in SELF_CHECKED:
        for rules in tier_rules()[tier]:
            for scored in rules.score:
                if scored.grades is not None:
                    assert set(scored.grades) <= set(firm_form().fields[scored.id].choices)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"year": "soon"}, "clusters.firm_year"),
        ({"year": 2024, "years": {"2020": {"revenue": 1}}}, "clusters.firm_years"),
        ({"year": 2024, "years": {"2024": {"turnover": 1}}}, "catalogue.unknown_name"),
        ({"year": 2024, "now": {"revenue": 1}}, "catalogue.unknown_name"),
        ({"year": 2024, "years": {"2024": {"revenue": "many"}}}, "clusters.firm_answer"),
        ({"year": 2024, "years": {"2024": {"revenue": "-1"}}}, "clusters.firm_answer"),
        ({"year": 2024, "years": {"2024": {"staff": "1.5"}}}, "clusters.firm_answer"),
        *(
            ({"year": 2024, "years": {"2024": {"revenue": text}}}, "clusters.firm_answer")
            for text in ("NaN", "1_000", "1e5", "1E5", "0x10", "5 000", "١٢", "1.2.3", "9" * 40)
        ),
        ({"year": 2024, "now": {"own_brand": "yes"}}, "clusters.firm_answer"),
        ({"year": 2024, "now": {"ip_class": "gold"}}, "clusters.firm_answer"),
    ],
)
def test_an_answer_that_is_none_is_said_and_not_guessed(said: dict[str, Any], code: str) -> None:
    read, problems = read_firm(said)
    assert [problem.code for problem in problems] == [code]
    assert not read.cells
    for problem in problems:
        assert "{" not in problem.text("zh") + problem.text("en")


def test_answers_are_read_and_what_is_not_known_is_not_nought() -> None:
    read, problems = read_firm(
        {
            "year": 2024,
            "years": {"2024": {"revenue": "5200.50", "net_profit": -3}, "2023": {"revenue": None}},
            "now": {"own_brand": False, "ip_class": "none"},
        }
    )
    assert problems == []
    assert read.cells == {
        ("revenue", 2024): Decimal("5200.50"), ("net_profit", 2024): Decimal(-3),
        ("own_brand", NOW): False, ("ip_class", NOW): "none",
    }  # fmt: skip


def test_firms_are_ordered_by_how_close_they_are() -> None:
    firms = {
        "far": {**SRDI, "years_in_segment": 1, "rd_spend": [1, 1]},
        "close": {**SRDI, "years_in_segment": 1},
        "open": {**SRDI, "years_in_segment": None},
        "there": SRDI,
    }
    found = closest((name, checked("srdi", **answers)) for name, answers in firms.items())
    assert [name for name, _ in found] == ["there", "open", "close", "far"]


def test_a_self_check_counts_in_no_filing_and_no_list_of_firms() -> None:
    """Whatever counts titles knows certificates alone: nothing there imports the self-check."""
    apart = {"firm_form", "firm_facts", "tier_checks"}
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0]
        if path.stem in apart or room in ("recognition", "web", "cli"):
            continue
        imported = {
            node.module.rpartition(".")[2]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module
        }
        assert not imported & apart, path
