"""The report's charts, made from its own figures and those of its clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jiqun.charts import Chart, Numbers, build, chart_entries
from jiqun.indicators import Audience, Bridge, Figure
from jiqun.reports.comparators import comparators
from jiqun.reports.outline import outline
from jiqun.reports.sources import clusters, figures_of
from jiqun.workspace import Snapshot

OF_CLUSTERS = ("interval", "strip")
"""Kinds of charts that show single clusters."""


def drawn(
    snapshot: Snapshot,
    year: int,
    reader: Audience,
    figures: Sequence[Figure],
    bridges: Mapping[str, Bridge | None],
) -> dict[str, Chart]:
    """Make every chart the outline names.

    Parameters
    ----------
    snapshot, year, reader
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
    wanted = {name for one in entries if one.kind in OF_CLUSTERS for name in one.figures}
    of_clusters = figures_of(snapshot, year, ["cluster"], reader, sorted(wanted), previous=False)
    numbers = Numbers(
        year=year,
        figures=[*figures, *of_clusters],
        bridges=bridges,
        members={row["cluster_id"]: _membership(row) for row in clusters(snapshot, [year])},
        references={name: (one.in_figure_unit, one.named()) for name, one in comparators().items()},
    )
    return {one.id: build(one, numbers) for one in entries}


def _membership(row: Mapping[str, str]) -> dict[str, str]:
    return {
        "macro_region": row["macro_region"],
        "province": row["province_code"],
        "sector": row["sector"],
    }
