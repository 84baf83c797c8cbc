"""Solutions: those that fit a firm's gaps, all that are listed, and one with what can be done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office, Reader
from jiqun.exchange.maturity.answers import Answers, read_answers
from jiqun.exchange.maturity.table import digital_table
from jiqun.exchange.solutions.fitting import Wishes, gaps_of
from jiqun.exchange.solutions.offering import (
    read_effort,
    read_industries,
    read_price,
    read_scenes,
)
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.verbs import verbs_of
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.exchange.views import SIZES
from jiqun.web.ladder.models import Assessment
from jiqun.web.rights import firms, providers, public, solution_parties
from jiqun.web.solutions import offering
from jiqun.web.solutions.models import LISTED, Solution, own
from jiqun.web.solutions.requesting import ask
from jiqun.web.solutions.seen import fitting, industry_titles, scene_titles

MOST_SHOWN = 100
"""Solutions of one list."""
TYPED = ("name", "firm", "about", "prerequisites", "source", "industries", "price", "effort",
         "certificates", "county")  # fmt: skip
NOT_BY_A_BUTTON = ("offer", "amend")


@public
def found(request: HttpRequest) -> HttpResponse:
    """Show a firm what fits its gaps and why; everybody what is listed; an office what waits."""
    reader = reader_of(request)
    rows = Solution.objects.for_reader(reader).select_related("definition")
    listed = rows.filter(state=LISTED)
    last = _last(reader)
    answers = read_answers(last.said)[0] if last else Answers()
    problems: list[Problem] = []
    wishes = _wishes(request.GET, last, problems)
    gaps = gaps_of(answers)
    scene = request.GET.get("scene", "")
    if scene in digital_table().scenes:
        gaps = (scene,)
    shown = [row for row in listed[: 5 * MOST_SHOWN] if not scene or scene in row.scenes]
    context = {
        **_context(request),
        "found": fitting(listed, gaps, wishes, reader.credit_code) if last and gaps else None,
        "assessed": last,
        "gaps": scene_titles(gaps),
        "rows": shown[:MOST_SHOWN],
        "more": max(len(shown) - MOST_SHOWN, 0),
        "waiting": [row for row in rows.filter(state="submitted") if verbs_of(row, reader)],
        "own": rows.filter(own(reader)) if reader.office in offering.PROVIDERS else [],
        "scene": scene,
        "asked_for": {name: request.GET.get(name, "") for name in ("industry", "budget", "effort")},
        "problems": problems,
    }
    return render(request, "solutions/found.html.j2", context)


@providers.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Offer a solution."""
    if request.method != "POST":
        return _form(request, {"county": own_county(reader_of(request))}, [])
    said = _said(request.POST)
    try:
        row = offering.offer(said, doer_of(request))
    except Refused as refused:
        return _form(request, said, refused.problems)
    return HttpResponseRedirect(reverse("solution", args=[row.pk]))


@public
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a solution."""
    return _page(request, _seen(request, number), [])


@providers.taking("POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change a solution of one's own."""
    row, said = _seen(request, number), _said(request.POST)
    try:
        offering.amend(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems, said)
    return HttpResponseRedirect(reverse("solution", args=[row.pk]))


@firms.taking("POST")
def asked(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a solution."""
    row = _seen(request, number)
    said = {name: request.POST.get(name, "") for name in ("firm", "size", "county", "purpose")}
    said["scenes"] = " ".join(request.POST.getlist("scenes"))
    try:
        made = ask(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems, asking=said)
    return HttpResponseRedirect(reverse("solution_request", args=[made.pk]))


@solution_parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """List, return or withdraw a solution."""
    row = _seen(request, number)
    if verb not in row.standing.workflow.verbs or verb in NOT_BY_A_BUTTON:
        raise Http404
    try:
        offering.step(row, verb, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    still = Solution.objects.for_reader(reader_of(request)).filter(pk=row.pk).exists()
    there = reverse("solution", args=[row.pk]) if still else reverse("solutions")
    return HttpResponseRedirect(there)


def _seen(request: HttpRequest, number: int) -> Solution:
    rows = Solution.objects.for_reader(reader_of(request)).select_related("definition")
    return get_object_or_404(rows, pk=number)


def _last(reader: Reader) -> Assessment | None:
    if reader.office is not Office.FIRM:
        return None
    return Assessment.objects.for_reader(reader).first()


def _wishes(asked_for: QueryDict, last: Assessment | None, problems: list[Problem]) -> Wishes:
    industries = read_industries(asked_for.get("industry", ""), problems)
    return Wishes(
        industry=industries[0] if industries else "",
        county=last.county if last and last.shared else "",
        budget=read_price(asked_for.get("budget", ""), "budget", problems),
        effort=read_effort(asked_for.get("effort", ""), problems),
    )


def _said(posted: QueryDict) -> dict[str, str]:
    said = {name: posted.get(name, "") for name in TYPED}
    return {**said, "scenes": " ".join(posted.getlist("scenes"))}


def _said_of(row: Solution) -> dict[str, str]:
    """Return what a solution's form would say of it."""
    return {
        "name": row.name,
        "firm": row.firm,
        "about": row.summary,
        "prerequisites": row.prerequisites,
        "source": row.source,
        "industries": " ".join(row.industries),
        "price": "" if row.price is None else f"{row.price.normalize():f}",
        "effort": str(row.effort or ""),
        "certificates": " ".join(row.certificates),
        "county": row.county,
        "scenes": " ".join(row.scenes),
    }


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "table": digital_table(),
        "scene_titles": scene_titles,
        "industry_titles": industry_titles,
        "is_firm": reader_of(request).office is Office.FIRM,
        "may_offer": reader_of(request).office in offering.PROVIDERS,
    }


def _form(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    context = {
        **_context(request),
        "said": said,
        "chosen": read_scenes(said.get("scenes", "")),
        "counties": counties_near(reader_of(request)),
        "problems": problems,
    }
    return render(request, "solutions/new.html.j2", context, status=422 if problems else 200)


def _page(
    request: HttpRequest,
    row: Solution,
    problems: list[Problem],
    said: dict[str, str] | None = None,
    asking: dict[str, str] | None = None,
) -> HttpResponse:
    reader, last = reader_of(request), _last(reader_of(request))
    verbs = verbs_of(row, reader)
    said = said or _said_of(row)
    usual = {"firm": last.name if last else "", "county": own_county(reader)}
    gaps = gaps_of(read_answers(last.said)[0]) if last else ()
    context = {
        **_context(request),
        "row": row,
        "state": row.standing.standing.title,
        "verbs": [verb for verb in verbs if verb.name not in NOT_BY_A_BUTTON],
        "may_amend": any(verb.name == "amend" for verb in verbs),
        "said": said,
        "chosen": read_scenes(said["scenes"]),
        "asking": asking or {**usual, "scenes": " ".join(gap for gap in gaps if gap in row.scenes)},
        "may_ask": reader.office is Office.FIRM
        and row.state == LISTED
        and row.provider != reader.credit_code,
        "counties": counties_near(reader),
        "sizes": SIZES,
        "problems": problems,
    }
    return render(request, "solutions/solution.html.j2", context, status=422 if problems else 200)
