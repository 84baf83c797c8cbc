"""Remind people by mail of what waits for them: one letter a person a day, however often asked."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from jiqun.base.errors import Problem, Whole
from jiqun.base.readers import Office
from jiqun.web import letters
from jiqun.web.accounts.models import Person, Reminder
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.events.chain import Deed, record
from jiqun.web.waiting import waiting_for


@dataclass
class Reminded:
    """What a round of reminders came to, in people.

    Parameters
    ----------
    sent
        Who got a letter.
    before
        Who had one that day already.
    failed
        Whose letter the server did not take: the next round tries again.
    addressless
        For whom something waits, and who gave no address.
    """

    sent: int = 0
    before: int = 0
    failed: int = 0
    addressless: int = 0


def waiting_for_person(person: Person) -> list[Problem]:
    """Return what waits for somebody in every office they hold, each thing once."""
    found = [
        problem
        for held in person.memberships.standing()
        for problem in waiting_for(Doer(reader_of_office(Office(held.office), held.of)))
    ]
    return [problem for at, problem in enumerate(found) if problem not in found[:at]]


def remind(day: date, doer: Doer) -> Reminded:
    """Write to everybody for whom something waits.

    Parameters
    ----------
    day
        Today: whoever got a letter on it gets no other.
    doer
        Who asked for it.
    """
    told = Reminded()
    for person in Person.objects.filter(is_active=True).order_by("pk"):
        lines = waiting_for_person(person)
        if not lines:
            continue
        if not person.email:
            told.addressless += 1
        else:
            _write(person, day, lines, told)
    if told.sent:
        said = {"day": day.isoformat(), "sent": told.sent}
        record(Deed("remind", "mail", doer.person, doer.office, said))
    return told


def _write(person: Person, day: date, lines: list[Problem], told: Reminded) -> None:
    """Send somebody the day's letter; the row is there first, so that nobody sends a second."""
    with transaction.atomic():
        row, new = Reminder.objects.get_or_create(person=person, day=day)
    if not new:
        told.before += 1
        return
    address = letters.address_of(reverse("account"))
    details = {"count": len(lines), "address": Whole(address)}
    if letters.send(person.email, Problem("mail.waiting", details=details), lines):
        told.sent += 1
    else:
        row.delete()
        told.failed += 1
