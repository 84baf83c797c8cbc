"""Rows of a market with why they fit a need, or why they do not: alike in every market."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiqun.base.language import Bilingual
from jiqun.exchange.matching.told import Fits


@dataclass(frozen=True)
class Fitted:
    """A row with why it fits, or why it does not; score and coverage in percent."""

    row: Any
    why: Sequence[Bilingual]
    score: int = 0
    coverage: int = 0


@dataclass(frozen=True)
class Found:
    """What fits, the best first, and what does not."""

    fitting: tuple[Fitted, ...]
    outside: tuple[Fitted, ...]


def fitted(found: Fits, rows: Mapping[str, Any]) -> Found:
    """Return the rows of what was found.

    Parameters
    ----------
    found
        As the matcher tells it.
    rows
        By the id the matcher knows them by.
    """
    return Found(
        tuple(
            Fitted(
                rows[fit.id], fit.why, round(100 * fit.match.score), round(100 * fit.match.coverage)
            )
            for fit in found.fitting
        ),
        tuple(Fitted(rows[out.id], out.why) for out in found.outside),
    )
