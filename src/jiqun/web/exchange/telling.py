"""Tell how often a market leads to something: counted once a day, from what three firms changed."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from jiqun.exchange.matching.hit_rates import (
    MarketRate,
    Outcome,
    Parts,
    counted_next,
    hit_rates,
    parts_of,
    reached_in,
    tellable_after,
)
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.exchange.markets import Market
from jiqun.web.exchange.models import Telling


def told(market: Market, day: date) -> MarketRate | None:
    """Return the hit rate of a market as it is told on a day, to everybody alike.

    Parameters
    ----------
    market
        None is returned of one that has no outcomes.
    day
        Today: the first who asks on it has the outcomes counted.
    """
    if market.outcomes is None:
        return None
    with seen_whole():
        shown = Telling.objects.filter(market=market.id).defer("counted", "earlier")
        telling = shown.first()
        if telling is None or telling.day < day:
            telling = _counted_anew(market, list(market.outcomes()), day)
    return hit_rates(telling.reached)


def _counted_anew(market: Market, outcomes: Sequence[Outcome], day: date) -> Telling:
    with transaction.atomic():
        Telling.objects.get_or_create(market=market.id, defaults={"day": day})
        telling = Telling.objects.select_for_update().get(market=market.id)
        before, parts = telling.counted, parts_of(outcomes)
        among = _tellable(telling, parts) if market.chosen else None
        telling.day, telling.counted = day, counted_next(before, outcomes, among)
        telling.reached = reached_in(telling.counted)
        anew = {size for size in telling.counted if telling.counted[size] != before.get(size)}
        if market.chosen and anew:
            telling.earlier = [*telling.earlier, {size: parts[size] for size in sorted(anew)}]
        telling.save()
    return telling


def _tellable(telling: Telling, parts: Parts) -> frozenset[str]:
    """Return what may be counted anew; never what was told before anybody noted what it was."""
    noted = {size for told_then in telling.earlier for size in told_then}
    unknown = frozenset(telling.counted) - noted
    return tellable_after(parts, telling.earlier) - unknown
