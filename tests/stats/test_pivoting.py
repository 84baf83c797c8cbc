"""A long table becomes places x industries, nothing lost and nothing invented."""

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st

FIRMS = pd.DataFrame(
    {
        "town": ["Xiaolan", "Guzhen", "Guzhen", "Xiaolan"],
        "makes": ["locks", "lamps", "lamps", "lamps"],
        "staff": [7, 30, 12, 1],
    }
)


def test_amounts_are_added_up_and_rows_counted() -> None:
    staff = st.pivot(FIRMS, "town", "makes", "staff")
    assert staff.to_dict("index") == {
        "Guzhen": {"lamps": 42.0, "locks": 0.0},
        "Xiaolan": {"lamps": 1.0, "locks": 7.0},
    }
    assert st.pivot(FIRMS, "town", "makes").to_numpy().tolist() == [[2.0, 0.0], [1.0, 1.0]]
    assert st.location_quotient(staff).loc["Guzhen", "lamps"] == pytest.approx(50 / 43)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"town": ["Xiaolan", None, "Guzhen", "Xiaolan"]},
            "place: 1 key is missing .*position 1",
        ),
        ({"makes": ["locks", "lamps", np.nan, "lamps"]}, "industry: 1 key is missing"),
        ({"staff": [7, -1, 2, 3]}, "amount: 1 value is negative"),
        ({"staff": [7, None, 2, 3]}, "amount: 1 value is missing"),
    ],
)
def test_what_cannot_be_placed_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(st.ArgumentRefused, match=said):
        st.pivot(FIRMS.assign(**change), "town", "makes", "staff")


def test_an_unknown_column_and_no_rows_are_refused() -> None:
    with pytest.raises(st.ArgumentRefused, match=r"amount: the frame has no column 'people'"):
        st.pivot(FIRMS, "town", "makes", "people")
    with pytest.raises(st.ArgumentRefused, match=r"rows: is empty"):
        st.pivot(FIRMS.head(0), "town", "makes")


def test_a_table_too_wide_for_memory_is_refused() -> None:
    many = pd.DataFrame({"place": range(20_000), "industry": range(20_000)})
    with pytest.raises(st.ArgumentRefused, match=r"rows: 20000 x 20000 cells do not fit"):
        st.pivot(many)
