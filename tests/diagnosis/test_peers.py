"""Comparable clusters, and where one stands among them."""

import numpy as np
import pytest
from tests.diagnosis.boards import board

from jiqun.diagnosis.peers import FEWEST, STEPS, choose, standing


def step_of(sectors: list[str], regions: list[str], sizes: list[float]) -> str | None:
    found = choose(board(len(sectors), sectors=sectors, regions=regions, sizes=sizes))
    return STEPS[found.step[0]].id if found.step[0] >= 0 else None


def test_peers_are_widened_one_step_after_the_other_until_there_are_five() -> None:
    six = ["a"] * 6
    assert step_of(six, ["east"] * 6, [100] * 6) == "near"
    assert step_of(six, ["east"] + ["west"] * 5, [100] * 6) == "sector"
    assert step_of(six, ["east"] * 6, [100] + [500] * 5) == "sector_any_size"
    assert step_of(["a", *"bbbbb"], ["east"] * 6, [100] * 6) == "region"
    assert step_of(["a", *"bbbbb"], ["east"] + ["west"] * 5, [100] * 6) == "any"
    assert step_of(["a"] * FEWEST, ["east"] * FEWEST, [100] * FEWEST) is None


def test_a_cluster_whose_size_is_not_known_has_no_peers_and_is_nobodys() -> None:
    found = choose(board(8, sizes=[float("nan")] + [100.0] * 7))
    assert found.step.tolist() == [-1] + [0] * 7
    assert 0 not in found.places


def test_the_nearest_come_first_and_ties_go_by_id() -> None:
    found = choose(board(7, sizes=[100, 300, 110, 100, 100, 90, 105]))
    assert found.places[0].tolist() == [3, 4, 6, 2, 5, 1]


def test_a_cluster_of_the_nation_is_never_compared_with_one_of_a_province() -> None:
    known = board(12, national=[True] * 6 + [False] * 6, provinces=["p"] * 11 + ["q"])
    found = choose(known)
    assert found.places[0].max() <= 5
    assert set(found.places[6][found.places[6] >= 0]) == {0, 1, 2, 3, 4, 5, 7, 8, 9, 10}


@pytest.mark.parametrize(
    ("worse", "peers", "low", "high"),
    # Clopper and Pearson, two-sided 95 %: 0 of 5, 1 of 10, 5 of 10 as in published tables.
    [(0, 5, 0.0, 0.522), (1, 10, 0.0025, 0.445), (5, 10, 0.187, 0.813)],
)
def test_the_interval_of_a_percentile_is_the_exact_binomial_one(
    worse: int, peers: int, low: float, high: float
) -> None:
    others = np.array([[0.0] * worse + [2.0] * (peers - worse)])
    found = standing(np.array([1.0]), others)
    assert found.low[0] == pytest.approx(low, abs=6e-4)
    assert found.high[0] == pytest.approx(high, abs=6e-4)
