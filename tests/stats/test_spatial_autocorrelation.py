"""Moran's I, Geary's C, Getis and Ord's G, and where like places gather."""

import warnings
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st
from jiqun.stats.local_association import NOWHERE, QUADRANTS, UNKNOWN
from jiqun.stats.spatial_weights import IslandsWarning

X, Y = np.random.default_rng(5).uniform(0, 100, (2, 150))
VALUE = np.exp(np.sin(X / 15) + np.random.default_rng(6).normal(0, 0.4, 150))
NEAR = st.nearest_neighbours(X, Y, 5)


def test_statistics_of_a_map_are_those_of_esda(sites, golden):
    theirs = golden.table("points500_esda.csv")
    value = golden.rows("points500_esda_places.csv")["x"].to_numpy()
    near = st.nearest_neighbours(sites["X"], sites["Y"], 6)
    ours = [
        st.moran(value, near, simulations=0),
        st.geary(value, near, simulations=0),
        st.getis_ord(value, near, simulations=0),
    ]
    for found in ours:
        row = found.to_frame().loc[0, list(theirs.columns)].astype(float)
        np.testing.assert_allclose(row, theirs.loc[found.statistic], rtol=1e-10, atol=1e-14)


def test_statistics_of_places_are_those_of_esda(sites, golden):
    theirs = golden.rows("points500_esda_places.csv")
    near = st.nearest_neighbours(sites["X"], sites["Y"], 6)
    lisa = st.local_moran(theirs["x"].to_numpy(), near, simulations=0)
    np.testing.assert_allclose(lisa.value, theirs["i"], rtol=1e-10, atol=1e-13)
    scale = 499 / 500  # their moments are of n z lag / sum of squares, their I has n - 1
    close = {"rtol": 1e-10, "atol": 1e-13}
    np.testing.assert_allclose(lisa.expected, theirs["i_expected"] * scale, **close)
    np.testing.assert_allclose(lisa.variance, theirs["i_variance"] * scale**2, **close)
    assert lisa.quadrant.tolist() == [QUADRANTS[number - 1] for number in theirs["q"]]
    for name, star in (("gi", False), ("gi_star", True)):
        spot = st.local_getis_ord(theirs["x"].to_numpy(), near, star=star, simulations=0)
        np.testing.assert_allclose(spot.value, theirs[name], rtol=1e-10)
        np.testing.assert_allclose(spot.z, theirs[f"{name}_z"], rtol=1e-10, atol=1e-13)


def test_the_mean_of_local_moran_is_the_global_one():
    """With rows standardised, up to the factor (n - 1) / n of Anselin's definition."""
    whole = st.moran(VALUE, NEAR, simulations=0).value
    parts = st.local_moran(VALUE, NEAR, simulations=0).value
    assert parts.sum() / (len(VALUE) - 1) == pytest.approx(whole, rel=1e-12)


def test_moments_under_random_deals_are_those_of_all_deals():
    """All 720 deals of six values over six places, one by one."""
    row = st.contiguity([(at, at + 1) for at in range(5)] + [(0, 4)], range(6))
    x = [1.0, 5.0, 2.0, 8.0, 3.0, 9.0]
    for statistic in (st.moran, st.geary, st.getis_ord):
        kind = {} if statistic is st.getis_ord else {"standardise": "row"}
        found = statistic(x, row, simulations=0, **kind)
        every = [statistic(deal, row, simulations=0, **kind).value for deal in permutations(x)]
        assert np.mean(every) == pytest.approx(found.expected, abs=1e-12)
        assert np.var(every) == pytest.approx(found.variance_random, rel=1e-9)


def test_conditional_moments_are_those_of_all_deals_of_the_others():
    row = st.contiguity([(0, 1), (0, 2), (1, 3), (3, 4), (4, 5)], range(6))
    x = np.array([1.0, 5.0, 2.0, 8.0, 3.0, 9.0])
    for statistic in (
        lambda values: st.local_moran(values, row, simulations=0),
        lambda values: st.local_getis_ord(values, row, simulations=0, star=False),
        lambda values: st.local_getis_ord(
            values, row, simulations=0, star=False, standardise="row"
        ),
    ):
        found = statistic(x)
        every = [statistic([1.0, *deal]).value[0] for deal in permutations(x[1:])]
        assert np.mean(every) == pytest.approx(found.expected[0], abs=1e-12)
        assert np.var(every) == pytest.approx(found.variance[0], rel=1e-9)


def test_z_of_hot_spots_does_not_depend_on_how_rows_are_scaled():
    for star in (True, False):
        binary = st.local_getis_ord(VALUE, NEAR, star=star, simulations=0)
        row = st.local_getis_ord(VALUE, NEAR, star=star, simulations=0, standardise="row")
        np.testing.assert_allclose(row.z, binary.z, rtol=1e-9)


def test_deals_give_one_p_value_a_seed_whatever_the_threads():
    one = st.moran(VALUE, NEAR, seed=3, threads=1), st.moran(VALUE, NEAR, seed=3, threads=3)
    assert one[0].p_value == one[1].p_value <= 0.01
    local = [st.local_moran(VALUE, NEAR, seed=3, threads=threads).p_value for threads in (1, 3)]
    pd.testing.assert_series_equal(*local)
    other = st.local_moran(VALUE, NEAR, seed=4).p_value
    assert not other.equals(local[0])


def test_deals_of_the_others_agree_with_the_exact_share():
    """Six places, all 120 deals of the others against 20,000 drawn."""
    row = st.contiguity([(0, 1), (0, 2), (1, 3), (3, 4), (4, 5), (2, 5)], range(6))
    x = np.array([9.0, 5.0, 2.0, 8.0, 3.0, 1.0])
    lags = np.array([(deal[0] + deal[1]) / 2 for deal in permutations(x[1:])])
    share = min((lags >= 3.5).mean(), (lags <= 3.5).mean())
    found = st.local_moran(x, row, simulations=20_000)
    assert found.p_value[0] == pytest.approx(2 * share, abs=0.02)


def test_under_chance_every_twentieth_place_is_below_a_twentieth():
    deal = np.random.default_rng(0).permuted(np.tile(VALUE, (40, 1)), axis=1)
    p = np.concatenate([st.local_moran(row, NEAR, simulations=199).p_value for row in deal])
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.012)


def test_many_tests_name_fewer_places():
    found = st.local_moran(VALUE, NEAR)
    alone, adjusted = found.clusters(adjusted=False), found.clusters()
    assert (adjusted != NOWHERE).sum() < (alone != NOWHERE).sum()
    assert set(alone) <= {*QUADRANTS, NOWHERE}
    with pytest.raises(st.ArgumentRefused, match="simulations: were 0"):
        st.local_moran(VALUE, NEAR, simulations=0).clusters()


def test_an_island_is_unknown_and_takes_no_part():
    names = list("ABCDEF")
    row = st.contiguity([("A", "B"), ("B", "C"), ("C", "D"), ("D", "E")], names)
    x = pd.Series([1.0, 2, 3, 4, 5, 99], names)
    with pytest.warns(IslandsWarning, match="1 of 6 places have no neighbour .first: 'F'."):
        whole = st.moran(x, row)
    assert (whole.places, whole.expected) == (5, -0.25)
    with pytest.warns(IslandsWarning):
        found = st.local_moran(x, row)
    assert np.isnan(found.value["F"])
    assert np.isnan(found.p_value["F"])
    assert found.clusters()["F"] == UNKNOWN


def test_values_are_matched_by_name():
    row = st.contiguity([("A", "B"), ("B", "C"), ("C", "D"), ("D", "E")], list("ABCDE"))
    x = pd.Series([1.0, 2, 3, 4, 5], list("ABCDE"))
    assert st.moran(x[::-1], row).value == st.moran(x, row).value
    with pytest.raises(st.ArgumentRefused, match="named otherwise"):
        st.moran(pd.Series([1.0, 2, 3, 4, 5], list("VWXYZ")), row)


def test_a_unit_or_an_order_changes_nothing():
    order = np.random.default_rng(1).permutation(150)
    turned = st.nearest_neighbours(X[order], Y[order], 5)
    for statistic in (st.moran, st.geary, st.getis_ord):
        once = statistic(VALUE, NEAR, simulations=0)
        again = statistic(VALUE[order] * 1e4, turned, simulations=0)
        assert again.value == pytest.approx(once.value, rel=1e-12)
        assert again.z_random == pytest.approx(once.z_random, rel=1e-9)


def test_what_cannot_be_judged_is_refused():
    with pytest.raises(st.ArgumentRefused, match="values: are all alike"):
        st.moran(np.full(150, 0.1), NEAR)
    with pytest.raises(st.ArgumentRefused, match="values are negative"):
        st.getis_ord(-VALUE, NEAR)
    with pytest.raises(st.ArgumentRefused, match="values: has 3 values where 150"):
        st.moran([1, 2, 3], NEAR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(st.ArgumentRefused, match="gives 0 places neighbours"):
            st.moran(VALUE, st.distance_band(X, Y, 1e-6))
