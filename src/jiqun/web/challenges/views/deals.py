"""After the choice: an appeal, the contract, its milestones and their files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.contents import content_of
from jiqun.web.casework.files import to_be_saved
from jiqun.web.challenges import appealing, fulfilling
from jiqun.web.challenges.models import Delivery, Milestone
from jiqun.web.challenges.views.board import DEAL, page, seen, taken
from jiqun.web.rights import challenge_parties, firms, posers

VERBS = ("accept", "return", "extend", "pay", "fail")
"""What an owner does with a milestone."""


@firms.taking("POST")
def appealed(request: HttpRequest, number: int) -> HttpResponse:
    """Appeal against the choice."""
    row, reason = seen(request, number), request.POST.get("reason", "")
    return taken(request, row, lambda: appealing.appeal(row, reason, doer_of(request)))


@posers.taking("POST")
def contracted(request: HttpRequest, number: int) -> HttpResponse:
    """Record the contract."""
    row = seen(request, number)
    said = {name: request.POST.get(name, "") for name in DEAL}
    return taken(request, row, lambda: fulfilling.contract(row, said, doer_of(request)))


@firms.taking("POST")
def delivered(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Hand in what a milestone asks, with a file."""
    row, stage = seen(request, number), _stage(request, number, place)
    text, shows = request.POST.get("reason", ""), request.FILES.get("file")
    if shows is None:
        return page(request, row, [Problem("challenges.no_file")])
    return taken(request, row, lambda: fulfilling.deliver(stage, text, shows, doer_of(request)))


@posers.taking("POST")
def act(request: HttpRequest, number: int, place: int, verb: str) -> HttpResponse:
    """Accept or return a milestone, give it more time, or record its payment."""
    if verb not in VERBS:
        raise Http404
    row, stage = seen(request, number), _stage(request, number, place)
    said = {name: request.POST.get(name, "") for name in ("reason", "day", "paid")}
    doer = doer_of(request)
    if verb == "fail":
        return taken(request, row, lambda: fulfilling.fail(stage, said["reason"], doer))
    return taken(request, row, lambda: fulfilling.step(stage, verb, said, doer))


@challenge_parties
def file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Hand out a file to be saved: to both sides, and to who settles a dispute."""
    row = seen(request, number)
    rows = Delivery.objects.for_reader(reader_of(request))
    kept = get_object_or_404(rows, challenge=row, pk=file)
    try:
        content = content_of(kept.sha256, kept.name)
    except Refused as refused:
        return page(request, row, refused.problems)
    return to_be_saved(content, kept.name)


def _stage(request: HttpRequest, number: int, place: int) -> Milestone:
    rows = Milestone.objects.for_reader(reader_of(request)).select_related("challenge", "proposal")
    return get_object_or_404(rows, challenge=number, number=place)
