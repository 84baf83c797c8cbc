"""Planning ahead, for the officials of a county: the list of counties, and the page of one.

Who sees what is as with candidates: officials, of the places they cover. Of other counties a page
tells how many have an industry, which of them are nearest and how alike they are, and no number of
their firms.
"""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from jiqun.base.errors import NotFound, Problem
from jiqun.base.names import industry_name, place_name
from jiqun.planning import words
from jiqun.planning.ahead import Planner, Verdict
from jiqun.planning.links import chains_of
from jiqun.planning.options import BY, ordered
from jiqun.planning.picture import picture_of
from jiqun.planning.settings import settings
from jiqun.web.admission import reader_of
from jiqun.web.candidates.covered import counties_of, is_covered
from jiqun.web.candidates.planned import planner_of
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.languages import language_of
from jiqun.web.rights import officials

NARROW = 344.0
"""Pixels of the picture on a telephone, where letters of the usual one would be too small."""


@officials
def listed(request: HttpRequest) -> HttpResponse:
    """List the counties of the reader's places with their lead industries."""
    planner = planner_of(shelf().workspace.folder)
    query = request.GET.get("q", "").strip()
    counties = [
        code
        for code in counties_of(planner, reader_of(request))
        if query in f"{code} {place_name(code).zh} {place_name(code).en}"
    ]
    page = page_of(counties, request.GET)
    rows = [_row(planner, code) for code in page.rows] if planner else []
    context = {"planner": planner, "page": page, "rows": rows, "query": query}
    return render(request, "candidates/counties.html.j2", context)


@officials
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a county could grow into."""
    if not is_covered(code, reader_of(request)):
        raise Http404(NotFound(Problem("planning.no_county")))
    planner = planner_of(shelf().workspace.folder)
    if planner is None:
        return render(request, "candidates/ahead.html.j2", {"plan": None, "county": code})
    found = planner.ahead(code)
    by = request.GET.get("by", "")
    by = by if by in BY else "density"
    picture = picture_of(found)
    drawn = [picture, replace(picture, width=NARROW)] if picture else []
    context = {
        "plan": found,
        "county": code,
        "told": found.verdict is Verdict.TOLD,
        "by": by,
        "page": page_of(ordered(found.options, by), request.GET),
        "drawings": [
            Markup(drawing.svg(language_of(request)))  # noqa: S704  # pictures escape their texts
            for drawing in drawn
        ],
        "alike": settings().alike,
        "industry": industry_name,
        "chains_of": chains_of,
        "texts": words,
    }
    return render(request, "candidates/ahead.html.j2", context)


def _row(planner: Planner, code: str) -> dict[str, Any]:
    """Return a county with its verdict, and its lead industry where that can be told."""
    verdict = planner.verdict(code)
    apart = None
    if planner.leads is not None and verdict is Verdict.TOLD:
        apart = planner.leads.differentiation(code)
    return {
        "code": code,
        "verdict": verdict,
        "told": verdict is Verdict.TOLD,
        "lead": industry_name(apart.industry) if apart else None,
        "index": words.index_text(apart.index) if apart else "",
        "others": words.apart_text(apart) if apart else None,
    }
