"""The report composed: figures, claims, tables, charts and what changed, in types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jiqun.base.canonical import content_hash
from jiqun.base.definitions import factors, indicators
from jiqun.base.forms import YEARLY, family, form_for
from jiqun.base.names import level_name
from jiqun.base.own_catalogue import in_force, per_catalogue
from jiqun.charts import chart_entries
from jiqun.disclosure import Edition
from jiqun.reports.claims import claims
from jiqun.reports.comparators import comparators
from jiqun.reports.drawn import drawn
from jiqun.reports.judgement import judge
from jiqun.reports.model import BridgeTable, Catalogue, Filed, LevelTable, Place, Report
from jiqun.reports.outline import outline
from jiqun.reports.pinned import pinned, under_another
from jiqun.reports.printing import reported
from jiqun.reports.revision import preceding, revision
from jiqun.reports.sources import clusters, figures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiqun.base.readers import Reader
    from jiqun.indicators import Figure
    from jiqun.workspace import Snapshot

TABLE_LEVELS = ("macro_region", "province", "sector")


def compose(snapshot: Snapshot, year: int, reader: Reader) -> Report:
    """Make the report every writer writes from.

    Parameters
    ----------
    snapshot
        A vintage. One that follows another carries the revision note; one first reported with
        another catalogue says so.
    year
        The data year.
    reader
        Who reads: the public edition withholds small groups.
    """
    report = _composed(Edition(snapshot, reader), year)
    older = preceding(snapshot)
    if older is None or year not in older.years():
        return report
    before = _composed(Edition(older, reader), year)
    return replace(report, revision=revision(before, report))


def _composed(edition: Edition, year: int) -> Report:
    figures = figures_of(edition, year, ("nation", *TABLE_LEVELS))
    nation = {figure.id: figure for figure in figures if figure.level == "nation"}
    bridges = _bridges(edition, year)
    drawable = {field: table.bridge.drawn for field, table in bridges.items()}
    return Report(
        edition=edition,
        year=year,
        demo=edition.snapshot.is_demonstration(),
        catalogue=_catalogue(edition),
        derived_form=form_for(YEARLY, year).derived,
        figures={name: reported(figure) for name, figure in nation.items()},
        claims={name: judge(claim, nation) for name, claim in claims().items()},
        levels={level: _level_table(level, figures) for level in TABLE_LEVELS},
        bridges=bridges,
        filed=_filed(edition, year),
        charts=drawn(edition, year, figures, drawable),
        comparators=comparators(),
    )


@per_catalogue
def catalogue_hash() -> str:
    """Return the hash of the definitions a report was made with."""
    definitions = {
        "indicators": {name: repr(indicator) for name, indicator in indicators().items()},
        "claims": {name: repr(claim) for name, claim in claims().items()},
        "charts": {name: repr(chart) for name, chart in chart_entries().items()},
        "factors": {name: repr(factor) for name, factor in factors().items()},
        "forms": {form.version: repr(form) for form in family(YEARLY).versions},
    }
    return content_hash(definitions)


def _catalogue(edition: Edition) -> Catalogue:
    now = catalogue_hash()
    first = pinned(edition.snapshot, now)
    another = under_another(first, now) if first != now else None
    return Catalogue(now, first, another, in_force().refused)


def _level_table(level: str, figures: Sequence[Figure]) -> LevelTable:
    found = tuple(figure for figure in figures if figure.level == level)
    keys = dict.fromkeys(figure.key for figure in found)
    return LevelTable(level, tuple(Place(key, level_name(level, key)) for key in keys), found)


def _bridges(edition: Edition, year: int) -> dict[str, BridgeTable]:
    """Return the bridges of the outline by field; none where nobody filed the year before."""
    if year - 1 not in edition.snapshot.years():
        return {}
    fields = family(YEARLY).fields
    return {
        name: BridgeTable(edition.bridge(year, name), fields[name].title, fields[name].unit, year)
        for name in outline().bridges
    }


def _filed(edition: Edition, year: int) -> Filed:
    """Say which of the clusters known up to the year filed for it, and which did not."""
    known, filed, before = (
        {profile.cluster_id for profile in clusters(edition.snapshot, years)}
        for years in (range(year + 1), [year], [year - 1])
    )
    return Filed(
        known=len(known),
        filed=len(filed),
        not_filed=tuple(sorted(known - filed)),
        entrants=tuple(sorted(filed - before)),
        leavers=tuple(sorted(before - filed)),
    )
