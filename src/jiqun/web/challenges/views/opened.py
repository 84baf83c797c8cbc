"""The holders' desk: what was sealed, shares relayed under encryption, and what was opened."""

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.pages import problems_said
from jiqun.web.challenges import opening
from jiqun.web.challenges.models import Challenge, Proposal, Relay
from jiqun.web.challenges.seen import SeenChallenge
from jiqun.web.challenges.views.board import seen
from jiqun.web.rights import challenge_parties


@challenge_parties.taking("GET", "HEAD", "POST")
def desk(request: HttpRequest, number: int) -> HttpResponse:
    """Show a holder how to open, and take in what was opened, piece by piece."""
    row = _held(request, number)
    if request.method != "POST":
        return _page(request, row, [])
    by_script = request.headers.get("Accept") == "application/json"
    try:
        row = opening.open_proposals(row, request.POST.get("opened", ""), doer_of(request))
    except Refused as refused:
        if by_script:
            return JsonResponse({"problems": problems_said(refused.problems, request)}, status=422)
        return _page(request, row, refused.problems)
    if by_script:
        return JsonResponse({"left": opening.left_to_open(row)})
    return HttpResponseRedirect(reverse("challenge", args=[row.pk]))


@challenge_parties
def sealed(request: HttpRequest, number: int) -> HttpResponse:
    """Give a holder the next of what is sealed, once the deadline is over, and how many are."""
    row = _held(request, number)
    if not SeenChallenge(row, reader_of(request)).may_open:
        raise Http404
    rows = Proposal.objects.for_reader(reader_of(request)).filter(challenge=row)
    listed = [
        {
            "id": str(proposal.pk), "solver": proposal.solver, "envelope": proposal.envelope,
            "commitment": proposal.commitment,
        }
        for proposal in opening.to_open(rows)
    ]  # fmt: skip
    return JsonResponse({"proposals": listed, "left": opening.left_to_open(row)})


@challenge_parties.taking("GET", "HEAD", "POST")
def relay(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the other holders for a share, and tell whether one was sent."""
    row = _held(request, number)
    if request.method == "POST":
        try:
            opening.ask_share(row, request.POST.get("key", ""), doer_of(request))
        except Refused as refused:
            return _page(request, row, refused.problems)
        return HttpResponseRedirect(reverse("challenge_open", args=[row.pk]))
    holder = SeenChallenge(row, reader_of(request)).holder
    rows = Relay.objects.for_reader(reader_of(request))
    mine = rows.filter(challenge=row, holder=holder).filter(envelope__isnull=False).first()
    sent = {"by": mine.by, "key": mine.key, "envelope": mine.envelope} if mine else None
    return JsonResponse({"sent": sent})


@challenge_parties.taking("POST")
def sent(request: HttpRequest, number: int) -> HttpResponse:
    """Relay a holder's share, encrypted to another's key of one use."""
    row = _held(request, number)
    rows = Relay.objects.for_reader(reader_of(request))
    asked = rows.filter(challenge=row, holder=request.POST.get("to", "")).first()
    if asked is None:
        return _page(request, row, [Problem("challenges.nobody_asks")])
    try:
        opening.send_share(asked, request.POST.get("envelope", ""), doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("challenge_open", args=[row.pk]))


def _held(request: HttpRequest, number: int) -> Challenge:
    """Return a published challenge of whose key the reader holds a share; else there is nothing."""
    row = seen(request, number)
    if not SeenChallenge(row, reader_of(request)).holder or not row.key:
        raise Http404
    return row


def _page(request: HttpRequest, row: Challenge, problems: list[Problem]) -> HttpResponse:
    context = {
        "row": row,
        "seen": SeenChallenge(row, reader_of(request)),
        "checks": json.dumps(row.checks),
        "begun": opening.was_begun(row),
        "problems": problems,
    }
    return render(request, "challenges/open.html.j2", context, status=422 if problems else 200)
