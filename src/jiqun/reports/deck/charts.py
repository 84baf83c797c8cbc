"""Charts of the deck: native and editable, each from the chart model."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE as TYPES
from pptx.enum.chart import XL_LABEL_POSITION as POSITIONS
from pptx.enum.chart import XL_LEGEND_POSITION as LEGENDS
from pptx.enum.chart import XL_MARKER_STYLE as MARKERS
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASHES
from pptx.util import Pt

from jiqun.charts import Chart
from jiqun.charts.kinds.bridge import BridgeChart
from jiqun.charts.kinds.bubbles import BubbleChart
from jiqun.charts.kinds.distances import DistanceChart
from jiqun.charts.kinds.heat import HeatMap
from jiqun.charts.kinds.interval import IntervalChart
from jiqun.charts.kinds.network import NetworkChart
from jiqun.charts.kinds.parts import PartsChart
from jiqun.charts.kinds.places import PlacesChart
from jiqun.charts.kinds.strip import StripChart
from jiqun.drawing import palette
from jiqun.reports.deck import intervals, structure
from jiqun.reports.deck.marks import (
    SMALL,
    circle,
    fill,
    legend,
    mark,
    name_axis,
    number,
    number_format,
    point_label,
    print_labels,
    quiet,
    rgb,
    set_plane,
    span,
)
from jiqun.reports.words import words

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as NativeChart
    from pptx.shapes.placeholder import SlidePlaceholder

    from jiqun.base.language import Lang

BRIDGE = ("deck_base", "deck_total", "deck_rise", "deck_fall")
"""The series of a bridge."""
YEARS = (palette.BEFORE, palette.NOW)


def insert(place: SlidePlaceholder, chart: Chart, lang: Lang) -> None:
    """Put a chart into a chart placeholder, with its alternative text.

    Parameters
    ----------
    place
        A slide's chart placeholder; of a heat map a table placeholder.
    chart
        One with nothing to draw leaves its reason in the placeholder's stead.
    lang
        The language of its names.
    """
    if chart.empty:
        _say(place, chart.empty.in_(lang))
        return
    if isinstance(chart, HeatMap):
        structure.insert_matrix(place, chart, lang)
        return
    kind, data, finish = _native(chart)(chart, lang)
    frame = place.insert_chart(kind, data)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", chart.alternative.in_(lang))
    properties.set("title", chart.title.in_(lang))
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size = Pt(SMALL)
    drawn.font.color.rgb = rgb(palette.INK)
    drawn.has_legend = False
    finish(drawn, chart, lang)


Drawn = structure.Drawn


def _bars(chart: Chart, lang: Lang) -> Drawn:
    """Draw columns for a few short names, bars for many or long ones."""
    flat = chart.kind in ("shares", "growth", "ranked", "found") or len(chart.categories) > 4
    data = CategoryChartData(number_format=number_format(chart))
    data.categories = [name.in_(lang) for name in chart.categories]
    for series in chart.series:
        data.add_series(series.name.in_(lang), [number(value) for value in series.values])
    if chart.reference and len(chart.categories) == 1:
        data.add_series(chart.reference.label.in_(lang), [number(chart.reference.value)])
    kind = TYPES.BAR_CLUSTERED if flat else TYPES.COLUMN_CLUSTERED
    return kind, data, _finish_bars


def _finish_bars(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.overlap = -8 if len(chart.series) > 1 else 0
    plot.vary_by_categories = False
    drawn.category_axis.reverse_order = drawn.chart_type == TYPES.BAR_CLUSTERED
    quiet(drawn.value_axis)
    name_axis(drawn.category_axis)
    low = min(
        (v for series in chart.series for v in series.values if v is not None), default=Decimal(0)
    )
    drawn.value_axis.minimum_scale = None if low < 0 else 0
    if chart.kind == "shares":
        drawn.value_axis.maximum_scale = 1.12
    colours = YEARS if len(chart.series) > 1 else (palette.NOW,)
    for series, colour in zip(plot.series, (*colours, palette.WARM), strict=False):
        fill(series, colour)
    for at, series in enumerate(plot.series):
        labels = chart.series[at].labels_in(lang) if at < len(chart.series) else ()
        print_labels(series, [chart.bare(label, lang) for label in labels], POSITIONS.OUTSIDE_END)
    if len(plot.series) > 1:
        legend(drawn)


def _parts(chart: Chart, lang: Lang) -> Drawn:
    """Draw a ring; its legend carries names and numbers, so small parts stay legible."""
    data = CategoryChartData(number_format=number_format(chart))
    labels = chart.series[0].labels_in(lang)
    data.categories = [
        f"{name.in_(lang)} {label}" for name, label in zip(chart.categories, labels, strict=True)
    ]
    data.add_series(chart.series[0].name.in_(lang), [number(v) for v in chart.series[0].values])
    return TYPES.DOUGHNUT, data, _finish_parts


def _finish_parts(drawn: NativeChart, chart: Chart, _: Lang) -> None:
    for at, colour in zip(range(len(chart.categories)), palette.PARTS, strict=False):
        point = drawn.plots[0].series[0].points[at]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(colour)
        point.format.line.color.rgb = rgb(palette.PAPER)
    legend(drawn, LEGENDS.RIGHT)
    drawn.legend.font.size = Pt(13)


def _bridge(chart: Chart, lang: Lang) -> Drawn:
    """Draw columns that stand on an unseen base."""
    data = CategoryChartData(number_format="#,##0.0")
    data.categories = [name.in_(lang) for name in chart.categories]
    amounts = [value or Decimal(0) for value in chart.series[0].values]
    base, total, rise, fall = _steps(amounts)
    for name, values in zip(BRIDGE, (base, total, rise, fall), strict=True):
        data.add_series(words(lang)[name], values)
    return TYPES.COLUMN_STACKED, data, _finish_bridge


def _steps(amounts: list[Decimal]) -> tuple[list[float], ...]:
    """Return base, totals, rises and falls of a bridge, a place a step."""
    base, total, rise, fall = ([0.0] * len(amounts) for _ in range(4))
    level = Decimal(0)
    for at, amount in enumerate(amounts):
        if at in (0, len(amounts) - 1):
            total[at], level = float(amount), amount
            continue
        base[at] = float(min(level, level + amount))
        (rise if amount >= 0 else fall)[at] = float(abs(amount))
        level += amount
    return base, total, rise, fall


def _finish_bridge(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    quiet(drawn.value_axis)
    name_axis(drawn.category_axis)
    drawn.value_axis.minimum_scale = 0
    base, *shown = plot.series
    base.format.fill.background()
    for series, colour in zip(shown, (palette.NOW, palette.TEAL, palette.WARM), strict=True):
        fill(series, colour)
    for at, printed in enumerate(chart.series[0].labels_in(lang)):
        label = chart.bare(printed, lang)
        if at in (0, len(chart.categories) - 1):
            point_label(shown[0].points[at], label, POSITIONS.INSIDE_END, palette.PAPER)
        else:
            point_label(base.points[at], label, POSITIONS.INSIDE_END, palette.INK)


def _strip(chart: Chart, lang: Lang) -> Drawn:
    """Draw one point a cluster, a row a group, medians marked, a comparator as a line."""
    data = XyChartData(number_format=number_format(chart))
    count = len(chart.categories)
    for at, series in enumerate(chart.series):
        rows = data.add_series(chart.categories[at].in_(lang))
        for place, value in enumerate(series.values):
            rows.add_data_point(number(value), count - at + (place % 5 - 2) * 0.07)
    middle = data.add_series(words(lang)["deck_median"])
    for at, series in enumerate(chart.series):
        middle.add_data_point(number(_median(series.values)), count - at)
    names = data.add_series(words(lang)["deck_groups"])
    for at in range(count):
        names.add_data_point(_edge(chart), count - at + 0.4)
    if chart.reference:
        line = data.add_series(chart.reference.label.in_(lang))
        for height in (0.4, count + 0.75):
            line.add_data_point(number(chart.reference.value), height)
    return TYPES.XY_SCATTER, data, _finish_strip


def _edge(chart: Chart) -> float:
    """Return where the rows' names begin: the left end of the axis."""
    values = [v for series in chart.series for v in series.values if v is not None]
    return span(values + ([chart.reference.value] if chart.reference else []), chart)[0]


def _median(values: tuple[Decimal | None, ...]) -> Decimal:
    from statistics import median

    return median(value for value in values if value is not None)


def _finish_strip(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    values = [v for series in chart.series for v in series.values if v is not None]
    if chart.reference:
        values.append(chart.reference.value)
    set_plane(drawn, values, len(chart.categories), chart)
    plotted = list(drawn.plots[0].series)
    for series in plotted[: len(chart.series)]:
        series.format.line.fill.background()
        mark(series, MARKERS.CIRCLE, 6, palette.BEFORE)
    middle = plotted[len(chart.series)]
    middle.format.line.fill.background()
    mark(middle, MARKERS.DIAMOND, 11, palette.NOW)
    names = plotted[len(chart.series) + 1]
    names.format.line.fill.background()
    mark(names, MARKERS.NONE, 2, palette.INK)
    for at, (name, series) in enumerate(zip(chart.categories, chart.series, strict=True)):
        label = words(lang).fill("deck_median_at", label=series.labels_in(lang)[1])
        point_label(middle.points[at], label, POSITIONS.ABOVE, palette.INK)
        point_label(names.points[at], name.in_(lang), POSITIONS.RIGHT, palette.NOW)
    if chart.reference:
        line = plotted[-1]
        mark(line, MARKERS.NONE, 2, palette.WARM)
        line.format.line.color.rgb = rgb(palette.WARM)
        line.format.line.width = Pt(1.5)
        line.format.line.dash_style = DASHES.DASH


def _places(chart: Chart, lang: Lang) -> Drawn:
    """Draw a circle a province; no boundary is drawn."""
    data = XyChartData(number_format="General")
    rows = data.add_series(chart.title.in_(lang))
    longitude, latitude, _ = (series.values for series in chart.series)
    for x, y in zip(longitude, latitude, strict=True):
        rows.add_data_point(number(x), number(y))
    return TYPES.XY_SCATTER, data, _finish_places


def _finish_places(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    along, up = drawn.category_axis, drawn.value_axis
    along.minimum_scale, along.maximum_scale = 84, 133
    up.minimum_scale, up.maximum_scale = 17, 51
    for axis in (along, up):
        quiet(axis)
    series = drawn.plots[0].series[0]
    series.format.line.fill.background()
    mark(series, MARKERS.CIRCLE, 8, palette.BEFORE)
    gap, where, size_of_name = ("", POSITIONS.CENTER, 9.5)
    if lang == "en":  # longer names stand beside their circles
        gap, where, size_of_name = (" ", POSITIONS.RIGHT, 8.0)
    sizes = [float(value or 0) for value in chart.series[2].values]
    labels = zip(chart.categories, chart.series[2].labels_in(lang), sizes, strict=True)
    for at, (name, label, size) in enumerate(labels):
        point = series.points[at]
        point.marker.style = MARKERS.CIRCLE
        point.marker.size = circle(size, max(sizes))
        point.marker.format.fill.solid()
        point.marker.format.fill.fore_color.rgb = rgb(palette.BEFORE)
        said = f"{name.in_(lang)}{gap}{chart.bare(label, lang)}"
        point_label(point, said, where, palette.INK, size_of_name)


NATIVE: dict[type[Chart], Callable[[Chart, Lang], Drawn]] = {
    PartsChart: _parts,
    BridgeChart: _bridge,
    IntervalChart: intervals.rows,
    StripChart: _strip,
    PlacesChart: _places,
    DistanceChart: structure.distances,
    BubbleChart: structure.bubbles,
    NetworkChart: structure.space,
}
"""Kinds with a native form of their own; every other kind stands as bars of its series."""


def _native(chart: Chart) -> Callable[[Chart, Lang], Drawn]:
    """Return what draws a chart: its kind's native form, that of the kind it is of, or bars."""
    return next((NATIVE[kind] for kind in type(chart).__mro__ if kind in NATIVE), _bars)


def _say(place: SlidePlaceholder, text: str) -> None:
    """Say in the placeholder's stead why there is no chart."""
    slide = place.part.slide
    box = slide.shapes.add_textbox(place.left, place.top, place.width, Pt(40))
    box.text_frame.text = text
    place._element.getparent().remove(place._element)
