"""Specialisation, growth and size at once: location quotient along, growth up, area as size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite

from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.base.names import level_name
from jiqun.base.plurals import counted
from jiqun.base.units import axis_amount, axis_symbol, conversion
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_statistics import FEWEST_FOR_A_GROUP, StatisticChart
from jiqun.charts.model import NO_UNIT, Chart, Reference, Series, in_both
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.axes import axis_over, draw_axes, rounded
from jiqun.drawing.canvas import Canvas, Scale, legend
from jiqun.drawing.naming import name_marks

Number = Decimal | float | None
Row = tuple[Bilingual, Decimal, Decimal, Decimal, Bilingual]
"""Name, quotient, growth, size, and how the size is printed."""
MONEY = "万元"
ONE = Decimal(1)
QUOTIENT = Bilingual("区位商", "location quotient")
QUOTIENT_ONE = Bilingual("区位商 1", "location quotient 1")
GROWTH = Bilingual("增速", "growth")
SIZE = Bilingual("大小", "size")
TITLE = Bilingual("专业化与增长", "Specialisation and growth")
LARGEST = 24.0
SHARE_OF_WIDTH = 0.042
NAMED = 4


class BubbleChart(StatisticChart):
    """A bubble where two levels meet; series: location quotient, growth, size."""

    kinds = ("specialisation_bubble",)
    one_unit = False
    crossed = True
    taller = 1.55
    on_screen = (600.0, 370.0)

    @classmethod
    def build(cls, entry: ChartEntry, numbers: Numbers) -> Chart:
        """Draw location quotient, like-for-like growth and size of each sector in each region."""
        size, rate = entry.figures
        found = numbers.crossings[entry.id]
        small = {
            meeting
            for meeting, total in found.cells.items()
            if min(total.clusters, total.both) < FEWEST_FOR_A_GROUP
        }
        shown = [meeting for meeting in found.cells if meeting not in found.withheld | small]
        if not shown:
            return cls.nothing(
                entry,
                f"没有一格够{FEWEST_FOR_A_GROUP}个集群，不画。",
                f"No cell has {FEWEST_FOR_A_GROUP} clusters.",
            )
        cells = [found.cells[meeting] for meeting in shown]
        times = conversion(MONEY, indicators()[size].unit)
        amounts = [total.now * times for total in cells]
        chart = specialisation_bubble(
            [_meeting_name(entry, meeting) for meeting in shown],
            [found.location_quotient(meeting) for meeting in shown],
            [total.growth for total in cells],
            amounts,
            numbers.nation(rate).value,
            entry.title,
            size_name=_with_unit(size),
            size_labels=[_bare_amount(amount, indicators()[size].unit) for amount in amounts],
        )
        return chart.under(entry, _left_out(len(found.cells) - len(shown)))

    def draw_on(self, canvas: Canvas) -> None:
        """Draw bubbles, the largest first, with the line of quotient 1 and that of everything."""
        x, y = draw_axes(canvas, self.axes, 16)
        along, up, area = (
            [value or Decimal(0) for value in series.values] for series in self.series
        )
        largest = max(area)
        spots = [(x.at(a), y.at(b)) for a, b in zip(along, up, strict=True)]
        most = min(LARGEST, canvas.width * SHARE_OF_WIDTH)
        radii = [radius(value, largest, most) for value in area]
        self._draw_lines(canvas, x, y)
        for at in sorted(range(len(spots)), key=lambda at: (-radii[at], at)):
            canvas.dot(spots[at], radii[at], palette.BEFORE, "before")
        inside = (x.start, y.end - 6, canvas.width, y.start)
        sizes = self.series[2].labels_in(canvas.lang)
        labels = zip(self._names(canvas.lang), sizes, strict=True)
        names = [f"{name} {label}" for name, label in labels]
        name_marks(canvas, spots, radii, names, inside, 10.5)

    def _draw_lines(self, canvas: Canvas, x: Scale, y: Scale) -> None:
        canvas.line((x.at(ONE), y.start), (x.at(ONE), y.end), palette.NOW, 1.4, "one", "5 3")
        names = [(QUOTIENT_ONE.in_(canvas.lang), palette.NOW, "now")]
        if self.reference:
            at = y.at(self.reference.value)
            canvas.line((x.start, at), (x.end, at), palette.WARM, 1.4, "target", "5 3")
            names.append((self.reference.label.in_(canvas.lang), palette.WARM, "down"))
        legend(canvas, names)

    @property
    def unnamed_lines(self) -> Bilingual | None:
        """The names of both lines, for a drawing that has no legend."""
        if self.reference is None:
            return None
        label = self.reference.label
        return Bilingual(f"{QUOTIENT_ONE.zh}，{label.zh}", f"{QUOTIENT_ONE.en}, {label.en}")


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
    size_labels: Sequence[str | Bilingual] | None = None,
) -> BubbleChart:
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
    shown = size_labels or ["" if size is None else f"{_decimal(size):,f}" for size in sizes]
    every = zip(names, quotients, growth, sizes, shown, strict=True)
    rows = [
        (in_both(name), _decimal(quotient), _decimal(rate), _decimal(size), in_both(label))
        for name, quotient, rate, size, label in every
        if _known(quotient) and _known(rate) and _known(size)
    ]
    empty = Bilingual("没有一格三个数都有。", "No bubble has all three numbers.")
    chart = BubbleChart(
        id="specialisation",
        kind="specialisation_bubble",
        title=in_both(title),
        unit=NO_UNIT,
        percent=False,
        categories=(),
        series=(),
        figures=(),
        note=None if note is None else in_both(note),
        empty=None if rows else empty,
    )
    if not rows:
        return chart
    return _drawn(chart, rows, in_both(size_name), _decimal(overall) if _known(overall) else None)


def _drawn(
    chart: BubbleChart, rows: list[Row], size: Bilingual, whole: Decimal | None
) -> BubbleChart:
    names, along, up, area, labels = zip(*rows, strict=True)
    line = None
    if whole is not None:
        shown = f"{whole * 100:.1f}%"
        line = Reference(whole, Bilingual(f"全部 {shown}", f"everything {shown}"))
    return replace(
        chart,
        categories=names,
        series=(
            Series(
                QUOTIENT, along, tuple(f"{rounded(float(quotient), 3):f}" for quotient in along)
            ),
            Series(GROWTH, up, tuple(f"{rate * 100:.1f}%" for rate in up)),
            Series.printed(size, area, labels),
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
            what = f"has {counted(len(found), 'value')} for {counted(len(names), 'name')}"
            raise ArgumentRefused(name, what, "give one a name")
        if name != "growth" and any(value is not None and value < 0 for value in found):
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


def _bare_amount(amount: Decimal, unit: str) -> Bilingual:
    """Print a size without its unit, which the series names."""
    shown = axis_amount(amount, unit, 0)
    for word in axis_symbol(unit).en.split():
        shown = shown.removeprefix(word).removesuffix(word).strip()
    return Bilingual(f"{amount:,.0f}", shown)


def _with_unit(name: str) -> Bilingual:
    """Return an indicator's title with its unit."""
    entry = indicators()[name]
    unit = axis_symbol(entry.unit)
    return Bilingual(f"{entry.title.zh}（{unit.zh}）", f"{entry.title.en} ({unit.en})")


def _left_out(count: int) -> Bilingual | None:
    if not count:
        return None
    return Bilingual(
        f"有{count}格不足{FEWEST_FOR_A_GROUP}个集群，或能由合计减出，没有画。",
        f"Cells left out: {count}, of fewer than {FEWEST_FOR_A_GROUP} clusters, or to be had by "
        "subtraction.",
    )


def _meeting_name(entry: ChartEntry, meeting: tuple[str, str]) -> Bilingual:
    of, where = level_name(entry.by, meeting[0]), level_name(entry.across, meeting[1])
    return Bilingual(f"{where.zh}{of.zh}", f"{of.en} ({where.en})")
