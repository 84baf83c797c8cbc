"""A call's dashboard for nation and province: steps, places, who is late, map and calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiqun.base.codes import regions
from jiqun.base.errors import NotFound, Problem
from jiqun.base.names import place_name, region_name
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.api.answers import geojson
from jiqun.web.languages import language_of
from jiqun.web.recognition.board import TITLES, Board
from jiqun.web.recognition.ical import calendar_of
from jiqun.web.recognition.models import Call
from jiqun.web.rights import openers


@openers
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show where a call's applications stand, of those the reader covers."""
    board = _board(request, number)
    province = "" if board.national else board.doer.party.of
    context = {
        "board": board,
        "call": board.call,
        "month": board.month(request.GET.get("month", "")),
        "outline": f"{province[:2]}0000" if province else "china",
        "outline_names": {place.code: region_name(place.code).en for place in regions().provinces},
        "phases": list(TITLES),
    }
    return render(request, "recognition/board.html.j2", context)


@openers
def spots(request: HttpRequest, number: int) -> HttpResponse:
    """Return the applications by county and phase as points of the map."""
    board, lang = _board(request, number), language_of(request)
    call = reverse("call", args=(number,))
    return geojson(
        (
            regions().point(county),
            {
                "name": f"{place_name(county).in_(lang)} · {TITLES[phase].in_(lang)} {count}",
                "batch": phase,
                "href": f"{call}?place={county}&phase={phase}#applications",
            },
        )
        for county, phase, count in board.spots
    )


@openers
def days(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the deadlines for a calendar program."""
    board, lang = _board(request, number), language_of(request)
    title = board.call.title.in_(lang)
    found = [
        (
            f"call-{number}-{due.day:%Y%m%d}-{place}",
            due.day,
            f"{title} {due.number.title.in_(lang)} ({due.number.count})",
        )
        for place, due in enumerate(board.days)
    ]
    content = calendar_of(found, title, timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="call-{number}.ics"'
    return response


def _board(request: HttpRequest, number: int) -> Board:
    calls = Call.objects.for_reader(reader_of(request)).select_related("definition")
    call = calls.filter(pk=number).first()
    if call is None:
        raise Http404(NotFound(Problem("recognition.no_call")))
    return Board(call, doer_of(request))
