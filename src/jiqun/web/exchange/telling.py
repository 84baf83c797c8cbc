"""Tell how often a market leads to something: counted once a day, from what three firms changed."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from jiqun.exchange.matching.hit_rates import MarketRate, Outcome, counted_next, hit_rates
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
        telling = Telling.objects.filter(market=market.id).first()
        if telling is None or telling.day < day:
            telling = _counted_anew(market.id, market.outcomes(), day)
    return hit_rates(_reached(telling.counted))


def _counted_anew(market: str, outcomes: Iterable[Outcome], day: date) -> Telling:
    with transaction.atomic():
        Telling.objects.get_or_create(market=market, defaults={"day": day})
        telling = Telling.objects.select_for_update().get(market=market)
        telling.day = day
        telling.counted = counted_next(telling.counted, outcomes)
        telling.save()
    return telling


def _reached(counted: Mapping[str, Mapping[str, int]]) -> dict[str, list[int]]:
    return {size: list(requests.values()) for size, requests in counted.items()}
