"""What is shared out adds up, within its bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.demo.allotment import allot, best

shares = st.lists(
    st.tuples(st.floats(0.01, 1e6), st.integers(0, 50), st.integers(0, 10**9)),
    min_size=1,
    max_size=40,
)


@given(shares, st.floats(0, 1))
def test_shares_add_up_within_their_bounds(rows: list[tuple[float, int, int]], at: float) -> None:
    weights, low = [row[0] for row in rows], np.array([row[1] for row in rows])
    high = low + np.array([row[2] for row in rows])
    total = int(low.sum()) + int(at * int((high - low).sum()))
    given_out = allot(total, weights, low, high)
    assert given_out.sum() == total
    assert ((low <= given_out) & (given_out <= high)).all()


def test_without_bounds_it_is_the_largest_remainder_method() -> None:
    # The textbook example of Hamilton's method: 100,000 voters, 10 seats.
    votes = [47_000, 16_000, 15_800, 12_000, 6_100, 3_100]
    assert allot(10, votes).tolist() == [5, 2, 1, 1, 1, 0]


def test_equal_remainders_go_to_the_first() -> None:
    assert allot(2, [1, 1, 1]).tolist() == [1, 1, 0]


def test_a_heavier_place_never_gets_less() -> None:
    given_out = allot(1000, np.arange(1, 30))
    assert (np.diff(given_out) >= 0).all()


@pytest.mark.parametrize(
    ("total", "low", "high"), [(5, 2, None), (50, 0, 10), (4, [3, 0, 0], [2, 9, 9])]
)
def test_what_cannot_add_up_is_said(total: int, low: object, high: object) -> None:
    with pytest.raises(ValueError, match=f"no shares within the bounds add up to {total}"):
        allot(total, [1.0, 1.0, 1.0], low, high)  # type: ignore[arg-type]


def test_the_best_are_marked_the_first_of_equals_first() -> None:
    assert best(2, np.array([1.0, 3.0, 1.0])).tolist() == [True, True, False]
