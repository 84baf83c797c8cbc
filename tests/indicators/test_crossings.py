"""Totals where two groupings meet, recomputed from the filings."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.base.readers import NATION
from jiqun.disclosure import Edition
from jiqun.indicators import Crossing, crossing
from jiqun.indicators.crossings import Meeting
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
    figures = figures_of(
        Edition(snapshot, NATION), 2022, ["sector"], ["output_total", "output_growth"]
    )
    for figure in figures:
        cells = [total for (sector, _), total in found.cells.items() if sector == figure.key]
        if figure.id == "output_total":
            assert sum(cell.now for cell in cells) == Decimal(figure.numerator or 0) * 10000
        else:
            assert sum(cell.later for cell in cells) == figure.numerator
            assert sum(cell.base for cell in cells) == figure.denominator
