"""The market of slots as the page of the exchange names it: what it is, what came of it."""

from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN, Outcome
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.exchange.markets import Market
from jiqun.web.slots.models import Booking
from jiqun.web.slots.waiting import waiting_for

MARKET = "slots"
REFUSED = ("refused", "withdrawn", "freed")
"""States a booking is in that came to nothing; what a breakdown freed need not have been agreed."""
ACCEPTED, USED, FINISHED = 1, 2, 3


def outcomes() -> list[Outcome]:
    """Return how far every booking came that was answered or taken back: told only as shares.

    A booking is dealt once the slots were used, and finished once the renter confirmed that; who
    did not come, and confirmed it, has used nothing. The size of a renter is not asked.
    """
    with seen_whole():
        decided = Booking.objects.exclude(state="pending")
        rows = list(decided.values_list("pk", "renter", "state", "hours_used"))
    return [
        Outcome(str(key), renter, SIZE_UNKNOWN, _reached(state, hours))
        for key, renter, state, hours in rows
    ]


def _reached(state: str, hours: Decimal | None) -> int:
    if state in REFUSED:
        return 0
    if not hours:
        return ACCEPTED
    return FINISHED if state == "finished" else USED


SLOTS = Market(
    MARKET,
    Bilingual("共享产能", "Shared capacity"),
    Bilingual(
        "共享工厂、车间、设备、检测和仓储，按时段预订；同一时段不会订给两家。",
        "Factories, workshops, machines, tests and stores by the slot; none is booked twice.",
    ),
    "slots",
    outcomes,
    waiting_for,
)
