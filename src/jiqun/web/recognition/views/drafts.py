"""A call's draft: a new one, and one that is amended before it is issued."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.rules import Programme
from jiqun.rules.programmes import NATIONAL
from jiqun.web.accounts.offices import place_title
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.casework.clocks import today
from jiqun.web.posted import number_in
from jiqun.web.recognition.calling import amend_call, callable_by, draft_call, standing_call
from jiqun.web.recognition.models import DRAFTED, Call
from jiqun.web.recognition.quota_forms import titled_kinds
from jiqun.web.recognition.terms import kept_form, known_form, read_terms, terms_of, typed_form
from jiqun.web.recognition.views.calls import call_for
from jiqun.web.rights import openers

EXAMPLES = {NATIONAL: Bilingual("新疆生产建设兵团", "Ningbo")}


@openers.taking("GET", "HEAD", "POST")
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a call under one of the reader's programmes."""
    own, doer = callable_by(doer_of(request)), doer_of(request)
    said = request.POST if request.method == "POST" else request.GET
    year = number_in(said.get("year", ""), 4) or today().year
    chosen = next((programme for programme in own if programme.id == said.get("programme")), None)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            if chosen is None:
                raise Refused([Problem("recognition.not_your_programme")])
            return _to(draft_call(read_terms(said, chosen, year), doer))
        except Refused as refused:
            problems = refused.problems
    chosen = chosen or next(iter(own), None)
    if chosen is None:
        return _page(request, problems)
    form = typed_form(chosen, said) if request.method == "POST" else known_form(chosen, year)
    standing = standing_call(chosen, year)
    about = {"programmes": own, "year": year, "form": form, "standing": standing}
    return _page(request, problems, chosen, **about)


@openers.taking("GET", "HEAD", "POST")
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Amend a draft of the reader's own: every term of it, before it is issued."""
    call, problems = call_for(request, number), list[Problem]()
    rules, version = call.rules, request.POST.get("version", "")
    if request.method == "POST":
        try:
            terms = read_terms(request.POST, rules, call.year)
            return _to(amend_call(call, terms, version, doer_of(request)))
        except Refused as refused:
            problems = refused.problems
            call.refresh_from_db()
    elif call.state != DRAFTED:
        return _to(call)
    stale = any(problem.code == "recognition.terms_changed" for problem in problems)
    typed = bool(problems) and not stale
    form = typed_form(rules, request.POST) if typed else kept_form(call)
    version = version if typed else terms_of(call).version
    about = {"call": call, "year": call.year, "form": form, "version": version}
    return _page(request, problems, rules, **about)


def _page(
    request: HttpRequest,
    problems: list[Problem],
    chosen: Programme | None = None,
    **about: Any,
) -> HttpResponse:
    context = {"problems": problems, "chosen": chosen, **about}
    if chosen:
        example = EXAMPLES.get(chosen.region) or _first_prefecture(chosen)
        context |= {"kinds": titled_kinds(chosen), "example": example}
    return render(request, "recognition/draft.html.j2", context, status=422 if problems else 200)


def _first_prefecture(programme: Programme) -> Bilingual:
    """Return a place that can have a quota of its own, for an example."""
    inside = programme.region.rstrip("0")
    every = (city.code for city in regions().prefectures if city.code.startswith(inside))
    return place_title(next(every, ""))


def _to(call: Call) -> HttpResponse:
    return HttpResponseRedirect(reverse("call", args=(call.pk,)))
