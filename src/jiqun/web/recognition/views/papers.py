"""The documents of a call, and an expert's sheet: what the office enters, and the files."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.reports.papers.model import Paper
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.posted import number_in
from jiqun.web.recognition.issuing import changed_since, correct, issue, paper_of
from jiqun.web.recognition.models import Call, Opinion
from jiqun.web.recognition.papers import (
    Kind,
    available,
    enter,
    entered_of,
    entering,
    of_document,
    place_of,
    recommenders,
    sheet_of,
)
from jiqun.web.rights import experts, openers, public

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@openers.taking("GET", "HEAD", "POST")
def listed(request: HttpRequest, number: int) -> HttpResponse:
    """Show the documents of a call that the office has; enter, issue and correct its own."""
    call, doer = _call(request, number), doer_of(request)
    problems, said = list[Problem](), request.POST
    if request.method == "POST":
        try:
            _do(call, said, doer)
            return HttpResponseRedirect(reverse("papers", args=(number,)))
        except Refused as refused:
            problems = refused.problems
    places, own = recommenders(call, doer), entering(call, doer)
    context = {
        "call": call,
        "available": available(call, doer),
        "entering": {kind: entered_of(call, kind, of_document(kind, doer)) for kind in own},
        "issued": {kind: _issues(call, kind, of_document(kind, doer)) for kind in own},
        "recommenders": [(code, place_of(code)) for code in places],
        "problems": problems,
        "said": said,
    }
    return render(request, "recognition/papers.html.j2", context, status=422 if problems else 200)


def _do(call: Call, said: QueryDict, doer: Doer) -> None:
    """Enter, issue, or correct: what was typed beside it goes with the issue."""
    kind, typed = said.get("kind", ""), {name: str(said[name]) for name in said}
    if said.get("act") == "correct":
        reason, rows = said.get("reason", ""), said.get("rows") == "1"
        correct(call, kind, typed, reason, doer, rows=rows)
        return
    with transaction.atomic():
        enter(call, kind, typed, doer)
        if said.get("act") == "issue":
            issue(call, kind, doer)


def _issues(call: Call, kind: Kind, of: str) -> dict[str, Any] | None:
    """Return what the page says of a document's issues; None where there is none."""
    issues = list(call.issued_papers.filter(kind=kind, of=of).defer("paper"))
    if not issues:
        return None
    return {"all": issues, "changed": changed_since(issues[-1])}


@openers
def recommendation(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    """Hand out a recommender's letter and table: to itself, and to whose call it is."""
    call, doer = _call(request, number), doer_of(request)
    known = recommenders(call, doer) if "recommendation" in available(call, doer) else []
    of = request.GET.get("of", doer.party.of)
    if of not in known:
        raise Http404(NotFound(Problem("recognition.no_paper")))
    return _issue(request, call, "recommendation", of, ending)


@public
def notice(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    """Hand out the public notice: to everybody once the call is on notice."""
    return _public(request, number, "notice", ending)


@public
def announced(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    """Hand out the list: to everybody once it is announced."""
    return _public(request, number, "list", ending)


@experts
def sheet(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    """Hand out an expert's own sheet, and nobody else's."""
    seen = Opinion.objects.for_reader(reader_of(request))
    opinion = seen.select_related("application__call", "judge").filter(pk=number).first()
    if opinion is None:
        raise Http404(NotFound(Problem("recognition.no_opinion")))
    paper = sheet_of(opinion, demonstration=shelf().demonstration)
    return _file(paper, f"score-sheet-{number}", ending)


def _public(request: HttpRequest, number: int, kind: Kind, ending: str) -> HttpResponse:
    call = _call(request, number)
    if kind not in available(call, doer_of(request)):
        raise Http404(NotFound(Problem("recognition.no_paper")))
    return _issue(request, call, kind, "", ending)


def _issue(request: HttpRequest, call: Call, kind: Kind, of: str, ending: str) -> HttpResponse:
    """Hand out a document as it was last issued, or as it was by an earlier issue."""
    asked = request.GET.get("issue", "")
    number = number_in(asked, 4) if asked else None
    paper = None if asked and number is None else paper_of(call, kind, of, number)
    if paper is None:
        raise Http404(NotFound(Problem("recognition.no_paper")))
    name = f"{kind}-{call.year}-{of or call.pk}"
    return _file(paper, f"{name}-{number}" if number else name, ending)


def _call(request: HttpRequest, number: int) -> Call:
    calls = Call.objects.for_reader(reader_of(request)).select_related("definition")
    call = calls.filter(pk=number).first()
    if call is None:
        raise Http404(NotFound(Problem("recognition.no_call")))
    return call


def _file(paper: Paper, name: str, ending: str) -> HttpResponse:
    from jiqun.reports.papers.print import printed
    from jiqun.reports.papers.word import document

    content = document(paper) if ending == "docx" else printed(paper)
    response = HttpResponse(content, content_type=TYPES[ending])
    mark = "demonstration-" if paper.warning else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{mark}{name}.{ending}"'
    return response
