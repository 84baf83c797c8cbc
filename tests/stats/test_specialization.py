"""What a place specialises in."""

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st


def test_location_quotients_are_those_of_econgeo_where_it_has_them(employment, golden):
    theirs = golden.table("emp60x80_LQ.csv")
    np.testing.assert_allclose(st.location_quotient(employment), theirs, rtol=1e-12)


def test_measures_of_regions_are_those_of_reat_and_econgeo(employment, golden):
    reat, econgeo = (
        golden.table("emp60x80_region_measures.csv"),
        golden.table("emp60x80_regions.csv"),
    )
    close = {"rtol": 1e-12}
    np.testing.assert_allclose(st.gini_specialization(employment), reat["gini_spec"], **close)
    np.testing.assert_allclose(st.krugman_specialization(employment), reat["krugman_spec"], **close)
    np.testing.assert_allclose(st.herfindahl_specialization(employment), reat["herf"], **close)
    np.testing.assert_allclose(st.hoover_specialization(employment), reat["hoover"], **close)
    np.testing.assert_allclose(st.hachman_index(employment), econgeo["Hachman"], **close)
    in_bits = st.entropy(employment) / np.log(2)
    np.testing.assert_allclose(in_bits, econgeo["entropy_round3"], atol=5.001e-4)


def test_a_quotient_of_exactly_one_is_exactly_one_and_counts_as_specialised():
    table = pd.DataFrame(np.outer([3, 7, 11], [1, 3, 49]))
    assert (st.location_quotient(table) == 1.0).all().all() or np.allclose(
        st.location_quotient(table), 1.0, rtol=1e-15
    )
    assert st.specialized(table).all().all()


def test_an_empty_place_or_industry_has_missing_quotients_and_a_zero_stays_zero():
    quotients = st.location_quotient(pd.DataFrame([[1, 0, 0], [3, 0, 4], [0, 0, 0]]))
    assert quotients.loc[0, 2] == 0.0
    assert quotients[1].isna().all()
    assert quotients.loc[2].isna().all()


def test_the_interval_holds_the_quotient_and_an_unseen_industry_may_still_be_there():
    interval = st.location_quotient_interval(pd.DataFrame([[30, 0], [10, 40]]))
    assert (interval.lower <= interval.estimate).all().all()
    assert (interval.estimate <= interval.upper).all().all()
    assert interval.lower.loc[0, 1] == 0.0
    assert interval.upper.loc[0, 1] == pytest.approx(3.6889 / 15, rel=1e-4)  # -ln(0.025)


def test_garwoods_interval_for_ten_cases_is_that_of_the_tables():
    # Poisson 95 % limits of 10: 4.795 and 18.39 (Pearson and Hartley 1966, table 40).
    interval = st.location_quotient_interval(pd.DataFrame([[10, 90], [90, 810]]))
    assert interval.lower.loc[0, 0] == pytest.approx(0.4795, abs=1e-4)
    assert interval.upper.loc[0, 0] == pytest.approx(1.839, abs=1e-3)


def test_shrinkage_moves_small_counts_more_than_large_ones():
    table = pd.DataFrame([[4, 1], [400, 100], [100, 1000]])
    raw, shrunk = st.location_quotient(table), st.location_quotient_shrunk(table).estimate
    moved = (raw - shrunk).abs()
    assert moved.loc[0, 0] > 3 * moved.loc[1, 0]


@pytest.mark.parametrize(
    "function",
    [
        st.location_quotient, st.krugman_specialization, st.hoover_specialization,
        st.herfindahl_specialization, st.gini_specialization, st.hachman_index,
        st.krugman_concentration, st.hoover_concentration, st.herfindahl_concentration,
        st.gini_concentration, st.locational_gini, st.entropy, st.proximity, st.complexity,
        st.place_similarity, st.location_quotient_interval, st.location_quotient_shrunk,
    ],
)  # fmt: skip
@pytest.mark.parametrize(("bad", "why"), [(np.nan, "missing"), (-1.0, "negative")])
def test_missing_and_negative_cells_are_refused_with_the_name_of_the_argument(function, bad, why):
    with pytest.raises(st.ArgumentRefused, match=f"place_by_industry: 1 cell is .*{why}"):
        function(pd.DataFrame([[1.0, 2.0, 3.0], [bad, 1.0, 1.0], [4.0, 2.0, 2.0]]))


@pytest.mark.parametrize(
    "function",
    [
        st.location_quotient, st.krugman_specialization, st.locational_gini,
        st.gini_concentration, st.hachman_index, st.entropy, st.place_similarity,
    ],
)  # fmt: skip
def test_a_change_of_unit_changes_nothing(function, employment):
    pd.testing.assert_series_equal(
        function(employment).stack() if function(employment).ndim == 2 else function(employment),
        function(employment * 1e4).stack()
        if function(employment).ndim == 2
        else function(employment * 1e4),
        rtol=1e-12,
    )


def test_the_order_of_rows_changes_nothing_but_their_order(employment):
    shuffled = employment.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        st.location_quotient(shuffled).sort_index(), st.location_quotient(employment), rtol=1e-13
    )
