"""Things in the order they first come, each once."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def distinct(things: Iterable[Thing]) -> list[Thing]:
    """Return things in the order they first come, each once.

    Examples
    --------
    >>> distinct(["b", "a", "b"])
    ['b', 'a']
    """
    return list(dict.fromkeys(things))
