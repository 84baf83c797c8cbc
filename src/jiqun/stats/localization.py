"""Is an industry localized or dispersed, and at which distances? Kd against chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing.curves import Curves
from jiqun.stats import arguments
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.autocorrelation import grid_fits, grid_for
from jiqun.stats.captions import against_distance, where_it_leaves
from jiqun.stats.distance_density import density_of_pairs, rough_bandwidth
from jiqun.stats.envelopes import Band, band_of
from jiqun.stats.pairs import Points, points
from jiqun.stats.permutation import DIRECT_BELOW, Null, fastest_nulls, simulated, simulated_sizes
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused, Flags

FEWEST_PLANTS = 10
CHECKED_EXACTLY = 150_000  # points up to which the grid's error is measured, not estimated


@dataclass(frozen=True, repr=False)
class Localization(Pictured):
    """Kd with its bands under the null that plants could be on any site.

    Parameters
    ----------
    r, k
        Distances and the observed density, by the estimator of the simulations.
    lower, upper
        Pointwise (local) band.
    global_lower, global_upper
        Global band: under the null the whole curve lies inside with probability ``level``.
    p_value
        Of the global test.
    bandwidth
        Of the observed curve, km; re-estimated in each simulation unless given.
    method
        How curves were computed.
    error
        Largest error of ``k`` relative to its largest value (measured against the exact curve
        where the grid was used, up to 150,000 points).
    simulations, level, seed
        As asked for.
    """

    r: Floats
    k: Floats
    lower: Floats
    upper: Floats
    global_lower: Floats
    global_upper: Floats
    p_value: float
    bandwidth: float
    method: str
    error: float
    simulations: int
    level: float
    seed: int

    @property
    def localized(self) -> Flags:
        """Where the curve is above the global band."""
        return np.asarray(self.k > self.global_upper)

    @property
    def dispersed(self) -> Flags:
        """Where the curve is below the global band, if it is above nowhere."""
        return np.asarray((self.k < self.global_lower) & ~self.localized.any())

    def to_frame(self) -> pd.DataFrame:
        """Return the curves as a frame, one row a distance."""
        names = ("r", "k", "lower", "upper", "global_lower", "global_upper")
        return pd.DataFrame({name: getattr(self, name) for name in names})

    @property
    def finding(self) -> Bilingual:
        """Where the curve leaves the global band, in a sentence."""
        above, below = self.localized.tolist(), self.dispersed.tolist()
        return where_it_leaves(self.r, above, below, self.p_value)

    def picture(self) -> Curves:
        """Return Kd against distance, with both bands."""
        title = Bilingual("点对距离的密度 Kd", "Kd: density of pair distances")
        up = Bilingual("密度（每公里）", "density (per km)")
        bands = (self.lower, self.upper, self.global_lower, self.global_upper)
        kd = Bilingual("Kd", "Kd")
        return against_distance(self, self.k, title, kd, up, bands=bands, finding=self.finding)


def duranton_overman_envelope(
    x: ArrayLike,
    y: ArrayLike,
    is_member: ArrayLike,
    r: ArrayLike,
    simulations: int = 1000,
    level: float = 0.95,
    seed: int = 0,
    *,
    weights: ArrayLike | None = None,
    bandwidth: float | None = None,
    exact: bool | None = None,
    coordinates: str = "planar",
    threads: int | None = None,
) -> Localization:
    r"""Return Kd of an industry with local and global bands by permutation.

    Each simulation puts the members (with their weights) on sites drawn without replacement
    from all points and computes Kd again, with a bandwidth of its own unless one is given.

    Parameters
    ----------
    x, y
        All *N* sites: members and others. Kilometres, or degrees (see ``coordinates``).
    is_member
        *N* flags: which sites belong to the industry.
    r
        Distances, km, increasing.
    simulations
        How many; 1,000 usually.
    level
        Of both bands, between 0 and 1.
    seed
        Of the random draws. The result depends on it, not on the threads.
    weights
        *N* weights of zero or more; only the members' are used.
    bandwidth
        h, km; by Silverman's rule on distances up to 2 max(r) when not given.
    exact
        True: every simulation counts all pairs. False: FFT on a grid. When not given, the
        grid from 8,000 members on.
    coordinates
        ``planar`` or ``geographic``.
    threads
        How many threads.

    Returns
    -------
    Localization
        The observed curve, both bands, the global p-value.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used, or there are fewer than two members.

    References
    ----------
    Duranton, G., Overman, H. G. (2005). Testing for localization using micro-geographic data.
    Review of Economic Studies 72(4), 1077-1106, sections 3-4.
    Myllymäki et al. (2017). Journal of the Royal Statistical Society B 79(2), 381-404.

    Examples
    --------
    >>> import numpy as np, jiqun.stats as st
    >>> draw = np.random.default_rng(0)
    >>> x, y = draw.uniform(0, 100, (2, 300))
    >>> near = np.hypot(x - 50, y - 50) < 20  # an industry in the middle
    >>> found = st.duranton_overman_envelope(x, y, near, r=[5, 10, 20, 40], simulations=199)
    >>> found.localized.tolist(), found.p_value
    ([True, True, True, False], 0.005)
    """
    sites = points(x, y, weights, coordinates)
    member = arguments.flags(is_member, "is_member", sites.count)
    at = arguments.radii(r)
    simulations = arguments.whole(simulations, "simulations", 1)
    arguments.fraction(level, "level")
    seed = arguments.whole(seed, "seed", 0)
    own = sites.chosen(member)
    if own.count < 2:
        raise ArgumentRefused(
            "is_member", f"flags {counted(own.count, 'site')}", "flag at least two"
        )
    null, k, h, error = _null_and_observed(sites, own, at, bandwidth, exact, threads)
    band = band_of(k, simulated(null, simulations, seed, threads), level)
    return _localization(at, k, band, h, _method(null), error, simulations, level, seed)


def _null_and_observed(
    sites: Points,
    own: Points,
    r: Floats,
    bandwidth: float | None,
    exact: bool | None,
    threads: int | None,
) -> tuple[Null, Floats, float, float]:
    """Return how to simulate, the observed curve by the same estimator, its h and error."""
    bare = Points(sites.place, None)
    rough = rough_bandwidth(Points(own.place, None), r, bandwidth)
    by_grid = exact is False or (
        exact is None
        and own.count >= DIRECT_BELOW
        and not sites.on_sphere
        and grid_fits(sites, float(r[-1]), rough)
    )
    if not by_grid:
        curve = density_of_pairs(own, None, r, bandwidth, threads=threads)
        null = Null(bare, r, bandwidth, rough, own.count, own.weights)
        return null, curve.k, curve.bandwidth, 1e-4
    if sites.on_sphere:
        raise ArgumentRefused("exact", "is False on the sphere", "project, or use exact=True")
    grid = grid_for(sites, float(r[-1]), rough)
    null = Null(bare, r, bandwidth, rough, own.count, own.weights, grid)
    k = null.density(own)
    if own.count > CHECKED_EXACTLY:
        return null, k, rough, grid.error(rough)
    curve = density_of_pairs(own, None, r, bandwidth, threads=threads)
    return null, k, curve.bandwidth, float(np.max(np.abs(k - curve.k)) / np.max(curve.k))


def _method(null: Null) -> str:
    how = "pair counts" if null.grid is None else f"FFT on a grid of {null.grid.cell:.3g} km"
    h = "re-estimated in each simulation" if null.bandwidth is None else "given"
    return f"{how}; bandwidth {h}; global band by extreme rank length"


def _localization(
    r: Floats,
    k: Floats,
    band: Band,
    h: float,
    method: str,
    error: float,
    simulations: int,
    level: float,
    seed: int,
) -> Localization:
    return Localization(
        r,
        k,
        band.lower,
        band.upper,
        band.global_lower,
        band.global_upper,
        band.p_value,
        h,
        method,
        error,
        simulations,
        level,
        seed,
    )


def duranton_overman_industries(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    simulations: int = 1000,
    level: float = 0.95,
    seed: int = 0,
    *,
    fewest: int = FEWEST_PLANTS,
    bandwidth: float | None = None,
    coordinates: str = "planar",
    threads: int | None = None,
) -> dict[object, Localization]:
    r"""Return Kd with bands for every industry at once, from shared permutations.

    Unweighted: under the null an industry's curve then depends on its number of plants only,
    and one permutation of all sites serves every industry.

    Parameters
    ----------
    x, y
        *N* plants, km or degrees.
    industry
        *N* industry codes, none missing.
    r
        Distances, km, increasing.
    simulations, level, seed, bandwidth, coordinates, threads
        As in :func:`duranton_overman_envelope`.
    fewest
        Industries with fewer plants are left out (Duranton and Overman ask for 10).

    Returns
    -------
    dict
        A :class:`Localization` for each industry that has enough plants, by code, sorted. Draws
        are shared: one p-value is valid on its own, but those of different industries are not
        independent.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used or no industry has enough plants.

    References
    ----------
    Duranton, G., Overman, H. G. (2005). Review of Economic Studies 72(4), 1077-1106.

    Examples
    --------
    >>> import numpy as np, jiqun.stats as st
    >>> x, y = np.random.default_rng(0).uniform(0, 100, (2, 300))
    >>> code = np.where(np.hypot(x - 50, y - 50) < 20, "lamps", "locks")
    >>> found = st.duranton_overman_industries(x, y, code, r=[5, 20], simulations=99)
    >>> sorted(found), found["lamps"].localized.tolist()
    (['lamps', 'locks'], [True, True])
    """
    sites = points(x, y, None, coordinates)
    at = arguments.radii(r)
    simulations = arguments.whole(simulations, "simulations", 1)
    arguments.fraction(level, "level")
    members = _members(industry, sites.count, arguments.whole(fewest, "fewest", 2))
    sizes = sorted({len(which) for which in members.values()})
    by_size = {len(which): which for which in members.values()}
    rough = [rough_bandwidth(sites.chosen(by_size[size]), at, bandwidth) for size in sizes]
    nulls = fastest_nulls(sites, at, sizes, bandwidth, rough)
    curves = simulated_sizes(nulls, simulations, seed, threads)
    found: dict[object, Localization] = {}
    for name, which in members.items():
        place = sizes.index(len(which))
        k, h, error = _observed(nulls[place], sites.chosen(which), threads)
        band = band_of(k.astype(np.float32), curves[place], level)
        found[name] = _localization(
            at, k, band, h, _method(nulls[place]), error, simulations, level, seed
        )
    return found


def _observed(null: Null, own: Points, threads: int | None) -> tuple[Floats, float, float]:
    if null.grid is None:
        curve = density_of_pairs(own, None, null.r, null.bandwidth, threads=threads)
        return curve.k, curve.bandwidth, 1e-4
    return null.density(own), null.rough, null.grid.error(null.rough)


def _members(industry: ArrayLike, count: int, fewest: int) -> dict[object, Codes]:
    """Return the positions of each industry's plants, for industries with enough of them."""
    codes, labels = arguments.keys(industry, "industry", "name or drop these plants", count)
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(codes, minlength=len(labels)))[:-1])
    kept = {
        label: part
        for label, part in zip(labels.tolist(), parts, strict=True)
        if len(part) >= fewest
    }
    if not kept:
        raise ArgumentRefused(
            "industry",
            f"no code has {counted(fewest, 'plant')}",
            "lower fewest or use coarser codes",
        )
    return kept
