"""What a figure is: the closed grammar, the catalogue's entries, their value for one cluster."""

from jiqun.base.definitions.entries import (
    LEVELS,
    Indicator,
    every_indicator,
    indicator_faults,
    indicators,
    read_indicators,
)
from jiqun.base.definitions.evaluator import Filed, Filings, read, scales
from jiqun.base.definitions.existence import applies
from jiqun.base.definitions.factors import Factor, factor_faults, factor_in_year, factors
from jiqun.base.definitions.grammar import (
    COMPARISONS,
    Comparison,
    Definition,
    Form,
    Predicate,
    Term,
    Terms,
    holds,
    terms_in,
)
from jiqun.base.definitions.measures import filed_fields, known_unit, unit_of
from jiqun.base.definitions.readings import EXACT, Fraction, Reading, decimal_value

__all__ = [
    "COMPARISONS",
    "EXACT",
    "LEVELS",
    "Comparison",
    "Definition",
    "Factor",
    "Filed",
    "Filings",
    "Form",
    "Fraction",
    "Indicator",
    "Predicate",
    "Reading",
    "Term",
    "Terms",
    "applies",
    "decimal_value",
    "every_indicator",
    "factor_faults",
    "factor_in_year",
    "factors",
    "filed_fields",
    "holds",
    "indicator_faults",
    "indicators",
    "known_unit",
    "read",
    "read_indicators",
    "scales",
    "terms_in",
    "unit_of",
]
