"""Scores are summed up exactly, and say how far experts are apart."""

from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.errors import Refused
from jiqun.base.language import Bilingual
from jiqun.workflow.panels.scores import Category, Sheet, checked, sheet_faults, summary
from jiqun.workflow.panels.severity import corrected, leniency

SCHEME = (
    Category("innovation", Bilingual("创新能力", "innovation"), Decimal(60), Decimal(100)),
    Category("chain", Bilingual("产业链协作", "chain"), Decimal(40), Decimal(10)),
)


def sheet(innovation: str, chain: str, expert: str = "e1") -> Sheet:
    return Sheet(expert, {"innovation": Decimal(innovation), "chain": Decimal(chain)})


def test_a_total_weighs_each_category_by_its_scale() -> None:
    # 80/100 of 60 and 7.5/10 of 40: 48 + 30.
    assert sheet("80", "7.5").total(SCHEME) == 78


def test_categories_are_summed_up_apart() -> None:
    found = summary([sheet("80", "7"), sheet("90", "7"), sheet("40", "9")], SCHEME)
    assert found is not None
    innovation = found.categories["innovation"]
    assert (innovation.mean, innovation.median, innovation.disagreement) == (
        70, 80, Fraction(1, 2),
    )  # fmt: skip
    assert found.categories["chain"].median == 7


def test_one_expert_agrees_with_nobody_and_none_gives_no_summary() -> None:
    found = summary([sheet("80", "7")], SCHEME)
    assert found is not None
    assert found.total.disagreement is None
    assert summary([], SCHEME) is None


def test_equal_scores_in_another_order_are_exactly_equal() -> None:
    sheets = [sheet("80.1", "7"), sheet("70.2", "7"), sheet("33.3", "7")]
    first, second = summary(sheets, SCHEME), summary(sheets[::-1], SCHEME)
    assert first is not None
    assert second is not None
    assert first.total.mean == second.total.mean


decimals = st.decimals(0, 10, allow_nan=False, places=3)


@given(given=st.lists(st.tuples(decimals, decimals), min_size=1, max_size=5))
def test_whole_numbers_give_what_fractions_give(given: list[tuple[Decimal, Decimal]]) -> None:
    sheets = [
        Sheet(str(n), {"innovation": first, "chain": second})
        for n, (first, second) in enumerate(given)
    ]
    totals = [Fraction(60) * Fraction(a) / 100 + Fraction(40) * Fraction(b) / 10 for a, b in given]
    found = summary(sheets, SCHEME)
    assert found is not None
    assert [sheet.total(SCHEME) for sheet in sheets] == totals
    assert found.total.mean == sum(totals) / len(totals)
    assert found.total.median == median(totals)
    spread = (max(totals) - min(totals)) / 100
    assert found.total.disagreement == (spread if len(totals) > 1 else None)
    assert found.categories["chain"].median == median(Fraction(second) for _, second in given)


@given(scores=st.lists(st.integers(0, 100), min_size=1, max_size=9))
def test_mean_and_median_lie_between_the_lowest_and_the_highest(scores: list[int]) -> None:
    scheme = [Category("all", Bilingual("总体", "overall"), Decimal(100), Decimal(100))]
    sheets = [Sheet(str(n), {"all": Decimal(score)}) for n, score in enumerate(scores)]
    found = summary(sheets, scheme)
    assert found is not None
    for middle in (found.total.mean, found.total.median):
        assert min(scores) <= middle <= max(scores)


def test_everything_wrong_with_a_sheet_is_told_at_once() -> None:
    wrong = Sheet("e1", {"innovation": Decimal(101), "beauty": Decimal(1)})
    faults = sheet_faults(wrong, SCHEME)
    assert [fault.code for fault in faults] == [
        "workflow.score_off_scale", "workflow.score_missing", "workflow.score_unknown",
    ]  # fmt: skip
    assert all("{" not in fault.text("zh") + fault.text("en") for fault in faults)
    with pytest.raises(Refused):
        checked(wrong, SCHEME)


@pytest.mark.parametrize("said", ["NaN", "Infinity", "-1"])
def test_a_score_that_is_no_number_of_the_scale_is_refused(said: str) -> None:
    assert [fault.code for fault in sheet_faults(sheet(said, "1"), SCHEME)] == [
        "workflow.score_off_scale"
    ]


# --- severity ---


def history(count: int, kind: str = "80", strict: str = "70") -> list[list[Sheet]]:
    return [[sheet(kind, "5", "kind"), sheet(strict, "5", "strict")]] * count


def test_a_habit_is_drawn_towards_nought_the_less_is_known() -> None:
    # Ten points of innovation are six of the total; half of them at 8, two thirds at 16.
    points = [leniency(history(count), SCHEME)["kind"].points for count in (8, 16)]
    assert points == [3, 4]
    assert leniency(history(8), SCHEME)["strict"].points == -3


def test_below_the_history_nobody_is_calibrated() -> None:
    habits = leniency(history(7), SCHEME)
    assert (habits["kind"].count, habits["kind"].raw, habits["kind"].points) == (7, 6, None)
    assert corrected(history(1)[0], SCHEME, habits) is None


def test_who_always_scores_alone_has_no_habit_to_speak_of() -> None:
    assert leniency([[sheet("80", "5")]] * 20, SCHEME)["e1"].raw is None


def test_a_correction_takes_the_habits_out_and_stands_beside_the_mean() -> None:
    habits = leniency(history(8), SCHEME)
    alone = [sheet("80", "5", "kind")]
    assert corrected(alone, SCHEME, habits) == sheet("80", "5").total(SCHEME) - 3
