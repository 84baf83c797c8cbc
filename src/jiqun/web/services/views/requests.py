"""Requests for services: a firm's and a provider's own, and the disputes a county settles."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.services.kinds import services
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.exchange.views import SIZES
from jiqun.web.rights import request_parties
from jiqun.web.services.models import ServiceRequest
from jiqun.web.services.requesting import step
from jiqun.web.services.seen import NOT_BY_A_BUTTON, SeenRequest

MOST_SHOWN = 200
"""Requests of one list."""
TYPED = ("reason", "starts", "place", "grade")


@request_parties
def listed(request: HttpRequest) -> HttpResponse:
    """List the requests of either side, what waits first; to a county its disputes."""
    reader = reader_of(request)
    rows = ServiceRequest.objects.for_reader(reader).select_related("service", "definition")
    seen = [SeenRequest(row, reader) for row in rows[:MOST_SHOWN]]
    seen.sort(key=lambda shown: not shown.waits)
    context = {
        "is_county": reader.office is Office.COUNTY,
        "ours": [shown for shown in seen if shown.is_asker],
        "theirs": [shown for shown in seen if not shown.is_asker],
    }
    return render(request, "services/requests.html.j2", context)


@request_parties
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request."""
    return _page(request, _seen(request, number), [])


@request_parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step with a request."""
    row = _seen(request, number)
    if verb not in row.standing.workflow.verbs or verb in NOT_BY_A_BUTTON:
        raise Http404
    said = {name: request.POST.get(name, "") for name in TYPED}
    try:
        step(row, verb, said, doer_of(request))
    except Refused as refused:
        return _page(request, _seen(request, number), refused.problems)
    return HttpResponseRedirect(reverse("service_request", args=[row.pk]))


def _seen(request: HttpRequest, number: int) -> ServiceRequest:
    rows = ServiceRequest.objects.for_reader(reader_of(request))
    return get_object_or_404(rows.select_related("service", "body", "definition"), pk=number)


def _page(request: HttpRequest, row: ServiceRequest, problems: list[Problem]) -> HttpResponse:
    context = {
        "seen": SeenRequest(row, reader_of(request)),
        "row": row,
        "sizes": SIZES,
        "grades": services().grades,
        "typed": {name: request.POST.get(name, "") for name in TYPED},
        "problems": problems,
    }
    return render(request, "services/request.html.j2", context, status=422 if problems else 200)
