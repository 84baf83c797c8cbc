"""Specialisation, growth and size at once: location quotient along, growth up, area as size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite

from jiqun.base.language import Bilingual
from jiqun.charts import palette
from jiqun.charts.axes import axis_over, draw_axes, rounded
from jiqun.charts.canvas import Canvas, Scale, legend
from jiqun.charts.model import Chart, Reference, Series, said
from jiqun.charts.naming import name_marks

Number = Decimal | float | None
Row = tuple[Bilingual, Decimal, Decimal, Decimal, str]
"""Name, quotient, growth, size, and how the size is printed."""
ONE = Decimal(1)
QUOTIENT = Bilingual("区位商", "location quotient")
GROWTH = Bilingual("增速", "growth")
SIZE = Bilingual("大小", "size")
TITLE = Bilingual("专业化与增长", "Specialisation and growth")
LARGEST = 24.0
SHARE_OF_WIDTH = 0.042
NAMED = 4


def specialisation_bubble(
    names: Sequence[str | Bilingual],
    quotients: Sequence[Number],
    growth: Sequence[Number],
    sizes: Sequence[Number],
    overall: Number = None,
    title: str | Bilingual = TITLE,
    note: str | Bilingual | None = None,
    *,
    size_name: str | Bilingual = SIZE,
    size_labels: Sequence[str] | None = None,
) -> Chart:
    """Draw location quotient along, growth up, and size as area.

    Parameters
    ----------
    names
        One a bubble.
    quotients, growth, sizes
        One a bubble: location quotient of zero or more, growth as a fraction, size of zero or
        more. A bubble with a missing number (None or NaN) is left out.
    overall
        Growth of everything, drawn as a line.
    title, note
        The caption, and what a reader must know.
    size_name, size_labels
        What the size is, with its unit; how sizes are printed, plain numbers where not given.

    Returns
    -------
    Chart
        Kind ``specialisation_bubble``; ``finding`` names what is both specialised (above 1) and
        faster than everything. ``empty`` where no bubble has all three numbers.

    Raises
    ------
    ArgumentRefused
        If the lengths differ, or a quotient or size is negative.

    Examples
    --------
    >>> import jiqun.stats as st, pandas as pd
    >>> jobs = pd.DataFrame({"lamps": [30, 10], "locks": [10, 30]}, index=["A", "B"])
    >>> lq = st.location_quotient(jobs)["lamps"]
    >>> chart = specialisation_bubble(["lamps in A", "lamps in B"], lq, [0.2, 0.05], [30, 10], 0.1)
    >>> chart.series[0].labels, chart.finding.en
    (('1.5', '0.5'), 'Specialised and growing faster than everything: lamps in A.')
    """
    _check(names, quotients, growth, sizes)
    shown = size_labels or ["" if one is None else f"{_decimal(one):,f}" for one in sizes]
    every = zip(names, quotients, growth, sizes, shown, strict=True)
    rows = [
        (said(name), _decimal(quotient), _decimal(rate), _decimal(size), label)
        for name, quotient, rate, size, label in every
        if _known(quotient) and _known(rate) and _known(size)
    ]
    empty = Bilingual("没有一格三个数都有。", "No bubble has all three numbers.")
    chart = Chart(
        id="specialisation",
        kind="specialisation_bubble",
        title=said(title),
        unit="",
        percent=False,
        categories=(),
        series=(),
        figures=(),
        note=None if note is None else said(note),
        empty=None if rows else empty,
    )
    if not rows:
        return chart
    return _drawn(chart, rows, said(size_name), _decimal(overall) if _known(overall) else None)


def _drawn(chart: Chart, rows: list[Row], size: Bilingual, whole: Decimal | None) -> Chart:
    names, along, up, area, labels = zip(*rows, strict=True)
    line = None
    if whole is not None:
        shown = f"{whole * 100:.1f}%"
        line = Reference(whole, Bilingual(f"全部 {shown}", f"everything {shown}"))
    return replace(
        chart,
        categories=names,
        series=(
            Series(QUOTIENT, along, tuple(f"{rounded(float(one), 3):f}" for one in along)),
            Series(GROWTH, up, tuple(f"{one * 100:.1f}%" for one in up)),
            Series(size, area, labels),
        ),
        reference=line,
        finding=_finding(rows, whole),
        axes=(
            axis_over(QUOTIENT, [Decimal(0), ONE, *along]),
            axis_over(GROWTH, [*up, *([] if whole is None else [whole])], percent=True),
        ),
    )


def _check(names: Sequence[object], *numbers: Sequence[Number]) -> None:
    from jiqun.stats import ArgumentRefused

    for name, found in zip(("quotients", "growth", "sizes"), numbers, strict=True):
        if len(found) != len(names):
            what = f"has {len(found)} values for {len(names)} names"
            raise ArgumentRefused(name, what, "give one a name")
        if name != "growth" and any(one is not None and one < 0 for one in found):
            raise ArgumentRefused(name, "has a negative value", "give zero or more")


def _known(value: Number) -> bool:
    return value is not None and isfinite(value)


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else rounded(float(value or 0), 6)


def _finding(rows: Sequence[Row], whole: Decimal | None) -> Bilingual:
    ahead = [row for row in rows if row[1] > 1 and (whole is None or row[2] > whole)]
    ahead.sort(key=lambda row: (-row[3], row[0].zh))
    if not ahead:
        return Bilingual(
            "没有一格既专业化（区位商大于1）又快于全部。",
            "Nothing is both specialised and growing faster than everything.",
        )
    first, rest = ahead[:NAMED], len(ahead) - NAMED
    zh, en = "、".join(row[0].zh for row in first), ", ".join(row[0].en for row in first)
    more = (f"等{len(ahead)}格", f" and {rest} more") if rest > 0 else ("", "")
    return Bilingual(
        f"既专业化（区位商大于1）又快于全部的：{zh}{more[0]}。",
        f"Specialised and growing faster than everything: {en}{more[1]}.",
    )


def radius(size: Decimal, largest: Decimal, most: float = LARGEST) -> float:
    """Return a bubble's radius: its area follows the size.

    Examples
    --------
    >>> radius(Decimal(100), Decimal(100)), radius(Decimal(25), Decimal(100))
    (24.0, 12.0)
    """
    return max(most * float(size / largest) ** 0.5 if largest else 0.0, 3.0)


def draw_bubbles(canvas: Canvas, chart: Chart) -> None:
    """Draw bubbles, the largest first, with the line of quotient 1 and that of everything."""
    x, y = draw_axes(canvas, chart, 16)
    along, up, area = ([value or Decimal(0) for value in one.values] for one in chart.series)
    largest = max(area)
    spots = [(x.at(a), y.at(b)) for a, b in zip(along, up, strict=True)]
    most = min(LARGEST, canvas.width * SHARE_OF_WIDTH)
    radii = [radius(value, largest, most) for value in area]
    _lines(canvas, chart, x, y)
    for at in sorted(range(len(spots)), key=lambda one: (-radii[one], one)):
        canvas.dot(spots[at], radii[at], palette.BEFORE, "before")
    names = [
        f"{one.in_(canvas.lang)} {label}"
        for one, label in zip(chart.categories, chart.series[2].labels, strict=True)
    ]
    inside = (x.start, y.end - 6, canvas.width, y.start)
    name_marks(canvas, spots, radii, names, inside, 10.5)


def _lines(canvas: Canvas, chart: Chart, x: Scale, y: Scale) -> None:
    canvas.line((x.at(ONE), y.start), (x.at(ONE), y.end), palette.NOW, 1.4, "one", "5 3")
    one = Bilingual("区位商 1", "location quotient 1").in_(canvas.lang)
    names = [(one, palette.NOW, "now")]
    if chart.reference:
        at = y.at(chart.reference.value)
        canvas.line((x.start, at), (x.end, at), palette.WARM, 1.4, "target", "5 3")
        names.append((chart.reference.label.in_(canvas.lang), palette.WARM, "down"))
    legend(canvas, names)
