"""Indicators: what is measured and why, its history, and where clusters stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from jiqun.base.definitions import LEVELS, Indicator, indicators
from jiqun.base.errors import NotFound, Problem
from jiqun.base.language import Bilingual, Lang
from jiqun.base.names import level_name
from jiqun.base.plurals import counted
from jiqun.base.readers import Reader
from jiqun.clusters.filed import Filed
from jiqun.diagnosis.rankings import METHODS, Ranked
from jiqun.indicators.breaks import caveat
from jiqun.indicators.words import LEVEL_WORDS, definition_words
from jiqun.publications.published import Published
from jiqun.publications.shown import DIRECTION_WORDS, Shown, figures_in, shown
from jiqun.reports.comparators import comparators
from jiqun.reports.outline import outline
from jiqun.web.admission import reader_of
from jiqun.web.explore import pictures
from jiqun.web.explore.paging import Page, page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.languages import language_of
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page

FEWEST_FOR_A_STRIP = 5
RANKED_ROWS = 200


@public
@kept_page()
def listed(request: HttpRequest) -> HttpResponse:
    """List every indicator by dimension, with the newest figure for all clusters."""
    newest = shelf().newest(reader_of(request))
    nation = newest.at("nation", "CN") if newest else {}
    sections = []
    for section in outline().sections:
        entries = [indicators()[name] for name in figures_in(section)]
        rows = [
            (e, shown(newest, nation[e.figure]) if newest and e.figure in nation else None)
            for e in entries
        ]
        if rows:
            sections.append((section, rows))
    return render(
        request,
        "explore/indicators.html.j2",
        {"newest": newest, "sections": sections, "count": len(indicators())},
    )


@public
@kept_page("page")
def one(request: HttpRequest, dimension: str, id: str) -> HttpResponse:
    """Show one indicator."""
    entry = next((o for o in indicators().values() if o.id == f"{dimension}/{id}"), None)
    if entry is None:
        details = {"id": f"{dimension}/{id}"}
        raise Http404(NotFound(Problem("web.no_indicator", details=details)))
    lang = language_of(request)
    newest = shelf().newest(reader_of(request))
    found = newest.at("nation", "CN").get(entry.figure) if newest else None
    return render(
        request,
        "explore/indicator.html.j2",
        {
            "entry": entry,
            "definition": definition_words(entry.definition, lang),
            "compared": [
                comparator
                for comparator in comparators().values()
                if comparator.compares == entry.figure
            ],
            "direction": DIRECTION_WORDS.get(entry.direction),
            "newest": newest,
            "now": shown(newest, found) if newest and found else None,
            "history": _history(entry, newest, lang) if newest else None,
            "revisions": _revisions(entry, reader_of(request)),
            "levels": _levels(entry, newest) if newest else [],
            "strip": _strip(entry, newest, lang) if newest else None,
            "breaks": _breaks(entry, newest) if newest else [],
            "methods": METHODS,
            "ranking": _ranking(entry, newest, request.GET) if newest else None,
        },
    )


def _breaks(entry: Indicator, newest: Published) -> list[Bilingual]:
    """Return what to say of breaks between the vintage's data years."""
    said = (caveat(entry, year) for year in sorted(newest.years)[1:])
    return [text for text in said if text is not None]


def _history(entry: Indicator, newest: Published, lang: Lang) -> dict[str, Any] | None:
    """Return the figure over the vintage's data years, as a drawing and rows."""
    rows = []
    for year in sorted(newest.years):
        figure = newest.at("nation", "CN", year).get(entry.figure)
        if figure is not None:
            rows.append(Shown(figure, entry, None, None))
    known = [
        (str(row.figure.year), row.figure.value, row.printed(lang))
        for row in rows
        if row.figure.value is not None
    ]
    drawing = pictures.history(known, entry.title.in_(lang)) if known else None
    return {"rows": rows, "drawing": drawing}


def _revisions(entry: Indicator, reader: Reader) -> list[tuple[Any, Shown]]:
    """Return the reporting year's figure in every vintage, newest first: how it was revised."""
    found = []
    held = shelf()
    for vintage in reversed(held.vintages):
        if vintage != held.vintages[0] and held.is_being_made(vintage, reader):
            continue
        published = held.published(vintage.id, reader)
        figure = published.at("nation", "CN").get(entry.figure)
        if figure is not None:
            found.append((vintage, Shown(figure, entry, None, None)))
    return found


def _levels(
    entry: Indicator, newest: Published
) -> list[tuple[str, Bilingual, list[tuple[Bilingual, Shown]]]]:
    parts: list[tuple[str, Bilingual, list[tuple[Bilingual, Shown]]]] = []
    for level in ("macro_region", "sector", "province"):
        if level not in entry.levels:
            continue
        rows = [
            (level_name(level, f.key), Shown(f, entry, None, None))
            for f in newest.across(level, entry.figure)
        ]
        rows.sort(
            key=lambda row: (row[1].figure.value is None, -(row[1].figure.value or Decimal(0)))
        )
        if rows:
            parts.append((level, LEVEL_WORDS[level], rows))
    return parts


def _strip(entry: Indicator, newest: Published, lang: Lang) -> Any:
    return strip_of(entry, list(newest.values("cluster", entry.figure).values()), lang)


def strip_of(entry: Indicator, values: list[Decimal], lang: Lang, at: Decimal | None = None) -> Any:
    """Draw where the clusters lie, where enough of them have a value."""
    if len(values) < FEWEST_FOR_A_STRIP:
        return None
    said = (
        f"：{len(values)} 个集群的分布" if lang == "zh" else f": {counted(len(values), 'cluster')}"
    )
    title = entry.title.in_(lang) + said
    return pictures.strip(values, lambda value: entry.printed.plain(value, lang), lang, title, at)


def _ranking(
    entry: Indicator, newest: Published, query: QueryDict
) -> Page[tuple[Ranked, Filed, Shown, Any]] | None:
    """Return a page of the clusters' places; None where clusters have no such figure."""
    if "cluster" not in entry.levels:
        return None
    page = page_of(newest.rankings(entry), query, RANKED_ROWS)
    keys = {ranked.key for ranked in page.rows}
    figures = {figure.key: figure for figure in newest.across("cluster", entry.figure, keys=keys)}
    rows = []
    for ranked in page.rows:
        figure = figures[ranked.key]
        best, worst = ranked.best, ranked.worst
        bar = pictures.span(best, worst, ranked.places[0] or best, page.total, f"{best}–{worst}")
        rows.append((ranked, newest.clusters[ranked.key], Shown(figure, entry, None, None), bar))
    return page.of(rows)


@public
@kept_page()
def figure(
    request: HttpRequest, vintage: str, year: int, level: str, key: str, id: str
) -> HttpResponse:
    """Open one figure: definition, numerator, denominator, coverage, vintage, place among peers."""
    try:
        published = shelf().published(vintage, reader_of(request))
    except NotFound as missing:
        raise Http404(missing) from None
    found = published.at(level, key, year).get(id) if level in LEVELS else None
    if found is None:
        details = {"place": f"{vintage} {year} {level} {key} {id}"}
        raise Http404(NotFound(Problem("web.no_figure", details=details)))
    lang = language_of(request)
    one = shown(published, found)
    values = list(published.values(level, id, year).values())
    return render(
        request,
        "explore/figure.html.j2",
        {
            "one": one,
            "published": published,
            "year": year,
            "level": level,
            "level_word": LEVEL_WORDS[level],
            "name": published.clusters[key].name if level == "cluster" else level_name(level, key),
            "definition": definition_words(one.entry.definition, lang),
            "strip": strip_of(one.entry, values, lang, found.value)
            if found.value is not None
            else None,
            "opened": published.opened and id in published.withheld and level == "cluster",
        },
    )
