"""Tell how often a market leads to something: counted once a day, from what three firms changed."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from jiqun.exchange.matching.hit_rates import (
    MarketRate,
    Outcome,
    counted_next,
    hit_rates,
    reached_in,
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
        telling = Telling.objects.filter(market=market.id).defer("counted").first()
        if telling is None or telling.day < day:
            telling = _counted_anew(market.id, market.outcomes(), day)
    return hit_rates(telling.reached)


def _counted_anew(market: str, outcomes: Iterable[Outcome], day: date) -> Telling:
    with transaction.atomic():
        Telling.objects.get_or_create(market=market, defaults={"day": day})
        telling = Telling.objects.select_for_update().get(market=market)
        telling.day = day
        telling.counted = counted_next(telling.counted, outcomes)
        telling.reached = reached_in(telling.counted)
        telling.save()
    return telling
