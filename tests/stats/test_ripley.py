"""Ripley's K with edge corrections, g and D."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import jiqun.stats as st
from jiqun.stats.edge_correction import _beyond_rectangle, _overlap, _within_polygon

OUTLINE = [(60, 20), (960, 80), (900, 640), (520, 420), (400, 940), (40, 700)]
HOLE = [(150, 150), (150, 300), (330, 300), (330, 150)]
CORRECTIONS = {"none": "un", "translation": "trans", "isotropic": "iso", "border": "border"}


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_k_in_a_rectangle_is_that_of_spatstat(correction, sites, golden):
    theirs = golden.rows("points500_spatstat_K.csv")
    own = sites[sites["PointType"] == "A"]
    window = st.rectangle(0, 0, 1000, 1000)
    found = st.ripley_k(own["X"], own["Y"], theirs["r"], window=window, correction=correction)
    np.testing.assert_allclose(found.k, theirs[CORRECTIONS[correction]], rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_k_in_a_polygon_with_a_hole_is_that_of_spatstat(correction, sites, golden):
    theirs = golden.rows("points500_spatstat_K.csv")
    window = st.polygon(OUTLINE, [HOLE])
    seen = sites[window.holds(sites[["X", "Y"]].to_numpy().T)]
    assert (len(seen), window.area) == (251, 520600.0)
    found = st.ripley_k(seen["X"], seen["Y"], theirs["r"], window=window, correction=correction)
    expected = theirs[f"polygon_{CORRECTIONS[correction]}"]
    np.testing.assert_allclose(found.k, expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_a_rectangle_given_as_a_polygon_gives_the_same_k(correction, sites):
    own = sites[:120]
    r = np.arange(20.0, 300.0, 40.0)
    box = st.rectangle(0, 0, 1000, 1000)
    ring = st.polygon([(0, 0), (1000, 0), (1000, 1000), (0, 1000)])
    one, other = (
        st.ripley_k(own["X"], own["Y"], r, window=window, correction=correction).k
        for window in (box, ring)
    )
    np.testing.assert_allclose(one, other, rtol=1e-12)


@settings(deadline=None)
@given(
    some.integers(0, 8), some.integers(0, 6), some.floats(0.05, 9.5), some.integers(-7, 7),
    some.integers(-5, 5),
)  # fmt: skip
def test_arcs_and_overlaps_of_polygons_are_those_of_rectangles(x, y, r, dx, dy):
    """Centres on a lattice, so that circles touch sides and go through corners."""
    ring = st.polygon([(0, 0), (8, 0), (8, 6), (0, 6)]).from_corner
    assert _overlap(ring, float(dx), float(dy)) == pytest.approx((8 - abs(dx)) * (6 - abs(dy)))
    seen = 2 * math.pi - _beyond_rectangle(float(x), float(y), 8.0, 6.0, r)
    if seen > 1e-6:
        assert _within_polygon(float(x), float(y), ring, r) % (2 * math.pi) == pytest.approx(
            seen % (2 * math.pi), abs=1e-6
        )


def test_corrected_k_of_points_at_random_is_about_pi_r_squared():
    x, y = np.random.default_rng(0).uniform(0, 100, (2, 4000))
    r = np.array([5.0, 15.0, 30.0])
    window = st.rectangle(0, 0, 100, 100)
    plain = st.ripley_k(x, y, r, window=window).k / (np.pi * r**2)
    assert plain[2] < 0.9
    for correction in ("translation", "isotropic", "border"):
        k = st.ripley_k(x, y, r, window=window, correction=correction).k
        np.testing.assert_allclose(k / (np.pi * r**2), 1.0, atol=0.02)


def test_threads_change_no_digit_of_a_corrected_k(sites):
    window = st.rectangle(0, 0, 1000, 1000)
    one, three = (
        st.ripley_k(
            sites["X"], sites["Y"], [10, 90], window=window, correction="isotropic", threads=n
        ).k
        for n in (1, 3)
    )
    np.testing.assert_array_equal(one, three)


def test_bands_of_a_corrected_k_hold_what_is_dealt_at_random(sites):
    window = st.rectangle(0, 0, 1000, 1000)
    found = st.ripley_k_envelope(
        sites["X"], sites["Y"], np.arange(500) % 3 == 0, [50, 150], simulations=99, window=window,
        correction="translation",
    )  # fmt: skip
    assert found.p_value > 0.05
    assert ((found.lower < found.k) & (found.k < found.upper)).all()


def _pairs(own):
    gap = own[["X", "Y"]].to_numpy()[:, None] - own[["X", "Y"]].to_numpy()
    away = np.hypot(gap[..., 0], gap[..., 1])
    np.fill_diagonal(away, np.inf)
    return np.abs(gap), away


@pytest.mark.parametrize("divisor", ["r", "d"])
def test_g_is_the_sum_of_its_formula(divisor, sites, golden):
    own = sites[sites["PointType"] == "A"]
    gap, away = _pairs(own)
    n, h = len(own), 0.15 / math.sqrt(len(own) / 1e6)
    weight = 1e6 / ((1000 - gap[..., 0]) * (1000 - gap[..., 1]))
    r = np.arange(4.0, 241.0, 4.0)
    expected = [
        np.sum(weight * np.maximum(0, 0.75 / h * (1 - ((at - away) / h) ** 2)) / (at if divisor == "r" else away))  # noqa: E501
        * 1e6 / (n * (n - 1) * 2 * np.pi)
        for at in r
    ]  # fmt: skip
    window = st.rectangle(0, 0, 1000, 1000)
    found = st.pair_correlation(
        own["X"], own["Y"], r, window=window, correction="translation", divisor=divisor
    )
    np.testing.assert_allclose(found.g, expected, rtol=1e-10)
    if divisor == "r":  # spatstat's kernel sums are binned
        np.testing.assert_allclose(
            found.g, golden.rows("points500_spatstat_K.csv")["g_trans"][1:], rtol=2e-4
        )


def test_g_without_a_window_needs_an_area_only(sites):
    own = sites[:100]
    plain = st.pair_correlation(own["X"], own["Y"], [0, 30, 60], 1e6)
    within = st.pair_correlation(
        own["X"], own["Y"], [0, 30, 60], window=st.rectangle(0, 0, 1000, 1000)
    )
    np.testing.assert_allclose(plain.g[1:], within.g[1:], rtol=1e-12)
    assert np.isnan(plain.g[0])


def test_d_is_the_difference_of_two_k_counted_pair_by_pair(sites):
    case = (sites["PointType"] == "A").to_numpy()
    r = np.arange(10.0, 200.0, 30.0)

    def k(own):
        _, away = _pairs(own)
        return np.array([(away <= at).sum() for at in r]) * 1e6 / (len(own) * (len(own) - 1))

    found = st.diggle_chetwynd(sites["X"], sites["Y"], case, r, 1e6)
    np.testing.assert_allclose(found.d, k(sites[case]) - k(sites[~case]), rtol=1e-10)


def test_d_under_random_labels_stays_in_its_bands(sites):
    deal = np.random.default_rng(3).permutation(500) < 200
    found = st.diggle_chetwynd(sites["X"], sites["Y"], deal, [50, 150], 1e6, simulations=99)
    assert found.p_value > 0.05
    gathered = np.hypot(sites["X"] - 500, sites["Y"] - 500) < 200
    found = st.diggle_chetwynd(sites["X"], sites["Y"], gathered, [50, 150], 1e6, simulations=99)
    assert found.p_value == 0.01
    assert (found.d > found.global_upper).all()
    assert list(found.to_frame()) == [
        "r",
        "d",
        "cases",
        "controls",
        "lower",
        "upper",
        "global_lower",
        "global_upper",
    ]
