"""Factors are dated, cited, and follow from the numbers they cite."""

from datetime import date
from decimal import Decimal

import pytest

from jiqun.base.catalogue import Entry
from jiqun.base.units import units

STANDARD_COAL = Decimal(29307)
"""Kilojoules in a kilogram of standard coal."""

NET_CALORIFIC = {"raw_coal": 20908, "diesel": 42652, "natural_gas": 38931}
"""Kilojoules per kilogram (per cubic metre for gas): GB/T 2589-2008."""

CARBON = {
    "raw_coal": ("26.37", "0.94"),
    "diesel": ("20.2", "0.98"),
    "natural_gas": ("15.3", "0.99"),
}
"""Tonnes of carbon per terajoule and the rate of oxidation: the provincial inventory guide."""

KILOGRAMS = {"raw_coal": 1000, "diesel": 1000, "natural_gas": 1}
"""Kilograms (or cubic metres) in the unit the carrier is filed in."""


def value_in(entry: Entry, year: int) -> Decimal | None:
    """Return the value in force at the end of a year, as the file says it."""
    due = [
        one
        for one in entry.content["values"]
        if date.fromisoformat(one["since"]) <= date(year, 12, 31)
    ]
    return Decimal(due[-1]["value"]) if due and due[-1]["value"] is not None else None


def test_carbon_and_standard_coal_each_have_the_five_carriers(
    factor_entries: dict[str, Entry],
) -> None:
    carriers = {"electricity", "raw_coal", "diesel", "natural_gas", "heat"}
    assert set(factor_entries) == {
        f"{to}_{carrier}" for to in ("carbon", "tce") for carrier in carriers
    }


def test_factors_of_one_family_come_out_in_one_unit(factor_entries: dict[str, Entry]) -> None:
    for family, unit in (("carbon", "千克CO2"), ("tce", "千克标准煤")):
        found = {
            entry.content["to"]
            for name, entry in factor_entries.items()
            if name.startswith(f"{family}_")
        }
        assert found == {unit}
        assert {entry.content["from"] for entry in factor_entries.values()} <= set(units())


def test_dates_are_real_days_in_ascending_order(factor_entries: dict[str, Entry]) -> None:
    for name, entry in factor_entries.items():
        days = [date.fromisoformat(one["since"]) for one in entry.content["values"]]
        assert days == sorted(set(days)), name


def test_every_value_names_the_document_it_was_read_in(factor_entries: dict[str, Entry]) -> None:
    for name, entry in factor_entries.items():
        for one in entry.content["values"]:
            assert len(one["source"]) >= 8, name


@pytest.mark.parametrize(
    ("year", "value"),
    [
        (2019, None),
        (2020, None),
        (2021, "0.5568"),
        (2022, "0.5366"),
        (2023, "0.5306"),
        (2024, None),
        (2025, None),
    ],
)
def test_the_electricity_factor_serves_its_own_data_year_only(
    factor_entries: dict[str, Entry], year: int, value: str | None
) -> None:
    expected = None if value is None else Decimal(value)
    assert value_in(factor_entries["carbon_electricity"], year) == expected


@pytest.mark.parametrize(
    ("carrier", "printed"),
    [("raw_coal", "1.9003"), ("diesel", "3.0959"), ("natural_gas", "2.1622")],
)
def test_a_fuel_s_carbon_factor_is_heat_times_carbon_times_oxidation(
    factor_entries: dict[str, Entry], carrier: str, printed: str
) -> None:
    carbon, oxidised = (Decimal(one) for one in CARBON[carrier])
    derived = NET_CALORIFIC[carrier] * carbon * oxidised * 44 / 12 / 10**6
    assert round(derived, 4) == Decimal(printed)
    found = value_in(factor_entries[f"carbon_{carrier}"], 2022)
    assert found == Decimal(printed) * KILOGRAMS[carrier]


def test_purchased_heat_takes_the_default_of_the_standard(
    factor_entries: dict[str, Entry],
) -> None:
    assert value_in(factor_entries["carbon_heat"], 2022) == Decimal("0.11") * 1000


@pytest.mark.parametrize(
    ("carrier", "kilojoules"),
    [
        ("raw_coal", 20908 * 1000),
        ("diesel", 42652 * 1000),
        ("natural_gas", 38931),
        ("heat", 10**6),
        ("electricity", 3600),
    ],
)
def test_a_standard_coal_coefficient_is_the_heat_over_that_of_standard_coal(
    factor_entries: dict[str, Entry], carrier: str, kilojoules: int
) -> None:
    found = value_in(factor_entries[f"tce_{carrier}"], 2022)
    assert found is not None
    assert abs(found - kilojoules / STANDARD_COAL) < Decimal("0.000001")
