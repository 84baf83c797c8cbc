"""Who is whose neighbour: nearest places, places within a distance, places that share a border.

A place without a neighbour is an island: whether it is like its neighbours is unknown, not nought.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from jiqun.stats import arguments
from jiqun.stats.arguments import ArgumentRefused, Codes, Flags, Floats
from jiqun.stats.pairs import EARTH_RADIUS_KM, Points, points

STANDARDS = ("row", "binary", "given")


class IslandsWarning(UserWarning):
    """Places without a neighbour take no part."""


@dataclass(frozen=True)
class SpatialWeights:
    """Weights of each place's neighbours.

    Parameters
    ----------
    matrix
        Places x places, sparse by rows (SciPy), weights above 0, no place its own neighbour.
    labels
        The places, where they have names.
    place
        Two rows of coordinates (km, or degrees), where they are known: maps are drawn from them.
    method
        How neighbours were found.
    """

    matrix: Any
    labels: pd.Index | None
    place: Floats | None
    method: str

    @property
    def count(self) -> int:
        """How many places."""
        return int(self.matrix.shape[0])

    @cached_property
    def neighbours(self) -> Codes:
        """How many neighbours each place has."""
        return np.asarray(np.diff(self.matrix.indptr), dtype=np.int64)

    @property
    def islands(self) -> Flags:
        """Which places have no neighbour."""
        return np.asarray(self.neighbours == 0)

    def standardised(self, standard: str) -> "SpatialWeights":
        """Return weights that sum to 1 in each row, are all 1, or are as given."""
        if standard == "given":
            return self
        matrix = self.matrix.copy()
        sums = np.ones(self.count)
        if standard == "row":
            sums = np.asarray(matrix.sum(axis=1), dtype=np.float64)
        else:
            matrix.data[:] = 1.0
        matrix.data /= np.repeat(sums, self.neighbours)
        return SpatialWeights(matrix, self.labels, self.place, self.method)

    def without_islands(self) -> tuple["SpatialWeights", Flags]:
        """Return the weights of places that are or have a neighbour, and which they are."""
        kept = ~self.islands
        kept[self.matrix.indices] = True
        if kept.all():
            return self, kept
        warn_of_islands(~kept, self.labels, 4)
        labels = None if self.labels is None else self.labels[kept]
        place = None if self.place is None else self.place[:, kept]
        return SpatialWeights(self.matrix[kept][:, kept], labels, place, self.method), kept

    @cached_property
    def sums(self) -> tuple[float, float, float]:
        r"""Cliff and Ord's S0, S1 and S2.

        :math:`S_0 = \sum w_{ij}`, :math:`S_1 = \tfrac12 \sum (w_{ij} + w_{ji})^2`,
        :math:`S_2 = \sum_i (\sum_j w_{ij} + \sum_j w_{ji})^2`.
        """
        matrix = self.matrix
        out = np.asarray(matrix.sum(axis=1))
        into = np.bincount(matrix.indices, matrix.data, self.count)
        mutual = float(matrix.multiply(matrix.T.tocsr()).sum())
        s1 = float(matrix.data @ matrix.data) + mutual
        return float(out.sum()), s1, float(np.square(out + into).sum())

    def to_frame(self) -> pd.DataFrame:
        """Return one row a pair: ``place``, ``neighbour``, ``weight``."""
        found = self.matrix.tocoo()
        names = pd.RangeIndex(self.count) if self.labels is None else self.labels
        return pd.DataFrame(
            {"place": names[found.row], "neighbour": names[found.col], "weight": found.data}
        )


def warn_of_islands(islands: Flags, labels: pd.Index | None, stacklevel: int) -> None:
    """Say how many places have no neighbour and which is the first, if any is."""
    if islands.any():
        first = int(np.flatnonzero(islands)[0])
        name = (
            f"position {first}" if labels is None else repr(labels[first : first + 1].tolist()[0])
        )
        warnings.warn(
            f"{int(islands.sum())} of {len(islands)} places have no neighbour (first: {name}): "
            "whether they are like their neighbours is unknown, and they take no part; give a "
            "larger distance or the nearest places if they should",
            IslandsWarning,
            stacklevel=stacklevel,
        )


def nearest_neighbours(
    x: ArrayLike, y: ArrayLike, k: int, *, labels: Any = None, coordinates: str = "planar"
) -> SpatialWeights:
    """Return weights of 1 for the k nearest places of each.

    Nearness need not be mutual. Of places equally far, those that come first are taken.

    Parameters
    ----------
    x, y
        *n* places, km (or degrees).
    k
        How many neighbours each has, fewer than *n*.
    labels
        *n* names of the places; those of the index of ``x`` when not given.
    coordinates
        ``planar`` or ``geographic`` (great-circle distances).

    Returns
    -------
    SpatialWeights
        *n* x *n*, *k* in each row.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used, or there are no k other places.

    References
    ----------
    Cliff, A. D., Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion, pp. 13-20.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.nearest_neighbours([0, 1, 3], [0, 0, 0], k=1).to_frame()["neighbour"].tolist()
    [1, 0, 1]
    """
    places = points(x, y, None, coordinates)
    k = arguments.whole(k, "k", 1)
    if k >= places.count:
        raise ArgumentRefused("k", f"is {k} among {places.count} places", "give fewer neighbours")
    found = _nearest(places, k)
    rows = np.repeat(np.arange(places.count), k)
    return _made(places.count, rows, found.ravel(), x, y, labels, f"{k} nearest places")


def _nearest(places: Points, k: int) -> Codes:
    """Return places x k: the nearest others, those equally far in their order."""
    from scipy.spatial import KDTree

    tree = KDTree(places.place.T)
    count = places.count
    wanted = min(k + 2, count)  # itself, and one more, to see whether the last is tied
    while True:
        distance, found = tree.query(places.place.T, wanted)
        order = np.lexsort((found, _blurred(distance)), axis=1)
        found = np.take_along_axis(found, order, axis=1)
        distance = np.take_along_axis(_blurred(distance), order, axis=1)
        others = found != np.arange(count)[:, None]
        tied = distance[:, -1] <= distance[:, min(k, wanted - 1)]
        if wanted == count or not (tied & (distance[:, -1] < np.inf)).any():
            break
        wanted = min(2 * wanted, count)
    rank = np.cumsum(others, axis=1)
    return np.asarray(found[others & (rank <= k)].reshape(count, k))


def _blurred(distance: Floats) -> Floats:
    """Return distances to twelve digits of the farthest, so that rounding breaks no tie."""
    scale = float(distance.max(initial=0.0)) or 1.0
    return np.round(distance / scale, 12)


def distance_band(
    x: ArrayLike, y: ArrayLike, within: float, *, labels: Any = None, coordinates: str = "planar"
) -> SpatialWeights:
    """Return weights of 1 for all places within a distance of each.

    Parameters
    ----------
    x, y, labels, coordinates
        As in :func:`nearest_neighbours`.
    within
        The distance, km, itself included.

    Returns
    -------
    SpatialWeights
        *n* x *n*, symmetric; a place with nobody near is an island.

    Raises
    ------
    ArgumentRefused
        If an argument cannot be used.

    References
    ----------
    Getis, A., Ord, J. K. (1992). The analysis of spatial association by use of distance
    statistics. Geographical Analysis 24(3), 189-206.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.distance_band([0, 1, 3], [0, 0, 0], within=1).islands.tolist()
    [False, False, True]
    """
    from scipy.spatial import KDTree

    places = points(x, y, None, coordinates)
    reach = arguments.positive(within, "within") * (1.0 + arguments.TOLERANCE)
    if places.on_sphere:
        reach = 2.0 * np.sin(min(reach / EARTH_RADIUS_KM, np.pi) / 2.0)
    pairs = KDTree(places.place.T).query_pairs(reach, output_type="ndarray")
    rows = np.concatenate([pairs[:, 0], pairs[:, 1]])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0]])
    return _made(places.count, rows, columns, x, y, labels, f"places within {within:g} km")


def contiguity(pairs: Iterable[tuple[Any, Any]], places: Any) -> SpatialWeights:
    """Return weights of 1 for places that share a border.

    Parameters
    ----------
    pairs
        The pairs that do, by name; each in one direction or in both.
    places
        The names of all places, those without a neighbour too.

    Returns
    -------
    SpatialWeights
        *n* x *n*, symmetric, in the order of ``places``.

    Raises
    ------
    ArgumentRefused
        If a pair names a place that is not there or a place with itself, or a name stands twice.

    References
    ----------
    Moran, P. A. P. (1948). The interpretation of statistical maps. Journal of the Royal
    Statistical Society B 10(2), 243-251.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.contiguity([("A", "B"), ("B", "C")], ["A", "B", "C"]).neighbours.tolist()
    [1, 2, 1]
    """
    names = _names(places, None)
    if names is None:
        raise ArgumentRefused("places", "have no names", "name every place")
    both = list(pairs)
    rows = names.get_indexer(pd.Index([pair[0] for pair in both], dtype=object))
    columns = names.get_indexer(pd.Index([pair[1] for pair in both], dtype=object))
    strange = np.minimum(rows, columns) < 0
    if strange.any():
        first = both[int(np.flatnonzero(strange)[0])]
        what = f"{int(strange.sum())} pairs name a place that is not there (first: {first!r})"
        raise ArgumentRefused("pairs", what, "add it to places, or drop the pair")
    every = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    return _checked(_sparse(len(names), *every), names, None, "places that share a border", "pairs")


def weights_of(weights: Any, argument: str = "weights") -> SpatialWeights:
    """Take weights of any kind: ours, a SciPy sparse matrix, a frame, libpysal's W or Graph."""
    from scipy import sparse

    if isinstance(weights, SpatialWeights):
        return weights
    labels, matrix, method = None, weights, "weights as given"
    if isinstance(weights, pd.DataFrame):
        frame = arguments.square(weights, argument)
        labels, matrix = frame.index, frame.to_numpy()
    elif hasattr(weights, "sparse"):  # libpysal's W, and its Graph
        matrix, method = weights.sparse, "weights of libpysal"
        ids = getattr(weights, "id_order", getattr(weights, "unique_ids", None))
        labels = None if ids is None else pd.Index(ids)
    try:
        found = sparse.csr_array(matrix, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise ArgumentRefused(argument, "are no table of numbers", "give weights") from fault
    named = None if labels is None or labels.equals(pd.RangeIndex(len(labels))) else labels
    return _checked(found, named, None, method, argument)


def _sparse(count: int, rows: Codes, columns: Codes) -> Any:
    from scipy import sparse

    found = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    found.data[:] = 1.0  # a pair said twice is one pair
    return found


def _made(
    count: int, rows: Codes, columns: Codes, x: Any, y: Any, labels: Any, method: str
) -> SpatialWeights:
    place = np.stack([arguments.vector(x, "x"), arguments.vector(y, "y")])
    found = _sparse(count, rows, columns)
    found.sort_indices()
    return SpatialWeights(found, _names(labels, x, count), place, method)


def _names(labels: Any, x: Any, count: int | None = None) -> pd.Index | None:
    """Return the places' names, each once; those of a series' index where none are given."""
    if labels is None:
        found = arguments.labels_of(x)
    else:
        found = pd.Index(labels)
        if count is not None and len(found) != count:
            what = f"has {len(found)} names where {count} are wanted"
            raise ArgumentRefused("labels", what, "give one a place")
    if found is not None and not found.is_unique:
        twice = found[found.duplicated()].tolist()[0]
        raise ArgumentRefused("labels", f"have the place {twice!r} twice", "name each once")
    return found


def _checked(
    matrix: Any, labels: pd.Index | None, place: Floats | None, method: str, argument: str
) -> SpatialWeights:
    """Refuse weights that are no weights; drop those of nought."""
    rows, columns = matrix.shape
    if rows != columns or rows < 2:
        what, todo = f"has shape {matrix.shape}", "give one row and column a place, two at least"
        raise ArgumentRefused(argument, what, todo)
    if not np.isfinite(matrix.data).all() or (matrix.data < 0).any():
        what = "some are missing, infinite or negative"
        raise ArgumentRefused(argument, what, "give weights of 0 or more")
    if (matrix.diagonal() != 0).any():
        first = int(np.flatnonzero(matrix.diagonal())[0])
        what = f"place {first if labels is None else labels[first]!r} is its own neighbour"
        raise ArgumentRefused(argument, what, "leave the diagonal empty")
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return SpatialWeights(matrix, labels, place, method)


def values_of(values: Any, weights: SpatialWeights, argument: str = "values") -> Floats:
    """Return one number a place, in the weights' order: by name where both have names."""
    found = arguments.vector(values, argument, weights.count)
    names = arguments.labels_of(values)
    if names is None or weights.labels is None or names.equals(weights.labels):
        return found
    where = names.get_indexer(weights.labels) if names.is_unique else np.array([-1])
    if (where < 0).any():
        what = "places are named otherwise than the weights' places"
        raise ArgumentRefused(argument, what, "name both alike, or drop the index")
    return np.ascontiguousarray(found[where])


def varied(values: Floats, argument: str = "values") -> Floats:
    """Return the deviations from the mean; values that are all alike are refused."""
    if not arguments.deviations(values, axis=0).any():
        raise ArgumentRefused(argument, "are all alike", "give values that differ")
    return np.asarray(values - values.mean())
