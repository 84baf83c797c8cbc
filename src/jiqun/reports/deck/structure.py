"""Space and structure in the deck: lines, bubbles, a network of points, a shaded table."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from openpyxl import load_workbook
from pptx.chart.data import BubbleChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE as TYPES
from pptx.enum.chart import XL_LABEL_POSITION as POSITIONS
from pptx.enum.chart import XL_MARKER_STYLE as MARKERS
from pptx.enum.chart import XL_TICK_LABEL_POSITION as TICKS
from pptx.enum.chart import XL_TICK_MARK as MARKS
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASHES
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from jiqun.charts import Chart
from jiqun.charts.kinds.heat import HeatMap
from jiqun.drawing import palette
from jiqun.drawing.axes import Axis
from jiqun.drawing.naming import Point, places_on_lines, sides
from jiqun.reports.deck.marks import SMALL, legend, mark, number, point_label, quiet, rgb
from jiqun.reports.measuring import SMALLEST, broad
from jiqun.reports.words import words

if TYPE_CHECKING:
    from pptx.chart.axis import _BaseAxis
    from pptx.chart.chart import Chart as NativeChart
    from pptx.chart.data import _BaseChartData
    from pptx.chart.series import XySeries, _BaseSeries
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.table import _Cell

    from jiqun.base.language import Lang

Drawn: TypeAlias = "tuple[TYPES, _BaseChartData, Callable[[NativeChart, Chart, Lang], None]]"
"""The native kind, its numbers, and what finishes it."""
SERIES_NAME = 2
"""The column whose heading is the series' name, to which the chart refers."""
BUBBLES = 60
"""The largest bubble, per cent of PowerPoint's own."""
PLOT, LARGEST_BUBBLE = (500.0, 240.0), 22.0
"""About how large, in points, the plane of bubbles and the largest bubble's radius are."""
BUBBLE_NAME, NAME = 9.5, 11.0
"""Sizes of names in points: of a bubble, in a table of shaded cells."""
SIDES = (POSITIONS.RIGHT, POSITIONS.LEFT, POSITIONS.ABOVE, POSITIONS.BELOW)
LARGEST_CIRCLE = 30
NETWORK = (570.0, 300.0)
"""About how large, in points, the plane of a network is."""
ROOM = 0.16
"""Free space round a network, of its width."""


def _set_axis(axis: _BaseAxis, said: Axis, lang: Lang, written: str = "General") -> None:
    """Give an axis its ends, steps, numbers and name."""
    axis.minimum_scale, axis.maximum_scale = float(said.ticks[0]), float(said.ticks[-1])
    axis.major_unit = float(said.ticks[1] - said.ticks[0])
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = written, False
    _dress(axis, said.name.in_(lang))


def _dress(axis: _BaseAxis, name: str) -> None:
    axis.tick_label_position = TICKS.LOW
    axis.major_tick_mark = axis.minor_tick_mark = MARKS.NONE
    axis.tick_labels.font.size = Pt(SMALL)
    axis.tick_labels.font.color.rgb = rgb(palette.SOFT)
    axis.format.line.color.rgb = rgb(palette.LINE)
    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = name
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(SMALL), False
    run.font.color.rgb = rgb(palette.SOFT)


def _set_grid(axis: _BaseAxis) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(palette.LINE)
    axis.major_gridlines.format.line.width = Pt(0.5)


def distances(chart: Chart, lang: Lang) -> Drawn:
    """Draw Kd and its bands as lines over distances."""
    data = XyChartData(number_format="General")
    r, k, *bands = chart.series
    for series in (*bands, k):
        line = data.add_series(series.name.in_(lang))
        for distance, value in zip(r.values, series.values, strict=True):
            line.add_data_point(number(distance), number(value))
    return TYPES.XY_SCATTER_LINES_NO_MARKERS, data, _finish_distances


def _finish_distances(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    _set_axis(drawn.category_axis, chart.axes[0], lang)
    _set_axis(drawn.value_axis, chart.axes[1], lang)
    drawn.category_axis.has_major_gridlines = False
    _set_grid(drawn.value_axis)
    *bands, k = drawn.plots[0].series
    for at, series in enumerate(bands):
        local = at < len(bands) / 2
        colour = palette.WARM if local else palette.BEFORE
        _line(series, colour, 1.25 if local else 2.0, DASHES.DASH if local else None)
    _line(k, palette.NOW, 3.0, None)
    legend(drawn)


def _qualified(name: str) -> str:
    from pptx.oxml.ns import qn

    return str(qn(name))


def _line(series: _BaseSeries, colour: str, width: float, dash: DASHES | None) -> None:
    series.smooth = False
    series.marker.style = MARKERS.NONE
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(width)
    if dash is not None:
        series.format.line.dash_style = dash


def _sides(chart: Chart, names: list[str]) -> list[int]:
    """Return on which side of its bubble each name covers least, in a plot of about this size."""
    along, up, area = ([float(value or 0) for value in series.values] for series in chart.series)
    (left, right), (low, high) = (
        (float(axis.ticks[0]), float(axis.ticks[-1])) for axis in chart.axes
    )
    wide, tall = PLOT
    spots = [
        (wide * (x - left) / (right - left), tall * (high - y) / (high - low))
        for x, y in zip(along, up, strict=True)
    ]
    radii = [LARGEST_BUBBLE * (size / max(area)) ** 0.5 for size in area]
    return sides(spots, radii, names, (0.0, 0.0, wide, tall), BUBBLE_NAME)


def bubbles(chart: Chart, lang: Lang) -> Drawn:
    """Draw location quotient along, growth up, size as area."""
    data = BubbleChartData(number_format="General")
    rows = data.add_series(chart.title.in_(lang))
    for x, y, size in zip(*(series.values for series in chart.series), strict=True):
        rows.add_data_point(number(x), number(y), number(size))
    return TYPES.BUBBLE, data, _finish_bubbles


def _finish_bubbles(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    """Let the axes cross where the quotient is one and growth is that of everything."""
    _head_columns(drawn, [series.name.in_(lang) for series in chart.series])
    along, up = drawn.category_axis, drawn.value_axis
    _set_axis(along, chart.axes[0], lang)
    _set_axis(up, chart.axes[1], lang, "0%")
    along.has_major_gridlines = up.has_major_gridlines = False
    along.crosses_at = 1
    if chart.reference:
        up.crosses_at = float(chart.reference.value)
    for axis, colour in ((along, palette.WARM), (up, palette.NOW)):
        axis.format.line.color.rgb = rgb(colour)
        axis.format.line.dash_style = DASHES.DASH
    scale = drawn.plots[0]._element.find(_qualified("c:bubbleScale"))
    scale.set("val", str(BUBBLES))
    series = drawn.plots[0].series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(palette.BEFORE)
    series.format.line.color.rgb = rgb(palette.NOW)
    names = [
        f"{name.in_(lang)} {label}"
        for name, label in zip(chart.categories, chart.series[2].labels_in(lang), strict=True)
    ]
    for at, side in enumerate(_sides(chart, names)):
        point_label(series.points[at], names[at], SIDES[side], palette.INK, BUBBLE_NAME)


def _head_columns(drawn: NativeChart, names: list[str]) -> None:
    """Name the columns of the workbook behind a chart; python-pptx heads sizes in English."""
    behind = drawn.part.chart_workbook
    book = load_workbook(io.BytesIO(behind.xlsx_part.blob))
    for column, name in enumerate(names, 1):
        if column != SERIES_NAME:
            book.worksheets[0].cell(1, column, name)
    written = io.BytesIO()
    book.save(written)
    behind.update_from_xlsx_blob(written.getvalue())


def space(chart: Chart, lang: Lang) -> Drawn:
    """Draw a line a proximity and a circle an industry.

    Lines come last: LibreOffice forgets every line before a series that has none.
    """
    data = XyChartData(number_format="General")
    x, y = ([number(value) or 0.0 for value in series.values] for series in chart.series[:2])
    middles = data.add_series(words(lang)["deck_proximity"])
    ends = [(link.one, link.other) for link in chart.links]
    numbered = places_on_lines(*_lines(chart), 9)
    for (one, other), (part, _) in zip(ends, numbered, strict=True):
        middles.add_data_point(
            x[one] + part * (x[other] - x[one]), y[one] + part * (y[other] - y[one])
        )
    rows = data.add_series(chart.series[2].name.in_(lang))
    for at, across in enumerate(x):
        rows.add_data_point(across, y[at])
    for (one, other), link in zip(ends, chart.links, strict=True):
        names = (
            f"{chart.categories[one].in_(lang)}–{chart.categories[other].in_(lang)} {link.label}"
        )
        line = data.add_series(names)
        for at in (one, other):
            line.add_data_point(x[at], y[at])
    return TYPES.XY_SCATTER, data, _finish_space


def _finish_space(drawn: NativeChart, chart: Chart, lang: Lang) -> None:
    for axis in (drawn.category_axis, drawn.value_axis):
        quiet(axis)
        axis.minimum_scale, axis.maximum_scale = -ROOM, 1 + ROOM
    middles, rows, *lines = drawn.plots[0].series
    for series, link in zip(lines, chart.links, strict=True):
        mark(series, MARKERS.NONE, 2, palette.LINE)
        series.format.line.color.rgb = rgb(palette.LINE)
        series.format.line.width = Pt(0.75 + 6 * float(link.value))
    for series in (middles, rows):
        series.format.line.fill.background()
    mark(middles, MARKERS.NONE, 2, palette.SOFT)
    for at, link in enumerate(chart.links):
        point_label(middles.points[at], link.label, POSITIONS.CENTER, palette.SOFT, 9)
    _circles(rows, chart, lang)


def _circles(rows: XySeries, chart: Chart, lang: Lang) -> None:
    mark(rows, MARKERS.CIRCLE, 8, palette.BEFORE)
    sizes = [float(value or 0) for value in chart.series[2].values]
    widths = [max(round(LARGEST_CIRCLE * (size / max(sizes)) ** 0.5), 8) for size in sizes]
    names = [
        f"{name.in_(lang)} {label}".rstrip()
        for name, label in zip(chart.categories, chart.series[2].labels_in(lang), strict=True)
    ]
    for at, side in enumerate(_sides_of_circles(chart, names, widths)):
        point = rows.points[at]
        point.marker.style = MARKERS.CIRCLE
        point.marker.size = widths[at]
        point.marker.format.fill.solid()
        point.marker.format.fill.fore_color.rgb = rgb(palette.BEFORE)
        point_label(point, names[at], SIDES[side], palette.INK, 11)


def _sides_of_circles(chart: Chart, names: list[str], widths: list[int]) -> list[int]:
    numbers = [box for _, box in places_on_lines(*_lines(chart), 9)]
    radii = [width / 2 for width in widths]
    return sides(_spots(chart), radii, names, (0.0, 0.0, *NETWORK), 11, numbers)


def _spots(chart: Chart) -> list[tuple[float, float]]:
    """Return where circles stand in a plane of about the network's size, in points."""
    wide, tall = NETWORK
    x, y = ([float(value or 0) for value in series.values] for series in chart.series[:2])
    return [
        (wide * (a + ROOM) / (1 + 2 * ROOM), tall * (1 + ROOM - b) / (1 + 2 * ROOM))
        for a, b in zip(x, y, strict=True)
    ]


def _lines(chart: Chart) -> tuple[list[tuple[Point, Point]], list[str]]:
    """Return the ends of every line, and its number."""
    spots = _spots(chart)
    ends = [(spots[link.one], spots[link.other]) for link in chart.links]
    return ends, [link.label for link in chart.links]


def insert_matrix(place: SlidePlaceholder, chart: HeatMap, lang: Lang) -> None:
    """Put a heat map into a table placeholder: the pairs below the diagonal, shaded.

    Parameters
    ----------
    place
        A slide's table placeholder.
    chart
        Drawn as a table of shaded cells.
    lang
        The language of its names.
    """
    count = len(chart.categories)
    high, wide = place.height, place.width
    frame = place.insert_table(rows=count, cols=count)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", chart.alternative.in_(lang))
    properties.set("title", chart.title.in_(lang))
    grid = frame.table
    grid.first_row = grid.horz_banding = False
    for at in range(count):
        grid.rows[at].height = high // count
        grid.columns[at].width = wide // count
    names = [name.in_(lang) for name in chart.categories]
    broadest = max(broad(name, NAME) for name in names)
    size = max(NAME * min(1.0, (Emu(wide // count).pt - 4) / broadest), SMALLEST)
    for row, name in enumerate(names):
        _name(grid.cell(row, 0), name, PP_ALIGN.RIGHT, size)
        for column in range(count - 1):
            cell = grid.cell(row, column + 1)
            if column < row:
                _shade(cell, chart, row, column)
            else:
                _name(cell, name if column == row else "", PP_ALIGN.CENTER, size)


def _name(cell: _Cell, text: str, align: PP_ALIGN, size: float) -> None:
    _write(cell, text, align, palette.INK, size)
    cell.fill.background()


def _shade(cell: _Cell, chart: HeatMap, row: int, column: int) -> None:
    step = chart.shade(row, column)
    ink, _ = palette.on(palette.HEAT[step])
    _write(cell, chart.series[column].labels[row], PP_ALIGN.CENTER, ink)
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(palette.HEAT[step])


def _write(cell: _Cell, text: str, align: PP_ALIGN, ink: str, size: float = NAME) -> None:
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text = text
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(size), False
        run.font.color.rgb = rgb(ink)
