"""Quotients, exact tests and false discoveries, held against SciPy and printed examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, hypergeom

from jiqun.discovery.perimeter import first_perimeter
from jiqun.discovery.statistics import false_discovery_adjusted, shrunken_quotient, upper_tail


@given(st.integers(2, 400), st.data())
def test_the_upper_tail_is_the_hypergeometric_of_scipy(of_all: int, data: st.DataObject) -> None:
    makers = data.draw(st.integers(1, of_all))
    of_line = data.draw(st.integers(1, of_all))
    firms = data.draw(st.integers(0, min(makers, of_line)))
    expected = hypergeom.sf(firms - 1, of_all, of_line, makers)
    assert upper_tail(firms, makers, of_line, of_all) == pytest.approx(expected, abs=1e-9)


def test_adjusted_levels_are_those_of_scipy() -> None:
    # The 15 ordered p-values of Benjamini and Hochberg (1995), section 4.1.
    printed = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    printed += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    found = false_discovery_adjusted(np.array(printed), len(printed))
    assert found == pytest.approx(false_discovery_control(printed))
    assert int((found <= 0.05).sum()) == 4  # the paper rejects four


@given(st.integers(0, 50), st.integers(50, 500), st.integers(1, 900))
def test_shrinkage_draws_towards_one_and_more_so_where_makers_are_few(
    firms: int, makers: int, of_line: int
) -> None:
    raw = shrunken_quotient(firms, makers, of_line, 10_000, 0.0)
    little = shrunken_quotient(firms, makers, of_line, 10_000, 10.0)
    much = shrunken_quotient(firms, makers, of_line, 10_000, 1000.0)
    assert abs(much - 1) <= abs(little - 1) + 1e-12 <= abs(raw - 1) + 2e-12


def test_towns_are_taken_until_they_hold_four_in_five() -> None:
    perimeter = first_perimeter(["甲镇"] * 5 + ["乙镇"] * 4 + ["丙镇"] + ["", ""])
    assert perimeter.towns == (("甲镇", 5), ("乙镇", 4))
    assert (perimeter.known, perimeter.unknown) == (10, 2)


def test_without_towns_there_is_no_perimeter() -> None:
    assert first_perimeter(["", ""]).towns == ()
