"""The kernels over pairs of points in NumPy: a row at a time, for where Numba is not installed.

Each takes and does what the kernel it stands in for does; sums may differ in their last bits.
"""

from typing import Any

import numpy as np

from jiqun.stats.earth import EARTH_RADIUS_KM

FAINTEST = 1e-300
"""A fitness that has gone to nought still divides."""


def distances(place: Any, i: int, other: Any, start: int, many: int, most: float, out: Any) -> None:
    """Stand in for ``pairs.fill_distances``."""
    gaps = place[:, i : i + 1] - other[:, start : start + many]
    squares = gaps[0] * gaps[0]
    for axis in gaps[1:]:
        squares = squares + axis * axis
    straight = np.sqrt(squares)
    if len(place) == 3:
        chord = straight * EARTH_RADIUS_KM
        arc = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(0.5 * straight, 1.0))
        straight = np.where(chord <= most, arc, 2.0 * chord + most)
    out[:many] = straight


def moments(
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
    """Stand in for ``pairs._moments``."""
    sums = np.zeros((bins + 1, 4))
    count = other.shape[1]
    gaps = np.empty(count)
    most, top = (bins + 1.0) / scale, float(bins)
    for i in range(first, last):
        start = i + 1 if inside else 0
        distances(place, i, other, start, count - start, most, gaps)
        inner = np.minimum(gaps[: count - start] * scale, top)
        index = inner.astype(np.int32)
        offset = inner - index - 0.5
        mass = own[i] * far[start:] if len(own) else np.ones(count - start)
        for power in range(4):
            sums[:, power] += np.bincount(index, mass, bins + 1)
            mass = mass * offset
    return sums


def growing_counts(place: Any, sizes: Any, scale: float, bins: int) -> Any:
    """Stand in for ``pairs.growing_counts``."""
    rows = np.zeros((len(sizes), bins + 1), dtype=np.int64)
    gaps = np.empty(int(max(sizes)), dtype=place.dtype)
    factor, most = place.dtype.type(scale), (bins + 1.0) / scale
    first = 0
    for number, size in enumerate(sizes):
        for i in range(first, size):
            distances(place, i, place, 0, i, most, gaps)
            index = np.minimum((gaps[:i] * factor).astype(np.int32), bins)
            rows[number] += np.bincount(index, minlength=bins + 1)
        first = size
    return rows[:, :bins]


def find_places(
    gaps: Any, many: int, edges: Any, lookup: Any, scale: float, index: Any, place_of: Any
) -> None:
    """Stand in for ``neighbours._find_places``."""
    del lookup, scale, index
    place_of[:many] = np.searchsorted(edges, gaps[:many])


def add_masses(
    place: Any,
    masses: Any,
    i: int,
    first: int,
    last: int,
    edges: Any,
    lookup: Any,
    scale: float,
    found: Any,
) -> None:
    """Stand in for ``neighbours._add_masses``."""
    del lookup, scale
    within = _edges_within(place, i, first, last, edges)
    for column in range(found.shape[1]):
        found[:, column] += np.bincount(within, masses[first:last, column], len(found))


def add_counts(
    place: Any, i: int, first: int, last: int, edges: Any, lookup: Any, scale: float, found: Any
) -> None:
    """Stand in for ``neighbours._add_counts``."""
    del lookup, scale
    found += np.bincount(_edges_within(place, i, first, last, edges), minlength=len(found))


def _edges_within(place: Any, i: int, first: int, last: int, edges: Any) -> Any:
    """Return the first edge that each distance from point i to some points is within."""
    many = max(0, last - first)
    gaps = np.empty(many)
    distances(place, i, place, first, many, edges[-2], gaps)
    return np.searchsorted(edges, gaps)


def rounds_of_fitness(
    starts: Any, industries: Any, fit: Any, hard: Any, rounds: int
) -> tuple[Any, Any, Any]:
    """Return fitness of the round before, fitness and complexity, by sparse products."""
    from scipy import sparse

    filled = np.ones(len(industries)), industries.astype(np.int32), starts
    has = sparse.csr_array(filled, shape=(len(fit), len(hard)))
    had, before = has.T.tocsr(), fit
    for _ in range(rounds):
        before = fit
        fit, hard = has @ hard, 1.0 / (had @ (1.0 / np.maximum(before, FAINTEST)))
        fit, hard = fit / fit.mean(), hard / hard.mean()
    return before, fit, hard
