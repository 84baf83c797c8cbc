"""The content of the development report: figures, tables and what stands behind them.

One content, several writers: report.json is this content, the page is drawn from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from jiqun.base.canonical import content_hash
from jiqun.base.definitions import Indicator, factors, indicators
from jiqun.base.forms import YEARLY, family, form_for
from jiqun.base.language import Lang
from jiqun.base.names import level_name
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.readers import Reader
from jiqun.charts import Chart, chart_entries
from jiqun.disclosure import Edition, ShownBridge
from jiqun.indicators import Figure
from jiqun.indicators.breaks import caveat_of
from jiqun.indicators.figures import text
from jiqun.reports.claims import claims
from jiqun.reports.comparators import comparators
from jiqun.reports.drawn import drawn
from jiqun.reports.judgement import judge
from jiqun.reports.outline import outline
from jiqun.reports.pinned import pinned, under_another
from jiqun.reports.revision import preceding, revision
from jiqun.reports.sources import clusters, figures_of
from jiqun.workspace import Snapshot

TABLE_LEVELS = ("macro_region", "province", "sector")


@dataclass(frozen=True)
class Report:
    """One report: what every writer writes from.

    Parameters
    ----------
    content
        As report.json holds it.
    charts
        The same charts as in ``content``, by id.
    edition
        What it was made from, and who reads.
    """

    content: dict[str, Any]
    charts: dict[str, Chart]
    edition: Edition

    @property
    def snapshot(self) -> Snapshot:
        """What it was made from."""
        return self.edition.snapshot

    @property
    def year(self) -> int:
        """The data year."""
        return int(self.content["year"])

    @property
    def demo(self) -> bool:
        """Whether any cluster in it is fictional."""
        return bool(self.content["demo"])

    @cached_property
    def figures(self) -> dict[str, dict[str, Any]]:
        """The nation's figures by id, as report.json holds them."""
        return {one["id"]: one for one in self.content["figures"]}

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        """The claims by id, as report.json holds them."""
        return {one["id"]: one for one in self.content["claims"]}

    @cached_property
    def tables(self) -> dict[str, dict[str, Any]]:
        """The tables by id."""
        return {one["id"]: one for one in self.content["tables"]}

    def sentences(self, names: Iterable[str], lang: Lang = "zh") -> list[str]:
        """Return the claims that may be printed, in words; those that fail are gone."""
        key = "text" if lang == "zh" else "text_en"
        return [text for name in names if (text := self.claims[name][key])]


def development_report(snapshot: Snapshot, year: int, reader: Reader) -> dict[str, Any]:
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
    return compose(snapshot, year, reader).content


def compose(snapshot: Snapshot, year: int, reader: Reader) -> Report:
    """Make the report every writer writes from; parameters as of :func:`development_report`.

    A vintage that follows another carries the revision note in ``revision``; one first reported
    with another catalogue says so in ``first_catalogue``.
    """
    report = _composed(Edition(snapshot, reader), year)
    now = catalogue_hash()
    if (first := pinned(snapshot, now)) != now:
        said = under_another(first, now)
        report.content["first_catalogue"] = {"sha256": first, "zh": said.zh, "en": said.en}
    older = preceding(snapshot)
    if older is not None and year in older.years():
        before = _composed(Edition(older, reader), year).content
        report.content["revision"] = revision(before, report.content, older, snapshot, reader)
    return report


def _composed(edition: Edition, year: int) -> Report:
    snapshot = edition.snapshot
    figures = figures_of(edition, year, ("nation", *TABLE_LEVELS))
    nation = {one.id: one for one in figures if one.level == "nation"}
    bridges = _bridges(edition, year)
    drawn_bridges = {shown.field: shown.drawn for shown in bridges}
    charts = drawn(edition, year, figures, drawn_bridges)
    derived = form_for(YEARLY, year).derived
    content = {
        "report": "development",
        "year": year,
        "vintage": snapshot.vintage,
        "vintage_sha256": snapshot.sha256,
        "catalogue_sha256": catalogue_hash(),
        "demo": snapshot.is_demonstration(),
        "audience": edition.reader.name,
        "derived_form": {"zh": derived.zh, "en": derived.en},
        "figures": [figure_record(one) for one in nation.values()],
        "claims": [judge(one, nation) for one in claims().values()],
        "tables": [
            *(_level_table(level, figures) for level in TABLE_LEVELS),
            *(_bridge_record(shown, year) for shown in bridges),
            _coverage_table(snapshot, year),
        ],
        "charts": [one.record() for one in charts.values()],
        "comparators": [one.record() for one in comparators().values()],
    }
    return Report(content, charts, edition)


def figure_record(one: Figure) -> dict[str, Any]:
    """Return a figure as report.json holds it, with how it is printed."""
    entry = indicators()[one.id]
    withheld = one.status == "suppressed"
    shown = "—" if withheld else entry.printed.show(one.value, "zh")
    shown_en = "—" if withheld else entry.printed.show(one.value, "en")
    said = caveat_of(one)
    return {
        **one.record(),
        "display": shown,
        "display_en": shown_en,
        "previous_display": _plain(entry, one.previous),
        "caveat": said and {"zh": said.zh, "en": said.en},
        "title": {"zh": entry.title.zh, "en": entry.title.en},
        "dimension": entry.dimension,
        "published": entry.published,
    }


def _plain(entry: Indicator, value: Decimal | None) -> str:
    return "—" if value is None else entry.printed.plain(value)


@per_catalogue
def catalogue_hash() -> str:
    """Return the hash of the definitions a report was made with."""
    definitions = {
        "indicators": {name: repr(one) for name, one in indicators().items()},
        "claims": {name: repr(one) for name, one in claims().items()},
        "charts": {name: repr(one) for name, one in chart_entries().items()},
        "factors": {name: repr(one) for name, one in factors().items()},
        "forms": {one.version: repr(one) for one in family(YEARLY).versions},
    }
    return content_hash(definitions)


def _level_table(level: str, figures: list[Figure]) -> dict[str, Any]:
    found = [one for one in figures if one.level == level]
    keys = list(dict.fromkeys(one.key for one in found))
    return {
        "id": f"by_{level}",
        "level": level,
        "keys": [{"key": key, "name": _name(level, key)} for key in keys],
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


def _name(level: str, key: str) -> dict[str, str]:
    name = level_name(level, key)
    return {"zh": name.zh, "en": name.en}


def _bridges(edition: Edition, year: int) -> list[ShownBridge]:
    if year - 1 not in edition.snapshot.years():
        return []
    return [edition.bridge(year, field) for field in outline().bridges]


def _bridge_record(shown: ShownBridge, year: int) -> dict[str, Any]:
    """Return a bridge as report.json holds it; a withheld step has no amount."""
    field = family(YEARLY).fields[shown.field]
    return {
        "id": f"bridge_{shown.field}",
        "field": shown.field,
        "title": {"zh": field.title.zh, "en": field.title.en},
        "unit": field.unit,
        "year": year,
        "steps": [
            {"step": name, "amount": text(amount), "clusters": shown.clusters[name]}
            for name, amount in shown.steps.items()
        ],
        "like_for_like": text(shown.like_for_like),
        "restatements": [
            {"cluster": cluster, "filed": text(then), "now": text(now)}
            for cluster, then, now in shown.restatements
        ],
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
