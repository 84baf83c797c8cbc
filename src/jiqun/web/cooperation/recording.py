"""Record money, people, steps and results, and confirm them; finish, end, dispute."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.exchange.cooperation.kinds import kind_named
from jiqun.exchange.cooperation.records import Entry as Read
from jiqun.exchange.cooperation.records import read_entry
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import locked, move
from jiqun.web.cooperation.models import (
    AGREED,
    CONFIRMED,
    RECORDED,
    REJECTED,
    WITHDRAWN,
    Entry,
    Partner,
    Project,
)
from jiqun.web.cooperation.outside import tell_outside

MOST_ENTRIES = 500
"""Of one project; ours."""
AFTER = {"confirm": CONFIRMED, "reject": REJECTED, "withdraw_record": WITHDRAWN}


def enter(row: Project, said: Mapping[str, str], doer: Doer) -> Entry:
    """Record something of a project that runs or is finished: patents come late.

    Raises
    ------
    Refused
        With everything wrong, or where the same result is recorded already.
    """
    with transaction.atomic():
        row = locked(row)
        by = _partner(row, doer)
        every = {partner.code: partner.size for partner in row.partners.filter(state=AGREED)}
        allowed = kind_named(row.kind).results
        read, problems = read_entry(said, allowed, every, today())
        if errors_only(problems):
            raise Refused(problems)
        _refuse_twice(row, read)
        entry = Entry.objects.create(project=row, by=by, at=timezone.now(), **_columns(read, every))
        told, words = _said(entry)
        move(row, "record", doer, said=told, secret=words)
    return entry


def act(entry: Entry, verb: str, reason: str, doer: Doer) -> Entry:
    """Confirm what another partner recorded, say that it is not so, or take back one's own.

    Raises
    ------
    Refused
        Where it is one's own to confirm, another's to take back, or was answered already.
    """
    with transaction.atomic():
        row = locked(entry.project)
        entry = Entry.objects.select_related("by").get(pk=entry.pk)
        by = _partner(row, doer)
        if entry.state != RECORDED:
            raise Refused([Problem("cooperation.answered_already")])
        if (verb == "withdraw_record") != (entry.by_id == by.pk):
            own = entry.by_id == by.pk
            raise Refused([Problem("cooperation.your_own" if own else "cooperation.not_yours")])
        move(row, verb, doer, reason, said={"entry": entry.pk})
        entry.state, entry.why = AFTER[verb], reason.strip()
        entry.confirmed_by = by if verb == "confirm" else None
        entry.save()
    return entry


def turn(row: Project, verb: str, reason: str, doer: Doer) -> Project:
    """Finish a project with its outcome, end or cancel it, dispute it, or settle the dispute.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    with transaction.atomic():
        row = locked(row)
        moved = move(row, verb, doer, reason, **_changes(row, verb, reason.strip(), doer))
        tell_outside(moved)
    return moved


def _changes(row: Project, verb: str, text: str, doer: Doer) -> dict[str, Any]:
    over = {"claimed_by": ""} if row.claimed_by else {}  # who leads is no question any more
    if verb == "finish":
        return {"outcome": text, "reached": 3, **over}
    if verb in ("dispute", "state_side"):
        slots = row.standing.slots_of(doer.party) - {"county"}
        return {"says": {**row.says, **dict.fromkeys(slots, text)}, "was_disputed": True, **over}
    return {"ruling": text} if verb == "settle" else {"why": text, "posted": False, **over}


def _partner(row: Project, doer: Doer) -> Partner:
    found = row.partners.filter(code=doer.reader.credit_code, state=AGREED).first()
    if found is None:
        raise Refused([Problem("cooperation.not_in")])
    return found


def _refuse_twice(row: Project, read: Read) -> None:
    if row.entries.count() >= MOST_ENTRIES:
        raise Refused([Problem("cooperation.many_entries", details={"most": MOST_ENTRIES})])
    there = row.entries.filter(kind=read.kind, state__in=(RECORDED, CONFIRMED))
    numbers = [number for number in (read.key, read.also_key) if number]
    if there.filter(Q(key__in=numbers) | Q(also_key__in=numbers)).exists():
        raise Refused([Problem("cooperation.recorded_already", Where(field="number"))])


def _columns(read: Read, sizes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": read.kind,
        "title": read.title,
        "year": read.year,
        "amount": read.amount,
        "persons": read.persons,
        "months": read.months,
        "level": read.level,
        "number": read.number,
        "key": read.key,
        "also": read.also,
        "also_key": read.also_key,
        "check_said": read.check,
        "role": read.role,
        "day": read.day,
        "owners": {code: sizes[code] for code in read.owners},
    }


def _said(entry: Entry) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the log says of an entry: its kind and year; the rest is sealed."""
    words = {
        "title": entry.title,
        "number": entry.number,
        "also": entry.also,
        "amount": "" if entry.amount is None else str(entry.amount),
        "people": "" if entry.persons is None else f"{entry.persons}/{entry.months}",
    }
    told = {"entry": entry.pk, "kind": entry.kind, "year": entry.year}
    return told, {name: text for name, text in words.items() if text}
