"""Book slots, answer, use, cancel, dispute and settle: each step one event, no slot taken twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.exchange.slots.offers import LONGEST_NAME
from jiqun.exchange.slots.opening import closed_to
from jiqun.exchange.slots.terms import (
    cost,
    due_for_absence,
    due_on_cancelling,
    read_hours,
    read_money,
    untimely,
)
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import kept_definition, moment_said, said_parties
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.events.chain import Deed, record
from jiqun.web.slots.models import HELD, Booking, Offer, Slot
from jiqun.workflow.calendars import calendars
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

MOST_SLOTS = 60
"""Slots of one booking; ours."""
FREEING = ("refuse", "withdraw", "cancel", "call_off", "free")
"""Steps after which the slots are free again."""
NOTHING_DUE = Decimal("0.00")


def book(row: Offer, starts: Sequence[str], said: Mapping[str, str], doer: Doer) -> Booking:
    """Ask for slots: from this moment nobody else can have them.

    Parameters
    ----------
    row
        The offer, as its reader sees it.
    starts
        When the slots begin, as its page says them.
    said
        ``firm``, ``purpose`` and ``trial``.
    doer
        Who asks.

    Raises
    ------
    Refused
        With everything wrong: among it which slots were taken meanwhile. Then none is taken.
    """
    wanted = _starts(starts)
    trial = bool(said.get("trial"))
    try:
        with transaction.atomic():
            row = Offer.objects.select_for_update().get(pk=row.pk)  # the line forms here
            texts, problems = _words(said)
            problems += _unbookable(row, wanted, trial=trial, doer=doer)
            if errors_only(problems):
                raise Refused(problems)
            booking = _asked_for(row, wanted, texts, trial=trial, doer=doer)
            Slot.objects.bulk_create(
                Slot(offer=row, starts=start, booking=booking) for start in wanted
            )
            said_of = {**begun(booking), "offer": row.subject, "trial": trial}
            said_of |= {"slots": booking.asked_slots, "price": _text(booking.price)}
            sealed = {name: text for name, text in texts.items() if text}
            record(Deed("book", booking.subject, doer.person, doer.office, said_of, sealed))
    except IntegrityError as fault:  # two at one moment: the constraint decides who was first
        raise Refused([Problem("slots.taken_meanwhile", Where(field="slots"))]) from fault
    return booking


def step(booking: Booking, verb: str, said: Mapping[str, str], doer: Doer) -> Booking:
    """Take a step with a booking.

    Parameters
    ----------
    booking
        As its reader sees it.
    verb
        By its workflow.
    said
        ``reason``, ``hours``, ``due``, as the step takes them.
    doer
        Who.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, not yet or no longer, or lacks its reason.
    """
    with transaction.atomic():
        booking = locked(booking)
        late = untimely(verb, booking.starts, timezone.now())
        if late and (booking.state, verb) in booking.standing.table:
            raise Refused([Problem(late, details={"starts": moment_said(booking.starts)})])
        changes = _changes(booking, verb, said, doer)
        told = {name: _text(value) for name, value in changes.items() if name in _FIGURES}
        booking = move(booking, verb, doer, said.get("reason", ""), said=told, **changes)
        if verb in FREEING:
            booking.slots.all().delete()
    return booking


def free_touched(row: Offer, since: datetime, why: str, doer: Doer) -> list[Booking]:
    """Free the bookings of an offer that are not over when it breaks down, each with the reason."""
    touched = row.bookings.filter(state__in=("pending", "accepted"), ends__gt=since)
    return [step(booking, "free", {"reason": why}, doer) for booking in touched.order_by("pk")]


_FIGURES = ("due", "hours_used")


def _changes(booking: Booking, verb: str, said: Mapping[str, str], doer: Doer) -> dict[str, Any]:
    """Return the columns that a step changes besides where the booking stands."""
    text = said.get("reason", "").strip()
    if verb in ("dispute", "state_side"):
        says = "owner_says" if doer.reader.credit_code == booking.owner else "renter_says"
        return {says: text, "was_disputed": True}
    changes = {_KEEPS[verb]: text} if verb in _KEEPS else {}
    if verb == "record_use":
        hours, problems = read_hours(said.get("hours", ""), booking.hours)
        return {**changes, "hours_used": hours, "due": _due(booking, said, problems)}
    if verb == "settle":
        return {**changes, "due": _due(booking, said, [])}
    if verb in ("cancel", "report_no_show"):
        return {**changes, "due": _owed(booking, verb)}
    return {**changes, "due": NOTHING_DUE} if verb in FREEING else {}


_KEEPS = {
    "refuse": "answer",
    "call_off": "answer",
    "free": "answer",
    "cancel": "outcome",
    "report_no_show": "outcome",
    "record_use": "outcome",
    "settle": "ruling",
}
"""By step the column that keeps what was written with it."""


def _owed(booking: Booking, verb: str) -> Decimal | None:
    """Return what a renter owes who cancels or does not come, by the terms of the booking."""
    if verb == "report_no_show":
        return due_for_absence(booking.agreed, booking.price)
    return due_on_cancelling(booking.agreed, booking.price, booking.starts, timezone.now())


def _due(booking: Booking, said: Mapping[str, str], problems: list[Problem]) -> Decimal | None:
    """Return the amount that is due as said; where nothing is said, what was, or the price."""
    due, faults = read_money(said.get("due", ""), "due")
    if problems := [*problems, *faults]:
        raise Refused(problems)
    if due is not None:
        return due
    return booking.price if booking.due is None else booking.due


def _unbookable(
    row: Offer, wanted: Sequence[datetime | None], *, trial: bool, doer: Doer
) -> list[Problem]:
    """Return why slots of an offer cannot be booked, everything at once."""
    at = Where(field="slots")
    mine = doer.reader.office is Office.FIRM and Offer.objects.open_to(doer.reader)
    if not mine or not mine.filter(pk=row.pk).exists():
        return [Problem("slots.not_open_to_you")]
    if row.broken:
        return [Problem("slots.out_of_order")]
    if not wanted or None in wanted:
        return [Problem("slots.none_chosen", at)]
    if len(wanted) > MOST_SLOTS:
        return [Problem("slots.slots_enough", at, {"most": MOST_SLOTS})]
    problems = _trial_problems(row, len(wanted), doer) if trial else []
    taken = set(Slot.objects.filter(offer=row, starts__in=wanted).values_list("starts", flat=True))
    opening, now = row.calendar, timezone.now()
    for start in wanted:
        if start is not None:
            code = closed_to(start, opening, now, calendars())
            code = "slots.taken" if start in taken and not code else code
            if code:
                problems.append(Problem(code, at, {"starts": moment_said(start)}))
    return problems


def _trial_problems(row: Offer, count: int, doer: Doer) -> list[Problem]:
    most = row.asks.trial_slots
    if not most:
        return [Problem("slots.no_trials", Where(field="trial"))]
    if count > most:
        return [Problem("slots.trial_too_long", Where(field="trial"), {"most": most})]
    code = doer.reader.credit_code
    tried = Booking.objects.filter(offer=row, renter=code, trial=True, state__in=HELD)
    return [Problem("slots.tried_already", Where(field="trial"))] if tried.exists() else []


def _asked_for(
    row: Offer,
    wanted: Sequence[datetime],
    texts: Mapping[str, str],
    *,
    trial: bool,
    doer: Doer,
) -> Booking:
    table = workflow("booking")
    renter = doer.reader.credit_code
    parties = {
        "owner": Party(Office.FIRM, row.credit_code),
        "renter": Party(Office.FIRM, renter),
        "county": Party(Office.COUNTY, row.county),
    }
    standing = opened(table, parties, doer.party)
    return Booking.objects.create(
        offer=row,
        owner=row.credit_code,
        renter=renter,
        **texts,
        county=row.county,
        trial=trial,
        starts=wanted[0],
        ends=wanted[-1] + row.length,
        asked_slots=[start.isoformat() for start in wanted],
        price=cost(row.asks, len(wanted), trial=trial),
        terms=row.terms,
        definition=kept_definition(table),
        parties=said_parties(parties),
        state=standing.state,
        holder=standing.holder,
    )


def _words(said: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    firm, problems = read_text(said.get("firm", ""), Where(field="firm"), longest=LONGEST_NAME)
    if not firm and not problems:
        problems = [Problem("slots.firm_missing", Where(field="firm"))]
    purpose, faults = read_text(
        said.get("purpose", ""), Where(field="purpose"), longest=LONGEST_REASON, lines=True
    )
    return {"firm": firm, "purpose": purpose}, [*problems, *faults]


def _starts(said: Sequence[str]) -> list[Any]:
    """Return when slots begin, each once and in their order; None among them for what is none."""
    found: set[datetime | None] = set()
    for text in said:
        try:
            start = datetime.fromisoformat(text)
        except ValueError:
            start = None
        found.add(start if start is not None and start.tzinfo is not None else None)
    return [None] if None in found else sorted(start for start in found if start is not None)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
