"""Where do like places gather? Local Moran's I (LISA) and Getis and Ord's Gi and Gi*."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing import palette
from jiqun.drawing.spots import Plane, Spots
from jiqun.stats import arguments
from jiqun.stats.arguments import Floats
from jiqun.stats.captions import NO_NEIGHBOURS, NOT_SIGNIFICANT
from jiqun.stats.conditional_permutation import adjusted_for_many, conditional_p
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.spatial_weights import (
    STANDARDS,
    SpatialWeights,
    values_of,
    varied,
    warn_of_islands,
    weights_of,
)

QUADRANTS = ("high-high", "low-high", "low-low", "high-low")
"""A place first, its neighbours second; in the order of the quarters of the plane."""
NOWHERE = "not significant"
UNKNOWN = "unknown"
FEWEST_PLACES = 3
MARKS = {
    UNKNOWN: (NO_NEIGHBOURS, palette.PALE),
    NOWHERE: (NOT_SIGNIFICANT, palette.LINE),
    "high-low": (Bilingual("高—低", "high among low"), palette.HEAT[-2]),
    "low-high": (Bilingual("低—高", "low among high"), palette.HEAT[2]),
    "low-low": (Bilingual("低—低", "low among low"), palette.HEAT[3]),
    "high-high": (Bilingual("高—高", "high among high"), palette.HEAT[-3]),
    "low": (Bilingual("冷点", "cold spot"), palette.HEAT[3]),
    "high": (Bilingual("热点", "hot spot"), palette.HEAT[-3]),
}
"""How each kind of place is named and coloured, those on top last."""
HELD = {
    True: Bilingual("错误发现率 5%", "false discovery rate 5 %"),
    False: Bilingual("未检验", "not tested"),
}


@dataclass(frozen=True, repr=False)
class LocalAssociation(Pictured):
    """One number a place, held against chance.

    Parameters
    ----------
    statistic
        ``local I``, ``Gi`` or ``Gi*``.
    value
        One a place. A place without neighbours is missing here and in all that follows.
    expected, variance, z
        Moments when all values but the place's own are dealt at random over the others, and
        ``value`` held against them.
    p_value
        Of ``simulations`` such deals, two-sided, place by place.
    q_value
        The same after Benjamini and Hochberg: at 0.05, no more than 5 % of the places named are
        expected to be chance. Of many places some are always below 0.05 by chance alone.
    quadrant
        Of local I ``high-high``, ``low-high``, ``low-low`` or ``high-low`` (the place, then its
        neighbours, against the mean); of Gi ``high`` or ``low``.
    values, lag
        Standardised values, and the weighted sums of the neighbours'.
    simulations, seed
        As asked for.
    place
        Two rows of coordinates, where the weights know them.
    method
        What was computed.
    """

    statistic: str
    value: pd.Series
    expected: pd.Series
    variance: pd.Series
    z: pd.Series
    p_value: pd.Series
    q_value: pd.Series
    quadrant: pd.Series
    values: pd.Series
    lag: pd.Series
    simulations: int
    seed: int
    place: Floats | None
    method: str

    def to_frame(self) -> pd.DataFrame:
        """Return one row a place."""
        names = ("value", "expected", "variance", "z", "p_value", "q_value", "quadrant")
        return pd.DataFrame({name: getattr(self, name) for name in names})

    def clusters(self, level: float = 0.05, *, adjusted: bool = True) -> pd.Series:
        """Return each place's quadrant where it is significant.

        Parameters
        ----------
        level
            Between 0 and 1.
        adjusted
            Whether the rate of false discoveries is held (``q_value``), or each place stands
            for itself (``p_value``), so that a twentieth of all places is named by chance.

        Returns
        -------
        pandas.Series
            A quadrant, ``not significant``, or ``unknown`` of a place without neighbours.
        """
        arguments.fraction(level, "level")
        if self.simulations == 0:
            raise ArgumentRefused("simulations", "were 0", "compute it with some")
        p = self.q_value if adjusted else self.p_value
        named = self.quadrant.where(p <= level, NOWHERE)
        return named.where(p.notna(), UNKNOWN).rename("cluster")

    def picture(self) -> Plane:
        """Return the significant places on a map; without coordinates, against neighbours."""
        named = self.clusters() if self.simulations else self.quadrant.fillna(UNKNOWN)
        is_map = self.place is not None
        plain = np.array([self.values, self.lag.fillna(0.0)])
        spots = plain if self.place is None else self.place
        groups = []
        for kind, (name, colour) in MARKS.items():
            x, y = spots[:, (named == kind).to_numpy()].tolist()
            groups.append(Spots(name, x, y, colour))
        name_zh = self.statistic.replace("local", "局部")
        count = int((~named.isin([NOWHERE, UNKNOWN])).sum())
        return Plane(
            title=Bilingual(f"{name_zh}：聚集之处", f"{self.statistic}: where values gather"),
            finding=Bilingual(
                f"{len(named)} 个地方中有 {count} 个突出（{HELD[self.simulations > 0].zh}）。",
                f"{count} of {counted(len(named), 'place')} stand out "
                f"({HELD[self.simulations > 0].en}).",
            ),
            along=Bilingual("x", "x") if is_map else Bilingual("本地的值", "value"),
            up=Bilingual("y", "y") if is_map else Bilingual("邻居的值", "neighbours' values"),
            groups=groups,
            crossing=None if is_map else (0.0, 0.0),
            is_map=is_map,
        )


def local_moran(
    values: Any,
    weights: Any,
    *,
    standardise: str = "row",
    simulations: int = 999,
    seed: int = 0,
    threads: int | None = None,
) -> LocalAssociation:
    r"""Return local Moran's I: which places are like their neighbours, and which unlike.

    .. math:: I_i = \frac{(n - 1) z_i \sum_j w_{ij} z_j}{\sum_k z_k^2}

    with z the deviations from the mean. Moments are those of Sokal, Oden and Thomson when the
    place's own value is kept and the others are dealt at random (conditional permutation);
    esda's ``EIc`` and ``VIc`` are of :math:`n z_i \sum_j w_{ij} z_j / \sum_k z_k^2`, its ``Is`` of
    this.

    Parameters
    ----------
    values, weights, standardise
        As in :func:`moran`.
    simulations
        Deals of the other values for each place, each place's own; 0 for none.
    seed
        Of the deals. The result depends on it, not on the threads.
    threads
        How many threads.

    Returns
    -------
    LocalAssociation
        One row a place; ``clusters()`` names the significant ones. Twice esda's and GeoDa's
        ``p_sim``, which look at the side where the value lies only.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used or values are all alike.

    Warns
    -----
    IslandsWarning
        If places have no neighbour.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis
    27(2), 93-115.
    Sokal, R. R., Oden, N. L., Thomson, B. A. (1998). Local spatial autocorrelation in a
    biological model. Geographical Analysis 30(4), 331-354, A7 and A8 (moments).
    Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate: a practical and
    powerful approach to multiple testing. Journal of the Royal Statistical Society B 57(1),
    289-300 (``q_value``).

    Examples
    --------
    >>> import jiqun.stats as st
    >>> row = st.contiguity([(0, 1), (1, 2), (2, 3), (3, 4)], range(5))
    >>> found = st.local_moran([9, 8, 1, 1, 1], row)
    >>> found.value.round(3).tolist(), found.quadrant[0], found.quadrant[4]
    ([1.176, 0.235, -0.088, 0.529, 0.529], 'high-high', 'low-low')
    """
    arguments.choice(standardise, "standardise", STANDARDS)
    w, x = _prepared(values, weights)
    w = w.standardised(standardise)
    z = varied(x)
    n, m2 = len(z), float(z @ z) / (len(z) - 1)
    out, squares = _row_sums(w)
    lag = w.matrix @ z
    expected = -(z**2) * out / ((n - 1) * m2)
    others = (z @ z - z**2) / (n - 1) - (z / (n - 1)) ** 2  # the variance of the others' values
    variance = (z / m2) ** 2 * others * (squares * (n - 1) - out**2) / (n - 2)
    moments = z * lag / m2, expected, variance
    named = np.where(lag > 0, np.where(z > 0, 0, 1), np.where(z > 0, 3, 2))
    p = conditional_p(z, w, lag, simulations, seed, threads)
    spread = float(z.std())
    method = f"local Moran's I, {w.method}, {standardise} weights"
    return _held(
        "local I", w, moments, p, np.array(QUADRANTS)[named],
        (z / spread, lag / spread), (simulations, seed), method,
    )  # fmt: skip


def local_getis_ord(
    values: Any,
    weights: Any,
    *,
    star: bool = True,
    standardise: str = "binary",
    simulations: int = 999,
    seed: int = 0,
    threads: int | None = None,
) -> LocalAssociation:
    r"""Return Getis and Ord's Gi*: hot and cold spots; Gi without the place itself.

    .. math:: G_i = \frac{\sum_j w_{ij} x_j}{\sum_j x_j}, \qquad
              z_i = \frac{\sum_j w_{ij} x_j - W_i \bar x}
                   {s \sqrt{(N \sum_j w_{ij}^2 - W_i^2) / (N - 1)}}

    over the N other places, or, of Gi*, over all with the place a neighbour of its own (weight
    1 before rows are standardised). z does not change when a place's weights do by one factor.

    Parameters
    ----------
    values
        *n* numbers, one a place; those of an index of zero or more give G a meaning, z needs
        none.
    weights, simulations, seed, threads
        As in :func:`local_moran`.
    star
        Whether the place counts itself (Gi*).
    standardise
        ``row`` or ``binary``; of Gi also ``given``.

    Returns
    -------
    LocalAssociation
        ``z`` is what maps of hot spots show; ``quadrant`` is ``high`` or ``low``.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used or values are all alike.

    Warns
    -----
    IslandsWarning
        If places have no neighbour.

    References
    ----------
    Getis, A., Ord, J. K. (1992). The analysis of spatial association by use of distance
    statistics. Geographical Analysis 24(3), 189-206.
    Ord, J. K., Getis, A. (1995). Local spatial autocorrelation statistics: distributional
    issues and an application. Geographical Analysis 27(4), 286-306, equations 6 and 14.
    Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate: a practical and
    powerful approach to multiple testing. Journal of the Royal Statistical Society B 57(1),
    289-300 (``q_value``).

    Examples
    --------
    >>> import jiqun.stats as st
    >>> row = st.contiguity([(0, 1), (1, 2), (2, 3), (3, 4)], range(5))
    >>> found = st.local_getis_ord([9, 8, 1, 1, 1], row)
    >>> found.value.round(2).tolist(), found.quadrant[0]
    ([0.85, 0.9, 0.5, 0.15, 0.1], 'high')
    """
    arguments.choice(standardise, "standardise", STANDARDS[:2] if star else STANDARDS)
    bare, x = _prepared(values, weights)
    varied(x)
    w = bare.standardised(standardise)
    own = np.full(len(x), float(star))
    if star and standardise == "row":
        own = own / (bare.neighbours + 1.0)
        w.matrix.data *= np.repeat(1.0 - own, bare.neighbours)
    lag = w.matrix @ x
    moments = _getis_ord_moments(x, lag + own * x, *_with_own(w, own), star)
    p = conditional_p(x, w, lag, simulations, seed, threads)
    spread = float(x.std())
    named = np.where(moments[0] > moments[1], "high", "low")
    method = f"{'Gi*' if star else 'Gi'}, {w.method}, {standardise} weights"
    return _held(
        "Gi*" if star else "Gi", bare, moments, p, named,
        ((x - x.mean()) / spread, (lag - _row_sums(w)[0] * x.mean()) / spread),
        (simulations, seed), method,
    )  # fmt: skip


def _with_own(w: SpatialWeights, own: Floats) -> tuple[Floats, Floats]:
    """Return the sums of weights and of their squares, the place's own among them."""
    out, squares = _row_sums(w)
    return out + own, squares + own**2


def _getis_ord_moments(
    x: Floats, total: Floats, out: Floats, squares: Floats, star: bool
) -> tuple[Floats, Floats, Floats]:
    """Return G, its mean and its variance at each place."""
    left_out = np.zeros(len(x)) if star else x
    count = len(x) - (0 if star else 1)
    mean = (x.sum() - left_out) / count
    spread = (x @ x - left_out**2) / count - mean**2
    with np.errstate(divide="ignore", invalid="ignore"):
        value = total / (mean * count)
        scale = (count * squares - out**2) / (count - 1) / count**2
        return value, out / count, scale * spread / mean**2


def _prepared(values: Any, weights: Any) -> tuple[SpatialWeights, Floats]:
    given = weights_of(weights)
    if given.count < FEWEST_PLACES:
        what, todo = f"are of {counted(given.count, 'place')}", f"give {FEWEST_PLACES} or more"
        raise ArgumentRefused("weights", what, todo)
    warn_of_islands(given.islands, given.labels, 4)
    return given, values_of(values, given)


def _row_sums(w: SpatialWeights) -> tuple[Floats, Floats]:
    """Return the sums of each row's weights, and of their squares."""
    rows = np.repeat(np.arange(w.count), w.neighbours)
    weights = w.matrix.data
    out = np.bincount(rows, weights, w.count).astype(np.float64)
    return out, np.bincount(rows, weights**2, w.count).astype(np.float64)


def _held(
    statistic: str,
    w: SpatialWeights,
    moments: tuple[Floats, Floats, Floats],
    p: Floats,
    quadrant: Any,
    spots: tuple[Floats, Floats],
    asked: tuple[int, int],
    method: str,
) -> LocalAssociation:
    """Put a statistic and its moments under the places' names; islands are missing."""
    index = pd.RangeIndex(w.count) if w.labels is None else w.labels
    known = ~w.islands

    def series(numbers: Any, name: str) -> pd.Series:
        filled = numbers if known.all() else np.where(known, numbers, None)
        kind = object if name == "quadrant" else np.float64
        return pd.Series(filled, index=index, name=name, dtype=kind)

    value, expected, variance = moments
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (value - expected) / np.sqrt(variance)
    return LocalAssociation(
        statistic,
        series(value, "value"),
        series(expected, "expected"),
        series(variance, "variance"),
        series(z, "z"),
        series(p, "p_value"),
        series(adjusted_for_many(p), "q_value"),
        series(quadrant, "quadrant"),
        pd.Series(spots[0], index=index, name="values"),
        series(spots[1], "lag"),
        *asked,
        w.place,
        method,
    )
