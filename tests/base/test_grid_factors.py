"""Grid factors are those of the announcements; a year or a place without one has none."""

from decimal import Decimal

import pytest

from jiqun.base.codes import regions
from jiqun.base.definitions import factor_in_year
from jiqun.base.grid_factors import grid_factor, grid_factors, grid_factors_of


@pytest.mark.parametrize(
    ("code", "year", "value"),
    [
        ("110000", 2023, "0.5554"),
        ("130000", 2023, "0.6516"),
        ("530000", 2023, "0.1333"),
        ("650000", 2023, "0.6021"),
        ("440000", 2023, "0.4419"),
        ("110000", 2022, "0.5580"),
        ("130000", 2022, "0.7252"),
        ("530000", 2022, "0.1073"),
        ("650000", 2022, "0.6231"),
        ("440000", 2022, "0.4403"),
        ("340000", 2021, "0.7075"),
    ],
)
def test_a_province_s_factor_is_the_announced_one(code: str, year: int, value: str) -> None:
    assert grid_factor(code, year) == Decimal(value)


def test_the_nation_s_factors_are_three_of_different_scope() -> None:
    assert grid_factor("000000", 2023) == Decimal("0.5306")
    assert grid_factor("000000", 2023, "without_traded_non_fossil") == Decimal("0.6096")
    assert grid_factor("000000", 2023, "fossil") == Decimal("0.8273")
    assert grid_factor("000000", 2021, "without_traded_non_fossil") == Decimal("0.5942")


@pytest.mark.parametrize("year", [2022, 2023])
def test_every_province_but_tibet_has_a_factor(year: int) -> None:
    mainland = {province.code for province in regions().provinces if province.macro_region}
    have = {factor.code for factor in grid_factors() if factor.year == year} - {"000000"}
    assert mainland - have == {"540000"}
    assert have <= mainland


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_the_indicators_factor_is_the_national_average(year: int) -> None:
    assert grid_factor("000000", year) == factor_in_year("carbon_electricity", year)


def test_no_factor_stands_in_for_another_year() -> None:
    assert grid_factor("110000", 2024) is None
    assert grid_factor("110000", 2021) is None
    assert [factor.year for factor in grid_factors_of("110000")] == [2023, 2022]


def test_every_factor_lies_between_hydropower_and_coal_and_has_its_announcement() -> None:
    for factor in grid_factors():
        assert Decimal("0.1") < factor.value < Decimal("0.85")
        assert "公告" in factor.source
        assert factor.confidence in ("high", "medium")
