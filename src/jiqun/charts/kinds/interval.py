"""A dot a group with the quartiles of the group's clusters."""

from __future__ import annotations

from decimal import Decimal
from statistics import quantiles
from typing import ClassVar

from jiqun.base.language import Bilingual
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_figures import FigureChart, Parts, axis_name, printed, values_by_group
from jiqun.charts.model import Series
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.canvas import USUAL, Canvas, Scale, breadth

FEWEST = 4
"""Fewer clusters than this have no quartiles worth the name."""
WORDS = (
    Bilingual("合计相除", "ratio of sums"),
    Bilingual("下四分位", "lower quartile"),
    Bilingual("上四分位", "upper quartile"),
)
Quartiles = tuple[Decimal, Decimal, Decimal]
"""A group's value, and the lower and upper quartile of its clusters."""


class IntervalChart(FigureChart):
    """A figure of each group, and the quartiles of the group's clusters, ranked.

    Series: the figure, the lower and the upper quartile.
    """

    kinds: ClassVar[tuple[str, ...]] = ("interval",)
    of_clusters = True

    @classmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        """Return a category a group that has clusters enough."""
        name = entry.figures[0]
        groups = values_by_group(entry, numbers)
        rows: list[tuple[str, Quartiles]] = []
        for figure in numbers.at(entry.by, name):
            members = groups.get(figure.key, [])
            if figure.value is not None and len(members) >= FEWEST:
                low, _, high = quantiles(members, n=4, method="inclusive")
                rows.append((figure.key, (figure.value, low, high)))
        rows.sort(key=_largest_first)
        series = tuple(
            Series.printed(
                word,
                (values[at] for _, values in rows),
                (printed(name, values[at]) for _, values in rows),
            )
            for at, word in enumerate(WORDS)
        )
        return tuple(axis_name(entry.by, key) for key, _ in rows), series if rows else ()

    def draw_on(self, canvas: Canvas) -> None:
        """Draw a dot a row with the quartiles of its clusters."""
        names = self._names(canvas.lang)
        left = max(breadth(name, USUAL) for name in names) + 12
        span = Scale(Decimal(0), max(self.numbers()), left + 4, canvas.width - 52)
        row = canvas.height / len(names)
        middle, low, high = (series.values for series in self.series)
        labels = self.series[0].labels_in(canvas.lang)
        for at, name in enumerate(names):
            y = row * (at + 0.5)
            canvas.text((left - 8, y + 4), name, "end", size=USUAL)
            start, end, dot = (span.at(part[at] or Decimal(0)) for part in (low, high, middle))
            canvas.line((left, y), (max(end, dot), y), palette.LINE, 0.6)
            canvas.line((start, y), (end, y), palette.BEFORE, 6, "span")
            canvas.dot((dot, y), 5, palette.NOW, "now")
            canvas.text((max(end, dot) + 9, y + 4), labels[at])


def _largest_first(row: tuple[str, Quartiles]) -> tuple[Decimal, str]:
    key, (value, _, _) = row
    return -value, key
