"""What native charts share: colours, markers, axes, labels."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION as LEGENDS
from pptx.enum.chart import XL_TICK_LABEL_POSITION as TICKS
from pptx.enum.chart import XL_TICK_MARK as MARKS
from pptx.util import Pt

from jiqun.charts import Chart
from jiqun.drawing import palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.axis import _BaseAxis
    from pptx.chart.chart import Chart as NativeChart
    from pptx.chart.point import Point
    from pptx.chart.series import _BaseSeries
    from pptx.enum.chart import XL_LABEL_POSITION as POSITIONS
    from pptx.enum.chart import XL_MARKER_STYLE as MARKERS

SMALL = 10.5


def number_format(chart: Chart) -> str:
    """Return how a chart's axis writes numbers."""
    return "0.0%" if chart.percent else "General"


def number(value: Decimal | None) -> float | None:
    """Return a number as the chart's own sheet holds it."""
    return None if value is None else float(value)


def rgb(text: str) -> RGBColor:
    """Return a colour of the palette."""
    return RGBColor.from_string(text)


def fill(series: _BaseSeries, colour: str) -> None:
    """Fill bars with a colour, falls too."""
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(colour)
    if hasattr(series, "invert_if_negative"):
        series.invert_if_negative = False


def mark(series: _BaseSeries, style: MARKERS, size: int, colour: str) -> None:
    """Give a series its markers."""
    series.marker.style = style
    series.marker.size = size
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(colour)
    series.marker.format.line.color.rgb = rgb(palette.PAPER)


def quiet(axis: _BaseAxis) -> None:
    """Take an axis out of sight: every mark carries its number."""
    axis.has_major_gridlines = False
    axis.visible = True
    axis.tick_label_position = TICKS.NONE
    axis.major_tick_mark = axis.minor_tick_mark = MARKS.NONE
    axis.format.line.fill.background()


def name_axis(axis: _BaseAxis) -> None:
    """Show an axis of names without ticks or grid."""
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = MARKS.NONE
    axis.tick_label_position = TICKS.LOW
    axis.tick_labels.font.size = Pt(12)
    axis.format.line.color.rgb = rgb(palette.LINE)


def set_plane(drawn: NativeChart, values: Sequence[Decimal], rows: int, chart: Chart) -> None:
    """Set both axes of a chart of points: values along, rows up."""
    along, up = drawn.category_axis, drawn.value_axis
    along.minimum_scale, along.maximum_scale = span(values, chart)
    along.has_major_gridlines = False
    along.tick_labels.number_format, along.tick_labels.number_format_is_linked = "0%", False
    if not chart.percent:
        along.tick_labels.number_format = "General"
    along.tick_labels.font.size = Pt(SMALL)
    along.tick_labels.font.color.rgb = rgb(palette.SOFT)
    along.format.line.color.rgb = rgb(palette.LINE)
    up.minimum_scale, up.maximum_scale = 0.4, rows + 0.8
    quiet(up)


def span(values: Sequence[Decimal], chart: Chart) -> tuple[float, float]:
    """Return the ends of an axis that holds the values; a share ends at one."""
    low, high = float(min(values)), float(max(values))
    pad = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    start = 0.0 if 0 <= low < (high - low) * 0.5 else low - pad
    if chart.percent and high <= 1:
        return max(round(start, 2), 0.0) if low >= 0 else start, min(high + pad, 1.02)
    return start, high + pad


def legend(drawn: NativeChart, where: LEGENDS | None = None) -> None:
    """Show the legend, below where no other place is given."""
    drawn.has_legend = True
    drawn.legend.position = where or LEGENDS.BOTTOM
    drawn.legend.include_in_layout = False
    drawn.legend.font.size = Pt(SMALL)


def print_labels(series: _BaseSeries, labels: list[str], where: POSITIONS) -> None:
    """Print each bar's number as the report prints it."""
    for at, value in enumerate(series.values):
        if value is not None and at < len(labels):
            point_label(series.points[at], labels[at], where, palette.INK)
    if not labels:
        series.data_labels.show_value = True
        series.data_labels.number_format = "0.00%"
        series.data_labels.number_format_is_linked = False
        series.data_labels.position = where


def point_label(
    point: Point, text: str, where: POSITIONS, colour: str, size: float = SMALL
) -> None:
    """Print a text at a point."""
    label = point.data_label
    frame = label.text_frame
    frame.text = text
    run = frame.paragraphs[0].runs[0]
    run.font.size = Pt(size)
    run.font.color.rgb = rgb(colour)
    label.position = where


def circle(size: float, largest: float) -> int:
    """Return a marker's width in points whose area follows the number.

    Examples
    --------
    >>> circle(6, 6), circle(1.5, 6)
    (36, 18)
    """
    width: float = 36 * (size / largest) ** 0.5
    return max(round(width), 6)
