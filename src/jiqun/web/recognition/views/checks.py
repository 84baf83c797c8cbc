"""The self-check of a county before there is an application: nothing of it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.definitions import filed_fields
from jiqun.base.errors import Problem
from jiqun.recognition.self_checks import cells_asked, self_check
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.explore.shelf import shelf
from jiqun.web.posted import day_in
from jiqun.web.recognition.calling import open_calls
from jiqun.web.recognition.check_seen import SeenCheck
from jiqun.web.recognition.known_cells import BY_HAND, SOURCES, known_cells
from jiqun.web.recognition.models import Answer
from jiqun.web.recognition.said_facts import facts_said
from jiqun.web.recognition.starting import dossier_of, said_of
from jiqun.web.recognition.subjects import Subject, subjects
from jiqun.web.rights import filers


@filers.taking("GET", "HEAD", "POST")
def shown(request: HttpRequest) -> HttpResponse:
    """Check a cluster, by what is known of it or by what is typed; what is typed is not kept."""
    said = request.POST if request.method == "POST" else request.GET
    every, problems = subjects(shelf().workspace, reader_of(request)), list[Problem]()
    key = said.get("cluster", "")
    chosen = next((subject for subject in every if subject.key == key), None)
    if key and chosen is None:
        problems.append(Problem("recognition.no_cluster_chosen"))
    on = day_in(said.get("on", ""), "on", problems) or today()
    context: dict[str, Any] = {"subjects": every, "chosen": chosen, "on": on}
    if chosen is not None:
        context |= _checked(request, chosen, on, problems)
    context["problems"] = problems
    status = 422 if problems else 200
    return render(request, "recognition/check.html.j2", context, status=status)


def _checked(
    request: HttpRequest, chosen: Subject, on: date, problems: list[Problem]
) -> dict[str, Any]:
    """Return what the page of a cluster that was chosen shows."""
    reader = reader_of(request)
    dossier = dossier_of(said_of(chosen.candidate), shelf().workspace, reader)
    asked = cells_asked(chosen.county, on)
    where = (chosen.cluster, chosen.county)
    cells = known_cells(*where, asked, shelf().workspace, reader, dossier)
    known = {name: cell.said for name, cell in cells.items()}
    if request.method == "POST":
        _take_over(cells, request.POST)
    facts, faults = facts_said(*where, cells.values())
    problems += faults
    return {
        "check": SeenCheck(self_check(facts, on)),
        "dossier": dossier,
        "rows": _rows(cells),
        "known": known,
        "years": sorted({cell.period for cell in cells.values()}),
        "fields": filed_fields(),
        "sources": SOURCES,
        "calls": open_calls(reader),
    }


def _take_over(cells: Mapping[str, Answer], posted: Mapping[str, str]) -> None:
    """Let what was typed stand for what is known: an empty cell is not known."""
    for name, cell in cells.items():
        typed = posted.get(name, cell.said).strip()
        if typed != cell.said:
            cell.said, cell.status, cell.reason, cell.source = typed, "", "", BY_HAND


def _rows(cells: Mapping[str, Answer]) -> "list[tuple[str, dict[str, Answer]]]":
    """Return the fields in the form's order, each with its cells by year."""
    rows: dict[str, dict[str, Answer]] = {}
    for cell in cells.values():
        rows.setdefault(cell.field, {})[cell.period] = cell
    return [(name, rows[name]) for name in filed_fields() if name in rows]
