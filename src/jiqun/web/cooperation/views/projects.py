"""A project: shown to its partners, told to others; its text, its partners, its steps."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.exchange.cooperation.kinds import cooperation, kind_named
from jiqun.exchange.cooperation.records import MONEY, ROLES
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.cooperation import joining, leading, proposing, recording
from jiqun.web.cooperation.models import ASKING, Card, Notice, Partner, Project
from jiqun.web.cooperation.seen import BY_A_BUTTON, SeenProject, fitting_cards
from jiqun.web.cooperation.views.board import (
    SIDE,
    TEXT,
    choices,
    side_begun,
    typed,
)
from jiqun.web.rights import firms, public, traders

ENTRY = ("entry", "title", "amount", "year", "persons", "months", "level", "number", "also", "role",
         "day")  # fmt: skip


@public
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a project to its partners; to others what they may read of it."""
    row = own_project(request, number)
    return page(request, row, []) if row else _outside(request, number, [])


@firms.taking("POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change the text."""
    row, said = seen(request, number), typed(request.POST, TEXT)
    try:
        proposing.amend(row, said, doer_of(request))
    except Refused as refused:
        return page(request, row, refused.problems, text=said)
    return HttpResponseRedirect(reverse("cooperation_project", args=[row.pk]))


@firms.taking("POST")
def invited(request: HttpRequest, number: int) -> HttpResponse:
    """Invite a firm or institute by its credit code, or by its card."""
    row, code = seen(request, number), request.POST.get("code", "")
    card = request.POST.get("card", "")
    if card.isascii() and card.isdecimal() and len(card) < 10:
        shown = Card.objects.for_reader(reader_of(request)).filter(shown=True, pk=int(card))
        code = next((known.code for known in shown), "")
    return taken(request, row, lambda: joining.invite(row, code, doer_of(request)))


@firms.taking("POST")
def joined(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to join a project whose need is posted."""
    notices = Notice.objects.for_reader(reader_of(request))  # the project itself is not theirs
    notice = get_object_or_404(notices, project=number, is_need=True)
    said = typed(request.POST, SIDE)
    try:
        joining.ask_to_join(notice, said, doer_of(request))
    except Refused as refused:
        return _outside(request, number, refused.problems, said)
    return HttpResponseRedirect(reverse("cooperation_project", args=[number]))


@firms.taking("POST")
def agreed(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to the text as it was read."""
    row, said = seen(request, number), typed(request.POST, (*SIDE, "version"))
    try:
        joining.agree(row, said, doer_of(request))
    except Refused as refused:
        return page(request, own_project(request, number) or row, refused.problems, side=said)
    return HttpResponseRedirect(reverse("cooperation_project", args=[row.pk]))


@firms.taking("POST")
def partner(request: HttpRequest, number: int, place: int, verb: str) -> HttpResponse:
    """Let in or turn down who asks, take an invitation back, record that one fell away."""
    rows = Partner.objects.for_reader(reader_of(request))  # who asks to join sees no project yet
    found, reason = get_object_or_404(rows, project=number, pk=place), _reason(request)
    doer = doer_of(request)
    if verb == "withdraw_asking":
        return _withdrawn(request, found, doer)
    row = seen(request, number)
    if verb == "admit":
        return taken(request, row, lambda: joining.admit(found, doer))
    if verb not in joining.GONE:
        raise Http404
    return taken(request, row, lambda: joining.let_go(found, verb, reason, doer))


@traders.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step that wants a reason at most."""
    if verb not in BY_A_BUTTON:
        raise Http404
    row, reason = seen(request, number), _reason(request)
    return taken(request, row, lambda: _step(row, verb, reason, doer_of(request)))


def _step(row: Project, verb: str, reason: str, doer: Doer) -> Project:
    if verb in ("post", "unpost"):
        return proposing.post(row, verb, doer)
    if verb in ("decline", "leave"):
        return joining.go(row, verb, reason, doer)
    if verb == "begin":
        return joining.begin(row, doer)
    if verb == "claim_lead":
        return leading.claim(row, reason, doer)
    if verb in leading.ANSWERS:
        return leading.answer(row, verb, reason, doer)
    return recording.turn(row, verb, reason, doer)


def _withdrawn(request: HttpRequest, found: Partner, doer: Doer) -> HttpResponse:
    number = found.project_id
    try:
        joining.withdraw_asking(found, doer)
    except Refused as refused:
        row = own_project(request, number)
        if row is not None:
            return page(request, row, refused.problems)
        return _outside(request, number, refused.problems)
    return HttpResponseRedirect(reverse("cooperation"))


def own_project(request: HttpRequest, number: int) -> Project | None:
    """Return a project the reader takes part in, or settles; None where it is not theirs."""
    rows = Project.objects.for_reader(reader_of(request)).select_related("definition")
    return rows.filter(pk=number).first()


def seen(request: HttpRequest, number: int) -> Project:
    """Return a project the reader takes part in, or settles; 404 where it is not theirs."""
    row = own_project(request, number)
    if row is None:
        raise Http404
    return row


def taken(request: HttpRequest, row: Project, step: Callable[[], object]) -> HttpResponse:
    """Take a step and show the project, or say what is wrong with it."""
    try:
        step()
    except Refused as refused:
        return page(request, own_project(request, row.pk) or row, refused.problems)
    if own_project(request, row.pk) is None:
        return HttpResponseRedirect(reverse("cooperation"))
    return HttpResponseRedirect(reverse("cooperation_project", args=[row.pk]))


def page(
    request: HttpRequest,
    row: Project,
    problems: list[Problem],
    text: dict[str, str] | None = None,
    side: dict[str, str] | None = None,
) -> HttpResponse:
    """Show a project, with what its reader may do."""
    reader = reader_of(request)
    shown = SeenProject(row, reader)
    cards = Card.objects.for_reader(reader).filter(shown=True)
    results = {name: cooperation().results[name] for name in kind_named(row.kind).results}
    context = {
        **choices(reader),
        "seen": shown,
        "row": row,
        "text": text or _text_of(row),
        "side": side or _side_of(shown.own) or side_begun(reader),
        "entry_said": typed(request.POST, ENTRY),
        "owners": request.POST.getlist("owners"),
        "results": results,
        "roles": ROLES,
        "money": MONEY,
        "year": today().year,
        "fits": fitting_cards(row, cards) if shown.may("invite") else None,
        "reason": _reason(request),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "cooperation/project.html.j2", context, status=status)


def _outside(
    request: HttpRequest,
    number: int,
    problems: list[Problem],
    said: dict[str, str] | None = None,
) -> HttpResponse:
    """Show what everybody may read of a project; 404 where that is nothing."""
    reader = reader_of(request)
    notice = get_object_or_404(Notice.objects.for_reader(reader), project=number)
    own = None
    if reader.office is Office.FIRM:
        mine = Partner.objects.for_reader(reader).filter(project=number)
        own = mine.filter(code=reader.credit_code).first()
    context: dict[str, Any] = {
        **choices(reader),
        "notice": notice,
        "own": own,
        "asks": own is not None and own.state == ASKING,
        "may_join": firms.allows(reader) and notice.is_need,
        "side": said or _side_of(own) or side_begun(reader),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "cooperation/outside.html.j2", context, status=status)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _text_of(row: Project) -> dict[str, str]:
    """Return what the form of the text says of it."""
    plain = ("kind", "title", "aim", "shares", "need", "industry")
    return {
        **{name: getattr(row, name) for name in plain},
        "steps": "\n".join(row.steps),
        "told": row.said_outside,
        "named": "yes" if row.named else "",
        "counted": "yes" if row.counted else "",
        "version": str(row.version),
    }


def _side_of(own: Partner | None) -> dict[str, str]:
    if own is None or not own.name:
        return {}
    return {"firm": own.name, "size": own.size, "county": own.county, "brings": own.brings}
