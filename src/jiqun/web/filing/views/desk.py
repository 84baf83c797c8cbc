"""What there is to do: cases of one's coverage, those due first before the others."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing import bulk
from jiqun.web.filing.handing import left_by
from jiqun.web.filing.models import Case, Cases
from jiqun.web.filing.queues import FILTERS, glances, narrowed, overdue_among, states_among
from jiqun.web.filing.sharing import shared_with
from jiqun.web.posted import number_in
from jiqun.web.rights import parties, reviewers


@parties
def listed(request: HttpRequest) -> HttpResponse:
    """List the cases a reader sees."""
    reader = reader_of(request)
    context = _list(request, Case.objects.for_reader(reader))
    shared = {"shared_cases": shared_with(reader), "left_cases": left_by(reader)}
    return render(request, "filing/cases.html.j2", {**context, **shared})


@reviewers.taking("GET", "HEAD", "POST")
def reviews(request: HttpRequest) -> HttpResponse:
    """List the cases whose turn is the reader's own, and take a step with the chosen ones."""
    done, problems = None, list[Problem]()
    if request.method == "POST":
        try:
            done = _step(request)
        except Refused as refused:
            problems = refused.problems
    context = _list(request, _waiting(request))
    status = 422 if problems or (done and done.refused) else 200
    return render(
        request,
        "filing/reviews.html.j2",
        {**context, "done": done, "problems": problems},
        status=status,
    )


def _waiting(request: HttpRequest) -> Cases:
    reader = reader_of(request)
    waiting = Case.objects.for_reader(reader).filter(holder=str(reader.office))
    return waiting.exclude(state="released")


def _step(request: HttpRequest) -> bulk.Done:
    """Take the step a page asks for with the cases it names, of those the reader sees."""
    numbers = [number_in(said) for said in request.POST.getlist("case")[: bulk.MOST + 1]]
    named = [number for number in numbers if number is not None]
    chosen = Case.objects.for_reader(reader_of(request)).filter(pk__in=named)
    verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "")
    cases = chosen.select_related("definition")
    return bulk.step(cases, verb, shelf().workspace, doer_of(request), reason)


def _list(request: HttpRequest, cases: Cases) -> dict[str, Any]:
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = narrowed(cases, chosen)
    page = page_of(rows, request.GET)
    every = narrowed(cases, dict.fromkeys(FILTERS, "")) if any(chosen.values()) else rows
    return {
        "page": page.of(glances(page.rows, doer_of(request))),
        "years": sorted({due.year for due in every}, reverse=True),
        "states": states_among(cases),
        "overdue": overdue_among(every),
        "chosen": chosen,
    }
