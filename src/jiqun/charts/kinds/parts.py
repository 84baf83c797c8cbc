"""A ring: the parts of a whole."""

from __future__ import annotations

from math import cos, pi, sin

from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_figures import FigureChart, Parts, one_bar_each
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.canvas import USUAL, Canvas


class PartsChart(FigureChart):
    """A piece of a ring a figure."""

    kinds = ("parts",)

    @classmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        """Return one category a figure."""
        return one_bar_each(entry, numbers)

    def draw_on(self, canvas: Canvas) -> None:
        """Draw a ring, its names and numbers beside it."""
        values = [float(value or 0) for value in self.series[0].values]
        labels = self.series[0].labels_in(canvas.lang)
        gap = "　" if canvas.lang == "zh" else "  "
        whole, turn = sum(values) or 1.0, 0.0
        radius = min(canvas.height / 2 - 6, canvas.width * 0.24)
        middle = (radius + 20, canvas.height / 2)
        step = min(26.0, canvas.height / (len(values) + 1))
        first = canvas.height / 2 - step * (len(values) - 1) / 2
        for at, (value, colour) in enumerate(zip(values, palette.PARTS, strict=False)):
            kind = f"part{at}"
            turns = (turn, turn + value / whole)
            canvas.marks.append(_piece(middle, radius, turns, colour, kind))
            turn = turns[1]
            x, y = middle[0] + radius + 34, first + at * step
            canvas.bar((x, y - 6, 12, 12), colour, kind)
            words = f"{self.categories[at].in_(canvas.lang)}{gap}{labels[at]}"
            canvas.text((x + 19, y + 4.5), words, size=USUAL + 1)


def _piece(
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
