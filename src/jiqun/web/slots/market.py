"""The markets of slots as the page of the exchange names them: what each is, what came of it."""

from collections.abc import Collection, Iterator
from functools import partial

from jiqun.exchange.matching.hit_rates import Outcome
from jiqun.exchange.slots.kinds import FAMILIES, kind_named, slot_kinds
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.exchange.deals import Deal
from jiqun.web.exchange.markets import Market
from jiqun.web.slots.models import Booking
from jiqun.web.slots.waiting import waiting_for


def outcomes(family: str) -> list[Outcome]:
    """Return how far every booking of a family came that was answered or taken back.

    A booking is dealt once it was used or delivered, and finished once the renter confirmed that;
    who did not come, and confirmed it, has used nothing.
    """
    with seen_whole():
        decided = Booking.objects.exclude(state="pending")
        rows = list(decided.values_list("pk", "offer__kind", "renter", "size", "reached"))
    return [
        Outcome(str(key), renter, size, reached)
        for key, kind, renter, size, reached in rows
        if kind_named(kind).family == family
    ]


def bookings_among(numbers: Collection[int]) -> Iterator[Deal]:
    """Yield the bookings of some numbers: who owns, who rents, and how far they came."""
    for row in Booking.objects.filter(pk__in=numbers):
        yield Deal(row.pk, frozenset({row.owner, row.renter}), row.reached)


def slot_markets() -> Iterator[Market]:
    """Yield the market of each family, with the words of the catalogue."""
    for name in FAMILIES:
        family = slot_kinds().families[name]
        yield Market(
            family.market,
            family.title,
            family.about,
            family.market,
            partial(outcomes, name),
            partial(waiting_for, family=name),
        )
