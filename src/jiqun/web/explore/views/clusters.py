"""Clusters: the recognised ones with their facts, those that filed with their figures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from jiqun.base.codes import industries
from jiqun.base.definitions import indicators
from jiqun.base.errors import NotFound, Problem
from jiqun.base.language import Lang
from jiqun.base.names import region_name, sector_name
from jiqun.clusters.citations import citations_of
from jiqun.clusters.filed import Filed, find_filed
from jiqun.clusters.joined import joined, recognition_of
from jiqun.clusters.recognised import Recognised, batch_name, batches, recognised
from jiqun.clusters.reviews import periods_of
from jiqun.clusters.search import Index
from jiqun.exchange.closing import why_of
from jiqun.policies import policies_of
from jiqun.publications.answers import answers
from jiqun.publications.diagnosed import Diagnosed
from jiqun.publications.published import Published
from jiqun.publications.shown import Shown, figures_in, shown
from jiqun.reports.outline import Section, outline
from jiqun.rules import programme
from jiqun.rules.life import review_of_batch
from jiqun.web.admission import reader_of
from jiqun.web.explore.closed import closed_years
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.placed import placed_sections
from jiqun.web.explore.shelf import shelf
from jiqun.web.explore.views.chains import chain_of, drawing_of
from jiqun.web.languages import language_of
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page

NATIONAL_PROGRAMME = "national/sme-cluster"
MOST_PEERS = 8
WIDE, ROW = 640.0, 26.0
"""The width of the picture of places and the height of a row, in pixels."""
COLUMNS = (
    "output_total",
    "output_growth",
    "sme_total",
    "employment",
    "rd_intensity",
    "quality_sme_share",
)
"""Figures of the list of clusters that filed."""

_index = Index(recognised().values())


@public
@kept_page("tab", "q", "batch", "province", "sector", "region", "sort", "page")
def listed(request: HttpRequest) -> HttpResponse:
    """List recognised clusters, or with ``?tab=filed`` those of the newest vintage."""
    if request.GET.get("tab") == "filed":
        return _filed(request)
    query = request.GET.get("q", "").strip()
    chosen = {name: request.GET.get(name, "") for name in ("batch", "province", "sector")}
    found = [cluster for cluster in _index.find(query) if _fits(cluster, chosen)]
    every = recognised().values()
    return render(
        request,
        "explore/clusters.html.j2",
        {
            "tab": "recognised",
            "page": page_of(found, request.GET),
            "query": query,
            "chosen": chosen,
            "batches": [(batch, batch_name(batch)) for batch in batches()],
            "provinces": [(c, region_name(c)) for c in sorted({o.province_code for o in every})],
            "sectors": sorted(
                {(cluster.sector_id, cluster.sector_name) for cluster in every}, key=lambda s: s[0]
            ),
            "newest": shelf().newest(reader_of(request)),
        },
    )


def _fits(one: Recognised, chosen: dict[str, str]) -> bool:
    said = {
        "batch": (one.batch,),
        "province": (one.province_code,),
        "sector": (one.sector_id, one.sector),
    }
    return all(not value or value in said[name] for name, value in chosen.items())


def _filed(request: HttpRequest) -> HttpResponse:
    newest = shelf().newest(reader_of(request))
    query = request.GET.get("q", "").strip()
    sector = request.GET.get("sector", "")
    region = request.GET.get("region", "")
    sort = request.GET.get("sort", "")
    rows: list[Filed] = []
    if newest is not None:
        rows = [
            cluster
            for cluster in find_filed(newest.clusters.values(), query)
            if sector in ("", cluster.sector) and region in ("", cluster.macro_region)
        ]
        rows = _sorted(newest, rows, sort)
    page = page_of(rows, request.GET)
    return render(
        request,
        "explore/clusters_filed.html.j2",
        {
            "tab": "filed",
            "newest": newest,
            "page": page,
            "cells": _cells(newest, [cluster.id for cluster in page.rows]) if newest else {},
            "columns": [indicators()[name] for name in COLUMNS],
            "query": query,
            "sector": sector,
            "region": region,
            "sort": sort,
            "sectors": sorted({cluster.sector for cluster in newest.clusters.values()})
            if newest
            else [],
            "sector_name": sector_name,
        },
    )


def _sorted(newest: Published, rows: list[Filed], sort: str) -> list[Filed]:
    """Sort by a figure, those without one last; by id otherwise."""
    name = sort.removeprefix("-")
    if name not in COLUMNS:
        return rows
    values = newest.values("cluster", name)
    known = [cluster for cluster in rows if cluster.id in values]
    known.sort(key=lambda cluster: (values[cluster.id], cluster.id), reverse=sort.startswith("-"))
    return known + [cluster for cluster in rows if cluster.id not in values]


def _cells(newest: Published, keys: list[str]) -> dict[str, dict[str, Shown]]:
    """Return the figures of the list's columns, by cluster and by figure."""
    found: dict[str, dict[str, Shown]] = {key: {} for key in keys}
    for name in COLUMNS:
        for figure in newest.across("cluster", name, keys=found):
            found[figure.key][name] = Shown(figure, indicators()[name], None, None)
    return found


@public
@kept_page()
def one(request: HttpRequest, id: str) -> HttpResponse:
    """Show one cluster: a recognised one's facts, or the figures of one that filed."""
    newest = shelf().newest(reader_of(request))
    recognition = recognised().get(id)
    chosen = newest.clusters.get(id) if newest else None
    if recognition and newest:
        chosen = joined(newest.clusters.values()).get(id)
    elif chosen:
        recognition = recognition_of(chosen)
    if newest and chosen:
        return _filed_one(request, newest, chosen, recognition)
    if recognition:
        return _recognised(request, recognition)
    raise Http404(NotFound(Problem("web.no_cluster", details={"id": id})))


def _filed_one(
    request: HttpRequest, newest: Published, chosen: Filed, recognition: Recognised | None
) -> HttpResponse:
    """Show a cluster that filed, with its recognition where it has one."""
    diagnosed = newest.diagnosed(chosen.id)
    return render(
        request,
        "explore/cluster_filed.html.j2",
        {
            "cluster": chosen,
            "diagnosed": diagnosed,
            "placed": placed_sections(diagnosed.places, newest.year) if diagnosed else [],
            "standing": _drawing(diagnosed, language_of(request)),
            **(_facts(recognition, language_of(request)) if recognition else {}),
            "answers": answers(newest, chosen.id, newest.year),
            "closed": closed_years(newest, chosen.id),
            "why": why_of,
            "newest": newest,
            "years": [y for y in newest.years if newest.at("cluster", chosen.id, y)],
            "hero": _hero(newest, chosen.id),
            "sections": _sections(newest, chosen.id),
            "industry": industries().get(chosen.industry),
            "peers": _peers(newest, chosen, diagnosed),
        },
    )


def _drawing(diagnosed: Diagnosed | None, lang: Lang) -> Markup:
    """Draw a cluster's place among its peers; nothing where it has none."""
    chart = diagnosed.chart if diagnosed else None
    if chart is None:
        return Markup()
    high = ROW * len(chart.categories) + ROW
    return Markup(chart.svg(WIDE, high, lang))  # noqa: S704  # charts escape every text they draw


def _peers(newest: Published, chosen: Filed, diagnosed: Diagnosed | None) -> list[Filed]:
    """Return the comparable clusters, nearest first; without any, others of the sector."""
    if diagnosed and diagnosed.peers:
        known = (newest.clusters.get(peer) for peer in diagnosed.peers)
        return [peer for peer in known if peer][:MOST_PEERS]
    same = (other for other in newest.clusters.values() if other.sector == chosen.sector)
    return [other for other in same if other != chosen][:MOST_PEERS]


def _hero(newest: Published, key: str) -> list[Shown]:
    found = newest.at("cluster", key)
    return [shown(newest, found[name]) for name in COLUMNS if name in found]


def _sections(newest: Published, key: str) -> list[tuple[Section, list[Shown]]]:
    found = newest.at("cluster", key)
    sections = []
    for section in outline().sections:
        rows = [
            shown(newest, found[name]) for name in figures_in(section, newest.year) if name in found
        ]
        if rows:
            sections.append((section, rows))
    return sections


def _recognised(request: HttpRequest, found: Recognised) -> HttpResponse:
    every = recognised().values()
    return render(
        request,
        "explore/cluster_recognised.html.j2",
        {
            "cluster": found,
            **_facts(found, language_of(request)),
            "policies": policies_of(found.county_code),
            "same_county": [o for o in every if o.county_code == found.county_code and o != found],
            "same_sector": [o for o in every if o.sector == found.sector and o != found][:12],
        },
    )


def _facts(found: Recognised, lang: Lang) -> dict[str, Any]:
    """Return what is known of a recognition, and what was published of the cluster."""
    chain = chain_of(found.id)
    return {
        "chain": chain,
        "chain_drawing": drawing_of(chain, lang),
        "recognition": found,
        "batch": batch_name(found.batch),
        "periods": periods_of(found),
        "reviewed": review_of_batch(programme(NATIONAL_PROGRAMME), found.batch),
        "citations": citations_of(found),
    }
