"""How concentrated an industry is."""

import numpy as np
import pandas as pd

import jiqun.stats as st


def test_measures_of_industries_are_those_of_reat(employment, golden):
    reat = golden.table("emp60x80_industry_measures.csv")
    np.testing.assert_allclose(st.gini_concentration(employment), reat["gini_conc"], rtol=1e-12)
    np.testing.assert_allclose(
        st.krugman_concentration(employment), reat["krugman_conc"], rtol=1e-12
    )
    np.testing.assert_allclose(st.herfindahl_concentration(employment), reat["herf"], rtol=1e-12)
    plain = [st.gini(employment[name]) for name in employment]
    np.testing.assert_allclose(plain, reat["gini"], rtol=1e-12)


def test_the_locational_gini_is_twice_econgeos_and_hoovers_index_a_hundredth(employment, golden):
    econgeo = golden.table("emp60x80_industries.csv")
    ours = st.locational_gini(employment)
    np.testing.assert_allclose(ours, 2 * econgeo["locational_Gini"], rtol=1e-12)
    np.testing.assert_allclose(ours, econgeo["Hoover_Gini"], atol=5.001e-4)
    hoover = 100 * st.hoover_concentration(employment)
    np.testing.assert_allclose(hoover, econgeo["Hoover_index"], atol=5.001e-3)


def test_an_empty_region_changes_no_concentration(employment):
    empty = pd.DataFrame(0, index=["empty"], columns=employment.columns)
    longer = pd.concat([employment, empty])
    for function in (st.locational_gini, st.krugman_concentration, st.gini_concentration):
        np.testing.assert_allclose(function(longer), function(employment), rtol=1e-12)
