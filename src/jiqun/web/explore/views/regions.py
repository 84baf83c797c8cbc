"""Regions and sectors."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.codes import MACRO_REGIONS, Region, regions
from jiqun.base.codes import sectors as sector_list
from jiqun.base.definitions import indicators
from jiqun.base.errors import NotFound, Problem
from jiqun.base.grid_factors import grid_factors_of
from jiqun.base.language import Bilingual
from jiqun.base.names import region_name, sector_name
from jiqun.chains.chain import Chain
from jiqun.chains.loading import chains
from jiqun.clusters.citations import citations_beside
from jiqun.clusters.filed import Filed
from jiqun.clusters.recognised import batch_name, batches, recognised
from jiqun.policies import policies, policies_of
from jiqun.publications.published import Published
from jiqun.publications.shown import Shown, shown
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.explore.views.chains import clusters_of
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page

COLUMNS = (
    "enterprises_total",
    "sme_total",
    "output_total",
    "output_growth",
    "rd_intensity",
    "employment",
)
MOST_WEAKNESSES = 8
"""Findings shown on a province's page."""
LEVEL_NAMES = {
    "province": Bilingual("省级", "province"),
    "prefecture": Bilingual("地级", "prefecture"),
    "county": Bilingual("县级", "county"),
}


@dataclass(frozen=True, slots=True)
class Weakness:
    """A finding, the clusters of a place that have it, and of how many it was asked."""

    title: Bilingual
    clusters: list[Filed]
    asked: int


@public
@kept_page()
def listed(request: HttpRequest) -> HttpResponse:
    """List the provinces, with what is known of each."""
    counted = Counter(cluster.province_code for cluster in recognised().values())
    named = Counter(policy.jurisdiction[:2] + "0000" for policy in policies().values())
    rows = [(p, region_name(p.code), counted[p.code], named[p.code]) for p in regions().provinces]
    parts = [
        (Bilingual(*MACRO_REGIONS[name]), [row for row in rows if row[0].macro_region == name])
        for name in MACRO_REGIONS
    ]
    rest = [row for row in rows if row[0].macro_region not in MACRO_REGIONS]
    if rest:
        parts.append((Bilingual("港澳台", "Hong Kong, Macao, Taiwan"), rest))
    return render(request, "explore/regions.html.j2", {"parts": parts, "total": len(recognised())})


@public
@kept_page()
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one region: facts, recognised clusters and policies; never a made-up figure."""
    found = regions().get(code)
    if found is None:
        raise Http404(NotFound(Problem("web.no_region", details={"code": code})))
    prefix, newest = _prefix(found), shelf().newest(reader_of(request))
    clusters = [o for o in recognised().values() if o.county_code.startswith(prefix)]
    of_batch = Counter(cluster.batch for cluster in clusters)
    return render(
        request,
        "explore/region.html.j2",
        {
            "region": found,
            "name": region_name(code),
            "level": LEVEL_NAMES[found.level],
            "above": _above(found),
            "below": _below(found),
            "point": regions().point(code),
            "macro": MACRO_REGIONS.get(found.macro_region),
            "clusters": clusters,
            "batches": [(batch, batch_name(batch), of_batch[batch]) for batch in batches()],
            "policies": policies_of(code),
            "grid": grid_factors_of(code),
            "citations": citations_beside(code, recognised().values()),
            "figures": _figures(found, newest),
            "weak": _weaknesses(found, newest),
            "chains": [chain for chain in chains().values() if _within(chain, prefix)],
            "newest": newest,
            "outline_names": _outline_names(found),
        },
    )


def _outline_names(found: Region) -> dict[str, str]:
    """Return in English, by code, what the outline of a province shows: prefectures or counties."""
    if found.level != "province":
        return {}
    every = (*regions().prefectures, *regions().counties)
    below = (region.code for region in every if region.code.startswith(_prefix(found)))
    return {code: region_name(code).en for code in below}


def _prefix(found: Region) -> str:
    return {"province": found.code[:2], "prefecture": found.code[:4]}.get(found.level, found.code)


def _above(found: Region) -> list[tuple[Region, Bilingual]]:
    chain: list[tuple[Region, Bilingual]] = []
    code = found.parent_code
    while code and (above := regions().get(code)) is not None and above.code != found.code:
        chain.insert(0, (above, region_name(above.code)))
        code = "" if above.parent_code == above.code else above.parent_code
    return chain


def _below(found: Region) -> list[tuple[Region, Bilingual, int]]:
    if found.level == "county":
        return []
    counted = Counter(cluster.county_code for cluster in recognised().values())
    counties = [c for c in regions().counties if c.code.startswith(_prefix(found))]
    return [(c, region_name(c.code), counted[c.code]) for c in counties]


def _figures(found: Region, newest: Published | None) -> list[Shown]:
    """Return a province's published figures; none where everything filed is made up."""
    if newest is None or shelf().demonstration or found.level != "province":
        return []
    held = newest.at("province", found.code)
    return [shown(newest, held[name]) for name in COLUMNS if name in held]


def _weaknesses(found: Region, newest: Published | None) -> list[Weakness]:
    """Return what is found in several of a province's clusters, the most frequent first.

    Only what the reader sees of each cluster is counted, as the province's report counts it; none
    where everything filed is made up.
    """
    if newest is None or shelf().demonstration or found.level != "province":
        return []
    filed = (row for row in newest.clusters.values() if row.province_code == found.code)
    said = [(row, own) for row in filed if (own := newest.diagnosed(row.id))]
    having: dict[str, Weakness] = {}
    for cluster, own in said:
        for weak in own.found:
            row = having.setdefault(weak.id, Weakness(weak.title, [], len(said)))
            row.clusters.append(cluster)
    rows = sorted(having.values(), key=lambda row: (-len(row.clusters), row.title.zh))
    return rows[:MOST_WEAKNESSES]


def _within(chain: Chain, prefix: str) -> bool:
    """Tell whether a recognised cluster of a chain's lead industry lies in a region."""
    return any(cluster.county_code.startswith(prefix) for cluster in clusters_of(chain))


@public
@kept_page()
def sectors(request: HttpRequest) -> HttpResponse:
    """List the sectors: recognised clusters, and the newest vintage's figures by sector."""
    newest = shelf().newest(reader_of(request))
    counted = Counter(cluster.sector for cluster in recognised().values())
    filed = Counter(cluster.sector for cluster in newest.clusters.values()) if newest else Counter()
    rows: list[dict[str, Any]] = [
        {
            "sector": sector,
            "name": sector_name(key),
            "recognised": counted[sector.name],
            "filed": filed[key],
            "cells": _row(newest, key),
        }
        for key, sector in sector_list().items()
    ]
    return render(
        request,
        "explore/sectors.html.j2",
        {"rows": rows, "newest": newest, "columns": [indicators()[name] for name in COLUMNS]},
    )


def _row(newest: Published | None, key: str) -> dict[str, Shown]:
    held = newest.at("sector", key) if newest else {}
    return {
        name: Shown(held[name], indicators()[name], None, None) for name in COLUMNS if name in held
    }
