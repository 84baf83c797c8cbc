"""What a case was on a past day, rebuilt from the event log alone."""

import json
from collections.abc import Collection, Iterable, Mapping
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
from jiqun.web.casework.models import Drafted, Process
from jiqun.web.casework.moving import Kind
from jiqun.web.casework.noting import WORDS
from jiqun.web.casework.telling import COLUMNS, empty, read_back
from jiqun.web.events.chain import AFTER, BEFORE
from jiqun.web.events.models import Event
from jiqun.web.events.told import verb_title

SAVE, HAND_OVER = "save", "hand_over"
SUBMIT = "submit"
"""The step that hands a draft on as it is."""
REASON = "reason"
PLACES = frozenset(("county", "province"))
"""Slots whose place is a column of the row, too."""
LEAVING = ("end_with_call",)
"""Steps that leave their reason on the row, though nothing is asked."""
PASSING = (REASON, BEFORE, AFTER)
"""Sealed texts that are no column's."""


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
    columns
        What its events said of further columns, as they say it.
    texts
        Sealed texts by name; None where one was erased since.
    rules
        The hash of the rules it went by, as its last event that names one; empty before.
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
    columns: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    rules: str = ""


def past_of(case: Process, on: date, entered: Past | None = None) -> Past | None:
    """Rebuild a case as it stood when a day ended in China; None where it had not begun.

    Only the log is read: of the row, nothing but its name and the workflow's own words.

    Parameters
    ----------
    case
        The case.
    on
        The day.
    entered
        What it was before anything was done to it, where another log than its own begins it.

    Returns
    -------
    Past or None
        What was erased since is told as such, never guessed from what stands now.
    """
    return pasts_of((case,), on, {case.subject: entered} if entered else {}).get(case.subject)


def pasts_of(
    cases: Iterable[Process],
    on: date,
    entered: Mapping[str, Past] | None = None,
    *,
    cells: bool = True,
) -> dict[str, Past]:
    """Rebuild several cases, by their names in the log: those that had begun when a day ended.

    Without their cells what was saved in them is passed over, which is most of a log.
    """
    found, named = dict(entered or {}), {case.subject: case for case in cases}
    events = events_until(named, on).prefetch_related("sealed")
    for event in events if cells else events.exclude(verb=SAVE):
        _tell(found.setdefault(event.subject, Past()), event, named[event.subject])
    return found


def stood(case: Kind, past: Past, **columns: Any) -> Kind:
    """Return a case's row with what it said then; it is not saved.

    A text that was erased since is empty; a column the log never told of says what it says now.

    Parameters
    ----------
    case
        The row as it is.
    past
        What it was.
    columns
        Further columns with what they said then, where the room knows it from elsewhere.
    """
    then = copy(case)
    then.state, then.holder, then.revision = past.state, past.holder, past.revision
    then.parties = past.parties or case.parties
    for slot in PLACES & then.parties.keys():
        setattr(then, slot, then.parties[slot][1])
    then.clocks, then.asked = dict(past.clocks), past.asked
    then.reason = past.texts.get(REASON) or ""
    for name in case.told | case.worded:
        setattr(then, name, _column(case, past, name))
    for name, value in columns.items():
        setattr(then, name, value)
    return then


def _column(case: Process, past: Past, name: str) -> Any:
    """Return what a column said: its last text, what the chain says, or nothing yet."""
    if (text := past.texts.get(name)) is not None:
        return read_back(case, name, text)
    if name in past.columns:
        return read_back(case, name, past.columns[name])
    return empty(case, name) if name in case.worded else getattr(case, name)


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
        found.setdefault(Happened(day_of(event), verb_title(event.verb, event.subject), title))
    return list(found)


INSTALLATION = Bilingual("系统维护", "the installation")


def events_until(subjects: Collection[str], on: date) -> QuerySet[Event]:
    """Return what was done to subjects up to the end of a day in China, in order."""
    return _events(subjects).filter(at__lt=_end(on))


def events_upto(on: date) -> QuerySet[Event]:
    """Return whatever was done up to the end of a day in China, in order."""
    return Event.objects.filter(at__lt=_end(on)).order_by("number")


def events_under(beginning: str, on: date) -> QuerySet[Event]:
    """Return what was done to all whose name in the log begins so, up to the end of a day."""
    return events_upto(on).filter(subject__startswith=beginning)


def _events(subjects: Collection[str]) -> QuerySet[Event]:
    return Event.objects.filter(subject__in=subjects).order_by("number")


def _end(on: date) -> str:
    """Return the first moment of the next day in China, as events say theirs."""
    midnight = datetime.combine(on + timedelta(days=1), time(), timezone.get_default_timezone())
    return midnight.astimezone(UTC).isoformat(timespec="milliseconds")


def day_of(event: Event) -> date:
    """Return the day in China on which something was done."""
    return timezone.localtime(datetime.fromisoformat(event.at)).date()


def _tell(past: Past, event: Event, case: Process) -> None:
    """Take in what an event says."""
    said = json.loads(event.said)
    texts = {text.name: None if text.erased else text.text for text in event.sealed.all()}
    past.said[event.verb] = said
    past.clocks = said.get("clocks", past.clocks)
    past.rules = said.get("rules", past.rules)
    handed = said.get(AFTER, {}).get("parties") if event.verb == HAND_OVER else None
    past.parties = handed or said.get("parties", past.parties)
    past.columns |= said.get(COLUMNS, {})
    for name in said.get(COLUMNS, {}):
        past.texts.pop(name, None)
    past.texts |= {name: text for name, text in texts.items() if name not in PASSING}
    for name, content in (said.get(AFTER, {}) if _of_cells(event, said) else {}).items():
        cell = past.cells.setdefault(name, PastCell())
        cell.version += event.verb == SAVE
        _write(cell, content, _words(texts, name))
    for name, content in case.cells_in(said).items() if isinstance(case, Drafted) else ():
        cell = past.cells.setdefault(name, PastCell())
        cell.version += 1
        _write(cell, content, {})
    if "to" in said:
        _step(past, event.verb, said, texts, case)
    if event.verb == SUBMIT:
        past.handed = deepcopy(past.cells)


def _of_cells(event: Event, said: Mapping[str, Any]) -> bool:
    """Tell whether an event says what cells say: a save, or the beginning that filled them in."""
    return event.verb == SAVE or "parties" in said


def _step(
    past: Past,
    verb: str,
    said: Mapping[str, Any],
    texts: Mapping[str, str | None],
    case: Process,
) -> None:
    past.state, past.revision = said["to"], said.get("revision", past.revision)
    past.holder = said.get("holder", past.holder)
    named = case.standing.workflow.states[past.state].open_cells == "named"
    if named:
        past.asked = said.get("fields", [])
    if REASON in texts and (named or verb in LEAVING):
        past.texts[REASON] = texts[REASON]


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
