"""Meetings with minutes and resolutions, and draws of panels."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.governance.meetings import OUTCOMES, POOLS
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.governance import sitting
from jiqun.web.governance.models import Body, Draw, Meeting, Resolution
from jiqun.web.governance.views.bodies import is_agency, seen, typed
from jiqun.web.rights import agencies, deciders

MEETING, RESOLUTION = ("title", "day", "agenda"), ("number", "subject", "text", "outcome", "motion")
DRAW = ("purpose", "pool", "count", "source")
MOST_SHOWN = 100
"""Meetings and draws of one list."""


@deciders.taking("GET", "HEAD", "POST")
def meetings(request: HttpRequest, number: int) -> HttpResponse:
    """Show a body's meetings and draws; its agency calls a meeting."""
    body, said = seen(request, number), typed(request.POST, MEETING)
    if request.method != "POST":
        return _list(request, body, [])
    try:
        row = sitting.call_meeting(body, said, doer_of(request))
    except Refused as refused:
        return _list(request, body, refused.problems)
    return HttpResponseRedirect(reverse("governance_meeting", args=[row.pk]))


@deciders
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a meeting."""
    return _meeting(request, _row(request, number), [])


@agencies.taking("POST")
def kept(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the minutes."""
    row, said = _row(request, number), typed(request.POST, ("minutes",))
    return _taken(request, row, lambda: sitting.keep_minutes(row, said, doer_of(request)))


@agencies.taking("POST")
def resolved(request: HttpRequest, number: int) -> HttpResponse:
    """Enter a resolution."""
    row, said = _row(request, number), typed(request.POST, RESOLUTION)
    return _taken(request, row, lambda: sitting.resolve(row, said, doer_of(request)))


@agencies.taking("POST")
def announced(request: HttpRequest, number: int) -> HttpResponse:
    """Announce a draw."""
    body, said = seen(request, number), typed(request.POST, DRAW)
    try:
        row = sitting.announce_draw(body, said, doer_of(request))
    except Refused as refused:
        return _list(request, body, refused.problems)
    return HttpResponseRedirect(reverse("governance_draw", args=[row.pk]))


@deciders.taking("GET", "HEAD", "POST")
def draw(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draw, so that anybody can repeat it; its agency draws by the seed."""
    rows = Draw.objects.for_reader(reader_of(request)).select_related("body")
    row, problems = get_object_or_404(rows, pk=number), list[Problem]()
    if request.method == "POST":
        try:
            sitting.draw(row, typed(request.POST, ("seed",)), doer_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("governance_draw", args=[row.pk]))
    context = {
        "row": row,
        "is_agency": is_agency(reader_of(request), row.body.cluster),
        "said": typed(request.POST, ("seed",)),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "governance/draw.html.j2", context, status=status)


def _row(request: HttpRequest, number: int) -> Meeting:
    rows = Meeting.objects.for_reader(reader_of(request)).select_related("body")
    row: Meeting = get_object_or_404(rows, pk=number)
    return row


def _taken(request: HttpRequest, row: Meeting, step: Callable[[], object]) -> HttpResponse:
    try:
        step()
    except Refused as refused:
        return _meeting(request, row, refused.problems)
    return HttpResponseRedirect(reverse("governance_meeting", args=[row.pk]))


def _list(request: HttpRequest, body: Body, problems: list[Problem]) -> HttpResponse:
    reader = reader_of(request)
    context = {
        "body": body,
        "meetings": Meeting.objects.for_reader(reader).filter(body=body)[:MOST_SHOWN],
        "draws": Draw.objects.for_reader(reader).filter(body=body)[:MOST_SHOWN],
        "is_agency": is_agency(reader, body.cluster),
        "pools": POOLS,
        "said": typed(request.POST, (*MEETING, *DRAW)),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "governance/meetings.html.j2", context, status=status)


def _meeting(request: HttpRequest, row: Meeting, problems: list[Problem]) -> HttpResponse:
    reader = reader_of(request)
    context = {
        "row": row,
        "resolutions": Resolution.objects.for_reader(reader).filter(meeting=row),
        "is_agency": is_agency(reader, row.body.cluster),
        "outcomes": OUTCOMES,
        "said": typed(request.POST, ("minutes", *RESOLUTION)),
        "problems": problems,
    }
    return render(request, "governance/meeting.html.j2", context, status=422 if problems else 200)
