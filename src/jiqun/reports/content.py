"""The content of the development report: figures, tables and what stands behind them.

One content, several writers: report.json is this content, the page is drawn from it.
"""

from __future__ import annotations

from typing import Any

from jiqun.base.canonical import content_hash
from jiqun.base.codes import MACRO_REGIONS, regions, sectors
from jiqun.base.definitions import factors, indicators
from jiqun.base.forms import form
from jiqun.indicators import NATION, Audience, Figure, bridge
from jiqun.indicators.bridge import Bridge
from jiqun.indicators.disclosure import FEWEST_CLUSTERS
from jiqun.indicators.figures import text
from jiqun.reports.outline import outline
from jiqun.reports.sources import clusters, figures_of
from jiqun.workspace import Snapshot

TABLE_LEVELS = ("macro_region", "province", "sector")


def development_report(snapshot: Snapshot, year: int, reader: Audience = NATION) -> dict[str, Any]:
    """Return the development report of a year as one JSON document.

    Parameters
    ----------
    snapshot
        A vintage.
    year
        The data year.
    reader
        Who reads: the public edition withholds small groups.

    Returns
    -------
    dict
        As the contract's report.json; ``tables`` holds the figures by macro-region, province and
        sector, the growth bridges and the coverage of filing.
    """
    figures = figures_of(snapshot, year, ("nation", *TABLE_LEVELS), reader)
    nation = [one for one in figures if one.level == "nation"]
    return {
        "report": "development",
        "year": year,
        "vintage": snapshot.vintage,
        "vintage_sha256": snapshot.sha256,
        "catalogue_sha256": catalogue_hash(),
        "demo": snapshot.is_demonstration(),
        "audience": "public" if not reader.official else reader.prefix or "nation",
        "derived_form": {"zh": form().derived.zh, "en": form().derived.en},
        "figures": [figure_record(one) for one in nation],
        "claims": [],
        "tables": [
            *(_level_table(level, figures) for level in TABLE_LEVELS),
            *_bridge_tables(snapshot, year, reader),
            _coverage_table(snapshot, year),
        ],
        "charts": [],
    }


def figure_record(one: Figure) -> dict[str, Any]:
    """Return a figure as report.json holds it, with how it is printed."""
    entry = indicators()[one.id]
    withheld = one.status == "suppressed"
    shown = "—" if withheld else entry.printed.show(one.value, "zh")
    shown_en = "—" if withheld else entry.printed.show(one.value, "en")
    return {
        **one.record(),
        "display": shown,
        "display_en": shown_en,
        "title": {"zh": entry.title.zh, "en": entry.title.en},
        "dimension": entry.dimension,
        "published": entry.published,
    }


def catalogue_hash() -> str:
    """Return the hash of the definitions a report was made with."""
    definitions = {
        "indicators": {name: repr(one) for name, one in indicators().items()},
        "factors": {name: repr(one) for name, one in factors().items()},
        "form": repr(form()),
    }
    return content_hash(definitions)


def key_name(level: str, key: str) -> dict[str, str]:
    """Return the name of a level's key in both languages."""
    if level == "macro_region":
        zh, en = MACRO_REGIONS[key]
        return {"zh": zh, "en": en}
    if level == "province":
        name = regions().province_of(key).name
        return {"zh": name, "en": name}
    if level == "sector":
        return {"zh": sectors()[key].name, "en": key}
    return {"zh": key, "en": key}


def _level_table(level: str, figures: list[Figure]) -> dict[str, Any]:
    found = [one for one in figures if one.level == level]
    keys = list(dict.fromkeys(one.key for one in found))
    return {
        "id": f"by_{level}",
        "level": level,
        "keys": [{"key": key, "name": key_name(level, key)} for key in keys],
        "figures": [
            {
                **one.record(),
                "display": "—"
                if one.status == "suppressed"
                else indicators()[one.id].printed.plain(one.value)
                if one.value is not None
                else "—",
            }
            for one in found
        ],
    }


def _bridge_tables(snapshot: Snapshot, year: int, reader: Audience) -> list[dict[str, Any]]:
    if year - 1 not in snapshot.years():
        return []
    steps = [bridge(snapshot, year, field) for field in outline().bridges]
    return [_bridge_record(one, year, shows_clusters=reader == NATION) for one in steps]


def _bridge_record(one: Bridge, year: int, *, shows_clusters: bool) -> dict[str, Any]:
    """Return a bridge; steps of fewer than three clusters are the nation's officials' alone."""
    unit = form().fields[one.field].unit
    amounts = {name: getattr(one, name) for name in one.clusters}
    small = any(0 < count < FEWEST_CLUSTERS for count in one.clusters.values())
    hidden = {"restated", "left", "grown", "entered"} if small and not shows_clusters else set()
    return {
        "id": f"bridge_{one.field}",
        "field": one.field,
        "title": {"zh": form().fields[one.field].title.zh, "en": form().fields[one.field].title.en},
        "unit": unit,
        "year": year,
        "steps": [
            {
                "step": name,
                "amount": None if name in hidden else text(amount),
                "clusters": one.clusters[name],
            }
            for name, amount in amounts.items()
        ],
        "like_for_like": text(one.like_for_like),
        "restatements": [
            {"cluster": cluster, "filed": text(then), "now": text(now)}
            for cluster, then, now in one.restatements
        ]
        if shows_clusters
        else [],
    }


def _coverage_table(snapshot: Snapshot, year: int) -> dict[str, Any]:
    """Say which of the clusters known up to the year filed for it, and which did not."""
    known = {row["cluster_id"] for row in clusters(snapshot, range(year + 1))}
    filed = {row["cluster_id"] for row in clusters(snapshot, [year])}
    before = {row["cluster_id"] for row in clusters(snapshot, [year - 1])}
    return {
        "id": "coverage",
        "known": len(known),
        "filed": len(filed),
        "not_filed": sorted(known - filed),
        "entrants": sorted(filed - before),
        "leavers": sorted(before - filed),
    }
