"""Score, scenes and level of a firm; and the range where an answer is missing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.exchange.maturity.answers import Answers, read_answers
from jiqun.exchange.maturity.standing import points_of, standing
from jiqun.exchange.maturity.table import digital_table
from tests.exchange.maturity.firms import WORKSHOP, answer_to, firms


def test_a_workshop_reckoned_by_hand() -> None:
    # 1: two of four at 2. 2: 55 % lies up to 60. 3: 20 % lies up to 20. 4: three of 0.7.
    # 5: two links. 6, 7: two and one of 1.25. 8: the second step. 9: two of 1.875. 10: two of 1.5.
    # 11: up to 10. 12: energy fell. 13: the same. 14: revenue per head rose. 15: cost rose.
    foundation = ["4", "4.5", "1.5", "2.1", "5", "2.5", "1.25"]
    points = [*foundation, "3", "3.75", "3", "0", "7", "3.5", "3", "0"]
    found = standing(read_answers(WORKSHOP)[0])
    assert [span.low for span in found.by_question.values()] == list(map(Decimal, points))
    assert found.score.low == found.score.high == Decimal("44.1")
    assert [span.low for span in found.by_group.values()] == [
        Decimal("20.85"),
        Decimal("9.75"),
        Decimal("13.5"),
    ]
    # Seven scenes at 2 or above, all of them constrained; 40 points and six, three: level 2.
    assert [int(every.low) for every, _ in found.scenes_at.values()] == [0, 0, 7, 15]
    assert (found.low, found.high) == (2, 2)


@pytest.mark.parametrize(
    ("score", "at", "constrained", "level"),
    [
        # score from single and multiple choices alone; scenes at 4, the rest at 0
        ("80", 10, 6, 4),
        ("79.9", 10, 6, 3),
        ("80", 9, 6, 3),
        ("80", 10, 5, 3),
        ("60", 8, 5, 3),
        ("59.9", 8, 5, 2),
        ("60", 7, 5, 2),
        ("60", 8, 4, 2),
        ("40", 6, 3, 2),
        ("39.9", 6, 3, 1),
        ("40", 5, 3, 0),
        ("40", 6, 2, 0),
        ("20", 6, 3, 1),
        ("19.9", 6, 3, 0),
    ],
)
def test_both_conditions_make_a_level(score: str, at: int, constrained: int, level: int) -> None:
    from jiqun.exchange.maturity.standing import _level

    scenes = {number: (Decimal(at), Decimal(constrained)) for number in (1, 2, 3, 4)}
    assert _level(Decimal(score), scenes, digital_table()) == level


@pytest.mark.parametrize(
    ("share", "points"),
    [
        ("0", "0"),
        ("10", "0"),
        ("10.01", "1.5"),
        ("20", "1.5"),
        ("60", "4.5"),
        ("60.01", "6"),
        ("100", "6"),
    ],
)
def test_bands_hold_their_upper_bound(share: str, points: str) -> None:
    asked = digital_table().questions[2]
    assert points_of(asked, Decimal(share)) == Decimal(points)


def test_a_missing_answer_makes_a_range_and_never_a_nought() -> None:
    said = {**WORKSHOP, "answers": {**WORKSHOP["answers"], "5": None}}
    found = standing(read_answers(said)[0])
    assert (found.score.low, found.score.high) == (Decimal("39.1"), Decimal("49.1"))
    assert (found.low, found.high) == (1, 2)
    assert found.unanswered == (5,)


def test_a_trend_with_a_missing_year_cannot_be_scored() -> None:
    said = {**WORKSHOP, "answers": {**WORKSHOP["answers"], "12": ["4.1", None]}}
    found = standing(read_answers(said)[0])
    assert (found.by_question[12].low, found.by_question[12].high) == (0, 7)


@settings(deadline=None)
@given(firms(), st.data())
def test_whatever_is_answered_later_lies_in_the_range_told_before(
    answers: Answers, data: st.DataObject
) -> None:
    before, table = standing(answers), digital_table()
    said, scenes = dict(answers.said), dict(answers.scenes)
    for name in before.unanswered:
        if isinstance(name, int):
            said[name] = data.draw(answer_to(table.questions[name]))
        else:
            scenes[name] = data.draw(st.integers(0, 4))
    after = standing(Answers(said=said, scenes=scenes))
    assert after.score.known
    assert before.score.low <= after.score.low <= before.score.high
    assert before.low <= after.low == after.high <= before.high
    for level, (every, bound) in before.scenes_at.items():
        then, of_them = after.scenes_at[level]
        assert every.low <= then.low <= every.high
        assert bound.low <= of_them.low <= bound.high


@settings(deadline=None)
@given(firms(whole=True))
def test_groups_add_up_and_nothing_leaves_its_bounds(answers: Answers) -> None:
    found = standing(answers)
    assert sum(span.low for span in found.by_group.values()) == found.score.low
    assert 0 <= found.score.low <= 100
