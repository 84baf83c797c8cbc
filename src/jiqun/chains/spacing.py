"""Places along a line, each as near as may be to where it is wanted, none on another."""

from __future__ import annotations

from collections.abc import Sequence


def spaced(
    wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float], high: float
) -> list[float]:
    """Return places from nought to ``high`` with the least squared distance to those wanted.

    Taking from each place the gaps before it leaves places that may not decrease: an isotonic
    regression, which pooling adjacent violators solves (Barlow, Bartholomew, Bremner and Brunk
    1972, Statistical Inference under Order Restrictions).

    Parameters
    ----------
    wanted, weights
        Where each is wanted, in order, and how much.
    gaps
        How far each must stand from the one before it; the first, from nought.
    high
        The last place there is; there is room for all the gaps.

    Examples
    --------
    >>> spaced([5, 5, 20], [1, 1, 1], [0, 4, 4], 30)
    [3.0, 7.0, 20.0]
    >>> spaced([5, 5, 50], [1, 1, 1], [0, 4, 4], 30)
    [3.0, 7.0, 30.0]
    """
    before, shifts = 0.0, []
    for gap in gaps:
        before += gap
        shifts.append(before)
    pools: list[tuple[float, float, int]] = []
    for want, weight, shift in zip(wanted, weights, shifts, strict=True):
        middle, mass, count = want - shift, weight, 1
        while pools and pools[-1][0] >= middle:
            other, heavy, more = pools.pop()
            middle = (middle * mass + other * heavy) / (mass + heavy)
            mass, count = mass + heavy, count + more
        pools.append((middle, mass, count))
    last = high - before
    levels = [min(max(middle, 0.0), last) for middle, _, count in pools for _ in range(count)]
    return [level + shift for level, shift in zip(levels, shifts, strict=True)]
