"""Variety of a place's industries."""

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st


def test_related_and_unrelated_variety_add_up_to_entropy(employment):
    sector = {name: name[:2] for name in employment}
    parts = st.related_variety(employment, sector)
    np.testing.assert_allclose(parts["related"] + parts["unrelated"], st.entropy(employment))


def test_equal_shares_have_the_logarithm_of_their_number_as_entropy():
    assert st.entropy(pd.DataFrame([[1] * 8]))[0] == pytest.approx(np.log(8))


def test_an_industry_without_sector_is_named():
    with pytest.raises(st.ArgumentRefused, match="sector_of: 1 industry has no sector, 'b'"):
        st.related_variety(pd.DataFrame({"a": [1], "b": [1]}), {"a": 1})
