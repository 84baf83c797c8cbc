"""What there is to do: cases of one's coverage, those whose turn is one's own first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.paging import page_of
from jiqun.web.filing.models import Case, Cases
from jiqun.web.filing.seen import Seen
from jiqun.web.rights import parties, reviewers


@parties
def listed(request: HttpRequest) -> HttpResponse:
    """List the cases a reader sees."""
    return _list(request, Case.objects.for_reader(reader_of(request)), "filing/cases.html.j2")


@reviewers
def reviews(request: HttpRequest) -> HttpResponse:
    """List the cases whose turn is the reader's own."""
    reader = reader_of(request)
    waiting = Case.objects.for_reader(reader).filter(holder=str(reader.office))
    return _list(request, waiting.exclude(state="released"), "filing/reviews.html.j2")


def _list(request: HttpRequest, cases: Cases, template: str) -> HttpResponse:
    years = sorted(set(cases.values_list("year", flat=True)), reverse=True)
    chosen = {name: request.GET.get(name, "") for name in ("year", "state", "q")}
    if chosen["year"].isdecimal():
        cases = cases.filter(year=int(chosen["year"]))
    if chosen["state"]:
        cases = cases.filter(state=chosen["state"])
    if chosen["q"]:
        cases = cases.filter(profile__name__contains=chosen["q"])
    rows = list(cases.counted().select_related("definition"))
    doer = doer_of(request)
    page = page_of(rows, request.GET)
    context: dict[str, Any] = {
        "page": page.of([Seen(case, doer) for case in page.rows]),
        "years": years,
        "states": {case.state: case.standing.standing.title for case in rows},
        "chosen": chosen,
    }
    return render(request, template, context)
