"""Frames as researchers bring them: what is taken, and what a refusal says."""

import pandas as pd
import pyarrow as pa
import pytest

import jiqun.stats as st

JOBS = pd.DataFrame(
    {"lamps": [90, 5, 5], "food": [30, 35, 35], "locks": [0, 7, 9]}, index=["A", "100", "C"]
)


def test_a_table_of_arrow_keeps_its_names_and_its_first_words_name_the_places() -> None:
    table = pa.table({"town": ["A", "100", "C"], **{name: list(JOBS[name]) for name in JOBS}})
    found = st.location_quotient(table)
    pd.testing.assert_frame_equal(found, st.location_quotient(JOBS), check_names=False)


def test_plants_of_arrow_are_taken_as_those_of_pandas() -> None:
    plants = pd.DataFrame(
        {"industry": list("xxyy"), "region": list("ABAB"), "employment": [4, 1, 2, 5]}
    )
    arrow = pa.Table.from_pandas(plants, preserve_index=False)
    pd.testing.assert_frame_equal(st.ellison_glaeser(arrow), st.ellison_glaeser(plants))
    assert st.pivot(arrow, "region", "industry", "employment").to_numpy().tolist() == [
        [4, 2],
        [1, 5],
    ]


def test_a_lazy_frame_is_asked_to_be_collected() -> None:
    class LazyFrame:
        def collect_schema(self) -> None: ...

    for statistic in (st.pivot, st.ellison_glaeser, st.proximity):
        with pytest.raises(st.ArgumentRefused, match=r"is a lazy frame.*collect\(\) it first"):
            statistic(LazyFrame())


def test_names_left_in_a_column_are_told_to_become_the_index() -> None:
    read = JOBS.rename_axis("town").reset_index()
    with pytest.raises(st.ArgumentRefused, match=r"'town', holds words; .*set_index\('town'\)"):
        st.complexity(read)


def test_a_cell_that_is_no_number_is_named_with_what_it_holds() -> None:
    words = JOBS.astype(object)
    words.loc["C", "food"] = "1,200"
    with pytest.raises(st.ArgumentRefused, match=r"1 of 9, first at 'C' and 'food': '1,200'"):
        st.location_quotient(words)
    with pytest.raises(st.ArgumentRefused, match=r"1 of 2, first at position 1: 'x'"):
        st.gini([1, "x"])  # type: ignore[list-item]


def test_a_column_not_found_is_answered_with_those_there_are() -> None:
    with pytest.raises(
        st.ArgumentRefused, match=r"no column 'place'; name one it has: 'town', 'x'"
    ):
        st.pivot(pd.DataFrame({"town": ["A"], "x": ["y"]}))


def test_what_is_no_frame_is_said_to_be_none() -> None:
    with pytest.raises(st.ArgumentRefused, match="is of type list; give a frame"):
        st.ellison_glaeser([1, 2])  # type: ignore[arg-type]


def test_places_without_a_value_are_named() -> None:
    x = pd.Series([0.0, 1, 2, 5], list("abcd"))
    near = st.nearest_neighbours(x, x**2, 1)
    with pytest.raises(st.ArgumentRefused, match=r"2 of the weights' places have no value .*'c'"):
        st.moran(pd.Series([1.0, 2.0], list("ab")), near)


def test_latitude_and_longitude_swapped_are_told_which_is_which() -> None:
    with pytest.raises(st.ArgumentRefused, match="x the longitude and y the latitude"):
        st.nearest_neighbours([29, 30, 31], [110, 111, 112], 1, coordinates="geographic")
