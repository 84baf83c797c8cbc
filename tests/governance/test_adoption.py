"""The adoption rate of SMEs' motions: nothing, zero and withheld are three things."""

from fractions import Fraction

from jiqun.base.readers import NATION, PUBLIC
from jiqun.governance.adoption import adoption_of

REJECTED = [("a", "rejected"), ("b", "declined"), ("c", "fallen")]


def test_no_motion_adopted_is_a_rate_of_nought_and_none_decided_is_no_rate() -> None:
    assert adoption_of(REJECTED, PUBLIC).rate == 0
    assert adoption_of([("a", "discussing"), ("b", "withdrawn")], PUBLIC).rate is None
    assert adoption_of([("a", "discussing")], PUBLIC).decided == 0


def test_what_three_firms_do_not_stand_behind_is_withheld_from_all_but_the_nation() -> None:
    two = [*REJECTED[:2], ("a", "adopted")]
    assert adoption_of(two, PUBLIC).decided is None
    assert adoption_of(two, NATION).rate == Fraction(1, 3)


def test_what_was_adopted_stays_so_whatever_came_of_it() -> None:
    given_up = [("a", "given_up"), ("b", "carried_out"), ("c", "rejected")]
    assert adoption_of(given_up, PUBLIC).rate == Fraction(2, 3)
