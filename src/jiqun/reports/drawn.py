"""The report's charts, made from its own figures and those of its clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jiqun.base.codes import regions
from jiqun.base.definitions import indicators
from jiqun.charts import KINDS, Chart, ChartEntry, Numbers, build, chart_entries
from jiqun.disclosure import Edition
from jiqun.indicators import Bridge, Crossing, Figure
from jiqun.reports.comparators import comparators
from jiqun.reports.outline import outline
from jiqun.reports.sources import Profile, clusters, figures_of


def drawn(
    edition: Edition,
    year: int,
    figures: Sequence[Figure],
    bridges: Mapping[str, Bridge | None],
) -> dict[str, Chart]:
    """Make every chart the outline names.

    Parameters
    ----------
    edition, year
        Of the report.
    figures
        At the levels of the report's tables, as the reader may see them.
    bridges
        By field; None where a step may not be seen.

    Returns
    -------
    dict
        Charts by id, in the order of the outline.
    """
    entries = [chart_entries()[name] for name in outline().charts]
    wanted = {name for entry in entries if KINDS[entry.kind].of_clusters for name in entry.figures}
    of_clusters = figures_of(edition, year, ["cluster"], sorted(wanted), previous=False)
    filed = clusters(edition.snapshot, [year])
    members = {profile.cluster_id: _membership(profile) for profile in filed}
    numbers = Numbers(
        year=year,
        figures=[*figures, *of_clusters],
        bridges=bridges,
        members=members,
        references={name: (one.in_figure_unit, one.named()) for name, one in comparators().items()},
        points=_points(filed),
        crossings=_crossings(entries, edition, year, members),
    )
    return {one.id: build(one, numbers) for one in entries}


def _membership(profile: Profile) -> dict[str, str]:
    return {
        "macro_region": profile.macro_region,
        "province": profile.province_code,
        "sector": profile.sector,
    }


def _points(filed: Sequence[Profile]) -> dict[str, tuple[float, float]]:
    """Return the centre of each cluster's county."""
    found = {profile.cluster_id: regions().point(profile.county_code) for profile in filed}
    return {name: (point[0], point[1]) for name, point in found.items() if point is not None}


def _crossings(
    entries: Sequence[ChartEntry],
    edition: Edition,
    year: int,
    members: Mapping[str, Mapping[str, str]],
) -> dict[str, Crossing]:
    """Add up what each entry crosses, with what the reader may not see marked."""
    return {
        entry.id: edition.crossing(
            year,
            indicators()[entry.figures[0]].definition.fields[0],
            members,
            (entry.by, entry.across),
        )
        for entry in entries
        if KINDS[entry.kind].crossed
    }
