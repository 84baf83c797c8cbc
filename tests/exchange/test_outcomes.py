"""What a year came to: counted by list of firms, withheld below three, nought and unknown apart."""

from decimal import Decimal

from jiqun.base.forms import form_for
from jiqun.exchange.closing import OUTCOMES
from jiqun.exchange.counting import (
    FOLLOWS,
    WITHHELD,
    Counted,
)
from jiqun.exchange.levels import (
    Levelled,
)
from jiqun.exchange.outcomes import (
    UNRECORDED,
    Booked,
    Happened,
    Requested,
    outcomes_of,
)

FIRMS = frozenset("abcdefgh")


def levels(*said: tuple[int, int], shared: int = 0) -> Happened:
    return Happened(
        levels=tuple(
            Levelled(chr(ord("a") + place), low, high, shared=place < shared)
            for place, (low, high) in enumerate(said)
        )
    )


def test_every_field_of_the_form_is_counted_and_no_other() -> None:
    assert list(outcomes_of(FIRMS, Happened())) == list(form_for(OUTCOMES, 2026).fields)


def test_a_year_without_anything_is_nought_and_not_missing() -> None:
    assert set(outcomes_of(FIRMS, Happened()).values()) == {Counted(Decimal(0), 0)}


def test_bookings_count_for_who_asked_and_sharing_for_who_owns() -> None:
    rows = [Booked("x", firm, True, True, Decimal("1.5")) for firm in "abc"]
    rows += [Booked("d", "y", True), Booked("e", "y", True), Booked("f", "z", True)]
    rows += [Booked("g", "z"), Booked("x", "a")]
    found = outcomes_of(FIRMS, Happened(tuple(rows)))
    told = {name: cell.value for name, cell in found.items() if cell.value}
    assert told == {
        "slots_asked": 4, "slots_dealt": 3, "slots_finished": 3,
        "slot_hours_used": Decimal("4.5"), "firms_booking": 3, "firms_sharing": 3,
    }  # fmt: skip


def test_what_two_firms_did_is_withheld_and_says_so() -> None:
    rows = tuple(Booked("x", firm, True, True, Decimal(9)) for firm in "aabb")
    found = outcomes_of(FIRMS, Happened(rows))
    for name in ("slots_asked", "slots_dealt", "slots_finished", "slot_hours_used"):
        assert found[name] == Counted(None, 2, WITHHELD)
    assert found["firms_booking"].value is None
    assert found["firms_sharing"].value == 0


def test_hours_are_of_the_firms_that_used_something_not_of_those_that_were_accepted() -> None:
    rows = [Booked("x", firm, True) for firm in "bcd"]
    found = outcomes_of(FIRMS, Happened((*rows, Booked("x", "a", True, True, Decimal(40)))))
    assert found["slots_dealt"].value == 4
    assert found["slot_hours_used"] == found["slots_finished"] == Counted(None, 1, WITHHELD)


def test_hours_nobody_recorded_are_not_known() -> None:
    rows = [Booked("x", firm, True, True, Decimal(2)) for firm in "abc"]
    rows.append(Booked("x", "d", True, unrecorded=True))
    found = outcomes_of(FIRMS, Happened(tuple(rows)))
    assert found["slot_hours_used"] == Counted(None, 4, UNRECORDED)
    assert found["slots_finished"].value == 3


def test_solutions_count_requests_and_firms_apart() -> None:
    rows = tuple(Requested(firm, finished=firm != "d") for firm in "aabcd")
    found = outcomes_of(FIRMS, Happened(requests=rows))
    assert [found[name].value for name in ("solutions_asked", "solutions_finished")] == [5, 4]
    assert found["firms_with_solution"].value == 3


def test_a_level_that_is_a_range_is_no_level() -> None:
    found = outcomes_of(FIRMS, levels((2, 2), (2, 2), (2, 2), (1, 3), (0, 2), (1, 2)))
    assert found["ladder_level_2"].value == 3
    assert found["ladder_open"].value == 3
    assert found["ladder_firms"].value == 6


def test_a_level_of_one_firm_does_not_follow_from_the_total() -> None:
    found = outcomes_of(FIRMS, levels((1, 1), (1, 1), (1, 1), (2, 2), (2, 2), (2, 2), (3, 3)))
    hidden = {name for name, cell in found.items() if cell.why == FOLLOWS}
    assert hidden == {"ladder_level_2", "ladder_level_3"}
    assert found["ladder_level_1"].value == 3
    assert [found[name].value for name in ("ladder_below_2", "ladder_from_2")] == [3, 4]


def test_what_some_firms_share_does_not_give_the_others_away() -> None:
    """Three of a level are told; not where a county knows two of them from themselves."""
    alike = [(2, 2)] * 3
    assert outcomes_of(FIRMS, levels(*alike))["ladder_level_2"].value == 3
    assert outcomes_of(FIRMS, levels(*alike, shared=2))["ladder_level_2"].value is None
    assert outcomes_of(FIRMS, levels(*alike, shared=3))["ladder_level_2"].value == 3


def test_a_rise_is_between_two_levels_that_are_known() -> None:
    rows = [Levelled(firm, 2, 2, before=(1, 1)) for firm in "abc"]
    rows += [Levelled(firm, 2, 2, before=(2, 2)) for firm in "def"]
    rows += [Levelled("g", 3, 3, before=(1, 2)), Levelled("h", 1, 4, before=(0, 0))]
    found = outcomes_of(FIRMS, Happened(levels=tuple(rows)))
    assert [found[name].value for name in ("ladder_twice", "ladder_risen")] == [6, 3]


def test_a_rise_of_few_is_withheld() -> None:
    rows = [Levelled("a", 2, 2, before=(1, 1))]
    rows += [Levelled(firm, 2, 2, before=(2, 2)) for firm in "bcd"]
    found = outcomes_of(FIRMS, Happened(levels=tuple(rows)))
    assert found["ladder_twice"].value == 4
    assert found["ladder_risen"] == Counted(None, 4, FOLLOWS)
