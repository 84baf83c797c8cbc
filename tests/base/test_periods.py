"""Dated values: what a number was on a day."""

from datetime import date
from decimal import Decimal

from jiqun.base.periods import DatedValue, in_force

HISTORY = [  # made up; in no order, and repealed at the end
    DatedValue(date(2022, 1, 1), Decimal("0.6"), "S2"),
    DatedValue(date(2021, 1, 1), Decimal("0.7"), "S1"),
    DatedValue(date(2024, 1, 1), None, "S3"),
]


def value_on(*day: int) -> Decimal | None:
    found = in_force(HISTORY, date(*day))
    return found.value if found else None


def test_a_value_holds_from_its_day_until_the_next() -> None:
    assert value_on(2021, 1, 1) == Decimal("0.7")
    assert value_on(2021, 12, 31) == Decimal("0.7")
    assert value_on(2022, 1, 1) == Decimal("0.6")
    assert value_on(2023, 12, 31) == Decimal("0.6")


def test_before_the_first_nothing_is_known() -> None:
    assert in_force(HISTORY, date(2020, 12, 31)) is None
    assert in_force([], date(2022, 1, 1)) is None


def test_a_repeal_is_not_the_value_before_it() -> None:
    found = in_force(HISTORY, date(2025, 1, 1))
    assert found is not None
    assert found.value is None
