"""Clusters that filed side by side: a page, and the same as CSV."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.csv_files import csv_bytes
from jiqun.base.definitions import indicators
from jiqun.base.language import Lang
from jiqun.clusters.filed import Filed, find_filed
from jiqun.indicators.figures import text
from jiqun.publications.published import Published
from jiqun.publications.shown import figures_in, shown
from jiqun.reports.outline import Section, outline
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.languages import language_of
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page

MOST_COMPARED = 4
MOST_SUGGESTED = 100


@public
@kept_page("c", "format")
def compare(request: HttpRequest) -> HttpResponse:
    """Put up to four clusters that filed side by side: ``?c=demo-001&c=demo-002``."""
    newest = shelf().newest(reader_of(request))
    asked = [part for said in request.GET.getlist("c") for part in said.split(",") if part]
    known = newest.clusters if newest else {}
    named = {said: _key_of(said, known) for said in asked}
    keys = [key for key in dict.fromkeys(named.values()) if key][:MOST_COMPARED]
    if newest and keys and request.GET.get("format") == "csv":
        return _comparison_file(newest, keys, language_of(request))
    return render(
        request,
        "explore/compare.html.j2",
        {
            "newest": newest,
            "chosen": [known[key] for key in keys],
            "unknown": [said for said, key in named.items() if not key],
            "too_many": len({key for key in named.values() if key}) > MOST_COMPARED,
            "sections": _side_by_side(newest, keys) if newest and keys else [],
            "suggested": _suggested(known, keys),
            "most": MOST_COMPARED,
            "query": urlencode([("c", key) for key in keys]),
        },
    )


def _suggested(known: Mapping[str, Filed], keys: list[str]) -> list[Filed]:
    """Return clusters one may add: those of the same sectors first, not more than a page holds."""
    sectors = {known[key].sector for key in keys}
    others = [cluster for cluster in known.values() if cluster.id not in keys]
    return sorted(others, key=lambda cluster: cluster.sector not in sectors)[:MOST_SUGGESTED]


def _key_of(said: str, known: Mapping[str, Filed]) -> str:
    """Return the id of the one cluster that is called so; empty where none or several are."""
    if said in known:
        return said
    found = find_filed(known.values(), said.strip())
    exact = [cluster for cluster in found if cluster.name == said.strip()] or found
    return exact[0].id if len(exact) == 1 else ""


def _comparison_file(newest: Published, keys: list[str], lang: Lang) -> HttpResponse:
    """Return the comparison as CSV: one row an indicator, one column a cluster."""
    names = {key: f"{newest.clusters[key].name} ({key})" for key in keys}
    rows = [
        {
            "id": entry.figure,
            "title": entry.title.in_(lang),
            "unit": entry.unit,
            **{
                names[key]: cell and (text(cell.figure.value) or cell.status.in_(lang))
                for key, cell in zip(keys, cells, strict=True)
            },
        }
        for _, of_section in _side_by_side(newest, keys)
        for entry, cells in of_section
    ]
    columns = ("id", "title", "unit", *names.values())
    response = HttpResponse(csv_bytes(rows, columns), content_type="text/csv; charset=utf-8")
    mark = "demonstration-" if any(newest.clusters[key].demo for key in keys) else ""
    name = f"{mark}compared-{newest.vintage.id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _side_by_side(newest: Published, keys: list[str]) -> list[tuple[Section, list[Any]]]:
    """Return each section's indicators, with one figure, or none, a cluster."""
    held = [newest.at("cluster", key) for key in keys]
    sections = []
    for section in outline().sections:
        rows = [
            (
                indicators()[name],
                [shown(newest, figures[name]) if name in figures else None for figures in held],
            )
            for name in figures_in(section, newest.year)
            if any(name in figures for figures in held)
        ]
        if rows:
            sections.append((section, rows))
    return sections
