"""How many of the motions of SMEs were adopted: of those decided in a year, from three firms on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiqun.base.readers import Reader
from jiqun.disclosure.firms import enough_firms

ADOPTED = frozenset({"adopted", "carried_out", "given_up"})
"""States of motions that were adopted, whatever came of it."""
DECIDED = ADOPTED | {"rejected", "fallen", "declined"}
"""States of motions that were decided; one that was withdrawn, or waits, was not."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of SMEs' motions in a year.

    Parameters
    ----------
    decided, adopted
        How many; None where fewer than three firms stand behind them, and it is withheld.
    """

    decided: int | None
    adopted: int | None

    @property
    def rate(self) -> Fraction | None:
        """The share that was adopted; None where none was decided, or it is withheld.

        Examples
        --------
        >>> Adoption(4, 3).rate, Adoption(0, 0).rate, Adoption(None, None).rate
        (Fraction(3, 4), None, None)
        """
        if not self.decided or self.adopted is None:
            return None
        return Fraction(self.adopted, self.decided)


def adoption_of(motions: Iterable[tuple[str, str]], reader: Reader) -> Adoption:
    """Count the motions of SMEs that were decided in a year.

    Parameters
    ----------
    motions
        Of each its proposer's credit code and its state.
    reader
        For whom.

    Examples
    --------
    >>> from jiqun.base.readers import PUBLIC
    >>> moved = [("a", "adopted"), ("b", "declined"), ("c", "carried_out"), ("c", "discussing")]
    >>> adoption_of(moved, PUBLIC), adoption_of(moved[:2], PUBLIC), adoption_of([], PUBLIC)
    (Adoption(decided=3, adopted=2), Adoption(decided=None, adopted=None),
     Adoption(decided=0, adopted=0))
    """
    decided = [(firm, state) for firm, state in motions if state in DECIDED]
    if decided and not enough_firms(len({firm for firm, _ in decided}), reader):
        return Adoption(None, None)
    return Adoption(len(decided), sum(state in ADOPTED for _, state in decided))
