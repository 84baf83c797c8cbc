"""Axes of a plane: round numbers along them, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from jiqun.base.canonical import decimal_text
from jiqun.base.json_files import Record
from jiqun.base.language import Bilingual
from jiqun.drawing import palette
from jiqun.drawing.canvas import SMALL, Canvas, Scale, breadth

STEPS = (1, 2, 5, 10)
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of a plane, from its first tick to its last.

    Parameters
    ----------
    name
        What is measured, with its unit.
    ticks
        Where numbers stand, increasing, at least two.
    labels
        How each is printed.
    """

    name: Bilingual
    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]

    def record(self) -> Record:
        """Return it as report.json holds it."""
        ticks = [decimal_text(tick) for tick in self.ticks]
        return {
            "name": {"zh": self.name.zh, "en": self.name.en},
            "ticks": ticks,
            "labels": list(self.labels),
        }


def axis_over(
    name: Bilingual, values: Iterable[Decimal], about: int = 5, *, percent: bool = False
) -> Axis:
    """Return an axis of round numbers that holds the values.

    Parameters
    ----------
    name
        What is measured, with its unit.
    values
        At least one.
    about
        About how many steps the axis has.
    percent
        Whether numbers are fractions, printed as percentages.

    Examples
    --------
    >>> rates = [Decimal("0.03"), Decimal("0.27")]
    >>> axis_over(Bilingual("增速", "growth"), rates, percent=True).labels
    ('0%', '5%', '10%', '15%', '20%', '25%', '30%')
    """
    known = [float(value) for value in values]
    low, high = min(known), max(known)
    wide = (high - low) or abs(high) or 1.0
    power = floor(log10(wide / about))
    step = next(step for step in STEPS if step * 10.0**power >= wide / about * (1 - 1e-9))
    size = Decimal(step).scaleb(power)
    first, last = floor(low / float(size) + 1e-9), ceil(high / float(size) - 1e-9)
    ticks = tuple(size * at for at in range(first, max(last, first + 1) + 1))
    return Axis(name, ticks, tuple(_printed(tick, percent=percent) for tick in ticks))


def _printed(tick: Decimal, *, percent: bool) -> str:
    shown = (tick * 100 if percent else tick).normalize() + 0
    return f"{shown:,f}" + ("%" if percent else "")


def rounded(value: float, digits: int = 4) -> Decimal:
    """Return a number of so many significant digits, as a chart keeps it.

    Examples
    --------
    >>> rounded(0.000123456), rounded(2.0)
    (Decimal('0.0001235'), Decimal('2'))
    """
    return Decimal(f"{float(value):.{digits}g}").normalize() + 0


def axes_room(up: Axis) -> Box:
    """Return the room axes take to the left and right of a plane, above and below it."""
    return max(breadth(label, SMALL) for label in up.labels) + 12, 14.0, 22.0, 36.0


def draw_axes(canvas: Canvas, axes: Sequence[Axis], top: float) -> tuple[Scale, Scale]:
    """Draw an axis along and one up, with their names under a margin, and return their scales."""
    along, up = axes
    left, beside, above, below = axes_room(up)
    right, bottom = canvas.width - beside, canvas.height - below
    canvas.text((0, top + 9), up.name.in_(canvas.lang), colour=palette.SOFT)
    top += above
    x = Scale(along.ticks[0], along.ticks[-1], left, right)
    y = Scale(up.ticks[0], up.ticks[-1], bottom, top)
    for tick, label in zip(up.ticks, up.labels, strict=True):
        canvas.line((left, y.at(tick)), (right, y.at(tick)), palette.LINE, 0.6)
        canvas.text((left - 6, y.at(tick) + 4), label, "end", palette.SOFT)
    for tick, label in zip(along.ticks, along.labels, strict=True):
        canvas.line((x.at(tick), bottom), (x.at(tick), bottom + 4), palette.LINE)
        canvas.text((x.at(tick), bottom + 16), label, "middle", palette.SOFT)
    canvas.line((left, bottom), (right, bottom), palette.SOFT)
    canvas.text((right, canvas.height - 4), along.name.in_(canvas.lang), "end", palette.SOFT)
    return x, y
