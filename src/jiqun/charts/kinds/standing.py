"""Where one cluster stands among comparable ones, figure by figure."""

from __future__ import annotations

from decimal import Decimal

from jiqun.charts.kinds.interval import IntervalChart
from jiqun.drawing import palette
from jiqun.drawing.canvas import SMALL, USUAL, Canvas, Scale, breadth

BOTTOM = 20.0
"""Room for the numbers under the axis."""
QUARTERS = tuple(Decimal(at) / 4 for at in range(5))


class StandingChart(IntervalChart):
    """A row a figure: the share of peers it is ahead of, and where that may lie.

    It is made by a report from its diagnosis, not from an entry of the catalogue. Series: the
    share, the interval's lower and upper end.
    """

    kinds = ("standing",)

    def draw_on(self, canvas: Canvas) -> None:
        """Draw a dot a row on an axis from none of the peers to all, the middle marked."""
        names = self._names(canvas.lang)
        left = max(breadth(name, USUAL) for name in names) + 12
        span = Scale(Decimal(0), Decimal(1), left + 4, canvas.width - 52)
        high = canvas.height - BOTTOM
        for quarter in QUARTERS:
            x = span.at(quarter)
            middle = quarter == Decimal("0.5")
            canvas.line((x, 0), (x, high), palette.BEFORE if middle else palette.LINE, 1.0)
            canvas.text((x, canvas.height - 5), f"{quarter:.0%}", "middle", size=SMALL)
        self._draw_rows(canvas, span, names, (left, high))

    def _draw_rows(
        self, canvas: Canvas, span: Scale, names: list[str], place: tuple[float, float]
    ) -> None:
        left, high = place
        row = high / len(names)
        shares, lows, highs = (series.values for series in self.series)
        labels = self.series[0].labels_in(canvas.lang)
        for at, name in enumerate(names):
            y = row * (at + 0.5)
            canvas.text((left - 8, y + 4), name, "end", size=USUAL)
            start, end, dot = (span.at(part[at] or Decimal(0)) for part in (lows, highs, shares))
            canvas.line((start, y), (end, y), palette.BEFORE, 6, "span")
            canvas.dot((dot, y), 5, palette.NOW, "now")
            canvas.text((max(end, dot) + 9, y + 4), labels[at])
