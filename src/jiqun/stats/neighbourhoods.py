"""Who stands in the neighbourhood of a plant? Marcon and Puech's M."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jiqun.base.language import Bilingual
from jiqun.drawing.curves import Curves
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.captions import against_distance, banded_finding
from jiqun.stats.compilation import over_blocks
from jiqun.stats.envelopes import band_of, framed_with_bands
from jiqun.stats.neighbours import neighbour_ratios
from jiqun.stats.pairs import Points, points
from jiqun.stats.permutation import stream
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused, Flags


@dataclass(frozen=True, repr=False)
class RelativeDensity(Pictured):
    """An M or m curve, and its bands where they were asked for.

    Parameters
    ----------
    r, m
        Distances, km, and M there; 1 is no interaction. Missing where no reference point has
        a neighbour.
    method
        What was computed.
    lower, upper, global_lower, global_upper, p_value
        Bands under the null, by :func:`marcon_puech_envelope`.
    bandwidth
        Of m: of its kernel, km.
    statistic
        ``M`` or ``m``.
    """

    r: Floats
    m: Floats
    method: str
    lower: Floats | None = None
    upper: Floats | None = None
    global_lower: Floats | None = None
    global_upper: Floats | None = None
    p_value: float | None = None
    bandwidth: float | None = None
    statistic: str = "M"

    def to_frame(self) -> pd.DataFrame:
        """Return the curves as a frame, one row a distance."""
        return framed_with_bands(self, ("r", "m"))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.m, dtype=dtype, copy=True if copy is None else copy)

    def picture(self) -> Curves:
        """Return M or m against distance; 1 is no interaction."""
        near = {"M": ("以内", "within"), "m": ("处", "at")}[self.statistic]
        title = Bilingual(
            f"{self.statistic}：r {near[0]}的邻居中，同类占其总份额的倍数",
            f"{self.statistic}: how many times its share a type has among neighbours {near[1]} r",
        )
        name = Bilingual(self.statistic, self.statistic)
        up = Bilingual("倍数（1 为无相互作用）", "times its share everywhere (1: no interaction)")
        bands = (self.lower, self.upper, self.global_lower, self.global_upper)
        finding = banded_finding(self, self.m)
        return against_distance(
            self, self.m, title, name, up, level=1.0, bands=bands, finding=finding
        )


def marcon_puech(
    x: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None,
    is_reference: ArrayLike,
    is_neighbour: ArrayLike,
    r: ArrayLike,
    *,
    is_control: ArrayLike | None = None,
    coordinates: str = "planar",
    threads: int | None = None,
) -> RelativeDensity:
    r"""Return Marcon and Puech's M: relative density of a type around reference points.

    .. math:: M(r) = \frac{\sum_i W_N(i, r) / W(i, r)}
              {\sum_i (W_N - w_i [i \in N]) / (W - w_i)}

    where :math:`W(i, r)` is the weight of all points at distance d <= r of reference point i
    (itself left out), :math:`W_N(i, r)` that of the neighbour type among them. Both sums run
    over the reference points that have a neighbour within r. No edge correction is needed.

    Parameters
    ----------
    x, y
        *N* points, km (or degrees). Coincident points are neighbours at distance 0.
    weights
        *N* weights of zero or more; all alike when None.
    is_reference, is_neighbour
        *N* flags. The same type for both: intra-industry M; two types: inter-industry.
    r
        Distances, km, increasing.
    is_control
        *N* flags: take the denominators over these only (case-control: neighbours against
        controls), instead of over all points.
    coordinates
        ``planar`` or ``geographic``.
    threads
        How many threads; the result does not depend on it.

    Returns
    -------
    RelativeDensity
        ``r``, ``m`` and ``method``. At least 1 x 0: above 1 there are relatively more
        neighbours of the type within r than everywhere, below 1 fewer.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used, or a type has no point.

    References
    ----------
    Marcon, E., Puech, F. (2010). Measures of the geographic concentration of industries:
    improving distance-based methods. Journal of Economic Geography 10(5), 745-762, equation 1.
    Marcon, E., Puech, F. (2017). A typology of distance-based measures of spatial
    concentration. Regional Science and Urban Economics 62, 56-67.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> lamps = [True, True, False, False]
    >>> curve = st.marcon_puech([0, 1, 10, 11], [0, 0, 0, 0], None, lamps, lamps, r=[1, 10, 11])
    >>> curve.m.round(4).tolist()
    [3.0, 1.25, 1.0]
    """
    every = points(x, y, weights, coordinates)
    at = arguments.radii(r)
    reference = arguments.flags(is_reference, "is_reference", every.count)
    neighbour = arguments.flags(is_neighbour, "is_neighbour", every.count)
    everybody = np.ones(every.count, dtype=np.bool_)
    if is_control is not None:
        everybody = arguments.flags(is_control, "is_control", every.count)
    named = ((reference, "is_reference"), (neighbour, "is_neighbour"), (everybody, "is_control"))
    for flag, name in named:
        if not flag.any():
            raise ArgumentRefused(name, "flags no point", "flag at least one")
    m = relative_density(every, reference, neighbour, everybody, at, threads)
    kind = "M" if is_control is None else "M against controls"
    return RelativeDensity(at, m, f"{kind}, {coordinates} distances, exact")


def relative_density(
    every: Points,
    reference: Flags,
    neighbour: Flags,
    everybody: Flags,
    r: Floats,
    threads: int | None,
) -> Floats:
    """Return M of points already checked."""
    own = np.ones(every.count) if every.weights is None else every.weights
    masses = np.stack([own * everybody, own * neighbour], axis=1)
    totals = masses.sum(axis=0)
    local, overall = neighbour_ratios(every, masses, np.flatnonzero(reference), totals, r, threads)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(overall > 0, local / overall, np.nan))


def marcon_puech_envelope(
    x: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None,
    is_member: ArrayLike,
    r: ArrayLike,
    simulations: int = 1000,
    level: float = 0.95,
    seed: int = 0,
    *,
    coordinates: str = "planar",
    threads: int | None = None,
) -> RelativeDensity:
    """Return intra-industry M with local and global bands by permutation.

    Each simulation deals type and weight together anew over all sites.

    Parameters
    ----------
    x, y, weights, r, coordinates, threads
        As in :func:`marcon_puech`.
    is_member
        *N* flags: the industry.
    simulations, level, seed
        As in :func:`duranton_overman_envelope`.

    Returns
    -------
    RelativeDensity
        With bands; a distance at which some simulation is missing has none.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used, or no site is a member.

    References
    ----------
    Marcon, E., Puech, F. (2010). Journal of Economic Geography 10(5), 745-762, section 3.

    Examples
    --------
    >>> import numpy as np, jiqun.stats as st
    >>> x, y = np.random.default_rng(0).uniform(0, 100, (2, 200))
    >>> near = np.hypot(x - 50, y - 50) < 20
    >>> found = st.marcon_puech_envelope(x, y, None, near, r=[10, 20], simulations=99)
    >>> found.p_value, bool((found.m > found.global_upper).all())
    (0.01, True)
    """
    observed = marcon_puech(
        x, y, weights, is_member, is_member, r, coordinates=coordinates, threads=threads
    )
    every = points(x, y, weights, coordinates)
    member = arguments.flags(is_member, "is_member", every.count)
    simulations = arguments.whole(simulations, "simulations", 1)
    arguments.fraction(level, "level")
    seed = arguments.whole(seed, "seed", 0)
    everybody = np.ones(every.count, dtype=np.bool_)

    def curve(s: int) -> Floats:
        deal = stream(seed, s).permutation(every.count)
        dealt = Points(every.place, None if every.weights is None else every.weights[deal])
        return relative_density(dealt, member[deal], member[deal], everybody, observed.r, 1)

    band = band_of(observed.m, np.stack(over_blocks(curve, simulations, threads)), level)
    return RelativeDensity(
        observed.r,
        observed.m,
        observed.method,
        band.lower,
        band.upper,
        band.global_lower,
        band.global_upper,
        band.p_value,
    )
