"""Totals where two groupings meet are closed to subtraction."""

from collections.abc import Mapping
from itertools import count

from jiqun.disclosure.crossings import Crossed, beyond_own, withheld_meetings
from jiqun.disclosure.decisions import Decisions
from jiqun.disclosure.grounds import plain_sum
from jiqun.disclosure.subtraction import Group
from jiqun.disclosure.sums import ShownSums
from jiqun.indicators.crossings import Meeting

FIELD, YEAR = "output_total", 2022
NOBODY: Group = frozenset()


def made(sizes: Mapping[Meeting, int]) -> dict[Meeting, Group]:
    numbers = count()
    return {at: frozenset(f"c{next(numbers)}" for _ in range(size)) for at, size in sizes.items()}


def hidden(
    sizes: Mapping[Meeting, int],
    *,
    without: tuple[str, ...] = (),
    firmless: Meeting | None = None,
    growing: Mapping[Meeting, int] | None = None,
) -> frozenset[Meeting]:
    """Return what is withheld beside the totals of rows, columns and everything."""
    now = made(sizes)
    both = {at: frozenset(sorted(now[at])[: (growing or sizes)[at]]) for at in now}
    crossed = Crossed(now, both, plain_sum(FIELD, YEAR), plain_sum(FIELD, YEAR - 1))
    decisions = Decisions({}, NOBODY, now[firmless] if firmless else NOBODY)
    sums = ShownSums(decisions)
    lines = {
        frozenset[str]().union(*(group for at, group in now.items() if at[side] == key))
        for side in (0, 1)
        for key in {at[side] for at in now} - set(without)
    }
    sums.add({crossed.this_year: {*lines, frozenset[str]().union(*now.values())}})
    return withheld_meetings(crossed, sums, decisions)


EVEN = {("light", "east"): 5, ("steel", "east"): 5, ("light", "west"): 5, ("steel", "west"): 5}


def test_cells_of_enough_clusters_are_all_shown() -> None:
    assert hidden(EVEN) == frozenset()


def test_fewer_than_three_clusters_or_firms_are_withheld() -> None:
    assert ("steel", "west") in hidden(EVEN | {("steel", "west"): 2})
    assert ("steel", "west") in hidden(EVEN, firmless=("steel", "west"))


def test_a_cell_whose_growth_rests_on_too_few_is_withheld() -> None:
    assert ("steel", "west") in hidden(EVEN, growing=EVEN | {("steel", "west"): 2})
    left_over = hidden(EVEN, growing=EVEN | {("steel", "west"): 4})
    assert ("steel", "west") in left_over, "five less the four that grew is one"


def test_a_withheld_cell_cannot_be_had_from_its_row_or_column() -> None:
    sizes = {
        ("light", "east"): 9, ("light", "central"): 6, ("light", "west"): 1,
        ("steel", "east"): 9, ("steel", "central"): 6, ("steel", "west"): 5,
        ("medicine", "east"): 9, ("medicine", "central"): 6, ("medicine", "west"): 5,
    }  # fmt: skip
    found = hidden(sizes)
    assert ("light", "west") in found
    assert len(found) >= 4, "one more in its row, one in its column, and where those two meet"
    for side in (0, 1):
        for key in {at[side] for at in sizes}:
            shut = [size for at, size in sizes.items() if at[side] == key and at in found]
            assert not shut or sum(shut) >= 3


def test_no_cell_of_a_withheld_total_is_shown() -> None:
    assert {("light", "east"), ("light", "west")} <= hidden(EVEN, without=("light",))


def test_an_official_is_not_shown_what_the_public_is_not_but_its_own() -> None:
    at, now = ("steel", "west"), made(EVEN)
    assert beyond_own(frozenset({at}), now, now[at]) == frozenset()
    assert beyond_own(frozenset({at}), now, frozenset(sorted(now[at])[:4])) == {at}
