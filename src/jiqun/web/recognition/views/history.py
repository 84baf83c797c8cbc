"""A call on a past day, from the log alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.pages import day_asked
from jiqun.web.casework.past import history
from jiqun.web.explore.paging import page_of
from jiqun.web.recognition.models import DRAFTED
from jiqun.web.recognition.past import call_seen_on
from jiqun.web.recognition.views.calls import call_for
from jiqun.web.rights import parties, public


@public
def call(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a call was on a past day; what was done to it, to those who take part."""
    row, (on, problems) = call_for(request, number), day_asked(request)
    seen = call_seen_on(row, on, doer_of(request))
    numbers = page_of(seen.noticed if seen else [], request.GET)
    takes_part = parties.allows(reader_of(request))
    listed = seen is not None and takes_part and seen.case.state != DRAFTED
    context = {
        "call": row,
        "queue": seen.queue(request.GET) if seen and listed else None,
        "on": on,
        "seen": seen,
        "noticed": numbers.of(seen.lines(numbers.rows) if seen else []),
        "history": history(row) if takes_part else [],
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "recognition/call_past.html.j2", context, status=status)
