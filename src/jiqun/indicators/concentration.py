"""How unevenly a sum lies over clusters, in exact decimals."""

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext

EXACT_DIGITS = 60
"""Enough for the square of a cell's sum without rounding."""


def herfindahl(values: Sequence[Decimal], _: int) -> tuple[Decimal, Decimal]:
    """Return the sum of squares and the square of the sum; their quotient is the index.

    Examples
    --------
    >>> above, below = herfindahl([Decimal(3), Decimal(1)], 0)
    >>> above / below
    Decimal('0.625')
    """
    with localcontext(prec=EXACT_DIGITS):
        squares = sum((value * value for value in values), Decimal(0))
        return squares, sum(values, Decimal(0)) ** 2


def top_share(values: Sequence[Decimal], top: int) -> tuple[Decimal, Decimal]:
    """Return the sum of the largest values and of all.

    Parameters
    ----------
    values
        Largest first.
    top
        How many.

    Examples
    --------
    >>> top_share([Decimal(5), Decimal(3), Decimal(2)], 2)
    (Decimal('8'), Decimal('10'))
    """
    return sum(values[:top], Decimal(0)), sum(values, Decimal(0))


CONCENTRATIONS: dict[str, Callable[[Sequence[Decimal], int], tuple[Decimal, Decimal]]] = {
    "herfindahl": herfindahl,
    "top_share": top_share,
}
