"""What the firms of a place emit together: told where no one firm's follows from it, now or later.

A sum is of three firms at least, and counted anew once three of them have changed, come or gone: so
neither a sum nor what it differs by from an earlier one is of fewer. One firm may not be nearly all
of it. Each figure is counted for itself, for a firm may know one and not the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms

MOST_OF_ONE = Decimal("0.85")
"""The largest share of one firm in a sum that is told; ours."""
Amounts = Mapping[str, Decimal]
"""Tonnes by firm."""


def counted_next(before: Amounts, now: Amounts) -> Amounts:
    """Return which firms' amounts are counted from now on.

    Parameters
    ----------
    before
        What was counted last; empty where nothing was.
    now
        Of every firm that takes part and knows the figure.

    Examples
    --------
    >>> three = {"a": Decimal(4), "b": Decimal(5), "c": Decimal(6)}
    >>> counted_next({}, three) == three, counted_next(three, {**three, "a": Decimal(9)}) == three
    (True, True)
    >>> counted_next({}, {**three, "c": Decimal(600)})
    {}
    """
    changed = {firm for firm in {*before, *now} if before.get(firm) != now.get(firm)}
    return now if enough_firms(len(changed), PUBLIC) and may_be_told(now) else before


def may_be_told(amounts: Amounts) -> bool:
    """Tell whether a sum tells of no one firm.

    A sum of nought says that each is nought, and is not told.

    Examples
    --------
    >>> may_be_told({"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)})
    True
    >>> may_be_told({"a": Decimal(0), "b": Decimal(0), "c": Decimal(0)})
    False
    """
    total = sum(amounts.values(), Decimal(0))
    largest = max(amounts.values(), default=Decimal(0))
    return enough_firms(len(amounts), PUBLIC) and 0 < largest <= MOST_OF_ONE * total
