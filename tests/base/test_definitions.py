"""The closed grammar: every indicator comes down to sums over cells, computed exactly."""

from decimal import Decimal

import pytest

from jiqun.base.definitions import (
    Comparison,
    Term,
    factor_in_year,
    factors,
    holds,
    indicators,
    total,
)
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.quantities import Quantity, Status

CELLS = {
    "zero": Quantity.of(Decimal(0)),
    "five": Quantity.of(Decimal(5)),
    "guess": Quantity.of(Decimal("0.5"), estimated=True),
    "missing": Quantity.absent(Status.MISSING, "not yet known"),
    "none": Quantity.absent(Status.NOT_APPLICABLE),
}


def summed(*names: str, zero: bool = False) -> Decimal | None:
    return total(tuple(map(Term, names)), CELLS, 2022, not_applicable_is_zero=zero)


def test_zero_missing_and_not_applicable_are_three_things() -> None:
    assert summed("five", "zero") == 5
    assert summed("five", "missing") is None
    assert summed("five", "none") is None
    assert summed("five", "none", zero=True) == 5
    assert summed("five", "missing", zero=True) is None
    assert summed("five", "not filed", zero=True) is None


def test_an_estimate_is_a_number() -> None:
    assert summed("five", "guess") == Decimal("5.5")


def test_a_term_may_be_taken_away() -> None:
    assert total((Term("five"), Term("guess", minus=True)), CELLS, 2022) == Decimal("4.5")


def test_a_factor_is_the_one_in_force_at_the_end_of_the_year() -> None:
    known = [(name, year) for name in factors() for year in range(2019, 2026)]
    name, year = next(pair for pair in known if factor_in_year(*pair) is not None)
    factor = factor_in_year(name, year)
    assert factor is not None
    assert total((Term("five", factor=name),), CELLS, year) == 5 * factor


def test_a_year_before_the_first_factor_cannot_be_told() -> None:
    name = next(iter(factors()))
    assert factor_in_year(name, 1900) is None
    assert total((Term("five", factor=name),), CELLS, 1900) is None


@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        ("at_least", False, True, True),
        ("above", False, False, True),
        ("at_most", True, True, False),
        ("below", True, False, False),
        ("equals", False, True, False),
    ],
)
def test_comparisons_are_exact_at_the_threshold(
    comparison: Comparison, below: bool, equal: bool, above: bool
) -> None:
    threshold = Decimal("0.70")
    found = [holds(comparison, Decimal(text), threshold) for text in ("0.6999999", "0.7", "0.7001")]
    assert found == [below, equal, above]


def test_every_indicator_reads_fields_of_the_form_and_known_factors() -> None:
    for one in indicators().values():
        assert set(one.definition.fields) <= set(form_for(YEARLY, 2022).fields), one.id
        for term in (*one.definition.numerator, *one.definition.denominator):
            assert term.factor == "" or term.factor in factors(), one.id


def test_at_most_one_entry_in_five_needs_a_function() -> None:
    functions = [one for one in indicators().values() if one.definition.form == "function"]
    assert len(functions) * 5 <= len(indicators())
