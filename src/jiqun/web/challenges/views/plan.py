"""The technology plan of the clusters of a county or of a promotion agency."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.clusters import Profile
from jiqun.exchange.challenges.plans import KINDS
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.challenges import planned
from jiqun.web.challenges.models import PlanLine
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.rights import filers

TYPED = ("kind", "field", "text", "since", "until", "challenge")


@filers.taking("GET", "HEAD", "POST")
def shown(request: HttpRequest) -> HttpResponse:
    """Show the plans, and add a line to one."""
    if request.method != "POST":
        return _page(request, [])
    said = {name: request.POST.get(name, "") for name in TYPED}
    own = _clusters(request).get(request.POST.get("cluster", ""))
    if own is None:
        return _page(request, [Problem("challenges.no_cluster")])
    try:
        planned.add_line(own.id, own.county_codes[0], said, doer_of(request))
    except Refused as refused:
        return _page(request, refused.problems)
    return HttpResponseRedirect(reverse("challenge_plan"))


@filers.taking("POST")
def removed(request: HttpRequest, line: int) -> HttpResponse:
    """Remove a line."""
    row = get_object_or_404(PlanLine.objects.for_reader(reader_of(request)), pk=line)
    try:
        planned.remove_line(row, doer_of(request))
    except Refused as refused:
        return _page(request, refused.problems)
    return HttpResponseRedirect(reverse("challenge_plan"))


def _clusters(request: HttpRequest) -> dict[str, Profile]:
    found = known_clusters(shelf().workspace, reader_of(request))
    return {known.profile.id: known.profile for known in found}


def _page(request: HttpRequest, problems: list[Problem]) -> HttpResponse:
    rows = PlanLine.objects.for_reader(reader_of(request)).filter(removed=False)
    context = {
        "clusters": _clusters(request),
        "kinds": KINDS,
        "lines": rows.select_related("challenge"),
        "said": {name: request.POST.get(name, "") for name in (*TYPED, "cluster")},
        "problems": problems,
    }
    return render(request, "challenges/plan.html.j2", context, status=422 if problems else 200)
