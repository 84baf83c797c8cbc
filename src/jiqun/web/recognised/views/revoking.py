"""Steps of a recognition itself: a revocation proposed, answered, dropped or decided."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.recognised import revoking
from jiqun.web.recognised.seen import recognition_for
from jiqun.web.recognised.views import register
from jiqun.web.rights import parties


@parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step with a recognition."""
    row = recognition_for(reader_of(request), number)
    if row is None:
        raise Http404(NotFound(Problem("recognised.no_recognition")))
    said = request.POST
    try:
        revoking.step(row, verb, doer_of(request), said.get("reason", ""), said.get("ground", ""))
    except Refused as refused:
        return register.page(request, number, refused.problems)
    return HttpResponseRedirect(reverse("recognition", args=(number,)))
