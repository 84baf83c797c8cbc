"""Are like places near each other? Moran's I, Geary's C and Getis and Ord's G of a whole map."""

from collections.abc import Callable
from typing import Any

import numpy as np

from jiqun.base.plurals import counted
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.compilation import over_blocks
from jiqun.stats.map_statistics import SpatialAutocorrelation, folded, held
from jiqun.stats.permutation import stream
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.spatial_weights import STANDARDS, SpatialWeights, values_of, varied, weights_of

FEWEST_PLACES = 4
"""The randomisation variance divides by n - 3."""
TOGETHER = 32  # simulations of one block


def moran(
    values: Any,
    weights: Any,
    *,
    standardise: str = "row",
    simulations: int = 999,
    seed: int = 0,
    threads: int | None = None,
) -> SpatialAutocorrelation:
    r"""Return Moran's I: whether neighbours are like (above expected) or unlike (below).

    .. math:: I = \frac{n}{S_0} \frac{\sum_{ij} w_{ij} z_i z_j}{\sum_i z_i^2}, \qquad
              E(I) = -\frac{1}{n - 1}

    with z the deviations from the mean.

    Parameters
    ----------
    values
        *n* numbers, one a place; a series is matched to the weights' places by name.
    weights
        From :func:`nearest_neighbours`, :func:`distance_band` or :func:`contiguity`; or places
        x places: a SciPy sparse matrix, a frame, libpysal's W or Graph.
    standardise
        ``row``: a place's weights sum to 1; ``binary``: all are 1; ``given``.
    simulations
        Random deals of the values over the places; 0 for none.
    seed
        Of the deals. The result depends on it, not on the threads.
    threads
        How many threads.

    Returns
    -------
    SpatialAutocorrelation
        I, its moments and p-values, all two-sided.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used, values are all alike, or fewer than four places have
        neighbours.

    Warns
    -----
    IslandsWarning
        If places are left out because they have no neighbour.

    References
    ----------
    Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37, 17-23.
    Cliff, A. D., Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion, pp. 42-46
    (moments).

    Examples
    --------
    >>> import jiqun.stats as st
    >>> row = st.contiguity([(0, 1), (1, 2), (2, 3), (3, 4)], range(5))
    >>> found = st.moran([1, 2, 3, 4, 5], row, standardise="binary")
    >>> found.value, found.expected, round(found.z_random, 3)
    (0.5, -0.25, 1.826)
    """
    x, w = _prepared(values, weights, standardise)
    z = varied(x)
    n = len(z)
    s0 = w.sums[0]
    lag = w.matrix @ z
    scale = n / s0 / float(z @ z)
    found = scale * float(z @ lag)
    p = _permuted(lambda deals: _products(deals, w), z, simulations, seed, threads)
    expected = -1.0 / (n - 1)
    spread = float(np.sqrt(z @ z / n))
    return held(
        "I", found, expected, _moran_variances(z, w), p, simulations, seed,
        z / spread, lag / spread, f"Moran's I, {w.method}, {standardise} weights",
    )  # fmt: skip


def _moran_variances(z: Floats, w: SpatialWeights) -> tuple[float, float]:
    """Return the variances of I when values are normal and when they are dealt at random."""
    n = len(z)
    s0, s1, s2 = w.sums
    square = 1.0 / (n - 1) ** 2
    normal = (n * n * s1 - n * s2 + 3 * s0**2) / ((n - 1) * (n + 1) * s0**2) - square
    k = _kurtosis(z)
    spread = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    tails = k * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return normal, (spread - tails) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - square


def _kurtosis(z: Floats) -> float:
    return float(np.mean(z**4) / np.mean(z**2) ** 2)


def geary(
    values: Any,
    weights: Any,
    *,
    standardise: str = "row",
    simulations: int = 999,
    seed: int = 0,
    threads: int | None = None,
) -> SpatialAutocorrelation:
    r"""Return Geary's C: below 1 neighbours are like, above 1 unlike.

    .. math:: C = \frac{n - 1}{2 S_0} \frac{\sum_{ij} w_{ij} (x_i - x_j)^2}{\sum_i z_i^2}

    Parameters
    ----------
    values, weights, standardise, simulations, seed, threads
        As in :func:`moran`.

    Returns
    -------
    SpatialAutocorrelation
        C, its moments and p-values, all two-sided.

    Raises
    ------
    ArgumentRefused
        As in :func:`moran`.

    References
    ----------
    Geary, R. C. (1954). The contiguity ratio and statistical mapping. The Incorporated
    Statistician 5(3), 115-145.
    Cliff, A. D., Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion, pp. 17,
    42-46 (moments).

    Examples
    --------
    >>> import jiqun.stats as st
    >>> row = st.contiguity([(0, 1), (1, 2), (2, 3), (3, 4)], range(5))
    >>> st.geary([1, 2, 3, 4, 5], row, standardise="binary").value
    0.2
    """
    x, w = _prepared(values, weights, standardise)
    z = varied(x)
    n = len(z)
    out = np.asarray(w.matrix.sum(axis=1))
    both = out + np.bincount(w.matrix.indices, w.matrix.data, n)

    def gaps(deals: Floats) -> Floats:
        return np.asarray(both @ deals**2 - 2.0 * _products(deals, w))

    scale = (n - 1) / (2.0 * w.sums[0] * float(z @ z))
    p = _permuted(gaps, z, simulations, seed, threads)
    spread = float(np.sqrt(z @ z / n))
    return held(
        "C", scale * float(gaps(z)), 1.0, _geary_variances(z, w), p, simulations, seed,
        z / spread, w.matrix @ z / spread, f"Geary's C, {w.method}, {standardise} weights",
    )  # fmt: skip


def _geary_variances(z: Floats, w: SpatialWeights) -> tuple[float, float]:
    n = len(z)
    s0, s1, s2 = w.sums
    normal = ((2 * s1 + s2) * (n - 1) - 4 * s0**2) / (2 * (n + 1) * s0**2)
    k = _kurtosis(z)
    first = (n - 1) * s1 * (n * n - 3 * n + 3 - (n - 1) * k)
    second = (n - 1) * s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * k) / 4.0
    third = s0**2 * (n * n - 3 - (n - 1) ** 2 * k)
    return normal, (first - second + third) / (n * (n - 2) * (n - 3) * s0**2)


def getis_ord(
    values: Any,
    weights: Any,
    *,
    simulations: int = 999,
    seed: int = 0,
    threads: int | None = None,
) -> SpatialAutocorrelation:
    r"""Return Getis and Ord's G: whether large values (above expected) or small ones gather.

    .. math:: G = \frac{\sum_{ij} w_{ij} x_i x_j}{\sum_{i \ne j} x_i x_j}, \qquad
              E(G) = \frac{S_0}{n (n - 1)}

    with weights of 1 for neighbours.

    Parameters
    ----------
    values
        *n* amounts of zero or more, one a place.
    weights, simulations, seed, threads
        As in :func:`moran`.

    Returns
    -------
    SpatialAutocorrelation
        G, its moments under random deals, and p-values, two-sided. Nothing is said of normal
        values, which an amount is not.

    Raises
    ------
    ArgumentRefused
        As in :func:`moran`; if a value is negative.

    References
    ----------
    Getis, A., Ord, J. K. (1992). The analysis of spatial association by use of distance
    statistics. Geographical Analysis 24(3), 189-206.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> row = st.contiguity([(0, 1), (1, 2), (2, 3), (3, 4)], range(5))
    >>> found = st.getis_ord([5, 5, 1, 0, 1], row)
    >>> round(found.value, 4), found.expected
    (0.6522, 0.4)
    """
    arguments.amounts(values, "values")
    x, w = _prepared(values, weights, "binary")
    varied(x)
    scale = 1.0 / (float(x.sum()) ** 2 - float(x @ x))
    found = scale * float(x @ (w.matrix @ x))
    n = len(x)
    expected = w.sums[0] / (n * (n - 1))
    p = _permuted(lambda deals: _products(deals, w), x, simulations, seed, threads)
    variances = (float("nan"), _getis_ord_square(x, w) - expected**2)
    z = (x - x.mean()) / x.std()
    lag = w.standardised("row").matrix @ z
    method = f"Getis and Ord's G, {w.method}"
    return held("G", found, expected, variances, p, simulations, seed, z, lag, method)


def _getis_ord_square(x: Floats, w: SpatialWeights) -> float:
    """Return the mean of G² when the values are dealt at random."""
    n = len(x)
    s0, s1, s2 = w.sums
    m1, m2, m3, m4 = (float(np.sum(x**power)) for power in (1, 2, 3, 4))
    parts = (
        ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2) * m2**2,
        -((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2) * m4,
        -(2 * n * s1 - (n + 3) * s2 + 6 * s0**2) * m1**2 * m2,
        (4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2) * m1 * m3,
        (s1 - s2 + s0**2) * m1**4,
    )
    return sum(parts) / ((m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3))


def _prepared(values: Any, weights: Any, standardise: str) -> tuple[Floats, SpatialWeights]:
    """Return values and weights of the places that take part."""
    arguments.choice(standardise, "standardise", STANDARDS)
    given = weights_of(weights)
    x = values_of(values, given)
    kept, which = given.without_islands()
    if kept.count < FEWEST_PLACES:
        what = f"gives {counted(kept.count, 'place')} neighbours"
        raise ArgumentRefused("weights", what, f"give {FEWEST_PLACES} places neighbours, or more")
    return np.ascontiguousarray(x[which]), kept.standardised(standardise)


def _products(deals: Floats, w: SpatialWeights) -> Floats:
    """Return the sum of products of neighbours' values, of each column."""
    return np.asarray((deals * (w.matrix @ deals)).sum(axis=0))


def _permuted(
    compute: Callable[[Floats], Floats],
    values: Floats,
    simulations: int,
    seed: int,
    threads: int | None,
) -> float:
    """Return the two-sided p-value of what is computed of each column, among random deals."""
    simulations = arguments.whole(simulations, "simulations", 0)
    seed = arguments.whole(seed, "seed", 0)
    if simulations == 0:
        return float("nan")

    def work(block: int) -> Floats:
        many = min(TOGETHER, simulations - block * TOGETHER)
        dealt = stream(seed, block).permuted(np.tile(values, (many, 1)), axis=1)
        return compute(np.ascontiguousarray(dealt.T))

    blocks = over_blocks(work, -(-simulations // TOGETHER), threads)
    return folded(np.concatenate(blocks), float(compute(values)))
