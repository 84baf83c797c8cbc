"""At which distances do plants of an industry stand from each other? Duranton and Overman's Kd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing.curves import Curves
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.autocorrelation import grid_density, grid_for
from jiqun.stats.captions import against_distance
from jiqun.stats.earth import EARTH_RADIUS_KM
from jiqun.stats.pairs import (
    Points,
    pair_count,
    pair_distances,
    pair_mass,
    pair_moments,
    pair_weights,
    points,
)
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.smoothing import (
    REACH_IN_BANDWIDTHS,
    bandwidth_of_moments,
    bandwidth_of_values,
    kernel_of_moments,
    kernel_of_values,
)

FEW_PAIRS = 20_000  # summed one by one
SAMPLED_PAIRS = 40_000
BINS_A_BANDWIDTH = 60
MOST_BINS = 1 << 20
BANDWIDTHS = ("near", "all")


@dataclass(frozen=True, repr=False)
class DistanceDensity(Pictured):
    """A Kd curve.

    Parameters
    ----------
    r
        Distances, km.
    k
        Density of pair distances at r, per km; it integrates to one over all distances.
    bandwidth
        The kernel's standard deviation, km.
    method
        How the sum was made and where the bandwidth comes from.
    error
        A bound, or for the grid an estimate, of the largest error of ``k`` relative to its
        largest value.
    """

    r: Floats
    k: Floats
    bandwidth: float
    method: str
    error: float

    def to_frame(self) -> pd.DataFrame:
        """Return the curve as a frame with columns r and k."""
        return pd.DataFrame({"r": self.r, "k": self.k})

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.k, dtype=dtype, copy=True if copy is None else copy)

    def picture(self) -> Curves:
        """Return Kd against distance."""
        title = Bilingual("点对距离的密度 Kd", "Kd: density of pair distances")
        up = Bilingual("密度（每公里）", "density (per km)")
        return against_distance(self, self.k, title, Bilingual("Kd", "Kd"), up, level=0.0)


def duranton_overman(
    x: ArrayLike,
    y: ArrayLike,
    r: ArrayLike,
    weights: ArrayLike | None = None,
    bandwidth: float | None = None,
    exact: bool = True,
    *,
    bandwidth_from: str = "near",
    coordinates: str = "planar",
    threads: int | None = None,
) -> DistanceDensity:
    r"""Return Duranton and Overman's Kd: the density of distances between pairs of plants.

    .. math:: K(r) = \frac{1}{h \sum_{i<j} w_i w_j} \sum_{i<j} w_i w_j
              \Big[ \varphi\Big(\frac{r - d_{ij}}{h}\Big)
              + \varphi\Big(\frac{r + d_{ij}}{h}\Big) \Big]

    Gaussian kernel reflected at 0; the sum and its denominator run over *all* pairs, also
    those farther apart than the largest r. No edge correction.

    Parameters
    ----------
    x, y
        *n* points, km in the plane (or degrees, see ``coordinates``). Coincident points are
        pairs at distance 0.
    r
        Distances, km, increasing.
    weights
        *n* weights (employment) of zero or more; a pair weighs their product.
    bandwidth
        h, km. When not given: Silverman's rule (R's ``bw.nrd0``) on the unweighted distances.
    exact
        True: the sum over all pairs, in memory that does not grow with *n*, with an error
        below 1e-9. False: on a grid by FFT, in time that does not grow with *n*; ``error``
        estimates what that costs.
    bandwidth_from
        Which distances the rule is applied to: ``near``, those up to 2 max(r) (dbmss), or
        ``all`` (Duranton and Overman 2005).
    coordinates
        ``planar`` or ``geographic`` (x longitude, y latitude; great-circle distances).
    threads
        How many threads; the result does not depend on it.

    Returns
    -------
    DistanceDensity
        ``r``, ``k`` (per km), ``bandwidth``, ``method``, ``error``.

    Raises
    ------
    ArgumentRefused
        If there are fewer than two points, values are missing or weights negative, or no
        bandwidth can be estimated (fewer than two distances in reach).

    References
    ----------
    Duranton, G., Overman, H. G. (2005). Testing for localization using micro-geographic data.
    Review of Economic Studies 72(4), 1077-1106, equation 1 (p. 1084) and footnotes there.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> curve = st.duranton_overman([0, 1, 0, 30], [0, 0, 1, 40], r=[0, 5, 50], bandwidth=2.0)
    >>> curve.k.round(4).tolist()
    [0.1691, 0.0166, 0.0958]
    """
    own = points(x, y, weights, coordinates)
    if own.count < 2:
        raise ArgumentRefused("x", f"has {counted(own.count, 'point')}", "give at least two")
    at = arguments.radii(r)
    if exact:
        return density_of_pairs(own, None, at, bandwidth, bandwidth_from, threads)
    if own.on_sphere:
        raise ArgumentRefused("exact", "is False on the sphere", "project, or use exact=True")
    rough, _ = _rough_bandwidth(own, None, at, bandwidth, bandwidth_from)
    if bandwidth_from != "near":
        raise ArgumentRefused("bandwidth_from", "is 'all' with exact=False", "use 'near'")
    grid = grid_for(own, float(at[-1]), rough)
    k, used = grid_density(grid, own, at, bandwidth)
    cell = f"{grid.cell:.3g} km"
    return DistanceDensity(
        at, k, used, f"FFT on a grid of {cell}; {_source(bandwidth, 'near')}", grid.error(used)
    )


def duranton_overman_between(
    x: ArrayLike,
    y: ArrayLike,
    x_other: ArrayLike,
    y_other: ArrayLike,
    r: ArrayLike,
    weights: ArrayLike | None = None,
    weights_other: ArrayLike | None = None,
    bandwidth: float | None = None,
    *,
    bandwidth_from: str = "near",
    coordinates: str = "planar",
    threads: int | None = None,
) -> DistanceDensity:
    r"""Return Kd between two types: the density of distances from one type to another.

    As :func:`duranton_overman`, with the sum over all pairs (i of the first type, j of the
    other).

    Parameters
    ----------
    x, y
        Points of the first type, km or degrees.
    x_other, y_other
        Points of the other type.
    r
        Distances, km, increasing.
    weights, weights_other
        Weights of zero or more.
    bandwidth, bandwidth_from, coordinates, threads
        As in :func:`duranton_overman`.

    Returns
    -------
    DistanceDensity
        ``r``, ``k`` (per km), ``bandwidth``, ``method``, ``error``.

    Raises
    ------
    ArgumentRefused
        If a type has no point, or as in :func:`duranton_overman`.

    References
    ----------
    Duranton, G., Overman, H. G. (2005). Review of Economic Studies 72(4), 1077-1106, section 6.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> curve = st.duranton_overman_between([0, 1], [0, 0], [3], [4], r=[5.0], bandwidth=1.0)
    >>> curve.k.round(4).tolist()
    [0.373]
    """
    own = points(x, y, weights, coordinates)
    other = points(x_other, y_other, weights_other, coordinates)
    for which, name in ((own, "x"), (other, "x_other")):
        if which.count < 1:
            raise ArgumentRefused(name, "has no points", "give at least one")
    at = arguments.radii(r)
    return density_of_pairs(own, other, at, bandwidth, bandwidth_from, threads)


def density_of_pairs(
    a: Points,
    b: Points | None,
    r: Floats,
    bandwidth: float | None,
    bandwidth_from: str = "near",
    threads: int | None = None,
    few: int = FEW_PAIRS,
) -> DistanceDensity:
    """Return Kd over the pairs of points already checked, exactly."""
    arguments.choice(bandwidth_from, "bandwidth_from", BANDWIDTHS)
    if bandwidth is not None and not (np.isfinite(bandwidth) and bandwidth > 0):
        raise ArgumentRefused("bandwidth", f"is {bandwidth}", "give a positive number of km")
    mass = pair_mass(a, b)
    if mass <= 0:
        raise ArgumentRefused("weights", "leave no pair of positive weight", "give more weights")
    source = _source(bandwidth, bandwidth_from)
    if pair_count(a, b) <= few:
        distances, masses = pair_distances(a, b), pair_weights(a, b)
        within = distances if bandwidth_from == "all" else distances[distances <= 2 * r[-1]]
        h = bandwidth or bandwidth_of_values(within)
        k = kernel_of_values(distances, masses, r, h) / mass
        return DistanceDensity(r, k, h, f"exact, pair by pair; {source}", 1e-13)
    k, h = _binned(a, b, r, bandwidth, bandwidth_from, threads)
    return DistanceDensity(r, k / mass, h, f"exact, binned moments; {source}", 6e-10)


def _source(bandwidth: float | None, bandwidth_from: str) -> str:
    if bandwidth is not None:
        return "bandwidth given"
    reach = "up to 2 max(r)" if bandwidth_from == "near" else "of all pairs"
    return f"bandwidth by Silverman's rule on distances {reach}"


def _binned(
    a: Points,
    b: Points | None,
    r: Floats,
    bandwidth: float | None,
    bandwidth_from: str,
    threads: int | None,
) -> tuple[Floats, float]:
    """Return the kernel sums and the bandwidth from one pass over the pairs (two if weighted)."""
    rough, reach = _rough_bandwidth(a, b, r, bandwidth, bandwidth_from)
    weighted = a.weights is not None or (b is not None and b.weights is not None)
    moments, width = _moments_at(a, b, rough, reach, weighted and bandwidth is not None, threads)
    h = bandwidth or bandwidth_of_moments(moments, width, a, b)
    again = (weighted and bandwidth is None) or width > 1.05 * h / BINS_A_BANDWIDTH
    short = r[-1] + REACH_IN_BANDWIDTHS * h
    if again or (width * len(moments) < short and bandwidth is None):
        moments, width = _moments_at(a, b, h, short, weighted, threads)
    return np.asarray(kernel_of_moments(moments, width, r, h)), float(h)


def _moments_at(
    a: Points, b: Points | None, h: float, reach: float, weighted: bool, threads: int | None
) -> tuple[Floats, float]:
    bins = int(np.ceil(reach / h * BINS_A_BANDWIDTH))
    if bins > MOST_BINS:
        raise ArgumentRefused(
            "bandwidth",
            f"{h:.3g} km is too small for distances up to {reach:.3g} km",
            "give a larger one or smaller distances",
        )
    return pair_moments(a, b, reach, bins, weighted, threads), reach / bins


def _rough_bandwidth(
    a: Points, b: Points | None, r: Floats, bandwidth: float | None, bandwidth_from: str
) -> tuple[float, float]:
    """Return a first guess of the bandwidth, from sampled pairs, and how far to count."""
    if bandwidth is not None:
        return bandwidth, float(r[-1]) + REACH_IN_BANDWIDTHS * bandwidth
    other = a if b is None else b
    draw = np.random.default_rng(0)
    one = a.chosen(draw.integers(0, a.count, SAMPLED_PAIRS))
    two = other.chosen(draw.integers(0, other.count, SAMPLED_PAIRS))
    gap = np.sqrt(np.square(one.place - two.place).sum(axis=0))
    if a.on_sphere:
        gap = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(gap / 2.0, 1.0))
    reach = 2.0 * float(r[-1]) if bandwidth_from == "near" else _widest(a, b)
    near = gap[gap <= reach] if reach > 0 else gap
    pairs = max(pair_count(a, b) * len(near) / len(gap), 2.0)
    if len(near) < 100 or np.std(near) == 0:
        near, pairs = np.array([0.0, max(reach, 1e-9)]), float(pair_count(a, b))
    low, high = np.quantile(near, [0.25, 0.75])
    rough = 0.9 * 0.98 * (min(float(np.std(near)), float(high - low) / 1.34) or 1.0) * pairs**-0.2
    return rough, max(reach, 1e-9)


def _widest(a: Points, b: Points | None) -> float:
    """Return a distance no pair exceeds."""
    both = a.place if b is None else np.concatenate([a.place, b.place], axis=1)
    diagonal = float(np.sqrt(np.square(np.ptp(both, axis=1)).sum()))
    return diagonal * (1.0 + 1e-12) if not a.on_sphere else float(np.pi * EARTH_RADIUS_KM)


def rough_bandwidth(own: Points, r: Floats, bandwidth: float | None) -> float:
    """Return about what bandwidth the rule will give, to lay out bins and grids by."""
    return _rough_bandwidth(own, None, r, bandwidth, "near")[0]
