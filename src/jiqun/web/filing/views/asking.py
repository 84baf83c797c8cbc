"""Questions on cells: asked, answered and settled in place."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiqun.base.errors import Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.filing import questions
from jiqun.web.filing.models import Case, Question
from jiqun.web.filing.seen import case_for
from jiqun.web.filing.views.cases import case_page
from jiqun.web.rights import parties, reviewers


@reviewers.taking("POST")
def ask(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Ask on a cell."""
    case = case_for(reader_of(request), cluster, year)
    cell, text = request.POST.get("cell", ""), request.POST.get("text", "")
    return _done(request, case, lambda: questions.ask(case, cell, text, doer_of(request)).field)


@parties.taking("POST")
def reply(request: HttpRequest, cluster: str, year: int, number: int) -> HttpResponse:
    """Answer, or ask further."""
    case = case_for(reader_of(request), cluster, year)
    question = _question(case, number)
    text = request.POST.get("text", "")

    def say() -> str:
        questions.reply(question, text, doer_of(request))
        return question.field

    return _done(request, case, say)


@reviewers.taking("POST")
def settle(request: HttpRequest, cluster: str, year: int, number: int) -> HttpResponse:
    """Mark a question as settled."""
    case = case_for(reader_of(request), cluster, year)
    question = _question(case, number)

    def end() -> str:
        questions.settle(question, doer_of(request))
        return question.field

    return _done(request, case, end)


def _question(case: Case, number: int) -> Question:
    question = case.questions.filter(pk=number).first()
    if question is None:
        raise Http404
    return question


def _done(request: HttpRequest, case: Case, verb: Callable[[], str]) -> HttpResponse:
    """Do something, and go to the cell it is about; what is refused is told on the case's page."""
    try:
        field = verb()
    except Refused as refused:
        return case_page(request, case, refused.problems, 422)
    return HttpResponseRedirect(f"{reverse('case', args=(case.cluster, case.year))}#f-{field}")
