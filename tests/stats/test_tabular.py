"""Every result that holds a table or curves gives them as a frame."""

import importlib
import inspect
import pkgutil

import numpy as np
import pandas as pd
import pytest

import jiqun.stats
import jiqun.stats as st
from jiqun.stats.pictured import Pictured

PLACES = pd.DataFrame(
    np.random.default_rng(0).integers(1, 60, (8, 6)),
    index=[f"p{number}" for number in range(8)],
    columns=[f"i{number}" for number in range(6)],
)
RESULTS = sorted(
    {
        kind
        for module in pkgutil.iter_modules(jiqun.stats.__path__)
        for _, kind in inspect.getmembers(
            importlib.import_module(f"jiqun.stats.{module.name}"), inspect.isclass
        )
        if issubclass(kind, Pictured) and kind is not Pictured
    },
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("result", RESULTS, ids=lambda kind: kind.__name__)
def test_every_result_gives_a_frame(result: type[Pictured]) -> None:
    assert callable(getattr(result, "to_frame", None))


def test_complexity_is_a_row_a_place_the_most_complex_first() -> None:
    frame = st.complexity(PLACES).to_frame()
    assert frame.columns.tolist() == ["eci", "diversity", "coi"]
    assert sorted(frame.index) == sorted(PLACES.index)
    assert frame["eci"].is_monotonic_decreasing


def test_intervals_are_a_row_a_place_and_industry() -> None:
    found = st.location_quotient_interval(PLACES)
    frame = found.to_frame()
    assert frame.columns.tolist() == ["place", "industry", "estimate", "lower", "upper"]
    assert len(frame) == PLACES.size
    row = frame[(frame["place"] == "p3") & (frame["industry"] == "i4")].iloc[0]
    assert row["estimate"] == found.estimate.loc["p3", "i4"]
    assert row["lower"] <= row["estimate"] <= row["upper"]


def test_the_parts_of_theil_are_a_row_a_group() -> None:
    found = st.theil_decomposition([1, 2, 3, 6], ["a", "a", "b", "b"])
    frame = found.to_frame()
    assert frame.equals(found.groups)
    frame.iloc[0, 0] = -1
    assert not frame.equals(found.groups)
