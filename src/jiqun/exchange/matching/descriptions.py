"""How alike two descriptions are, by the runs of characters they share, rare ones weighing more.

Chinese is written without spaces, so words are not cut: runs of two and three characters stand in
for them (term frequency times inverse document frequency, cosine).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RUNS = (2, 3)
_APART = re.compile(r"[\W_]+")
LONGEST_SHARED = 12
"""Characters of a shared phrase that are told at most."""


def likeness(needs: Sequence[str], offers: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine of each need's description with each offer's.

    Parameters
    ----------
    needs, offers
        Descriptions.

    Returns
    -------
    numpy.ndarray
        Needs by offers, each 0 to 1; 0 where a description is empty.

    Examples
    --------
    >>> found = likeness(["齿轮要做真空淬火"], ["真空淬火炉", "低温冷库"])
    >>> bool(found[0, 0] > 0.3), float(found[0, 1])
    (True, 0.0)
    """
    cut = [Counter(runs_of(text)) for text in (*needs, *offers)]
    places = {run: at for at, run in enumerate(dict.fromkeys(run for row in cut for run in row))}
    rows = _matrix(cut, places)
    within = np.maximum(rows.getnnz(axis=0), 1)
    weighted = rows @ sparse.diags_array(np.log((1 + len(cut)) / (1 + within)) + 1)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ weighted
    unit = sparse.csr_matrix(unit)
    found = (unit[: len(needs)] @ unit[len(needs) :].T).toarray()
    return np.asarray(np.clip(found, 0, 1), dtype=float)


def runs_of(text: str) -> list[str]:
    """Return the runs of two and three characters of a text, none across a mark or a space.

    Examples
    --------
    >>> runs_of("热处理，CNC")
    ['热处', '处理', '热处理', 'cn', 'nc', 'cnc']
    """
    pieces = _APART.split(unicodedata.normalize("NFKC", text).lower())
    return [
        piece[start : start + length]
        for piece in pieces
        for length in RUNS
        for start in range(len(piece) - length + 1)
    ]


def shared_phrase(need: str, offer: str) -> str:
    """Return the longest phrase of two characters or more that both texts hold.

    Examples
    --------
    >>> shared_phrase("刀具真空淬火外包", "真空淬火炉与渗碳"), shared_phrase("冷库", "淬火")
    ('真空淬火', '')
    """
    left, right = (unicodedata.normalize("NFKC", text).lower() for text in (need, offer))
    best = ""
    for piece in _APART.split(left):
        for start in range(len(piece)):
            end = start + max(len(best) + 1, RUNS[0])
            while end <= len(piece) and piece[start:end] in right:
                best, end = piece[start:end], end + 1
    return best[:LONGEST_SHARED]


def _matrix(cut: Sequence[Counter[str]], places: dict[str, int]) -> Any:
    starts = np.cumsum([0, *map(len, cut)])
    columns = np.array([places[run] for row in cut for run in row], dtype=np.int64)
    times = np.array([times for row in cut for times in row.values()], dtype=float)
    shape = (len(cut), max(len(places), 1))
    return sparse.csr_matrix((times, columns, starts), shape=shape)
