"""Which of many names each row holds, as sparse matrices; what two sides share by one product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray


def shared(
    needs: Sequence[Iterable[Hashable]], offers: Sequence[Iterable[Hashable]]
) -> NDArray[np.float64]:
    """Return how many names each need has in common with each offer.

    Parameters
    ----------
    needs, offers
        The names each holds, each once.

    Returns
    -------
    numpy.ndarray
        Needs by offers.

    Examples
    --------
    >>> shared([{"a", "b"}, set()], [{"b"}, {"a", "b"}])
    array([[1., 2.],
           [0., 0.]])
    """
    places = {name: at for at, name in enumerate(dict.fromkeys(_all(needs, offers)))}
    left, right = (_matrix(rows, places) for rows in (needs, offers))
    return np.asarray((left @ right.T).toarray())


def counts(rows: Sequence[Iterable[Hashable] | None]) -> NDArray[np.float64]:
    """Return how many names each row holds, nought where they are not known."""
    return np.array([0 if row is None else len(tuple(row)) for row in rows], dtype=float)


def both(sides: Iterable[Any]) -> NDArray[np.bool_]:
    """Return, needs by offers, where both sides are so.

    Examples
    --------
    >>> both(([True, False], [True, True])).tolist()
    [[True, True], [False, False]]
    """
    left, right = sides
    rows, columns = np.asarray(left, dtype=bool), np.asarray(right, dtype=bool)
    return np.asarray(rows[:, None] & columns[None, :])


def known(rows: Sequence[Any]) -> NDArray[np.bool_]:
    """Tell which rows are known."""
    return np.array([row is not None for row in rows], dtype=bool)


def _all(*sides: Sequence[Iterable[Hashable]]) -> Iterable[Hashable]:
    return (name for rows in sides for row in rows for name in row)


def _matrix(rows: Sequence[Iterable[Hashable]], places: dict[Hashable, int]) -> Any:
    found = [[places[name] for name in row] for row in rows]
    starts = np.cumsum([0, *map(len, found)])
    columns = np.array([at for row in found for at in row], dtype=np.int64)
    shape = (len(rows), max(len(places), 1))
    return sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
