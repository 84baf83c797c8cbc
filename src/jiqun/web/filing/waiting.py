"""What waits for somebody: returns, questions and answers, deadlines that are near or over.

Named by cluster and year only: what is said here may leave the site by mail, figures may not.
"""

from collections.abc import Iterator

from django.db.models import Q

from jiqun.base.errors import Problem
from jiqun.base.readers import Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.deadlines import deadlines_of, lies_with
from jiqun.web.casework.models import Definition
from jiqun.web.filing.models import WRITERS, Case, Question
from jiqun.workflow.definitions import Workflow

ANSWER, ASKER = "answer", "asker"


def waiting_for(doer: Doer) -> list[Problem]:
    """Return what waits for an office in its filings, case by case."""
    unsettled = Question.objects.exclude(waits="").values("case")
    concerned = Q(holder__in=_slots_of(doer.reader)) | Q(pk__in=unsettled)
    cases = Case.objects.for_reader(doer.reader).filter(concerned)
    return [
        problem
        for case in cases.prefetch_related("definition", "questions")
        if case.standing.slots_of(doer.party) and not case.standing.standing.final
        for problem in _of_case(case, doer)
    ]


def _slots_of(reader: Reader) -> set[str]:
    """Return the slots an office, or who fills in beside it, has in any kept workflow."""
    offices = WRITERS if reader.office in WRITERS else (reader.office,)
    return {
        name
        for kept in Definition.objects.all()
        for name, slot in Workflow(kept.workflow, kept.content).slots.items()
        if slot.office in offices
    }


def _of_case(case: Case, doer: Doer) -> Iterator[Problem]:
    details = {"cluster": case.name, "year": str(case.year)}
    writes, turn = doer.reader.office in WRITERS, lies_with(case, doer)
    if writes and turn and case.standing.standing.open_cells == "named":
        yield Problem("mail.returned", details=details)
    asked = sum(question.waits == ANSWER for question in case.questions.all())
    if writes and asked:
        yield Problem("mail.asked", details={**details, "count": asked})
    office = str(doer.party.office)
    answered = sum(
        question.waits == ASKER and question.office == office for question in case.questions.all()
    )
    if answered:
        yield Problem("mail.answered", details={**details, "count": answered})
    for running in deadlines_of(case) if turn else ():
        if running.overdue or running.soon:
            code = "mail.overdue" if running.overdue else "mail.soon"
            said = {"deadline": running.title.zh, "deadline_en": running.title.en}
            yield Problem(code, details={**details, **said, "due": str(running.reckoning.due)})
