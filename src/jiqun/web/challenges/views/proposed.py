"""A solver's pages: propose under seal, withdraw, and show what was sealed."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.exchange.challenges.enclosing import MOST_BYTES, MOST_FILES
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.contents import content_of
from jiqun.web.casework.files import to_be_saved
from jiqun.web.challenges import opening, proposing
from jiqun.web.challenges.models import Challenge, Enclosure, Proposal
from jiqun.web.challenges.seen import SeenChallenge
from jiqun.web.challenges.views.board import page, seen, taken
from jiqun.web.rights import challenge_parties, firms


@firms.taking("GET", "HEAD", "POST")
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Take a sealed proposal; what is typed is encrypted in the browser and never sent as it is."""
    row = seen(request, number)
    if request.method != "POST":
        return _form(request, row, [])
    sealed = (request.POST.get("envelope", ""), request.POST.get("commitment", ""))
    enclosed = request.FILES.get("enclosed")
    try:
        proposing.propose(row, *sealed, doer_of(request), enclosed)
    except Refused as refused:
        return _form(request, row, refused.problems)
    return HttpResponseRedirect(reverse("challenge", args=[row.pk]))


@firms.taking("POST")
def withdrawn(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw one's own proposal."""
    row = seen(request, number)
    own = _own(request, row)
    return taken(request, row, lambda: proposing.withdraw(own, doer_of(request)))


@firms.taking("POST")
def proved(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was inside one's own proposal, where it could not be read."""
    row, receipt = seen(request, number), request.POST.get("opened", "")
    own = _own(request, row)
    return taken(request, row, lambda: opening.prove(own, receipt, doer_of(request)))


@challenge_parties
def enclosed(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Hand out a file that went with a proposal, to be saved: its solver, the owner, the office."""
    row = seen(request, number)
    rows = Enclosure.objects.for_reader(reader_of(request)).filter(proposal__challenge=row)
    kept = get_object_or_404(rows, pk=file)
    try:
        content = content_of(kept.sha256, kept.name)
    except Refused as refused:
        return page(request, row, refused.problems)
    return to_be_saved(content, kept.name)


def _own(request: HttpRequest, row: Challenge) -> Proposal:
    reader = reader_of(request)
    rows = Proposal.objects.for_reader(reader).filter(solver=reader.credit_code)
    return get_object_or_404(rows, challenge=row)


def _form(request: HttpRequest, row: Challenge, problems: list[Problem]) -> HttpResponse:
    context = {
        "row": row,
        "seen": SeenChallenge(row, reader_of(request)),
        "most_files": MOST_FILES,
        "most_bytes": MOST_BYTES,
        "problems": problems,
    }
    return render(request, "challenges/propose.html.j2", context, status=422 if problems else 200)
