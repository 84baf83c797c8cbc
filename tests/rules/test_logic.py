"""The tables of three-valued logic, with discretion as a fourth answer."""

from itertools import product

import pytest

from jiqun.rules.assessment import settle
from jiqun.rules.logic import Answer, all_of, any_of

MET, NOT_MET, UNKNOWN, DISCRETION = (
    Answer.MET,
    Answer.NOT_MET,
    Answer.CANNOT_TELL,
    Answer.DISCRETION,
)


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (MET, MET, MET, MET),
        (MET, NOT_MET, NOT_MET, MET),
        (MET, UNKNOWN, UNKNOWN, MET),
        (NOT_MET, NOT_MET, NOT_MET, NOT_MET),
        (NOT_MET, UNKNOWN, NOT_MET, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (DISCRETION, MET, DISCRETION, MET),
        (DISCRETION, NOT_MET, NOT_MET, DISCRETION),
        (DISCRETION, UNKNOWN, UNKNOWN, UNKNOWN),
        (DISCRETION, DISCRETION, DISCRETION, DISCRETION),
    ],
)
def test_two_answers_combine_as_kleene_has_it(
    one: Answer, other: Answer, both: Answer, either: Answer
) -> None:
    assert all_of([one, other]) is all_of([other, one]) is both
    assert any_of([one, other]) is any_of([other, one]) is either


def test_of_nothing_everything_holds_and_nothing_does() -> None:
    assert all_of([]) is MET
    assert any_of([]) is NOT_MET


@pytest.mark.parametrize("combine", [all_of, any_of])
def test_forgetting_an_answer_only_ever_leads_to_cannot_tell(combine: object) -> None:
    assert callable(combine)
    for answers in product(Answer, repeat=3):
        before = combine(answers)
        after = combine([UNKNOWN, *answers[1:]])
        assert after in (before, UNKNOWN)


@pytest.mark.parametrize(
    "test", ["at_least", "count_at_least", "above", "at_most", "below", "equals"]
)
@pytest.mark.parametrize(("low", "high"), [(a, b) for a in range(7) for b in range(a, 7)])
def test_a_range_is_settled_only_if_every_value_in_it_is_settled_so(
    test: str, low: int, high: int
) -> None:
    number = 3

    def sign(value: int) -> int:
        return (value > number) - (value < number)

    each = {settle(test, (sign(value), sign(value))) for value in range(low, high + 1)}  # type: ignore[arg-type]
    whole = settle(test, (sign(low), sign(high)))  # type: ignore[arg-type]
    assert UNKNOWN not in each
    assert whole is (each.pop() if len(each) == 1 else UNKNOWN)


def test_an_open_end_is_never_settled_on_its_side() -> None:
    assert settle("at_least", (-1, None)) is UNKNOWN
    assert settle("at_most", (None, 1)) is UNKNOWN
    assert settle("at_most", (1, None)) is NOT_MET
    assert settle("equals", (None, None)) is UNKNOWN
