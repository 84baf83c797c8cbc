"""Totals where two groupings meet are closed to subtraction."""

from decimal import Decimal

import numpy as np

from jiqun.disclosure import withholding
from jiqun.indicators import Crossing
from jiqun.indicators.crossings import Meeting, Total

LEVELS = ("sector", "macro_region")


def made(sizes: dict[Meeting, int]) -> Crossing:
    one = Decimal(1)
    return Crossing(LEVELS, {at: Total(one, size, one, one, size) for at, size in sizes.items()})


def firms(found: Crossing) -> dict[Meeting, int]:
    return dict.fromkeys(found.cells, 100)


def test_fewer_than_three_clusters_or_firms_are_withheld() -> None:
    cells = {("light", "east"): 5, ("steel", "east"): 5, ("light", "west"): 5, ("steel", "west"): 5}
    given = made(cells)
    assert withholding(given, (), firms(given)).withheld == frozenset()
    few = firms(given) | {("steel", "west"): 2}
    assert ("steel", "west") in withholding(given, (), few).withheld


def test_a_withheld_cell_cannot_be_had_from_its_row_or_column() -> None:
    sizes = {
        ("light", "east"): 9, ("light", "central"): 6, ("light", "west"): 1,
        ("steel", "east"): 9, ("steel", "central"): 6, ("steel", "west"): 5,
        ("medicine", "east"): 9, ("medicine", "central"): 6, ("medicine", "west"): 5,
    }  # fmt: skip
    given = made(sizes)
    hidden = withholding(given, (), firms(given)).withheld
    assert ("light", "west") in hidden
    for level in (0, 1):
        for key in {one[level] for one in sizes}:
            shut = [size for one, size in sizes.items() if one[level] == key and one in hidden]
            assert not shut or sum(shut) >= 3
    assert ("light", "west") not in followed(sizes, hidden)


def followed(sizes: dict[Meeting, int], hidden: frozenset[Meeting]) -> set[Meeting]:
    """Return the cells that follow from the totals: their value is the same in every solution."""
    cells = sorted(hidden)
    lines = sorted({(at, one[at]) for one in sizes for at in (0, 1)})
    sums = np.array([[float(one[at] == key) for one in cells] for at, key in lines])
    _, values, across = np.linalg.svd(sums)
    free = across[(values > 1e-9).sum() :]
    return {one for at, one in enumerate(cells) if np.abs(free[:, at]).max(initial=0) < 1e-9}


def test_no_small_cell_follows_from_several_totals_together() -> None:
    draw = np.random.default_rng(3)
    checked = 0
    for _ in range(60):
        names = [(f"s{row}", f"r{column}") for row in range(6) for column in range(4)]
        sizes = {one: int(size) for one in names if (size := draw.integers(0, 9)) > 0}
        given = made(sizes)
        hidden = withholding(given, (), firms(given)).withheld
        small = {one for one, size in sizes.items() if size < 3}
        assert small <= hidden
        if hidden != set(sizes):
            assert not small & followed(sizes, hidden)
            checked += bool(small)
    assert checked > 30


def test_no_cell_of_a_withheld_total_is_shown() -> None:
    given = made({("light", "east"): 5, ("light", "west"): 5, ("steel", "east"): 5})
    shut = withholding(given, {("sector", "light")}, firms(given)).withheld
    assert {("light", "east"), ("light", "west")} <= shut
