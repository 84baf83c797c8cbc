"""What counties have, how near industries are: against the formulas, written out once more."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jiqun.planning.landscape import Landscape, landscape, landscape_of
from tests.planning.made_up import (
    CHANGYUAN,
    CRANES,
    FENGQIU,
    HUADU,
    LAMPS,
    LANKAO,
    LOCKS,
    OF_FIVE,
    TOYS,
    YUEQING,
    register,
)

FIRMS = pd.DataFrame(OF_FIVE).T.fillna(0).astype(int)


@pytest.fixture(scope="module")
def scape() -> Landscape:
    found = landscape(register(OF_FIVE))
    assert found is not None
    return found


def test_a_county_has_what_is_surely_above_the_register_s_share(scape: Landscape) -> None:
    has = {county: sorted(row.index[row]) for county, row in scape.has.iterrows()}
    assert has == {
        CHANGYUAN: [LOCKS, CRANES],
        FENGQIU: [CRANES],
        LANKAO: [LOCKS, LAMPS],
        HUADU: [TOYS],
        YUEQING: [TOYS, LAMPS],
    }
    # Fengqiu's 40 makers of lamps of 100 are 1.17 times the share, and not surely more than it.
    assert FIRMS.loc[FENGQIU, LAMPS] * FIRMS.to_numpy().sum() > 1.15 * 100 * FIRMS[LAMPS].sum()


def test_the_rule_is_the_lower_end_of_the_gamma_posterior(scape: Landscape) -> None:
    """Clayton and Kaldor 1987: Gamma(a + e, a + E); the lower end of its 90 % interval at 1."""
    a = float(scape.method.rpartition("= ")[2])
    total = FIRMS.to_numpy().sum()
    for county in scape.has.index:
        for industry in scape.has.columns:
            firms = FIRMS.loc[county, industry]
            expected = FIRMS.loc[county].sum() * FIRMS[industry].sum() / total
            low = stats.gamma.ppf(0.05, a + firms, scale=1 / (a + expected))
            assert scape.has.loc[county, industry] == (firms >= 3 and low >= 1), (county, industry)
            shrunk = (firms + a) / (expected + a)
            assert scape.quotient.loc[county, industry] == pytest.approx(shrunk, rel=1e-4)


def test_proximity_and_density_are_those_of_hidalgo_and_others(scape: Landscape) -> None:
    """By hand: quotients of 1 or more, the smaller conditional chance, the share of it one has.

    Locks and cranes are together in Changyuan alone, with locks in two counties and cranes in two:
    1/2. Lamps stand with locks in Lankao, of lamps in three counties: 1/3.
    """
    total, near = FIRMS.to_numpy().sum(), {}
    there = {
        industry: {
            county
            for county in FIRMS.index
            if FIRMS.loc[county, industry] * total
            >= FIRMS.loc[county].sum() * FIRMS[industry].sum()
        }
        for industry in FIRMS.columns
    }
    for first in FIRMS.columns:
        for other in FIRMS.columns:
            both = len(there[first] & there[other])
            near[first, other] = both / max(len(there[first]), len(there[other]))
    assert near[LOCKS, CRANES] == 1 / 2
    assert near[LAMPS, LOCKS] == 1 / 3
    assert scape.complexity is not None and scape.density is not None
    for county in scape.has.index:
        for industry in scape.has.columns:
            own = [other for other in FIRMS.columns if scape.has.loc[county, other]]
            whole = sum(near[other, industry] for other in FIRMS.columns)
            density = sum(near[other, industry] for other in own) / whole
            assert scape.density.loc[county, industry] == pytest.approx(density)


def test_complexity_is_the_eigenvector_of_hidalgo_and_hausmann(scape: Landscape) -> None:
    present = (FIRMS.to_numpy() * FIRMS.to_numpy().sum()) >= np.outer(
        FIRMS.sum(axis=1), FIRMS.sum()
    )
    m = present.astype(float)
    walk = (m / m.sum(axis=0)).T @ (m / m.sum(axis=1, keepdims=True))
    values, vectors = np.linalg.eig(walk)
    second = np.real(vectors[:, np.argsort(-np.real(values))[1]])
    assert scape.complexity is not None
    pci = scape.complexity.pci[FIRMS.columns].to_numpy()
    assert abs(np.corrcoef(pci, second)[0, 1]) == pytest.approx(1.0)


def test_the_lead_industry_has_the_most_firms_times_the_log_of_its_quotient(
    scape: Landscape,
) -> None:
    score = scape.firms * np.log(scape.quotient)
    for county, lead in scape.lead.items():
        assert lead == score.loc[county][scape.has.loc[county]].idxmax()
    assert scape.lead[HUADU] == TOYS


def test_what_is_too_small_is_left_out_and_not_called_empty() -> None:
    more = {**OF_FIVE, "410221": {CRANES: 20, LOCKS: 19}, "410222": {"152": 19, CRANES: 40}}
    found = landscape(register(more))
    assert found is not None
    assert "410221" not in found.firms.index  # 39 makers
    assert "152" not in found.firms.columns  # 19 firms in the whole register
    assert "410222" in found.firms.index


def test_a_register_of_nobody_told_is_none() -> None:
    assert landscape(register({CHANGYUAN: {CRANES: 39}})) is None


def test_two_counties_are_too_few_for_complexity() -> None:
    found = landscape(register({CHANGYUAN: {CRANES: 60, LOCKS: 5}, HUADU: {LOCKS: 60, CRANES: 5}}))
    assert found is not None
    assert found.has.to_numpy().any()
    assert found.complexity is None and found.density is None
    assert found.worked_out == (None, False)


tables = st.lists(st.lists(st.integers(0, 80), min_size=5, max_size=5), min_size=4, max_size=7).map(
    lambda rows: pd.DataFrame(rows, columns=["131", "245", "335", "343", "387"])
)


@settings(max_examples=40, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_counties_and_industries_may_be_renamed_and_put_in_another_order(
    table: pd.DataFrame, dice: object
) -> None:
    found = landscape_of(table)
    rows, columns = list(table.index), list(table.columns)
    dice.shuffle(rows)  # type: ignore[attr-defined]
    dice.shuffle(columns)  # type: ignore[attr-defined]
    turned = landscape_of(table.loc[rows, columns])
    assert (found is None) == (turned is None)
    if found is None or turned is None:
        return
    pd.testing.assert_frame_equal(
        found.has.sort_index(), turned.has.sort_index()[found.has.columns]
    )
    pd.testing.assert_frame_equal(
        found.alike.sort_index(),
        turned.alike.loc[found.alike.index, found.alike.columns].sort_index(),
    )
    if found.density is not None:
        assert turned.density is not None
        same = turned.density.loc[found.density.index, found.density.columns]
        pd.testing.assert_frame_equal(found.density, same)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_every_firm_twice_changes_no_share_and_takes_no_quotient_nearer_to_1(
    table: pd.DataFrame,
) -> None:
    found, twice = landscape_of(table), landscape_of(2 * table)
    if found is None or twice is None or not found.firms.index.equals(twice.firms.index):
        return
    if not found.firms.columns.equals(twice.firms.columns):
        return
    pd.testing.assert_frame_equal(found.alike, twice.alike)
    if found.complexity is not None:
        assert twice.complexity is not None
        pd.testing.assert_frame_equal(found.complexity.proximity, twice.complexity.proximity)
