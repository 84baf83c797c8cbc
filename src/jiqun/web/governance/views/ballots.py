"""A ballot: begun with its key, voted in under seal, opened by two of three, checked by receipt."""

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.governance.ballots import CHOICES, HOLDERS
from jiqun.web.accounts.offices import office_title
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.paging import page_of
from jiqun.web.governance import balloting
from jiqun.web.governance.models import Ballot, Motion, Opened, Place, Vote
from jiqun.web.governance.seen import SeenMotion
from jiqun.web.governance.views.bodies import typed
from jiqun.web.governance.views.motions import seen
from jiqun.web.languages import language_of
from jiqun.web.rights import agencies, deciders, deciding_offices, firms
from jiqun.workflow.sealing import envelope_hash

CALL = ("closes", "scrutineer", "key", "checks")


@agencies.taking("GET", "HEAD", "POST")
def called(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ballot on a motion, with the key its votes are sealed to."""
    row, said, problems = seen(request, number), typed(request.POST, CALL), list[Problem]()
    if request.method == "POST":
        try:
            balloting.open_ballot(row, said, doer_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("governance_motion", args=[row.pk]))
    lang = language_of(request)
    context = {
        "row": row,
        "seen": SeenMotion(row, reader_of(request)),
        "holders": json.dumps({name: getattr(title, lang) for name, title in _titles(row).items()}),
        "said": said,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "governance/call.html.j2", context, status=status)


@firms.taking("GET", "HEAD", "POST")
def voted(request: HttpRequest, number: int) -> HttpResponse:
    """Take a firm's vote; what is chosen is sealed in the browser and never sent as it is."""
    row, problems = seen(request, number), list[Problem]()
    shown = SeenMotion(row, reader_of(request))
    if request.method == "POST":
        sealed = (request.POST.get("envelope", ""), request.POST.get("commitment", ""))
        try:
            ballot = _meant(request, shown)
            balloting.cast(ballot, *sealed, doer_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("governance_motion", args=[row.pk]))
    context = {"row": row, "seen": shown, "choices": CHOICES, "problems": problems}
    status = 422 if problems else 200
    return render(request, "governance/vote.html.j2", context, status=status)


@deciding_offices
def roll(request: HttpRequest, number: int) -> HttpResponse:
    """Show the roll of the last ballot, as it was frozen."""
    row = seen(request, number)
    shown = SeenMotion(row, reader_of(request))
    rows = Place.objects.for_reader(reader_of(request)).filter(ballot=shown.ballot)
    cut = page_of(list(rows.values_list("pk", flat=True)), request.GET)
    context = {"row": row, "seen": shown, "page": cut.of(list(rows.filter(pk__in=cut.rows)))}
    return render(request, "governance/roll.html.j2", context)


@deciders.taking("GET", "HEAD", "POST")
def desk(request: HttpRequest, number: int) -> HttpResponse:
    """Show a holder how to open, and take in what was opened."""
    row, problems = _held(request, number), list[Problem]()
    if request.method == "POST":
        try:
            _meant(request, SeenMotion(row, reader_of(request)))
            balloting.open_votes(row, request.POST.get("opened", ""), doer_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("governance_motion", args=[row.pk]))
    shown = SeenMotion(row, reader_of(request))
    context = {
        "row": row,
        "seen": shown,
        "checks": json.dumps(shown.ballot.checks if shown.ballot else {}),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "governance/open.html.j2", context, status=status)


@deciders
def sealed(request: HttpRequest, number: int) -> HttpResponse:
    """Give a holder what was sealed, without names, once the ballot is closed."""
    row = _held(request, number)
    shown = SeenMotion(row, reader_of(request))
    if not shown.may_open:
        raise Http404
    rows = Vote.objects.for_reader(reader_of(request)).filter(ballot=shown.ballot)
    envelopes = [vote.envelope for vote in rows.filter(envelope__isnull=False)]
    return JsonResponse({"envelopes": sorted(envelopes, key=envelope_hash)})


@deciders
def opened(request: HttpRequest, number: int) -> HttpResponse:
    """Give everybody who sees the motion what was opened, so that voters find their own."""
    row = seen(request, number)
    shown = SeenMotion(row, reader_of(request))
    if shown.ballot is None or shown.ballot.yes is None:
        raise Http404
    rows = Opened.objects.for_reader(reader_of(request))
    found = get_object_or_404(rows, ballot=shown.ballot)
    return JsonResponse({"lines": found.lines, "hashes": found.hashes})


def _held(request: HttpRequest, number: int) -> Motion:
    """Return a motion of whose ballot's key the reader holds a share; else there is nothing."""
    row = seen(request, number)
    shown = SeenMotion(row, reader_of(request))
    if not shown.holder or shown.ballot is None:
        raise Http404
    return row


def _meant(request: HttpRequest, shown: SeenMotion) -> Ballot:
    """Return the ballot that a page's form is about, sealed to its key and no other's.

    Raises
    ------
    Refused
        Where another was begun since the page was opened: nobody could open what was sealed.
    """
    ballot = shown.ballot
    if ballot is None:
        raise Refused([Problem("governance.no_votes_taken")])
    if request.POST.get("ballot") != str(ballot):
        raise Refused([Problem("governance.other_ballot")])
    return ballot


def _titles(row: Motion) -> dict[str, Bilingual]:
    """Return who holds a share, in words; the scrutineer before it is named."""
    parties = row.standing.parties
    known = {name: office_title(parties[name].office, parties[name].of) for name in HOLDERS[:2]}
    return {**known, HOLDERS[2]: Bilingual("监票企业", "the scrutineer")}
