"""What is missing decides nothing: every finding of the catalogue, and every input of each."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from tests.diagnosis.boards import board, series

from jiqun.base.definitions import indicators
from jiqun.base.forms import YEARLY, existed, family
from jiqun.diagnosis.board import Board, Links, Series, Specialised
from jiqun.diagnosis.findings import Finding, findings
from jiqun.diagnosis.outcomes import ABSENT, PRESENT, UNKNOWN, Case
from jiqun.diagnosis.peers import choose
from jiqun.diagnosis.verdicts import outcome

CLUSTERS = 9
OWN, PEER = 0, 4
"""Whose input is taken away: the cluster's own, or that of one it is compared with."""
NUMBERS = (0.0, 1e-6, 0.02, 0.3, 0.5, 0.7, 0.98, 1.0, 3.0, 1e6)
GROWTHS = (-1.0, -0.5, *NUMBERS)
FLAGS = (0.0, 1.0)
MEETING = {
    "accidents_larger": 0.0,
    "cyber_incidents_major": 0.0,
    "serious_dishonesty": 0.0,
    "single_champions": 1.0,
}
"""Counts that meet the criteria of recognition, with amounts that grew."""
COUNTS = (0.0, 1.0, 2.0, 50.0)
MONEY = {
    "output_total": (399_999.0, 500_000.0, 700_000.0),
    "output_sme": (0.0, 350_000.0, 500_000.0),
    "output_leading": (0.0, 350_000.0, 500_001.0),
}
"""Amounts on both sides of what the criteria of recognition ask for."""


def inputs(finding: Finding, year: int) -> list[tuple[str, int]]:
    """Return the figures and fields that a finding reads in a year and that exist in it."""
    fields = [(name, year) for name in finding.fields if existed(name, year)]
    earlier = [(name, when) for name, when in finding.earlier_in(year) if existed(name, when)]
    return [*finding.asked_in(year), *fields, *earlier]


def possible(name: str) -> tuple[float, ...]:
    """Return values an input may have, far ones among them."""
    if name in MONEY:
        return (*MONEY[name], *NUMBERS)
    if name in indicators():
        return GROWTHS if indicators()[name].definition.form == "growth_of" else NUMBERS
    return FLAGS if family(YEARLY).fields[name].type == "flag" else COUNTS


def grown(name: str, back: int) -> float:
    """Return an amount that meets the criteria of recognition, so many years before."""
    return 800_000.0 * (0.8**back) * (1.0 if name == "output_total" else 0.75)


def drawn(finding: Finding, year: int, seed: int) -> Board:
    """Return clusters that are somewhat apart in what a finding reads, the first often weak."""
    draws = np.random.default_rng(seed)
    given: dict[tuple[str, int], Series] = {}
    read = [*finding.asked_in(year), *((field, year) for field in finding.fields)]
    for name, when in [*read, *finding.earlier_in(year)]:
        if name in finding.fields and name in MONEY:
            values = draws.choice(MONEY[name], CLUSTERS)
            values[OWN] = values[OWN] if seed % 2 else grown(name, year - when)
        elif name in MEETING and any(finding.earlier_in(year)):
            values = draws.choice(COUNTS[:2], CLUSTERS)
            values[OWN] = values[OWN] if seed % 2 else MEETING[name]
        elif name in indicators() and name not in finding.fields:
            values = draws.normal(0.5, 0.08, CLUSTERS)
            values[OWN] = draws.choice([values[OWN], 0.02, 0.98])
        else:
            values = draws.choice(possible(name)[:2], CLUSTERS)
        asked = name not in finding.fields or existed(name, when)
        given[name, when] = series(values.tolist() if asked else [None] * CLUSTERS, asked=asked)
    industries = draws.choice(["391", "392"], CLUSTERS).tolist()
    links = {f"c{place:03}": Links(9, *draws.integers(0, 3, 2)) for place in range(CLUSTERS)}
    listed = {f"c{place:03}" for place in np.flatnonzero(draws.random(CLUSTERS) < 0.5)}
    known = {
        f"c{place:03}": Specialised([True, False, None][draws.integers(3)], 0.4)
        for place in np.flatnonzero(draws.random(CLUSTERS) < 0.7)
    }
    made = board(
        CLUSTERS, given, industries=industries, links=links, listed=listed, specialised=known
    )
    return replace(made, year=year)


def with_value(made: Board, asked: tuple[str, int], place: int, value: float | None) -> Board:
    """Return a board with another value in one place; None is missing, and counted so."""
    said = made.series[asked]
    values = said.values.copy()
    values[place] = np.nan if value is None else value
    exact = list(said.exact)
    exact[place] = None if value is None else Decimal(repr(value))
    missing = made.missing.copy()
    missing[place] += value is None
    found: Mapping[tuple[str, int], Series] = {
        **made.series,
        asked: replace(said, values=values, exact=exact),
    }
    return replace(made, series=found, missing=missing)


def verdict(finding: Finding, made: Board) -> int:
    return int(outcome(finding.signal, Case(made, choose(made))).verdict[OWN])


@pytest.mark.parametrize("year", [2022, 2026])
@pytest.mark.parametrize("name", findings())
def test_what_is_missing_makes_nothing_absent_that_some_value_of_it_would_not(
    name: str, year: int
) -> None:
    finding = findings()[name]
    for seed in range(8):
        made = drawn(finding, year, seed)
        for asked in inputs(finding, year):
            for place in (OWN, PEER):
                if verdict(finding, with_value(made, asked, place, None)) == ABSENT:
                    for value in possible(asked[0]):
                        whole = with_value(made, asked, place, value)
                        assert verdict(finding, whole) == ABSENT, (asked, place, value, seed)


@pytest.mark.parametrize("name", findings())
def test_what_stands_beside_the_filing_makes_nothing_absent_where_it_is_missing(name: str) -> None:
    finding = findings()[name]
    for seed in range(8):
        made = drawn(finding, 2022, seed)
        unlinked = replace(made, links={}, listed=None, specialised={})
        if verdict(finding, unlinked) == ABSENT:
            assert verdict(finding, made) == ABSENT
        for place in (OWN, PEER):
            codes = list(made.industries)
            codes[place] = ""
            if verdict(finding, replace(made, industries=tuple(codes))) == ABSENT:
                for code in ("391", "392"):
                    codes[place] = code
                    assert verdict(finding, replace(made, industries=tuple(codes))) == ABSENT


@pytest.mark.parametrize("name", [name for name, finding in findings().items() if finding.compares])
def test_a_cluster_whose_size_is_missing_is_told_nothing_by_comparison(name: str) -> None:
    made = drawn(findings()[name], 2022, 0)
    size = made.size.copy()
    size[OWN] = np.nan
    assert verdict(findings()[name], replace(made, size=size)) == UNKNOWN


def test_a_test_of_what_is_missing_sees_weak_clusters_and_others() -> None:
    found = {
        verdict(finding, drawn(finding, 2022, seed))
        for finding in findings().values()
        for seed in range(8)
    }
    assert {ABSENT, PRESENT} <= found
