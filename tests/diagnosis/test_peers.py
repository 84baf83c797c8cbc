"""Comparable clusters, and where one stands among them."""

import numpy as np
import pytest
from tests.diagnosis.boards import board

from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.peers import choose, standing
from jiqun.installation.judging import faults_under

FEWEST = 5


def step_of(sectors: list[str], regions: list[str], sizes: list[float]) -> str | None:
    found = choose(board(len(sectors), sectors=sectors, regions=regions, sizes=sizes))
    return comparison().steps[found.step[0]].id if found.step[0] >= 0 else None


def test_peers_are_widened_one_step_after_the_other_until_there_are_five() -> None:
    six = ["a"] * 6
    assert step_of(six, ["east"] * 6, [100] * 6) == "near"
    assert step_of(six, ["east"] + ["west"] * 5, [100] * 6) == "sector"
    assert step_of(six, ["east"] * 6, [100] + [500] * 5) == "sector_any_size"
    assert step_of(["a", *"bbbbb"], ["east"] * 6, [100] * 6) == "region"
    assert step_of(["a", *"bbbbb"], ["east"] + ["west"] * 5, [100] * 6) == "any"
    assert step_of(["a"] * FEWEST, ["east"] * FEWEST, [100] * FEWEST) is None


def test_a_sector_with_five_is_left_for_nobody_and_widened_within_itself_up_to_twelve() -> None:
    sectors = ["a"] * 14 + ["b"] * 20
    near_and_far = ["east"] * 6 + ["west"] * 8 + ["east"] * 20
    assert step_of(sectors, near_and_far, [100] * 34) == "sector"
    assert step_of(["a"] * 6 + ["b"] * 20, ["east"] * 26, [100] * 26) == "near"


def test_those_recognised_about_the_same_time_come_first_where_it_is_known() -> None:
    found = choose(board(7, recognised=[2022, 2024, 2022, np.nan, 2023, 2025, 2022]))
    assert found.places[0].tolist() == [2, 3, 6, 4, 1, 5]


def test_an_installation_may_ask_for_more_peers_and_for_no_nonsense() -> None:
    entered = 'entered: {by: 测试, date: "2026-11-29", document: 测试文件}\n'

    def own(name: str, value: str) -> OwnCatalogue:
        said = f"{entered}numbers: {{{name}: {{value: {value!r}}}}}\n"
        return OwnCatalogue({"diagnosis/comparison.yaml": said.encode()})

    assert faults_under(own("fewest_peers", "6")) == []
    with under(own("fewest_peers", "6")):
        assert step_of(["a"] * 6, ["east"] * 6, [100] * 6) is None
    for name, value in (("size_span", "1"), ("far", "0"), ("most_peers", "2.5"), ("far", "-1")):
        [fault] = faults_under(own(name, value))
        assert (fault.code, fault.where.line) == ("catalogue.bad_value", 2), name


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
