"""A firm's carbon accounts, and for a county what its firms emit together."""

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.base.units import symbol
from jiqun.exchange.carbon.account import Account, account
from jiqun.exchange.carbon.activity import read_activity
from jiqun.exchange.carbon.factors import factor_table
from jiqun.exchange.carbon.together import NOT_TOLD
from jiqun.exchange.carbon.told import APART, doubt_said, factor_said, tonnes
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.carbon.keeping import keep, share
from jiqun.web.carbon.models import CarbonYear
from jiqun.web.carbon.posted_activity import ROWS, activity_in, contradictions, fields_of
from jiqun.web.carbon.summing import groups_of
from jiqun.web.casework.clocks import today
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.explore.shelf import shelf
from jiqun.web.posted import number_in
from jiqun.web.rights import firms, self_checkers


@self_checkers
def own(request: HttpRequest) -> HttpResponse:
    """Show a firm its account of a year and the form; a county what its firms emit together."""
    reader = reader_of(request)
    if reader.office is not Office.FIRM:
        context = {
            "groups": groups_of(shelf().workspace, reader.within[0], reader),
            "tonnes": tonnes,
            "doubt_said": doubt_said,
            "doubt_withheld": NOT_TOLD,
            "apart": APART,
        }
        return render(request, "carbon/together.html.j2", context)
    return _page(request, [])


@firms.taking("POST")
def kept(request: HttpRequest) -> HttpResponse:
    """Keep what a firm burnt and bought in a year."""
    typed = request.POST.get("year", "")
    said = activity_in(request.POST, number_in(typed, 4) or typed)
    problems = contradictions(request.POST)
    try:
        if problems:
            raise Refused(problems)
        row = keep(said, request.POST.get("name", ""), doer_of(request))
    except Refused as refused:
        return _page(request, refused.problems)
    return HttpResponseRedirect(f"{reverse('carbon')}?year={row.year}")


@firms.taking("POST")
def sharing(request: HttpRequest) -> HttpResponse:
    """Let the firm's accounts take part in a county's sums, or stop."""
    try:
        share(request.POST.get("county", ""), doer_of(request))
    except Refused as refused:
        return _page(request, refused.problems)
    return HttpResponseRedirect(reverse("carbon"))


def _page(request: HttpRequest, problems: list[Problem]) -> HttpResponse:
    rows = CarbonYear.objects.for_reader(reader_of(request))
    newest = rows.order_by().values("year").annotate(newest=Max("pk")).values("newest")
    last = {row.year: row for row in rows.filter(pk__in=newest)}
    wanted = number_in(request.GET.get("year", ""), 4)
    shown = last.get(wanted or 0) or next(iter(last.values()), None)
    accounts = {year: _account(row) for year, row in sorted(last.items())}
    typed = dict(request.POST.items()) if "year" in request.POST else {}
    context = {
        "row": shown,
        "found": accounts[shown.year] if shown else None,
        "accounts": accounts,
        "largest": _largest(accounts),
        "typed": typed or (fields_of(shown.said) if shown else {}),
        "year": typed.get("year") or (shown.year if shown else today().year - 1),
        "called": typed.get("name", shown.name if shown else ""),
        "table": factor_table(),
        "rows": ROWS,
        "provinces": [region.code for region in regions().provinces],
        "counties": counties_near(reader_of(request)),
        "own_county": own_county(reader_of(request)),
        "symbol": symbol,
        "tonnes": tonnes,
        "factor_said": factor_said,
        "doubt_said": doubt_said,
        "apart": APART,
        "problems": problems,
    }
    return render(request, "carbon/own.html.j2", context, status=422 if problems else 200)


def _account(row: CarbonYear) -> Account:
    return account(read_activity(row.said)[0])


def _largest(accounts: dict[int, Account]) -> Any:
    """Return the largest figure of all years: what the bars are drawn against."""
    return max((figure.least for found in accounts.values() for figure in found.figures), default=0)
