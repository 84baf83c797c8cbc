"""Vouchers: a firm's own, and a county's programmes with what stands where."""

import secrets
from collections import defaultdict
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.services import vouchers as ledger
from jiqun.services.kinds import kind_named, services
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.rights import counties, traders
from jiqun.web.services.models import Voucher, VoucherFund
from jiqun.web.services.vouching import expire, issue, open_fund

MOST_SHOWN = 200
"""Vouchers of one list."""
STATES = {
    Voucher.FREE: Bilingual("可用", "can be spent"),
    Voucher.HELD: Bilingual("已用于申请，待完成", "held for a request"),
    Voucher.SETTLED: Bilingual("已结算", "settled"),
    Voucher.EXPIRED: Bilingual("已过期收回", "expired"),
}
STANDS = {
    ledger.BUDGET: Bilingual("预算", "put in"),
    ledger.FREE: Bilingual("未发放", "not issued"),
    ledger.VOUCHER: Bilingual("在企业手中", "with firms"),
    ledger.HELD: Bilingual("已用于申请，待完成", "held for requests"),
    ledger.DUE: Bilingual("应付服务机构", "due to providers"),
}
"""What a programme's page tells of its accounts, together by kind."""


@traders
def listed(request: HttpRequest) -> HttpResponse:
    """List a firm's vouchers; to a county its programmes, with a form for another."""
    return _list(request, {}, [])


@counties.taking("POST")
def opened(request: HttpRequest) -> HttpResponse:
    """Open a programme."""
    said = {name: request.POST.get(name, "") for name in ("name", "budget", "until")}
    try:
        made = open_fund(said, request.POST.getlist("kinds"), doer_of(request))
    except Refused as refused:
        return _list(request, said, refused.problems)
    return HttpResponseRedirect(reverse("voucher_fund", args=[made.pk]))


@counties
def fund(request: HttpRequest, number: int) -> HttpResponse:
    """Show a programme: what stands where, and its vouchers."""
    return _page(request, _seen(request, number), {}, [])


@counties.taking("POST")
def issued(request: HttpRequest, number: int) -> HttpResponse:
    """Issue a voucher."""
    row = _seen(request, number)
    said = {name: request.POST.get(name, "") for name in ("firm", "amount", "key")}
    try:
        issue(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, said, refused.problems)
    return HttpResponseRedirect(reverse("voucher_fund", args=[row.pk]))


@counties.taking("POST")
def expired(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what vouchers hold whose last day is over."""
    row = _seen(request, number)
    try:
        expire(row, doer_of(request))
    except Refused as refused:
        return _page(request, row, {}, refused.problems)
    return HttpResponseRedirect(reverse("voucher_fund", args=[row.pk]))


def standing_of(row: VoucherFund) -> dict[str, Decimal]:
    """Return what stands on a programme's accounts, by kind."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    with seen_whole():
        for kind, balance in row.accounts.values_list("kind", "balance"):
            found[kind] += balance
    found[ledger.BUDGET] = -found[ledger.BUDGET]
    return found


def _seen(request: HttpRequest, number: int) -> VoucherFund:
    return get_object_or_404(VoucherFund.objects.for_reader(reader_of(request)), pk=number)


def _list(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    reader = reader_of(request)
    is_county = reader.office is Office.COUNTY
    rows = Voucher.objects.for_reader(reader).select_related("fund")
    context = {
        "is_county": is_county,
        "funds": VoucherFund.objects.for_reader(reader)[:MOST_SHOWN],
        "rows": rows[: 0 if is_county else MOST_SHOWN],
        "states": STATES,
        "kinds": services().kinds,
        "kind_named": kind_named,
        "today": today(),
        "said": said,
        "problems": problems,
    }
    return render(request, "services/vouchers.html.j2", context, status=422 if problems else 200)


def _page(
    request: HttpRequest, row: VoucherFund, said: dict[str, str], problems: list[Problem]
) -> HttpResponse:
    stands = standing_of(row)
    context = {
        "row": row,
        "stands": [(title, stands[kind]) for kind, title in STANDS.items()],
        "rows": row.vouchers.all()[:MOST_SHOWN],
        "states": STATES,
        "kind_named": kind_named,
        "over": ledger.over(row.until, today()),
        "said": {"key": secrets.token_hex(8), **said},
        "problems": problems,
    }
    return render(request, "services/fund.html.j2", context, status=422 if problems else 200)
