"""How far shared centres are used: to a firm its own, to a county all of its together."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import Problem, Where
from jiqun.base.readers import Office
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.posted import day_in
from jiqun.web.rights import traders
from jiqun.web.slots.models import Offer
from jiqun.web.slots.seen import SeenOffer
from jiqun.web.slots.using import use_of, used_together

USUAL, LONGEST = 30, 366
"""Days of the time a page is about: where none is asked for, and at most."""


@traders
def used(request: HttpRequest) -> HttpResponse:
    """Show hours open, booked and used."""
    reader = reader_of(request)
    first, last, problems = _time(request)
    centres = Offer.objects.for_reader(reader).filter(centre=True)
    is_firm = reader.office is Office.FIRM
    own = centres.filter(credit_code=reader.credit_code) if is_firm else centres.none()
    context = {
        "is_firm": is_firm,
        "own": [(SeenOffer(row, reader), use_of(row, first, last)) for row in own],
        "together": None if is_firm else used_together(centres, first, last, reader),
        "first": first,
        "last": last,
        "problems": problems,
    }
    return render(request, "slots/use.html.j2", context, status=422 if problems else 200)


def _time(request: HttpRequest) -> tuple[date, date, list[Problem]]:
    """Return the days asked for; the last month where they are no time that is over."""
    problems: list[Problem] = []
    last = day_in(request.GET.get("until", ""), "until", problems) or today() - timedelta(days=1)
    usual = last - timedelta(days=USUAL - 1)
    first = day_in(request.GET.get("from", ""), "from", problems) or usual
    if first > last or last >= today() or (last - first).days >= LONGEST:
        problems.append(Problem("slots.no_time", Where(field="from"), {"most": LONGEST}))
        last = today() - timedelta(days=1)
        first = last - timedelta(days=USUAL - 1)
    return first, last, problems
