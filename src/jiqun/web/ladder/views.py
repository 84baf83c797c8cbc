"""The digital ladder of a firm, and for a county the levels of those that share theirs."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.exchange.maturity.answers import Answers, read_answers
from jiqun.exchange.maturity.next_steps import Missing, missing_for_next
from jiqun.exchange.maturity.record import level_words, shown, what_to_do
from jiqun.exchange.maturity.stages import Standard, standards
from jiqun.exchange.maturity.standing import Standing, standing
from jiqun.exchange.maturity.table import digital_table
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.ladder.keeping import keep, record_stage, share
from jiqun.web.ladder.models import Assessment, Stage
from jiqun.web.ladder.posted_answers import (
    answers_in,
    fields_of,
    name_of,
    posted_fields,
    scene_name,
)
from jiqun.web.posted import number_in
from jiqun.web.rights import counties, firms, self_checkers

MOST_BEFORE = 12
"""Earlier assessments shown."""
RECORDED = ("stage", "score", "on", "certificate", "assessor")
"""What a form says of a stage."""
BELOW = Bilingual("未达最低一级", "below the first")


@dataclass(frozen=True)
class Shown:
    """An assessment as its page shows it."""

    standing: Standing
    missing: Missing

    @property
    def level(self) -> Bilingual:
        """Its level in words."""
        low, high = self.standing.low, self.standing.high
        return Bilingual(level_words(low, high, "zh"), level_words(low, high, "en"))

    @property
    def score(self) -> str:
        """Its score, or the range it lies in."""
        return str(shown(self.standing.score)).replace("..", "–")


@dataclass(frozen=True)
class ShownStage:
    """A stage of another standard as a page shows it."""

    row: Stage
    standard: Standard

    @property
    def title(self) -> Bilingual:
        """The stage in words."""
        return self.standard.stages.get(self.row.stage, BELOW)


@self_checkers.taking("GET", "HEAD", "POST")
def own(request: HttpRequest) -> HttpResponse:
    """Show the form and where the firm stands; a firm's is kept, a county's is not."""
    is_firm = reader_of(request).office is Office.FIRM
    kept = list(Assessment.objects.for_reader(reader_of(request))[:MOST_BEFORE]) if is_firm else []
    if request.method != "POST":
        said = kept[0].said if kept else {"year": today().year - 1}
        return _page(request, kept, said, [])
    year = number_in(request.POST.get("year", ""), 4)
    said = answers_in(request.POST, year or request.POST.get("year"))
    if not is_firm:
        return _page(request, kept, said, read_answers(said)[1])
    try:
        keep(said, request.POST.get("name", ""), doer_of(request))
    except Refused as refused:
        return _page(request, kept, said, refused.problems)
    return HttpResponseRedirect(reverse("ladder"))


@firms.taking("POST")
def stages(request: HttpRequest) -> HttpResponse:
    """Keep a stage of another standard."""
    said = {name: request.POST.get(name, "") for name in RECORDED}
    try:
        record_stage(said, doer_of(request))
    except Refused as refused:
        kept = list(Assessment.objects.for_reader(reader_of(request))[:MOST_BEFORE])
        answers = kept[0].said if kept else {"year": today().year - 1}
        return _page(request, kept, answers, refused.problems)
    return HttpResponseRedirect(f"{reverse('ladder')}#h-stages")


@firms.taking("POST")
def sharing(request: HttpRequest) -> HttpResponse:
    """Share the firm's levels with a county, or stop."""
    try:
        share(request.POST.get("county", ""), doer_of(request))
    except Refused as refused:
        kept = list(Assessment.objects.for_reader(reader_of(request))[:MOST_BEFORE])
        said = kept[0].said if kept else {"year": today().year - 1}
        return _page(request, kept, said, refused.problems)
    return HttpResponseRedirect(reverse("ladder"))


@counties
def levels(request: HttpRequest) -> HttpResponse:
    """Show a county the levels of firms that share theirs: the last of each, and no answer."""
    last: dict[str, Assessment] = {}
    for row in Assessment.objects.for_reader(reader_of(request)):
        last.setdefault(row.credit_code, row)
    found = [(row, _shown(read_answers(row.said)[0])) for row in last.values()]
    found.sort(key=lambda pair: (-pair[1].standing.low, pair[0].name, pair[0].credit_code))
    recorded: dict[str, list[ShownStage]] = {}
    for stage in _stages(reader_of(request)):
        recorded.setdefault(stage.row.credit_code, []).append(stage)
    context = {
        "rows": found,
        "stages": recorded,
        "tally": sorted(
            Counter(shown.level for _, shown in found).items(), key=lambda pair: pair[0].zh
        ),
    }
    return render(request, "ladder/firms.html.j2", context)


def _stages(reader: Reader) -> list[ShownStage]:
    """Return the last stage of each standard that a reader sees, firm by firm."""
    last: dict[tuple[str, str], Stage] = {}
    for row in Stage.objects.for_reader(reader):
        if row.standard in standards():
            last.setdefault((row.credit_code, row.standard), row)
    return [ShownStage(row, standards()[row.standard]) for row in last.values()]


def _shown(answers: Answers) -> Shown:
    found = standing(answers)
    return Shown(found, missing_for_next(answers, found))


def _page(
    request: HttpRequest, kept: list[Assessment], said: dict[str, Any], problems: list[Problem]
) -> HttpResponse:
    is_firm = reader_of(request).office is Office.FIRM
    posted = request.method == "POST"
    tried = not is_firm and posted
    answers = read_answers(said)[0] if (kept or tried) and not (is_firm and problems) else None
    context = {
        "table": digital_table(),
        "is_firm": is_firm,
        "kept": kept,
        "before": [(row, _shown(read_answers(row.said)[0])) for row in kept],
        "found": _shown(answers) if answers else None,
        "typed": posted_fields(request.POST)
        if posted and "year" in request.POST
        else fields_of(said),
        "year": said.get("year") or "",
        "called": request.POST.get("name", kept[0].name if kept else ""),
        "name_of": name_of,
        "scene_name": scene_name,
        "what_to_do": what_to_do,
        "counties": counties_near(reader_of(request)) if is_firm else [],
        "own_county": own_county(reader_of(request)),
        "standards": standards(),
        "stages": _stages(reader_of(request)) if is_firm else [],
        "recorded": {name: request.POST.get(name, "") for name in RECORDED},
        "problems": problems,
    }
    return render(request, "ladder/own.html.j2", context, status=422 if problems else 200)
