"""The self-check of a firm, and for a county how close those are that share theirs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.clusters.firm_form import firm_form, read_firm
from jiqun.clusters.tier_checks import SELF_CHECKED, Outcome, check, closest
from jiqun.clusters.tiers import tier_on
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.posted import number_in
from jiqun.web.rights import counties, firms, self_checkers
from jiqun.web.tiers.checking import answers_in, checks_of, name_of, texts_of, years_asked
from jiqun.web.tiers.keeping import keep, share
from jiqun.web.tiers.models import FirmAnswer

OUTCOMES = {
    Outcome.MET: Bilingual("符合", "met"),
    Outcome.NOT_MET: Bilingual("不符合", "not met"),
    Outcome.CANNOT_TELL: Bilingual("无法判断", "cannot tell"),
}


UNITS = {
    "%": Bilingual("%", "%"),
    "万元": Bilingual("万元", "10,000 yuan"),
    "人": Bilingual("人", "people"),
    "项": Bilingual("项", "items"),
    "分": Bilingual("分", "points"),
    "points": Bilingual("分", "points"),
    "年": Bilingual("年", "years"),
    "years": Bilingual("年", "years"),
    "rank": Bilingual("位", "by rank"),
}
"""How the units of the form and the criteria are written."""


@self_checkers.taking("GET", "HEAD", "POST")
def own(request: HttpRequest) -> HttpResponse:
    """Show the form and what it comes to; a firm's is kept, a county's is not."""
    posted, problems = request.POST if request.method == "POST" else request.GET, list[Problem]()
    kept = FirmAnswer.objects.for_reader(reader_of(request)).first() if _is_firm(request) else None
    year = number_in(posted.get("year", ""), 4) or (kept or _blank()).said.get("year")
    year = year or today().year - 1
    said = (kept or _blank()).said
    if request.method == "POST":
        said = answers_in(posted, year)
        if _is_firm(request):
            try:
                keep(said, posted.get("name", ""), doer_of(request))
                return HttpResponseRedirect(reverse("tiers"))
            except Refused as refused:
                problems = refused.problems
    return _page(request, kept, {**said, "year": year}, problems)


@firms.taking("POST")
def sharing(request: HttpRequest) -> HttpResponse:
    """Share how close the firm is with a county, or stop."""
    try:
        share(request.POST.get("county", ""), doer_of(request))
    except Refused as refused:
        kept = FirmAnswer.objects.for_reader(reader_of(request)).first()
        said = kept.said if kept else {"year": today().year - 1}
        return _page(request, kept, said, refused.problems)
    return HttpResponseRedirect(reverse("tiers"))


@counties
def close(request: HttpRequest) -> HttpResponse:
    """Show a county which of the firms that share theirs are close to which tier; no answer."""
    rows = FirmAnswer.objects.for_reader(reader_of(request))
    read = {row.credit_code: (row, read_firm(row.said)[0]) for row in rows}
    found = []
    for tier in SELF_CHECKED:
        held = [(code, check(tier, firm, today())) for code, (_, firm) in read.items()]
        near = closest((code, result) for code, result in held if result is not None)
        rules = tier_on(tier, today())
        found.append((rules, [(read[code][0], result) for code, result in near]))
    context = {"found": found, "outcomes": OUTCOMES, "count": len(read)}
    return render(request, "tiers/close.html.j2", context)


def _page(
    request: HttpRequest, kept: FirmAnswer | None, said: dict[str, Any], problems: list[Problem]
) -> HttpResponse:
    checked, faults = checks_of(said, today()) if len(said) > 1 else ([], [])
    shown = problems or ([] if _is_firm(request) else faults)
    context = {
        "form": firm_form(),
        "years": years_asked(said["year"]),
        "year": said["year"],
        "said": texts_of(said) if not problems else request.POST.dict(),
        "name_of": name_of,
        "checked": checked,
        "outcomes": OUTCOMES,
        "units": UNITS,
        "named": _named,
        "kept": kept,
        "is_firm": _is_firm(request),
        "counties": counties_near(reader_of(request)) if _is_firm(request) else [],
        "own_county": own_county(reader_of(request)),
        "on": today(),
        "problems": shown,
    }
    return render(request, "tiers/own.html.j2", context, status=422 if problems else 200)


def _named(answer: str) -> Bilingual:
    """Return an answer chosen from a list in words."""
    chosen = (field.choices.get(answer) for field in firm_form().fields.values())
    return next((words for words in chosen if words), Bilingual(answer, answer))


def _is_firm(request: HttpRequest) -> bool:
    return reader_of(request).office is Office.FIRM


def _blank() -> FirmAnswer:
    return FirmAnswer()
