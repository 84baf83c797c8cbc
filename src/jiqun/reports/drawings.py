"""The small pictures beside a single figure of the page, made from the report's own figures."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from markupsafe import Markup

from jiqun.charts import small
from jiqun.reports.printing import in_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from jiqun.base.definitions import Indicator
    from jiqun.indicators import Figure
    from jiqun.reports.model import LevelTable, Report, ReportedFigure

FEWEST_FOR_A_STRIP = 5
BY_REGION = "macro_region"


class Drawings:
    """Small pictures over one report.

    Parameters
    ----------
    report
        The report.
    of_clusters
        The same year's figures at cluster level, withheld where the reader may not see them.
    """

    def __init__(self, report: Report, of_clusters: Sequence[Figure]) -> None:
        self._year = report.year
        self._values: dict[str, list[Decimal]] = defaultdict(list)
        for figure in of_clusters:
            if figure.value is not None:
                self._values[figure.id].append(figure.value)
        self._by_region = _named(report.levels.get(BY_REGION))

    def pair(self, shown: ReportedFigure) -> Markup:
        """Draw this year beside last year, where both are known."""
        now, before = shown.figure.value, shown.figure.previous
        if now is None or before is None:
            return Markup()
        labels = (f"{self._year - 1} {shown.previous.zh}", f"{self._year} {shown.plain.zh}")
        return _safe(small.pair_bars(before, now, labels, shown.title.zh))

    def strip(self, entry: Indicator) -> Markup:
        """Draw where the clusters lie, where enough of them have a value."""
        values = self._values.get(entry.figure, [])
        if len(values) < FEWEST_FOR_A_STRIP or entry.definition.form == "concentration_of":
            return Markup()
        title = f"{entry.title.zh}：{len(values)} 个集群的分布"
        return _safe(small.strip(values, entry.printed.plain, "zh", title))

    def by_region(self, entry: Indicator) -> list[tuple[str, str]]:
        """Return the figure of each macro-region, as printed."""
        return self._by_region.get(entry.figure, [])


def _named(table: LevelTable | None) -> dict[str, list[tuple[str, str]]]:
    """Return by figure the name of each place and the figure there, as printed."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if table is not None:
        names = {place.key: place.name.zh for place in table.places}
        for figure in table.figures:
            found[figure.id].append((names[figure.key], in_table(figure, "zh")))
    return found


def _safe(drawing: str) -> Markup:
    return Markup(drawing)  # noqa: S704  # charts escape every text they draw
