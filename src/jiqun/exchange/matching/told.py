"""What fits a need and what does not, each with its reasons in words, as pages tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual
from jiqun.exchange.matching.matcher import Match, match, outside
from jiqun.exchange.matching.reasons import UNNAMED, Names, reasons, why_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiqun.exchange.matching.facts import Need, Offer


@dataclass(frozen=True, slots=True)
class Fitting:
    """An offer that fits: its id, the match, and why in words."""

    id: str
    match: Match
    why: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class NotFitting:
    """An offer that does not: its id, and why in words."""

    id: str
    why: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Fits:
    """What fits a need, the best first, and what does not."""

    fitting: tuple[Fitting, ...]
    outside: tuple[NotFitting, ...]


def told_fits(need: Need, offers: Sequence[Offer], most: int, names: Names = UNNAMED) -> Fits:
    """Return which offers fit a need, which do not, and why.

    Parameters
    ----------
    need
        Of one market.
    offers
        Of any.
    most
        How many that fit are told at most.
    names
        What terms are called in both languages.

    Examples
    --------
    >>> from jiqun.exchange.matching.facts import Need, Offer
    >>> need = Need("n", "talent", text="压铸缺陷诊断", kind="expert_day")
    >>> offers = [Offer("a", "talent", kind="expert_day", text="压铸专家"),
    ...           Offer("b", "talent", kind="course", text="压铸课程")]
    >>> found = told_fits(need, offers, 5)
    >>> [fit.id for fit in found.fitting], [reason.en for reason in found.outside[0].why]
    (['a'], ['of another kind'])
    """
    [best] = match([need], offers, most)
    found = [fit for fit in best if fit.score > 0]  # of the rest nothing that is known fits
    return Fits(
        tuple(
            Fitting(fit.offer.id, fit, tuple(reason.words for reason in reasons(fit, need, names)))
            for fit in found
        ),
        tuple(
            NotFitting(out.offer.id, tuple(reason.words for reason in why_out(out)))
            for out in outside(need, offers)
        )
        if offers
        else (),
    )
