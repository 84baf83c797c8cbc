"""Links: a firm's own on either side, and those a county carries."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.base.units import symbol
from jiqun.exchange.byproducts.avoided import FIELDS
from jiqun.exchange.byproducts.offering import PERIODS
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.byproducts.linking import forget_carrier, may_not_go, step
from jiqun.web.byproducts.models import Deal
from jiqun.web.byproducts.seen import SeenDeal
from jiqun.web.rights import counties, traders

MOST_SHOWN = 200
TYPED = ("reason", "carrier", "body", "price", "approval", "amount", *FIELDS)


@traders
def listed(request: HttpRequest) -> HttpResponse:
    """List links, what waits first."""
    reader = reader_of(request)
    rows = Deal.objects.for_reader(reader).select_related("offer", "want", "definition")
    seen = [SeenDeal(row, reader) for row in rows[:MOST_SHOWN]]
    seen.sort(key=lambda shown: not shown.waits)
    context = {"deals": seen, "is_county": reader.office is Office.COUNTY}
    return render(request, "byproducts/deals.html.j2", context)


@traders
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a link."""
    return _page(request, _seen(request, number), [])


@traders.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step with a link."""
    row = _seen(request, number)
    if verb not in row.standing.workflow.verbs or verb == "ask":
        raise Http404
    said = {name: request.POST.get(name, "") for name in TYPED}
    try:
        step(row, verb, said, doer_of(request))
    except Refused as refused:
        return _page(request, _seen(request, number), refused.problems)
    return HttpResponseRedirect(reverse("byproduct_deal", args=[row.pk]))


@counties.taking("POST")
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Erase who carried a link that is over."""
    row = _seen(request, number)
    try:
        forget_carrier(row, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("byproduct_deal", args=[row.pk]))


def _seen(request: HttpRequest, number: int) -> Deal:
    rows = Deal.objects.for_reader(reader_of(request))
    return get_object_or_404(rows.select_related("offer", "want", "definition"), pk=number)


def _page(request: HttpRequest, row: Deal, problems: list[Problem]) -> HttpResponse:
    context = {
        "link": SeenDeal(row, reader_of(request)),
        "row": row,
        "unit": symbol(row.offer.unit),
        "symbol": symbol,
        "periods": PERIODS,
        "barred": may_not_go(row.offer, row.want, row.approval),
        "typed": {name: request.POST.get(name, "") for name in TYPED},
        "problems": problems,
    }
    return render(request, "byproducts/deal.html.j2", context, status=422 if problems else 200)
