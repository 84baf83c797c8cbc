"""Book slots, answer, use, cancel, dispute and settle: each step one event, no slot taken twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.slots.kinds import Kind
from jiqun.exchange.slots.terms import (
    cost,
    due_for_absence,
    due_on_cancelling,
    read_count,
    read_hours,
    read_money,
    untimely,
)
from jiqun.exchange.wording import read_names, read_size, read_texts
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import moment_said, opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.events.chain import ERASE, Deed, erase_of, record
from jiqun.web.slots.models import ACCEPTED, CONFIRMED, DONE, Booking, Offer, Slot
from jiqun.web.slots.seating import free_seats, unbookable
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

WORDS = ("firm", "purpose", "people")
"""What a renter writes: the log only commits to it."""
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
        ``firm``, ``size``, ``purpose``, ``people``, ``seats`` (of each slot) and ``trial``.
    doer
        Who asks.

    Raises
    ------
    Refused
        With everything wrong: among it which slots were taken meanwhile. Then none is taken.
    """
    wanted = _starts(starts)
    try:
        with transaction.atomic():
            row = Offer.objects.select_for_update().get(pk=row.pk)  # the line forms here
            asked, problems = _asked(row.sort, said)
            problems += unbookable(row, wanted, asked["seats"], trial=asked["trial"], doer=doer)
            if errors_only(problems):
                raise Refused(problems)
            booking = _asked_for(row, wanted, asked, doer)
            Slot.objects.bulk_create(
                Slot(offer=row, starts=start, seat=seat, of_seats=row.seats, booking=booking)
                for start, seats in free_seats(row, wanted, asked["seats"]).items()
                for seat in seats
            )
            said_of = {**begun(booking), "offer": row.subject, "slots": booking.asked_slots}
            said_of |= {name: asked[name] for name in ("trial", "seats", "size")}
            said_of["price"] = _text(booking.price)
            sealed = {name: asked[name] for name in WORDS if asked[name]}
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
        lot = booking.offer.sort.by_lot
        late = untimely(verb, booking.starts, timezone.now(), lot=lot)
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


def forget_people(booking: Booking, doer: Doer) -> None:
    """Erase who came: out of the booking and of the log; that it was done is told.

    Raises
    ------
    Refused
        Where the booking is not over, is another's, or names nobody.
    """
    with transaction.atomic():
        booking = locked(booking)
        if doer.reader.credit_code not in (booking.owner, booking.renter):
            raise Refused([Problem("slots.not_yours")])
        if not booking.people:
            raise Refused([Problem("slots.nobody_to_forget")])
        if not booking.standing.standing.final:
            raise Refused([Problem("slots.not_over")])
        booking.people = ""
        booking.save()
        gone = erase_of(booking.subject, ("people",))
        record(Deed(ERASE, booking.subject, doer.person, doer.office, {"texts": gone}))


def _changes(booking: Booking, verb: str, said: Mapping[str, str], doer: Doer) -> dict[str, Any]:
    """Return the columns that a step changes besides where the booking stands."""
    text = said.get("reason", "").strip()
    if verb in ("dispute", "state_side"):
        says = "owner_says" if doer.reader.credit_code == booking.owner else "renter_says"
        return {says: text, "was_disputed": True}
    changes: dict[str, Any] = {_KEEPS[verb]: text} if verb in _KEEPS else {}
    if verb in REACHED and (verb != "confirm" or booking.state == "used"):
        changes["reached"] = REACHED[verb]
    if verb == "record_use":
        hours, problems = read_hours(said.get("hours", ""), booking.hours)
        return {**changes, "hours_used": hours, "due": _due(booking, said, problems)}
    if verb == "settle":
        return {**changes, "due": _due(booking, said, [])}
    if verb in ("cancel", "report_no_show"):
        return {**changes, "due": _owed(booking, verb)}
    return {**changes, "due": NOTHING_DUE} if verb in FREEING else changes


REACHED = {"accept": ACCEPTED, "record_use": DONE, "confirm": CONFIRMED}
"""By step how far it comes; who confirms that nobody came has come no further."""
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


def _asked_for(
    row: Offer, wanted: Sequence[datetime], asked: Mapping[str, Any], doer: Doer
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
        **asked,
        county=row.county,
        starts=wanted[0],
        ends=wanted[-1] + row.length,
        asked_slots=[start.isoformat() for start in wanted],
        price=cost(row.asks, len(wanted) * asked["seats"], trial=asked["trial"]),
        terms=row.terms,
        **opening_of(table, parties, standing),
    )


def _asked(kind: Kind, said: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Return what a renter says besides the slots; of seats and people, where the kind has them."""
    problems: list[Problem] = []
    [firm] = read_names(said, ("firm",), problems)
    asked: dict[str, Any] = {"firm": firm, **read_texts(said, ("purpose", "people"), problems)}
    asked["size"], asked["trial"] = read_size(said, problems), bool(said.get("trial"))
    asked["seats"] = 1
    if kind.seats:
        asked["seats"] = read_count(said, "seats", kind.seats.most, "slots.no_seats", problems)
    if kind.people is None:
        asked["people"] = ""
    elif kind.people.required and not said.get("people", "").strip():
        problems.append(Problem("slots.people_missing", Where(field="people")))
    return asked, problems


def _starts(said: Sequence[str]) -> list[Any]:
    """Return when slots begin, each once and in their order; None among them for what is none."""
    found: set[datetime | None] = set()
    for text in said:
        try:
            start = datetime.fromisoformat(text)
            found.add(start.astimezone(CHINA) if start.tzinfo is not None else None)
        except (ValueError, OverflowError):  # no moment, or one before all days
            found.add(None)
    return [None] if None in found else sorted(start for start in found if start is not None)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
