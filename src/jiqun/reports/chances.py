"""What is far behind its peers, held against what chance alone would make: said by cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jiqun.diagnosis.chance import beyond
from jiqun.diagnosis.comparison import comparison
from jiqun.reports.statements import Ground, filled

if TYPE_CHECKING:
    from jiqun.base.language import Bilingual
    from jiqun.reports.statements import Part

CASES = ("more", "none", "within")
"""Clearly more than chance makes, nothing at all, or no more than chance makes."""
WHOLE_FROM = 10
"""From here on what chance makes is told without decimals."""


class Case(NamedTuple):
    """Which wording a count has, its number among several, what fills it, and its test."""

    word: str
    wording: int
    parts: dict[str, Part]
    test: Ground


def chance_case(word: str, found: int, expected: float) -> Case:
    """Return how a count of what is far behind is said beside what chance alone would make.

    Parameters
    ----------
    word
        How the wordings' names begin.
    found, expected
        How many there are, and how many chance alone would make.

    Examples
    --------
    >>> chance_case("own_peers", 3, 0.7).word, chance_case("own_peers", 2, 1.3).word
    ('own_peers_more', 'own_peers_within')
    >>> chance_case("own_peers", 0, 0.4).word
    'own_peers_none'
    """
    more = beyond(found, expected)
    case = "none" if not found else "more" if more else "within"
    number = f"{expected:.1f}"
    test = Ground("own_test_chance", str(found), ">", f"{number} + 2 × √{number}", more)
    parts: dict[str, Part] = {"found": found, "expected": _about(expected)} if found else {}
    return Case(f"{word}_{case}", CASES.index(case), parts, test)


def _about(expected: float) -> Bilingual:
    """Return a number of chance in words: nought is never made."""
    least = 0.1
    if expected < least:
        return filled("under", number=f"{least:.1f}")
    return filled("about", number=f"{expected:.{0 if expected >= WHOLE_FROM else 1}f}")


def chance_note() -> Bilingual:
    """Say once what is meant by far behind and by chance."""
    return filled("chance_note", far=f"{comparison().far:g}")
