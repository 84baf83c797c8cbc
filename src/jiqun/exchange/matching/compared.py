"""Each part of a match, for every need and offer at once: how well it fits, and whether known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiqun.base.codes import industries, regions
from jiqun.exchange.matching.conditions import Held, price_over
from jiqun.exchange.matching.descriptions import likeness, runs_of
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.incidence import both, counts, known, shared
from jiqun.exchange.matching.settings import Market, Matching
from jiqun.stats.earth import EARTH_RADIUS_KM

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Part(NamedTuple):
    """A part: 0 to 1, needs by offers, and where it is known."""

    fits: Floats
    known: Flags


def compared(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    market: Market,
    settings: Matching,
    held: Mapping[str, Held],
) -> dict[str, Part]:
    """Compare all needs with all offers, in each part the market weighs.

    Parameters
    ----------
    needs, offers
        Of one market.
    market, settings
        What it goes by.
    held
        The conditions, as :func:`jiqun.exchange.matching.conditions.conditions` found them.
    """
    parts = {name: _PARTS[name](needs, offers, market, settings) for name in _PARTS}
    parts["conditions"] = _stated(held, (len(needs), len(offers)))
    return {name: parts[name] for name in market.weights}


def kilometres(needs: Sequence[Need], offers: Sequence[Offer]) -> Floats:
    """Return the distance of each need from each offer in kilometres; NaN where not known."""
    codes = sorted({need.county for need in needs} | {offer.county for offer in offers})
    places = {code: at for at, code in enumerate(codes)}
    points = [regions().point(code) for code in codes]
    there = np.radians([point[:2] if point else (np.nan, np.nan) for point in points])
    east, north = there[:, 0], there[:, 1]
    up, along = (np.subtract.outer(line, line) / 2 for line in (north, east))
    chord = np.sin(up) ** 2 + np.outer(np.cos(north), np.cos(north)) * np.sin(along) ** 2
    apart = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    for code, at in places.items():
        apart[at, at] = 0.0 if code else np.nan
    return np.asarray(apart[np.ix_(_at(needs, places), _at(offers, places))])


def _at(sides: Sequence[Need] | Sequence[Offer], places: Mapping[str, int]) -> NDArray[np.int64]:
    return np.array([places[side.county] for side in sides], dtype=np.int64)


def _terms(needs: Sequence[Need], offers: Sequence[Offer], *_: object) -> Part:
    """Return the share of what is needed that an offer is for."""
    asked, told = [need.terms for need in needs], [offer.terms for offer in offers]
    common = shared([row or () for row in asked], [row or () for row in told])
    fits = common / np.maximum(counts(asked), 1)[:, None]
    return Part(fits, both((counts(asked) > 0, counts(told) > 0)))


def _text(needs: Sequence[Need], offers: Sequence[Offer], _: Market, settings: Matching) -> Part:
    wanted, offered = [need.text for need in needs], [offer.text for offer in offers]
    fits = np.minimum(likeness(wanted, offered) / settings.full_text, 1)
    return Part(fits, both([bool(runs_of(text)) for text in side] for side in (wanted, offered)))


def _industry(
    needs: Sequence[Need], offers: Sequence[Offer], _: Market, settings: Matching
) -> Part:
    """Return what the nearest level of the classification that both sides share counts as."""
    fits = np.zeros((len(needs), len(offers)))
    levels = (("section", 1), ("division", 2), ("group", 3), ("class", 4))
    for level, digits in levels:
        asked = [_cut((need.industry,), digits) for need in needs]
        served = [_cut(offer.serves or (), digits) for offer in offers]
        common = shared(asked, served) > 0
        fits = np.where(common, settings.industry_levels[level], fits)
    said = [bool(need.industry) for need in needs], [bool(offer.serves) for offer in offers]
    return Part(fits, both(said))


def _cut(codes: Sequence[str], digits: int) -> set[str]:
    """Return codes cut to a level; the section for the first. A shorter code has none deeper."""
    if digits > 1:
        return {code[:digits] for code in codes if len(code) >= digits}
    listed = (industries().get(code[:2]) for code in codes if code)
    return {industry.section for industry in listed if industry is not None}


def _place(needs: Sequence[Need], offers: Sequence[Offer], market: Market, _: Matching) -> Part:
    apart = kilometres(needs, offers)
    told = ~np.isnan(apart)
    return Part(np.where(told, 0.5 ** (np.nan_to_num(apart) / market.half_km), 0), told)


def _price(needs: Sequence[Need], offers: Sequence[Offer], _: Market, settings: Matching) -> Part:
    """1 within the budget, falling to 0 where the price is as far above it as may be."""
    over, told = price_over(needs, offers)
    return Part(np.clip(1 - over / max(settings.dearer_by, 1e-9), 0, 1), told)


def _time(needs: Sequence[Need], offers: Sequence[Offer], *_: object) -> Part:
    """Return the share of the times wanted at which an offer is free."""
    asked, told = [need.wanted for need in needs], [offer.free for offer in offers]
    common = shared([row or () for row in asked], [row or () for row in told])
    fits = common / np.maximum(counts(asked), 1)[:, None]
    return Part(fits, both((counts(asked) > 0, known(told))))


def _effort(needs: Sequence[Need], offers: Sequence[Offer], _: Market, settings: Matching) -> Part:
    bears, takes = [need.effort for need in needs], [offer.effort for offer in offers]
    beyond = np.subtract.outer([-(bear or 0) for bear in bears], [-(take or 0) for take in takes])
    fits = np.array(settings.effort_beyond)[np.clip(beyond, 0, 2).astype(int)]
    return Part(fits, both((known(bears), known(takes))))


def _stated(held: Mapping[str, Held], shape: tuple[int, int]) -> Part:
    """Return the share of the conditions a need sets that an offer is known to meet."""
    asked, met, told = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
    for condition in held.values():
        asked += condition.asked
        met += condition.known & ~condition.failed
        told |= condition.known
    return Part(met / np.maximum(asked, 1), told)


_PARTS: Mapping[str, Callable[[Sequence[Need], Sequence[Offer], Market, Matching], Part]] = {
    "terms": _terms,
    "text": _text,
    "industry": _industry,
    "place": _place,
    "price": _price,
    "time": _time,
    "effort": _effort,
}
