"""What is looked for and told of joint projects, one's own, and one's card."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office, Reader
from jiqun.exchange.cooperation.kinds import cooperation
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.cooperation import carding, proposing
from jiqun.web.cooperation.models import Card, Notice, Partner, Project
from jiqun.web.cooperation.seen import SeenPartner, SeenProject, fitting_needs
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.exchange.views import SIZES
from jiqun.web.rights import firms, public

MOST_SHOWN = 100
"""Lines of one list."""
TEXT = ("kind", "title", "aim", "shares", "steps", "told", "named", "counted", "need", "industry",
        "version")  # fmt: skip
SIDE = ("firm", "size", "county", "brings")
CARD = (*SIDE, "industries")


@public
def listed(request: HttpRequest) -> HttpResponse:
    """Show what is looked for and what was agreed to be told; to a firm its own and what fits."""
    reader = reader_of(request)
    notices = Notice.objects.for_reader(reader)
    kind = request.GET.get("kind", "")
    if kind in cooperation().kinds:
        notices = notices.filter(kind=kind)
    own = Project.objects.for_reader(reader).select_related("definition")
    card = own_card(reader)
    needs = list(notices.filter(is_need=True)[:MOST_SHOWN])
    context = {
        **choices(reader),
        "kind": kind,
        "needs": needs,
        "told": notices.filter(is_need=False)[:MOST_SHOWN],
        "cards": Card.objects.for_reader(reader).filter(shown=True)[:MOST_SHOWN],
        "own": [SeenProject(row, reader) for row in own[:MOST_SHOWN]],
        "asked": _asked(reader),
        "card": card,
        "fitting": fitting_needs(card, needs) if card and card.shown else [],
        "may_propose": firms.allows(reader),
    }
    return render(request, "cooperation/board.html.j2", context)


@firms.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Propose a project."""
    if request.method != "POST":
        return _form(request, side_begun(reader_of(request)), [])
    said = typed(request.POST, (*TEXT, *SIDE))
    try:
        row = proposing.propose(said, doer_of(request))
    except Refused as refused:
        return _form(request, said, refused.problems)
    return HttpResponseRedirect(reverse("cooperation_project", args=[row.pk]))


@firms.taking("GET", "HEAD", "POST")
def card(request: HttpRequest) -> HttpResponse:
    """Show one's card to others, in place of what it said before."""
    own = own_card(reader_of(request))
    if request.method != "POST":
        said = side_begun(reader_of(request))
        return _card(request, own, said, own.kinds if own else [], [])
    said, kinds = typed(request.POST, CARD), request.POST.getlist("kinds")
    try:
        carding.show_card({**said, "kinds": " ".join(kinds)}, doer_of(request))
    except Refused as refused:
        return _card(request, own, said, kinds, refused.problems)
    return HttpResponseRedirect(reverse("cooperation"))


@firms.taking("POST")
def hidden(request: HttpRequest) -> HttpResponse:
    """Show one's card no more."""
    own = own_card(reader_of(request))
    try:
        carding.hide_card(doer_of(request))
    except Refused as refused:
        said = side_begun(reader_of(request))
        return _card(request, own, said, own.kinds if own else [], refused.problems)
    return HttpResponseRedirect(reverse("cooperation"))


def own_card(reader: Reader) -> Card | None:
    """Return the card of who reads."""
    if reader.office is not Office.FIRM:
        return None
    return Card.objects.for_reader(reader).filter(code=reader.credit_code).first()


def side_begun(reader: Reader) -> dict[str, str]:
    """Return what a form is begun with: what one's card says, else the county one is in."""
    card = own_card(reader)
    if card is None:
        return {"county": own_county(reader)}
    said = {"firm": card.name, "size": card.size, "county": card.county, "brings": card.brings}
    return {**said, "industries": " ".join(card.industries)}


def choices(reader: Reader) -> dict[str, Any]:
    """Return what a form offers: counties of a firm's province of registration, else all."""
    return {
        "kinds": cooperation().kinds,
        "sizes": SIZES,
        "counties": counties_near(reader),
        "is_institute": reader.credit_code[:1] in ("1", "5"),
    }


def typed(posted: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    """Return what a form says."""
    return {name: posted.get(name, "") for name in names}


def _asked(reader: Reader) -> list[SeenPartner]:
    """Return where who reads asks to join, or was not let in."""
    if reader.office is not Office.FIRM:
        return []
    rows = Partner.objects.for_reader(reader).filter(code=reader.credit_code, slot="")
    notices = Notice.objects.for_reader(reader)
    known = set(notices.values_list("project_id", flat=True))
    asked = rows.filter(project__in=known)[:MOST_SHOWN]
    return [SeenPartner(row, Project(version=0)) for row in asked]


def _form(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    context = {**choices(reader_of(request)), "said": said, "problems": problems}
    return render(request, "cooperation/new.html.j2", context, status=422 if problems else 200)


def _card(
    request: HttpRequest,
    own: Card | None,
    said: dict[str, str],
    chosen: list[str],
    problems: list[Problem],
) -> HttpResponse:
    context = {
        **choices(reader_of(request)),
        "card": own,
        "said": said,
        "chosen": chosen,
        "problems": problems,
    }
    return render(request, "cooperation/card.html.j2", context, status=422 if problems else 200)
