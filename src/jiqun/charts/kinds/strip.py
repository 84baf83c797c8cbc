"""A point a cluster, a row a group: how the clusters of each are spread."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from jiqun.base.codes import MACRO_REGIONS
from jiqun.base.language import Bilingual, Lang
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_figures import FigureChart, Parts, axis_name, printed, values_by_group
from jiqun.charts.model import ChartTable, Mark, Series
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.canvas import USUAL, Canvas, Scale, breadth, legend

FEWEST = 5
"""Fewer clusters than this are not drawn as a distribution."""
CLUSTER = Bilingual("集群", "cluster")
ENDS = (Bilingual("最低", "lowest"), Bilingual("中位", "median"), Bilingual("最高", "highest"))


class StripChart(FigureChart):
    """Every cluster as a point, a row a group, the median marked.

    Series: one a category, with a value a cluster; labels are its lowest, median and highest.
    """

    kinds = ("strip",)
    of_clusters = True

    @classmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        """Return a category a group that has clusters enough, with their number."""
        groups = values_by_group(entry, numbers)
        series = []
        for key in _ordered(entry.by, groups):
            values = sorted(groups[key])
            if len(values) >= FEWEST:
                ends = (values[0], median(values), values[-1])
                labels = (printed(entry.figures[0], value) for value in ends)
                series.append(Series.printed(axis_name(entry.by, key), values, labels))
        return tuple(_counted(row) for row in series), tuple(series)

    def draw_on(self, canvas: Canvas) -> None:
        """Draw a point a cluster, medians marked, a comparator as a line."""
        names = self._names(canvas.lang)
        left = max(breadth(name, USUAL) for name in names) + 12
        line, values = self.reference, self.numbers()
        ends = [*values, line.value] if line else values
        top = 22.0 if line else 4.0
        span = Scale(min(ends), max(ends), left + 8, canvas.width - 12)
        row = (canvas.height - top) / len(names)
        for at, (name, series) in enumerate(zip(names, self.series, strict=True)):
            y = top + row * (at + 0.5)
            canvas.text((left - 8, y + 4), name, "end", size=USUAL)
            _draw_row(canvas, span, series, y, row)
        if line:
            x = span.at(line.value)
            canvas.line((x, top), (x, canvas.height), palette.WARM, 1.6, "target", "5 3")
            legend(canvas, [(line.label.in_(canvas.lang), palette.WARM, "down")])

    def table(self, lang: Lang = "zh") -> ChartTable:
        """Return a row a group: its lowest, median and highest."""
        rows = zip(self._names(lang), self.series, strict=True)
        header = ("", *(end.in_(lang) for end in ENDS))
        return ChartTable(header, tuple((name, *series.labels_in(lang)) for name, series in rows))

    def marks(self, lang: Lang = "zh") -> Iterator[Mark]:
        """Yield every cluster's number under its group; no cluster is named."""
        for name, series in zip(self._names(lang), self.series, strict=True):
            for value in series.values:
                yield Mark(name, CLUSTER.in_(lang), value, "")

    def said(self, lang: Lang) -> list[str]:
        """Say each group's lowest, median and highest."""
        between, gap = (" ", "，") if lang == "zh" else (": ", ", ")
        return [
            row[0]
            + between
            + gap.join(f"{end.in_(lang)} {label}" for end, label in zip(ENDS, row[1:], strict=True))
            for row in self.table(lang).rows
        ]

    @property
    def unnamed_lines(self) -> Bilingual | None:
        """The comparator's name, for a drawing that has no legend."""
        return self.reference.label if self.reference else None


def _ordered(level: str, groups: dict[str, list[Decimal]]) -> list[str]:
    if level == "macro_region":
        return [key for key in MACRO_REGIONS if key in groups]
    return sorted(groups)


def _counted(row: Series) -> Bilingual:
    """Return a group's name with how many clusters it has."""
    count = len(row.values)
    return Bilingual(f"{row.name.zh}（{count}个）", f"{row.name.en} ({count})")


def _draw_row(canvas: Canvas, span: Scale, series: Series, y: float, row: float) -> None:
    known = [value for value in series.values if value is not None]
    for place, value in enumerate(known):
        spread = (place % 5 - 2) * row * 0.05
        canvas.dot((span.at(value), y + spread), 3, palette.BEFORE, "before")
    x = span.at(median(known))
    canvas.line((x, y - row * 0.24), (x, y + row * 0.24), palette.NOW, 2.4, "median")
    low, middle, high = series.labels_in(canvas.lang)
    canvas.text((span.at(known[0]), y + row * 0.42), low, "middle", palette.SOFT, 10)
    canvas.text((span.at(known[-1]), y + row * 0.42), high, "middle", palette.SOFT, 10)
    canvas.text((x, y - row * 0.29), f"{ENDS[1].in_(canvas.lang)} {middle}", "middle")
