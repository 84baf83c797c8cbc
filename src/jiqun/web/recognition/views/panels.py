"""Experts: what they say of themselves, what they judge, and the panel of a call."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.web.accounts.signed_in import doer_of, person_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.moving import move
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.panels.models import Judge
from jiqun.web.panels.ties import TIES, state_oneself
from jiqun.web.recognition.cancelling import WITH_CALL
from jiqun.web.recognition.exhibits_seen import SeenEvidence
from jiqun.web.recognition.models import Call, Opinion
from jiqun.web.recognition.panels import Proposal, invite, propose
from jiqun.web.recognition.seen import SeenOpinion
from jiqun.web.recognition.selecting import OVER
from jiqun.web.recognition.sheets import exclude, give_scores
from jiqun.web.rights import experts, judging, openers

AT_ONCE = 300
"""Applications up to which the page proposes a panel unasked: for more it takes seconds."""
STATED = ("firms", "employers", "holds_as")


@experts.taking("GET", "HEAD", "POST")
def oneself(request: HttpRequest) -> HttpResponse:
    """Show and keep what an expert says of themselves before anybody invites them."""
    person, problems = person_of(request), list[Problem]()
    judge = Judge.objects.for_reader(reader_of(request)).first()
    if request.method == "POST" and person is not None:
        said = {name: request.POST.get(name, "") for name in STATED}
        try:
            state_oneself(said, person.called, doer_of(request))
            return HttpResponseRedirect(reverse("recognition_room"))
        except Refused as refused:
            problems = refused.problems
    context = {"judge": judge, "problems": problems}
    return render(request, "recognition/expert.html.j2", context, status=422 if problems else 200)


@judging
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show an expert's part in an application, to the expert or the authority."""
    return _page(request, _opinion(request, number))


@judging.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step: accept, decline, stand aside, give scores; exclude or replace."""
    opinion, doer = _opinion(request, number), doer_of(request)
    said = request.POST
    try:
        if verb == WITH_CALL:
            raise Refused([Problem("recognition.with_its_call")])
        if opinion.application.call.state in OVER:
            raise Refused([Problem("recognition.judged_already")])
        if verb == "give_scores":
            scheme = opinion.application.call.way.categories
            scores = {category.id: said.get(category.id, "") for category in scheme}
            give_scores(opinion, scores, said.get("remark", ""), doer)
        elif verb == "exclude":
            exclude(opinion, doer, said.get("reason", ""))
        else:
            move(opinion, verb, doer, said.get("reason", ""))
    except Refused as refused:
        return _page(request, _opinion(request, number), refused.problems)
    left = not Opinion.objects.for_reader(reader_of(request)).filter(pk=number).exists()
    there = reverse("recognition_room") if left else reverse("opinion", args=(number,))
    return HttpResponseRedirect(there)


@openers.taking("GET", "HEAD", "POST")
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show who judges what in a call, who would be invited and why not others; invite them."""
    party, workspace = doer_of(request).party, shelf().workspace
    own = Call.objects.filter(office=str(party.office), of=party.of)
    call = own.select_related("definition").filter(pk=number).first()
    if call is None:
        raise Http404(NotFound(Problem("recognition.no_call")))
    context: dict[str, Any] = {"call": call, "ties": TIES, "problems": []}
    few = call.applications.filter(state="under_review").count() <= AT_ONCE
    try:
        if request.method == "POST":
            invite(call, workspace, doer_of(request))
            return HttpResponseRedirect(reverse("panel", args=(number,)))
        if few or request.GET.get("propose"):
            context |= _proposed(propose(call, workspace, doer_of(request)), request)
    except Refused as refused:
        context["problems"] = refused.problems
    context |= _invited(call, request)
    context["judges"] = {
        judge.expert: judge for judge in Judge.objects.for_reader(reader_of(request))
    }
    context["names"] = _names(call, context)
    status = 422 if request.method == "POST" else 200
    return render(request, "recognition/panel.html.j2", context, status=status)


def _proposed(proposal: Proposal, request: HttpRequest) -> dict[str, Any]:
    """Return what the page says of a proposal, a page of each list at a time."""
    return {
        "proposal": proposal,
        "lacking": page_of(proposal.assignment.shortfalls, request.GET, name="lacking"),
        "new": page_of(proposal.new, request.GET, name="new"),
        "apart": page_of([*proposal.ties.items()], request.GET, name="apart"),
    }


def _invited(call: Call, request: HttpRequest) -> dict[str, Any]:
    """Return a page of those who are invited."""
    opinions = Opinion.objects.for_reader(reader_of(request)).filter(application__call=call)
    numbers = page_of([*opinions.values_list("pk", flat=True)], request.GET, name="invited")
    rows = opinions.select_related("judge", "definition").in_bulk(numbers.rows)
    return {"invited": numbers.of([rows[key] for key in numbers.rows if key in rows])}


def _names(call: Call, context: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of the applications that the page speaks of."""
    keys = {opinion.application_id for opinion in context["invited"].rows}
    if "proposal" in context:
        keys |= {int(shortfall.application) for shortfall in context["lacking"].rows}
        keys |= {int(application) for application, _ in context["new"].rows}
        keys |= {int(application) for (application, _), _ in context["apart"].rows}
    rows = call.applications.filter(pk__in=keys).only("call", "profile")
    return {str(row.pk): row.name for row in rows}


def _opinion(request: HttpRequest, number: int) -> Opinion:
    seen = Opinion.objects.for_reader(reader_of(request))
    beside = ("definition", "application__call", "judge")
    found = seen.select_related(*beside).filter(pk=number).first()
    if found is None:
        raise Http404(NotFound(Problem("recognition.no_opinion")))
    return found


def _page(
    request: HttpRequest, opinion: Opinion, problems: list[Problem] | None = None
) -> HttpResponse:
    context = {
        "seen": SeenOpinion(opinion, doer_of(request)),
        "opinion": opinion,
        "evidence": SeenEvidence(opinion.application, doer_of(request)),
        "problems": problems or [],
        "said": request.POST,
    }
    return render(request, "recognition/opinion.html.j2", context, status=422 if problems else 200)
