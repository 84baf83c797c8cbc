"""What waits for an office in recognition: applications, invitations and scores, objections.

Named as the office's own pages name it, without figures, scores, or an applicant before an expert.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Count, Q

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.deadlines import clock_words, deadlines_of, dues, may_lie_with
from jiqun.web.recognition.models import WAITING, Application, Call, Objection, Opinion
from jiqun.web.recognition.queues import AS_TEXT
from jiqun.workflow.loading import workflow

WRITERS = (Office.COUNTY, Office.AGENCY)
LAST_DAYS = 7
"""Days before a call's last day from which a draft is pointed at: ours."""
GIVING = {"invited": "mail.invited", "scoring": "mail.scoring"}
"""What an expert has still to do, by where their part stands."""
WITH_DAY = {
    "mail.applications": ("mail.applications_due", "mail.applications_overdue"),
    "mail.invited": ("mail.invited_due", "mail.invited_overdue"),
    "mail.scoring": ("mail.scoring_due", "mail.scoring_overdue"),
}
"""The same lines where the first day they are due is known: to come, and over."""


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits for an office."""
    if doer.reader.office is Office.EXPERT:
        yield from _opinions(doer)
        return
    yield from _own_applications(doer) if doer.reader.office in WRITERS else _queues(doer)
    yield from _objections(doer)


def _own_applications(doer: Doer) -> Iterator[Problem]:
    """Yield applications that were returned, and drafts whose call ends soon."""
    rows = Application.objects.for_reader(doer.reader).filter(
        state__in=("returned_for_correction", "draft")
    )
    for row in rows.select_related("definition", "call"):
        about = {"cluster": row.name, **_call_words(row.call)}
        if row.state == "returned_for_correction":
            yield Problem("mail.application_returned", details=about)
        elif 0 <= (row.call.due - today()).days <= LAST_DAYS and not row.call.is_cancelled:
            yield Problem("mail.application_draft", details=about | {"due": str(row.call.due)})


def _queues(doer: Doer) -> Iterator[Problem]:
    """Yield how many applications of each call and state wait, with the first day one is due."""
    table = workflow("application").states
    final = [name for name, state in table.items() if state.final]
    own = (
        Application.objects.for_reader(doer.reader).filter(_turn_of(doer)).exclude(state__in=final)
    )
    alike = own.order_by().annotate(said=AS_TEXT).values("call", "state", "said")
    counts, first = dict[tuple[int, str], int](), dict[tuple[int, str], date]()
    for row in alike.annotate(number=Count("pk")):
        key = (row["call"], row["state"])
        counts[key] = counts.get(key, 0) + row["number"]
        _earlier(first, key, json.loads(row["said"]))
    calls = Call.objects.for_reader(doer.reader).in_bulk({call for call, _ in counts})
    for (call, state), count in sorted(counts.items()):
        if call in calls:
            words = {"state": table[state].title.zh, "state_en": table[state].title.en}
            said = {**_call_words(calls[call]), **words, "count": count}
            yield _with_day("mail.applications", said, first.get((call, state)))


def _turn_of(doer: Doer) -> Q:
    """Return the applications that lie with an office: nobody's else of its places."""
    party, office = doer.party, doer.reader.office
    recognises = Q(holder="authority", call__office=str(office), call__of=party.of)
    if office is Office.PROVINCE:
        return recognises | Q(holder="province", province=party.of)
    return recognises if office is Office.NATION else Q(holder=str(office))


def _opinions(doer: Doer) -> Iterator[Problem]:
    """Yield how many invitations an expert has to answer and sheets to give, with their day."""
    own = Opinion.objects.for_reader(doer.reader).filter(state__in=WAITING)
    counts, first = dict[tuple[int, str], int](), dict[tuple[int, str], date]()
    calls = dict[int, Call]()
    for row in own.select_related("application__call"):
        key = (row.application.call_id, row.state)
        calls[key[0]] = row.application.call
        counts[key] = counts.get(key, 0) + 1
        _earlier(first, key, row.clocks)
    for (call, state), count in sorted(counts.items()):
        said = {**_call_words(calls[call]), "count": count}
        yield _with_day(GIVING[state], said, first.get((call, state)))


def _objections(doer: Doer) -> Iterator[Problem]:
    """Yield the objections that lie with an office, each with its clock."""
    rows = Objection.objects.for_reader(doer.reader).open()
    for row in rows.select_related("definition", "application__call"):
        if may_lie_with(row, doer):
            state = row.standing.standing.title
            clock = clock_words(deadlines_of(row))
            said = {"number": row.pk, "state": state.zh, "state_en": state.en}
            said |= {**_call_words(row.application.call), "clock": clock.zh, "clock_en": clock.en}
            yield Problem("mail.objection", details=said)


def _earlier(
    first: dict[tuple[int, str], date], key: tuple[int, str], clocks: Mapping[str, object]
) -> None:
    """Keep the first day on which a running deadline ends."""
    days = [day for day in dues(clocks).values() if day is not None]  # type: ignore[arg-type]
    if days:
        first[key] = min(*days, first.get(key, date.max))


def _with_day(code: str, said: Mapping[str, object], day: date | None) -> Problem:
    """Return a line with the day it is due, or one that says it is over; else without."""
    if day is None:
        return Problem(code, details=said)
    coming, over = WITH_DAY[code]
    return Problem(over if day < today() else coming, details={**said, "due": str(day)})


def _call_words(call: Call) -> dict[str, str]:
    title: Bilingual = call.title
    return {"call": title.zh, "call_en": title.en}
