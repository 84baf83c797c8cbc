"""Marcon and Puech's M, Ripley's K."""

import numpy as np
import pytest

import jiqun.stats as st

R = np.arange(0.0, 301.0, 3.0)
DRAW = np.random.default_rng(2)
X, Y = DRAW.uniform(0, 100, (2, 300))
WEIGHT = DRAW.integers(1, 50, 300)
OWN = DRAW.random(300) < 0.3


def test_m_is_the_direct_sum_and_dbmss_to_1e_12(sites, golden):
    exact, dbmss = golden.rows("points500_exact_Kd_M.csv"), golden.rows("points500_Kd_M.csv")
    place = sites["X"], sites["Y"], sites["PointWeight"]
    a, b = sites["PointType"] == "A", sites["PointType"] == "B"
    within = st.marcon_puech(*place, a, a, R).m
    between = st.marcon_puech(*place, a, b, R).m
    against = st.marcon_puech(*place, a, a, R, is_control=b).m
    np.testing.assert_allclose(within, exact["M"], rtol=1e-12)
    np.testing.assert_allclose(between, exact["M_ab"], rtol=1e-12)
    np.testing.assert_allclose(against, dbmss["M_cc"], rtol=1e-12, atol=1e-12)


def test_bands_of_m_agree_with_dbmss(sites, golden):
    theirs = golden.rows("points500_envelopes_1000sim.csv")
    found = st.marcon_puech_envelope(
        sites["X"], sites["Y"], sites["PointWeight"], sites["PointType"] == "A", R
    )
    width = theirs["M_hi"] - theirs["M_lo"]
    assert (np.abs(found.lower - theirs["M_lo"]) / width).mean() < 0.05
    assert (np.abs(found.upper - theirs["M_hi"]) / width).mean() < 0.05


def test_m_by_cells_is_m_by_brute_force():
    r = np.array([0.5, 1.0, 1.1, 7.0, 40.0])  # unequal steps
    distance = np.hypot(X[:, None] - X, Y[:, None] - Y)
    np.fill_diagonal(distance, np.inf)
    top, below = np.zeros(5), np.zeros(5)
    for i in np.flatnonzero(OWN):
        for j, at in enumerate(r):
            near = distance[i] <= at
            if WEIGHT[near].sum() > 0:
                top[j] += WEIGHT[near & OWN].sum() / WEIGHT[near].sum()
                below[j] += (WEIGHT[OWN].sum() - WEIGHT[i]) / (WEIGHT.sum() - WEIGHT[i])
    np.testing.assert_allclose(
        st.marcon_puech(X, Y, WEIGHT, OWN, OWN, r).m, top / below, rtol=1e-12
    )


@pytest.mark.parametrize(
    "move",
    [
        lambda x, y, w: (x + 5000, y - 70, w),
        lambda x, y, w: (0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y, w),
        lambda x, y, w: (x, y, w * 1e4),
    ],
    ids=["translation", "rotation", "weight scaling"],
)
def test_m_does_not_change_when_points_move_together_or_weights_change_unit(move):
    r = np.arange(1.0, 60.0, 2.0)
    expected = st.marcon_puech(X, Y, WEIGHT, OWN, OWN, r).m
    np.testing.assert_allclose(
        st.marcon_puech(*move(X, Y, WEIGHT), OWN, OWN, r).m, expected, rtol=1e-9
    )


def test_threads_change_no_digit_and_neighbours_at_exactly_r_count():
    one, two = (st.marcon_puech(X, Y, WEIGHT, OWN, OWN, R, threads=k).m for k in (1, 3))
    np.testing.assert_array_equal(one, two)
    assert st.ripley_k([0, 3], [0, 4], [4.999999, 5.0], 10.0).k.tolist() == [0.0, 10.0]


def test_k_is_a_count_of_pairs():
    distance = np.hypot(X[:, None] - X, Y[:, None] - Y)[np.triu_indices(300, 1)]
    expected = [2 * np.sum(distance <= r) * 1e4 / (300 * 299) for r in R]
    np.testing.assert_allclose(st.ripley_k(X, Y, R, 1e4).k, expected, rtol=1e-13)


def test_on_the_sphere_near_the_equator_k_is_that_of_the_plane():
    km = 111.19508
    plane = st.ripley_k(X / 100 * km, Y / 100 * km, [5.0, 20.0], 1.0).k
    sphere = st.ripley_k(X / 100, Y / 100, [5.0, 20.0], 1.0, coordinates="geographic").k
    np.testing.assert_allclose(sphere, plane, rtol=2e-3)


def test_coincident_points_are_neighbours_at_distance_zero():
    curve = st.marcon_puech([1, 1, 1], [2, 2, 2], None, [1, 0, 0], [0, 1, 0], [0.0])
    assert curve.m.tolist() == [1.0]


def test_where_nobody_has_a_neighbour_m_is_missing():
    assert np.isnan(st.marcon_puech([0, 9], [0, 0], None, [1, 0], [0, 1], [1.0]).m).all()


def test_a_type_without_points_is_refused_by_name():
    with pytest.raises(st.ArgumentRefused, match="is_neighbour: flags no point"):
        st.marcon_puech([0, 9], [0, 0], None, [1, 0], [0, 0], [1.0])
    with pytest.raises(st.ArgumentRefused, match="area: is -1"):
        st.ripley_k([0, 9], [0, 0], [1.0], -1)
