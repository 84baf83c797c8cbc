"""Size classes: sixteen industries; either bound makes an SME, all bounds a medium one."""

from datetime import date
from decimal import Decimal

import pytest

from jiqun.base.codes import industries
from jiqun.clusters.size_classes import (
    SIZES,
    Size,
    SizeIndustry,
    editions,
    is_sme,
    possible_sizes,
    size_class,
    size_industry,
)

ON = date(2023, 1, 1)
ROWS = list(editions()[0].industries.values())
# The table of the standard: SME below (any) | medium from (all) | small from (all).
TABLE = """
agriculture              Y20000        | Y500         | Y50
industry                 X1000 Y40000  | X300 Y2000   | X20 Y300
construction             Y80000 Z80000 | Y6000 Z5000  | Y300 Z300
wholesale                X200 Y40000   | X20 Y5000    | X5 Y1000
retail                   X300 Y20000   | X50 Y500     | X10 Y100
transport                X1000 Y30000  | X300 Y3000   | X20 Y200
warehousing              X200 Y30000   | X100 Y1000   | X20 Y100
post                     X1000 Y30000  | X300 Y2000   | X20 Y100
accommodation            X300 Y10000   | X100 Y2000   | X10 Y100
catering                 X300 Y10000   | X100 Y2000   | X10 Y100
information_transmission X2000 Y100000 | X100 Y1000   | X10 Y100
software                 X300 Y10000   | X100 Y1000   | X10 Y50
real_estate_development  Y200000 Z10000| Y1000 Z5000  | Y100 Z2000
property_management      X1000 Y5000   | X300 Y1000   | X100 Y500
leasing_business         X300 Z120000  | X100 Z8000   | X10 Z100
other                    X300          | X100         | X10
"""
LETTERS = {"X": "employees", "Y": "revenue", "Z": "assets"}


def test_the_table_is_that_of_the_standard() -> None:
    for line in TABLE.strip().splitlines():
        name, _, bounds = line.partition(" ")
        row = editions()[0].industries[name]
        for said, own in zip(
            bounds.split("|"), (row.sme_below, row.medium_from, row.small_from), strict=True
        ):
            assert {LETTERS[one[0]]: Decimal(one[1:]) for one in said.split()} == own
    assert len(ROWS) == 16


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
@pytest.mark.parametrize(
    ("part", "reached", "below"),
    [
        ("sme_below", Size.LARGE, Size.MEDIUM),
        ("medium_from", Size.MEDIUM, Size.SMALL),
        ("small_from", Size.SMALL, Size.MICRO),
    ],
)
def test_a_class_wants_all_its_bounds_and_one_below_drops_out_of_it(
    row: SizeIndustry, part: str, reached: Size, below: Size
) -> None:
    bounds = getattr(row, part)
    assert size_class(row.id, ON, **bounds) is reached
    for name in bounds:
        dropped = {**bounds, name: bounds[name] - 1}
        found = size_class(row.id, ON, **dropped)
        assert found is not None
        assert SIZES.index(found) <= SIZES.index(below)


def test_either_bound_makes_an_sme_even_if_the_other_is_not_known() -> None:
    assert is_sme("3921", ON, employees=999) is True
    assert is_sme("3921", ON, revenue=39999) is True
    assert is_sme("3921", ON, employees=1000) is None
    assert is_sme("3921", ON, employees=1000, revenue=40000) is False
    assert is_sme("66", ON, employees=5) is None


def test_an_enterprise_large_in_one_and_tiny_in_the_other_drops_all_the_way() -> None:
    assert size_class("3921", ON, employees=5000, revenue=299) is Size.MICRO
    assert size_class("3921", ON, employees=19, revenue=100000) is Size.MICRO


@pytest.mark.parametrize("revenue", [0, 299, 300, 1999, 2000, 39999, 40000, 10**9])
def test_what_is_possible_holds_every_class_a_missing_figure_could_give(revenue: int) -> None:
    possible = possible_sizes("3921", ON, revenue=revenue)
    for employees in (0, 19, 20, 299, 300, 999, 1000, 10**6):
        assert size_class("3921", ON, revenue=revenue, employees=employees) in possible


def test_before_the_standard_nothing_is_classified() -> None:
    assert possible_sizes("3921", date(2011, 6, 17), employees=5, revenue=5) == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [("01", "agriculture"), ("1311", "industry"), ("44", "industry"), ("4710", "construction"),
     ("5111", "wholesale"), ("5211", "retail"), ("5411", "transport"), ("5910", "warehousing"),
     ("6010", "post"), ("6110", "accommodation"), ("6210", "catering"),
     ("6311", "information_transmission"), ("6511", "software"),
     ("7010", "real_estate_development"), ("7020", "property_management"),
     ("7111", "leasing_business"), ("7320", "other"), ("C", "industry")],
)  # fmt: skip
def test_a_code_falls_into_its_industry(code: str, name: str) -> None:
    assert code in industries()
    found = size_industry(code, ON)
    assert found is not None
    assert found.id == name


@pytest.mark.parametrize("code", ["53", "6610", "83", "84", "7030", "S", "9999", ""])
def test_what_the_standard_leaves_out_has_no_class(code: str) -> None:
    assert size_industry(code, ON) is None
