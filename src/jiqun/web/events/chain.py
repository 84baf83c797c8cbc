"""Write events, each holding the hash of the one before, and verify that they still do."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jiqun.base.canonical import canonical_json, canonical_text
from jiqun.base.errors import Problem, Where
from jiqun.web.databases import one_moment
from jiqun.web.events.models import FIRST, Event, Head, Sealed

HASHED = ("number", "uid", "at", "person", "office", "verb", "subject", "said", "before")
"""What an event's hash is over."""
ERASE = "erase"
"""What the log calls that somebody's texts were erased."""
BEFORE, AFTER = "before", "after"
"""Sealed texts of a save: what cells said in words. Those of before are another event's, again."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be recorded.

    Parameters
    ----------
    verb, subject
        What was done, and to what: ``filing:demo-001/2022``.
    person, office
        Who, by uid, and as what: ``county:330106``.
    said
        Plain data: what was before, what is now.
    sealed
        Texts by name that the chain only commits to: reasons, names, secret values.
    uid
        The event's own, where something outside the database names it too.
    """

    verb: str
    subject: str
    person: str
    office: str
    said: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    uid: UUID = field(default_factory=uuid4)


def record(deed: Deed) -> Event:
    """Append an event; call it last in the transaction that does what it says.

    Parameters
    ----------
    deed
        What was done.

    Returns
    -------
    Event
        As written.
    """
    with transaction.atomic():
        Head.objects.get_or_create(pk=1)
        head = Head.objects.select_for_update().get(pk=1)
        salts = {name: secrets.token_hex(16) for name in deed.sealed}
        commitments = {name: commitment(salts[name], text) for name, text in deed.sealed.items()}
        event = Event(
            number=head.number + 1,
            uid=deed.uid,
            at=timezone.now().isoformat(timespec="milliseconds"),
            person=deed.person,
            office=deed.office,
            verb=deed.verb,
            subject=deed.subject,
            said=canonical_text({**deed.said, **({"sealed": commitments} if commitments else {})}),
            before=head.sha256,
        )
        event.sha256 = sealed_hash(event)
        event.save(force_insert=True)
        Sealed.objects.bulk_create(
            Sealed(event=event, name=name, salt=salts[name], text=text)
            for name, text in deed.sealed.items()
        )
        head.number, head.sha256 = event.number, event.sha256
        head.save()
    return event


def commitment(salt: str, text: str) -> str:
    """Return what the chain holds of a sealed text.

    Examples
    --------
    >>> commitment("00", "a") == commitment("01", "a")
    False
    """
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def sealed_hash(event: Event) -> str:
    """Return the hash over an event and the hash before it."""
    said = {name: str(getattr(event, name)) for name in HASHED}
    return hashlib.sha256(canonical_json(said)).hexdigest()


@dataclass
class Verified:
    """What a walk over the whole log found.

    Parameters
    ----------
    events
        How many there are.
    head
        The last hash: kept elsewhere, it shows a log that was cut short or written anew.
    erased
        Sealed texts that were erased.
    problems
        Everything that does not hold.
    """

    events: int = 0
    head: str = FIRST
    erased: int = 0
    problems: list[Problem] = field(default_factory=list)


def verify() -> Verified:
    """Check every event against the one before it, and every sealed text against its commitment."""
    found = Verified()
    committed: set[tuple[int, str]] = set()
    left: set[str] = set()
    with one_moment():  # events written meanwhile wait or are not seen
        for event in Event.objects.order_by("number").iterator():
            found.events += 1
            found.problems += _faults(event, found)
            found.head = event.sha256
            committed |= {(event.number, name) for name in _commitments(event)}
            if event.verb == ERASE:
                left.add(event.subject)
        head = Head.objects.filter(pk=1).first()
        last = (head.number, head.sha256) if head else (0, FIRST)
        if last != (found.events, found.head):
            told = {"events": found.events, "said": last[0]}
            found.problems.append(Problem("events.cut_short", details=told))
        for sealed in Sealed.objects.select_related("event").iterator():
            committed.discard((sealed.event.number, sealed.name))
            found.problems += _text_faults(sealed, found, left)
    found.problems += [_of_text("events.text_gone", *place) for place in sorted(committed)]
    return found


def _text_faults(sealed: Sealed, found: Verified, left: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with a sealed text; one that is erased is of somebody who is erased."""
    event = sealed.event
    if not sealed.erased and not _keeps(sealed):
        yield _of_text("events.text_changed", event.number, sealed.name)
    if sealed.erased:
        found.erased += 1
        if not {f"person:{event.person}", event.subject} & left and not _again(sealed, left):
            yield _of_text("events.text_gone", event.number, sealed.name)


def _again(sealed: Sealed, left: set[str]) -> bool:
    """Tell whether an erased text of before may have been written by somebody who is erased."""
    wrote = Event.objects.filter(subject=sealed.event.subject, sealed__name=AFTER)
    persons = [subject.partition(":")[2] for subject in left]
    return sealed.name == BEFORE and wrote.filter(person__in=persons).exists()


def _of_text(code: str, number: int, name: str) -> Problem:
    return Problem(code, Where(), {"number": number, "name": name})


def _commitments(event: Event) -> Mapping[str, str]:
    """Return what an event commits to, by name; nothing where it was damaged."""
    try:
        said = json.loads(event.said).get("sealed", {})
    except (ValueError, AttributeError):
        return {}
    return said if isinstance(said, dict) else {}


def _faults(event: Event, found: Verified) -> Iterator[Problem]:
    details = {"number": event.number}
    if event.number != found.events or event.before != found.head:
        yield Problem("events.chain_broken", details=details)
    if sealed_hash(event) != event.sha256:
        yield Problem("events.changed", details=details)


def _keeps(sealed: Sealed) -> bool:
    """Tell whether a text is the one its event commits to."""
    kept = _commitments(sealed.event).get(sealed.name)
    return bool(kept == commitment(sealed.salt, sealed.text))


def erase(person: str) -> int:
    """Erase the texts of what a person did and of what was done to their account.

    The commitments stay, and can no longer be guessed. What somebody wrote is said a second time,
    as the text of before, where it was written over: those of the cases they wrote in go too.

    Parameters
    ----------
    person
        The person's uid.

    Returns
    -------
    int
        How many texts are gone.
    """
    theirs = Q(event__person=person) | Q(event__subject=f"person:{person}")
    written = Event.objects.filter(person=person, sealed__name=AFTER).values("subject")
    theirs |= Q(name=BEFORE, event__subject__in=written)
    return _erased(Sealed.objects.filter(theirs))


def erase_of(subject: str, names: Collection[str]) -> int:
    """Erase texts of certain names of what was done to a subject.

    Parameters
    ----------
    subject
        As the log names it.
    names
        The sealed texts' names.

    Returns
    -------
    int
        How many texts are gone.
    """
    return _erased(Sealed.objects.filter(event__subject=subject, name__in=list(names)))


def _erased(texts: QuerySet[Sealed]) -> int:
    return texts.filter(erased=False).update(text="", salt="", erased=True)
