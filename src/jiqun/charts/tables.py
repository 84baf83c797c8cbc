"""A chart as a table: what is drawn, as it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from jiqun.base.language import Bilingual, Lang
from jiqun.charts.model import Chart, Series

ONE, OTHER = Bilingual("其一", "one"), Bilingual("其二", "other")
STRENGTH = {
    "product_space": Bilingual("邻近度", "proximity"),
    "heat_map": Bilingual("共聚指数", "co-agglomeration"),
}


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Headings and rows, as printed."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(chart: Chart, lang: Lang = "zh") -> ChartTable:
    """Return a chart's marks as rows: a category a row, of a network and a matrix a pair a row.

    Parameters
    ----------
    chart
        One with a mark a category and series; not a ``strip``.
    lang
        The language of names.
    """
    names = [one.in_(lang) for one in chart.categories]
    if chart.kind in STRENGTH:
        header = (ONE.in_(lang), OTHER.in_(lang), STRENGTH[chart.kind].in_(lang))
        return ChartTable(
            header, tuple((names[a], names[b], label) for a, b, label in _pairs(chart))
        )
    rows = tuple(
        (name, *(series.labels[at] for series in _shown(chart))) for at, name in enumerate(names)
    )
    return ChartTable(("", *(one.name.in_(lang) for one in _shown(chart))), rows)


def _shown(chart: Chart) -> list[Series]:
    """Return the series with numbers; a distance is its row's own name."""
    return list(chart.series[1:] if chart.kind == "distance_density" else chart.series)


def _pairs(chart: Chart) -> list[tuple[int, int, str]]:
    if chart.kind == "product_space":
        links = sorted(chart.links, key=lambda one: (-one.value, one.one, one.other))
        return [(one.one, one.other, one.label) for one in links]
    found = [
        (value, column, row, series.labels[row])
        for column, series in enumerate(chart.series)
        for row, value in enumerate(series.values)
        if value is not None
    ]
    return [
        (column, row, label)
        for _, column, row, label in sorted(found, key=lambda one: (-one[0], one[1], one[2]))
    ]
