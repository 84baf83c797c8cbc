"""Services: all that are open by kind, and one with what can be done with it."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office, Reader
from jiqun.services.kinds import services
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.verbs import verbs_of
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.exchange.views import SIZES
from jiqun.web.rights import firms, providers, public
from jiqun.web.services import offering
from jiqun.web.services.models import LISTED, OFFICES, Provider, Providers, Service, Voucher, own
from jiqun.web.services.registering import PROVIDERS
from jiqun.web.services.requesting import ask

MOST_SHOWN = 100
"""Services of one list."""
TYPED = ("kind", "name", "summary", "price")
ASKED = ("firm", "county", "town", "size", "purpose", "voucher")


@public
def found(request: HttpRequest) -> HttpResponse:
    """Show everybody what is open, by kind and words; a provider its own; an office what waits."""
    reader = reader_of(request)
    kind, words = request.GET.get("kind", ""), request.GET.get("words", "").strip()[:50]
    rows = Service.objects.filter(open=True, provider__state=LISTED).select_related("provider")
    if kind in services().kinds:
        rows = rows.filter(kind=kind)
    if words:
        said = Q(name__icontains=words) | Q(summary__icontains=words)
        rows = rows.filter(said | Q(provider__name__icontains=words))
    shown = list(rows[: MOST_SHOWN + 1])
    looked_at = Provider.objects.for_reader(reader).select_related("definition")
    offers = reader.office in PROVIDERS
    waiting = looked_at.filter(state="submitted")
    context = {
        "kinds": services().kinds,
        "kind": kind,
        "words_wanted": words,
        "rows": shown[:MOST_SHOWN],
        "more": len(shown) > MOST_SHOWN,
        "waiting": _looked_at(waiting, reader),
        "own": looked_at.filter(own(reader)) if offers else [],
        "may_offer": offers,
        "has_requests": offers or reader.office is Office.COUNTY,
        "has_vouchers": reader.office in (Office.FIRM, Office.COUNTY),
    }
    return render(request, "services/found.html.j2", context)


def _looked_at(rows: Providers, reader: Reader) -> list[Provider]:
    """Return the providers that wait for an office to look at them."""
    if reader.office not in OFFICES:
        return []
    return [row for row in rows[:MOST_SHOWN] if verbs_of(row, reader)]


@public
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a service."""
    return _page(request, _seen(request, number), [])


@providers.taking("POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change a service of one's own."""
    row, said = _seen(request, number), said_of_service(request.POST)
    try:
        offering.amend(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems, said)
    return HttpResponseRedirect(reverse("service", args=[row.pk]))


@providers.taking("POST")
def turned(request: HttpRequest, number: int, way: str) -> HttpResponse:
    """Take a service out of use, or back."""
    row = _seen(request, number)
    if way not in offering.TURNS:
        raise Http404
    try:
        offering.turn(row, way, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("service", args=[row.pk]))


@firms.taking("POST")
def asked(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a service."""
    row = _seen(request, number)
    said = {name: request.POST.get(name, "") for name in ASKED}
    try:
        made = ask(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems, asking=said)
    return HttpResponseRedirect(reverse("service_request", args=[made.pk]))


def said_of_service(posted: QueryDict) -> dict[str, str]:
    """Return what a form says of a service."""
    return {name: posted.get(name, "") for name in TYPED}


def _seen(request: HttpRequest, number: int) -> Service:
    rows = Service.objects.for_reader(reader_of(request)).select_related("provider")
    return get_object_or_404(rows, pk=number)


def _vouchers(row: Service, reader: Reader) -> list[Voucher]:
    """Return the vouchers a firm can spend on a service."""
    if reader.office is not Office.FIRM or not row.price:
        return []
    rows = Voucher.objects.for_reader(reader).filter(state=Voucher.FREE, until__gte=today())
    found = rows.select_related("fund")[:MOST_SHOWN]
    return [voucher for voucher in found if row.kind in voucher.fund.kinds]


def _page(
    request: HttpRequest,
    row: Service,
    problems: list[Problem],
    said: dict[str, str] | None = None,
    asking: dict[str, str] | None = None,
) -> HttpResponse:
    reader, body = reader_of(request), row.provider
    price = "" if row.price is None else f"{row.price.normalize():f}"
    is_own = Provider.objects.filter(own(reader), pk=body.pk, state=LISTED).exists()
    context = {
        "row": row,
        "body": body,
        "kinds": services().kinds,
        "said": said
        or {"kind": row.kind, "name": row.name, "summary": row.summary, "price": price},
        "asking": asking or {"county": own_county(reader)},
        "is_own": is_own,
        "may_ask": reader.office is Office.FIRM
        and row.open
        and body.state == LISTED
        and not is_own,
        "vouchers": _vouchers(row, reader),
        "counties": counties_near(reader),
        "sizes": SIZES,
        "problems": problems,
    }
    return render(request, "services/service.html.j2", context, status=422 if problems else 200)
