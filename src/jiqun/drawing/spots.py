"""Pictures of spots on a plane: a scatterplot, or a map of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang
from jiqun.drawing import palette
from jiqun.drawing.axes import Axis, axes_room, axis_over, draw_axes, rounded
from jiqun.drawing.canvas import Canvas, Scale
from jiqun.drawing.naming import Box, name_marks
from jiqun.drawing.pictures import Named, Picture, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TALLEST = 520.0
NAMED = 90.0
"""How wide a name beside a spot may be, in pixels."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Spots of one colour: what they are, where they stand, and the names of all or none."""

    name: Bilingual
    x: Sequence[float]
    y: Sequence[float]
    colour: str = palette.NOW
    labels: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Plane(Picture):
    """Groups of spots on a plane.

    Parameters
    ----------
    along, up
        What the axes measure.
    groups
        Spots, those drawn last on top.
    crossing
        Where lines along both axes cross, where that means something.
    slope
        Of a line through the crossing.
    links
        Lines between places, from x, y to x, y.
    is_map
        Whether both axes are of one unit, drawn to one scale.
    """

    along: Bilingual
    up: Bilingual
    groups: Sequence[Spots]
    crossing: tuple[float, float] | None = None
    slope: float | None = None
    links: Sequence[tuple[float, float, float, float]] = ()
    is_map: bool = False

    @property
    def colours(self) -> Sequence[Named]:
        """Name the groups, where there is more than one."""
        shown = [group for group in self.groups if len(group.x)]
        return [(group.name, group.colour) for group in shown] if len(shown) > 1 else ()

    def draw_on(self, canvas: Canvas, top: float) -> None:
        """Draw lines, then spots with a pale edge, then names."""
        along = axis_over(self.along, [rounded(value) for value in self._over(0)])
        up = axis_over(self.up, [rounded(value) for value in self._over(1)], 4)
        whole = canvas.width
        if self.is_map:
            _to_scale(canvas, along, up, top)
        x, y = draw_axes(canvas, (along, up), top)
        canvas.width = whole
        self._lines(canvas, x, y)
        radius = 4.2 if self._count() < 400 else 2.4
        room = (x.start, y.end, x.end, y.start)
        taken: list[Box] = []
        for group in self.groups:
            pairs = zip(group.x, group.y, strict=True)
            spots = [(x.at(_exact(a)), y.at(_exact(b))) for a, b in pairs]
            for spot in spots:
                canvas.dot(spot, radius, group.colour, "spot")
            if group.labels:
                words = [short(label, NAMED) for label in group.labels]
                name_marks(canvas, spots, [radius] * len(spots), words, room, taken=taken)
            taken += [(a - radius, b - radius, a + radius, b + radius) for a, b in spots]

    def _count(self) -> int:
        return sum(len(group.x) for group in self.groups)

    def _over(self, axis: int) -> list[float]:
        values = [value for group in self.groups for value in (group.x, group.y)[axis]]
        crossing = [] if self.crossing is None else [self.crossing[axis]]
        return [*values, *crossing] or [0.0]

    def _lines(self, canvas: Canvas, x: Scale, y: Scale) -> None:
        for a, b, c, d in self.links:
            start, end = (x.at(_exact(a)), y.at(_exact(b))), (x.at(_exact(c)), y.at(_exact(d)))
            canvas.line(start, end, palette.LINE, 0.8, "link")
        if self.crossing is None:
            return
        across, height = x.at(_exact(self.crossing[0])), y.at(_exact(self.crossing[1]))
        canvas.line((x.start, height), (x.end, height), palette.SOFT, 0.8, "level", "2 3")
        canvas.line((across, y.start), (across, y.end), palette.SOFT, 0.8, "level", "2 3")
        if self.slope is not None:
            low, high = self._ends(float(x.low), float(x.high), float(y.low), float(y.high))
            spots = [(x.at(_exact(a)), y.at(_exact(self._on_line(a)))) for a in (low, high)]
            canvas.polyline(spots, palette.WARM, 1.8, "slope")

    def _on_line(self, x: float) -> float:
        a, b = self.crossing or (0.0, 0.0)
        return b + (self.slope or 0.0) * (x - a)

    def _ends(self, left: float, right: float, bottom: float, top: float) -> tuple[float, float]:
        """Return where the line through the crossing enters and leaves the plane."""
        a, b = self.crossing or (0.0, 0.0)
        if not self.slope:
            return left, right
        cuts = sorted((a + (edge - b) / self.slope) for edge in (bottom, top))
        return max(left, cuts[0]), min(right, cuts[1])

    def plot_on(self, ax: Axes, lang: Lang) -> None:
        """Draw the same on axes of Matplotlib."""
        for a, b, c, d in self.links:
            ax.plot([a, c], [b, d], color=f"#{palette.LINE}", linewidth=0.6, zorder=1)
        for group in self.groups:
            if len(group.x):
                name, colour = group.name.in_(lang), f"#{group.colour}"
                ax.scatter(group.x, group.y, s=18, color=colour, label=name, zorder=3)
                for a, b, label in zip(group.x, group.y, group.labels, strict=False):
                    ax.annotate(label, (a, b), xytext=(5, 0), textcoords="offset points")
        if self.crossing is not None:
            ax.axvline(self.crossing[0], color=f"#{palette.SOFT}", linewidth=0.7, linestyle=":")
            ax.axhline(self.crossing[1], color=f"#{palette.SOFT}", linewidth=0.7, linestyle=":")
            if self.slope is not None:
                ax.axline(self.crossing, slope=self.slope, color=f"#{palette.WARM}")
        ax.set_xlabel(self.along.in_(lang))
        ax.set_ylabel(self.up.in_(lang))
        if self.is_map:
            ax.set_aspect("equal")
        if self.colours:
            ax.legend(frameon=False)


def _exact(value: float) -> Decimal:
    return rounded(value, 6)


def _to_scale(canvas: Canvas, along: Axis, up: Axis, top: float) -> None:
    """Give the canvas the size on which a kilometre is as long along as up."""
    left, right, above, below = axes_room(up)
    wide = canvas.width - left - right
    ratio = float(up.ticks[-1] - up.ticks[0]) / float(along.ticks[-1] - along.ticks[0])
    high = min(wide * ratio, TALLEST)
    canvas.width = left + high / ratio + right
    canvas.height = top + above + high + below
