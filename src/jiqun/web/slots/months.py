"""A county's months of use as they are told: kept, and counted anew by three firms' changes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from jiqun.base.readers import Reader
from jiqun.disclosure.firms import tellable_beside
from jiqun.exchange.slots.use import Use
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.slots.models import MonthOfUse, Offer
from jiqun.web.slots.using import NUMBERS, Together, used_together


def month_told(offers: Iterable[Offer], first: date, last: date, reader: Reader) -> Together:
    """Return how far a county's centres were used in a month that is over.

    Hours are recorded late: a number that moved by one firm's would tell them. So a month stays as
    it was told until, beside each time it was, nobody or three firms changed every number of it, by
    who owns and by who booked.

    Parameters
    ----------
    offers
        The county's centres.
    first, last
        The month's first and last day.
    reader
        The county.
    """
    now = used_together(offers, first, last, reader)
    with seen_whole(), transaction.atomic():
        MonthOfUse.objects.get_or_create(county=reader.within[0], first=first)
        row = MonthOfUse.objects.select_for_update().get(county=reader.within[0], first=first)
        if now.use is not None and _may(now, row.told, reader):
            row.told = [*row.told, _written(now.use, now.behind)]
            row.save()
    return replace(now, use=_use(row.told[-1]["use"]) if row.told else None)


def _may(now: Together, told: list[Any], reader: Reader) -> bool:
    """Tell whether a month may be told as it is now; what would say nothing new is not kept."""
    if told and told[-1] == _written(now.use, now.behind):
        return False
    return all(
        tellable_beside(by_firm, [_decimals(before["behind"][number]) for before in told], reader)
        for number, by_firm in now.behind.items()
    )


def _written(use: Use | None, behind: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Any]:
    return {
        "use": {number: str(getattr(use, number)) for number in NUMBERS},
        "behind": {
            number: {firm: str(adds) for firm, adds in by_firm.items()}
            for number, by_firm in behind.items()
        },
    }


def _use(said: Mapping[str, str]) -> Use:
    opened, booked, used = (Decimal(said[number]) for number in NUMBERS[:3])
    unrecorded, unsure = (int(said[number]) for number in NUMBERS[3:])
    return Use(opened, booked, used, unrecorded, unsure)


def _decimals(by_firm: Mapping[str, str]) -> dict[str, Decimal]:
    return {firm: Decimal(adds) for firm, adds in by_firm.items()}
