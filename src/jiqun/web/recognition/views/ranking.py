"""The order of a call whose scores are closed: shown, tried with other numbers, decided by."""

import unicodedata
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.texts import read_text
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.paging import ROWS, Page, page_of
from jiqun.web.recognition.defending import defence_order
from jiqun.web.recognition.models import Call, Judge
from jiqun.web.recognition.quota_forms import read_quotas
from jiqun.web.recognition.quotas import kinds_of
from jiqun.web.recognition.ranking import BEGUN, Line, Ranking, Recommender, scores_closed
from jiqun.web.recognition.selecting import SelectionRule, conclude, goes, notice_all, state_rule
from jiqun.web.recognition.shown_order import order_shown
from jiqun.web.recognition.trying import NONE_SAID, total_in, tried
from jiqun.web.recognition.worded import OUTCOMES, decider_said, tie_said
from jiqun.web.rights import openers

MOST_AT_ONCE = 300
"""Applications shown on one page; of more, one recommender's at a time."""


@openers
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a call's order once its scores are closed, and what other numbers would change."""
    return _page(request, _own_call(request, number), [])


@openers.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """State the rule before scores are closed; give notice, or conclude, by the order shown."""
    call, doer, said = _own_call(request, number), doer_of(request), request.POST
    try:
        if verb == "rule":
            state_rule(call, _rule(request, call), doer)
        elif verb == "notice":
            notice_all(call, said.get("version", ""), doer)
        elif verb == "conclude":
            conclude(call, said.get("version", ""), said.get("reason", ""), doer)
        else:
            raise Http404(NotFound(Problem("recognition.no_call")))
    except Refused as refused:
        return _page(request, _own_call(request, number), refused.problems)
    return HttpResponseRedirect(reverse("ranking", args=(number,)))


def _own_call(request: HttpRequest, number: int) -> Call:
    """Return a call of the reader's own: of others there is nothing to see here."""
    party = doer_of(request).party
    own = Call.objects.filter(office=str(party.office), of=party.of).select_related("definition")
    call = own.filter(pk=number).first()
    if call is None:
        raise Http404(NotFound(Problem("recognition.no_call")))
    return call


def asked_kinds(call: Call) -> list[str]:
    """Return whose places the rule of selection may state: those who have quotas, else any kind."""
    return list(call.quotas) or list(kinds_of(call.rules))


def _rule(request: HttpRequest, call: Call) -> SelectionRule:
    """Read the rule as the form says it.

    Raises
    ------
    Refused
        With everything that is no such number or text.
    """
    said, problems = request.POST, list[Problem]()
    text = unicodedata.normalize("NFKC", said.get("threshold", "")).strip()
    total = total_in(text)
    if text and text not in NONE_SAID and total is None:
        problems.append(Problem("recognition.no_threshold", details={"text": text[:40]}))
    seed, faults = read_text(said.get("seed", ""), Where(field="seed"), longest=100)
    problems += faults
    places: dict[str, int | None] = {}
    try:
        typed = {kind: said.get(f"place_{kind}", "").strip() for kind in asked_kinds(call)}
        places = read_quotas(typed, field="place_")
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    return SelectionRule(None if total is None else str(total), seed, places)


def _page(request: HttpRequest, call: Call, problems: list[Problem]) -> HttpResponse:
    context: dict[str, Any] = {
        "call": call,
        "kinds": asked_kinds(call),
        "said": request.GET,
        "closed": scores_closed(call),
        "seed_stands": call.state in BEGUN,
        "ties": [tie_said(key, call.way.categories) for key in call.way.ties],
        "typed": request.POST if problems else call.selection,
    }
    if context["closed"]:
        ranking = order_shown(call, doer_of(request))
        try:
            context["tried"] = tried(ranking, request.GET)
        except Refused as refused:
            problems = [*problems, *refused.problems]
        context |= _ordered(request, ranking)
    status = 422 if problems else 200
    context["problems"] = problems
    return render(request, "recognition/ranking.html.j2", context, status=status)


def _ordered(request: HttpRequest, ranking: Ranking) -> dict[str, Any]:
    """Return what the page says of an order: of the lines it opens, and of no others."""
    every, chosen = ranking.recommenders, request.GET.get("recommender", "")
    few = len(ranking.applications) <= MOST_AT_ONCE
    opened = [(of, _lines(request, of, few=few)) for of in every if few or of.code == chosen]
    drawn = page_of(defence_order(ranking.call), request.GET, name="defence")
    habits = ranking.habits if opened else {}
    judges = Judge.objects.for_reader(reader_of(request)).filter(expert__in=habits)
    lines = [line for of in every for line in of.lines]
    shown = {line.scored.id for _, page in opened for line in page.rows} | {*drawn.rows}
    rows = ranking.call.applications.filter(cluster__in=shown).prefetch_related("definition")
    return {
        "ranking": ranking,
        "outcomes": OUTCOMES,
        "decider": lambda said: decider_said(said, ranking.call.way.categories),
        "opened": opened,
        "few": few,
        "rows": {row.cluster: row for row in rows},
        "names": {line.scored.id: line.application.name for line in lines},
        "defences": drawn,
        "titles": {of.code: of.title for of in every},
        "judges": {judge.expert: judge.name for judge in judges},
        "habits": habits,
        "ready": sum(
            line.place is not None
            and line.place.outcome == "recommended"
            and line.application.state == "summarised"
            for line in lines
        ),
        "going": sum(goes(ranking, line.application) for line in lines),
    }


def _lines(request: HttpRequest, of: Recommender, *, few: bool) -> Page[Line]:
    """Return a page of a recommender's lines: all of them where all recommenders are open."""
    return page_of(of.lines, request.GET, MOST_AT_ONCE if few else ROWS, "lines")
