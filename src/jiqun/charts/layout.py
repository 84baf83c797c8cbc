"""Where the circles of a network stand, and which pairs are joined.

The lines are a maximum spanning tree, so that every industry hangs together with the rest, and
then the strongest of the remaining ones (Hidalgo et al. 2007). Places come from stress
majorisation over the lines; it starts from a seed and settles, so that the same proximities give
the same picture.

References
----------
Hidalgo, C. A., Klinger, B., Barabási, A.-L., Hausmann, R. (2007). The product space conditions the
development of nations. Science 317, 482-487, figure 1.
Gansner, E. R., Koren, Y., North, S. (2004). Graph drawing by stress majorization. Graph Drawing
2004, 239-250.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 300


def strongest_pairs(phi: NDArray[np.float64], each: float) -> list[tuple[int, int]]:
    """Return the pairs joined: a maximum spanning tree, then the strongest others.

    Parameters
    ----------
    phi
        *n* x *n*, symmetric, of zero or more.
    each
        Lines a circle, at least the spanning tree's; a proximity of zero is no line.

    Examples
    --------
    >>> phi = np.array([[1, 0.5, 0.1], [0.5, 1, 0.4], [0.1, 0.4, 1]])
    >>> strongest_pairs(phi, 0.7)
    [(0, 1), (1, 2)]
    """
    tree = _spanning_tree(phi)
    a, b = np.triu_indices(len(phi), 1)
    order = np.lexsort((b, a, -np.round(phi[a, b], 9)))
    chosen = set(tree)
    for at in order:
        if len(chosen) >= round(each * len(phi)) or phi[a[at], b[at]] <= 0:
            break
        chosen.add((int(a[at]), int(b[at])))
    return sorted(chosen)


def _spanning_tree(phi: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return a maximum spanning tree (Prim); pairs of zero join what nothing else joins."""
    best, via = phi[0].copy(), np.zeros(len(phi), int)
    waiting = np.ones(len(phi), bool)
    waiting[0] = False
    found = []
    for _ in range(len(phi) - 1):
        at = int(np.argmax(np.where(waiting, np.round(best, 9), -1.0)))
        found.append((min(at, int(via[at])), max(at, int(via[at]))))
        waiting[at] = False
        nearer = phi[at] > best
        best[nearer], via[nearer] = phi[at][nearer], at
    return found


def spread_out(count: int, pairs: list[tuple[int, int]], seed: int) -> NDArray[np.float64]:
    """Place circles so that what few lines join stands near (stress majorisation).

    Parameters
    ----------
    count
        How many circles.
    pairs
        Which of them are joined; all hang together.
    seed
        Where the layout starts.

    Returns
    -------
    numpy.ndarray
        *count* x 2, in [0, 1], wider than high.
    """
    apart = _steps_between(count, pairs)
    weight = np.where(apart > 0, apart, np.inf) ** -2.0
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(laplacian)
    spots = np.random.default_rng(seed).uniform(-1, 1, (count, 2))
    for _ in range(ROUNDS):
        gap = np.sqrt(np.square(spots[:, None] - spots[None]).sum(axis=2))
        pull = np.divide(-weight * apart, gap, out=np.zeros_like(gap), where=gap > 1e-12)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        spots = inverse @ (pull @ spots)
    return _upright(spots)


def _steps_between(count: int, pairs: list[tuple[int, int]]) -> NDArray[np.float64]:
    """Return how many lines lie between each two industries, going on from each line by line."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for a, b in pairs:
        beside[a].append(b)
        beside[b].append(a)
    apart = np.full((count, count), np.inf)
    for start in range(count):
        apart[start, start], reached = 0, [start]
        for at in reached:
            further = [other for other in beside[at] if np.isinf(apart[start, other])]
            apart[start, further] = apart[start, at] + 1
            reached += further
    return apart


def _upright(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the layout so that it is wider than high, and scale it to the unit square."""
    middle = spots - spots.mean(axis=0)
    _, _, turn = np.linalg.svd(middle, full_matrices=False)
    turned = middle @ turn.T
    first = np.argmax(np.round(np.abs(turned), 6), axis=0)
    turned *= np.sign(turned[first, [0, 1]])
    low, wide = turned.min(axis=0), np.ptp(turned, axis=0)
    return np.asarray((turned - low) / np.where(wide > 1e-9, wide, 1.0))
