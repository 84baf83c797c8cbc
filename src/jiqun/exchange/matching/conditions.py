"""What an offer must meet, apart from how well it fits; it fails only where both are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.incidence import both, counts, known, shared
from jiqun.exchange.matching.settings import Market, Matching

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
OWN = "own"
"""Nobody is matched with oneself, in any market."""


class Held(NamedTuple):
    """A condition, needs by offers: whether it is asked, whether both sides are known, failed."""

    asked: Flags
    known: Flags
    failed: Flags


def conditions(
    needs: Sequence[Need], offers: Sequence[Offer], market: Market, settings: Matching
) -> dict[str, Held]:
    """Hold every offer to every need's conditions.

    Parameters
    ----------
    needs, offers
        Of one market.
    market, settings
        What it goes by.

    Returns
    -------
    dict
        By condition, and ``own`` for offers of the firm itself, which is no condition anybody
        asks.
    """
    return {name: _CONDITIONS[name](needs, offers, settings) for name in market.conditions}


def own(needs: Sequence[Need], offers: Sequence[Offer]) -> Flags:
    """Tell which offers are of the firm that needs."""
    return _same([need.firm for need in needs], [offer.firm for offer in offers])


def price_over(needs: Sequence[Need], offers: Sequence[Offer]) -> tuple[Floats, Flags]:
    """Return how far a price lies above a budget, as a share of it, and where both are known."""
    budget, least = [need.budget for need in needs], [offer.price for offer in offers]
    told = both((known(budget), known(least)))
    bears = np.array([float(yuan or 0) for yuan in budget])[:, None]
    costs = np.array([float(yuan or 0) for yuan in least])[None, :]
    over = (costs - bears) / np.maximum(bears, 1e-9)
    return np.where(told, np.maximum(over, 0), 0), told


def _same(left: Sequence[str], right: Sequence[str]) -> Flags:
    named = ([{name} if name else set[str]() for name in side] for side in (left, right))
    return shared(*named) > 0


def _said(texts: Sequence[str]) -> Flags:
    return np.array([bool(text) for text in texts], dtype=bool)


def _asked(asks: Flags, offers: Sequence[Offer]) -> Flags:
    return np.repeat(asks[:, None], len(offers), axis=1)


def _kind(needs: Sequence[Need], offers: Sequence[Offer], _: Matching) -> Held:
    wanted, offered = [need.kind for need in needs], [offer.kind for offer in offers]
    told = both((_said(wanted), _said(offered)))
    return Held(_asked(_said(wanted), offers), told, told & ~_same(wanted, offered))


def _terms(needs: Sequence[Need], offers: Sequence[Offer], _: Matching) -> Held:
    """Hold that an offer is for something of what is needed."""
    wanted, offered = [need.terms for need in needs], [offer.terms for offer in offers]
    told = both((counts(wanted) > 0, counts(offered) > 0))
    common = shared([row or () for row in wanted], [row or () for row in offered])
    return Held(_asked(counts(wanted) > 0, offers), told, told & (common == 0))


def _price(needs: Sequence[Need], offers: Sequence[Offer], settings: Matching) -> Held:
    over, told = price_over(needs, offers)
    asks = known([need.budget for need in needs])
    return Held(_asked(asks, offers), told, told & (over > settings.dearer_by + 1e-12))


def _size(needs: Sequence[Need], offers: Sequence[Offer], _: Matching) -> Held:
    wanted, offered = [need.size for need in needs], [offer.size for offer in offers]
    told = both((known(wanted), known(offered)))
    least = np.array([float(size or 0) for size in wanted])[:, None]
    most = np.array([float(size or 0) for size in offered])[None, :]
    return Held(_asked(known(wanted), offers), told, told & (least > most))


def _certificates(needs: Sequence[Need], offers: Sequence[Offer], _: Matching) -> Held:
    wanted = [need.certificates for need in needs]
    offered = [offer.certificates for offer in offers]
    asks = counts(wanted)
    told = both((asks > 0, known(offered)))
    common = shared([row or () for row in wanted], [row or () for row in offered])
    return Held(_asked(asks > 0, offers), told, told & (common < asks[:, None]))


def _time(needs: Sequence[Need], offers: Sequence[Offer], _: Matching) -> Held:
    wanted, free = [need.wanted for need in needs], [offer.free for offer in offers]
    told = both((counts(wanted) > 0, known(free)))
    common = shared([row or () for row in wanted], [row or () for row in free])
    return Held(_asked(counts(wanted) > 0, offers), told, told & (common == 0))


_CONDITIONS: Mapping[str, Callable[[Sequence[Need], Sequence[Offer], Matching], Held]] = {
    "kind": _kind,
    "terms": _terms,
    "price": _price,
    "size": _size,
    "certificates": _certificates,
    "time": _time,
}
