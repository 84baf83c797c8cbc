"""How neighbours are found: the nearest places, those within a distance, those with a border."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from jiqun.base.plurals import counted
from jiqun.stats import arguments
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.earth import EARTH_RADIUS_KM
from jiqun.stats.pairs import Points, points
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.spatial_weights import SpatialWeights, checked


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
        raise ArgumentRefused(
            "k", f"is {k} among {counted(places.count, 'place')}", "give fewer neighbours"
        )
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
        found = counted(int(strange.sum()), "pair names", "pairs name")
        what = f"{found} a place that is not there (first: {first!r})"
        raise ArgumentRefused("pairs", what, "add it to places, or drop the pair")
    every = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    return checked(_sparse(len(names), *every), names, None, "places that share a border", "pairs")


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
            what = f"has {counted(len(found), 'name')} where {count} are wanted"
            raise ArgumentRefused("labels", what, "give one a place")
    if found is not None and not found.is_unique:
        twice = found[found.duplicated()].tolist()[0]
        raise ArgumentRefused("labels", f"have the place {twice!r} twice", "name each once")
    return found
