"""Figures of single clusters blurred once for everybody: what is told cannot be subtracted.

A median of comparable clusters can be a single cluster's figure, and means over sets that differ
by one cluster give that one away. So clusters are put into blocks by the size of their figure, once
for a figure and a year, and each stands for the mean of its block: whatever is told of any set of
them to whomever is made of sums over whole blocks. A block is closed once three of its clusters lie
outside any two provinces: what two readers know between them leaves three unknown; and once it is
so wide that to know the block is not to know the figure.

The blocks are those of the first release of a year (:class:`Steps`). Made anew for each release,
they would differ by whoever filed late or corrected a figure, and their sums could be subtracted.

Source: D. Defays and P. Nanopoulos, Panels of enterprises and confidentiality: the small
aggregates method, Statistics Canada 1993 (microaggregation of one variable); A. Hundepool et al.,
Statistical Disclosure Control, Wiley 2012, section 3.6.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jiqun.disclosure.rule import FEWEST_CLUSTERS

READERS = 2
"""As many readers, each of a province, may put together what they know."""
FEWEST_IN_A_BLOCK = READERS + FEWEST_CLUSTERS
"""Whoever knows as many of a block as there are readers leaves the rule's number unknown."""
WIDEST_TOLD = Decimal("0.1")
"""A figure may not be told to within a tenth of it (ours): no block is narrower than that."""


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

    Figures that are nearly alike make one block, however many they are:

    >>> blocks({name: 100 + value for name, value in values.items()}, provinces)
    [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']]
    """
    found: list[list[str]] = []
    open_block: list[str] = []
    for _, cluster in sorted((value, name) for name, value in values.items()):
        open_block.append(cluster)
        if _hides(open_block, provinces) and _is_wide(values[open_block[0]], values[cluster]):
            found.append(open_block)
            open_block = []
    if found:
        found[-1] += open_block
    elif _hides(open_block, provinces):
        found.append(open_block)
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


@dataclass(frozen=True)
class Steps:
    """What stands for a value: the means of the blocks of the first release of a year.

    Parameters
    ----------
    first
        The values of that release, by cluster.
    means
        What they are blurred to, as of :func:`blurred`.
    """

    first: Mapping[str, Decimal]
    means: Mapping[str, Decimal]

    def stand_for(self, values: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Return what stands for clusters' values, as :meth:`stands_for` says of each."""
        return {cluster: self.stands_for(cluster, value) for cluster, value in values.items()}

    @cached_property
    def _steps(self) -> list[Decimal]:
        return sorted(set(self.means.values()))

    def stands_for(self, cluster: str, value: Decimal) -> Decimal:
        """Return what stands for a cluster's value, now or in any later release.

        Parameters
        ----------
        cluster
            Its id; one whose value is that of the first release stands for its block.
        value
            One that came late or was corrected stands for the nearest mean. What is told of it is
            which mean that is, and no mean moves by it.

        Examples
        --------
        >>> first = {name: Decimal(number) for number, name in enumerate("abcdefghijk")}
        >>> steps = Steps(first, blurred(first, dict(zip(first, "12345123451", strict=True))))
        >>> steps.stands_for("e", Decimal(4)), steps.stands_for("late", Decimal("4.5"))
        (Decimal('2'), Decimal('2'))
        >>> steps.stands_for("e", Decimal(6)), steps.stands_for("late", Decimal(900))
        (Decimal('7.5'), Decimal('7.5'))
        """
        if self.first.get(cluster) == value:
            return self.means[cluster]
        above = bisect_left(self._steps, value)
        near = self._steps[max(above - 1, 0) : above + 1]
        return min((abs(mean - value), mean) for mean in near)[1]


def _hides(block: Sequence[str], provinces: Mapping[str, str]) -> bool:
    """Tell whether a block leaves three clusters unknown to any two readers together."""
    counted = Counter(provinces[cluster] for cluster in block)
    known = sum(number for _, number in counted.most_common(READERS))
    return len(block) - known >= FEWEST_CLUSTERS


def _is_wide(least: Decimal, most: Decimal) -> bool:
    """Tell whether values are so far apart that to know both ends is to know none between."""
    return most - least >= WIDEST_TOLD * max(abs(least), abs(most))
