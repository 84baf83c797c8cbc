"""Open a year: for chosen clusters, with the days they have, or for one nobody knew before."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.codes import sectors
from jiqun.base.errors import Problem, Refused
from jiqun.base.forms import YEARLY, family
from jiqun.base.names import place_name, sector_name
from jiqun.base.readers import Office
from jiqun.clusters.profile import NATION, PROVINCE
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import Known, known_clusters, never_filed, new_cluster
from jiqun.web.filing.models import Case
from jiqun.web.filing.opening import Opening, open_case
from jiqun.web.posted import number_in
from jiqun.web.rights import openers

SAID = ("id", "name", "county_codes", "sector", "industry", "operator")
"""What a form says of a cluster nobody knew."""


@openers.taking("GET", "HEAD", "POST")
def open_year(request: HttpRequest) -> HttpResponse:
    """Show the clusters of the reader's coverage, and open the chosen ones."""
    known = _known(request)
    year = _year_asked(request) or _next_year(known)
    problems: list[Problem] = []
    opened: list[Case] = []
    if request.method == "POST":
        opened, problems = _opened(request, known, year)
    return _page(request, known, year, problems, opened)


@openers.taking("POST")
def open_new(request: HttpRequest) -> HttpResponse:
    """Open a year for a cluster that is described here: one a province recognised."""
    known = _known(request)
    year = _year_asked(request) or _next_year(known)
    said = {name: request.POST.get(name, "").strip() for name in SAID}
    counties = said["county_codes"].replace("，", ",").replace("、", ",").replace(" ", ",")
    codes = [code for code in counties.split(",") if code]
    national = request.POST.get("national") == "on" and _is_the_nation(request)
    described = {
        **said,
        "county_codes": codes,
        "demo": shelf().demonstration,
        "recognised_by": NATION if national else PROVINCE,
    }
    try:
        cluster = new_cluster(described, shelf().workspace, reader_of(request))
        asked = _asked(request, cluster, year, request.POST.get("submits", "").strip())
        case = open_case(cluster.profile, asked, shelf().workspace, doer_of(request))
    except Refused as refused:
        return _page(request, known, year, refused.problems, described=said)
    return _page(request, [*known, cluster], year, opened=[case])


def _page(
    request: HttpRequest,
    known: list[Known],
    year: int,
    problems: "list[Problem] | None" = None,
    opened: "list[Case] | None" = None,
    described: "dict[str, str] | None" = None,
) -> HttpResponse:
    form, reader = family(YEARLY), reader_of(request)
    filed = {cluster.last for cluster in known if cluster.last is not None}
    years = sorted(filed | {last + 1 for last in filed} | {year}, reverse=True)
    cases = Case.objects.for_reader(reader).filter(year=year)
    context = {
        "year": year,
        "years": [found for found in years if form.first_year <= found <= form.last_year],
        "known": known,
        "open_already": set(cases.values_list("cluster", flat=True)),
        "problems": problems or [],
        "opened": opened or [],
        "described": described or {},
        "sectors": sectors().values(),
        "place": place_name,
        "sector_name": sector_name,
        "nation": _is_the_nation(request),
    }
    return render(request, "filing/open.html.j2", context, status=422 if problems else 200)


def _is_the_nation(request: HttpRequest) -> bool:
    return reader_of(request).office is Office.NATION


def _known(request: HttpRequest) -> list[Known]:
    """Return what can be opened; among made-up clusters no real one is offered."""
    workspace, reader = shelf().workspace, reader_of(request)
    found = known_clusters(workspace, reader)
    return found if shelf().demonstration else [*found, *never_filed(workspace, reader)]


def _year_asked(request: HttpRequest) -> int | None:
    return number_in(request.POST.get("year") or request.GET.get("year", ""), 4)


def _next_year(known: Iterable[Known]) -> int:
    filed = [cluster.last for cluster in known if cluster.last is not None]
    return max(filed) + 1 if filed else family(YEARLY).last_year


def _opened(
    request: HttpRequest, known: Iterable[Known], year: int
) -> tuple[list[Case], list[Problem]]:
    """Open every chosen cluster that can be; what cannot is told, cluster by cluster."""
    chosen = set(request.POST.getlist("cluster"))
    opened, problems = [], []
    for cluster in known:
        if cluster.profile.id not in chosen:
            continue
        submits = request.POST.get(f"submits-{cluster.profile.id}", "")
        try:
            asked = _asked(request, cluster, year, submits)
            case = open_case(cluster.profile, asked, shelf().workspace, doer_of(request))
            opened.append(case)
        except Refused as refused:
            problems += refused.problems
    if not chosen:
        problems.append(Problem("filing.none_chosen"))
    return opened, problems


def _asked(request: HttpRequest, cluster: Known, year: int, submits: str) -> Opening:
    return Opening(
        year,
        working_days=number_in(request.POST.get("working_days", ""), 4),
        submits=submits if len(cluster.profile.county_codes) > 1 else "",
    )
