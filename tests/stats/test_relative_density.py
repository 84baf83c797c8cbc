"""Lang, Marcon and Puech's m."""

import numpy as np
import pytest

import jiqun.stats as st

DRAW = np.random.default_rng(2)
X, Y = DRAW.uniform(0, 100, (2, 200))
WEIGHT = DRAW.integers(1, 50, 200)
OWN = DRAW.random(200) < 0.3
R = np.arange(1.0, 60.0, 4.0)


def by_formula(reference, neighbour, h):
    """Return m as the paper writes it, term by term."""
    away = np.hypot(X[:, None] - X, Y[:, None] - Y)
    top, below = np.zeros(len(R)), 0.0
    for i in np.flatnonzero(reference):
        others = np.arange(200) != i
        for at, r in enumerate(R):
            kernel = np.exp(-0.5 * ((r - away[i]) / h) ** 2) * WEIGHT
            top[at] += kernel[others & neighbour].sum() / kernel[others].sum()
        below += (WEIGHT[neighbour].sum() - WEIGHT[i] * neighbour[i]) / (WEIGHT.sum() - WEIGHT[i])
    return top / below


@pytest.mark.parametrize("neighbour", [OWN, ~OWN], ids=["within", "between"])
def test_m_is_the_sum_of_its_formula(neighbour):
    found = st.lang_marcon_puech(X, Y, WEIGHT, OWN, neighbour, R, 3.0)
    np.testing.assert_allclose(found.m, by_formula(OWN, neighbour, 3.0), rtol=1e-10)
    assert (found.statistic, found.bandwidth) == ("m", 3.0)


def test_the_bandwidth_is_silvermans_on_near_distances():
    away = np.hypot(X[OWN][:, None] - X[OWN], Y[OWN][:, None] - Y[OWN])
    near = away[np.triu_indices(OWN.sum(), 1)]
    near = near[near <= 2 * R[-1]]
    low, high = np.quantile(near, [0.25, 0.75])
    expected = 0.9 * min(near.std(ddof=1), (high - low) / 1.34) * len(near) ** -0.2
    found = st.lang_marcon_puech(X, Y, WEIGHT, OWN, OWN, R)
    assert found.bandwidth == pytest.approx(expected, rel=1e-9)


def test_m_does_not_depend_on_threads_or_on_the_unit_of_weights():
    one = st.lang_marcon_puech(X, Y, WEIGHT, OWN, OWN, R, threads=1).m
    np.testing.assert_array_equal(one, st.lang_marcon_puech(X, Y, WEIGHT, OWN, OWN, R, threads=3).m)
    again = st.lang_marcon_puech(X, Y, WEIGHT * 1e4, OWN, OWN, R).m
    np.testing.assert_allclose(again, one, rtol=1e-9)


def test_every_plant_a_neighbour_gives_m_of_one():
    everybody = np.ones(200, bool)
    found = st.lang_marcon_puech(X, Y, WEIGHT, OWN, everybody, R)
    np.testing.assert_allclose(found.m, 1.0, rtol=1e-12)


def test_a_bandwidth_that_is_none_is_refused():
    with pytest.raises(st.ArgumentRefused, match="bandwidth: is 0"):
        st.lang_marcon_puech(X, Y, None, OWN, OWN, R, 0)
