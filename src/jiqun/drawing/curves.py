"""Pictures of curves over one axis, with bands round a null hypothesis and a level of nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang
from jiqun.drawing import palette
from jiqun.drawing.axes import axis_over, draw_axes, rounded
from jiqun.drawing.canvas import Canvas, Scale
from jiqun.drawing.pictures import Named, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line: what it is, a value at each place along, its colour, and whether it is dashed."""

    name: Bilingual
    values: Sequence[float]
    colour: str = palette.NOW
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """What lies between two lines."""

    name: Bilingual
    low: Sequence[float]
    high: Sequence[float]
    colour: str = palette.BAND


@dataclass(frozen=True, kw_only=True)
class Curves(Picture):
    """Curves over one axis.

    Parameters
    ----------
    along, up
        What the axes measure, with units.
    x
        Places along, increasing.
    curves
        Lines; the first is what was found.
    spans
        Bands, drawn beneath.
    level
        Where nothing is, drawn as a thin line.
    """

    along: Bilingual
    up: Bilingual
    x: Sequence[float]
    curves: Sequence[Curve]
    spans: Sequence[Span] = ()
    level: float | None = None

    @property
    def colours(self) -> Sequence[Named]:
        """Name the curves and bands, where there is more than one."""
        named = [(curve.name, curve.colour) for curve in self.curves]
        named += [(span.name, span.colour) for span in self.spans]
        named = list(dict.fromkeys(named))  # both edges of a band have one name
        return named if len(named) > 1 else ()

    def draw_on(self, canvas: Canvas, top: float) -> None:
        """Draw bands as areas, the level as a thin line, curves over them."""
        along = axis_over(self.along, [rounded(value, 6) for value in self.x])
        up = axis_over(self.up, [rounded(value) for value in self._heights()], 4)
        x, y = draw_axes(canvas, (along, up), top)
        for span in self.spans:
            edge = list(self._run(x, y, span.high)) + list(self._run(x, y, span.low))[::-1]
            canvas.area(edge, span.colour, "band")
        if self.level is not None:
            height = y.at(Decimal(str(self.level)))
            canvas.line((x.start, height), (x.end, height), palette.SOFT, 1.0, "level", "2 3")
        for curve in reversed(self.curves):
            dash = "4 3" if curve.dashed else ""
            wide = 1.3 if curve.dashed else 2.4
            spots = list(self._run(x, y, curve.values))
            if len(spots) == 1:
                canvas.dot(spots[0], 4.0, curve.colour, "curve")
            canvas.polyline(spots, curve.colour, wide, "curve", dash)

    def _heights(self) -> list[float]:
        every = [value for curve in self.curves for value in curve.values]
        every += [value for span in self.spans for value in (*span.low, *span.high)]
        level = [] if self.level is None else [self.level]
        return [value for value in every if isfinite(value)] + level or [0.0]

    def _run(self, x: Scale, y: Scale, values: Sequence[float]) -> Iterator[Spot]:
        """Yield where the known values are drawn."""
        for place, value in zip(self.x, values, strict=True):
            if isfinite(value):
                yield x.at(rounded(place, 6)), y.at(rounded(value, 6))

    def plot_on(self, ax: Axes, lang: Lang) -> None:
        """Draw the same on axes of Matplotlib."""
        for span in self.spans:
            name = span.name.in_(lang)
            ax.fill_between(self.x, span.low, span.high, color=f"#{span.colour}", label=name)
        if self.level is not None:
            ax.axhline(self.level, color=f"#{palette.SOFT}", linewidth=0.8, linestyle=":")
        for curve in self.curves:
            style = "--" if curve.dashed else "-"
            name = curve.name.in_(lang)
            said = {line.get_label() for line in ax.get_lines()}
            label = f"_{name}" if name in said else name
            ax.plot(self.x, curve.values, style, color=f"#{curve.colour}", label=label)
        ax.set_xlabel(self.along.in_(lang))
        ax.set_ylabel(self.up.in_(lang))
        if self.colours:
            ax.legend(frameon=False)
