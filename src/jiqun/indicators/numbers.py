"""From what was added up to a number: the two sides in their units, the one division, a status."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jiqun.base.definitions import Indicator, scales
from jiqun.base.quantities import Status
from jiqun.indicators.concentration import CONCENTRATIONS
from jiqun.indicators.figures import quotient
from jiqun.indicators.sums import Sums

ZERO = Decimal(0)
METHODS = {"growth_of": "like_for_like", "function": "catalogue"}


class Number(NamedTuple):
    """What a figure says: its value, what was divided, and its status."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: Status


def number_of(entry: Indicator, found: Sums, filed: int) -> Number:
    """Return the number that sums come to.

    Parameters
    ----------
    entry
        The indicator.
    found
        What it adds up to at a place.
    filed
        How many clusters filed there.
    """
    numerator, denominator = _sides(entry, found) if found.reporting else (None, None)
    value = _value(entry, numerator, denominator)
    return Number(value, numerator, denominator, _status(value, found, filed))


def method_of(entry: Indicator) -> str:
    """Return how an indicator is made, in a word."""
    return METHODS.get(entry.definition.form, entry.definition.form)


def _sides(entry: Indicator, found: Sums) -> tuple[Decimal | None, Decimal | None]:
    definition = entry.definition
    if definition.form == "concentration_of":
        return CONCENTRATIONS[definition.measure](found.values, definition.top)
    if definition.form == "share_of_clusters" or found.numerator is None:
        return found.numerator, Decimal(found.reporting)
    above, below = scales(entry)
    divides = definition.divides and found.denominator is not None
    return found.numerator * above, (found.denominator or ZERO) * below if divides else None


def _value(
    entry: Indicator, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    if numerator is None or denominator is None:
        return numerator
    value = quotient(numerator, denominator)
    if value is not None and entry.definition.form == "growth_of":
        return value - 1
    return value


def _status(value: Decimal | None, found: Sums, filed: int) -> Status:
    if value is None:
        nothing_to_divide_by = found.reporting > 0
        none_applies = found.not_applicable == filed
        return Status.NOT_APPLICABLE if nothing_to_divide_by or none_applies else Status.MISSING
    if found.estimated:
        return Status.ESTIMATED
    return Status.ZERO if value == 0 else Status.REPORTED
