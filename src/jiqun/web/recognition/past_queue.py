"""The applications of a call on a past day: which stood where, as a reader saw them then."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet
from django.http import QueryDict

from jiqun.base.language import Bilingual
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import SAVE, Past, events_upto, pasts_of, stood
from jiqun.web.events.models import Event
from jiqun.web.explore.paging import Page, page_of
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.queues import SLOTS
from jiqun.web.recognition.ranks import MOVED_UP, RERANK
from jiqun.web.recognition.seen import SeenApplication
from jiqun.workflow.loading import workflow

RANK = "rank"
Ranks = Mapping[str, int | None]


class Row(NamedTuple):
    """An application by what puts it in its order, and where it stood."""

    turn: bool
    province: str
    rank: float
    cluster: str
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class PastQueue:
    """A page of a call's applications as they stood when a day ended.

    Parameters
    ----------
    page
        The applications, as their reader saw them.
    state
        The state that was asked for; empty for all.
    states
        Every state some were in, in words, with how many.
    """

    page: Page[SeenApplication]
    state: str
    states: list[tuple[str, Bilingual, int]]


def ranks_on(call: Call, on: date) -> dict[str, int | None]:
    """Return the ranks of a call's applications when a day ended, by cluster.

    A step of its own gave one, another's let it move up, or the whole list was put in order.
    """
    named = Q(said__contains=f'"{RANK}":') | Q(said__contains=f'"{MOVED_UP}":')
    ordered = events_upto(on).filter(subject=call.subject, verb=RERANK)
    told = ("number", "verb", "subject", "said")  # two questions: one of both reads the whole log
    steps = (*_steps_of(call, on).filter(named).values_list(*told), *ordered.values_list(*told))
    found = dict[str, int | None]()
    for _, verb, subject, text in sorted(steps):
        said = json.loads(text)
        if RANK in said:
            found[_cluster(subject, call)] = said[RANK]
        found |= said["after"] if verb == RERANK else said.get(MOVED_UP, {})
    return found


def queue_on(then: Call, on: date, doer: Doer, query: QueryDict) -> PastQueue:
    """Return a page of a call's applications as they stood when a day ended in China.

    Parameters
    ----------
    then
        The call as it stood that day.
    on
        The day.
    doer
        Who reads: of the applications they see now, those that had begun.
    query
        The request's, with page and state.
    """
    ranks = ranks_on(then, on)
    rows = _ordered(then, on, doer, ranks)
    states = Counter(row.state for row in rows)
    titles, asked = workflow("application").states, query.get("state", "")
    chosen = [row.number for row in rows if asked in ("", row.state)]
    page = page_of(chosen, query, name="applications")
    counted = [(name, titles[name].title, states[name]) for name in titles if name in states]
    return PastQueue(page.of(_seen(page.rows, then, on, doer, ranks)), asked, counted)


def _ordered(call: Call, on: date, doer: Doer, ranks: Ranks) -> list[Row]:
    """Return what waited for the reader first, then by province, rank and cluster."""
    final = {name for name, state in workflow("application").states.items() if state.final}
    standing = _standing(call, on)
    slots = SLOTS.get(doer.reader.office, ())
    own = Application.objects.for_reader(doer.reader).filter(call=call)
    rows = []
    for number, cluster, province in own.values_list("pk", "cluster", "province"):
        if cluster in standing:
            state, holder = standing[cluster]
            waits, rank = holder in slots and state not in final, ranks.get(cluster)
            place = float("inf") if rank is None else rank
            rows.append(Row(not waits, province, place, cluster, number, state))
    return sorted(rows)


def _standing(call: Call, on: date) -> Mapping[str, tuple[str, str]]:
    """Return where each application that had begun stood, and whose turn it was, by cluster."""
    steps = _steps_of(call, on).filter(said__contains='"to":')
    last: QuerySet[Event] = Event.objects.order_by().filter(
        number__in=steps.order_by().values("subject").annotate(last=Max("number")).values("last")
    )
    found = {}
    for subject, text in last.values_list("subject", "said"):
        said = json.loads(text)
        found[_cluster(subject, call)] = (said["to"], said.get("holder", ""))
    return found


def _steps_of(call: Call, on: date) -> QuerySet[Event]:
    """Return what was done to a call's applications, but for the saves, which are most of a log.

    Names are found between two ends, which an index serves; no name holds what follows a colon.
    """
    about = Application.about
    among = events_upto(on).filter(subject__gt=f"{about}:", subject__lt=f"{about};")
    return among.exclude(verb=SAVE).filter(subject__endswith=f"/{call}")


def _cluster(subject: str, call: Call) -> str:
    return subject.partition(":")[2].removesuffix(f"/{call}")


def _seen(
    numbers: Sequence[int], then: Call, on: date, doer: Doer, ranks: Ranks
) -> list[SeenApplication]:
    rows = Application.objects.for_reader(doer.reader).select_related("definition")
    found = rows.in_bulk(numbers)
    for row in found.values():
        row.call = then  # whose name is part of theirs: it is not asked for again
    pasts = pasts_of(found.values(), on, cells=False)
    return [
        SeenApplication(_stood(found[number], pasts, ranks), doer)
        for number in numbers
        if number in found
    ]


def _stood(row: Application, pasts: Mapping[str, Past], ranks: Ranks) -> Application:
    return stood(row, pasts[row.subject], rank=ranks.get(row.cluster))
