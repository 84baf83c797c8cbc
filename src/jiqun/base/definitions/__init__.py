"""What a figure is: the closed grammar, the catalogue's entries, their value for one cluster."""

from jiqun.base.definitions.entries import (
    LEVELS,
    Indicator,
    definition_faults,
    every_indicator,
    indicators,
    read_indicators,
)
from jiqun.base.definitions.evaluator import Filed, Filings, read, scales
from jiqun.base.definitions.existence import applies
from jiqun.base.definitions.factors import Factor, factor_in_year, factors
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
from jiqun.base.definitions.quotients import Glance, glance, quotient
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
    "Glance",
    "Indicator",
    "Predicate",
    "Reading",
    "Term",
    "Terms",
    "applies",
    "decimal_value",
    "definition_faults",
    "every_indicator",
    "factor_in_year",
    "factors",
    "filed_fields",
    "glance",
    "holds",
    "indicators",
    "known_unit",
    "quotient",
    "read",
    "read_indicators",
    "scales",
    "terms_in",
    "unit_of",
]
