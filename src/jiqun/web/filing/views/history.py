"""A filing on a past day, from the event log alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.pages import day_asked
from jiqun.web.casework.past import history
from jiqun.web.filing.past import seen_on
from jiqun.web.filing.seen import case_for
from jiqun.web.rights import parties


@parties
def past(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show what a filing was on a past day, and what was done to it."""
    case, (on, problems) = case_for(reader_of(request), cluster, year), day_asked(request)
    context = {
        "case": case,
        "on": on,
        "seen": seen_on(case, on, doer_of(request)),
        "history": history(case),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "filing/past.html.j2", context, status=status)
