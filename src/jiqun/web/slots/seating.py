"""Which seats of a slot are free, and why slots cannot be booked: everything at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from jiqun.base.errors import Problem, Where
from jiqun.base.readers import Office
from jiqun.exchange.slots.opening import closed_to
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import moment_said
from jiqun.web.slots.models import HELD, Booking, Offer, Slot
from jiqun.workflow.calendars import calendars

MOST_SLOTS = 60
"""Slots of one booking; ours."""


def taken_seats(row: Offer, starts: Iterable[datetime]) -> dict[datetime, set[int]]:
    """Return which seats of slots are taken, slot by slot."""
    taken: dict[datetime, set[int]] = {start: set() for start in starts}
    held = Slot.objects.filter(offer=row, starts__in=list(taken))
    for start, seat in held.values_list("starts", "seat"):
        taken[start].add(seat)
    return taken


def left_of(row: Offer, taken: set[int]) -> int:
    """Return how many seats of a slot are left; an offer may have fewer now than are taken."""
    return max(row.seats - len(taken), 0)


def free_seats(row: Offer, starts: Sequence[datetime], seats: int) -> dict[datetime, list[int]]:
    """Return the first seats of each slot that nobody has, as many as are asked for.

    Where too few are free the numbers go on beyond the last seat: the constraint refuses those.
    """
    return {
        start: [seat for seat in range(1, row.seats + seats + 1) if seat not in taken][:seats]
        for start, taken in taken_seats(row, starts).items()
    }


def unbookable(
    row: Offer, wanted: Sequence[datetime | None], seats: int, *, trial: bool, doer: Doer
) -> list[Problem]:
    """Return why slots of an offer cannot be booked, everything at once."""
    at = Where(field="slots")
    mine = doer.reader.office is Office.FIRM and Offer.objects.open_to(doer.reader)
    if not mine or not mine.filter(pk=row.pk).exists():
        return [Problem("slots.not_open_to_you")]
    if row.broken:
        return [Problem("slots.out_of_order")]
    starts = [start for start in wanted if start is not None]
    if not wanted or len(starts) < len(wanted):
        return [Problem("slots.none_chosen", at)]
    if len(wanted) > MOST_SLOTS:
        return [Problem("slots.slots_enough", at, {"most": MOST_SLOTS})]
    problems = _trial_problems(row, len(wanted) * seats, doer) if trial else []
    for start, taken in taken_seats(row, starts).items():
        problems += _shut(row, start, left_of(row, taken), seats)
    return problems


def _shut(row: Offer, start: datetime, left: int, seats: int) -> list[Problem]:
    """Return why a slot is not to be had: closed, taken, or with fewer seats than asked for."""
    code, starts = closed_to(start, row.calendar, timezone.now(), calendars()), moment_said(start)
    if code or left < 1:
        return [Problem(code or "slots.taken", Where(field="slots"), {"starts": starts})]
    if left < seats:
        details = {"starts": starts, "left": left, "asked": seats}
        return [Problem("slots.fewer_left", Where(field="seats"), details)]
    return []


def _trial_problems(row: Offer, count: int, doer: Doer) -> list[Problem]:
    most = row.asks.trial_slots
    if not most:
        return [Problem("slots.no_trials", Where(field="trial"))]
    if count > most:
        return [Problem("slots.trial_too_long", Where(field="trial"), {"most": most})]
    code = doer.reader.credit_code
    tried = Booking.objects.filter(offer=row, renter=code, trial=True, state__in=HELD)
    return [Problem("slots.tried_already", Where(field="trial"))] if tried.exists() else []
