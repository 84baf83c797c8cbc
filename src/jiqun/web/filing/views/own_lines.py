"""A firm's own line: what the county has of it, and what the firm says; nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from jiqun.base.codes import industries
from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.names import place_name
from jiqun.clusters.roster import tier_text
from jiqun.clusters.roster_form import Column, roster_form
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing import firms
from jiqun.web.filing.models import Case, FirmLine
from jiqun.web.rights import firms as firm_accounts


@dataclass(frozen=True, slots=True)
class About:
    """What a firm is told of the case its line is in.

    Parameters
    ----------
    name, year
        The cluster's name, and the year.
    open
        Whether its line can be filled in now.
    """

    name: str
    year: int
    open: bool


@firm_accounts
def listed(request: HttpRequest) -> HttpResponse:
    """List a firm's lines: those it is asked to fill in, and those of stored lists."""
    doer = doer_of(request)
    lines = list(FirmLine.objects.for_reader(reader_of(request)).order_by("-case", "number"))
    context = {
        "lines": [(line, _about(line)) for line in lines],
        "earlier": firms.earlier_lines(shelf().workspace, doer),
        "tier_text": tier_text,
        "place": place_name,
        "industries": industries(),
    }
    return render(request, "filing/firm_lines.html.j2", context)


@firm_accounts.taking("GET", "HEAD", "POST")
def line(request: HttpRequest, number: int) -> HttpResponse:
    """Show a firm's line, and keep what it says."""
    found = FirmLine.objects.for_reader(reader_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404(NotFound(Problem("filing.not_your_line")))
    problems: list[Problem] = []
    remarks: list[Problem] = []
    said = found.supplied or found.said
    refused = saved = False
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in firms.FILLED_IN}
        said["tiers"] = _titles(request.POST)
        try:
            remarks = firms.supply(found, said, doer_of(request))
            saved = True
        except Refused as refusal:
            problems, refused = refusal.problems, True
    context = {
        "line": found,
        "about": _about(found),
        "said": said,
        "columns": {name: column for name, column in _columns() if name in firms.FILLED_IN},
        "sizes": roster_form().sizes,
        "tiers": roster_form().tiers,
        "titles": [*_spans(said.get("tiers") or ""), ("", "", "")],
        "problems": problems,
        "remarks": remarks,
        "saved": saved,
    }
    return render(request, "filing/firm_line.html.j2", context, status=422 if refused else 200)


def _titles(posted: QueryDict) -> str:
    """Return the titles a firm says it holds, as a row of a list writes them."""
    if "tier" not in posted:
        return posted.get("tiers", "")
    rows = zip(*(posted.getlist(name) for name in ("tier", "since", "until")), strict=False)
    return "|".join(f"{tier}:{since}/{until}" for tier, since, until in rows if tier or since)


def _spans(written: str) -> Iterable[tuple[str, str, str]]:
    """Yield each title of a line, from when and until when."""
    for part in filter(None, written.split("|")):
        tier, _, span = part.partition(":")
        since, _, until = span.partition("/")
        yield tier, since, until


def _columns() -> Iterable[tuple[str, Column]]:
    return roster_form().columns.items()


def _about(line: FirmLine) -> About:
    with seen_whole():  # of the case: its name and whether it is open
        case = Case.objects.select_related("definition").get(pk=line.case_id)
    return About(case.name, case.year, firms.takes_firms(case))
