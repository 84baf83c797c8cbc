"""How many neighbours has a plant within each distance? Ripley's K, Besag's L."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing.curves import Curves
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.captions import against_distance, banded_finding
from jiqun.stats.compilation import over_blocks
from jiqun.stats.edge_correction import CORRECTIONS, ClosePairs, over_close_pairs
from jiqun.stats.envelopes import band_of, framed_with_bands
from jiqun.stats.neighbours import ordered_pairs_within
from jiqun.stats.pairs import Points, points
from jiqun.stats.permutation import stream
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.windows import Window, seen_in


@dataclass(frozen=True, repr=False)
class Clustering(Pictured):
    """Ripley's K and Besag's L.

    Parameters
    ----------
    r
        Distances, km.
    k
        K, km²: pi r² under complete spatial randomness.
    l
        L = sqrt(K / pi) - r, km: 0 under complete spatial randomness.
    method
        What was computed.
    lower, upper, global_lower, global_upper, p_value
        Bands of K under the null, by :func:`ripley_k_envelope`.
    """

    r: Floats
    k: Floats
    l: Floats  # noqa: E741 - the function's name in every text
    method: str
    lower: Floats | None = None
    upper: Floats | None = None
    global_lower: Floats | None = None
    global_upper: Floats | None = None
    p_value: float | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return the curves as a frame, one row a distance."""
        return framed_with_bands(self, ("r", "k", "l"))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.k, dtype=dtype, copy=True if copy is None else copy)

    def picture(self) -> Curves:
        """Return L against distance, with the bands of K brought to it; 0 is randomness."""
        title = Bilingual(
            "L：r 以内邻居多于完全随机的程度", "L: neighbours within r beyond randomness"
        )
        up = Bilingual("L（公里，0 为完全随机）", "L (km, 0: complete randomness)")
        edges = (self.lower, self.upper, self.global_lower, self.global_upper)
        bands = [None if edge is None else np.sqrt(edge / np.pi) - self.r for edge in edges]
        finding = banded_finding(self, self.k)
        return against_distance(
            self, self.l, title, Bilingual("L", "L"), up, level=0.0, bands=bands, finding=finding
        )


def ripley_k(
    x: ArrayLike,
    y: ArrayLike,
    r: ArrayLike,
    area: float | None = None,
    *,
    window: Window | None = None,
    correction: str = "none",
    coordinates: str = "planar",
    threads: int | None = None,
) -> Clustering:
    r"""Return Ripley's K and Besag's L of points in a window.

    .. math:: K(r) = \frac{A}{n (n - 1)} \sum_{i \ne j} e_{ij} [d_{ij} \le r], \qquad
              L(r) = \sqrt{K(r) / \pi} - r

    Without edge correction (:math:`e_{ij} = 1`) K is too small where r is not small against the
    window; compare it with simulations in the same window, not with pi r². ``translation``:
    :math:`e_{ij} = A / |W \cap (W + x_i - x_j)|`. ``isotropic``: one over the share of the circle
    about i through j that lies in the window. ``border``: only points at least r from the edge
    are centres, of m there are :math:`K = \tfrac{A}{n m} \sum_{i: b_i \ge r} [d_{ij} \le r]`.

    Parameters
    ----------
    x, y
        *n* points, km (or degrees).
    r
        Distances, km, increasing. Corrections go wild where r comes near half the window's width.
    area
        Of the window, km²; that of ``window`` when not given.
    window
        From :func:`rectangle` or :func:`polygon`, or shapely's; corrections need it. The
        translation correction of a polygon takes time with the square of its sides.
    correction
        ``none``, ``translation``, ``isotropic`` or ``border``.
    coordinates
        ``planar`` or ``geographic``; corrections and windows are of the plane.
    threads
        How many threads.

    Returns
    -------
    Clustering
        ``r``, ``k`` (km²), ``l`` (km), ``method``. Where no point is r from the edge, K by
        ``border`` is missing; where no displacement of r leaves a part of the window, or no
        part of a circle can be seen, that pair cannot occur.

    Raises
    ------
    ArgumentRefused
        If there are fewer than two points, a point lies outside the window, or an argument
        cannot be used.

    References
    ----------
    Ripley, B. D. (1976). The second-order analysis of stationary point processes. Journal of
    Applied Probability 13(2), 255-266 (K, isotropic correction).
    Besag, J. (1977). Contribution to the discussion of Dr Ripley's paper. Journal of the Royal
    Statistical Society B 39(2), 193-195 (L).
    Ohser, J. (1983). On estimators for the reduced second moment measure of point processes.
    Mathematische Operationsforschung und Statistik 14(1), 63-71 (translation correction).
    Ripley, B. D. (1988). Statistical Inference for Spatial Processes. Cambridge University
    Press, chapter 3 (border correction).

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.ripley_k([0, 3, 0], [0, 0, 4], r=[3, 4, 5], area=12).k.tolist()
    [4.0, 8.0, 12.0]
    >>> seen = st.rectangle(0, 0, 4, 4)
    >>> st.ripley_k([1, 3], [1, 1], r=[2], window=seen, correction="translation").k.tolist()
    [32.0]
    """
    every, window = points(x, y, None, coordinates), seen_in(window)
    at = arguments.radii(r)
    if every.count < 2:
        raise ArgumentRefused("x", f"has {counted(every.count, 'point')}", "give at least two")
    size = area_of(every, area, window, correction)
    k = corrected_k(every, at, size, window, correction, threads)
    method = f"{'no edge' if correction == 'none' else correction} correction, {coordinates}"
    return Clustering(at, k, np.sqrt(k / np.pi) - at, method)


def area_of(every: Points, area: float | None, window: Window | None, correction: str) -> float:
    """Return the window's area, having checked that the points lie in it."""
    arguments.choice(correction, "correction", CORRECTIONS)
    if window is None:
        if correction != "none":
            todo = "give rectangle(...) or polygon(...)"
            raise ArgumentRefused("window", f"is needed to correct by {correction}", todo)
        if area is None:
            todo = "give window=rectangle(...) or polygon(...), or the window's area in km²"
            raise ArgumentRefused("area", "is None, and no window is given", todo)
        if not (np.isfinite(area) and area > 0):
            raise ArgumentRefused("area", f"is {area}", "give a positive number of km²")
        return float(area)
    if every.on_sphere:
        raise ArgumentRefused("window", "is of the plane", "project the points, and give km")
    if area is not None and abs(area - window.area) > 1e-9 * window.area:
        raise ArgumentRefused("area", f"is {area}, the window's {window.area:g}", "give one")
    outside = ~window.holds(every.place)
    todo = "give a window that holds all points"
    arguments.refuse_where(outside, "window", "point lies outside|points lie outside", todo)
    return window.area


def corrected_k(
    every: Points,
    r: Floats,
    area: float,
    window: Window | None,
    correction: str,
    threads: int | None,
) -> Floats:
    """Return K of points already checked."""
    scale = area / (every.count * (every.count - 1.0))
    if window is None or correction == "none":
        return ordered_pairs_within(every, r, threads) * scale
    if correction == "border":
        return _border_k(every, r, window, threads)

    def count(pairs: ClosePairs) -> Floats:
        return pairs.counted(r, pairs.weights(window, correction))

    found = over_close_pairs(every, window, float(r[-1]), count, threads)
    return np.asarray(np.cumsum(found) * scale)


def _border_k(every: Points, r: Floats, window: Window, threads: int | None) -> Floats:
    """Return K by pairs whose first point is at least r from the edge."""

    def count(pairs: ClosePairs) -> Floats:
        return pairs.counted_from_within(r)

    pairs = np.cumsum(over_close_pairs(every, window, float(r[-1]), count, threads))
    centres = (window.depth(every.place)[:, None] >= r).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(pairs * (window.area / every.count) / centres)


def ripley_k_envelope(
    x: ArrayLike,
    y: ArrayLike,
    is_member: ArrayLike,
    r: ArrayLike,
    area: float | None = None,
    simulations: int = 1000,
    level: float = 0.95,
    seed: int = 0,
    *,
    window: Window | None = None,
    correction: str = "none",
    coordinates: str = "planar",
    threads: int | None = None,
) -> Clustering:
    """Return the members' K with local and global bands, members drawn at random from all sites.

    Random labelling: what firms of the industry do beyond what sites of all firms do. Edges
    and the window's shape act on the observed curve and the simulations alike.

    Parameters
    ----------
    x, y, r, area, window, correction, coordinates, threads
        As in :func:`ripley_k`, for all *N* sites.
    is_member
        *N* flags: the industry.
    simulations, level, seed
        As in :func:`duranton_overman_envelope`.

    Returns
    -------
    Clustering
        K and L of the members, with bands of K.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used, or fewer than two sites are members.

    References
    ----------
    Diggle, P. J., Chetwynd, A. G. (1991). Second-order analysis of spatial clustering for
    inhomogeneous populations. Biometrics 47(3), 1155-1163.

    Examples
    --------
    >>> import numpy as np, jiqun.stats as st
    >>> x, y = np.random.default_rng(0).uniform(0, 100, (2, 200))
    >>> near = np.hypot(x - 50, y - 50) < 20
    >>> found = st.ripley_k_envelope(x, y, near, [10, 20], 10_000, simulations=99)
    >>> found.p_value, bool((found.k > found.global_upper).all())
    (0.01, True)
    """
    sites, window = points(x, y, None, coordinates), seen_in(window)
    member = arguments.flags(is_member, "is_member", sites.count)
    simulations = arguments.whole(simulations, "simulations", 1)
    arguments.fraction(level, "level")
    seed = arguments.whole(seed, "seed", 0)
    size = int(member.sum())
    if size < 2:
        raise ArgumentRefused("is_member", f"flags {counted(size, 'site')}", "flag at least two")
    own = arguments.vector(x, "x")[member], arguments.vector(y, "y")[member]
    observed = ripley_k(
        *own, r, area, window=window, correction=correction, coordinates=coordinates,
        threads=threads,
    )  # fmt: skip
    whole = area_of(sites, area, window, correction)

    def curve(s: int) -> Floats:
        drawn = sites.chosen(stream(seed, s).choice(sites.count, size, replace=False))
        return corrected_k(drawn, observed.r, whole, window, correction, 1)

    band = band_of(observed.k, np.stack(over_blocks(curve, simulations, threads)), level)
    return replace(
        observed, lower=band.lower, upper=band.upper, global_lower=band.global_lower,
        global_upper=band.global_upper, p_value=band.p_value,
    )  # fmt: skip
