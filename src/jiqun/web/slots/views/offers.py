"""An offer: made, changed, shown with its calendar, booked, taken out of use and back."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.exchange.slots.details import said_details
from jiqun.exchange.slots.kinds import FAMILIES, kind_named, slot_kinds
from jiqun.exchange.slots.lots import said_lot
from jiqun.exchange.slots.opening import said_opening
from jiqun.exchange.slots.terms import said_terms
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.exchange.views import SIZES
from jiqun.web.posted import day_in
from jiqun.web.rights import firms, traders
from jiqun.web.slots import offering
from jiqun.web.slots.booking import book
from jiqun.web.slots.models import Booking, Offer
from jiqun.web.slots.seen import DAYS, WEEKDAYS, SeenOffer, first_day
from jiqun.web.slots.views.finding import from_county

USUAL = {f"open_{day}": "08:00-17:00" for day in range(5)} | {"minutes": "60", "rests": "yes"}
"""What a new form suggests."""


@firms.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Offer something: first of which kind, then what its form asks."""
    if request.method == "POST":
        try:
            row = offering.offer(_posted(request), doer_of(request))
        except Refused as refused:
            return _form(request, _posted(request), refused.problems)
        return HttpResponseRedirect(reverse("slot_offer", args=[row.pk]))
    known, kind = slot_kinds(), request.GET.get("kind", "")
    if kind in known.kinds:
        return _form(request, USUAL | {"county": from_county(request), "kind": kind})
    family = known.families.get(request.GET.get("family", ""), known.families[FAMILIES[0]])
    context = {"family": family, "kinds": known.of(family.id)}
    return render(request, "slots/kinds.html.j2", context)


@firms.taking("GET", "HEAD", "POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change an offer of one's own."""
    row = get_object_or_404(_own(request), pk=number)
    if request.method != "POST":
        return _form(request, _said_of(row), row=row)
    try:
        offering.amend(row, _posted(request), doer_of(request))
    except Refused as refused:
        return _form(request, _posted(request), refused.problems, row)
    return HttpResponseRedirect(reverse("slot_offer", args=[row.pk]))


@traders
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show an offer, and to a firm its calendar."""
    return _page(request, _seen(request, number))


@firms.taking("POST")
def booked(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for slots of an offer."""
    row = _seen(request, number)
    try:
        booking = book(row, request.POST.getlist("slots"), _posted(request), doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("slot_booking", args=[booking.pk]))


STEPS: Mapping[str, Callable[[Offer, str, Doer], object]] = {
    "break": offering.break_down,
    "mend": lambda row, _reason, doer: offering.mend(row, doer),
    "close": lambda row, _reason, doer: offering.close(row, doer),
    "reopen": lambda row, _reason, doer: offering.reopen(row, doer),
}
"""What an owner does with an offer, by its address."""


@firms.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take an offer of one's own out of use, or back into it."""
    row = get_object_or_404(_own(request), pk=number)
    if verb not in STEPS:
        raise Http404
    try:
        STEPS[verb](row, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("slot_offer", args=[row.pk]))


def _own(request: HttpRequest) -> Any:
    reader = reader_of(request)
    return Offer.objects.for_reader(reader).filter(credit_code=reader.credit_code)


def _seen(request: HttpRequest, number: int) -> Offer:
    return get_object_or_404(Offer.objects.for_reader(reader_of(request)), pk=number)


def _posted(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in request.POST}


def _said_of(row: Offer) -> dict[str, str]:
    """Return what the form shows of an offer."""
    named = row.admitted.order_by("credit_code").values_list("credit_code", flat=True)
    plain = ("kind", "name", "firm", "about", "certificates", "limits", "county", "audience")
    return {
        **{name: getattr(row, name) for name in plain},
        "named": " ".join(named) if row.audience == "named" else "",
        "centre": "yes" if row.centre else "",
        "seats": str(row.seats),
        **said_details(row.details),
        **said_terms(row.asks),
        **(said_lot(row.calendar) if row.sort.by_lot else said_opening(row.calendar)),
    }


def _form(
    request: HttpRequest,
    said: Mapping[str, str],
    problems: list[Problem] | None = None,
    row: Offer | None = None,
) -> HttpResponse:
    kind = kind_named(row.kind if row else said.get("kind", ""))
    context = {
        "said": said,
        "row": row,
        "kind": kind,
        "family": slot_kinds().families[kind.family],
        "problems": problems or [],
        "known": slot_kinds(),
        "weekdays": WEEKDAYS,
        "counties": [region.code for region in regions().counties],
    }
    return render(request, "slots/form.html.j2", context, status=422 if problems else 200)


def _page(request: HttpRequest, row: Offer, problems: list[Problem] | None = None) -> HttpResponse:
    reader = reader_of(request)
    seen = SeenOffer(row, reader, from_county(request))
    first = first_day(day_in(request.GET.get("day", ""), "day"), row)
    mine = Booking.objects.for_reader(reader).filter(offer=row) if seen.shows_price else ()
    context = {
        "offer": seen,
        "row": row,
        "days": seen.days(first) if seen.shows_price else [],
        "earlier": (first - timedelta(days=DAYS)).isoformat(),
        "later": (first + timedelta(days=DAYS)).isoformat(),
        "bookable": Offer.objects.open_to(reader).filter(pk=row.pk).exists() and not row.broken,
        "bookings": mine,
        "sizes": SIZES,
        "chosen": request.POST.getlist("slots"),
        "typed": _posted(request),
        "problems": problems or [],
    }
    return render(request, "slots/offer.html.j2", context, status=422 if problems else 200)
