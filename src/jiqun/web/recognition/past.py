"""An application and its call as they were on a past day, from the event log alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict

from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import (
    Past,
    PastCell,
    events_under,
    past_of,
    pasts_of,
    stood,
)
from jiqun.web.casework.past_files import PastFile
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.calling import issuer
from jiqun.web.recognition.cancelling import WITH_CALL
from jiqun.web.recognition.exhibits import reads_evidence
from jiqun.web.recognition.models import DRAFTED, NOTICED, Answer, Application, Call, Objection
from jiqun.web.recognition.objection_rows import SETTLED
from jiqun.web.recognition.past_exhibits import exhibits_on
from jiqun.web.recognition.past_queue import PastQueue, queue_on, ranks_on
from jiqun.web.recognition.seen import SeenApplication, SeenCall

NOTICE_STEPS = (
    "give_notice", "decide", "announce", "uphold_objection", "not_select", "cancel", WITH_CALL,
)  # fmt: skip
"""Steps by which an application comes onto the public list of a call, or leaves it."""


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
        rank = ranks_on(application.call, on).get(application.cluster)
        then = stood(application, past, rank=rank)
        then.call = call_on(application.call, on)
        super().__init__(then, doer)
        self.past, self.on, self._row = past, on, application

    @cached_property
    def cells(self) -> dict[str, Answer]:
        """The cells the reader saw: the draft for its writers, what was handed in for others."""
        return {name: _answer(self.case, name, cell) for name, cell in self._shown.items()}

    @property
    def drafts(self) -> bool:
        """Whether the reader is one of those who write it."""
        return self.case.shows_draft_to(self.doer.reader)

    @cached_property
    def files(self) -> list[PastFile]:
        """The evidence the reader saw: the draft's, or what was handed in for others."""
        there = exhibits_on(self._row, self.on)
        reads = reads_evidence(self.case, self.doer)
        return (there.drafted if self.drafts else there.handed) if reads else []

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
    return _called(call, on) or call


def _called(call: Call, on: date) -> Call | None:
    past = past_of(call, on)
    if past is None:
        return None
    drafted = {**past.said["draft"], **past.said.get("amend", {})}
    due = date.fromisoformat(past.said.get("extend", {}).get("due", drafted["due"]))
    rule = past.said.get("state_rule", {}).get("after", {})
    if seed := past.said.get("start_review", {}).get("seed"):
        rule = {**rule, "seed": seed}  # the log's own, where none was stated
    return stood(
        call, past, due=due, selection=rule, quotas=drafted["quotas"], notice=drafted["notice"]
    )


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


@dataclass(frozen=True, slots=True)
class PastNotice:
    """An application on the public list of a call when a past day ended.

    Parameters
    ----------
    application
        As it stood then.
    objections
        How many objections were under examination, and how many settled.
    """

    application: Application
    objections: tuple[int, int]


class SeenPastCall(SeenCall):
    """A call as one reader saw it when a past day ended.

    Parameters
    ----------
    call
        As it stood then.
    on
        The day.
    doer
        Who looks.
    """

    def __init__(self, call: Call, on: date, doer: Doer) -> None:
        super().__init__(call, doer)
        self.on = on

    def queue(self, query: QueryDict) -> PastQueue:
        """Return a page of the applications the reader saw of it."""
        return queue_on(self.case, self.on, self.doer, query)

    @cached_property
    def noticed(self) -> list[int]:
        """The applications that were on the public list, by province and cluster."""
        state: dict[str, str] = {}
        for event in events_under(f"{Application.about}:", self.on).filter(
            subject__endswith=f"/{self.case}", verb__in=NOTICE_STEPS
        ):
            state[event.subject] = json.loads(event.said)["to"]
        there = {subject for subject, at in state.items() if at in NOTICED}
        clusters = [subject.partition(":")[2].removesuffix(f"/{self.case}") for subject in there]
        with seen_whole():  # what was on notice was everybody's to know
            rows = self.case.applications.filter(cluster__in=clusters)
            return list(rows.order_by("province", "cluster").values_list("pk", flat=True))

    def lines(self, numbers: Sequence[int]) -> list[PastNotice]:
        """Return applications of the public list with what was public of each."""
        with seen_whole():
            rows = self.case.applications.select_related("definition", "call").in_bulk(numbers)
            pasts = pasts_of(rows.values(), self.on)
            counts = self._objections(list(rows.values()))
        return [
            PastNotice(stood(rows[number], pasts[rows[number].subject]), counts[number])
            for number in numbers
        ]

    def _objections(self, applications: Sequence[Application]) -> dict[int, tuple[int, int]]:
        """Count the objections there were to each, those still open and those settled."""
        rows = list(
            Objection.objects.filter(application__in=applications).select_related("definition")
        )
        pasts = pasts_of(rows, self.on)
        found = {application.pk: [0, 0] for application in applications}
        for row in rows:
            if (past := pasts.get(row.subject)) is not None:
                found[row.application_id][past.state in SETTLED] += 1
        return {number: (still, settled) for number, (still, settled) in found.items()}


def call_seen_on(call: Call, on: date, doer: Doer) -> SeenPastCall | None:
    """Return a call as a reader saw it when a day ended; None where it was not there for them."""
    then = _called(call, on)
    if then is None or (then.state == DRAFTED and doer.party != issuer(call)):
        return None
    return SeenPastCall(then, on, doer)
