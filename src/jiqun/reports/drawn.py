"""The report's charts, made from its own figures and those of its clusters."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from jiqun.base.codes import regions
from jiqun.base.definitions import indicators
from jiqun.charts import KINDS, Chart, ChartEntry, Numbers, build, chart_entries
from jiqun.disclosure import Edition
from jiqun.indicators import Bridge, Crossing, Figure
from jiqun.reports.comparators import comparators
from jiqun.reports.coverage import NATION, Coverage
from jiqun.reports.outline import outline
from jiqun.reports.sources import Profile, clusters, figures_of

SECTOR = "sector"


def drawn(
    edition: Edition,
    within: Edition | None,
    year: int,
    coverage: Coverage,
    figures: Sequence[Figure],
    bridges: Mapping[str, Bridge | None],
) -> dict[str, Chart]:
    """Make every chart the outline names, as far as it says something of what is covered.

    Parameters
    ----------
    edition
        Of the report.
    within
        What is covered in full; None where the reader does not see every cluster of it.
    year, coverage
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
    every = [chart_entries()[name] for name in outline(coverage.follows).charts]
    if coverage.national:
        numbers = _numbers(every, edition, year, figures, bridges)
        return {entry.id: build(entry, numbers) for entry in every}
    return _of_less(every, within, year, coverage, figures, bridges)


def _of_less(
    every: Sequence[ChartEntry],
    within: Edition | None,
    year: int,
    coverage: Coverage,
    figures: Sequence[Figure],
    bridges: Mapping[str, Bridge | None],
) -> dict[str, Chart]:
    """Make the charts that say something of less than the nation; none of them is empty."""
    own = [_as_whole(figure) for figure in figures if coverage.is_of(figure)]
    named = {figure.id for figure in own}
    of_parts = [figure for figure in figures if figure.level == SECTOR]
    entries = [
        narrowed
        for entry in every
        if _fits(entry, parts=bool(of_parts))
        if (narrowed := _narrowed(entry, named, bridges)) is not None
    ]
    numbers = _numbers(entries, within, year, [*own, *of_parts], bridges)
    charts = (build(entry, numbers) for entry in entries)
    return {chart.id: chart for chart in charts if not chart.empty}


def _as_whole(figure: Figure) -> Figure:
    """Return a figure as charts look for that of the whole."""
    return figure._replace(level="nation", key=NATION)


def _fits(entry: ChartEntry, *, parts: bool) -> bool:
    """Tell whether a chart can be made of less than the nation: places need more than one place."""
    return not entry.across and (not entry.by or (parts and entry.by == SECTOR))


def _narrowed(
    entry: ChartEntry, figures: Container[str], bridges: Mapping[str, Bridge | None]
) -> ChartEntry | None:
    """Return an entry with the figures there are; None where nothing is left of it."""
    if entry.field:
        return entry if bridges.get(entry.field) is not None else None
    kept = tuple(name for name in entry.figures if name in figures)
    return replace(entry, figures=kept) if kept else None


def _numbers(
    entries: Sequence[ChartEntry],
    edition: Edition | None,
    year: int,
    figures: Sequence[Figure],
    bridges: Mapping[str, Bridge | None],
) -> Numbers:
    """Gather what the charts are made from; without an edition nothing of single clusters."""
    references = {name: (said.in_figure_unit, said.named()) for name, said in comparators().items()}
    if edition is None:
        return Numbers(year, figures, bridges, references=references)
    wanted = {name for entry in entries if KINDS[entry.kind].of_clusters for name in entry.figures}
    of_clusters = figures_of(edition, year, ["cluster"], sorted(wanted), previous=False)
    filed = clusters(edition.snapshot, [year])
    members = {profile.cluster_id: _membership(profile) for profile in filed}
    return Numbers(
        year=year,
        figures=[*figures, *of_clusters],
        bridges=bridges,
        members=members,
        references=references,
        points=_points(filed),
        crossings=_crossings(entries, edition, year, members),
    )


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
