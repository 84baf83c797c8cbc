"""Hold needs against offers: what is out and why, how well the rest fit, in a settled order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jiqun.exchange.matching.compared import Part, compared
from jiqun.exchange.matching.conditions import OWN, Held, conditions, own
from jiqun.exchange.matching.settings import Market, Matching, matching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jiqun.exchange.matching.facts import Need, Offer

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
MOST = 5
DIGITS = 9
"""Scores closer than this many digits are ties."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A part of a match.

    Parameters
    ----------
    part
        As the catalogue calls it.
    weight
        Its weight in the market.
    fits
        0 to 1; None where a side does not state it.
    """

    part: str
    weight: float
    fits: float | None

    @property
    def contribution(self) -> float:
        """What it adds to the score's numerator: nothing where it is not known."""
        return self.weight * (self.fits or 0.0)


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that fits a need.

    Parameters
    ----------
    offer
        The offer.
    fits
        Part by part, in the order of the catalogue.
    unknown
        Conditions the need sets of which the offer says nothing: to be asked.
    """

    offer: Offer
    fits: tuple[Fit, ...]
    unknown: tuple[str, ...] = ()

    @property
    def coverage(self) -> float:
        """How much of the weights is known, 0 to 1."""
        return sum(fit.weight for fit in self.fits if fit.fits is not None)

    @property
    def score(self) -> float:
        """How well what is known fits, 0 to 1; 0 where nothing is known."""
        return sum(fit.contribution for fit in self.fits) / self.coverage if self.coverage else 0.0


@dataclass(frozen=True, slots=True)
class Outside:
    """An offer that is out, and the conditions it fails."""

    offer: Offer
    fails: tuple[str, ...]


def match(needs: Sequence[Need], offers: Sequence[Offer], most: int = MOST) -> list[list[Match]]:
    """Return the offers that fit each need best.

    Offers that fail a condition are out. The others are ordered by their score, drawn towards the
    usual one as far as facts are not known; ties by the share known, then by the offer's id. So
    the order does not depend on the order of what is given.

    Parameters
    ----------
    needs, offers
        Of any markets; each need is held against the offers of its own.
    most
        How many a need is told at most.

    Returns
    -------
    list
        Need by need, the best first.

    Raises
    ------
    KeyError
        Where the catalogue has no such market.

    Examples
    --------
    >>> from jiqun.exchange.matching.facts import Need, Offer
    >>> offers = [Offer("a", "slots", text="真空淬火炉"), Offer("b", "slots", text="冷库")]
    >>> found = match([Need("n", "slots", text="刀具真空淬火")], offers)
    >>> [(fit.offer.id, round(fit.score, 2), fit.coverage) for fit in found[0]]
    [('a', 1.0, 0.35), ('b', 0.0, 0.35)]
    """
    settings = matching()
    found: list[list[Match]] = [[] for _ in needs]
    for name in sorted({need.market for need in needs}):
        places = [at for at, need in enumerate(needs) if need.market == name]
        there = sorted((offer for offer in offers if offer.market == name), key=_id)
        asked = [needs[at] for at in places]
        if there:
            matches = _Held(asked, there, settings.markets[name], settings).best(most)
            for at, best in zip(places, matches, strict=True):
                found[at] = best
    return found


def outside(need: Need, offers: Sequence[Offer]) -> list[Outside]:
    """Return the offers of a need's market that are out, each with what it fails, by id.

    Parameters
    ----------
    need
        The need.
    offers
        Of any markets.
    """
    settings = matching()
    there = sorted((offer for offer in offers if offer.market == need.market), key=_id)
    held = _Held([need], there, settings.markets[need.market], settings)
    return [Outside(offer, fails) for at, offer in enumerate(there) if (fails := held.fails(0, at))]


def _id(offer: Offer) -> str:
    return offer.id


class _Held:
    """Needs and offers of one market, held against each other once."""

    def __init__(
        self, needs: Sequence[Need], offers: Sequence[Offer], market: Market, settings: Matching
    ) -> None:
        self.needs, self.offers, self.market = needs, offers, market
        self.conditions: Mapping[str, Held] = conditions(needs, offers, market, settings)
        self.own = own(needs, offers)
        self.parts: Mapping[str, Part] = compared(needs, offers, market, settings, self.conditions)
        self.usual = settings.usual

    def fails(self, need: int, offer: int) -> tuple[str, ...]:
        """Return the conditions an offer fails."""
        failed = [name for name, held in self.conditions.items() if held.failed[need, offer]]
        return (OWN, *failed) if self.own[need, offer] else tuple(failed)

    def best(self, most: int) -> list[list[Match]]:
        """Return the best offers of each need."""
        rank, coverage = self._ranked()
        orders = [_first(rank[at], coverage[at], most) for at in range(len(self.needs))]
        needs = np.repeat(np.arange(len(orders)), [len(order) for order in orders])
        matches = iter(self._matches(needs, np.concatenate(orders)))
        return [[next(matches) for _ in order] for order in orders]

    def _ranked(self) -> tuple[Numbers, Numbers]:
        """Return what orders the offers of each need; below nought where one is out."""
        shape = (len(self.needs), len(self.offers))
        rank, coverage = np.zeros(shape), np.zeros(shape)
        for name, part in self.parts.items():
            weight = self.market.weights[name]
            rank += weight * np.where(part.known, part.fits, self.usual)
            coverage += weight * part.known
        out = self.own.copy()
        for held in self.conditions.values():
            out |= held.failed
        return np.where(out, -1, rank.round(DIGITS)), coverage.round(DIGITS)

    def _matches(self, needs: Places, offers: Places) -> Iterator[Match]:
        """Yield the matches of pairs of a need and an offer."""
        fits = [list(self._fits(name, needs, offers)) for name in self.market.weights]
        unknown = {
            name: (held.asked & ~held.known)[needs, offers].tolist()
            for name, held in self.conditions.items()
        }
        for at, offer in enumerate(offers.tolist()):
            asked = tuple(name for name, pairs in unknown.items() if pairs[at])
            yield Match(self.offers[offer], tuple(part[at] for part in fits), asked)

    def _fits(self, name: str, needs: Places, offers: Places) -> Iterator[Fit]:
        part, weight = self.parts[name], self.market.weights[name]
        fits, known = part.fits[needs, offers].tolist(), part.known[needs, offers].tolist()
        for value, told in zip(fits, known, strict=True):
            yield Fit(name, weight, value if told else None)


def _first(rank: Numbers, coverage: Numbers, most: int) -> Places:
    """Return the places of the best that are not out; ties by coverage, then as they stand."""
    least = np.partition(rank, -most)[-most] if len(rank) > most else 0.0
    near = np.flatnonzero(rank >= max(least, 0))
    return near[np.lexsort((near, -coverage[near], -rank[near]))][:most]
