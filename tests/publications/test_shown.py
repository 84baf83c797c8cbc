"""How a change on the year before is printed."""

from decimal import Decimal

import pytest

from jiqun.publications.shown import signed


@pytest.mark.parametrize(
    ("change", "printed"),
    [
        ("6.54", "+6.5"),
        ("-2.61", "-2.6"),
        ("0", "0.0"),
        ("-0.0", "0.0"),
        ("-0.02", "-0.02"),
        ("0.04", "+0.04"),
        ("-0.001", "0.0"),
    ],
)
def test_a_small_change_keeps_its_digits_and_none_has_no_sign(change: str, printed: str) -> None:
    assert signed(Decimal(change)) == printed
