"""No unit, scale, order of rows, number format or storage changes a result."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from scipy import sparse

import jiqun.stats as st

SHAPES = some.tuples(some.integers(3, 7), some.integers(3, 6))
TABLES = arrays(np.int64, SHAPES, elements=some.integers(0, 12))
PLANTS = some.tuples(some.integers(1, 3), some.integers(1, 4), some.integers(0, 40))

OF_A_TABLE: dict[str, Callable[[Any], Any]] = {
    "location_quotient": st.location_quotient,
    "specialized": st.specialized,
    "specialized at two": lambda table: st.specialized(table, 2.0),
    "krugman": st.krugman_specialization,
    "herfindahl": st.herfindahl_specialization,
    "hachman": st.hachman_index,
    "entropy": st.entropy,
    "gini": st.gini_specialization,
    "proximity": st.proximity,
    "correlation": lambda table: st.place_similarity(table, "correlation"),
    "locational_correlation": st.locational_correlation,
    "related": lambda table: st.relatedness(st.cooccurrence(st.specialized(table))),
    "complexity": lambda table: st.complexity(table).eci,
}
UNITS = [0.1, 1e-4, 1e4, 1 / 3, 1e-200, 1e150]


def answer(statistic: Callable[[Any], Any], table: Any) -> Any:
    """Return what a statistic says, or the name of what it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return statistic(table)
        except st.ArgumentRefused as refused:
            return refused.argument


def same(one: Any, other: Any) -> None:
    """Hold two answers equal, up to a relative 1e-9."""
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return
    assert np.asarray(one).dtype == np.asarray(other).dtype
    left, right = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9)


def framed(cells: Any) -> pd.DataFrame:
    return pd.DataFrame(
        cells, [f"R{row}" for row in range(len(cells))], [f"I{i}" for i in range(cells.shape[1])]
    )


@pytest.mark.parametrize("name", OF_A_TABLE)
@given(cells=TABLES, unit=some.sampled_from(UNITS))
@settings(max_examples=25, deadline=None)
def test_a_unit_changes_nothing(name: str, cells: Any, unit: float) -> None:
    if name == "complexity":  # its vectors turn freely where eigenvalues meet
        found = answer(st.complexity, framed(cells))
        if isinstance(found, str) or found.eigengap < 1e-3 or found.eigenvalues[0] > 1 - 1e-6:
            return
        other = answer(st.complexity, framed(cells * unit))
        np.testing.assert_allclose(found.eci, other.eci, atol=1e-6)
        return
    same(answer(OF_A_TABLE[name], framed(cells)), answer(OF_A_TABLE[name], framed(cells * unit)))


@pytest.mark.parametrize("name", [name for name in OF_A_TABLE if name != "complexity"])
@given(cells=TABLES, draw=some.randoms())
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_and_columns_changes_nothing(name: str, cells: Any, draw: Any) -> None:
    table = framed(cells) / 10
    rows, columns = list(table.index), list(table.columns)
    draw.shuffle(rows)
    draw.shuffle(columns)
    first = answer(OF_A_TABLE[name], table)
    turned = answer(OF_A_TABLE[name], table.loc[rows, columns])
    if isinstance(first, pd.DataFrame) and isinstance(turned, pd.DataFrame):
        turned = turned.loc[first.index, first.columns]
    elif isinstance(first, pd.Series) and isinstance(turned, pd.Series):
        turned = turned.loc[first.index]
    same(first, turned)


@pytest.mark.parametrize("name", OF_A_TABLE)
@given(cells=TABLES)
@settings(max_examples=8, deadline=None)
def test_how_the_numbers_are_stored_changes_nothing(name: str, cells: Any) -> None:
    plain = answer(OF_A_TABLE[name], framed(cells))
    table = framed(cells)
    kinds = [">i8", "int16", "float32", "Int64", object, pd.SparseDtype("int64", 0)]
    stored: list[Any] = [table.astype(kind) for kind in kinds]
    stored += [framed(np.asfortranarray(cells)), cells.astype(">f8")]
    stored += [sparse.csr_array(cells), cells.tolist()]
    for kind in stored:
        same(plain, answer(OF_A_TABLE[name], kind))


@given(
    rows=some.lists(PLANTS, min_size=2, max_size=20),
    draw=some.randoms(),
    unit=some.sampled_from([0.1, 1e-3, 7.0]),
)
@settings(max_examples=25, deadline=None)
def test_plants_in_any_order_and_unit_give_the_same_index(
    rows: list[tuple[int, int, int]], draw: Any, unit: float
) -> None:
    names = ["industry", "region", "employment"]
    plants = pd.DataFrame(rows, columns=names)
    found = st.ellison_glaeser(plants)
    draw.shuffle(rows)
    turned = pd.DataFrame(rows, columns=names)
    turned["employment"] *= unit
    np.testing.assert_allclose(found, st.ellison_glaeser(turned), rtol=1e-7, atol=1e-9)


def test_a_quotient_of_just_one_is_there_in_every_unit() -> None:
    table = pd.DataFrame(
        [[4, 11, 7, 11], [5, 3, 10, 2], [8, 6, 0, 0], [6, 8, 0, 11]], list("ABCD"), list("wxyz")
    )  # B in w: 5 * 92 / (20 * 23) = 1
    assert st.specialized(table).loc["B", "w"]
    for unit in (0.1, 0.01, 1e-4, 3.0, 1 / 7):
        pd.testing.assert_frame_equal(st.specialized(table * unit), st.specialized(table))
    fewer = table.astype(float)
    fewer.loc["B", "w"] -= 1e-6
    assert not st.specialized(fewer).loc["B", "w"]
