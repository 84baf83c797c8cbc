"""Shift-share."""

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st

BEFORE = pd.DataFrame([[20.0, 10.0, 0.0], [30.0, 0.0, 40.0]], list("AB"), list("xyz"))
AFTER = pd.DataFrame([[30.0, 5.0, 6.0], [33.0, 2.0, 44.0]], list("AB"), list("xyz"))


@pytest.mark.parametrize("method", ["classic", "esteban_marquillas"])
def test_the_effects_add_up_to_the_change(method):
    parts = st.shift_share(BEFORE, AFTER, method)
    effects = parts[[name for name in parts if name not in ("before", "after")]].sum(axis=1)
    known = parts.notna().all(axis=1)
    assert known.sum() == (6 if method == "classic" else 4)
    np.testing.assert_allclose(effects[known], (parts["after"] - parts["before"])[known])


def test_local_effects_of_an_industry_add_up_to_nothing_over_places():
    local = st.shift_share(BEFORE, AFTER)["local"].unstack().sum()
    np.testing.assert_allclose(local, 0.0, atol=1e-12)


def test_tables_with_other_labels_are_refused():
    with pytest.raises(st.ArgumentRefused, match="after: has other labels"):
        st.shift_share(BEFORE, AFTER.rename(columns={"x": "w"}))
