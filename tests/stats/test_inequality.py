"""Inequality and what groups explain of it."""

import math

import numpy as np
import pytest

import jiqun.stats as st


def test_theil_is_the_logarithm_of_n_when_one_has_everything():
    assert st.theil([0, 0, 0, 0, 5]) == pytest.approx(math.log(5), rel=1e-14)


def test_theils_parts_add_up_and_follow_the_definition():
    draw = np.random.default_rng(0)
    amounts, groups = draw.lognormal(0, 1, 200), draw.integers(0, 5, 200)
    parts = st.theil_decomposition(amounts, groups)
    assert parts.between + parts.within == pytest.approx(parts.total, rel=1e-12)
    inside = [st.theil(amounts[groups == g]) for g in range(5)]
    np.testing.assert_allclose(parts.groups["theil"], inside)


def test_weights_are_as_good_as_repeated_rows():
    assert st.gini([1, 5, 9], [1, 2, 3]) == pytest.approx(st.gini([1, 5, 5, 9, 9, 9]), rel=1e-13)
    assert st.theil([1, 5], [1, 2]) == pytest.approx(st.theil([1, 5, 5]), rel=1e-13)
    repeated = st.mean_log_deviation([1, 5, 5])
    assert st.mean_log_deviation([1, 5], [1, 2]) == pytest.approx(repeated, rel=1e-13)


def test_nothing_to_share_is_missing_and_a_zero_makes_the_log_deviation_infinite():
    assert math.isnan(st.gini([0, 0]))
    assert math.isnan(st.theil([0, 0]))
    assert math.isinf(st.mean_log_deviation([0, 1]))


@pytest.mark.parametrize("function", [st.gini, st.theil, st.mean_log_deviation])
def test_missing_and_negative_amounts_are_refused_by_name(function):
    with pytest.raises(st.ArgumentRefused, match="amounts: 1 value is negative"):
        function([1, -2])
    with pytest.raises(st.ArgumentRefused, match="weights: 1 value is missing"):
        function([1, 2], [1, np.nan])
