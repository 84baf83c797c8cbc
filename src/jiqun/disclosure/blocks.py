"""Figures of single clusters blurred once for everybody: what is told cannot be subtracted.

A median of comparable clusters can be a single cluster's figure, and means over sets that differ
by one cluster give that one away. So clusters are put into blocks by the size of their figure, once
for a figure and a year, and each stands for the mean of its block: whatever is told of any set of
them to whomever is made of sums over whole blocks. A block is closed once three of its clusters lie
outside any two provinces: what two readers know between them leaves three unknown.

Source: D. Defays and P. Nanopoulos, Panels of enterprises and confidentiality: the small
aggregates method, Statistics Canada 1993 (microaggregation of one variable); A. Hundepool et al.,
Statistical Disclosure Control, Wiley 2012, section 3.6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from jiqun.disclosure.rule import FEWEST_CLUSTERS

READERS = 2
"""As many readers, each of a province, may put together what they know."""


def blocks(values: Mapping[str, Decimal], provinces: Mapping[str, str]) -> list[list[str]]:
    """Return clusters in blocks of neighbouring values; none where not even all would make one.

    Parameters
    ----------
    values
        By cluster.
    provinces
        The province each belongs to.

    Examples
    --------
    >>> values = {name: Decimal(number) for number, name in enumerate("abcdefghijk")}
    >>> provinces = dict(zip(values, "12345123451", strict=True))
    >>> blocks(values, provinces)
    [['a', 'b', 'c', 'd', 'e'], ['f', 'g', 'h', 'i', 'j', 'k']]
    >>> blocks({"a": Decimal(1), "b": Decimal(2)}, provinces)
    []
    """
    found: list[list[str]] = []
    open_block: list[str] = []
    for _, cluster in sorted((value, name) for name, value in values.items()):
        open_block.append(cluster)
        if _closed(open_block, provinces):
            found.append(open_block)
            open_block = []
    if found:
        found[-1] += open_block
    return found


def blurred(values: Mapping[str, Decimal], provinces: Mapping[str, str]) -> dict[str, Decimal]:
    """Return each cluster's value as the mean of its block; nothing where there is none.

    Parameters
    ----------
    values, provinces
        As of :func:`blocks`.

    Examples
    --------
    >>> values = {name: Decimal(number) for number, name in enumerate("abcde")}
    >>> set(blurred(values, dict(zip(values, "12345", strict=True))).values())
    {Decimal('2')}
    """
    return {
        cluster: sum((values[name] for name in block), Decimal(0)) / len(block)
        for block in blocks(values, provinces)
        for cluster in block
    }


def _closed(block: Sequence[str], provinces: Mapping[str, str]) -> bool:
    counted = Counter(provinces[cluster] for cluster in block)
    known = sum(number for _, number in counted.most_common(READERS))
    return len(block) - known >= FEWEST_CLUSTERS
