"""Arguments are taken whatever their kind, or refused by name, place and remedy."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import jiqun.stats as st
from jiqun.stats.arguments import keys

PLANTS = pd.DataFrame(
    {
        "industry": [1, 1, 1, 2, 2, 2],
        "region": [1, 1, 2, 2, 2, 1],
        "employment": [10.0, 20, 30, 5, 5, 10],
    }
)
GAMMA = [-7 / 11, -0.6]
"""By hand from the plants: G = 0, H = 7/18 and 3/8, and G = (g - H) / (1 - H)."""
TOWNS = ["Guzhen", "Xiaolan", "Henglan"]
TABLE = pd.DataFrame(
    [[4, 1, 0], [0, 3, 2], [1, 1, 5]], ["Guzhen", "Xiaolan", "Henglan"], list("abc")
)


@pytest.mark.parametrize(
    "kind", [">f8", ">f4", "f2", "longdouble", ">i8", "i1", "u8", "Float64", "Int32"]
)
def test_employment_of_any_numeric_kind_gives_the_same(kind: str) -> None:
    plants = PLANTS.assign(employment=PLANTS.employment.astype(kind))
    assert st.ellison_glaeser(plants).gamma.tolist() == pytest.approx(GAMMA)
    assert st.maurel_sedillot(plants).notna().all().all()


@pytest.mark.parametrize("column", ["industry", "region"])
@pytest.mark.parametrize(
    "kind", [">i8", ">i2", "u1", "float64", ">f8", "Int64", "category", "str", "object"]
)
def test_keys_of_any_kind_give_the_same(column: str, kind: str) -> None:
    plants = PLANTS.assign(**{column: PLANTS[column].astype(kind)})
    assert st.ellison_glaeser(plants).gamma.tolist() == pytest.approx(GAMMA)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_a_missing_label_is_refused_with_the_place_it_stands_at(missing: object) -> None:
    with pytest.raises(st.ArgumentRefused, match=r"sector_of: 1 key is missing .first at 'c'."):
        st.related_variety(TABLE, {"a": "38", "b": "33", "c": missing})
    with pytest.raises(st.ArgumentRefused, match=r"sector_of: 1 key "):
        st.related_variety(TABLE, pd.Series({"a": 38.0, "b": 33.0, "c": missing}, dtype=object))
    with pytest.raises(st.ArgumentRefused, match=r"groups: 1 key is missing .*position 1"):
        st.theil_decomposition([1, 2, 3], ["a", missing, "b"])
    plants = PLANTS.assign(region=pd.Series(["n", "n", "s", "s", missing, "n"], dtype=object))
    with pytest.raises(st.ArgumentRefused, match=r"region: 1 key is missing .*position 4"):
        st.ellison_glaeser(plants)


def test_masked_values_and_labels_are_missing() -> None:
    amounts = np.ma.masked_array([1.0, 2.0, 3.0], [False, True, False])
    with pytest.raises(st.ArgumentRefused, match=r"amounts: 1 value is missing .*position 1"):
        st.gini(amounts)
    with pytest.raises(st.ArgumentRefused, match=r"groups: 1 key is missing .*position 2"):
        st.theil_decomposition([1, 2, 3], np.ma.masked_array(list("aba"), [False, False, True]))
    with pytest.raises(st.ArgumentRefused, match=r"place_by_industry: 1 cell is missing"):
        st.location_quotient(np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]], [[0, 0], [0, 1]]))


def test_a_refused_cell_is_named_by_its_labels() -> None:
    with pytest.raises(
        st.ArgumentRefused, match=r"1 cell is negative .first at 'Xiaolan' and 'b'."
    ):
        st.location_quotient(TABLE.replace(3, -3))
    with pytest.raises(st.ArgumentRefused, match=r"amounts: 1 value is missing .* at 'Xiaolan'."):
        st.gini(pd.Series({"Guzhen": 1.0, "Xiaolan": np.nan}))


@pytest.mark.parametrize(
    "labels", [[1, "1", 2, 2, "2", 1], pd.Categorical([1, "x", 2, 2, 2, 1]), [1.0, "x", 2, 2, 2, 1]]
)
def test_numbers_beside_texts_are_no_labels(labels: object) -> None:
    with pytest.raises(st.ArgumentRefused, match=r"region: keys are of several kinds"):
        st.ellison_glaeser(PLANTS.assign(region=labels))


def test_a_column_that_stands_twice_or_nowhere_is_refused() -> None:
    with pytest.raises(st.ArgumentRefused, match=r"region: the frame has 2 columns 'region'"):
        st.ellison_glaeser(pd.concat([PLANTS, PLANTS[["region"]]], axis=1))
    with pytest.raises(st.ArgumentRefused, match=r"region: the frame has no column 'town'"):
        st.ellison_glaeser(PLANTS, region="town")


@pytest.mark.parametrize(
    "values",
    [
        pd.to_datetime(["2022-01-01", "2022-01-02"]),
        pd.to_timedelta([1, 2], "D"),
        np.array([1 + 2j, 3]),
        pd.Series(pd.to_datetime(["2022-01-01", None])),
        ["one", "two"],
    ],
)
def test_dates_and_words_are_no_amounts(values: object) -> None:
    with pytest.raises(st.ArgumentRefused, match=r"amounts: not all values are numbers"):
        st.gini(values)  # type: ignore[arg-type]


def test_a_number_of_simulations_may_come_as_a_float() -> None:
    x, y, member = [0, 1, 2, 3], [0, 0, 1, 2], [1, 1, 0, 0]
    as_float = st.ripley_k_envelope(x, y, member, [1, 2], 10.0, simulations=19.0)
    assert (
        as_float.p_value == st.ripley_k_envelope(x, y, member, [1, 2], 10.0, simulations=19).p_value
    )


def test_a_part_of_a_label_names_no_place() -> None:
    cells = np.random.default_rng(3).integers(0, 50, (6, 5))
    table = pd.DataFrame(cells, pd.MultiIndex.from_product([["zj", "gd"], [1, 2, 3]]))
    with pytest.raises(st.ArgumentRefused, match=r"place: 'zj' is not in the table"):
        st.growth_options(table, "zj")
    assert st.growth_options(table, ("zj", 1), top=1) is not None


def test_a_density_asks_for_flags() -> None:
    related = pd.DataFrame([[0, 2, 1], [2, 0, 1], [1, 1, 0]], list("abc"), list("abc"))
    with pytest.raises(st.ArgumentRefused, match=r"neither 0 nor 1 .first at 'Guzhen' and 'a'."):
        st.relatedness_density(TABLE, related)
    assert st.relatedness_density(st.specialized(TABLE), related).max().max() <= 100.0


def test_a_table_may_be_sparse() -> None:
    whole = st.location_quotient(TABLE.to_numpy())
    for kind in (sparse.csr_array, sparse.coo_matrix, sparse.dok_array):
        pd.testing.assert_frame_equal(st.location_quotient(kind(TABLE.to_numpy())), whole)
    framed = TABLE.astype(pd.SparseDtype("float64", 0.0))
    pd.testing.assert_frame_equal(st.location_quotient(framed), st.location_quotient(TABLE))
    with pytest.raises(st.ArgumentRefused, match=r"1000000 x 1000000 cells do not fit in memory"):
        st.complexity(sparse.coo_array((10**6, 10**6)))


def test_a_table_has_two_dimensions() -> None:
    with pytest.raises(st.ArgumentRefused, match=r"place_by_industry: has 1 dimension;"):
        st.location_quotient([1, 2, 3])


def test_a_group_of_no_weight_has_no_theil_and_adds_nothing() -> None:
    parts = st.theil_decomposition([1, 2, 3, 4], ["a", "a", "b", "b"], [1, 1, 0, 0])
    assert parts.total == pytest.approx(st.theil([1, 2]))
    assert parts.within == pytest.approx(parts.total)
    assert parts.groups.loc["b", ["share", "contribution", "between"]].tolist() == [0, 0, 0]
    assert np.isnan(parts.groups.loc["b", "theil"])
    with pytest.raises(st.ArgumentRefused, match=r"amounts: are all zero"):
        st.theil_decomposition([0, 0], ["a", "b"])


def test_degrees_taken_for_kilometres_are_suspected() -> None:
    longitude, latitude = [113.1, 113.2, 113.4], [22.6, 22.7, 22.5]
    with pytest.warns(st.CoordinatesWarning, match=r"longitude and latitude"):
        st.duranton_overman(longitude, latitude, [1, 5], bandwidth=1.0)
    with pytest.warns(st.CoordinatesWarning):  # not China's, but named so
        named = pd.Series([-3.0, -2.0, 2.0], name="lon"), pd.Series([40.0, 41.0, 43.0], name="lat")
        st.ripley_k(*named, [1, 2], 100.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        st.duranton_overman(longitude, latitude, [1, 5], bandwidth=1.0, coordinates="geographic")
        st.duranton_overman([0, 50, 100], [0, 50, 90], [1, 5], bandwidth=1.0)


def test_a_sign_that_diversity_does_not_settle_is_warned_of() -> None:
    draw = np.random.default_rng(1)
    has = np.zeros((8, 8))
    for row in has:
        row[draw.choice(8, 3, replace=False)] = 1.0  # every place is specialised in three
    table = pd.DataFrame(has, list("ABCDEFGH"))
    with pytest.warns(st.SignWarning, match="not settled"):
        eci = st.complexity(table).eci
    with pytest.warns(st.SignWarning):
        turned = st.complexity(table.iloc[::-1]).eci
    assert eci.tolist() == pytest.approx(turned.reindex(table.index).tolist(), abs=1e-9)


def test_labels_are_numbered_in_their_order() -> None:
    codes, labels = keys(pd.Series(["b", "a", "b"]), "region", "")
    assert (codes.tolist(), labels.tolist()) == ([1, 0, 1], ["a", "b"])
