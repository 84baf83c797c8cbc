"""The small pictures beside a single figure of the page, made from the report's own figures."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from markupsafe import Markup

from jiqun.charts import small
from jiqun.reports.printing import in_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from jiqun.base.definitions import Indicator
    from jiqun.base.language import Lang
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
        self._year, self._lang, self._words = report.year, report.lang, report.words
        self._values: dict[str, list[Decimal]] = defaultdict(list)
        for figure in of_clusters:
            if figure.value is not None:
                self._values[figure.id].append(figure.value)
        self._by_region = _named(report.levels.get(BY_REGION), report.lang)

    def pair(self, shown: ReportedFigure) -> Markup:
        """Draw this year beside last year, where both are known."""
        now, before = shown.figure.value, shown.figure.previous
        if now is None or before is None:
            return Markup()
        was, is_now = shown.previous.in_(self._lang), shown.plain.in_(self._lang)
        labels = (f"{self._year - 1} {was}", f"{self._year} {is_now}")
        return _safe(small.pair_bars(before, now, labels, shown.title.in_(self._lang)))

    def strip(self, entry: Indicator) -> Markup:
        """Draw where the clusters lie, where enough of them have a value."""
        values = self._values.get(entry.figure, [])
        if len(values) < FEWEST_FOR_A_STRIP or entry.definition.form == "concentration_of":
            return Markup()
        title = entry.title.in_(self._lang)
        spread = self._words.fill("spread", title=title, count=len(values))
        return _safe(small.strip(values, self._printed(entry), self._lang, spread))

    def _printed(self, entry: Indicator) -> Callable[[Decimal], str]:
        return lambda value: entry.printed.plain(value, self._lang)

    def by_region(self, entry: Indicator) -> list[tuple[str, str]]:
        """Return the figure of each macro-region, as printed."""
        return self._by_region.get(entry.figure, [])


def _named(table: LevelTable | None, lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """Return by figure the name of each place and the figure there, as printed."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if table is not None:
        names = {place.key: place.name.in_(lang) for place in table.places}
        for figure in table.figures:
            found[figure.id].append((names[figure.key], in_table(figure, lang)))
    return found


def _safe(drawing: str) -> Markup:
    return Markup(drawing)  # noqa: S704  # charts escape every text they draw
