"""Units: exact conversion within one dimension, and both languages' signs."""

from decimal import Decimal

import pytest

from jiqun.base.units import conversion, symbol, units


@pytest.mark.parametrize(
    ("filed", "wanted", "factor"),
    [
        ("万元", "亿元", "0.0001"),
        ("亿元", "万元", "10000"),
        ("元", "亿元", "0.00000001"),
        ("千克", "吨", "0.001"),
        ("吨标准煤", "万吨标准煤", "0.0001"),
        ("%", "ratio", "0.01"),
        ("人", "人", "1"),
    ],
)
def test_conversion_is_exact(filed: str, wanted: str, factor: str) -> None:
    assert conversion(filed, wanted) == Decimal(factor)


def test_there_and_back_is_where_one_was() -> None:
    for unit in units():
        for other in units():
            if units()[unit].dimension == units()[other].dimension:
                assert conversion(unit, other) * conversion(other, unit) == 1


def test_units_of_two_dimensions_do_not_convert() -> None:
    with pytest.raises(ValueError, match="万元 measures money, 吨 measures mass"):
        conversion("万元", "吨")


def test_a_quotient_is_written_from_its_two_units() -> None:
    assert symbol("万元/人").zh == "万元/人"
    assert symbol("万元/人").en == "10k CNY/person"


def test_every_unit_has_a_base_of_its_dimension() -> None:
    for unit in units().values():
        same = [other for other in units().values() if other.dimension == unit.dimension]
        assert any(other.scale == 1 for other in same), unit
        assert unit.scale > 0
