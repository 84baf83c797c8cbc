"""The site's drawings: those of ``jiqun.charts.small`` without inline style, and its own."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from jiqun.base.language import Lang
from jiqun.charts import small

INLINE_STYLE = re.compile(r' style="max-width:(\d+)px"')


class Held(NamedTuple):
    """A value that is held against a number: its year, both ends of it, and whether it is enough.

    Where a value is known exactly its ends are one.
    """

    year: str
    low: Decimal
    high: Decimal
    enough: bool


def ready(drawing: str) -> Markup:
    """Return a drawing as a page with a strict policy can carry it.

    Examples
    --------
    >>> ready('<svg class="chart" viewBox="0 0 1 1" style="max-width:9px"></svg>')
    Markup('<svg class="chart" viewBox="0 0 1 1" width="9"></svg>')
    """
    return Markup(INLINE_STYLE.sub(r' width="\1"', drawing))  # noqa: S704  # charts escape all text


def strip(
    values: Sequence[Decimal],
    show: Callable[[Decimal], str],
    lang: Lang,
    title: str,
    at: Decimal | None = None,
) -> Markup:
    """Draw one tick a cluster, and a mark at one of them."""
    drawing = small.strip(values, show, lang, title)
    if at is not None:
        low, high = min(values), max(values)
        x = 8 + 344 * float(at - low) / (float(high - low) or 1.0)
        mark = f'<path class="here" d="M{x:.1f} 26l-5 8h10z"/>'
        drawing = drawing.replace("</svg>", mark + "</svg>")
    return ready(drawing)


def history(points: Sequence[tuple[str, Decimal, str]], title: str) -> Markup:
    """Draw a figure over years as columns with their numbers.

    Parameters
    ----------
    points
        Year, value and printed value, in order.
    title
        For those who do not see the picture.
    """
    high = max((value for _, value, _ in points), default=Decimal(0))
    low = min(min((value for _, value, _ in points), default=Decimal(0)), Decimal(0))
    span = float(max(high, Decimal(0)) - low) or 1.0
    wide = 84
    parts = []
    ground = 24 + 110 * float(max(high, Decimal(0))) / span
    for number, (year, value, shown) in enumerate(points):
        x = number * wide + 10
        tall = max(110 * abs(float(value)) / span, 1)
        y = ground - tall if value >= 0 else ground
        kind = "now" if number == len(points) - 1 else "before"
        parts.append(
            f'<rect class="{kind}" x="{x}" y="{y:.1f}" width="64" height="{tall:.1f}" rx="2"/>'
        )
        parts.append(_text(x + 32, y - 6 if value >= 0 else y + tall + 14, shown, "small"))
        parts.append(_text(x + 32, 160, year, "label"))
    parts.append(
        f'<line class="axis" x1="0" x2="{len(points) * wide}" y1="{ground:.1f}" y2="{ground:.1f}"/>'
    )
    return _svg(max(len(points), 1) * wide, 168, title, parts)


def span(best: int, worst: int, first: int, of: int, title: str) -> Markup:
    """Draw the span of places a cluster takes: a bar from best to worst, a dot at the first."""

    def at(place: int) -> float:
        return 4 + 152 * (place - 1) / max(of - 1, 1)

    x, wide = at(best), max(at(worst) - at(best), 1)
    parts = [
        '<line class="axis" x1="4" x2="156" y1="7" y2="7"/>',
        f'<rect class="span" x="{x:.1f}" y="4" width="{wide:.1f}" height="6" rx="3"/>',
        f'<circle class="dot" cx="{at(first):.1f}" cy="7" r="4"/>',
    ]
    return _svg(160, 14, title, parts)


def against(values: Sequence[Held], limit: Decimal, title: str) -> Markup:
    """Draw values as bars from nought, with a line at the number they are held against.

    Parameters
    ----------
    values
        One a year; of several the year is written beside its bar.
    limit
        The number.
    title
        For those who do not see the picture.
    """
    ends = [limit, Decimal(0), *(end for value in values for end in (value.low, value.high))]
    low, room = min(ends), float(max(ends) - min(ends)) * 1.04 or 1.0
    left = 34 if len(values) > 1 else 0

    def at(value: Decimal) -> float:
        return left + 186 * float(value - low) / room

    parts = [f'<line class="axis" x1="{at(Decimal(0)):.1f}" x2="220" y1="2" y2="2"/>']
    for number, value in enumerate(values):
        y, kind = 4 + 13 * number, "now" if value.enough else "down"
        first, last = sorted((at(Decimal(0)), at(value.low)))
        parts.append(_bar(first, y, last - first, kind))
        parts.append(_bar(at(value.low), y, at(value.high) - at(value.low), "span"))
        if left:
            parts.append(f'<text class="small" x="0" y="{y + 9}">{escape(value.year)}</text>')
    tall = 4 + 13 * len(values) + 2
    x = at(limit)
    parts.append(f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{tall}"/>')
    return _svg(222, tall, title, parts)


def spread(
    groups: Sequence[tuple[Decimal, int]],
    quarters: Sequence[Decimal],
    own: Decimal | None,
    show: Callable[[Decimal], str],
    title: str,
) -> Markup:
    """Draw means of groups along a line, the middle half as a band, and a mark at one's own value.

    Parameters
    ----------
    groups
        Mean and number of each, the smallest first: the larger a group, the larger its dot.
    quarters
        The lower quarter, the median and the upper quarter.
    own
        None where there is none to mark.
    show
        Prints a value.
    title
        For those who do not see the picture.
    """
    values = [mean for mean, _ in groups] + ([own] if own is not None else [])
    low, room = min(values), float(max(values) - min(values)) or 1.0
    most = max(number for _, number in groups)

    def at(value: Decimal) -> float:
        return 30 + 300 * float(value - low) / room

    first, middle, last = map(at, quarters)
    parts = [
        '<line class="axis" x1="10" x2="350" y1="34" y2="34"/>',
        f'<rect class="span" x="{first:.1f}" y="28" width="{max(last - first, 1):.1f}" height="12"'
        ' rx="2"/>',
        f'<line class="limit" x1="{middle:.1f}" x2="{middle:.1f}" y1="24" y2="44"/>',
    ]
    for mean, number in groups:
        parts.append(
            f'<circle class="dot" cx="{at(mean):.1f}" cy="34" r="{3 + 5 * number / most:.1f}"/>'
        )
    parts += [
        _text(at(value), 60, show(value), "small") for value in dict.fromkeys((low, max(values)))
    ]
    if own is not None:
        parts.append(f'<path class="here" d="M{at(own):.1f} 20l-6 -10h12z"/>')
    return _svg(360, 66, title, parts)


def _bar(x: float, y: float, wide: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y}" width="{wide:.1f}" height="9" rx="1"/>'


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> Markup:
    drawing = (
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )
    return Markup(drawing)  # noqa: S704  # every text in it is escaped


def _text(x: float, y: float, text: str, kind: str) -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(text)}</text>'
    )


PLACE_STEP, PLACE_HIGH = 18, 30
"""Pixels a year takes in a strip of places, and how high the strip is."""


def places_strip(
    years: Sequence[tuple[str, tuple[float, float, float] | None]], title: str
) -> Markup:
    """Draw a place among peers over the years: a dot each, and where it may lie; worst below.

    Parameters
    ----------
    years
        The year, and the share of peers that are worse with both ends of its interval; None where
        it cannot be told, which is drawn as a short dash at the foot.
    title
        What it shows, for who does not see it.
    """
    wide = PLACE_STEP * max(len(years), 1)
    middle = PLACE_HIGH / 2
    marks = [f'<path class="middle" d="M0 {middle:g}H{wide}"/>']
    for number, (_, said) in enumerate(years):
        x = PLACE_STEP * (number + 0.5)
        if said is None:
            marks.append(f'<path class="untold" d="M{x - 3:g} {PLACE_HIGH - 2}h6"/>')
            continue
        share, low, high = (3 + (PLACE_HIGH - 6) * (1 - part) for part in said)
        marks.append(f'<path class="span" d="M{x:g} {low:.1f}V{high:.1f}"/>')
        marks.append(f'<circle class="dot" cx="{x:g}" cy="{share:.1f}" r="3"/>')
    return Markup(  # noqa: S704  # the title is escaped, the rest are numbers
        f'<svg class="places" viewBox="0 0 {wide} {PLACE_HIGH}" width="{wide}" '
        f'height="{PLACE_HIGH}" role="img" aria-label="{escape(title)}">{"".join(marks)}</svg>'
    )
