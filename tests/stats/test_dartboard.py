"""Concentration given plant sizes."""

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st
from jiqun.stats.plants import plant_sums

PLANTS = pd.DataFrame(
    {
        "industry": ["a", "a", "a", "b", "b", "b", "c"],
        "region": ["N", "N", "S", "S", "S", "E", "N"],
        "employment": [5, 7, 3, 9, 1, 4, 8],
    }
)


@pytest.fixture(scope="module")
def plants(golden) -> pd.DataFrame:
    return golden.rows("plants2000.csv").rename(columns={"emp": "employment"})


def test_ellison_and_glaesers_index_is_that_of_the_direct_sum_and_of_reat(plants, golden):
    ours = st.ellison_glaeser(plants)
    exact = golden.table("plants2000_exact_EG_MS_Devereux.csv")
    reat = golden.table("plants2000_ellison_a2.csv")
    for column, theirs, reats in (
        ("gamma", "gamma_EG", "Gamma i"), ("g", "G", "G i"), ("hhi", "H", "HHI i"),
        ("z", "z", "z Gi"), ("plants", "plants", "K i"),
    ):  # fmt: skip
        np.testing.assert_allclose(ours[column], exact[theirs], rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(ours[column], reat[reats], rtol=1e-11, atol=1e-14)


def test_maurel_and_sedillots_index_is_that_of_the_direct_sum(plants, golden):
    exact = golden.table("plants2000_exact_EG_MS_Devereux.csv")["gamma_MS"]
    np.testing.assert_allclose(st.maurel_sedillot(plants)["gamma"], exact, rtol=1e-12, atol=1e-15)


def test_integer_categorical_and_text_keys_give_the_same(plants):
    expected = st.ellison_glaeser(plants)
    kinds = {
        "category": lambda column: column.astype("category"),
        "integer": lambda column: column.str[1:].astype("int64") * 7 + 110000,
        "small integer": lambda column: column.str[1:].astype("int16"),
        "nullable integer": lambda column: column.str[1:].astype("Int64"),
        "object": lambda column: column.astype(object),
    }
    for convert in kinds.values():
        turned = plants.assign(
            industry=convert(plants["industry"]), region=convert(plants["region"])
        )
        np.testing.assert_array_equal(st.ellison_glaeser(turned).to_numpy(), expected.to_numpy())


@pytest.mark.parametrize("kind", [str, np.int64, np.int8, np.uint16])
def test_few_plants_are_summed_to_the_same_bits_as_many(plants, kind, monkeypatch):
    keyed = plants.assign(industry=plants["industry"].factorize()[0].astype(kind))
    few = plant_sums(keyed, "industry", "region", "employment")
    monkeypatch.setattr("jiqun.stats.plants.FEW_PLANTS", 0)
    many = plant_sums(keyed, "industry", "region", "employment")
    for name in ("employment", "plants", "herfindahl", "fourth"):
        assert getattr(few, name).tolist() == getattr(many, name).tolist(), name


def test_unused_categories_and_unsorted_ones_are_no_matter():
    kind = pd.CategoricalDtype(["z", "c", "b", "a"])
    turned = PLANTS.assign(industry=PLANTS["industry"].astype(kind))
    pd.testing.assert_frame_equal(
        st.ellison_glaeser(turned), st.ellison_glaeser(PLANTS), check_index_type=False
    )


def test_the_order_of_plants_and_the_unit_of_employment_change_nothing(plants):
    shuffled = plants.sample(frac=1, random_state=3).assign(
        employment=lambda rows: rows["employment"] * 1e4
    )
    pd.testing.assert_frame_equal(
        st.ellison_glaeser(shuffled), st.ellison_glaeser(plants), rtol=1e-9
    )


def test_an_industry_of_one_plant_has_no_index():
    assert np.isnan(st.ellison_glaeser(PLANTS).loc["c", "gamma"])


def test_a_plant_without_employment_counts_as_a_plant_and_as_nothing_else():
    longer = pd.concat([PLANTS, PLANTS.iloc[[0]].assign(employment=0)])
    before, after = st.ellison_glaeser(PLANTS), st.ellison_glaeser(longer)
    assert after.loc["a", "plants"] == before.loc["a", "plants"] + 1
    pd.testing.assert_frame_equal(after.drop(columns="plants"), before.drop(columns="plants"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"employment": [5, 7, -3, 9, 1, 4, 8]}, "employment: 1 value is negative .*position 2"),
        ({"employment": [5, 7, None, 9, 1, 4, 8]}, "employment: 1 value is missing"),
        ({"region": ["N", None, "S", "S", "S", "E", "N"]}, "region: 1 key is missing"),
        ({"industry": pd.Categorical(["a", None, *"abbbc"][:7])}, "industry: 1 key is missing"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(change, message):
    with pytest.raises(st.ArgumentRefused, match=message):
        st.ellison_glaeser(PLANTS.assign(**change))


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(st.ArgumentRefused, match="employment: the frame has no column 'emp'"):
        st.ellison_glaeser(PLANTS, employment="emp")


def test_coagglomeration_is_what_ellison_and_glaesers_group_index_gives_for_a_pair(plants):
    """The 1997 index of a group of two, from G, H and gamma of the pair taken as one industry."""
    ours = st.coagglomeration(plants)
    own = st.ellison_glaeser(plants)
    total = plants.groupby("industry")["employment"].sum()
    cells = plants.pivot_table(
        index="industry", columns="region", values="employment", aggfunc="sum", fill_value=0
    )
    x = cells.sum() / cells.to_numpy().sum()
    room = 1 - np.sum(x**2)
    for i, j in (("I00", "I01"), ("I03", "I17")):
        w = total[[i, j]] / total[[i, j]].sum()
        s = cells.loc[[i, j]].sum() / cells.loc[[i, j]].to_numpy().sum()
        h = float(np.sum(w**2 * own.loc[[i, j], "hhi"]))
        spill = float(np.sum(own.loc[[i, j], "gamma"] * w**2 * (1 - own.loc[[i, j], "hhi"])))
        group = (np.sum((s - x) ** 2) / room - h - spill) / (1 - np.sum(w**2))
        assert ours.loc[i, j] == pytest.approx(group, rel=1e-9, abs=1e-12)


def test_coagglomeration_is_symmetric_and_its_mean_reference_is_that_of_2010(plants):
    ours = st.coagglomeration(plants, reference="mean")
    np.testing.assert_allclose(ours, ours.T)
    share = plants.pivot_table(
        index="industry", columns="region", values="employment", aggfunc="sum", fill_value=0
    ).pipe(lambda cells: cells.div(cells.sum(axis=1), axis=0))
    gap = share - share.mean()
    expected = (gap.loc["I02"] * gap.loc["I05"]).sum() / (1 - (share.mean() ** 2).sum())
    assert ours.loc["I02", "I05"] == pytest.approx(expected, rel=1e-12)
