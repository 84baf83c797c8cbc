"""How far a value lies behind others, and the furthest it could."""

import math
import statistics

import numpy as np
import pytest

from jiqun.diagnosis.spread import behind, furthest_behind, spread

NONE = np.array([0])


def test_distance_is_counted_in_the_others_robust_deviation() -> None:
    others = [3.0, 5.0, 8.0, 9.0, 14.0, 21.0, 4.0, 7.0, 6.0, 30.0]
    middle = statistics.median(others)
    mad = statistics.median(abs(other - middle) for other in others)
    scale = 1.4826 * 10 / (10 - 0.8) * mad * math.sqrt(1 + math.pi / 20)
    found = behind(np.array([1.0]), spread(np.array([others]), NONE))
    assert found[0] == pytest.approx((middle - 1.0) / scale)


def test_others_that_are_all_equal_leave_one_below_them_infinitely_far_behind() -> None:
    found = spread(np.array([[2.0] * 5, [2.0] * 5]), np.array([0, 0]))
    assert behind(np.array([1.0, 2.0]), found).tolist() == [math.inf, 0.0]


@pytest.mark.parametrize("seed", range(40))
def test_no_value_of_an_unknown_other_puts_a_cluster_further_behind_than_the_bound(
    seed: int,
) -> None:
    draws = np.random.default_rng(seed)
    for _ in range(25):
        number, unknown = int(draws.integers(3, 14)), int(draws.integers(1, 4))
        whole = draws.standard_normal((1, number)).round(1)
        whole[0, :unknown] *= draws.choice([0.0, 1.0, 100.0])
        part = whole.copy()
        part[0, :unknown] = np.nan
        own = draws.standard_normal(1)
        bound = furthest_behind(own, part, np.array([min(unknown, number)]))[0]
        assert max(behind(own, spread(whole, NONE))[0], 0.0) <= bound + 1e-9
