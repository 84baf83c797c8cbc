"""The closed grammar, and what the catalogue makes of it."""

from decimal import Decimal

import pytest

from jiqun.base.definitions import Comparison, every_indicator, factors, filed_fields, holds


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


def test_every_indicator_reads_fields_of_a_form_and_known_factors() -> None:
    for indicator in every_indicator().values():
        assert set(indicator.definition.fields) <= set(filed_fields()), indicator.id
        for term in indicator.definition.terms:
            assert term.factor == "" or term.factor in factors(), indicator.id


def test_at_most_one_entry_in_five_needs_a_function() -> None:
    every = every_indicator().values()
    functions = [indicator for indicator in every if indicator.definition.form == "function"]
    assert len(functions) * 5 <= len(every)
