"""Hand cases over to a successor county, and read what a case was when it went elsewhere."""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import Problem, Refused
from jiqun.base.names import place_name
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.contents import content_of
from jiqun.web.casework.files import to_be_saved
from jiqun.web.casework.seen import Looked
from jiqun.web.challenges import handing as challenges
from jiqun.web.challenges.models import Challenge
from jiqun.web.challenges.seen import SeenChallenge
from jiqun.web.closing import returning
from jiqun.web.filing.copies import Copied
from jiqun.web.filing.handing import hand_over as handed_over
from jiqun.web.filing.handing import standing_in
from jiqun.web.filing.models import Case, HandedOver
from jiqun.web.filing.seen import Seen
from jiqun.web.governance.handing import body_follows
from jiqun.web.posted import number_in
from jiqun.web.recognised import handing as recognised
from jiqun.web.recognised.models import Recognition
from jiqun.web.recognition import handing
from jiqun.web.recognition.models import Application
from jiqun.web.rights import openers, parties

Movable = Case | Application | Recognition | Challenge
SAID = ("county", "successor", "reason")


@openers.taking("GET", "HEAD", "POST")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Show a county's cases, and hand the chosen ones over to its successor."""
    posted = request.POST if request.method == "POST" else request.GET
    said = {name: posted.get(name, "").strip() for name in SAID}
    moved: list[Movable] = []
    problems: list[Problem] = []
    if request.method == "POST":
        moved, problems = _handed_over(request, said)
    doer = doer_of(request)
    asked = len(said["county"]) == len("330106")
    cases = standing_in(said["county"], doer.reader) if asked else ()
    applications = handing.standing_in(said["county"], doer.reader) if asked else ()
    recognitions = recognised.standing_in(said["county"], doer.reader) if asked else ()
    posed = challenges.standing_in(said["county"], doer.reader) if asked else ()
    context = {
        "said": said,
        "moved": moved,
        "problems": problems,
        "cases": [Seen(case, doer) for case in cases],
        "applications": [Looked(application, doer) for application in applications],
        "recognitions": [Looked(recognition, doer) for recognition in recognitions],
        "challenges": [SeenChallenge(row, doer.reader) for row in posed],
        "place": place_name,
    }
    status = 422 if problems else 200
    return render(request, "filing/hand_over.html.j2", context, status=status)


@parties
def left(request: HttpRequest, cluster: str, year: int, number: int) -> HttpResponse:
    """Show a case as it was on the day it went to another county's office."""
    copied = Copied(_copy(request, cluster, year, number), reader_of(request))
    return render(request, "filing/left.html.j2", {"copied": copied, "copy": copied.copy})


@parties
def left_file(
    request: HttpRequest, cluster: str, year: int, number: int, place: int
) -> HttpResponse:
    """Hand out a file that stood beside the case then: to be saved, never shown by this site."""
    copied = Copied(_copy(request, cluster, year, number), reader_of(request))
    kept = next((kept for at, kept, _ in copied.files if at == place), None)
    if kept is None:
        raise Http404
    try:
        content = content_of(kept["sha256"], kept["name"])
    except Refused as refused:
        context = {"copied": copied, "copy": copied.copy, "problems": refused.problems}
        return render(request, "filing/left.html.j2", context, status=422)
    return to_be_saved(content, kept["name"])


def _handed_over(request: HttpRequest, said: dict[str, str]) -> tuple[list[Movable], list[Problem]]:
    """Hand every chosen case over, each by itself; what one is refused is told by its cluster."""
    doer, county = doer_of(request), said["county"]
    to = (county, said["successor"], doer, said["reason"])
    cases = standing_in(county, doer.reader).filter(pk__in=_chosen(request, "case"))
    applications = handing.standing_in(county, doer.reader)
    chosen = applications.filter(pk__in=_chosen(request, "application")).select_related("call")
    held = recognised.standing_in(county, doer.reader).filter(
        pk__in=_chosen(request, "recognition")
    )
    posed = challenges.standing_in(county, doer.reader).filter(pk__in=_chosen(request, "challenge"))
    steps: list[Callable[[], Movable]] = [partial(_with_plan, case, *to) for case in cases]
    steps += [partial(handing.hand_over, application, *to) for application in chosen]
    steps += [partial(recognised.hand_over, recognition, *to) for recognition in held]
    steps += [partial(challenges.hand_over, row, *to) for row in posed]
    moved: list[Movable] = []
    problems: list[Problem] = []
    for step in steps:
        try:
            moved.append(step())
        except Refused as refused:
            problems += refused.problems
    if not steps:
        problems.append(Problem("filing.none_handed_over"))
    return moved, problems


def _with_plan(case: Case, county: str, successor: str, doer: Doer, reason: str) -> Case:
    """Hand a filing over, and with it the cluster's plan, promotion body and years sent back."""
    with transaction.atomic():
        moved = handed_over(case, county, successor, doer, reason)
        challenges.lines_follow(case.cluster, county, successor, doer, reason)
        returning.follow(case.cluster, county, successor)
        body_follows(case.cluster, county, successor, doer, reason)
    return moved


def _chosen(request: HttpRequest, name: str) -> list[int]:
    return [number for said in request.POST.getlist(name) if (number := number_in(said))]


def _copy(request: HttpRequest, cluster: str, year: int, number: int) -> HandedOver:
    copies = HandedOver.objects.for_reader(reader_of(request))
    copy = copies.select_related("definition").filter(cluster=cluster, year=year, pk=number).first()
    if copy is None:
        raise Http404
    return copy
