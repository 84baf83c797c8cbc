"""What is recorded of a project: by one partner, confirmed by another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.cooperation import recording
from jiqun.web.cooperation.models import Entry
from jiqun.web.cooperation.views.board import typed
from jiqun.web.cooperation.views.projects import ENTRY, seen, taken
from jiqun.web.rights import firms


@firms.taking("POST")
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Record money, people, a step or a result."""
    row = seen(request, number)
    said = {
        **typed(request.POST, ENTRY),
        "owners": " ".join(request.POST.getlist("owners")),
    }
    return taken(request, row, lambda: recording.enter(row, said, doer_of(request)))


@firms.taking("POST")
def act(request: HttpRequest, number: int, place: int, verb: str) -> HttpResponse:
    """Confirm what another recorded, or not; take back one's own."""
    if verb not in recording.AFTER:
        raise Http404
    row, reason = seen(request, number), request.POST.get("reason", "")
    rows = Entry.objects.for_reader(reader_of(request)).select_related("project")
    entry = get_object_or_404(rows, project=row, pk=place)
    return taken(request, row, lambda: recording.act(entry, verb, reason, doer_of(request)))
