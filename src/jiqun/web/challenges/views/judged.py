"""The panel of a challenge: the office that convenes it, and the experts who judge, blind."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.challenges import panelling, scoring
from jiqun.web.challenges.models import Challenge, Judgement
from jiqun.web.challenges.review_rows import UNDER_REVIEW
from jiqun.web.challenges.seen import SeenChallenge, SeenProposal
from jiqun.web.challenges.views.board import seen
from jiqun.web.panels.models import JUDGING
from jiqun.web.panels.ties import TIES
from jiqun.web.rights import conveners, experts

OFFICE_VERBS = ("exclude", "replace")
EXPERT_VERBS = ("accept", "decline", "declare_conflict")


@conveners.taking("GET", "HEAD", "POST")
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show who judges and who would be invited; invite them."""
    row = _convened(request, number)
    if request.method != "POST":
        return _panel(request, row, [])
    try:
        panelling.convene(row, doer_of(request))
    except Refused as refused:
        return _panel(request, row, refused.problems)
    return HttpResponseRedirect(reverse("challenge_panel", args=[row.pk]))


@conveners.taking("POST")
def part(request: HttpRequest, number: int, part: int, verb: str) -> HttpResponse:
    """Exclude an expert, or let one be replaced."""
    if verb not in OFFICE_VERBS:
        raise Http404
    row, reason = _convened(request, number), request.POST.get("reason", "")
    rows = Judgement.objects.for_reader(reader_of(request)).select_related("challenge", "judge")
    judging = get_object_or_404(rows, challenge=row, pk=part)
    try:
        if verb == "exclude":
            panelling.exclude(judging, reason, doer_of(request))
        else:
            panelling.answer(judging, verb, reason, doer_of(request))
    except Refused as refused:
        return _panel(request, row, refused.problems)
    return HttpResponseRedirect(reverse("challenge_panel", args=[row.pk]))


@experts.taking("GET", "HEAD", "POST")
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Show an expert what they judge, and take their scores."""
    row, own = _judged(request, number)
    if request.method != "POST":
        return _review(request, row, own, [])
    try:
        scoring.give_scores(own, request.POST.dict(), doer_of(request))
    except Refused as refused:
        return _review(request, row, own, refused.problems)
    return HttpResponseRedirect(reverse("challenge_review", args=[row.pk]))


@experts.taking("POST")
def answered(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Accept an invitation, decline it, or stand aside."""
    if verb not in EXPERT_VERBS:
        raise Http404
    row, own = _judged(request, number)
    try:
        panelling.answer(own, verb, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return _review(request, row, own, refused.problems)
    stays = verb == "accept"
    there = reverse("challenge_review", args=[row.pk]) if stays else reverse("exchange")
    return HttpResponseRedirect(there)


def _convened(request: HttpRequest, number: int) -> Challenge:
    """Return an opened challenge whose panel the reader puts together; else there is nothing."""
    row = seen(request, number)
    if not SeenChallenge(row, reader_of(request)).convenes:
        raise Http404
    return row


def _judged(request: HttpRequest, number: int) -> tuple[Challenge, Judgement]:
    """Return a challenge with the reader's own part in it; else there is nothing."""
    row = seen(request, number)
    rows = Judgement.objects.for_reader(reader_of(request)).filter(state__in=JUDGING)
    return row, get_object_or_404(rows.select_related("definition", "challenge"), challenge=row)


def _panel(request: HttpRequest, row: Challenge, problems: list[Problem]) -> HttpResponse:
    seen_as = SeenChallenge(row, reader_of(request))
    asks = row.wants_panel and row.state in ("opened", UNDER_REVIEW)
    context = {
        "row": row,
        "seen": seen_as,
        "drawn": panelling.drawn(row) if asks else None,
        "ties": TIES,
        "reason": request.POST.get("reason", ""),
        "problems": problems,
    }
    return render(request, "challenges/panel.html.j2", context, status=422 if problems else 200)


def _review(
    request: HttpRequest, row: Challenge, own: Judgement, problems: list[Problem]
) -> HttpResponse:
    judged_now = row.state == UNDER_REVIEW
    proposals = scoring.judged_proposals(row) if judged_now else []
    # What was typed belongs to other places by now.
    moved_on = any(problem.code == "challenges.more_to_judge" for problem in problems)
    context = {
        "row": row,
        "seen": SeenChallenge(row, reader_of(request)),
        "own": own,
        "proposals": [SeenProposal(found) for found in proposals],
        "gives": judged_now and scoring.may_give(own, doer_of(request)),
        "steps": own.standing.verbs_for(doer_of(request).party) if judged_now else [],
        "said": {} if moved_on else request.POST,
        "order": scoring.order_of(proposals),
        "problems": problems,
    }
    return render(request, "challenges/review.html.j2", context, status=422 if problems else 200)
