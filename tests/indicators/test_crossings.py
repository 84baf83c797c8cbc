"""Totals where two groupings meet: recomputed from the filings, and closed to subtraction."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from jiqun.indicators import NATION, Crossing, crossing, withholding
from jiqun.indicators.crossings import Meeting, Total
from jiqun.reports.sources import figures_of, open_snapshot
from jiqun.workspace import Snapshot
from tests.recomputation import DIVISION, World

LEVELS = ("sector", "macro_region")


@pytest.fixture(scope="module")
def world(demonstration: Path) -> World:
    return World(demonstration / "inputs" / "filings")


@pytest.fixture(scope="module")
def snapshot(demonstration: Path) -> Snapshot:
    return open_snapshot(demonstration, 2022, "", latest=False)


def members(world: World) -> dict[str, dict[str, str]]:
    return {name: world.keys(name, year) for name, year in world.filings if year == 2022}


@pytest.fixture(scope="module")
def found(world: World, snapshot: Snapshot) -> Crossing:
    return crossing(snapshot, 2022, "output_total", members(world), LEVELS)


def test_every_cell_is_the_sum_of_its_clusters_filings(world: World, found: Crossing) -> None:
    now: dict[Meeting, Decimal] = defaultdict(Decimal)
    later: dict[Meeting, Decimal] = defaultdict(Decimal)
    base: dict[Meeting, Decimal] = defaultdict(Decimal)
    for name, keys in members(world).items():
        meeting = (keys["sector"], keys["macro_region"])
        amount = world._sum("output_total", name, 2022, False)
        before = world._sum("output_total", name, 2022, False, before=True)
        now[meeting] += amount or 0
        if amount is not None and before is not None:
            later[meeting] += amount
            base[meeting] += before
    assert set(found.cells) == {one for one, amount in now.items() if amount}
    for meeting, total in found.cells.items():
        assert (total.now, total.later, total.base) == (
            now[meeting], later[meeting], base[meeting],
        )  # fmt: skip
        quotient = DIVISION.divide(later[meeting], base[meeting]) - 1
        assert total.growth == quotient


def test_a_location_quotient_is_a_share_over_the_share_of_everything(found: Crossing) -> None:
    whole = sum(total.now for total in found.cells.values())
    for meeting in found.cells:
        row, column = (
            sum(total.now for one, total in found.cells.items() if one[at] == meeting[at])
            for at in (0, 1)
        )
        share = Decimal(found.cells[meeting].now) / row / (Decimal(column) / whole)
        assert found.location_quotient(meeting) == pytest.approx(share, rel=Decimal("1e-24"))


def test_cells_add_up_to_the_sectors_figures(snapshot: Snapshot, found: Crossing) -> None:
    figures = figures_of(snapshot, 2022, ["sector"], NATION, ["output_total", "output_growth"])
    for figure in figures:
        cells = [total for (sector, _), total in found.cells.items() if sector == figure.key]
        if figure.id == "output_total":
            assert sum(one.now for one in cells) == Decimal(figure.numerator or 0) * 10000
        else:
            assert sum(one.later for one in cells) == figure.numerator
            assert sum(one.base for one in cells) == figure.denominator


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
