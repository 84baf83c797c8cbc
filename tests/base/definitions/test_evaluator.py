"""The plain evaluator: exact sums over one cluster's filings, and what is not known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jiqun.base.definitions import (
    Definition,
    Filed,
    Indicator,
    Reading,
    Term,
    every_indicator,
    factor_in_year,
    factors,
    read,
)
from jiqun.base.quantities import Quantity, Status

CELLS = {
    "single_champions": Quantity.of(Decimal(0)),
    "little_giants": Quantity.of(Decimal(5)),
    "srdi_smes": Quantity.of(Decimal("0.5"), estimated=True),
    "innovative_smes": Quantity.absent(Status.MISSING, "not yet known"),
    "hightech_enterprises": Quantity.absent(Status.NOT_APPLICABLE),
}
COUNT = every_indicator()["little_giants"]


def count_of(*terms: Term, zero: bool = False) -> Indicator:
    definition = Definition("sum", terms)
    return replace(COUNT, definition=definition, not_applicable_is_zero=zero)


def read_count(*terms: Term, zero: bool = False, year: int = 2022) -> Reading:
    return read(count_of(*terms, zero=zero), Filed({year: CELLS}), (year,))


def summed(*names: str, zero: bool = False) -> Decimal | None:
    return read_count(*map(Term, names), zero=zero).value


def test_zero_missing_and_not_applicable_are_three_things() -> None:
    assert summed("little_giants", "single_champions") == 5
    assert summed("little_giants", "innovative_smes") is None
    assert summed("little_giants", "hightech_enterprises") is None
    assert summed("little_giants", "hightech_enterprises", zero=True) == 5
    assert summed("little_giants", "innovative_smes", zero=True) is None
    assert summed("little_giants", "quality_smes", zero=True) is None


def test_a_reading_says_why_it_has_no_value() -> None:
    assert read_count(Term("single_champions")).status is Status.ZERO
    assert read_count(Term("innovative_smes")).status is Status.MISSING
    assert read_count(Term("hightech_enterprises")).status is Status.NOT_APPLICABLE
    assert read_count(Term("little_giants"), Term("quality_smes")).missing == ("2022.quality_smes",)


def test_an_estimate_is_a_number_and_says_so() -> None:
    found = read_count(Term("little_giants"), Term("srdi_smes"))
    assert (found.value, found.status) == (Decimal("5.5"), Status.ESTIMATED)


def test_a_term_may_be_taken_away() -> None:
    found = read_count(Term("little_giants"), Term("srdi_smes", minus=True))
    assert found.value == Decimal("4.5")


def test_a_sum_with_a_missing_term_is_at_least_what_is_known() -> None:
    found = read_count(Term("little_giants"), Term("innovative_smes"))
    assert found.low is not None
    assert (found.low.numerator, found.high) == (5, None)


def test_a_term_is_part_of_the_sum_in_its_years_only() -> None:
    handed_over = (Term("little_giants", until=2025), Term("srdi_smes", since=2026))
    assert read_count(*handed_over, year=2025).value == 5
    assert read_count(*handed_over, year=2026).value == Decimal("0.5")


@pytest.fixture
def heat() -> Indicator:
    carbon = every_indicator()["carbon_emissions"]
    terms = (Term("heat_purchased", factor="carbon_heat"),)
    return replace(carbon, definition=Definition("weighted_sum", terms))


def test_a_factor_is_the_one_in_force_at_the_end_of_the_year(heat: Indicator) -> None:
    factor = factor_in_year("carbon_heat", 2022)
    assert factor is not None
    cells = {"heat_purchased": Quantity.of(Decimal(5))}
    kilograms_in_the_unit = Decimal(10) ** 7
    reading = read(heat, Filed({2022: cells}), (2022,))
    assert reading.value == 5 * factor / kilograms_in_the_unit


def test_a_year_before_the_first_factor_cannot_be_told(heat: Indicator) -> None:
    assert all(factor_in_year(name, 1900) is None for name in factors())
    cells = {"heat_purchased": Quantity.of(Decimal(5))}
    reading = read(heat, Filed({1900: cells}), (1900,))
    assert (reading.value, reading.missing) == (None, ("1900.carbon_heat",))


def test_growth_takes_the_figure_given_for_last_year_before_the_one_filed_then() -> None:
    growth = every_indicator()["output_growth"]
    years = {year: {"output_total": Quantity.of(Decimal(year))} for year in (2021, 2022)}
    given = {2022: {"output_total": Quantity.of(Decimal(1011))}}
    assert read(growth, Filed(years, given), (2022,)).value == 1
    assert read(growth, Filed(years), (2022,)).denominator == 2021
    assert read(growth, Filed(years), (2021,)).missing == ("2020.output_total",)
