"""Fitness and complexity; PRODY and EXPY."""

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st


def by_formula(m, rounds):
    """Return fitness and complexity as the paper writes them, sum by sum."""
    fit, hard = [1.0] * len(m), [1.0] * len(m[0])
    for _ in range(rounds):
        more = [sum(hard[i] for i in range(len(hard)) if m[r][i]) for r in range(len(m))]
        less = [1 / sum(1 / fit[r] for r in range(len(m)) if m[r][i]) for i in range(len(hard))]
        fit = [value / (sum(more) / len(more)) for value in more]
        hard = [value / (sum(less) / len(less)) for value in less]
    return fit, hard


@pytest.mark.parametrize("rounds", [1, 2, 20, 100])
def test_fitness_is_the_papers_sums(employment, rounds):
    fit, hard = by_formula(st.specialized(employment).to_numpy(), rounds)
    found = st.fitness_complexity(employment, rounds=rounds)
    np.testing.assert_allclose(found.fitness, fit, rtol=1e-10)
    np.testing.assert_allclose(found.complexity, hard, rtol=1e-10)


def test_a_settled_order_stays(employment):
    found = st.fitness_complexity(employment)
    assert found.settled
    assert found.rounds >= 20
    later = st.fitness_complexity(employment, rounds=10 * found.rounds)
    assert list(later.to_frame().index) == list(found.to_frame().index)


def test_an_order_that_is_not_settled_is_warned_of(employment, monkeypatch):
    monkeypatch.setattr("jiqun.stats.fitness.MOST_ROUNDS", 2)
    with pytest.warns(st.FitnessWarning, match="not settled after 2 rounds"):
        assert not st.fitness_complexity(employment).settled


def test_the_fittest_has_what_others_cannot():
    steps = pd.DataFrame(np.tril(np.ones((5, 5))) * 9, list("ABCDE"))
    found = st.fitness_complexity(steps, threshold=0.1)
    assert found.fitness.idxmax() == "E"
    assert found.complexity.idxmax() == 4
    assert found.diversity.tolist() == [1, 2, 3, 4, 5]


def test_who_has_nothing_is_missing(employment):
    wider = pd.concat([employment, pd.DataFrame(0, ["nowhere"], employment.columns)])
    wider["nothing"] = 0
    found = st.fitness_complexity(wider)
    assert np.isnan(found.fitness["nowhere"])
    assert np.isnan(found.complexity["nothing"])
    np.testing.assert_allclose(
        found.fitness[:-1], st.fitness_complexity(employment).fitness, rtol=1e-12
    )


def income_of(employment):
    return np.sqrt(employment.sum(axis=1))


def test_prody_and_expy_are_the_papers_sums(employment):
    income = income_of(employment)
    part = employment.div(employment.sum(axis=1), axis=0)
    worth = {
        industry: sum(
            part.loc[place, industry] / part[industry].sum() * income[place] for place in part.index
        )
        for industry in part
    }
    np.testing.assert_allclose(st.prody(employment, income), list(worth.values()), rtol=1e-10)
    mean = [sum(part.loc[place, name] * worth[name] for name in part) for place in part.index]
    np.testing.assert_allclose(st.expy(employment, income), mean, rtol=1e-10)


def test_prody_and_expy_are_econgeos_as_far_as_it_rounds(employment, golden):
    """EconGeo rounds each quotient to two decimals before it weighs with them."""
    income = income_of(employment)
    theirs = golden.table("emp60x80_EconGeo_prody.csv")["prody"]
    np.testing.assert_allclose(st.prody(employment, income), theirs, rtol=2e-3)
    theirs = golden.table("emp60x80_EconGeo_expy.csv")["expy"]
    np.testing.assert_allclose(st.expy(employment, income), theirs, rtol=2e-3)


def test_income_is_matched_by_name(employment):
    income = income_of(employment)
    pd.testing.assert_series_equal(
        st.prody(employment, income[::-1]), st.prody(employment, income.to_numpy())
    )
    with pytest.raises(st.ArgumentRefused, match="income: is of places named otherwise"):
        st.expy(employment, income.rename(lambda place: f"x{place}"))


def test_an_industry_that_is_nowhere_has_no_prody_and_changes_no_expy(employment):
    wider = employment.assign(nothing=0)
    income = income_of(employment)
    assert np.isnan(st.prody(wider, income)["nothing"])
    pd.testing.assert_series_equal(st.expy(wider, income), st.expy(employment, income))
