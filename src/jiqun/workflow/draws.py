"""A draw anybody can repeat: its order follows from a published seed and the names alone."""

import hashlib
from collections.abc import Iterable


def drawn(seed: str, names: Iterable[str]) -> list[str]:
    r"""Return names in the order a seed gives them.

    The order is that of the SHA-256 of ``<seed>\\n<name>``: a spreadsheet can check it. To be fair
    the seed is published before, or is a number nobody could know, such as a later lottery's.

    Parameters
    ----------
    seed
        The published seed.
    names
        What is drawn from; in whichever order they come.

    Examples
    --------
    >>> drawn("2026", ["a", "b", "c"])
    ['b', 'a', 'c']
    >>> drawn("2026", ["c", "b", "a"]) == drawn("2026", ["a", "b", "c"])
    True
    """
    return sorted(names, key=lambda name: lot(seed, name))


def lot(seed: str, name: str) -> str:
    """Return a name's lot, 64 hexadecimal digits; the smallest comes first.

    Examples
    --------
    >>> len(lot("2026-07-01", "a"))
    64
    """
    return hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest()
