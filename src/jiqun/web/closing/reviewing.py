"""Pages on which offices above read what a county closed and send it back, and its answer."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.exchange.closing import why_of
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.closing.closing import Year, year_of, years
from jiqun.web.closing.returning import return_of, send_back, stand_by
from jiqun.web.closing.views import groups_of, page_of_year, profiles_of, whys_of
from jiqun.web.events.told import office_words
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import counties, reviewers


@reviewers.taking("GET", "HEAD", "POST")
def review(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show what a year was closed as, and send it back."""
    now = _year(request, cluster, year)
    if request.method != "POST":
        return _page(request, now, [])
    said = {name: request.POST.get(name, "") for name in ("known", "reason")}
    try:
        send_back(shelf().workspace, now.profile, year, said, doer_of(request))
    except Refused as refused:
        return _page(request, _year(request, cluster, year), refused.problems, said["reason"])
    return HttpResponseRedirect(reverse("closing_review", args=(cluster, year)))


@counties.taking("POST")
def stands(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Say why a close that was sent back stays as it is."""
    now = _year(request, cluster, year)
    try:
        stand_by(now, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return page_of_year(request, now, refused.problems)
    return HttpResponseRedirect(reverse("closing_year", args=(cluster, year)))


def _year(request: HttpRequest, cluster: str, year: int) -> Year:
    """Return a year of a cluster the reader covers; 404 where there is none."""
    workspace, reader = shelf().workspace, reader_of(request)
    profile = {own.id: own for own in profiles_of(workspace, reader)}.get(cluster)
    if profile is None or year not in years():
        raise Http404
    return year_of(workspace, profile, year, reader)


def _page(
    request: HttpRequest, year: Year, problems: list[Problem], reason: str = ""
) -> HttpResponse:
    context = {
        "year": year,
        "groups": groups_of(year),
        "returned": return_of(year, reader_of(request)),
        "office": office_words,
        "why": why_of,
        "whys": whys_of,
        "problems": problems,
        "reason": reason,
    }
    return render(request, "closing/review.html.j2", context, status=422 if problems else 200)
