"""Bars: two years side by side, rates of growth, shares of clusters, places in their order."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_figures import (
    FigureChart,
    Parts,
    axis_name,
    largest_first,
    of_the_nation,
    one_bar_each,
    printed,
    series_of,
    year_name,
)
from jiqun.charts.model import Series
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.canvas import SMALL, USUAL, Canvas, Scale, breadth, legend

Look = tuple[str, str]
"""A colour, and the class of marks of it."""
YEARS: tuple[Look, ...] = ((palette.BEFORE, "before"), (palette.NOW, "now"))


class BarChart(FigureChart):
    """A row a category, one bar a series: last year and this, or this year alone."""

    kinds: ClassVar[tuple[str, ...]] = ("two_years", "growth", "shares", "ranked")
    over_years = frozenset({"two_years", "growth"})

    @classmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        """Return a category a figure; of ``ranked`` a place or sector, the largest first."""
        if entry.kind == "ranked":
            return _ranked(entry, numbers)
        return (one_bar_each if entry.kind == "growth" else _two_years)(entry, numbers)

    def draw_on(self, canvas: Canvas) -> None:
        """Draw a row a category, one bar a series, each with its number."""
        names = self._names(canvas.lang)
        left = max(breadth(name, USUAL) for name in names) + 10
        top = 22.0 if len(self.series) > 1 or self.reference else 4.0
        span = self._span(left, canvas)
        row = (canvas.height - top) / len(names)
        thick = min(row * 0.78 / len(self.series), 26)
        for at, name in enumerate(names):
            middle = top + row * (at + 0.5)
            canvas.text((left - 8, middle + 4), name, "end", size=USUAL)
            for place, (series, look) in enumerate(self._looks()):
                y = middle - thick * len(self.series) / 2 + place * thick
                label = self.bare(series.labels_in(canvas.lang)[at], canvas.lang)
                _draw_bar(canvas, span, (y, thick), series.values[at], label, look)
        self._draw_around(canvas, span, top)

    def _looks(self) -> list[tuple[Series, Look]]:
        """Return each series with its colour; a single one has this year's."""
        looks = YEARS if len(self.series) > 1 else YEARS[1:]
        return list(zip(self.series, looks, strict=False))

    def _span(self, left: float, canvas: Canvas) -> Scale:
        """Return the scale of the bars: it holds nought and leaves room for every number."""
        values = [*self.numbers(), Decimal(0)]
        if self.reference:
            values.append(self.reference.value)
        labels = [
            self.bare(label, canvas.lang)
            for series in self.series
            for label in series.labels_in(canvas.lang)
        ]
        room = canvas.width - left - max(breadth(label, SMALL) for label in labels) - 12
        return Scale(min(values), max(values), left, left + room)

    def _draw_around(self, canvas: Canvas, span: Scale, top: float) -> None:
        """Draw the line bars start from, a comparator, the legend."""
        zero = span.at(Decimal(0))
        canvas.line((zero, top), (zero, canvas.height), palette.LINE)
        names = [(series.name.in_(canvas.lang), *look) for series, look in self._looks()]
        if self.reference:
            x = span.at(self.reference.value)
            canvas.line((x, top), (x, canvas.height), palette.WARM, 1.6, "target", "5 3")
            names.append((self.reference.label.in_(canvas.lang), palette.WARM, "down"))
        if len(names) > 1:
            legend(canvas, names)


def _draw_bar(
    canvas: Canvas,
    span: Scale,
    across: tuple[float, float],
    value: Decimal | None,
    label: str,
    look: Look,
) -> None:
    if value is None:
        return
    y, thick = across
    start, end = sorted((span.at(Decimal(0)), span.at(value)))
    canvas.bar((start, y + 0.5, end - start, thick - 1), *look)
    canvas.text((end + 4, y + thick / 2 + 4), label)


def _two_years(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Set last year beside this year, figure by figure."""
    found = of_the_nation(entry, numbers)
    before = Series.printed(
        year_name(numbers.year - 1),
        (figure.previous for figure in found),
        (printed(figure.id, figure.previous) for figure in found),
    )
    years = (before, series_of(year_name(numbers.year), found))
    kept = tuple(year for year in years if any(value is not None for value in year.values))
    return tuple(entry.label(figure.id) for figure in found), kept


def _ranked(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Rank places or sectors, the largest first."""
    found = largest_first(numbers.at(entry.by, entry.figures[0]))
    found = found[: entry.top] if entry.top else found
    names = tuple(axis_name(entry.by, figure.key) for figure in found)
    return names, (series_of(year_name(numbers.year), found),) if found else ()
