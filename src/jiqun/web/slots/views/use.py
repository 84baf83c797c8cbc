"""How far shared centres are used: to a firm its own, to a county all of its together by month."""

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
from jiqun.web.slots.months import month_told
from jiqun.web.slots.seen import SeenOffer
from jiqun.web.slots.using import use_of

USUAL, LONGEST = 30, 366
"""Days of the time a firm's page is about: where none is asked for, and at most."""
MONTHS = 12
"""Months a county may look at."""


@traders
def used(request: HttpRequest) -> HttpResponse:
    """Show hours open, booked and used."""
    reader = reader_of(request)
    is_firm = reader.office is Office.FIRM
    months = [] if is_firm else _months()
    first, last, problems = _time(request) if is_firm else _month(request, months)
    centres = Offer.objects.for_reader(reader).filter(centre=True)
    own = centres.filter(credit_code=reader.credit_code) if is_firm else centres.none()
    context = {
        "is_firm": is_firm,
        "own": [(SeenOffer(row, reader), use_of(row, first, last)) for row in own],
        "together": None if is_firm else month_told(centres, first, last, reader),
        "first": first,
        "last": last,
        "months": months,
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


def _month(request: HttpRequest, months: list[date]) -> tuple[date, date, list[Problem]]:
    """Return the first and last day of the month a county asks for; the last one otherwise.

    Months alone: of days it chooses, one after the other, a single firm's hours would follow.
    """
    said = request.GET.get("month", "")
    first = next((month for month in months if f"{month:%Y-%m}" == said), months[0])
    unknown = bool(said) and said != f"{first:%Y-%m}"
    problems = [Problem("slots.no_month", Where(field="month"))] if unknown else []
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), problems


def _months() -> list[date]:
    """Return the first days of the months that are over, the last first."""
    found = [today().replace(day=1)]
    for _ in range(MONTHS):
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[1:]
