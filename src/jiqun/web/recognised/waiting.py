"""What waits for an office in the life of a recognition: papers, reviews, yearly duties to file."""

from collections.abc import Iterator

from jiqun.base.errors import Problem
from jiqun.base.readers import Office
from jiqun.recognition.duties import Done, duties
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.deadlines import clock_words, deadlines_of, may_lie_with
from jiqun.web.explore.shelf import shelf
from jiqun.web.recognised.filed import Filings
from jiqun.web.recognised.models import (
    ENDED,
    WRITERS,
    Appeal,
    ChangeReport,
    Paper,
    Recognition,
    Review,
)
from jiqun.web.recognised.reviewing import due
from jiqun.web.recognised.shown import TITLES

KINDS: dict[str, type[Paper]] = {"reports": ChangeReport, "reviews": Review, "appeals": Appeal}
BY_ITSELF = ("revocation_proposed", "statement_made")
"""Where a recognition itself waits for somebody, and not a paper about it."""
AHEAD = 30
"""Days before its last day from which a yearly filing is pointed at: ours."""


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits for an office."""
    reviews = doer.reader.office in (Office.NATION, Office.PROVINCE)
    if reviews and (waiting := due(doer, today())):
        yield Problem("mail.reviews_due", details={"count": len(waiting)})
    for kind, model in KINDS.items():
        for paper in model.objects.for_reader(doer.reader).select_related("definition"):
            if may_lie_with(paper, doer):
                title = TITLES[kind]
                yield _line(paper, {"paper": title.zh, "paper_en": title.en}, "mail.paper")
    rows = Recognition.objects.for_reader(doer.reader).select_related("definition")
    for row in rows.filter(state__in=BY_ITSELF):
        if may_lie_with(row, doer):
            yield _line(row, {}, "mail.recognition")
    if doer.reader.office in WRITERS:
        for row in rows.exclude(state__in=ENDED):
            yield from _duties(row, doer)


def _line(case: Paper | Recognition, said: dict[str, str], code: str) -> Problem:
    """Say where a case about a recognition stands, with its clock."""
    state, clock = case.standing.standing.title, clock_words(deadlines_of(case))
    said |= {"cluster": case.name, "state": state.zh, "state_en": state.en}
    return Problem(code, details=said | {"clock": clock.zh, "clock_en": clock.en})


def _duties(row: Recognition, doer: Doer) -> Iterator[Problem]:
    """Yield the years a recognition still asks for: those past their day, and those near it."""
    on = today()
    days = Filings(row, shelf().workspace, doer.reader).days
    for duty in duties(row.rules, row.held(on), days, on):
        near = duty.due is not None and (duty.due - on).days <= AHEAD
        if duty.done is Done.OVERDUE or (duty.done is Done.DUE and near):
            code = "mail.duty_overdue" if duty.done is Done.OVERDUE else "mail.duty"
            said = {"cluster": row.name, "year": str(duty.year), "due": str(duty.due)}
            yield Problem(code, details=said)
