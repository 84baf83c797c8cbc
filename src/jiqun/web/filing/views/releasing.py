"""Release a year: everything accepted becomes a vintage, at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing import accepting
from jiqun.web.filing.models import Case
from jiqun.web.filing.seen import Seen
from jiqun.web.rights import openers
from jiqun.workspace import Vintage


@openers.taking("GET", "HEAD", "POST")
def release(request: HttpRequest, year: int) -> HttpResponse:
    """Show what would be released, and release it."""
    problems: list[Problem] = []
    vintage: Vintage | None = None
    count = 0
    if request.method == "POST":
        note = request.POST.get("note", "")
        try:
            vintage, count = accepting.release(year, shelf().workspace, doer_of(request), note)
        except Refused as refused:
            problems = refused.problems
    every = Case.objects.for_reader(reader_of(request)).filter(year=year)
    doer = doer_of(request)
    cases = [Seen(case, doer) for case in every.select_related("definition")]
    context = {
        "year": year,
        "accepted": [seen for seen in cases if seen.case.state == "accepted"],
        "open": [seen for seen in cases if not seen.state.acceptance and not seen.state.final],
        "vintage": vintage,
        "count": count,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "filing/release.html.j2", context, status=status)
