"""Relatedness and complexity."""

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st


@pytest.fixture(scope="module")
def together(employment) -> pd.DataFrame:
    return st.cooccurrence(st.location_quotient(employment).gt(1))


def test_cooccurrence_is_econgeos(together, golden):
    np.testing.assert_array_equal(together, golden.table("emp60x80_cooccurrence.csv"))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("association",) * 2, ("cosine",) * 2, ("jaccard",) * 2, ("probability", "prob")],
)
def test_relatedness_is_econgeos(together, golden, ours, theirs):
    expected = golden.table(f"emp60x80_relatedness_{theirs}_first20.csv")
    np.testing.assert_allclose(st.relatedness(together, ours).iloc[:20], expected, rtol=1e-12)


def test_relatedness_density_is_econgeos_to_its_two_decimals(employment, together, golden):
    has = st.location_quotient(employment).gt(1)
    linked = st.relatedness(together, "probability").gt(1).astype(float)
    expected = golden.table("emp60x80_reldensity_from_binary_prob_round2.csv")
    np.testing.assert_allclose(st.relatedness_density(has, linked), expected, atol=5.001e-3)


def test_proximity_is_py_ecomplexitys(employment, golden):
    edges = golden.rows("emp60x80_pyecomplexity_proximity_first20.csv")
    expected = edges.pivot(index="ind_1", columns="ind_2", values="proximity")
    np.testing.assert_allclose(st.proximity(employment).iloc[:20], expected, rtol=1e-14)


def test_complexity_is_py_ecomplexitys(employment, golden):
    found = st.complexity(employment)
    places = golden.table("emp60x80_pyecomplexity_places.csv")
    industries = golden.table("emp60x80_pyecomplexity_industries.csv")
    cells = golden.rows("emp60x80_pyecomplexity_first20places.csv")
    for name in ("eci", "coi", "diversity"):
        np.testing.assert_allclose(getattr(found, name), places[name], atol=1e-10)
    for name in ("pci", "ubiquity"):
        np.testing.assert_allclose(getattr(found, name), industries[name], atol=1e-10)
    for name in ("density", "cog"):
        expected = cells.pivot(index="loc", columns="ind", values=name)
        np.testing.assert_allclose(getattr(found, name).iloc[:20], expected, atol=1e-10)


def test_a_place_is_as_complex_as_its_industries_on_average(employment):
    found = st.complexity(employment)
    has = st.specialized(employment).to_numpy()
    mean = (has * found.pci.to_numpy()).sum(axis=1) / has.sum(axis=1)
    np.testing.assert_allclose(found.eci, mean, atol=1e-10)


def test_the_iterative_solver_for_large_tables_gives_the_direct_ones_vectors(monkeypatch):
    draw = np.random.default_rng(0)
    reach = np.linspace(1, 0, 90)[:, None]
    table = (draw.random((90, 70)) < 0.05 + reach * np.linspace(1, 0, 70)) * draw.lognormal(
        size=(90, 70)
    )
    direct = st.complexity(table)
    monkeypatch.setattr("jiqun.stats.capabilities.DENSE_BELOW", 0)
    iterated = st.complexity(table)
    np.testing.assert_allclose(iterated.eci, direct.eci, atol=1e-9)
    np.testing.assert_allclose(iterated.pci, direct.pci, atol=1e-9)
    assert iterated.eigengap == pytest.approx(direct.eigengap, rel=1e-9)


def test_an_empty_place_and_industry_are_missing_and_change_nothing_else(employment):
    longer = employment.copy()
    longer.loc["empty"] = 0
    longer["none"] = 0
    found, expected = st.complexity(longer), st.complexity(employment)
    assert np.isnan(found.eci["empty"])
    assert np.isnan(found.pci["none"])
    assert found.diversity["empty"] == 0
    np.testing.assert_allclose(found.eci.drop("empty"), expected.eci, atol=1e-12)
    np.testing.assert_allclose(
        found.cog.drop("empty").drop(columns="none"), expected.cog, atol=1e-10
    )


def test_a_table_in_two_blocks_warns_that_complexity_is_not_settled():
    block = np.array([[5, 5, 1], [1, 5, 5], [0, 1, 5]])
    table = np.block([[block, 0 * block], [0 * block, block]])
    with pytest.warns(st.EigengapWarning, match="places fall into blocks"):
        st.complexity(table)


def test_an_unknown_normalisation_and_a_lopsided_matrix_are_refused(together):
    with pytest.raises(st.ArgumentRefused, match="normalise: 'cosinus' is not known; use one of"):
        st.relatedness(together, "cosinus")
    with pytest.raises(st.ArgumentRefused, match="cooccurrence: is not symmetric"):
        st.relatedness(pd.DataFrame([[0, 1], [2, 0]]))


def test_growth_options_are_what_a_place_lacks_nearest_first(employment):
    options = st.growth_options(employment, "R05")
    lacks = ~st.specialized(employment).loc["R05"]
    assert set(options.index) == set(employment.columns[lacks])
    assert options["density"].is_monotonic_decreasing
    assert options["rank"].iloc[0] == 1
    with pytest.raises(st.ArgumentRefused, match="place: 'X' is not in the table"):
        st.growth_options(employment, "X")


@pytest.mark.parametrize("measure", ["cosine", "correlation", "overlap"])
def test_a_place_is_like_itself_and_like_its_double(employment, measure):
    table = pd.concat([employment, (2 * employment.iloc[[3]]).rename(index={"R03": "double"})])
    alike = st.place_similarity(table, measure)
    assert alike.loc["R03", "double"] == pytest.approx(1.0)
    assert (alike.loc["R03"].drop(["R03", "double"]) < 1.0).all()


def test_benchmark_clusters_find_planted_groups():
    draw = np.random.default_rng(0)
    group = np.repeat([0, 1, 2, 3], [9, 7, 6, 5])
    hidden = draw.lognormal(0, 1, (200, 4))[:, group]
    table = pd.DataFrame(hidden * draw.lognormal(0, 0.4, hidden.shape))
    links = st.mean_linkage([st.locational_correlation(table), st.proximity(table)])
    found = st.benchmark_clusters(links, [4])
    assert pd.crosstab(found.clusters.to_numpy(), group).gt(0).sum(axis=1).eq(1).all()
    assert found.scores["cluster_p95"] == 1.0
    mixed = st.validation_scores(links, pd.Series(draw.permutation(group)))
    assert mixed["industry_p95"] < 0.5


def test_the_number_of_clusters_with_the_best_scores_is_kept():
    link = pd.DataFrame(np.kron(np.eye(3), np.ones((3, 3))) + 0.01 * np.eye(9)[::-1])
    found = st.benchmark_clusters((link + link.T) / 2, range(2, 8))
    scores = found.candidates["vs"]
    assert scores[found.clusters.nunique()] == scores.max() == scores[3] == 1.0
    assert (scores.loc[5:] < 1.0).all()
