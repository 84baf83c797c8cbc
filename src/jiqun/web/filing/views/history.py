"""A filing on a past day, from the event log alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.clusters.roster_form import roster_form
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.pages import day_asked
from jiqun.web.casework.past import history
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.past import seen_on
from jiqun.web.filing.seen import case_for
from jiqun.web.filing.views.firms import tiers_in_words
from jiqun.web.rights import parties


@parties
def past(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show what a filing was on a past day, and what was done to it."""
    case, (on, problems) = case_for(reader_of(request), cluster, year), day_asked(request)
    seen = seen_on(case, on, doer_of(request), shelf().workspace)
    lines = seen.lines if seen else None
    context = {
        "case": case,
        "on": on,
        "seen": seen,
        "firms": None if lines is None else page_of(lines, request.GET),
        "columns": roster_form().columns,
        "sizes": roster_form().sizes,
        "tiers": tiers_in_words,
        "history": history(case),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "filing/past.html.j2", context, status=status)
