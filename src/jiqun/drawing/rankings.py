"""Pictures of named amounts, the largest first, with intervals where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang
from jiqun.drawing import palette
from jiqun.drawing.axes import axis_over, rounded
from jiqun.drawing.canvas import SMALL, Canvas, Scale, breadth
from jiqun.drawing.pictures import Picture, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 15
"""Amounts shown."""
ROW = 20.0
NAMES = 190.0


@dataclass(frozen=True, kw_only=True)
class Ranking(Picture):
    """Named amounts.

    Parameters
    ----------
    unit
        What is measured.
    names, values
        In the order they are drawn.
    low, high
        The ends of intervals, one an amount, or none.
    level
        A value to compare with, drawn as a line.
    """

    unit: Bilingual
    names: Sequence[Bilingual]
    values: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    level: float | None = None

    @classmethod
    def of(
        cls,
        title: Bilingual,
        unit: Bilingual,
        names: Sequence[object],
        values: Sequence[float],
        finding: Bilingual | None = None,
        *,
        low: Sequence[float] = (),
        high: Sequence[float] = (),
        level: float | None = None,
    ) -> Ranking:
        """Return a picture of the first amounts, as high as they need."""
        shown = [
            name if isinstance(name, Bilingual) else Bilingual(str(name), str(name))
            for name in names
        ]
        return cls(
            title=title, finding=finding, unit=unit, names=shown[:MOST], values=values[:MOST],
            low=low[:MOST], high=high[:MOST], level=level,
            height=130.0 + ROW * min(len(shown), MOST),
        )  # fmt: skip

    def draw_on(self, canvas: Canvas, top: float) -> None:
        """Draw a row an amount: its name, its bar or interval, its number."""
        words = [short(name.in_(canvas.lang), NAMES) for name in self.names]
        left = max((breadth(name, SMALL) for name in words), default=0.0) + 10.0
        ends = [*self.values, *self.low, *self.high, 0.0]
        axis = axis_over(self.unit, [rounded(value) for value in ends])
        x = Scale(axis.ticks[0], axis.ticks[-1], left, canvas.width - 44.0)
        bottom = top + 8.0 + ROW * len(words)
        for tick, label in zip(axis.ticks, axis.labels, strict=True):
            canvas.line((x.at(tick), top + 4), (x.at(tick), bottom), palette.LINE, 0.6)
            canvas.text((x.at(tick), bottom + 14), label, "middle", palette.SOFT)
        canvas.text((x.end, bottom + 30), self.unit.in_(canvas.lang), "end", palette.SOFT)
        for at, name in enumerate(words):
            middle = top + 8.0 + ROW * (at + 0.5)
            canvas.text((left - 8, middle + 4), name, "end")
            self._mark(canvas, x, at, middle)
        if self.level is not None:
            place = x.at(rounded(self.level))
            canvas.line((place, top + 4), (place, bottom), palette.WARM, 1.2, "level")

    def _mark(self, canvas: Canvas, x: Scale, at: int, middle: float) -> None:
        value = rounded(self.values[at], 6)
        zero, place = x.at(Decimal(0)), x.at(value)
        if self.low:
            ends = x.at(rounded(self.low[at], 6)), x.at(rounded(self.high[at], 6))
            canvas.line((ends[0], middle), (ends[1], middle), palette.NOW, 1.6, "interval")
            canvas.dot((place, middle), 4.0, palette.NOW, "estimate")
            place = ends[1]
        else:
            box = (min(zero, place), middle - 6.5, abs(place - zero), 13.0)
            canvas.bar(box, palette.NOW, "bar")
        canvas.text((max(place, zero) + 6, middle + 4), f"{rounded(self.values[at], 3):f}")

    def plot_on(self, ax: Axes, lang: Lang) -> None:
        """Draw the same on axes of Matplotlib."""
        rows = list(range(len(self.names)))
        if self.low:
            ax.hlines(rows, self.low, self.high, color=f"#{palette.NOW}")
            ax.plot(self.values, rows, "o", color=f"#{palette.NOW}")
        else:
            ax.barh(rows, self.values, color=f"#{palette.NOW}")
        if self.level is not None:
            ax.axvline(self.level, color=f"#{palette.WARM}")
        ax.set_yticks(rows, [name.in_(lang) for name in self.names])
        ax.invert_yaxis()
        ax.set_xlabel(self.unit.in_(lang))
