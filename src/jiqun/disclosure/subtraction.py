"""What could be told by adding and subtracting sums that are shown.

A shown sum is a set of clusters. Sums may be multiplied, added and subtracted; what comes of it
rests on the clusters whose coefficient is not nought. Where it can be made to rest on one or two,
their figures are told. Sums span a space; in its reduced echelon form a vector on one coordinate is
a row of its own, and one on two is such a row with a single number beside its pivot, or the
difference of two rows that are multiples of each other beside theirs.

Source: A. Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4 (linear
sensitivity of tables); D. Gusfield, A graph theoretic approach to statistical data security, SIAM
Journal on Computing 17(3), 1988, 552-571 (what follows from totals).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from jiqun.disclosure.rule import FEWEST_CLUSTERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.int64]

PRIME = 2**31 - 1
"""Arithmetic is exact in the integers modulo this prime: products fit 64 bits."""

Group = frozenset[str]
"""Clusters whose sum is shown."""


def told_by(groups: Iterable[Group], known: Collection[str] = frozenset()) -> frozenset[Group]:
    """Return sums that together would tell of fewer than three clusters; none where all is well.

    Parameters
    ----------
    groups
        The sums that are shown.
    known
        Clusters whose own figures the reader has: they hide nobody, and need no hiding.

    Returns
    -------
    frozenset of frozenset of str
        Withholding any one of them breaks the way they are put together; another may be left.

    Examples
    --------
    >>> everyone, most = frozenset("abcde"), frozenset("abcd")
    >>> told_by([everyone]) == frozenset()
    True
    >>> told_by([everyone, most]) == {everyone, most}
    True
    >>> told_by([everyone, frozenset("ab")]) == {frozenset("ab")}
    True
    """
    beyond: dict[Group, Group] = {}
    for group in sorted(set(groups), key=sorted):
        if left := group.difference(known):
            beyond.setdefault(left, group)
    found = _told(tuple(beyond))
    return frozenset(group for group in set(groups) if group.difference(known) in found)


@lru_cache(maxsize=4096)
def _told(groups: tuple[Group, ...]) -> frozenset[Group]:
    """Return the groups of the first way found; most figures are shown over the same groups."""
    for group in groups:
        if len(group) < FEWEST_CLUSTERS:
            return frozenset({group})
    if len(groups) < 2:
        return frozenset()
    patterns = _patterns(groups)
    few = [size < FEWEST_CLUSTERS for size in patterns.values()]
    if not any(few):
        return frozenset()
    import numpy as np

    table = np.array(list(patterns), dtype=np.int64).T
    target = _narrow(table, list(patterns.values()))
    if target is None:
        return frozenset()
    used = _combination(table, target)
    return frozenset(group for group, share in zip(groups, used, strict=True) if share)


def _patterns(groups: Sequence[Group]) -> Counter[tuple[int, ...]]:
    """Count the clusters that are in exactly the same groups: nothing shown tells them apart."""
    every = frozenset().union(*groups)
    return Counter(tuple(int(name in group) for group in groups) for name in sorted(every))


def _narrow(table: Table, sizes: Sequence[int]) -> Table | None:
    """Return a vector in the span of a table's rows that rests on fewer than three clusters."""
    import numpy as np

    rows, pivots = _reduced(table)
    beside = np.delete(rows, pivots, axis=1)
    free = [at for at in range(table.shape[1]) if at not in set(pivots)]
    alike: dict[bytes, int] = {}
    for number, pivot in enumerate(pivots):
        if sizes[pivot] >= FEWEST_CLUSTERS:
            continue
        others = np.flatnonzero(beside[number])
        if len(others) == 0:
            return _row(rows, number)
        if sizes[pivot] > 1:
            continue
        if len(others) == 1 and sizes[free[others[0]]] == 1:
            return _row(rows, number)
        first = pow(int(beside[number][others[0]]), -1, PRIME)
        shape = (beside[number] * first % PRIME).tobytes()
        if shape in alike:
            other = alike[shape]
            times = int(beside[other][others[0]]) * first % PRIME
            found: Table = (rows[other] - times * rows[number]) % PRIME
            return found
        alike[shape] = number
    return None


def _row(rows: Table, number: int) -> Table:
    found: Table = rows[number]
    return found


def _reduced(table: Table) -> tuple[Table, list[int]]:
    """Return the reduced echelon form of a table without its empty rows, and its pivots."""
    import numpy as np

    rows = table % PRIME
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        at = len(pivots)
        below = np.flatnonzero(rows[at:, column])
        if len(below) == 0:
            continue
        chosen = at + int(below[0])
        rows[[at, chosen]] = rows[[chosen, at]]
        rows[at] = rows[at] * pow(int(rows[at, column]), -1, PRIME) % PRIME
        touched = np.flatnonzero(rows[:, column])
        touched = touched[touched != at]
        rows[touched] = (rows[touched] - rows[touched, column, None] * rows[at]) % PRIME
        pivots.append(column)
        if len(pivots) == rows.shape[0]:
            break
    return rows[: len(pivots)], pivots


def _combination(table: Table, target: Table) -> list[int]:
    """Return how often each row of a table is taken to make a vector of its span."""
    import numpy as np

    rows, pivots = _reduced(np.column_stack([table.T, target]))
    shares = [0] * table.shape[0]
    for number, pivot in enumerate(pivots):
        shares[pivot] = int(rows[number, -1])
    return shares
