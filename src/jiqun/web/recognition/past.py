"""An application and its call as they were on a past day, from the event log alone."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import Past, PastCell, events_until, past_of, stood
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.models import Answer, Application, Call
from jiqun.web.recognition.ranks import MOVED_UP, RERANK
from jiqun.web.recognition.seen import SeenApplication

RANK = "rank"
TEXTS: Mapping[str, str] = dict.fromkeys(("checked_on_site", "defence", "summary"), "")
"""What an application's steps keep as sealed texts."""


class SeenPast(SeenApplication):
    """An application as one reader saw it when a past day ended.

    Parameters
    ----------
    application
        Its row as it is now.
    past
        What it was.
    on
        The day.
    doer
        Who looks.
    """

    def __init__(self, application: Application, past: Past, on: date, doer: Doer) -> None:
        then = stood(application, past, {**TEXTS, "rank": _rank_on(application, on)})
        then.call = call_on(application.call, on)
        super().__init__(then, doer)
        self.past, self.on = past, on

    @cached_property
    def cells(self) -> dict[str, Answer]:
        """The cells the reader saw: the draft for its writers, what was handed in for others."""
        return {name: _answer(self.case, name, cell) for name, cell in self._shown.items()}

    @property
    def drafts(self) -> bool:
        """Whether the reader is one of those who write it."""
        return self.case.shows_draft_to(self.doer.reader)

    @property
    def withheld(self) -> frozenset[str]:
        """The texts and cells that were erased since."""
        gone = {name for name, cell in self._shown.items() if cell.withheld}
        return frozenset(gone | {name for name, text in self.past.texts.items() if text is None})

    @property
    def _shown(self) -> dict[str, PastCell]:
        return self.past.cells if self.drafts else self.past.handed or {}


def call_on(call: Call, on: date) -> Call:
    """Return a call with what it said when a day ended; as it is, where it had not begun."""
    past = past_of(call, on)
    if past is None:
        return call
    drafted = {**past.said["draft"], **past.said.get("amend", {})}
    then = stood(call, past, {name: drafted[name] for name in ("quotas", "notice")})
    then.due = date.fromisoformat(past.said.get("extend", {}).get("due", drafted["due"]))
    return then


def _rank_on(application: Application, on: date) -> int | None:
    """Return its rank when a day ended: its own steps, another's, or the whole list's moved it."""
    call, rank = application.call, None
    with seen_whole():
        beside = call.applications.filter(province=application.province)
        clusters = list(beside.values_list("cluster", flat=True))
    subjects = [f"{Application.about}:{cluster}/{call}" for cluster in clusters]
    for event in events_until((*subjects, call.subject), on):
        said = json.loads(event.said)
        if event.subject == application.subject and RANK in said:
            rank = said[RANK]
        moved = said["after"] if event.verb == RERANK else said.get(MOVED_UP, {})
        rank = moved.get(application.cluster, rank)
    return rank


def seen_on(application: Application, on: date, doer: Doer) -> SeenPast | None:
    """Return what a reader saw of an application when a day ended; None where it had not begun."""
    past = past_of(application, on)
    return SeenPast(application, past, on, doer) if past else None


def _answer(application: Application, name: str, cell: PastCell) -> Answer:
    period, _, field = name.partition(".")
    content = {name: cell.content.get(name, "") for name in Answer.longest}
    confirmed = cell.content.get("confirmed", True)
    return Answer(
        application=application,
        period=period,
        field=field,
        version=cell.version,
        confirmed=confirmed,
        **content,
    )
