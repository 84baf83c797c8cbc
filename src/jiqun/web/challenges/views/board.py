"""The board: challenges that are open, one with what can be done, and the steps with it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office, Reader
from jiqun.exchange.challenges.publishing import AUDIENCES, SINGLE
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.challenges import appealing, choosing, fulfilling, publishing, scoring
from jiqun.web.challenges.models import Challenge
from jiqun.web.challenges.seen import BY_A_BUTTON, SeenChallenge
from jiqun.web.challenges.slots_of import of_party
from jiqun.web.challenges.telling import told_quarters
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.languages import language_of
from jiqun.web.rights import challenge_parties, counties, filers, posers, public

MOST_SHOWN = 100
"""Challenges of one list."""
TYPED = ("title", "firm", "field", "wanted", "targets", "budget", "deadline", "audience", "named",
         "terms", "single", "county", "custodian", "criteria", "experts")  # fmt: skip
DEAL = ("reference", "signed", "price", "stages")
"""What a contract's form takes."""

WITH_REASON: Mapping[str, Callable[[Challenge, str, Doer], Challenge]] = {
    "close_scores": scoring.close_scores,
    "waive_panel": scoring.waive_panel,
    "choose_none": choosing.choose_none,
    "finish": fulfilling.finish,
    "owner_gone": fulfilling.owner_gone,
}
"""Steps of a function of their own."""


@public
def listed(request: HttpRequest) -> HttpResponse:
    """Show which challenges are open and what came of others; to a party its own."""
    reader = reader_of(request)
    rows = Challenge.objects.for_reader(reader).select_related("definition")
    out = rows.filter(published_at__isnull=False)
    taking = out.filter(state="published", deadline__gte=today()).order_by("deadline", "pk")
    others = out.exclude(pk__in=taking.values("pk"))
    context = {
        "taking": _seen_by(reader, taking),
        "others": _seen_by(reader, others),
        "own": _seen_by(reader, rows.filter(of_party(reader))),
        "quarters": told_quarters(),
        "may_plan": filers.allows(reader),
        "may_pose": reader.office in publishing.OWNERS,
    }
    return render(request, "challenges/board.html.j2", context)


@posers.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Pose a challenge."""
    if request.method != "POST":
        county = own_county(reader_of(request))
        return _form(request, {"audience": "all", "single": "go_on", "county": county}, [])
    said = _said(request.POST)
    try:
        row = publishing.pose(said, doer_of(request))
    except Refused as refused:
        return _form(request, said, refused.problems)
    return HttpResponseRedirect(reverse("challenge", args=[row.pk]))


@public
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a challenge."""
    return page(request, seen(request, number), [])


@posers.taking("POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change a challenge of one's own that is not published yet."""
    row, said = seen(request, number), _said(request.POST)
    try:
        publishing.amend(row, said, doer_of(request))
    except Refused as refused:
        return page(request, row, refused.problems, said)
    return HttpResponseRedirect(reverse("challenge", args=[row.pk]))


@counties.taking("POST")
def published(request: HttpRequest, number: int) -> HttpResponse:
    """Publish a challenge, with the key its proposals are sealed to."""
    key, checks = request.POST.get("key", ""), request.POST.get("checks", "")
    row = seen(request, number)
    return taken(request, row, lambda: publishing.publish(row, key, checks, doer_of(request)))


@posers.taking("POST")
def chosen(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a proposal."""
    row, proposal = seen(request, number), request.POST.get("proposal", "")
    reason, differs = (request.POST.get(name, "") for name in ("reason", "differs"))
    doer = doer_of(request)
    return taken(request, row, lambda: choosing.choose(row, proposal, reason, doer, differs))


@challenge_parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step that wants a reason at most: refuse, take back, choose none, end, settle."""
    if verb not in BY_A_BUTTON:
        raise Http404
    row, reason = seen(request, number), request.POST.get("reason", "")
    return taken(request, row, lambda: _step(row, verb, reason, doer_of(request)))


def _step(row: Challenge, verb: str, reason: str, doer: Doer) -> Challenge:
    """Take a step that wants a reason at most."""
    if verb in ("refuse", "cancel", "lapse"):
        return publishing.step(row, verb, reason, doer)
    if verb in ("uphold", "dismiss", "withdraw_appeal"):
        return appealing.settle_appeal(row, verb, reason, doer)
    if verb in ("decline", "fall_through"):
        return fulfilling.let_go(row, verb, reason, doer)
    if verb in WITH_REASON:
        return WITH_REASON[verb](row, reason, doer)
    return fulfilling.turn(row, verb, reason, doer)


def seen(request: HttpRequest, number: int) -> Challenge:
    """Return a challenge that the reader may see; 404 where there is none."""
    rows = Challenge.objects.for_reader(reader_of(request)).select_related("definition")
    return get_object_or_404(rows, pk=number)


def taken(request: HttpRequest, row: Challenge, step: Callable[[], object]) -> HttpResponse:
    """Take a step and show the challenge, or say what is wrong with it."""
    try:
        step()
    except Refused as refused:
        return page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("challenge", args=[row.pk]))


def page(
    request: HttpRequest,
    row: Challenge,
    problems: list[Problem],
    said: dict[str, str] | None = None,
) -> HttpResponse:
    """Show a challenge, with what its reader may do."""
    reader, lang = reader_of(request), language_of(request)
    shown = SeenChallenge(row, reader)
    context = {
        **_choices(reader),
        "seen": shown,
        "holders": json.dumps({name: getattr(who, lang) for name, who in shown.holders.items()}),
        "row": row,
        "said": said or _said_of(row),
        "reason": request.POST.get("reason", ""),
        "differs": request.POST.get("differs", ""),
        "typed": {name: request.POST.get(name, "") for name in DEAL},
        "problems": problems,
    }
    return render(request, "challenges/challenge.html.j2", context, status=422 if problems else 200)


def _seen_by(reader: Reader, rows: QuerySet[Challenge]) -> list[SeenChallenge]:
    return [SeenChallenge(row, reader) for row in rows[:MOST_SHOWN]]


def _form(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    context = {**_choices(reader_of(request)), "said": said, "problems": problems}
    return render(request, "challenges/new.html.j2", context, status=422 if problems else 200)


def _said(posted: QueryDict) -> dict[str, str]:
    return {name: posted.get(name, "") for name in TYPED}


def _said_of(row: Challenge) -> dict[str, str]:
    """Return what a challenge's form would say of it."""
    plain = ("title", "firm", "field", "wanted", "terms", "audience", "single", "county")
    return {
        **{name: getattr(row, name) for name in plain},
        "targets": "\n".join(row.targets),
        "named": " ".join(row.named),
        "budget": f"{row.budget.normalize():f}",
        "deadline": row.deadline.isoformat(),
        "custodian": row.parties["custodian"][1],
        "criteria": "\n".join(f"{title} | {weight}" for title, weight in row.criteria),
        "experts": str(row.experts or ""),
    }


def _choices(reader: Reader) -> dict[str, Any]:
    """Return what a form offers: counties of a firm's province of registration, else all."""
    return {
        "audiences": AUDIENCES,
        "singles": SINGLE,
        "counties": [] if reader.office is Office.COUNTY else counties_near(reader),
    }
