"""Every figure the engine makes equals a second computation in plain Python decimals."""

from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.base.definitions import LEVELS
from jiqun.indicators import Figure, compute
from jiqun.workspace import Workspace
from tests.recomputation import World

YEARS = (2022, 2021)


@pytest.fixture(scope="module")
def world(demonstration: Path) -> World:
    return World(demonstration / "inputs" / "filings")


@pytest.fixture(scope="module")
def figures(demonstration: Path) -> dict[tuple[str, str, str, int], Figure]:
    made = compute(Workspace.open(demonstration).latest(), YEARS)
    return {(figure.id, figure.level, figure.key, figure.year): figure for figure in made}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", LEVELS)
def test_every_figure_at_a_level_equals_its_recomputation(world, figures, level, year):
    checked = 0
    for key in [key for place, key, at in world.places if (place, at) == (level, year)]:
        for name, entry in world.indicators.items():
            if level not in entry.get("levels", LEVELS):
                assert (name, level, key, year) not in figures
                continue
            expected = world.figure(name, level, key, year)
            if expected is None:
                continue
            made = figures[name, level, key, year]
            for part in ("reporting", "expected", "numerator", "denominator", "value"):
                assert getattr(made, part) == expected[part], (name, level, key, year, part)
            checked += 1
    assert checked >= 60


def test_no_figure_is_made_for_a_place_nobody_filed_from(world, figures):
    filed = {place for place in world.places if place[2] in YEARS}
    assert {(level, key, year) for _, level, key, year in figures} == filed


def test_a_value_is_its_numerator_over_its_denominator(figures):
    for figure in figures.values():
        if figure.value is None or figure.denominator is None:
            continue
        quotient = figure.numerator / figure.denominator
        wanted = quotient - 1 if figure.method == "like_for_like" else quotient
        assert abs(figure.value - wanted) <= Decimal("1e-27") * max(abs(quotient), 1)
