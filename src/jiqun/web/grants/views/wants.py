"""Purposes that want data, firms that let be known what they have, and what fits what."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.base.names import industry_name
from jiqun.base.readers import Office
from jiqun.exchange.grants.fields import BENCHMARK, sharing
from jiqun.exchange.grants.fitting import MARKET
from jiqun.exchange.matching.settings import matching
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.grants import wanting
from jiqun.web.grants.granting import names_itself
from jiqun.web.grants.keeping import fields_kept
from jiqun.web.grants.matched import SeenWant, cards_for, open_wants, own_fit
from jiqun.web.grants.models import DataCard, Want
from jiqun.web.rights import firms, sharers

WANT = ("name", "wish", "purpose", "industry", "county", "first_month", "until")
CARD = ("name", "about", "industry", "county", "first_month")
ANSWER = ("name", "until", "first_month", "county")


@sharers
def listed(request: HttpRequest) -> HttpResponse:
    """List purposes that want data; to a firm those its data fit first, with reasons."""
    reader = reader_of(request)
    party = Doer(reader).party
    own = Want.objects.for_reader(reader).filter(by_office=str(party.office), by_of=party.of)
    context = {
        "wants": open_wants(reader),
        "own": [SeenWant(row) for row in own],
        "cards": DataCard.objects.for_reader(reader).filter(shown=True)[:100],
        "is_firm": reader.office is Office.FIRM,
        "fields": sharing().fields,
    }
    return _page(request, "grants/wants.html.j2", context)


@sharers.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Say what data are wanted for."""
    said = _said(request.POST, WANT)
    if request.method != "POST":
        return _form(request, said, [])
    try:
        row = wanting.want(said, doer_of(request))
    except Refused as refused:
        return _form(request, said, refused.problems)
    return HttpResponseRedirect(reverse("want", args=[row.pk]))


@sharers
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a purpose: to who asks the cards that fit, to a firm how its own data do."""
    return _want(request, _seen(request, number), [])


@firms.taking("POST")
def answered(request: HttpRequest, number: int) -> HttpResponse:
    """Grant fields to who wants them."""
    row, said = _seen(request, number), _said(request.POST, ANSWER)
    try:
        made = wanting.answer(row, request.POST.getlist("fields"), said, doer_of(request))
    except Refused as refused:
        return _want(request, row, refused.problems)
    there = reverse("grant", args=[made[0].pk]) if len(made) == 1 else reverse("grants")
    return HttpResponseRedirect(there)


@sharers.taking("POST")
def ended(request: HttpRequest, number: int) -> HttpResponse:
    """Want data for a purpose no more."""
    row = _seen(request, number)
    try:
        wanting.end_want(row, doer_of(request))
    except Refused as refused:
        return _want(request, row, refused.problems)
    return HttpResponseRedirect(reverse("wants"))


@firms.taking("GET", "HEAD", "POST")
def card(request: HttpRequest) -> HttpResponse:
    """Show and change what a firm lets be known of its data."""
    code = reader_of(request).credit_code
    row = DataCard.objects.for_reader(reader_of(request)).filter(firm=code).first()
    if request.method != "POST":
        return _card(request, row, _told(row, code), [])
    said = _said(request.POST, CARD)
    try:
        wanting.show_data(said, doer_of(request))
    except Refused as refused:
        return _card(request, row, said, refused.problems)
    return HttpResponseRedirect(reverse("data_card"))


@firms.taking("POST")
def card_hidden(request: HttpRequest) -> HttpResponse:
    """Let be known no more what a firm has."""
    code = reader_of(request).credit_code
    try:
        wanting.hide_data(doer_of(request))
    except Refused as refused:
        row = DataCard.objects.for_reader(reader_of(request)).filter(firm=code).first()
        return _card(request, row, _told(row, code), refused.problems)
    return HttpResponseRedirect(reverse("data_card"))


@sharers
def card_shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a firm lets be known of its data, and lead to asking for it."""
    row = get_object_or_404(DataCard.objects.for_reader(reader_of(request)), pk=number)
    return _page(request, "grants/card_shown.html.j2", {"row": row, "fields": sharing().fields})


def _seen(request: HttpRequest, number: int) -> Want:
    return get_object_or_404(Want.objects.for_reader(reader_of(request)), pk=number)


def _said(posted: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    said = {name: posted.get(name, "") for name in names}
    return said | {"fields": " ".join(posted.getlist("fields"))}


def _told(row: DataCard | None, code: str) -> dict[str, str]:
    """Return what the form of a card says: as it was shown last, else the fields there are."""
    if row is None:
        kept = " ".join(field.id for field in fields_kept(code))
        return dict.fromkeys(CARD, "") | {"fields": kept}
    return {name: getattr(row, name) for name in CARD} | {"fields": " ".join(row.fields)}


def _form(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    context = {
        "said": said,
        "fields": sharing().fields,
        "purposes": [known for known in sharing().purposes.values() if known.id != BENCHMARK],
        "names_itself": names_itself(doer_of(request)),
        "problems": problems,
    }
    return _page(request, "grants/want_new.html.j2", context)


def _want(request: HttpRequest, row: Want, problems: list[Problem]) -> HttpResponse:
    reader = reader_of(request)
    party = Doer(reader).party
    is_own = (row.by_office, row.by_of) == (str(party.office), party.of)
    market = matching().markets[MARKET]
    context = {
        "row": row,
        "seen": SeenWant(row, None if is_own else own_fit(row, reader)),
        "is_own": is_own,
        "is_firm": reader.office is Office.FIRM,
        "found": cards_for(row, reader) if is_own else None,
        "answers": row.answers.for_reader(reader) if is_own else (),
        "fields": sharing().fields,
        "purpose": sharing().purposes.get(row.purpose),
        "weights": {matching().parts[part]: weight for part, weight in market.weights.items()},
        "said": _said(request.POST, ANSWER),
        "problems": problems,
    }
    return _page(request, "grants/want.html.j2", context)


def _card(
    request: HttpRequest, row: DataCard | None, said: dict[str, str], problems: list[Problem]
) -> HttpResponse:
    context = {"row": row, "said": said, "fields": sharing().fields, "problems": problems}
    return _page(request, "grants/card.html.j2", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return a page, kept by nobody: what fits is the reader's own."""
    problems = context.setdefault("problems", [])
    counties = [region.code for region in regions().counties]
    context |= {"industry": industry_name, "counties": counties}
    response = render(request, template, context, status=422 if problems else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response
