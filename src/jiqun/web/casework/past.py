"""What a case was on a past day, rebuilt from the event log alone."""

import json
from collections.abc import Collection, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import office_title
from jiqun.web.casework.clocks import Kept
from jiqun.web.casework.models import Process
from jiqun.web.casework.moving import Kind
from jiqun.web.casework.noting import WORDS
from jiqun.web.events.chain import AFTER
from jiqun.web.events.models import Event
from jiqun.web.events.told import verb_title

SAVE, HAND_OVER = "save", "hand_over"
SUBMIT = "submit"
"""The step that hands a draft on as it is."""
REASON = "reason"


@dataclass
class PastCell:
    """A cell as it was.

    Parameters
    ----------
    content
        What was said, its status, and whether it was confirmed.
    withheld
        Which of its texts were erased since.
    version
        How many times it had been saved.
    """

    content: dict[str, Any] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    version: int = 0


@dataclass
class Past:
    """A case as the log has it up to a moment.

    Parameters
    ----------
    state, holder, revision, parties, clocks
        Where it stood, whose turn it was, what ran out when; reasons in clocks are left out.
    asked
        The fields the last return asked about.
    cells, handed
        The draft's cells, and those of the last submission; None before the first.
    said
        What its last event of each verb said: a rank, a last day.
    texts
        Sealed texts by name; None where one was erased since.
    """

    state: str = ""
    holder: str = ""
    revision: int = 1
    parties: dict[str, Any] = field(default_factory=dict)
    clocks: Kept = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    cells: dict[str, PastCell] = field(default_factory=dict)
    handed: dict[str, PastCell] | None = None
    said: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)


def past_of(case: Process, on: date) -> Past | None:
    """Rebuild a case as it stood when a day ended in China; None where it had not begun.

    Only the log is read: of the row, nothing but its name and the workflow's own words.

    Parameters
    ----------
    case
        The case.
    on
        The day.

    Returns
    -------
    Past or None
        What was erased since is told as such, never guessed from what stands now.
    """
    found: Past | None = None
    for event in events_until((case.subject,), on).prefetch_related("sealed"):
        found = found or Past()
        _tell(found, event, case)
    return found


def stood(case: Kind, past: Past, columns: Mapping[str, Any]) -> Kind:
    """Return a case's row with what it said then; it is not saved.

    Parameters
    ----------
    case
        The row as it is.
    past
        What it was.
    columns
        Further columns with what they said then; of those that are sealed texts, what they say
        where none was recorded. A text that was erased since is empty.
    """
    then = copy(case)
    then.state, then.holder, then.revision = past.state, past.holder, past.revision
    then.parties = past.parties or case.parties
    then.clocks, then.asked = dict(past.clocks), past.asked
    then.reason = past.texts.get(REASON) or ""
    for name, value in columns.items():
        setattr(then, name, past.texts[name] or "" if name in past.texts else value)
    return then


@dataclass(frozen=True, slots=True)
class Happened:
    """Something done to a case.

    Parameters
    ----------
    day
        When, in China.
    verb, office
        What, and as what.
    """

    day: date
    verb: Bilingual
    office: Bilingual


def history(case: Process) -> list[Happened]:
    """Return what was done to a case, in order; one office's saves of a day are told once."""
    found: dict[Happened, None] = {}
    for event in _events((case.subject,)):
        office, _, of = event.office.partition(":")
        title = office_title(Office(office), of) if office in set(Office) else INSTALLATION
        found.setdefault(Happened(_day(event), verb_title(event.verb, event.subject), title))
    return list(found)


INSTALLATION = Bilingual("系统维护", "the installation")


def events_until(subjects: Collection[str], on: date) -> QuerySet[Event]:
    """Return what was done to subjects up to the end of a day in China, in order."""
    return _events(subjects).filter(at__lt=_end(on))


def _events(subjects: Collection[str]) -> QuerySet[Event]:
    return Event.objects.filter(subject__in=subjects).order_by("number")


def _end(on: date) -> str:
    """Return the first moment of the next day in China, as events say theirs."""
    midnight = datetime.combine(on + timedelta(days=1), time(), timezone.get_default_timezone())
    return midnight.astimezone(UTC).isoformat(timespec="milliseconds")


def _day(event: Event) -> date:
    return timezone.localtime(datetime.fromisoformat(event.at)).date()


def _tell(past: Past, event: Event, case: Process) -> None:
    """Take in what an event says."""
    said = json.loads(event.said)
    texts = {text.name: None if text.erased else text.text for text in event.sealed.all()}
    past.said[event.verb] = said
    past.clocks = said.get("clocks", past.clocks)
    handed = said.get(AFTER, {}).get("parties") if event.verb == HAND_OVER else None
    past.parties = handed or said.get("parties", past.parties)
    for name, content in (said.get(AFTER, {}) if _of_cells(event, said) else {}).items():
        cell = past.cells.setdefault(name, PastCell())
        cell.version += event.verb == SAVE
        _write(cell, content, _words(texts, name))
    if "to" in said:
        _step(past, said, texts, case)
    if event.verb == SUBMIT:
        past.handed = deepcopy(past.cells)


def _of_cells(event: Event, said: Mapping[str, Any]) -> bool:
    """Tell whether an event says what cells say: a save, or the beginning that filled them in."""
    return event.verb == SAVE or "parties" in said


def _step(
    past: Past, said: Mapping[str, Any], texts: Mapping[str, str | None], case: Process
) -> None:
    past.state, past.revision = said["to"], said.get("revision", past.revision)
    past.holder = said.get("holder", past.holder)
    named = case.standing.workflow.states[past.state].open_cells == "named"
    if named:
        past.asked = said.get("fields", [])
    kept = {name: text for name, text in texts.items() if name != REASON or named}
    past.texts |= {name: text for name, text in kept.items() if name != AFTER}


def _words(texts: Mapping[str, str | None], cell: str) -> Mapping[str, str] | None:
    """Return a cell's sealed words; None where they were erased."""
    sealed = texts.get(AFTER, "{}")
    if sealed is None:
        return None
    words: Mapping[str, str] = json.loads(sealed).get(cell, {})
    return words


def _write(cell: PastCell, content: Mapping[str, Any], words: Mapping[str, str] | None) -> None:
    sealed = frozenset(content.get(WORDS, ()))
    cell.content |= {name: value for name, value in content.items() if name != WORDS}
    cell.content |= dict.fromkeys(sealed, "") if words is None else words
    cell.withheld -= frozenset(content) | sealed
    cell.withheld |= sealed if words is None else frozenset()
