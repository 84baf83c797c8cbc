"""Hold the event log against the workspace's acceptance journal: each says what the other does."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from jiqun.base.errors import Problem, Where
from jiqun.web.events.models import Event

Entry = Mapping[str, Any]
SUBJECTS = {"accept": "filing", "restore": "filing", "close_year": "closing"}
"""Verbs by which something enters the workspace, and what they are done to."""


def acceptance_problems(entries: Iterable[Entry], underway: Iterable[UUID]) -> Iterator[Problem]:
    """Yield what one log says of acceptances and the other does not.

    Parameters
    ----------
    entries
        The journal's entries of filings and closed years; each names the event that accepted it,
        or the command line.
    underway
        Events that cases have noted and that are still to be recorded.
    """
    listed, noted = list(entries), set(underway)
    events = {event.uid: event for event in Event.objects.filter(verb__in=SUBJECTS)}
    for entry in listed:
        uid = _uid(entry["event"])
        if uid is not None:
            yield from _entry_problems(entry, uid, events.get(uid), noted)
    known = {(entry["cluster"], entry["year"], entry["sha256"]) for entry in listed}
    for event in sorted(events.values(), key=lambda event: event.number):
        if event.verb != "restore":
            yield from _event_problems(event, known)


def _entry_problems(
    entry: Entry, uid: UUID, event: Event | None, underway: set[UUID]
) -> Iterator[Problem]:
    place = Where(cluster=entry["cluster"], year=entry["year"])
    details = {"revision": entry["revision"], "event": str(uid)}
    if event is None:
        code = "events.being_accepted" if uid in underway else "events.not_logged"
        yield Problem(code, place, details)
        return
    about = event.subject == f"{SUBJECTS[event.verb]}:{entry['cluster']}/{entry['year']}"
    if not about or _said(event).get("sha256", entry["sha256"]) != entry["sha256"]:
        yield Problem("events.logged_otherwise", place, details)


def _event_problems(event: Event, known: set[tuple[str, int, str]]) -> Iterator[Problem]:
    _, _, about = event.subject.partition(":")
    cluster, _, year = about.rpartition("/")
    said = _said(event).get("sha256")
    if said and (cluster, int(year) if year.isdigit() else 0, said) not in known:
        place = Where(cluster=cluster, year=int(year) if year.isdigit() else None)
        yield Problem("events.not_journaled", place, {"number": event.number})


def _said(event: Event) -> dict[str, Any]:
    try:
        said = json.loads(event.said)
    except ValueError:  # the chain's own check tells of it
        return {}
    return said if isinstance(said, dict) else {}


def _uid(said: str) -> UUID | None:
    """Return the event an entry names; None where the command line accepted it."""
    try:
        return UUID(said)
    except ValueError:
        return None
