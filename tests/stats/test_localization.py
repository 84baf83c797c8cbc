"""Bands round the null hypothesis."""

import numpy as np
import pytest

import jiqun.stats as st
from jiqun.stats.envelopes import band_of
from jiqun.stats.pairs import points
from jiqun.stats.permutation import Null, simulated

R = np.arange(0.0, 301.0, 3.0)


def test_bands_agree_with_dbmss_as_far_as_two_sets_of_simulations_can(sites, golden):
    found = st.duranton_overman_envelope(sites["X"], sites["Y"], sites["PointType"] == "A", R)
    local = golden.rows("points500_envelopes_1000sim.csv")
    width = local["Kd_hi"] - local["Kd_lo"]
    assert (np.abs(found.lower - local["Kd_lo"]) / width).max() < 0.12
    assert (np.abs(found.upper - local["Kd_hi"]) / width).max() < 0.12
    band = golden.rows("points500_Kd_global_envelope_1000sim.csv")
    width = band["Kd_hi"] - band["Kd_lo"]
    assert (np.abs(found.global_lower - band["Kd_lo"]) / width).mean() < 0.10
    assert (np.abs(found.global_upper - band["Kd_hi"]) / width).mean() < 0.10


def test_simulations_by_counts_by_pairs_and_by_grid_are_the_same_curves():
    every = points(*np.random.default_rng(0).uniform(0, 1000, (2, 3000)), None)
    r = np.arange(10.0, 301.0, 10.0)
    nulls = [Null(every, r, 12.0, 12.0, 600), Null(every, r, 12.0, 12.0, 600, np.ones(600))]
    counted, weighted = (simulated(null, 3, 7, None) for null in nulls)
    np.testing.assert_allclose(counted, weighted, rtol=1e-4)
    from jiqun.stats.autocorrelation import grid_for

    gridded = simulated(
        Null(every, r, 12.0, 12.0, 600, None, grid_for(every, 300.0, 12.0)), 3, 7, 2
    )
    np.testing.assert_allclose(gridded, counted, rtol=2e-2)


@pytest.mark.parametrize("bandwidth", [None, 20.0])
@pytest.mark.parametrize("coordinates", ["planar", "geographic"])
def test_simulations_of_few_points_together_are_the_curves_of_each_alone(bandwidth, coordinates):
    rng = np.random.default_rng(4)
    sites = points(rng.uniform(-20, 40, 60), rng.uniform(20, 75, 60), None, coordinates)
    weights = rng.uniform(1, 9, 12)
    r = np.arange(0.0, 1001, 40) if coordinates == "geographic" else np.arange(0.0, 31, 2)
    for mass in (None, weights):
        null = Null(sites, r, bandwidth, 20.0, 12, mass)
        alone = np.stack([null.curve(3, simulation) for simulation in range(150)])
        assert simulated(null, 150, 3, None) == pytest.approx(alone, rel=1e-12, abs=1e-20)


def test_drawn_points_with_no_two_in_reach_have_no_bandwidth():
    sites = points(np.arange(12.0) * 1000, np.zeros(12), None)
    null = Null(sites, np.array([0.0, 5.0]), None, 20.0, 4)
    with pytest.raises(st.ArgumentRefused, match="bandwidth: cannot be estimated from 0 distances"):
        simulated(null, 5, 0, None)


def test_the_same_seed_gives_the_same_bands_whatever_the_threads(sites):
    member = sites["PointType"] == "A"
    one, two = (
        st.duranton_overman_envelope(
            sites["X"], sites["Y"], member, R, simulations=49, seed=4, threads=threads
        )
        for threads in (1, 3)
    )
    np.testing.assert_array_equal(one.to_frame(), two.to_frame())
    other = st.duranton_overman_envelope(sites["X"], sites["Y"], member, R, simulations=49, seed=5)
    assert not np.array_equal(one.upper, other.upper)


def test_the_observed_curve_leaves_the_global_band_exactly_when_its_p_value_says_so():
    draw = np.random.default_rng(0)
    for _ in range(200):
        observed, curves = draw.normal(0, 1.3, 20), draw.normal(0, 1, (99, 20))
        band = band_of(observed, curves, 0.90)
        outside = (observed < band.global_lower) | (observed > band.global_upper)
        assert outside.any() == (band.p_value <= 0.10)


def test_a_cluster_is_localized_and_its_surroundings_are_not_called_dispersed():
    draw = np.random.default_rng(3)
    x, y = draw.uniform(0, 1000, (2, 2000))
    member = np.zeros(2000, bool)
    member[np.argsort(np.hypot(x - 500, y - 500))[:150]] = True
    found = st.duranton_overman_envelope(x, y, member, R, simulations=199)
    assert found.localized[:20].all()
    assert not found.dispersed.any()
    assert found.p_value == pytest.approx(1 / 200)


def test_equal_weights_change_no_band_and_unequal_ones_widen_it(sites):
    place, member = (sites["X"], sites["Y"]), (sites["PointType"] == "A").to_numpy()
    bare, equal, unequal = (
        st.duranton_overman_envelope(*place, member, R, simulations=199, weights=weights)
        for weights in (None, np.full(500, 3.0), sites["PointWeight"])
    )
    np.testing.assert_allclose(equal.upper, bare.upper, rtol=1e-3)
    assert np.mean(unequal.upper - unequal.lower) > 1.2 * np.mean(bare.upper - bare.lower)


def test_industries_at_once_have_the_curves_of_each_alone_and_valid_bands():
    draw = np.random.default_rng(8)
    x, y = draw.uniform(0, 500, (2, 3000))
    code = draw.choice([11, 12, 13, 14], 3000, p=[0.6, 0.3, 0.097, 0.003])
    r = np.arange(0.0, 101.0, 5.0)
    found = st.duranton_overman_industries(x, y, code, r, simulations=199, fewest=5)
    for name, curve in found.items():
        own = code == name
        alone = st.duranton_overman_envelope(x, y, own, r, simulations=199)
        np.testing.assert_allclose(curve.k, alone.k, rtol=1e-12)
        assert (curve.lower < curve.upper).all()
        if own.sum() > 200:
            np.testing.assert_allclose(curve.upper, alone.upper, rtol=0.10)


def test_industries_with_too_few_plants_are_left_out_and_none_left_is_refused():
    with pytest.raises(st.ArgumentRefused, match="industry: no code has 10 plants"):
        st.duranton_overman_industries([0, 1, 2], [0, 1, 2], ["a", "b", "a"], R)


def test_one_member_is_too_few():
    with pytest.raises(st.ArgumentRefused, match="is_member: flags 1 site;"):
        st.duranton_overman_envelope([0, 1, 2], [0, 1, 2], [True, False, False], R)
    with pytest.raises(st.ArgumentRefused, match="is_member: 1 value is neither 0 nor 1"):
        st.duranton_overman_envelope([0, 1, 2], [0, 1, 2], [1, 0, 2], R)
