"""The order of what stands in each layer of a drawing, so that few of its lines cross.

References
----------
Sugiyama, K., Tagawa, S., Toda, M. (1981). Methods for visual understanding of hierarchical system
structures. IEEE Transactions on Systems, Man, and Cybernetics 11, 109-125.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

ROUNDS = 12
"""Times the layers are gone through, forth and back; the best order of all is taken."""
Edge = tuple[int, int]
"""From a thing of one layer to one of the next."""


def ordered(layers: Sequence[Sequence[int]], edges: Sequence[Edge]) -> list[list[int]]:
    """Return each layer in the order with the fewest crossings that was found.

    Parameters
    ----------
    layers
        Things by layer, each once; ties keep this order.
    edges
        Between things of neighbouring layers.

    Examples
    --------
    >>> ordered([[0, 1], [2, 3]], [(0, 3), (1, 2)])
    [[0, 1], [3, 2]]
    """
    behind, ahead = _neighbours(edges)
    order = [list(layer) for layer in layers]
    best, fewest = order, crossings(order, edges)
    for at in range(ROUNDS):
        order = _swept(order, behind, ahead, back=at % 2 == 1)
        found = crossings(order, edges)
        if found < fewest:
            best, fewest = order, found
    return best


def crossings(order: Sequence[Sequence[int]], edges: Iterable[Edge]) -> int:
    """Count pairs of edges that cross.

    Examples
    --------
    >>> crossings([[0, 1], [2, 3]], [(0, 3), (1, 2)]), crossings([[0, 1], [3, 2]], [(0, 3), (1, 2)])
    (1, 0)
    """
    layer = {thing: number for number, things in enumerate(order) for thing in things}
    place = _places(order)
    between: defaultdict[int, list[Edge]] = defaultdict(list)
    for start, end in edges:
        between[layer[start]].append((place[start], place[end]))
    return sum(_inversions(sorted(ends)) for ends in between.values())


def _inversions(ends: Iterable[Edge]) -> int:
    seen: list[int] = []
    found = 0
    for _, end in ends:
        found += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return found


def _places(order: Iterable[Sequence[int]]) -> dict[int, int]:
    return {thing: at for things in order for at, thing in enumerate(things)}


def _neighbours(edges: Iterable[Edge]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    behind: defaultdict[int, list[int]] = defaultdict(list)
    ahead: defaultdict[int, list[int]] = defaultdict(list)
    for start, end in edges:
        behind[end].append(start)
        ahead[start].append(end)
    return dict(behind), dict(ahead)


def _swept(
    order: Sequence[Sequence[int]],
    behind: Mapping[int, Sequence[int]],
    ahead: Mapping[int, Sequence[int]],
    *,
    back: bool,
) -> list[list[int]]:
    """Sort layer after layer by where each thing's neighbours stand on the mean."""
    joined = ahead if back else behind
    found = [list(things) for things in order]
    numbers = range(len(order) - 2, -1, -1) if back else range(1, len(order))
    for number in numbers:
        place = _places(found)

        def middle(thing: int, place: Mapping[int, int] = place) -> float:
            near = joined.get(thing)
            if not near:
                return float(place[thing])
            return sum(place[other] for other in near) / len(near)

        found[number].sort(key=middle)
    return found
