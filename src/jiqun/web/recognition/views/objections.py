"""Objections to a public notice: lodged by anybody, examined by the authority, answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.web.accounts.attempts import OBJECTIONS, place_of
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.contents import content_of
from jiqun.web.casework.files import to_be_saved
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.seen import Looked
from jiqun.web.recognition.models import Application, Objection, Objector
from jiqun.web.recognition.objecting import (
    KEEPS,
    Said,
    erase_objector,
    hash_of,
    lodge,
    may_object,
    move_objection,
    notice_until,
    real_name_needed,
)
from jiqun.web.rights import openers, parties, public

WRITTEN = ("name", "contact", "text")


@public.taking("GET", "HEAD", "POST")
def to(request: HttpRequest, number: int) -> HttpResponse:
    """Take an objection to an application on notice, and say its link once."""
    with seen_whole():  # what is on notice is everybody's to know
        noticed = Application.objects.all().noticed().select_related("definition", "call")
        application = noticed.filter(pk=number).first()
    if application is None:
        raise Http404(NotFound(Problem("recognition.not_on_notice")))
    said = {name: request.POST.get(name, "") for name in WRITTEN}
    context: dict[str, Any] = {
        "application": application,
        "until": notice_until(application),
        "open": may_object(application),
        "named": real_name_needed(application.call),
        "said": said,
    }
    if request.method != "POST":
        return render(request, "recognition/object.html.j2", context)
    try:
        OBJECTIONS.refuse(place_of(request))
        OBJECTIONS.note(place_of(request))
        lodged, secret = lodge(application, Said(**said), request.FILES.get("file"))
    except Refused as refused:
        context["problems"] = refused.problems
        return render(request, "recognition/object.html.j2", context, status=422)
    context |= {"lodged": lodged, "link": _link(request, secret)}
    return render(request, "recognition/object.html.j2", context)


def _link(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("objection_of", args=(secret,)))


@public
def of(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whoever objected how it stands and how it came out, by their link."""
    with seen_whole():  # whoever has the link may know this much
        found = Objection.objects.filter(secret=hash_of(secret))
        objection = found.select_related("definition", "application__call").first()
    if objection is None:
        raise Http404(NotFound(Problem("recognition.no_objection")))
    context = {"objection": objection, "state": objection.standing.standing}
    return render(request, "recognition/objection_of.html.j2", context)


@parties
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show an objection: whole to its authority, without a name to whom it was put."""
    return _page(request, _objection(request, number))


@parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step: admit, ask, answer, report, uphold, reject; or erase who objected."""
    objection, doer = _objection(request, number), doer_of(request)
    try:
        if verb == "erase":
            erase_objector(objection, doer)
        else:
            move_objection(objection, verb, request.POST.get("reason", ""), doer)
    except Refused as refused:
        return _page(request, _objection(request, number), refused.problems)
    return HttpResponseRedirect(reverse("objection", args=(number,)))


@openers
def file(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the evidence, to be saved only: to the authority alone, for it may name somebody."""
    objection = _objection(request, number)
    if doer_of(request).party != objection.standing.parties["authority"] or not objection.sha256:
        raise Http404(NotFound(Problem("recognition.no_objection")))
    try:
        content = content_of(objection.sha256, objection.file)
    except Refused as refused:
        return _page(request, objection, refused.problems)
    return to_be_saved(content, objection.file)


def _objection(request: HttpRequest, number: int) -> Objection:
    seen = Objection.objects.for_reader(reader_of(request))
    beside = ("definition", "application__call", "application__definition")
    objection = seen.select_related(*beside).filter(pk=number).first()
    if objection is None:
        raise Http404(NotFound(Problem("recognition.no_objection")))
    return objection


def _page(
    request: HttpRequest, objection: Objection, problems: list[Problem] | None = None
) -> HttpResponse:
    doer = doer_of(request)
    objectors = Objector.objects.for_reader(reader_of(request))
    context = {
        "objection": objection,
        "seen": Looked(objection, doer),
        "own": doer.party == objection.standing.parties["authority"],
        "objector": objectors.filter(objection=objection).first(),
        "problems": problems or [],
        "keeps": KEEPS,
        "said": request.POST if problems else {},
    }
    status = 422 if problems else 200
    return render(request, "recognition/objection.html.j2", context, status=status)
