"""Who is whose neighbour: nearest places, places within a distance, places that share a border.

A place without a neighbour is an island: whether it is like its neighbours is unknown, not nought.
"""

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from jiqun.base.language import Bilingual
from jiqun.base.plurals import counted
from jiqun.drawing.spots import Plane, Spots
from jiqun.stats import arguments
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.pictured import Pictured
from jiqun.stats.refusal import ArgumentRefused, Flags

STANDARDS = ("row", "binary", "given")


class IslandsWarning(UserWarning):
    """Places without a neighbour take no part."""


@dataclass(frozen=True, repr=False)
class SpatialWeights(Pictured):
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

    def picture(self) -> Plane:
        """Return the places with a line between neighbours; without coordinates, on a ring."""
        if self.place is None:
            turn = 2.0 * np.pi * np.arange(self.count) / self.count
            x, y = np.cos(turn), np.sin(turn)
        else:
            x, y = self.place
        found = self.matrix.tocoo()
        ends = np.stack([x[found.row], y[found.row], x[found.col], y[found.col]], axis=1)
        mean, islands = float(self.neighbours.mean()), int(self.islands.sum())
        return Plane(
            title=Bilingual("邻居", "Neighbours"),
            finding=Bilingual(
                f"{self.count} 个地方，平均 {mean:.1f} 个邻居，{islands} 个没有邻居。",
                f"{counted(self.count, 'place')}, {mean:.1f} neighbours on average, "
                f"{islands} without any.",
            ),
            along=Bilingual("x", "x"),
            up=Bilingual("y", "y"),
            is_map=True,
            groups=[Spots(Bilingual("地方", "places"), x.tolist(), y.tolist())],
            links=[(a, b, c, d) for a, b, c, d in ends.tolist()],
        )


def warn_of_islands(islands: Flags, labels: pd.Index | None, stacklevel: int) -> None:
    """Say how many places have no neighbour and which is the first, if any is."""
    if islands.any():
        first = int(np.flatnonzero(islands)[0])
        name = (
            f"position {first}" if labels is None else repr(labels[first : first + 1].tolist()[0])
        )
        warnings.warn(
            f"{int(islands.sum())} of {counted(len(islands), 'place')} have no neighbour "
            f"(first: {name}): "
            "whether they are like their neighbours is unknown, and they take no part; give a "
            "larger distance or the nearest places if they should",
            IslandsWarning,
            stacklevel=stacklevel,
        )


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
    return checked(found, named, None, method, argument)


def checked(
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
    names = arguments.labels_of(values)
    if names is not None and weights.labels is not None and names.is_unique:
        absent = weights.labels[~weights.labels.isin(names)].tolist()
        if absent and weights.labels.isin(names).any():
            what = f"{len(absent)} of the weights' places have no value (first: {absent[0]!r})"
            raise ArgumentRefused(argument, what, "give one a place, or weights of those you have")
    found = arguments.vector(values, argument, weights.count)
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
