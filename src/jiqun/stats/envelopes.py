"""Bands from simulated curves: pointwise, and global with an exact level.

The pointwise band lies between order statistics of the simulations; between two of them it
is interpolated at rank p (s + 1) (type 6), so that a further curve of the null leaves it at
each r with probability 1 - level. R's default (type 7) leaves it more often when simulations
are few.

The global band holds the curves, the observed one among them, that are not among the most
extreme by extreme rank length. The observed curve leaves it somewhere if and only if its rank
is that extreme, which under the null happens with probability 1 - level, rounded down to a
multiple of 1/(s + 1).

References
----------
Myllymäki, M., Mrkvička, T., Grabarnik, P., Seijo, H., Hahn, U. (2017). Global envelope tests
for spatial processes. Journal of the Royal Statistical Society B 79(2), 381-404, section 4.
Duranton, G., Overman, H. G. (2005). Review of Economic Studies 72(4), 1077-1106, section 4.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jiqun.base.plurals import counted
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.refusal import Flags


class SimulationsWarning(UserWarning):
    """Too few simulations for the level asked: nothing can lie outside the bands."""


@dataclass(frozen=True)
class Band:
    """Pointwise and global bands round a null hypothesis.

    Parameters
    ----------
    lower, upper
        The pointwise (local) band.
    global_lower, global_upper
        The global band.
    p_value
        Share of curves, the observed one included, at least as extreme as it.
    """

    lower: Floats
    upper: Floats
    global_lower: Floats
    global_upper: Floats
    p_value: float


def band_of(observed: Floats, simulated: Floats, level: float) -> Band:
    """Return the bands of simulated curves (simulations x distances) round the null.

    Called by a statistic of the public's directly: what it warns of is said of the statistic's
    caller. A distance at which a simulation has no value (NaN) has no local band, and takes no part
    in the global one.

    Examples
    --------
    >>> import numpy as np
    >>> simulated = np.random.default_rng(0).normal(size=(999, 3))
    >>> band = band_of(np.array([0.0, 9.0, 0.0]), simulated, 0.95)
    >>> band.p_value, bool(band.global_upper[1] < 9.0)
    (0.006, True)
    """
    _warn_of_few(len(simulated), level)
    lower, upper = np.full((2, len(observed)), np.nan)
    global_lower, global_upper = lower.copy(), upper.copy()
    known = np.isfinite(simulated).all(axis=0) & np.isfinite(observed)
    if not known.any():
        return Band(lower, upper, global_lower, global_upper, float("nan"))
    tail = (1.0 - level) / 2.0
    lower[known], upper[known] = np.quantile(
        simulated[:, known], [tail, 1.0 - tail], axis=0, method="weibull"
    )
    curves = np.vstack([observed[known][None, :], simulated[:, known]])
    kept, p_value = central_curves(curves, level)
    global_lower[known] = curves[kept].min(axis=0)
    global_upper[known] = curves[kept].max(axis=0)
    return Band(lower, upper, global_lower, global_upper, p_value)


def fewest_simulations(level: float) -> int:
    """Return the fewest simulations whose bands can be left at a level.

    The local band then lies between the lowest and the highest of them.

    Examples
    --------
    >>> fewest_simulations(0.95), fewest_simulations(0.9), fewest_simulations(0.99)
    (39, 19, 199)
    """
    return math.ceil(2.0 / (1.0 - level) - 1e-6) - 1


def _warn_of_few(simulations: int, level: float) -> None:
    fewest = fewest_simulations(level)
    if simulations < fewest:
        warnings.warn(
            f"{counted(simulations, 'simulation is', 'simulations are')} too few for bands of "
            f"{level:.6g}: they are narrower, or wider, than asked for; give {fewest} or more",
            SimulationsWarning,
            stacklevel=4,
        )


def central_curves(curves: Floats, level: float) -> tuple[Flags, float]:
    """Return which curves are central by extreme rank length, and the first curve's p-value."""
    depth = np.sort(np.apply_along_axis(_depth, 0, curves), axis=1)
    order = np.lexsort(depth.T[::-1])
    place = _places(depth, order)
    p = place / len(curves)
    return p > 1.0 - level + 1e-12, float(p[0])


def _depth(values: Floats) -> Codes:
    """Return each value's rank from the nearer end, from 1; equals share the smaller rank."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    above = len(values) - np.searchsorted(ordered, values, side="right")
    return np.minimum(below, above) + 1


def _places(depth: Codes, order: Codes) -> Floats:
    """Return how many curves are at least as extreme as each; equal curves share the larger."""
    ordered = depth[order]
    differs = np.any(ordered[1:] != ordered[:-1], axis=1)
    ends = np.append(np.flatnonzero(differs), len(order) - 1)
    last = ends[np.searchsorted(ends, np.arange(len(order)))]
    place = np.empty(len(order))
    place[order] = last + 1.0
    return place


def framed_with_bands(curves: object, names: tuple[str, ...]) -> pd.DataFrame:
    """Return curves by name, with those of their bands that were asked for."""
    every = (*names, "lower", "upper", "global_lower", "global_upper")
    found = {name: getattr(curves, name) for name in every}
    return pd.DataFrame({name: curve for name, curve in found.items() if curve is not None})
