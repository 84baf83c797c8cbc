"""The list of candidates in what an official covers, and the dossier of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.kept import Run, is_current, kept_dossier, kept_run
from jiqun.discovery.output import row
from jiqun.web.admission import reader_of
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import officials


@officials
def listed(request: HttpRequest) -> HttpResponse:
    """List the candidates of the reader's places, best first."""
    folder = shelf().workspace.folder
    run = kept_run(folder)
    query = request.GET.get("q", "").strip()
    rows = [row(candidate) for candidate in _seen(request, run)]
    said = ("county", "province", "label", "terms", "industry")
    found = [written for written in rows if query in "|".join(str(written[name]) for name in said)]
    context = {
        "run": run,
        "current": run is not None and is_current(folder, run),
        "page": page_of(found, request.GET),
        "query": query,
    }
    return render(request, "candidates/list.html.j2", context)


@officials
def dossier(request: HttpRequest, rank: int) -> HttpResponse:
    """Show everything behind a candidate of the reader's places."""
    folder = shelf().workspace.folder
    run = kept_run(folder)
    if run is None or not any(candidate.rank == rank for candidate in _seen(request, run)):
        raise Http404(NotFound(Problem("discovery.no_candidate")))
    try:
        made = kept_dossier(folder, run, rank)
    except Refused as refused:
        context = {"problems": refused.problems, "dossier": None, "rank": rank}
        return render(request, "candidates/dossier.html.j2", context, status=409)
    shown: dict[str, Any] = {"dossier": made, "problems": [], "rank": rank}
    return render(request, "candidates/dossier.html.j2", shown)


def _seen(request: HttpRequest, run: Run | None) -> list[Candidate]:
    reader = reader_of(request)
    every = run.candidates if run else ()
    return [candidate for candidate in every if reader.covers(candidate.county_code)]
