"""Who stands at a distance from a plant, not within it? Lang, Marcon and Puech's m."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.compilation import compiled, over_blocks
from jiqun.stats.distance_density import density_of_pairs
from jiqun.stats.neighbourhoods import RelativeDensity
from jiqun.stats.pairs import BUFFER, Points, fill_distances, points
from jiqun.stats.refusal import ArgumentRefused

POINTS_A_BLOCK = 32


def lang_marcon_puech(
    x: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None,
    is_reference: ArrayLike,
    is_neighbour: ArrayLike,
    r: ArrayLike,
    bandwidth: float | None = None,
    *,
    coordinates: str = "planar",
    threads: int | None = None,
) -> RelativeDensity:
    r"""Return Lang, Marcon and Puech's m: M with neighbours at r in the place of within r.

    .. math:: m(r) = \frac{\sum_i \frac{\sum_{j \in N, j \ne i} w_j \kappa_h(r - d_{ij})}
              {\sum_{j \ne i} w_j \kappa_h(r - d_{ij})}}
              {\sum_i (W_N - w_i [i \in N]) / (W - w_i)}

    with a Gaussian kernel. M adds up all that is nearer, so that what happens close by shows in
    it far out; m says at which distance it happens.

    Parameters
    ----------
    x, y, weights, is_reference, is_neighbour, r, coordinates, threads
        As in :func:`marcon_puech`.
    bandwidth
        h, km; by Silverman's rule on the distances between references and neighbours up to 2
        max(r) when not given.

    Returns
    -------
    RelativeDensity
        ``r``, ``m``, ``bandwidth`` and ``method``: 1 is no interaction. A reference no other
        point comes near (its kernel sum is 0 in double precision) is left out at that r.

    Raises
    ------
    ArgumentRefused
        As in :func:`marcon_puech`; if the bandwidth is not above 0.

    References
    ----------
    Lang, G., Marcon, E., Puech, F. (2020). Distance-based measures of spatial concentration:
    introducing a relative density function. Annals of Regional Science 64(2), 243-265.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> lamps = [True, True, False, False]
    >>> place = [0, 1, 10, 11], [0, 0, 0, 0]
    >>> st.lang_marcon_puech(*place, None, lamps, lamps, [1, 10], 0.5).m.round(4).tolist()
    [3.0, 0.0]
    """
    every = points(x, y, weights, coordinates)
    at = arguments.radii(r)
    reference = arguments.flags(is_reference, "is_reference", every.count)
    neighbour = arguments.flags(is_neighbour, "is_neighbour", every.count)
    for flag, name in ((reference, "is_reference"), (neighbour, "is_neighbour")):
        if not flag.any():
            raise ArgumentRefused(name, "flags no point", "flag at least one")
    if bandwidth is None:
        h = _silverman(every, reference, neighbour, at)
    else:
        h = arguments.positive(bandwidth, "bandwidth")
    own = np.ones(every.count) if every.weights is None else every.weights
    masses = np.ascontiguousarray(np.stack([own, own * neighbour]))
    centres = np.flatnonzero(reference)

    def work(block: int) -> Floats:
        some = centres[block * POINTS_A_BLOCK : (block + 1) * POINTS_A_BLOCK]
        return np.asarray(_ratio_sums(every.place, masses, masses.sum(axis=1), some, at, h))

    parts = over_blocks(work, -(-len(centres) // POINTS_A_BLOCK), threads)
    local, overall = sum(parts[1:], parts[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        m = np.where(overall > 0, local / overall, np.nan)
    source = "given" if bandwidth is not None else "by Silverman's rule on distances up to 2 max(r)"
    return RelativeDensity(
        at, m, f"m, {coordinates} distances, bandwidth {source}", bandwidth=h, statistic="m"
    )


def _silverman(every: Points, reference: Any, neighbour: Any, r: Floats) -> float:
    """Return the bandwidth of the distances from references to neighbours, none to itself."""
    bare = Points(every.place, None)
    inside = bool((reference == neighbour).all())
    other = None if inside else bare.chosen(neighbour & ~reference)
    if other is not None and other.count == 0:
        other = bare.chosen(neighbour)
    return density_of_pairs(bare.chosen(reference), other, r, None).bandwidth


@compiled
def _ratio_sums(place: Any, masses: Any, totals: Any, centres: Any, r: Any, h: float) -> Any:
    """Return, over reference points, the sums of local and of global ratios at each r."""
    sums = np.zeros((2, len(r)))
    gaps = np.empty(BUFFER)
    count = place.shape[1]
    for i in centres:
        found = np.zeros((2, len(r)))
        share = (totals[1] - masses[1, i]) / (totals[0] - masses[0, i])
        for start in range(0, count, BUFFER):
            many = min(BUFFER, count - start)
            fill_distances(place, i, place, start, many, np.inf, gaps)
            for k in range(many):
                j = start + k
                if j == i or masses[0, j] == 0.0:
                    continue
                for at in range(len(r)):
                    u = (r[at] - gaps[k]) / h
                    if u * u < 1500.0:  # beyond, the kernel is 0 in double precision
                        kernel = math.exp(-0.5 * u * u)
                        found[0, at] += masses[0, j] * kernel
                        found[1, at] += masses[1, j] * kernel
        for at in range(len(r)):
            if found[0, at] > 0.0:
                sums[0, at] += found[1, at] / found[0, at]
                sums[1, at] += share
    return sums
