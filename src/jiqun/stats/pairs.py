"""Distances between all pairs of points, counted into bins without ever being stored.

Coordinates are planar kilometres, or longitude and latitude in degrees; the latter become
points on a sphere of radius 6,371.0088 km (the mean radius of the Earth, IUGG) and distances
great-circle. Work is cut into fixed blocks, so that sums do not depend on the threads.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jiqun.stats import arguments, in_numpy
from jiqun.stats.arguments import Floats
from jiqun.stats.compilation import compiled, compiled_or, even_triangle, over_blocks
from jiqun.stats.earth import EARTH_RADIUS_KM
from jiqun.stats.refusal import ArgumentRefused

COORDINATES = ("planar", "geographic")
BUFFER = 512  # distances held at a time: small enough for the fastest memory
PAIRS_A_BLOCK = 4_000_000
MOST_BLOCKS = 64


CHINA = ((73.0, 136.0), (3.0, 54.0))
"""Longitudes and latitudes between which all of China lies, in degrees."""
SWAPPED = "give degrees, x the longitude and y the latitude"
DEGREES = ("lon", "lng", "long", "longitude", "lat", "latitude", "经度", "纬度")


class CoordinatesWarning(UserWarning):
    """Coordinates taken as kilometres look like longitude and latitude."""


@dataclass(frozen=True)
class Points:
    """Points with weights, in the plane (two rows) or on the sphere (three rows, unit length).

    Parameters
    ----------
    place
        Dimensions x points.
    weights
        One a point, or none when all count alike.
    """

    place: Floats
    weights: Floats | None

    @property
    def count(self) -> int:
        """How many points."""
        return int(self.place.shape[1])

    @property
    def on_sphere(self) -> bool:
        """Whether distances are great-circle."""
        return len(self.place) == 3

    def chosen(self, which: NDArray[Any]) -> Points:
        """Return some of the points, by flag or position, with their weights."""
        weights = None if self.weights is None else self.weights[which]
        return Points(np.ascontiguousarray(self.place[:, which]), weights)

    def distances_among(self, which: NDArray[Any]) -> Floats:
        """Return the distances inside each row of positions (rows x pairs): small sets only."""
        i, j = np.triu_indices(which.shape[1], 1)
        found = self.place[:, which]
        length = np.sqrt(np.square(found[:, :, i] - found[:, :, j]).sum(axis=0))
        return np.asarray(_along_the_ground(length) if self.on_sphere else length)


def points(
    x: ArrayLike, y: ArrayLike, weights: ArrayLike | None, coordinates: str = "planar"
) -> Points:
    """Check coordinates and weights and return them as points.

    Parameters
    ----------
    x, y
        Kilometres, or longitude and latitude in degrees.
    weights
        Zero or more, not all zero; all alike when not given.
    coordinates
        ``planar`` or ``geographic``.

    Warns
    -----
    CoordinatesWarning
        If planar coordinates look like degrees: by their names, or all between China's.
    """
    arguments.choice(coordinates, "coordinates", COORDINATES)
    first = arguments.vector(x, "x")
    second = arguments.vector(y, "y", len(first))
    mass = None if weights is None else arguments.amounts(weights, "weights", len(first))
    if mass is not None and len(mass) and mass.max() == 0:
        raise ArgumentRefused("weights", "are all zero", "give some positive weight")
    if coordinates == "planar":
        if _like_degrees(x, first, 0) and _like_degrees(y, second, 1):
            warnings.warn(
                "x and y look like longitude and latitude in degrees but are taken as "
                'kilometres; give coordinates="geographic", or silence this if they are not',
                CoordinatesWarning,
                stacklevel=3,
            )
        return Points(np.stack([first, second]), mass)
    arguments.refuse_where(
        np.abs(second) > 90, "y", "latitude is beyond 90|latitudes are beyond 90", SWAPPED
    )
    arguments.refuse_where(
        np.abs(first) > 360,
        "x",
        "longitude is beyond 360|longitudes are beyond 360",
        "give degrees",
    )
    longitude, latitude = np.radians(first), np.radians(second)
    ring = np.cos(latitude)
    place = np.stack([ring * np.cos(longitude), ring * np.sin(longitude), np.sin(latitude)])
    return Points(place, mass)


def _like_degrees(said: ArrayLike, values: Floats, axis: int) -> bool:
    """Tell whether coordinates look like degrees: by the series' name, or as China's."""
    if not len(values) or np.abs(values).max() > 180.0:
        return False
    low, high = CHINA[axis]
    named = str(getattr(said, "name", "") or "").lower() in DEGREES
    return named or bool((values >= low).all() and (values <= high).all())


def pair_distances(a: Points, b: Points | None = None) -> Floats:
    """Return all distances in a (i < j), or from each of a to each of b: small sets only."""
    if b is None:
        i, j = np.triu_indices(a.count, 1)
        gap = a.place[:, i] - a.place[:, j]
    else:
        gap = (a.place[:, :, None] - b.place[:, None, :]).reshape(len(a.place), -1)
    length = np.sqrt(np.square(gap).sum(axis=0))
    return np.asarray(_along_the_ground(length) if a.on_sphere else length)


def _along_the_ground(chord: Floats) -> Floats:
    """Return great-circle kilometres of chords of the unit sphere."""
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0)))


def pair_weights(a: Points, b: Points | None = None) -> Floats | None:
    """Return the products of weights in the order of :func:`pair_distances`."""
    if a.weights is None:
        return None
    if b is None:
        i, j = np.triu_indices(a.count, 1)
        return np.asarray(a.weights[i] * a.weights[j])
    other = np.ones(b.count) if b.weights is None else b.weights
    return np.outer(a.weights, other).ravel()


def pair_count(a: Points, b: Points | None = None) -> int:
    """Return how many pairs there are."""
    return a.count * (a.count - 1) // 2 if b is None else a.count * b.count


def pair_mass(a: Points, b: Points | None = None) -> float:
    """Return the sum over all pairs of the product of weights."""
    if a.weights is None and (b is None or b.weights is None):
        return float(pair_count(a, b))
    own = np.ones(a.count) if a.weights is None else a.weights
    if b is None:
        return float((own.sum() ** 2 - np.sum(own**2)) / 2.0)
    other = np.ones(b.count) if b.weights is None else b.weights
    return float(own.sum() * other.sum())


def pair_moments(
    a: Points, b: Points | None, reach: float, bins: int, weighted: bool, threads: int | None = None
) -> Floats:
    """Count pairs up to a reach into bins, with what lies inside each bin.

    Parameters
    ----------
    a, b
        The points; pairs inside a (i < j) if b is not given.
    reach
        The largest distance counted, itself included.
    bins
        How many bins of equal width.
    weighted
        Whether a pair counts for the product of its weights or for one.
    threads
        How many threads.

    Returns
    -------
    numpy.ndarray
        Bins x 4: sums of 1, u, u² and u³, with u in [-1/2, 1/2] the distance from the bin's
        centre in bin widths.
    """
    other = a if b is None else b
    rows = _blocks(a, b)
    scale = bins / reach * (1.0 - 2.0**-50)  # a distance equal to the reach is counted
    own, far = _masses(a, weighted), _masses(other, weighted)

    def work(block: int) -> Floats:
        first, last = rows[block]
        return np.asarray(
            _moments(a.place, other.place, own, far, b is None, first, last, scale, bins)
        )

    parts = over_blocks(work, len(rows), threads)
    return np.asarray(sum(parts[1:], parts[0])[:bins])


def _masses(which: Points, weighted: bool) -> Floats:
    if not weighted:
        return np.zeros(0)
    return np.ones(which.count) if which.weights is None else which.weights


def _blocks(a: Points, b: Points | None) -> list[tuple[int, int]]:
    wanted = int(np.clip(pair_count(a, b) // PAIRS_A_BLOCK, 1, MOST_BLOCKS))
    if b is None:
        return list(even_triangle(a.count, wanted))
    cuts = np.linspace(0, a.count, wanted + 1).astype(int).tolist()
    return list(pairwise(cuts))


@compiled_or(in_numpy.distances)
def fill_distances(
    place: Any, i: int, other: Any, start: int, many: int, most: float, out: Any
) -> None:
    """Write the distances from point i to ``other[start : start + many]``.

    On the sphere, distances beyond ``most`` are written as something larger than it.
    """
    xs, ys = other[0, start : start + many], other[1, start : start + many]
    xi, yi = place[0, i], place[1, i]
    if len(place) == 2:
        for k in range(many):
            dx = xi - xs[k]
            dy = yi - ys[k]
            out[k] = math.sqrt(dx * dx + dy * dy)
        return
    zs, zi = other[2, start : start + many], place[2, i]
    for k in range(many):
        dx = xi - xs[k]
        dy = yi - ys[k]
        dz = zi - zs[k]
        out[k] = math.sqrt(dx * dx + dy * dy + dz * dz)
    for k in range(many):
        chord = out[k] * EARTH_RADIUS_KM  # never longer than the arc
        if chord <= most:
            out[k] = 2.0 * EARTH_RADIUS_KM * math.asin(min(0.5 * out[k], 1.0))
        else:
            out[k] = 2.0 * chord + most


@compiled_or(in_numpy.moments)
def _moments(
    place: Any,
    other: Any,
    own: Any,
    far: Any,
    inside: bool,
    first: int,
    last: int,
    scale: float,
    bins: int,
) -> Any:
    sums = np.zeros((bins + 1, 4))
    gaps = np.empty(BUFFER)
    index = np.empty(BUFFER, dtype=np.uint32)
    count = other.shape[1]
    most = (bins + 1.0) / scale
    top = float(bins)
    weighted = len(own) > 0
    for i in range(first, last):
        for start in range(i + 1 if inside else 0, count, BUFFER):
            many = min(BUFFER, count - start)
            fill_distances(place, i, other, start, many, most, gaps)
            for k in range(many):
                t = min(gaps[k] * scale, top)
                whole = np.int32(t)
                index[k] = np.uint32(whole)
                gaps[k] = t - whole - 0.5
            if weighted:
                _add_weighted(sums, index, gaps, many, own[i], far[start : start + many])
            else:
                for k in range(many):
                    u = gaps[k]
                    square = u * u
                    b = index[k]
                    sums[b, 0] += 1.0
                    sums[b, 1] += u
                    sums[b, 2] += square
                    sums[b, 3] += square * u
    return sums


@compiled
def _add_weighted(sums: Any, index: Any, gaps: Any, many: int, mass: float, far: Any) -> None:
    for k in range(many):
        u = gaps[k]
        w = mass * far[k]
        b = index[k]
        sums[b, 0] += w
        sums[b, 1] += w * u
        sums[b, 2] += w * u * u
        sums[b, 3] += w * u * u * u


def distances_between(a: Points, b: Points | None, low: float, high: float) -> Floats:
    """Return the sorted distances in [low, high], for the few that settle a quantile."""
    other = a if b is None else b
    rows = _blocks(a, b)

    def work(block: int) -> Floats:
        first, last = rows[block]
        found = _collected(a.place, other.place, b is None, first, last, low, high)
        return np.asarray(found)

    return np.sort(np.concatenate(over_blocks(work, len(rows))))


@compiled
def _collected(
    place: Any, other: Any, inside: bool, first: int, last: int, low: float, high: float
) -> Any:
    found = np.empty(1024)
    size = 0
    gaps = np.empty(BUFFER)
    count = other.shape[1]
    for i in range(first, last):
        for start in range(i + 1 if inside else 0, count, BUFFER):
            many = min(BUFFER, count - start)
            fill_distances(place, i, other, start, many, high, gaps)
            if size + many > len(found):
                grown = np.empty(2 * len(found) + many)
                grown[:size] = found[:size]
                found = grown
            for k in range(many):
                found[size] = gaps[k]
                size += low <= gaps[k] <= high
    return found[:size].copy()


@compiled_or(in_numpy.growing_counts)
def growing_counts(place: Any, sizes: Any, scale: float, bins: int) -> Any:
    """Count pair distances among the first ``sizes[0], sizes[1], …`` points, in one pass.

    Returns sizes x bins. Each row holds the pairs its size adds to the size before.
    """
    rows = np.zeros((len(sizes), bins + 1), dtype=np.int64)
    counts = np.zeros(bins + 1, dtype=np.int32)
    gaps = np.empty(BUFFER, dtype=place.dtype)
    index = np.empty(BUFFER, dtype=np.uint32)
    top = np.int32(bins)
    factor = place.dtype.type(scale)
    most = (bins + 1.0) / scale
    first = 0
    for s in range(len(sizes)):
        for i in range(first, sizes[s]):
            for start in range(0, i, BUFFER):
                many = min(BUFFER, i - start)
                fill_distances(place, i, place, start, many, most, gaps)
                for k in range(many):
                    index[k] = np.uint32(min(np.int32(gaps[k] * factor), top))
                for k in range(many):
                    counts[index[k]] += 1
            if (i & 0x3FFF) == 0x3FFF:  # long before a count of pairs could overflow
                rows[s] += counts
                counts[:] = 0
        rows[s] += counts
        counts[:] = 0
        first = sizes[s]
    return rows[:, :bins]
