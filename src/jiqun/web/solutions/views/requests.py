"""Requests for solutions: a firm's and a provider's own, and the disputes a county settles."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.exchange.views import SIZES
from jiqun.web.rights import request_parties
from jiqun.web.solutions.models import Request
from jiqun.web.solutions.requesting import step
from jiqun.web.solutions.seen import SeenRequest

MOST_SHOWN = 200
"""Requests of one list."""


@request_parties
def listed(request: HttpRequest) -> HttpResponse:
    """List the requests of either side, what waits first; to a county its disputes."""
    reader = reader_of(request)
    rows = Request.objects.for_reader(reader).select_related("solution", "definition")
    seen = [SeenRequest(row, reader) for row in rows[:MOST_SHOWN]]
    seen.sort(key=lambda shown: not shown.waits)
    context = {
        "is_county": reader.office is Office.COUNTY,
        "ours": [shown for shown in seen if shown.is_asker],
        "theirs": [shown for shown in seen if not shown.is_asker],
    }
    return render(request, "solutions/requests.html.j2", context)


@request_parties
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request."""
    return _page(request, _seen(request, number), [])


@request_parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step with a request."""
    row = _seen(request, number)
    if verb not in row.standing.workflow.verbs or verb == "ask":
        raise Http404
    said = {name: request.POST.get(name, "") for name in ("reason", "price")}
    try:
        step(row, verb, said, doer_of(request))
    except Refused as refused:
        return _page(request, _seen(request, number), refused.problems)
    return HttpResponseRedirect(reverse("solution_request", args=[row.pk]))


def _seen(request: HttpRequest, number: int) -> Request:
    rows = Request.objects.for_reader(reader_of(request))
    return get_object_or_404(rows.select_related("solution", "definition"), pk=number)


def _page(request: HttpRequest, row: Request, problems: list[Problem]) -> HttpResponse:
    context = {
        "asked": SeenRequest(row, reader_of(request)),
        "row": row,
        "sizes": SIZES,
        "typed": {name: request.POST.get(name, "") for name in ("reason", "price")},
        "problems": problems,
    }
    return render(request, "solutions/request.html.j2", context, status=422 if problems else 200)
