"""A dot a row with the span it lies in, as a native chart of points."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE as TYPES
from pptx.enum.chart import XL_LABEL_POSITION as POSITIONS
from pptx.enum.chart import XL_MARKER_STYLE as MARKERS
from pptx.util import Pt

from jiqun.charts.kinds.standing import StandingChart
from jiqun.drawing import palette
from jiqun.drawing.canvas import reach
from jiqun.drawing.pictures import wrapped
from jiqun.reports.deck.marks import (
    SMALL,
    mark,
    number,
    number_format,
    point_label,
    rgb,
    set_plane,
    span,
)
from jiqun.reports.measuring import SMALLEST, broad
from jiqun.reports.words import words

if TYPE_CHECKING:
    from decimal import Decimal

    from pptx.chart.chart import Chart as NativeChart

    from jiqun.base.language import Lang
    from jiqun.charts import Chart
    from jiqun.reports.deck.structure import Drawn


class _Room(NamedTuple):
    """About how much room a chart of rows has, in points.

    Parameters
    ----------
    wide, high
        For its rows.
    narrow
        The width LibreOffice breaks labels at.
    """

    wide: float
    high: float
    narrow: float


BESIDE, ALONE = _Room(380.0, 280.0, 74.0), _Room(560.0, 280.0, 116.0)
"""Of a chart beside another, and of one that has a slide to itself."""
LINE = 1.2
"""How much higher a line is than its letters."""
CLOSE = 0.07
"""A dot so near the end of its span, as a share of the axis, would lie under the span's label."""
LABELLED = 0.1
"""How much of the axis the last label needs beyond what it holds."""


def rows(chart: Chart, lang: Lang) -> Drawn:
    """Draw a line a row from one end of its span to the other, and the dot on it.

    The rows' names stand at the left end, where the axis is longer by as much as they are wide.
    """
    data = XyChartData(number_format=number_format(chart))
    count = len(chart.categories)
    middle, low, high = (series.values for series in chart.series)
    dots = data.add_series(chart.series[0].name.in_(lang))
    for at, value in enumerate(middle):
        dots.add_data_point(number(value), count - at)
    names = data.add_series(words(lang)["deck_groups"])
    start, step = _end_of_names(chart, lang)
    for at in range(count):
        names.add_data_point(start + step / 20, count - at)
    for at, name in enumerate(chart.categories):
        ends = data.add_series(words(lang).fill(_of_span(chart), name=name.in_(lang)))
        for end in (low[at], high[at]):
            ends.add_data_point(number(end), count - at)
    return TYPES.XY_SCATTER, data, _finish


def _of_span(chart: Chart) -> str:
    """Return what the ends of a row's span are called: quartiles, or those of an interval."""
    return "deck_interval" if isinstance(chart, StandingChart) else "deck_quartiles"


def _room(chart: Chart) -> _Room:
    return ALONE if isinstance(chart, StandingChart) else BESIDE


def _every(chart: Chart) -> list[Decimal]:
    return [value for series in chart.series for value in series.values if value is not None]


def _end_of_names(chart: Chart, lang: Lang) -> tuple[float, float]:
    """Return where the axis begins, before its rows' names, and its steps."""
    start, end = span(_every(chart), chart)
    room, size = _room(chart), _size(chart, lang)
    broadest = max(_broadest(name.in_(lang), room.narrow, size) for name in chart.categories)
    share = min(broadest / room.wide, 0.45)
    rough = (end - start) / 4
    unit = 10.0 ** floor(log10(rough))
    step = unit * next(times for times in (1, 2, 5, 10) if unit * times >= rough)
    return floor((start - (end - start) * share / (1 - share)) / step) * step, step


def _broadest(name: str, narrow: float, size: float) -> float:
    """Return how wide a name is once it is broken, with room before what follows."""
    return max(reach(line, size) for line in wrapped(name, narrow, size)) + 3 * size


def _size(chart: Chart, lang: Lang) -> float:
    """Return the size in which names keep their words whole and each name its row."""
    names = [name.in_(lang) for name in chart.categories]
    room = _room(chart)
    size = SMALL * min(room.narrow / max(broad(name, SMALL) for name in names), 1.0)
    row = room.high / len(names)
    while size > SMALLEST and _lines(names, room.narrow, size) * size * LINE > row:
        size -= 0.5
    return size


def _lines(names: list[str], narrow: float, size: float) -> int:
    return max(len(wrapped(name, narrow, size)) for name in names)


def _finish(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    set_plane(drawn, _every(chart), len(chart.categories), chart)
    along = drawn.category_axis
    along.minimum_scale, along.major_unit = _end_of_names(chart, lang)
    start, end = span(_every(chart), chart)
    along.maximum_scale = end + (end - start) * LABELLED
    along.tick_labels.number_format = '0%;""' if chart.percent else 'General;""'
    dots, names, *spans = drawn.plots[0].series
    for ends in spans:
        mark(ends, MARKERS.NONE, 2, palette.BEFORE)
        ends.format.line.color.rgb = rgb(palette.BEFORE)
        ends.format.line.width = Pt(5)
    for series in (dots, names):
        series.format.line.fill.background()
    mark(dots, MARKERS.CIRCLE, 9, palette.NOW)
    mark(names, MARKERS.NONE, 2, palette.INK)
    size = _size(chart, lang)
    for at, (name, label) in enumerate(
        zip(chart.categories, chart.series[0].labels_in(lang), strict=True)
    ):
        point_label(names.points[at], name.in_(lang), POSITIONS.RIGHT, palette.NOW, size)
        dot, far = (chart.series[part].values[at] or 0 for part in (0, 2))
        near = float(far - dot) < CLOSE * (end - start)
        point = dots.points[at] if near else spans[at].points[1]
        point_label(point, label, POSITIONS.RIGHT, palette.INK)
