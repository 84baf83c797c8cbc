"""Questions on single cells: asked by whose turn it is to review, answered in place, and kept."""

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.files import BY
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.models import WRITERS, Case, Question, Remark

ANSWER, ASKER, SETTLED = "answer", "asker", ""
"""What a question waits for."""
REVIEWING = (Office.NATION, Office.PROVINCE, Office.PREFECTURE)


def may_ask(case: Case, doer: Doer) -> bool:
    """Tell whether somebody may ask on a case's cells now: whoever reviews it, in their turn."""
    holds = case.standing.holder in case.standing.slots_of(doer.party)
    return holds and doer.reader.office in REVIEWING


def may_answer(case: Case, doer: Doer) -> bool:
    """Tell whether somebody answers for a case: who fills it in, at any time."""
    return doer.reader.office in WRITERS and bool(case.standing.slots_of(doer.party))


def may_settle(question: Question, doer: Doer) -> bool:
    """Tell whether somebody may go on with a question: the office that asked, or whose turn it is.

    Where a case went over to another place, its offices there stand for those before them.
    """
    asked = doer.party.office == question.office
    stands = asked and bool(question.case.standing.slots_of(doer.party))
    return stands or may_ask(question.case, doer)


def ask(case: Case, cell: str, text: str, doer: Doer) -> Question:
    """Ask on a cell.

    Parameters
    ----------
    case
        The case.
    cell
        ``values.exports``: period and field.
    text
        What is asked.
    doer
        Who asks.

    Raises
    ------
    Refused
        Where it is not the doer's turn to review, there is no such cell, or nothing is asked.
    """
    text = _read(text)
    period, _, field = cell.partition(".")
    with transaction.atomic():
        case = Case.objects.select_for_update().select_related("definition").get(pk=case.pk)
        if not may_ask(case, doer):
            raise Refused([Problem("filing.not_yours_to_ask")])
        if not case.cells.filter(period=period, field=field).exists():
            raise Refused([Problem("filing.no_such_cell", details={"cell": cell})])
        party = doer.party
        question = Question.objects.create(
            case=case, period=period, field=field, office=party.office, of=party.of, waits=ANSWER
        )
        _say(question, text, "ask", doer)
    return question


def reply(question: Question, text: str, doer: Doer) -> None:
    """Answer a question, or ask further: who fills in answers, who asked asks.

    Raises
    ------
    Refused
        Where the doer may do neither, or says nothing.
    """
    text = _read(text)
    with transaction.atomic():
        question = _locked(question)
        if may_answer(question.case, doer):
            question.waits, verb = ASKER, "answer"
        elif may_settle(question, doer):
            question.waits, verb = ANSWER, "ask"
        else:
            raise Refused([Problem("filing.not_yours_to_answer")])
        question.save(update_fields=["waits"])
        _say(question, text, verb, doer)


def settle(question: Question, doer: Doer) -> None:
    """Mark a question as settled; it stays to be read.

    Raises
    ------
    Refused
        Where the doer neither asked nor has the turn.
    """
    with transaction.atomic():
        question = _locked(question)
        if not may_settle(question, doer):
            raise Refused([Problem("filing.not_yours_to_answer")])
        if question.waits == SETTLED:
            return
        question.waits = SETTLED
        question.save(update_fields=["waits"])
        record(Deed("settle", question.case.subject, doer.person, doer.office, _named(question)))


def _locked(question: Question) -> Question:
    """Return a question anew, while nobody else changes its case."""
    Case.objects.select_for_update().get(pk=question.case_id)
    return Question.objects.select_related("case__definition").get(pk=question.pk)


def _say(question: Question, text: str, verb: str, doer: Doer) -> None:
    party = doer.party
    person = Person.objects.filter(uid=doer.person).first() if doer.person else None
    Remark.objects.create(
        question=question,
        office=party.office,
        of=party.of,
        person=doer.person,
        name=person.called if person else "",
        text=text,
    )
    sealed = {"text": text, **({BY: person.called} if person else {})}
    by = (question.case.subject, doer.person, doer.office)
    record(Deed(verb, *by, _named(question), sealed))


def _named(question: Question) -> dict[str, object]:
    return {"question": question.pk, "cell": f"{question.period}.{question.field}"}


def _read(said: str) -> str:
    text, problems = read_text(said, Where(field="text"), longest=LONGEST_REASON, lines=True)
    if errors_only(problems):
        raise Refused(problems)
    if not text:
        raise Refused([Problem("filing.nothing_said")])
    return text
