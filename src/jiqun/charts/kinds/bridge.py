"""The way from last year's total to this year's."""

from __future__ import annotations

from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.base.units import axis_amount, axis_symbol, conversion
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_figures import FigureChart, Parts
from jiqun.charts.model import Series
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.canvas import USUAL, Canvas, Scale

STEPS = {
    "before": Bilingual("上年填报", "filed then"),
    "restated": Bilingual("上年重述", "restated"),
    "left": Bilingual("退出", "left"),
    "grown": Bilingual("同口径增长", "like for like"),
    "entered": Bilingual("新进入", "entered"),
    "after": Bilingual("本年", "this year"),
}
ENDS = ("before", "after")
DRAWN_IN = "亿元"


class BridgeChart(FigureChart):
    """Totals at both ends and the changes between them; empty steps are left out."""

    kinds = ("bridge",)

    @classmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        """Return a category a step."""
        found = numbers.bridges.get(entry.field)
        if found is None:
            return (), ()
        steps = {
            "before": found.before,
            "restated": found.restated,
            "left": -found.left,
            "grown": found.grown,
            "entered": found.entered,
            "after": found.after,
        }
        times = conversion("万元", DRAWN_IN)
        amounts = {name: amount * times for name, amount in steps.items() if amount or name in ENDS}
        labels = (
            Bilingual(f"{amount:,.1f}", axis_amount(amount, DRAWN_IN, 1))
            for amount in amounts.values()
        )
        series = Series.printed(axis_symbol(DRAWN_IN), amounts.values(), labels)
        return tuple(STEPS[name] for name in amounts), (series,)

    def draw_on(self, canvas: Canvas) -> None:
        """Draw totals at both ends and the changes between them."""
        amounts = [value or Decimal(0) for value in self.series[0].values]
        levels = [amounts[0]]
        for amount in amounts[1:-1]:
            levels.append(levels[-1] + amount)
        floor = canvas.height - 24
        span = Scale(Decimal(0), max([*levels, amounts[-1], Decimal(1)]), floor, 22)
        wide = canvas.width / len(amounts)
        labels = [self.bare(label, canvas.lang) for label in self.series[0].labels_in(canvas.lang)]
        for at, amount in enumerate(amounts):
            total = at in (0, len(amounts) - 1)
            before = Decimal(0) if total else levels[at - 1]
            high, low = sorted((span.at(before), span.at(before + amount)))
            middle = (at + 0.5) * wide
            box = (at * wide + wide * 0.16, high, wide * 0.68, low - high)
            canvas.bar(box, *_look(amount, total=total))
            canvas.text((middle, high - 6), labels[at], "middle")
            name = self.categories[at].in_(canvas.lang)
            canvas.text((middle, canvas.height - 6), name, "middle", size=USUAL)
        canvas.line((0, floor), (canvas.width, floor), palette.LINE)


def _look(amount: Decimal, *, total: bool) -> tuple[str, str]:
    """Return a step's colour, and the class of marks of it."""
    if total:
        return palette.NOW, "total"
    return (palette.TEAL, "up") if amount >= 0 else (palette.WARM, "down")
