"""Neighbours at a distance (g), and what cases do beyond controls (D)."""

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
from jiqun.stats import edges_in_numpy as in_numpy
from jiqun.stats.arguments import Floats
from jiqun.stats.captions import against_distance, banded_finding
from jiqun.stats.compilation import compiled_or, over_blocks
from jiqun.stats.edge_correction import ClosePairs, over_close_pairs
from jiqun.stats.envelopes import band_of, framed_with_bands
from jiqun.stats.pairs import Points, points
from jiqun.stats.permutation import stream
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.ripley import area_of, corrected_k
from jiqun.stats.windows import Window, rectangle, seen_in

STOYAN = 0.15
DIVISORS = ("r", "d")


@dataclass(frozen=True, repr=False)
class PairCorrelation(Pictured):
    """A pair correlation function.

    Parameters
    ----------
    r, g
        Distances, km, and g there: 1 under complete spatial randomness, 2 where points at that
        distance are twice as many. Missing at r = 0.
    bandwidth
        Half the width of the kernel, km.
    method
        What was computed.
    """

    r: Floats
    g: Floats
    bandwidth: float
    method: str

    def to_frame(self) -> pd.DataFrame:
        """Return the curve as a frame, one row a distance."""
        return pd.DataFrame({"r": self.r, "g": self.g})

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.g, dtype=dtype, copy=True if copy is None else copy)

    def picture(self) -> Curves:
        """Return g against distance; 1 is randomness."""
        title = Bilingual(
            "g：r 处邻居为完全随机的倍数", "g: neighbours at r, times those of randomness"
        )
        up = Bilingual("g（1 为完全随机）", "g (1: complete randomness)")
        return against_distance(self, self.g, title, Bilingual("g", "g"), up, level=1.0)


def pair_correlation(
    x: ArrayLike,
    y: ArrayLike,
    r: ArrayLike,
    area: float | None = None,
    *,
    window: Window | None = None,
    correction: str = "none",
    bandwidth: float | None = None,
    divisor: str = "r",
    threads: int | None = None,
) -> PairCorrelation:
    r"""Return the pair correlation function g: neighbours at a distance, not up to it.

    .. math:: g(r) = \frac{A}{n (n - 1)} \sum_{i \ne j}
              \frac{e_{ij} \kappa_h(r - d_{ij})}{2 \pi r}, \qquad
              \kappa_h(u) = \frac{3}{4 h} \left(1 - \frac{u^2}{h^2}\right)_+

    with the weights e of :func:`ripley_k`: g is the slope of K over :math:`2 \pi r`. Below h it
    is too large by nature; ``divisor="d"`` divides each pair by its own distance instead.

    Parameters
    ----------
    x, y, area, window
        As in :func:`ripley_k`, km.
    r
        Distances, km, increasing.
    correction
        ``none``, ``translation`` or ``isotropic``.
    bandwidth
        h, km; Stoyan's :math:`0.15 / \sqrt{n / A}` when not given.
    divisor
        ``r`` or ``d``.
    threads
        How many threads.

    Returns
    -------
    PairCorrelation
        ``r``, ``g``, ``bandwidth``, ``method``.

    Raises
    ------
    ArgumentRefused
        As in :func:`ripley_k`.

    References
    ----------
    Stoyan, D., Stoyan, H. (1994). Fractals, Random Shapes and Point Fields. Wiley, pp. 284-289,
    equation 15.15.
    Guan, Y. (2007). A least-squares cross-validation bandwidth selection approach in pair
    correlation function estimations. Statistics & Probability Letters 77(18), 1722-1729
    (``divisor="d"``).

    Examples
    --------
    >>> import jiqun.stats as st
    >>> found = st.pair_correlation([0, 3, 0], [0, 0, 4], r=[3, 5], area=12, bandwidth=1.0)
    >>> found.g.round(4).tolist()
    [0.1592, 0.0955]
    """
    every, window = points(x, y, None, "planar"), seen_in(window)
    at = arguments.radii(r)
    if every.count < 2:
        raise ArgumentRefused("x", f"has {counted(every.count, 'point')}", "give at least two")
    arguments.choice(divisor, "divisor", DIVISORS)
    arguments.choice(correction, "correction", ("none", "translation", "isotropic"))
    size = area_of(every, area, window, correction)
    h = STOYAN / np.sqrt(every.count / size) if bandwidth is None else bandwidth
    h = arguments.positive(float(h), "bandwidth")
    seen = window or _about(every)

    def count(pairs: ClosePairs) -> Floats:
        weights = pairs.weights(seen, correction)
        if divisor == "d":
            weights = weights / pairs.distance
        return np.asarray(_spread(pairs.distance, weights, at, h))

    found = over_close_pairs(every, seen, float(at[-1]) + h, count, threads)
    around = 2.0 * np.pi * (at if divisor == "r" else np.where(at > 0, 1.0, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        g = found * (size / (every.count * (every.count - 1.0))) / around
    named = "no edge" if correction == "none" else correction
    method = f"Epanechnikov kernel, {named} correction, divided by {divisor}"
    return PairCorrelation(at, np.where(at > 0, g, np.nan), h, method)


def _about(every: Points) -> Window:
    """Return a rectangle about points, for those whose window is known by its area only."""
    (left, bottom), (right, top) = every.place.min(axis=1), every.place.max(axis=1)
    return rectangle(float(left), float(bottom), float(right) + 1.0, float(top) + 1.0)


@compiled_or(in_numpy.spread)
def _spread(distance: Any, weights: Any, r: Any, h: float) -> Any:
    """Return Epanechnikov's kernel sums of pairs at each r."""
    found = np.zeros(len(r))
    for k in range(len(distance)):
        for at in range(np.searchsorted(r, distance[k] - h), len(r)):
            u = (r[at] - distance[k]) / h
            if u >= 1.0:
                break
            found[at] += weights[k] * 0.75 / h * max(0.0, 1.0 - u * u)
    return found


@dataclass(frozen=True, repr=False)
class CaseControl(Pictured):
    """Diggle and Chetwynd's D, with the two K it is the difference of.

    Parameters
    ----------
    r, d
        Distances, km, and D there, km²: above 0 cases gather more than controls do.
    cases, controls
        K of either, km².
    method
        What was computed.
    lower, upper, global_lower, global_upper, p_value
        Bands of D when labels are dealt at random, where simulations were asked for.
    """

    r: Floats
    d: Floats
    cases: Floats
    controls: Floats
    method: str
    lower: Floats | None = None
    upper: Floats | None = None
    global_lower: Floats | None = None
    global_upper: Floats | None = None
    p_value: float | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return the curves as a frame, one row a distance."""
        return framed_with_bands(self, ("r", "d", "cases", "controls"))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.d, dtype=dtype, copy=True if copy is None else copy)

    def picture(self) -> Curves:
        """Return D against distance; above 0 cases gather more than controls."""
        title = Bilingual("D：本行业与对照的 K 之差", "D: K of cases less K of controls")
        up = Bilingual("D（平方公里）", "D (km²)")
        bands = (self.lower, self.upper, self.global_lower, self.global_upper)
        finding = banded_finding(self, self.d)
        return against_distance(
            self, self.d, title, Bilingual("D", "D"), up, level=0.0, bands=bands, finding=finding
        )


def _refuse_few(case: NDArray[np.bool_]) -> None:
    """Refuse flags that leave fewer than two cases or fewer than two controls."""
    if min(case.sum(), (~case).sum()) < 2:
        left = counted(int((~case).sum()), "control")
        what = f"flags {counted(int(case.sum()), 'case')} and leaves {left}"
        raise ArgumentRefused("is_case", what, "give two of each at least")


def diggle_chetwynd(
    x: ArrayLike,
    y: ArrayLike,
    is_case: ArrayLike,
    r: ArrayLike,
    area: float | None = None,
    *,
    window: Window | None = None,
    correction: str = "none",
    simulations: int = 0,
    level: float = 0.95,
    seed: int = 0,
    coordinates: str = "planar",
    threads: int | None = None,
) -> CaseControl:
    r"""Return Diggle and Chetwynd's D: whether an industry's plants gather more than others do.

    .. math:: D(r) = K_{cases}(r) - K_{controls}(r)

    Where firms of all kinds gather, K of an industry is large without the industry's doing; D
    takes away what its controls do.

    Parameters
    ----------
    x, y
        *N* plants, km (or degrees).
    is_case
        *N* flags: the industry; all others are controls.
    r, area, window, correction, coordinates, threads
        As in :func:`ripley_k`.
    simulations
        How many times the flags are dealt anew over the plants, for bands; 0 for none.
    level, seed
        As in :func:`duranton_overman_envelope`.

    Returns
    -------
    CaseControl
        ``r``, ``d``, ``cases``, ``controls`` (km²), and bands where they were asked for.

    Raises
    ------
    ArgumentRefused
        If there are fewer than two cases or controls, or as in :func:`ripley_k`.

    References
    ----------
    Diggle, P. J., Chetwynd, A. G. (1991). Second-order analysis of spatial clustering for
    inhomogeneous populations. Biometrics 47(3), 1155-1163, section 3.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> found = st.diggle_chetwynd([0, 1, 5, 9], [0, 0, 0, 0], [1, 1, 0, 0], r=[1, 4], area=20)
    >>> found.d.tolist()
    [20.0, 0.0]
    """
    every, window = points(x, y, None, coordinates), seen_in(window)
    case = arguments.flags(is_case, "is_case", every.count)
    at = arguments.radii(r)
    _refuse_few(case)
    how = (at, area_of(every, area, window, correction), window, correction)
    simulations = arguments.whole(simulations, "simulations", 0)

    def curves(flags: NDArray[np.bool_], threads: int | None) -> list[Floats]:
        return [corrected_k(every.chosen(kept), *how, threads) for kept in (flags, ~flags)]

    cases, controls = curves(case, threads)
    named = "no edge" if correction == "none" else correction
    found = CaseControl(at, cases - controls, cases, controls, f"{named} correction, {coordinates}")
    if simulations == 0:
        return found
    arguments.fraction(level, "level")
    seed = arguments.whole(seed, "seed", 0)

    def dealt(number: int) -> Floats:
        return np.subtract(*curves(case[stream(seed, number).permutation(every.count)], 1))

    band = band_of(found.d, np.stack(over_blocks(dealt, simulations, threads)), level)
    return replace(found, **vars(band))
