"""Figures as a reader may see them: in full, as printed, or withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from jiqun.base.quantities import Status
from jiqun.base.readers import Reader
from jiqun.disclosure.decisions import Decisions, cell_of, decide
from jiqun.disclosure.grounds import Grounds
from jiqun.disclosure.secrecy import secret_figures
from jiqun.disclosure.subtraction import Group
from jiqun.indicators import Column, Figure
from jiqun.indicators.numbers import Number

DIGITS = 3
"""Significant digits of a ratio that is shown without the sums it was divided from."""


def disclose(figures: Iterable[Figure], grounds: Grounds, reader: Reader) -> list[Figure]:
    """Return figures with what a reader may not see withheld.

    Parameters
    ----------
    figures
        Of all levels, single clusters among them: what may be shown of a province depends on its
        neighbours and on which clusters report.
    grounds
        The clusters that filed, from :func:`jiqun.disclosure.grounds.grounds_of`.
    reader
        Who reads.

    Returns
    -------
    list of Figure
        In the order given. A withheld one has status ``suppressed`` and no numbers; a rounded one
        has three significant digits, and neither numerator nor denominator.
    """
    found = list(figures)
    if reader.sees_everything:
        return found
    return shown_by(found, decide(found, grounds, grounds.known_to(reader)))


def shown_by(figures: Iterable[Figure], decisions: Decisions) -> list[Figure]:
    """Return figures as decided."""
    return [_shown(figure, decisions) for figure in figures]


def column_shown(column: Column, known: Group) -> Column:
    """Return figures of single clusters as a reader may see them who sees some in full.

    Parameters
    ----------
    column
        An indicator of a year.
    known
        Clusters the reader sees in full.
    """
    if column.entry.figure not in secret_figures():
        return column
    numbers = [
        number if key in known else _without(number)
        for key, number in zip(column.keys, column.numbers, strict=True)
    ]
    return replace(column, numbers=numbers)


def _without(number: Number) -> Number:
    """Return a number that is withheld; where there is none it keeps saying why."""
    if number.value is None and number.numerator is None:
        return number
    return Number(None, None, None, number.status if number.value is None else Status.SUPPRESSED)


def _shown(figure: Figure, decisions: Decisions) -> Figure:
    if figure.id not in secret_figures():
        return figure
    if figure.level == "cluster":
        return figure if figure.key in decisions.known else _blank(figure)
    cell = cell_of(figure)
    if cell in decisions.withheld:
        return _blank(figure)
    return _rounded(figure) if cell in decisions.rounded else figure


def _blank(figure: Figure) -> Figure:
    """Return a figure without its numbers; one that has none keeps saying why."""
    if figure.value is None and figure.numerator is None:
        return figure
    status = figure.status if figure.value is None else Status.SUPPRESSED
    return figure._replace(
        value=None, numerator=None, denominator=None, previous=None, status=status
    )


def _rounded(figure: Figure) -> Figure:
    """Return a ratio as it is printed, without its sums."""
    value = None if figure.value is None else to_digits(figure.value)
    return figure._replace(value=value, numerator=None, denominator=None)


def to_digits(value: Decimal, digits: int = DIGITS) -> Decimal:
    """Round to some significant digits, three unless told, halves away from nought.

    Examples
    --------
    >>> to_digits(Decimal("0.17299999")), to_digits(Decimal("12345")), to_digits(Decimal(0))
    (Decimal('0.173'), Decimal('12300'), Decimal('0'))
    """
    if value == 0:
        return value
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    rounded = (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
    return Decimal(f"{rounded:f}")
