"""The workbook down, a file up: compared field by field before anything is saved."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.folding import folded
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.saving import read_changes, save
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.comparing import Difference, differences, posted_cells
from jiqun.web.filing.describing import Described, described, take_description
from jiqun.web.filing.firms import may_list
from jiqun.web.filing.models import Case
from jiqun.web.filing.seen import Seen, case_for
from jiqun.web.filing.workbooks import Uploaded, read_upload, workbook_of
from jiqun.web.languages import language_of
from jiqun.web.rights import filers, parties

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@parties
def workbook(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Hand out the form as a workbook, filled in with what the reader sees of the case."""
    seen = Seen(case_for(reader_of(request), cluster, year), doer_of(request))
    content = workbook_of(seen, shelf().workspace, language_of(request))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{seen.case.cluster}-{year}.xlsx"'
    return response


@filers.taking("POST")
def compare(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show where a file differs from the draft; nothing is stored yet."""
    case = case_for(reader_of(request), cluster, year)
    doer, file = doer_of(request), request.FILES.get("file")
    seen = Seen(case, doer)
    try:
        if file is None:
            raise Refused([Problem("filing.no_file_chosen")])
        uploaded = read_upload(seen, file, shelf().workspace)
    except Refused as refused:
        return _page(request, case, refused.problems)
    found = differences(case, seen.form, seen.cells, uploaded.known, seen.open)
    said = described(case, uploaded.known.profile, uploaded.lines, shelf().workspace, doer)
    return _page(request, case, [], uploaded, found, said)


@filers.taking("POST")
def take(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Save the chosen cells of a file by one event; of a cell changed meanwhile, nothing at all.

    What it says of the cluster and its firms is another thing done, by an event of its own.
    """
    case = case_for(reader_of(request), cluster, year)
    said, doer = request.POST.get("described", ""), doer_of(request)
    try:
        chosen = request.POST.getlist("cell")
        changes = read_changes(posted_cells(chosen)) if chosen or not said else []
        if not changes and not said:
            raise Refused([Problem("filing.no_cell_chosen")])
        with transaction.atomic():
            if changes:
                save(case, changes, doer, source="workbook")
            if said:
                take_description(case, said, doer)
    except Refused as refused:
        return _page(request, case, refused.problems)
    return HttpResponseRedirect(reverse("case", args=(cluster, year)))


def _page(
    request: HttpRequest,
    case: Case,
    problems: list[Problem],
    uploaded: Uploaded | None = None,
    found: list[Difference] | None = None,
    said: Described | None = None,
) -> HttpResponse:
    context = {
        "case": case,
        "problems": problems,
        "uploaded": uploaded,
        "faults": folded(uploaded.problems) if uploaded else [],
        "described": said,
        "may_describe": may_list(case, doer_of(request)),
        "found": [difference for difference in found or [] if difference.open],
        "closed": [difference for difference in found or [] if not difference.open],
    }
    return render(request, "filing/compare.html.j2", context, status=422 if problems else 200)
