"""A map without boundaries: a circle a province, near the province's own point."""

from __future__ import annotations

from decimal import Decimal

from jiqun.base.codes import regions
from jiqun.base.language import Bilingual, Lang
from jiqun.charts.cartogram import moved_apart
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_figures import (
    FigureChart,
    Parts,
    axis_name,
    largest_first,
    series_of,
    year_name,
)
from jiqun.charts.model import ChartTable, Series
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.canvas import Canvas
from jiqun.drawing.naming import Point, name_marks

LONGITUDE, LATITUDE = Bilingual("经度", "longitude"), Bilingual("纬度", "latitude")
WEST, EAST, SOUTH, NORTH = 84.0, 133.0, 17.0, 51.0
"""The corners of the map, degrees; east to west is narrowed by the cosine of 35 degrees."""


STRETCHED = 1.5
"""By how much wider the map is in English, whose names are longer: it has no boundaries."""


class PlacesChart(FigureChart):
    """A circle a province, as large as its figure.

    Series: longitude, latitude, size.
    """

    kinds = ("places",)
    taller = 1.65

    @classmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        """Return a category a province with anything to show, its circle moved off the others."""
        figures = numbers.at("province", entry.figures[0])
        found = [figure for figure in largest_first(figures) if figure.value]
        if not found:
            return (), ()
        places = [(regions().point(figure.key) or (0.0, 0.0, True))[:2] for figure in found]
        points = moved_apart(places, [float(figure.value or 0) for figure in found])
        empty = ("",) * len(found)
        series = (
            Series(LONGITUDE, tuple(Decimal(str(x)) for x, _ in points), empty),
            Series(LATITUDE, tuple(Decimal(str(y)) for _, y in points), empty),
            series_of(year_name(numbers.year), found),
        )
        return tuple(axis_name("province", figure.key) for figure in found), series

    def draw_on(self, canvas: Canvas) -> None:
        """Draw a circle a province; no boundary is drawn."""
        longitude, latitude, size = (series.values for series in self.series)
        largest = float(max(value or Decimal(0) for value in size)) or 1.0
        tall = canvas.height - 24
        true = tall * (EAST - WEST) * 0.82 / (NORTH - SOUTH)
        wide = min(canvas.width - 50, true if canvas.lang == "zh" else true * STRETCHED)
        left = (canvas.width - wide) / 2
        spots, radii = [], []
        for x, y, value in zip(longitude, latitude, size, strict=True):
            across = left + wide * (float(x or 0) - WEST) / (EAST - WEST)
            down = 12 + tall * (NORTH - float(y or 0)) / (NORTH - SOUTH)
            spots.append((across, down))
            radii.append(4 + 11 * (float(value or 0) / largest) ** 0.5)
            canvas.dot((across, down), radii[-1], palette.BEFORE, "before")
        self._name(canvas, spots, radii)

    def _name(self, canvas: Canvas, spots: list[Point], radii: list[float]) -> None:
        """Write each province's name and number: over its circle, in English beside it."""
        labels = self.series[2].labels_in(canvas.lang)
        names = zip(self._names(canvas.lang), labels, strict=True)
        gap = "" if canvas.lang == "zh" else " "
        words = [f"{name}{gap}{self.bare(label, canvas.lang)}" for name, label in names]
        if canvas.lang == "en":
            name_marks(canvas, spots, radii, words, (0, 0, canvas.width, canvas.height), 8.5)
            return
        for (across, down), said in zip(spots, words, strict=True):
            canvas.text((across, down + 3.2), said, "middle", size=9)

    def table(self, lang: Lang = "zh") -> ChartTable:
        """Return a row a province; where its circle stands is nothing to read."""
        size = self.series[2]
        rows = tuple(zip(self._names(lang), size.labels_in(lang), strict=True))
        return ChartTable(("", size.name.in_(lang)), rows)

    def said(self, lang: Lang) -> list[str]:
        """Say each province's number."""
        return [" ".join(row) for row in self.table(lang).rows]
