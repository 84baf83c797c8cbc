"""Open a year: for chosen clusters, with the days they have."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import Problem, Refused
from jiqun.base.forms import YEARLY, family
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import Known, known_clusters
from jiqun.web.filing.models import Case
from jiqun.web.filing.opening import Opening, open_case
from jiqun.web.rights import openers


@openers.taking("GET", "HEAD", "POST")
def open_year(request: HttpRequest) -> HttpResponse:
    """Show the clusters of the reader's coverage, and open the chosen ones."""
    asked = family(YEARLY)
    year = _whole(request.POST.get("year") or request.GET.get("year", ""))
    known = known_clusters(shelf().workspace, reader_of(request))
    years = sorted({seen.last + 1 for seen in known} | {seen.last for seen in known}, reverse=True)
    year = year or next(iter(years), asked.last_year)
    problems: list[Problem] = []
    opened: list[Case] = []
    if request.method == "POST":
        opened, problems = _opened(request, known, year)
    open_already = set(
        Case.objects.for_reader(reader_of(request))
        .filter(year=year)
        .values_list("cluster", flat=True)
    )
    context = {
        "year": year,
        "years": [found for found in years if asked.first_year <= found <= asked.last_year],
        "known": known,
        "open_already": open_already,
        "problems": problems,
        "opened": opened,
    }
    return render(request, "filing/open.html.j2", context, status=422 if problems else 200)


def _opened(
    request: HttpRequest, known: Iterable[Known], year: int
) -> tuple[list[Case], list[Problem]]:
    """Open every chosen cluster that can be; what cannot is told, cluster by cluster."""
    chosen = set(request.POST.getlist("cluster"))
    days = _whole(request.POST.get("working_days", ""))
    opened, problems = [], []
    for cluster in known:
        if cluster.profile.id not in chosen:
            continue
        asked = Opening(year, national=request.POST.get("national") == "on", working_days=days)
        try:
            case = open_case(cluster.profile, asked, shelf().workspace, doer_of(request))
            opened.append(case)
        except Refused as refused:
            problems += refused.problems
    if not chosen:
        problems.append(Problem("filing.none_chosen"))
    return opened, problems


def _whole(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else None
