"""What the engine adds up, as rows with names."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, TypeAlias

Place: TypeAlias = tuple[int, str, str]
"""Year, level and key."""


class Counted(NamedTuple):
    """How many there are at a place."""

    year: int
    level: str
    key: str
    number: Decimal | int

    @property
    def place(self) -> Place:
        """Year, level and key."""
        return self.year, self.level, self.key


class Sums(NamedTuple):
    """What an indicator adds up to at a place, over the clusters that report every term.

    ``values`` are the clusters' own, largest first, where the figure says how unevenly they lie.
    """

    indicator: str
    level: str
    key: str
    year: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reporting: int = 0
    not_applicable: int = 0
    estimated: bool | None = False
    values: tuple[Decimal, ...] = ()

    @property
    def place(self) -> Place:
        """Year, level and key."""
        return self.year, self.level, self.key
