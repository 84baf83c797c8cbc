"""Duranton and Overman's Kd."""

import numpy as np
import pytest

import jiqun.stats as st
from jiqun.stats.distance_density import density_of_pairs
from jiqun.stats.pairs import points

R = np.arange(0.0, 301.0, 3.0)
DRAW = np.random.default_rng(5)
X, Y = DRAW.normal(500, 150, (2, 400))


def chosen(sites, kind, weighted=False):
    rows = sites if kind is None else sites[sites["PointType"] == kind]
    return points(rows["X"], rows["Y"], rows["PointWeight"] if weighted else None)


@pytest.mark.parametrize("few", [10**9, 0], ids=["pair by pair", "binned moments"])
@pytest.mark.parametrize("column", ["Kd", "Kd_w", "Kd_ab", "Kd_ab_w"])
def test_kd_is_the_direct_sum_to_a_billionth(sites, golden, column, few):
    weighted, two = column.endswith("_w"), "_ab" in column
    other = chosen(sites, "B", weighted) if two else None
    curve = density_of_pairs(chosen(sites, "A", weighted), other, R, None, few=few)
    exact = golden.rows("points500_exact_Kd_M.csv")
    np.testing.assert_allclose(curve.k, exact[column], rtol=1e-9)
    np.testing.assert_allclose(curve.bandwidth, exact[f"{column}_bw"][0], rtol=1e-12)


def test_public_functions_agree_with_dbmss_to_its_grid(sites, golden):
    dbmss = golden.rows("points500_Kd_M.csv")
    own, other = (sites[sites["PointType"] == kind] for kind in "AB")
    every = st.duranton_overman(sites["X"], sites["Y"], R)
    np.testing.assert_allclose(every.k, dbmss["Kd_all"], rtol=3e-3)
    weighted = st.duranton_overman(own["X"], own["Y"], R, own["PointWeight"])
    np.testing.assert_allclose(weighted.k, dbmss["Kd_w"], rtol=3e-3)
    between = st.duranton_overman_between(own["X"], own["Y"], other["X"], other["Y"], R)
    np.testing.assert_allclose(between.k, dbmss["Kd_ab"], rtol=3e-3)


def test_the_grid_is_within_its_stated_error_of_the_exact_curve():
    x, y = np.random.default_rng(1).uniform(0, 1000, (2, 12_000))
    exact, grid = st.duranton_overman(x, y, R), st.duranton_overman(x, y, R, exact=False)
    assert np.max(np.abs(grid.k - exact.k)) / exact.k.max() < 2e-3
    assert "FFT on a grid" in grid.method


def test_kd_integrates_to_one_over_all_distances():
    r = np.arange(0, 1500, 1.0)
    k = st.duranton_overman(X, Y, r, bandwidth_from="all").k
    assert np.trapezoid(k, r) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    "move",
    [
        lambda x, y: (x + 1e5, y - 3e4),
        lambda x, y: (0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y),
        lambda x, y: (x[::-1], y[::-1]),
    ],
    ids=["translation", "rotation", "row order"],
)
def test_moving_turning_and_reordering_points_change_nothing(move):
    expected = st.duranton_overman(X, Y, R)
    moved = st.duranton_overman(*move(X, Y), R)
    np.testing.assert_allclose(moved.k, expected.k, rtol=1e-8)


def test_a_change_of_unit_scales_the_density_and_weights_have_no_unit():
    expected = st.duranton_overman(X, Y, R)
    in_metres = st.duranton_overman(X * 1000, Y * 1000, R * 1000)
    np.testing.assert_allclose(in_metres.k * 1000, expected.k, rtol=1e-8)
    weights = DRAW.integers(1, 9, len(X))
    once, tenfold = (st.duranton_overman(X, Y, R, weights * f) for f in (1, 10))
    np.testing.assert_allclose(once.k, tenfold.k, rtol=1e-12)
    alike = st.duranton_overman(X, Y, R, np.full(len(X), 7))
    np.testing.assert_allclose(alike.k, expected.k, rtol=1e-9)


@pytest.mark.parametrize("coordinates", ["planar", "geographic"])
def test_the_number_of_threads_changes_no_digit(coordinates):
    x, y = (X, Y) if coordinates == "planar" else (X / 10, Y / 20)
    x, y = np.tile(x, 12), np.tile(y, 12) + np.arange(4800) / 1e4
    one, three = (
        st.duranton_overman(x, y, R, coordinates=coordinates, threads=count).k for count in (1, 3)
    )
    np.testing.assert_array_equal(one, three)


def test_two_points_have_one_distance_and_three_have_a_bandwidth():
    one = st.duranton_overman([0, 3], [0, 4], [5.0], bandwidth=1.0)
    assert one.k[0] == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-12)
    assert st.duranton_overman([0, 3, 0], [0, 4, 1], [5.0]).bandwidth > 0
    with pytest.raises(st.ArgumentRefused, match="bandwidth: cannot be estimated from 1 distance "):
        st.duranton_overman([0, 3], [0, 4], [5.0])


def test_coincident_points_are_pairs_at_distance_zero():
    curve = st.duranton_overman([1, 1], [2, 2], [0.0], bandwidth=2.0)
    assert curve.k[0] == pytest.approx(2 / (2 * np.sqrt(2 * np.pi)), rel=1e-12)


def test_great_circle_distances_are_those_of_the_sphere():
    # A degree of a meridian is 111.195 km on the sphere of radius 6371.0088 km.
    curve = st.duranton_overman([120, 120], [30, 31], [111.19508], bandwidth=1.0,
                                coordinates="geographic")  # fmt: skip
    assert curve.k[0] == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-6)
    x, y = 115 + DRAW.uniform(0, 3, 300), 30 + DRAW.uniform(0, 3, 300)
    every = points(x, y, None, "geographic")
    direct = density_of_pairs(every, None, R, None, few=10**9)
    binned = density_of_pairs(every, None, R, None, few=0)
    np.testing.assert_allclose(binned.k, direct.k, rtol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0, np.nan, 1], [0, 1, 2], R), "x: 1 value is missing .*position 1"),
        (([0, 1, 1], [0, 1], R), "y: has 2 values where 3"),
        (([0, 1], [0, 1], [-1.0, 2.0]), "r: 1 value is negative"),
        (([0, 1], [0, 1], [2.0, 1.0]), "r: 1 step does not increase"),
        (([0, 1, 2], [0, 1, 2], R, [1, -1, 1]), "weights: 1 value is negative"),
        (([0], [0], R), "x: has 1 point;"),
        (([0, 1], [0, 1], R, None, -2.0), "bandwidth: is -2.0"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(arguments, message):
    with pytest.raises(st.ArgumentRefused, match=message):
        st.duranton_overman(*arguments)
