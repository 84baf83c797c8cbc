"""By-products and wants: all that are listed, what fits a want, and one with what can be done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.base.units import symbol
from jiqun.exchange.byproducts.hazard import class_title, hazard_list
from jiqun.exchange.byproducts.offering import OFFER, PERIODS, SIDES, UNITS, WANT, read_number
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.byproducts import saying
from jiqun.web.byproducts.linking import ask
from jiqun.web.byproducts.models import LISTED, Listing
from jiqun.web.byproducts.seen import fitting
from jiqun.web.casework.clocks import today
from jiqun.web.casework.verbs import verbs_of
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.exchange.views import SIZES
from jiqun.web.posted import number_in
from jiqun.web.rights import firms, traders

MOST_SHOWN = 200
TYPED = ("side", "name", "firm", "quality", "hazard", "treatment", "treatment_cost", "permit",
         "permitted", "permit_until", "amount", "unit", "period", "price", "county")  # fmt: skip
NOT_BY_A_BUTTON = ("say", "amend")


@traders
def found(request: HttpRequest) -> HttpResponse:
    """Show what is listed, one's own, what an office has to check, and what fits a want."""
    reader, problems = reader_of(request), list[Problem]()
    rows = Listing.objects.for_reader(reader).select_related("definition")
    own = list(rows.filter(owner=reader.credit_code)) if reader.credit_code else []
    rate = read_number(request.GET, "rate", "no_price", problems)
    wanted = number_in(request.GET.get("want", ""))
    want = next((row for row in own if row.pk == wanted and row.side == WANT), None)
    offers = list(rows.filter(state=LISTED, side=OFFER)[:MOST_SHOWN])
    context = {
        **_context(request),
        "offers": offers,
        "wants": rows.filter(state=LISTED, side=WANT)[:MOST_SHOWN],
        "own": own,
        "waiting": [row for row in rows.filter(state="submitted") if row not in own],
        "want": want,
        "found": fitting(want, offers, rate, request.GET.get("approval", "")) if want else None,
        "asked_for": {name: request.GET.get(name, "") for name in ("rate", "approval")},
        "problems": problems,
    }
    return render(request, "byproducts/found.html.j2", context)


@firms.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Say a by-product or a want."""
    if request.method != "POST":
        side = WANT if request.GET.get("side") == WANT else OFFER
        return _form(request, {"side": side, "county": own_county(reader_of(request))}, [])
    said = _said(request.POST)
    try:
        row = saying.say(said, doer_of(request))
    except Refused as refused:
        return _form(request, said, refused.problems)
    return HttpResponseRedirect(reverse("byproduct", args=[row.pk]))


@traders
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a by-product or a want."""
    return _page(request, _seen(request, number), [])


@firms.taking("POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change one of one's own."""
    row, said = _seen(request, number), _said(request.POST)
    try:
        saying.amend(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems, said)
    return HttpResponseRedirect(reverse("byproduct", args=[row.pk]))


@firms.taking("POST")
def asked(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a by-product with a want of one's own."""
    row, doer = _seen(request, number), doer_of(request)
    own = Listing.objects.for_reader(reader_of(request))
    want = own.filter(pk=number_in(request.POST.get("want", "")) or 0).first()
    said = {name: request.POST.get(name, "") for name in ("size", "purpose")}
    try:
        made = ask(row, want, said, doer)
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("byproduct_deal", args=[made.pk]))


@traders.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """List, return or withdraw."""
    row = _seen(request, number)
    if verb not in row.standing.workflow.verbs or verb in NOT_BY_A_BUTTON:
        raise Http404
    try:
        saying.step(row, verb, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("byproduct", args=[row.pk]))


def _seen(request: HttpRequest, number: int) -> Listing:
    rows = Listing.objects.for_reader(reader_of(request)).select_related("definition")
    return get_object_or_404(rows, pk=number)


def _said(posted: QueryDict) -> dict[str, str]:
    said = {name: posted.get(name, "") for name in TYPED}
    if posted.get("price_way") == "other" and said["price"].strip():
        said["price"] = f"-{said['price'].strip()}"
    return said


def _said_of(row: Listing) -> dict[str, str]:
    """Return what a listing's form would say of it."""
    said = {name: getattr(row, name) for name in TYPED}
    numbers = {
        name: "" if said[name] is None else f"{said[name].normalize():f}"
        for name in ("amount", "price", "treatment_cost")
    }
    until = row.permit_until.isoformat() if row.permit_until else ""
    return {**said, **numbers, "permitted": " ".join(row.permitted), "permit_until": until}


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "sides": SIDES,
        "units": UNITS,
        "periods": PERIODS,
        "hazards": hazard_list(),
        "edition": hazard_list().edition_on(today()),
        "class_title": class_title,
        "symbol": symbol,
        "is_firm": reader_of(request).office is Office.FIRM,
    }


def _form(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    context = {
        **_context(request),
        "said": {name: said.get(name, "") for name in TYPED},
        "counties": counties_near(reader_of(request)),
        "problems": problems,
    }
    return render(request, "byproducts/new.html.j2", context, status=422 if problems else 200)


def _page(
    request: HttpRequest,
    row: Listing,
    problems: list[Problem],
    said: dict[str, str] | None = None,
) -> HttpResponse:
    reader = reader_of(request)
    verbs = verbs_of(row, reader)
    wants = Listing.objects.for_reader(reader).filter(
        owner=reader.credit_code or "-", side=WANT, state=LISTED
    )
    context = {
        **_context(request),
        "row": row,
        "state": row.standing.standing.title,
        "verbs": [verb for verb in verbs if verb.name not in NOT_BY_A_BUTTON],
        "may_amend": any(verb.name == "amend" for verb in verbs),
        "may_ask": reader.office is Office.FIRM
        and (row.side, row.state) == (OFFER, LISTED)
        and row.owner != reader.credit_code,
        "own_wants": wants,
        "said": said or _said_of(row),
        "sizes": SIZES,
        "problems": problems,
    }
    return render(request, "byproducts/listing.html.j2", context, status=422 if problems else 200)
