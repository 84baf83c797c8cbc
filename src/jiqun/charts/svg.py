"""The chart model as SVG: for the page, the PDF and the document.

Colours stand in the marks themselves and in classes, so that a page may follow light and dark while
the PDF prints the same palette as the deck.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import cos, pi, sin
from statistics import median

from jiqun.base.language import Lang
from jiqun.charts import palette
from jiqun.charts.bubbles import draw_bubbles
from jiqun.charts.canvas import SMALL, USUAL, Canvas, Scale, breadth, legend
from jiqun.charts.heat import draw_heat
from jiqun.charts.localization import draw_density
from jiqun.charts.model import Chart
from jiqun.charts.networks import draw_network
from jiqun.charts.words import bare

YEARS = ((palette.BEFORE, "before"), (palette.NOW, "now"))


def draw(chart: Chart, width: float = 560, height: float = 300, lang: Lang = "zh") -> str:
    """Draw a chart.

    Parameters
    ----------
    chart
        One that is not ``empty``.
    width, height
        In pixels of the drawing.
    lang
        The language of names.

    Returns
    -------
    str
        An SVG element with its alternative text.
    """
    canvas = Canvas(width, height, lang)
    if chart.empty:
        canvas.text((0, 20), chart.empty.in_(lang), colour=palette.SOFT)
    else:
        DRAWERS[chart.kind](canvas, chart)
    return canvas.svg(chart.alternative.in_(lang))


def _bars(canvas: Canvas, chart: Chart) -> None:
    """Draw a row a category, one bar a series, each with its number."""
    names = [one.in_(canvas.lang) for one in chart.categories]
    left = max(breadth(name, USUAL) for name in names) + 10
    top = 22.0 if len(chart.series) > 1 or chart.reference else 4.0
    values = [v for one in chart.series for v in one.values if v is not None]
    if chart.reference:
        values.append(chart.reference.value)
    labels = [bare(one, chart) for series in chart.series for one in series.labels]
    room = canvas.width - left - max(breadth(one, SMALL) for one in labels) - 12
    span = Scale(min([*values, Decimal(0)]), max([*values, Decimal(0)]), left, left + room)
    row = (canvas.height - top) / len(names)
    thick = min(row * 0.78 / len(chart.series), 26)
    colours = YEARS if len(chart.series) > 1 else YEARS[1:]
    for at, name in enumerate(names):
        middle = top + row * (at + 0.5)
        canvas.text((left - 8, middle + 4), name, "end", size=USUAL)
        for place, (series, (colour, kind)) in enumerate(zip(chart.series, colours, strict=False)):
            y = middle - thick * len(chart.series) / 2 + place * thick
            _one_bar(
                canvas,
                span,
                (y, thick),
                series.values[at],
                bare(series.labels[at], chart),
                (colour, kind),
            )
    _bars_around(canvas, chart, span, top)


def _bars_around(canvas: Canvas, chart: Chart, span: Scale, top: float) -> None:
    """Draw what stands around bars: the line they start from, a comparator, the legend."""
    zero = span.at(Decimal(0))
    canvas.line((zero, top), (zero, canvas.height), palette.LINE)
    colours = YEARS if len(chart.series) > 1 else YEARS[1:]
    names = [
        (one.name.in_(canvas.lang), colour, kind)
        for one, (colour, kind) in zip(chart.series, colours, strict=False)
    ]
    if chart.reference:
        x = span.at(chart.reference.value)
        canvas.line((x, top), (x, canvas.height), palette.WARM, 1.6, "target", "5 3")
        names.append((chart.reference.label.in_(canvas.lang), palette.WARM, "down"))
    if len(names) > 1:
        legend(canvas, names)


def _one_bar(
    canvas: Canvas,
    span: Scale,
    across: tuple[float, float],
    value: Decimal | None,
    label: str,
    look: tuple[str, str],
) -> None:
    if value is None:
        return
    y, thick = across
    start, end = sorted((span.at(Decimal(0)), span.at(value)))
    canvas.bar((start, y + 0.5, end - start, thick - 1), *look)
    canvas.text((end + 4, y + thick / 2 + 4), label)


def _parts(canvas: Canvas, chart: Chart) -> None:
    """Draw a ring, its names and numbers beside it."""
    values = [float(value or 0) for value in chart.series[0].values]
    whole, turn = sum(values) or 1.0, 0.0
    radius = min(canvas.height / 2 - 6, canvas.width * 0.24)
    middle = (radius + 20, canvas.height / 2)
    step = min(26.0, canvas.height / (len(values) + 1))
    first = canvas.height / 2 - step * (len(values) - 1) / 2
    for at, (value, colour) in enumerate(zip(values, palette.PARTS, strict=False)):
        kind = f"part{at}"
        canvas.marks.append(_slice(middle, radius, (turn, turn + value / whole), colour, kind))
        turn += value / whole
        x, y = middle[0] + radius + 34, first + at * step
        canvas.bar((x, y - 6, 12, 12), colour, kind)
        words = f"{chart.categories[at].in_(canvas.lang)}　{chart.series[0].labels[at]}"
        canvas.text((x + 19, y + 4.5), words, size=USUAL + 1)


def _slice(
    middle: tuple[float, float], radius: float, turns: tuple[float, float], colour: str, kind: str
) -> str:
    """Return a piece of a ring between two turns of the whole."""
    inner = radius * 0.55
    ends = [
        (sin(2 * pi * turn), -cos(2 * pi * turn))
        for turn in (turns[0], min(turns[1], turns[0] + 0.9999))
    ]
    large = int(turns[1] - turns[0] > 0.5)
    (a, b), (c, d) = [
        [(middle[0] + r * x, middle[1] + r * y) for x, y in ends] for r in (radius, inner)
    ]
    return (
        f'<path class="{kind}" fill="#{colour}" stroke="#{palette.PAPER}" stroke-width="1.2" '
        f'd="M{a[0]:.1f} {a[1]:.1f}A{radius:.1f} {radius:.1f} 0 {large} 1 {b[0]:.1f} {b[1]:.1f}'
        f'L{d[0]:.1f} {d[1]:.1f}A{inner:.1f} {inner:.1f} 0 {large} 0 {c[0]:.1f} {c[1]:.1f}Z"/>'
    )


def _bridge(canvas: Canvas, chart: Chart) -> None:
    """Draw totals at both ends and the changes between them."""
    amounts = [value or Decimal(0) for value in chart.series[0].values]
    levels = [amounts[0]]
    for amount in amounts[1:-1]:
        levels.append(levels[-1] + amount)
    floor = canvas.height - 24
    span = Scale(Decimal(0), max([*levels, amounts[-1], Decimal(1)]), floor, 22)
    wide = canvas.width / len(amounts)
    for at, amount in enumerate(amounts):
        total = at in (0, len(amounts) - 1)
        before = Decimal(0) if total else levels[at - 1]
        high, low = sorted((span.at(before), span.at(before + amount)))
        colour, kind = (
            (palette.NOW, "total")
            if total
            else (palette.TEAL, "up")
            if amount >= 0
            else (palette.WARM, "down")
        )
        middle = (at + 0.5) * wide
        canvas.bar((at * wide + wide * 0.16, high, wide * 0.68, low - high), colour, kind)
        canvas.text((middle, high - 6), chart.series[0].labels[at], "middle")
        canvas.text(
            (middle, canvas.height - 6), chart.categories[at].in_(canvas.lang), "middle", size=USUAL
        )
    canvas.line((0, floor), (canvas.width, floor), palette.LINE)


def _interval(canvas: Canvas, chart: Chart) -> None:
    """Draw a dot a row with the quartiles of its clusters."""
    names = [one.in_(canvas.lang) for one in chart.categories]
    left = max(breadth(name, USUAL) for name in names) + 12
    values = [v for one in chart.series for v in one.values if v is not None]
    span = Scale(Decimal(0), max(values), left + 4, canvas.width - 52)
    row = canvas.height / len(names)
    middle, low, high = (one.values for one in chart.series)
    for at, name in enumerate(names):
        y = row * (at + 0.5)
        canvas.text((left - 8, y + 4), name, "end", size=USUAL)
        start, end, dot = (span.at(part[at] or Decimal(0)) for part in (low, high, middle))
        canvas.line((left, y), (max(end, dot), y), palette.LINE, 0.6)
        canvas.line((start, y), (end, y), palette.BEFORE, 6, "span")
        canvas.dot((dot, y), 5, palette.NOW, "now")
        canvas.text((max(end, dot) + 9, y + 4), chart.series[0].labels[at])


def _strip(canvas: Canvas, chart: Chart) -> None:
    """Draw a point a cluster, a row a group, medians marked, a comparator as a line."""
    names = [one.in_(canvas.lang) for one in chart.categories]
    left = max(breadth(name, USUAL) for name in names) + 12
    values = [v for one in chart.series for v in one.values if v is not None]
    line = chart.reference
    ends = [*values, line.value] if line else values
    top = 22.0 if line else 4.0
    span = Scale(min(ends), max(ends), left + 8, canvas.width - 12)
    row = (canvas.height - top) / len(names)
    for at, (name, series) in enumerate(zip(names, chart.series, strict=True)):
        y = top + row * (at + 0.5)
        canvas.text((left - 8, y + 4), name, "end", size=USUAL)
        known = [value for value in series.values if value is not None]
        for place, value in enumerate(known):
            canvas.dot(
                (span.at(value), y + (place % 5 - 2) * row * 0.05), 3, palette.BEFORE, "before"
            )
        x = span.at(median(known))
        canvas.line((x, y - row * 0.24), (x, y + row * 0.24), palette.NOW, 2.4, "median")
        low, middle, high = series.labels
        canvas.text((span.at(known[0]), y + row * 0.42), low, "middle", palette.SOFT, 10)
        canvas.text((span.at(known[-1]), y + row * 0.42), high, "middle", palette.SOFT, 10)
        word = "中位" if canvas.lang == "zh" else "median"
        canvas.text((x, y - row * 0.29), f"{word} {middle}", "middle")
    if line:
        x = span.at(line.value)
        canvas.line((x, top), (x, canvas.height), palette.WARM, 1.6, "target", "5 3")
        legend(canvas, [(line.label.in_(canvas.lang), palette.WARM, "down")])


WEST, EAST, SOUTH, NORTH = 84.0, 133.0, 17.0, 51.0
"""The corners of the map, degrees; east to west is narrowed by the cosine of 35 degrees."""


def _places(canvas: Canvas, chart: Chart) -> None:
    """Draw a circle a province; no boundary is drawn."""
    longitude, latitude, size = (one.values for one in chart.series)
    largest = float(max(value or Decimal(0) for value in size)) or 1.0
    tall = canvas.height - 24
    wide = min(canvas.width - 50, tall * (EAST - WEST) * 0.82 / (NORTH - SOUTH))
    left = (canvas.width - wide) / 2
    spots = []
    for x, y, value in zip(longitude, latitude, size, strict=True):
        across = left + wide * (float(x or 0) - WEST) / (EAST - WEST)
        down = 12 + tall * (NORTH - float(y or 0)) / (NORTH - SOUTH)
        spots.append((across, down))
        canvas.dot(
            (across, down), 4 + 11 * (float(value or 0) / largest) ** 0.5, palette.BEFORE, "before"
        )
    for spot, name, label in zip(spots, chart.categories, chart.series[2].labels, strict=True):
        words = f"{name.in_(canvas.lang)}{bare(label, chart)}"
        canvas.text((spot[0], spot[1] + 3.2), words, "middle", size=9)


DRAWERS: dict[str, Callable[[Canvas, Chart], None]] = {
    "two_years": _bars,
    "shares": _bars,
    "growth": _bars,
    "ranked": _bars,
    "parts": _parts,
    "bridge": _bridge,
    "interval": _interval,
    "strip": _strip,
    "places": _places,
    "distance_density": draw_density,
    "specialisation_bubble": draw_bubbles,
    "product_space": draw_network,
    "heat_map": draw_heat,
}
