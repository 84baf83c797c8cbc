"""What is not known stays unknown, and a factor changes the years it should and no other."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.exchange.carbon.account import Account, account
from jiqun.exchange.carbon.activity import read_activity
from jiqun.exchange.carbon.factors import (
    LAST_KNOWN,
    LAST_OF_NATION,
    OF_THE_NATION,
    OF_THE_YEAR,
    FactorTable,
    Published,
    factor_table,
)
from jiqun.exchange.carbon.told import factor_said, record
from tests.exchange.carbon.firms import WORKSHOP

YEARS = range(2019, 2031)
PLACES = ("000000", "330000", "320000", "540000")


def of(said: Mapping[str, Any], table: FactorTable | None = None) -> Account:
    activity, problems = read_activity(said)
    assert problems == []
    return account(activity, table)


def without(key: str, **said: Any) -> dict[str, Any]:
    return {name: part for name, part in {**WORKSHOP, **said}.items() if name != key}


def test_a_whole_account_has_three_figures_and_no_sum_of_them() -> None:
    found = of(WORKSHOP)
    # 12.5 t x 3095.9 + 20,000 m3 x 2.1622 = 38.69875 + 43.244
    assert found.scope_1.tonnes == Decimal("81.94275")
    # 400,000 x 0.4974 + 100,000 x 0.5827 + 500 GJ x 110 kg
    assert found.by_place.tonnes == Decimal("312.23")
    # 300,000 x 0.6096 + 500 GJ x 110 kg
    assert found.by_market.tonnes == Decimal("237.88")
    document = record(read_activity(WORKSHOP)[0], found, "en")
    numbers = {Decimal(document[name]["tonnes"]) for name in document if name.startswith("scope")}
    assert len(numbers) == 3
    assert not {key for key in document if "total" in key or "sum" in key}
    assert "never added" in document["notes"][0]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        (without("fuels"), ("scope_1",)),
        (without("no_other_fuels"), ("scope_1",)),
        (without("electricity"), ("scope_2_location", "scope_2_market")),
        (without("contracts"), ("scope_2_market",)),
        (without("heat"), ("scope_2_location", "scope_2_market")),
        ({**WORKSHOP, "heat": {"gj": None}}, ("scope_2_location", "scope_2_market")),
        ({**WORKSHOP, "fuels": {"diesel": None, "coke": "1"}}, ("scope_1",)),
        (
            {**WORKSHOP, "electricity": [{"place": "330106", "kwh": ""}], "contracts": []},
            ("scope_2_location", "scope_2_market"),
        ),
    ],
)
def test_what_is_not_said_is_not_known_and_never_nought(
    said: dict[str, Any], figures: tuple[str, ...]
) -> None:
    found = {figure.id: figure for figure in of(said).figures}
    assert {name for name, figure in found.items() if figure.tonnes is None} == set(figures)
    for name in figures:
        assert found[name].why
        assert found[name].least >= 0


def test_what_a_firm_says_it_has_none_of_is_nought() -> None:
    said = {"year": 2023, "fuels": {}, "no_other_fuels": True, "electricity": [],
            "contracts": [], "heat": {"gj": "0"}}  # fmt: skip
    assert [figure.tonnes for figure in of(said).figures] == [0, 0, 0]


def test_a_year_before_every_factor_cannot_be_told() -> None:
    found = of({**WORKSHOP, "year": 2020})
    assert found.scope_1.tonnes is not None
    assert found.by_place.tonnes is None
    assert found.by_market.tonnes is None
    assert "no factor" in found.by_place.why[0].en


def test_a_residual_mix_that_is_not_configured_leaves_the_market_unknown() -> None:
    table = replace(factor_table(), residual=())
    found = of(WORKSHOP, table)
    assert found.by_place.tonnes is not None
    assert found.by_market.tonnes is None
    assert "not configured" in found.by_market.why[0].en
    covered = {**WORKSHOP, "contracts": [{"kwh": "500000", "factor": "0", "evidence": "all"}]}
    assert of(covered, table).by_market.tonnes == Decimal(55)


@pytest.mark.parametrize(
    ("place", "year", "taken"),
    [
        ("330106", 2023, ("330000", 2023, OF_THE_YEAR)),
        ("330106", 2021, ("000000", 2021, OF_THE_NATION)),
        ("330106", 2025, ("330000", 2023, LAST_KNOWN)),
        ("540102", 2023, ("000000", 2023, OF_THE_NATION)),
        ("540102", 2026, ("000000", 2023, LAST_OF_NATION)),
        ("330106", 2020, None),
    ],
)
def test_which_factor_is_taken_and_that_it_is_marked(
    place: str, year: int, taken: tuple[str, int, str] | None
) -> None:
    found = factor_table().of_place(place, year)
    assert (found and (found.place, found.year, found.basis)) == taken


def test_the_rest_that_contracts_leave_carries_the_doubt_of_the_whole() -> None:
    contracts = [{"kwh": "250000", "factor": "0", "evidence": "half"}]
    power = [{"place": "330106", "kwh": "500000", "uncertainty": "2"}]
    table = replace(factor_table(), of_grid=Decimal(0))
    said = {**WORKSHOP, "electricity": power, "contracts": contracts, "heat": {"gj": "0"}}
    rest = of(said, table).by_market.lines[-1]
    assert rest.doubt.percent == 4


def test_standard_coal_is_counted_by_heat() -> None:
    coal = {"diesel": {"amount": "1", "unit": "tce"}}
    line = of({**WORKSHOP, "fuels": coal}).scope_1.lines[0]
    assert line.tonnes is not None
    by_hand = Decimal("29307") * Decimal("20.2") * Decimal("0.98") * 44 / 12 / 10**6
    assert abs(line.tonnes - by_hand) < Decimal("0.0005")
    gas = {"natural_gas": {"amount": "1", "unit": "tce"}}
    line = of({**WORKSHOP, "fuels": gas}).scope_1.lines[0]
    assert line.tonnes is not None
    by_hand = Decimal("29307") * Decimal("15.3") * Decimal("0.99") * 44 / 12 / 10**6
    assert abs(line.tonnes - by_hand) < Decimal("0.0005")


def tonnes(table: FactorTable, place: str) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """Return by year what a firm of a place emits by each method of scope 2."""
    said = {**WORKSHOP, "electricity": [{"place": place, "kwh": "1000"}], "contracts": []}
    found = {year: of({**said, "year": year}, table) for year in YEARS}
    return {year: (own.by_place.tonnes, own.by_market.tonnes) for year, own in found.items()}


def years_of(published: list[tuple[str, int]], place: str, changed: tuple[str, int]) -> set[int]:
    """Return which years take a published factor, said otherwise than the table says it."""
    found = set()
    for year in YEARS:
        for at in ((place, year), ("000000", year)):
            if at in published:
                best: tuple[str, int] | None = at
                break
        else:
            earlier = [row for row in published if row[1] < year]
            own = [row for row in earlier if row[0] == place]
            nation = [row for row in earlier if row[0] == "000000"]
            best = max(own or nation, key=lambda row: row[1], default=None)
        if best == changed:
            found.add(year)
    return found


rows = st.sets(st.tuples(st.sampled_from(PLACES), st.integers(2019, 2030)), min_size=1, max_size=20)


@given(rows, st.data())
def test_a_changed_factor_changes_exactly_the_years_that_take_it(
    published: set[tuple[str, int]], data: st.DataObject
) -> None:
    changed = data.draw(st.sampled_from(sorted(published)))
    place = data.draw(st.sampled_from(PLACES[1:]))

    def table(of_changed: str) -> FactorTable:
        grid = tuple(
            Published(*at, Decimal(of_changed if at == changed else "0.5"), "made up")
            for at in sorted(published)
        )
        return replace(factor_table(), grid=grid)

    before, after = tonnes(table("0.5"), place), tonnes(table("0.7"), place)
    differing = {year for year in YEARS if before[year][0] != after[year][0]}
    wanted = years_of(sorted(published), place, changed)
    assert differing == wanted
    assert all(before[year][1] == after[year][1] for year in YEARS)


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_of_the_catalogue_too_a_year_changes_itself_and_those_that_have_none(year: int) -> None:
    own = factor_table()

    def other(rows: tuple[Published, ...], place: str) -> tuple[Published, ...]:
        return tuple(
            replace(row, value=row.value + 1) if (row.year, row.place) == (year, place) else row
            for row in rows
        )

    place = "330000" if year > 2021 else "000000"
    changed = replace(own, grid=other(own.grid, place))
    before, after = tonnes(own, "330106"), tonnes(changed, "330106")
    differing = {at for at in YEARS if before[at][0] != after[at][0]}
    assert differing == ({year} if year < 2023 else set(range(2023, 2031)))


def test_of_a_figure_that_is_not_known_no_doubt_is_whole() -> None:
    found = account(read_activity({"year": 2023, "fuels": {}})[0])
    assert [figure.tonnes for figure in found.figures] == [None] * 3
    assert not any(figure.doubt.whole for figure in found.figures)


def test_a_factor_says_its_unit_and_names_the_nation() -> None:
    taken = factor_table().of_residual(2023)
    assert taken is not None
    assert factor_said(taken).zh == "0.6096 千克CO₂/千瓦时（2023 年，全国，当年因子）"
    assert "kgCO₂/kWh (2023, the nation; " in factor_said(taken).en
