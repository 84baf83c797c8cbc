"""The emission a link avoided: by a factor somebody states with year and source, or unknown."""

from decimal import Decimal

import pytest

from jiqun.base.numerals import read_numeral
from jiqun.exchange.byproducts.avoided import NO_FACTOR, NOT_IN_TONNES, emission_said, read_replaced

SAID = {
    "replaces": "天然石膏",
    "factor": "32",
    "factor_year": "2023",
    "factor_source": "某因子库第 12 页",
}


def test_what_is_stated_whole_is_counted_gross() -> None:
    found, problems = read_replaced(SAID, "吨", 2026)
    assert (problems, found and found.avoided(Decimal(1000))) == ([], Decimal(32))
    said = emission_said(found, Decimal("120.5"), "吨")
    assert "3.86 吨CO₂" in said.zh
    assert "毛值" in said.zh
    assert "不确定度没有说明" in said.zh


def test_without_a_factor_or_tonnes_nobody_can_tell() -> None:
    found, _ = read_replaced(SAID, "吨", 2026)
    assert emission_said(None, Decimal(5), "吨") == NO_FACTOR
    assert emission_said(found, Decimal(5), "立方米") == NOT_IN_TONNES


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("replaces", ""), ("factor_source", " "), ("factor", ""), ("factor", "0"),
        ("factor", "-3"), ("factor", "多"), ("factor", "0.00001"), ("factor_year", ""),
        ("factor_year", "2027"), ("factor_year", "1989"), ("factor_year", "二〇二三"),
        ("factor_year", "20230"), ("factor_year", "0199999"), ("factor_year", "01999" + "9" * 5000),
    ],
)  # fmt: skip
def test_a_factor_without_its_value_year_or_source_is_not_kept(field: str, said: str) -> None:
    found, problems = read_replaced({**SAID, field: said}, "吨", 2026)
    assert found is None
    assert {problem.where.field for problem in problems} == {field}


def test_what_a_close_adds_up_is_no_finer_than_a_form_takes() -> None:
    found, _ = read_replaced({**SAID, "factor": "32.1234"}, "吨", 2026)
    assert found is not None
    amount = found.avoided(Decimal("120.5555"))
    assert (amount, read_numeral(str(amount), "吨CO2").value) == (Decimal("3.872653"),) * 2


def test_a_link_that_is_not_in_tonnes_has_no_factor() -> None:
    _, problems = read_replaced(SAID, "立方米", 2026)
    assert [problem.code for problem in problems] == ["byproducts.not_in_tonnes"]
