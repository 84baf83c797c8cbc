"""What a place has of a node: nobody, one firm, several, or nobody can tell."""

from __future__ import annotations

from enum import Enum

from jiqun.base.language import Bilingual


class State(Enum):
    """A node's coverage."""

    NONE = Bilingual("没有企业", "No firm")
    ONE = Bilingual("仅一家", "One firm")
    SEVERAL = Bilingual("两家及以上", "Two or more")
    UNKNOWN = Bilingual("说不清", "Cannot tell")

    @property
    def code(self) -> str:
        """The state as files name it.

        Examples
        --------
        >>> State.UNKNOWN.code
        'unknown'
        """
        return self.name.lower()


def state_of(firms: int | None) -> State:
    """Return the state of so many firms; None where nobody can tell.

    Examples
    --------
    >>> [state_of(firms).code for firms in (0, 1, 2, None)]
    ['none', 'one', 'several', 'unknown']
    """
    if firms is None:
        return State.UNKNOWN
    return (State.NONE, State.ONE, State.SEVERAL)[min(firms, 2)]
