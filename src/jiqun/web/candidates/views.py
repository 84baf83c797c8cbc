"""The list of candidates in what an official covers, and the dossier of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.discovery.kept import is_current, kept_dossier, kept_run
from jiqun.discovery.output import row
from jiqun.web.admission import reader_of
from jiqun.web.candidates.covered import candidates_of
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.recognition.calling import open_calls
from jiqun.web.rights import officials


@officials
def listed(request: HttpRequest) -> HttpResponse:
    """List the candidates of the reader's places, best first."""
    folder = shelf().workspace.folder
    run = kept_run(folder)
    query = request.GET.get("q", "").strip()
    rows = [row(candidate) for candidate in candidates_of(run, reader_of(request))]
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
    if run is None or not any(
        candidate.rank == rank for candidate in candidates_of(run, reader_of(request))
    ):
        raise Http404(NotFound(Problem("discovery.no_candidate")))
    try:
        made = kept_dossier(folder, run, rank)
    except Refused as refused:
        context = {"problems": refused.problems, "dossier": None, "rank": rank}
        return render(request, "candidates/dossier.html.j2", context, status=409)
    shown: dict[str, Any] = {
        "dossier": made,
        "problems": [],
        "rank": rank,
        "calls": open_calls(reader_of(request)),
    }
    return render(request, "candidates/dossier.html.j2", shown)
