"""A cluster's benchmark: joined by its firms, told to those that contribute and to its office."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual, Lang
from jiqun.base.readers import Office
from jiqun.exchange.grants.benchmark import place_in
from jiqun.exchange.grants.fields import sharing
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.pictures import spread
from jiqun.web.grants.contributing import Shown, clusters_of, join, shown_to
from jiqun.web.grants.seen import printed
from jiqun.web.rights import sharers

TYPED = ("cluster", "field", "until", "county")
PLACES = (
    Bilingual("在下四分位以内", "in the lowest quarter"),
    Bilingual("在下四分位和中位数之间", "between the lower quarter and the median"),
    Bilingual("在中位数和上四分位之间", "between the median and the upper quarter"),
    Bilingual("在上四分位以上", "above the upper quarter"),
)


@sharers.taking("GET", "HEAD", "POST")
def listed(request: HttpRequest) -> HttpResponse:
    """Show the benchmarks a reader is told, and let a firm join one."""
    said = {name: request.POST.get(name, "") for name in TYPED}
    if request.method != "POST":
        return _page(request, said, [])
    try:
        join(said, doer_of(request))
    except Refused as refused:
        return _page(request, said, refused.problems)
    return HttpResponseRedirect(reverse("benchmarks"))


def picture(line: Shown, lang: Lang) -> Markup:
    """Draw a benchmark with the firm's own place; what it shows stands beside it in words."""
    told, own = line.told, line.own.value if line.own else None
    if told is None:
        return Markup()
    place = PLACES[place_in(told, own)].in_(lang) if own is not None else ""
    middle = printed(told.quarters[1])
    said = Bilingual(
        f"{line.field.title.zh}的分布：中位数 {middle}"
        + (f"；本企业 {printed(own)}，{place}" if own is not None else ""),
        f"How {line.field.title.en} spreads: median {middle}"
        + (f"; your firm {printed(own)}, {place}" if own is not None else ""),
    )
    return spread(told.blocks, told.quarters, own, printed, said.in_(lang))


def _page(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    reader = reader_of(request)
    is_firm = reader.office is Office.FIRM
    every = shown_to(reader)
    field = request.GET.get("field", "")
    context = {
        "shown": [line for line in every if field in ("", line.field.id)],
        "known": list({line.field.id: line.field for line in every}.values()),
        "chosen": field,
        "picture": picture,
        "is_firm": is_firm,
        "clusters": clusters_of(reader.credit_code) if is_firm else [],
        "fields": sharing().fields,
        "places": PLACES,
        "place_in": place_in,
        "printed": printed,
        "said": said,
        "problems": problems,
    }
    response = render(
        request, "grants/benchmarks.html.j2", context, status=422 if problems else 200
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
