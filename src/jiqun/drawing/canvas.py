"""What every chart is drawn with: a canvas of marks, scales, and the width of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from jiqun.base.language import Lang
from jiqun.drawing import palette

FONTS = "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
SMALL, USUAL = 11.0, 12.0
WIDE = 0.56
"""The width of a Latin letter or digit, of the font's size; a Chinese character is 1."""
ADVANCES = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555,
    555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589,
    552, 689, 728, 293, 535, 646, 543, 812, 723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573,
    531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552,
    284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
)  # fmt: skip
"""How wide the letters from the blank to ~ are in the font that comes along, in thousandths."""
FULL, OTHER = 1.0, 0.56
"""How wide other letters are at most: dashes, quotes and signs stand as Chinese ones; a minus."""
ABOVE, BELOW = 0.85, 0.2
"""How far letters reach above and below their base line, of the font's size."""
BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of words stands before the point they are anchored at."""


@dataclass
class Canvas:
    """Marks under way.

    Parameters
    ----------
    width, height
        In the SVG's own units.
    lang
        The language of names.
    """

    width: float
    height: float
    lang: Lang = "zh"
    marks: list[str] = field(default_factory=list)

    def bar(self, box: tuple[float, float, float, float], colour: str, kind: str) -> None:
        """Add a rectangle: left, top, width, height."""
        x, y, wide, high = box
        self.marks.append(
            f'<rect class="{kind}" fill="#{colour}" x="{x:.1f}" y="{y:.1f}" '
            f'width="{max(wide, 0.6):.1f}" height="{max(high, 0.6):.1f}"/>'
        )

    def text(
        self,
        at: tuple[float, float],
        words: str,
        anchor: str = "start",
        colour: str = palette.INK,
        size: float = SMALL,
        kind: str = "label",
        weight: str = "",
    ) -> None:
        """Add words; the second coordinate is their base line.

        Words that would run over an edge are moved inside, and are smaller where they are longer
        than the whole drawing is wide: a number at an end of its axis stays whole.
        """
        size = min(size, size * self.width / max(reach(words, size), 1.0))
        at = self._inside(at, reach(words, size), anchor, size)
        bold = f' font-weight="{weight}"' if weight else ""
        self.marks.append(
            f'<text class="{kind}" fill="#{colour}" x="{at[0]:.1f}" y="{at[1]:.1f}" '
            f'font-size="{size:g}"{bold} text-anchor="{anchor}">{escape(words)}</text>'
        )

    def _inside(
        self, at: tuple[float, float], wide: float, anchor: str, size: float
    ) -> tuple[float, float]:
        """Return where words begin, have their middle or end, so that no edge cuts them."""
        before = wide * BEFORE[anchor]
        x = min(max(at[0], before), max(self.width - wide + before, before))
        return x, min(max(at[1], size * ABOVE), self.height - size * BELOW)

    def dot(self, at: tuple[float, float], radius: float, colour: str, kind: str) -> None:
        """Add a circle with a thin pale edge."""
        self.marks.append(
            f'<circle class="{kind}" fill="#{colour}" stroke="#{palette.PAPER}" stroke-width="0.8" '
            f'cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}"/>'
        )

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        width: float = 1.0,
        kind: str = "axis",
        dash: str = "",
    ) -> None:
        """Add a straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(
            f'<line class="{kind}" stroke="#{colour}" stroke-width="{width:g}"{dashed} '
            f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
        )

    def polyline(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        width: float,
        kind: str,
        dash: str = "",
    ) -> None:
        """Add a line through points."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(
            f'<polyline class="{kind}" fill="none" stroke="#{colour}" stroke-width="{width:g}"'
            f'{dashed} points="{_joined(points)}"/>'
        )

    def box(
        self,
        box: tuple[float, float, float, float],
        fill: str,
        edge: str,
        width: float = 1.0,
        kind: str = "box",
        dash: str = "",
    ) -> None:
        """Add a rectangle with an edge and slightly rounded corners: left, top, width, height."""
        x, y, wide, high = box
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(
            f'<rect class="{kind}" fill="#{fill}" stroke="#{edge}" stroke-width="{width:g}"'
            f'{dashed} x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="3"/>'
        )

    def curve(
        self, points: Sequence[tuple[float, float]], colour: str, width: float, kind: str
    ) -> None:
        """Add a line that passes every point level."""
        (x, y), *further = points
        steps = [f"M{x:.1f} {y:.1f}"]
        for end in further:
            middle = (x + end[0]) / 2
            steps.append(
                f"C{middle:.1f} {y:.1f} {middle:.1f} {end[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
            )
            x, y = end
        self.marks.append(
            f'<path class="{kind}" fill="none" stroke="#{colour}" stroke-width="{width:g}" '
            f'd="{"".join(steps)}"/>'
        )

    def area(self, points: Sequence[tuple[float, float]], colour: str, kind: str) -> None:
        """Add an area within points."""
        self.marks.append(f'<polygon class="{kind}" fill="#{colour}" points="{_joined(points)}"/>')

    def hint(self, box: tuple[float, float, float, float], words: str) -> None:
        """Add an unseen rectangle that says its words where a pointer rests on it."""
        x, y, wide, high = box
        self.marks.append(
            f'<rect class="hint" fill-opacity="0" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" '
            f'height="{high:.1f}"><title>{escape(words)}</title></rect>'
        )

    def svg_on_paper(self, title: str, margin: float) -> str:
        """Return the drawing with its own size, ground and margin: it stands alone."""
        wide, high = self.width + 2 * margin, self.height + 2 * margin
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{wide:g}" '
            f'height="{high:g}" viewBox="{-margin:g} {-margin:g} {wide:g} {high:g}" '
            f'font-family="{FONTS}" aria-label="{escape(title)}"><title>{escape(title)}</title>'
            f'<rect fill="#{palette.PAPER}" x="{-margin:g}" y="{-margin:g}" width="{wide:g}" '
            f'height="{high:g}"/>' + "".join(self.marks) + "</svg>"
        )

    def svg(self, title: str) -> str:
        """Return the drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" font-family="{FONTS}" '
            f'aria-label="{escape(title)}"><title>{escape(title)}</title>'
            + "".join(self.marks)
            + "</svg>"
        )


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def breadth(words: str, size: float) -> float:
    """Return about how wide words are.

    Examples
    --------
    >>> breadth("集群", 10), round(breadth("12", 10), 1)
    (20.0, 11.2)
    """
    return float(sum(size * (1.0 if ord(letter) > 0x2E7F else WIDE) for letter in words))


def reach(words: str, size: float) -> float:
    """Return how wide words are at most in the font that comes along.

    Examples
    --------
    >>> reach("集群", 10), round(reach("12", 10), 1)
    (20.0, 11.1)
    """
    return sum(map(_advance, words)) * size


def _advance(letter: str) -> float:
    place = ord(letter) - ord(" ")
    if 0 <= place < len(ADVANCES):
        return ADVANCES[place] / 1000
    return OTHER if letter in "−–°€¥²³" else FULL


def legend(canvas: Canvas, names: Sequence[tuple[str, str, str]], top: float = 0.0) -> None:
    """Draw names with their colours in a row along the top."""
    left = 0.0
    for words, colour, kind in names:
        canvas.bar((left, top + 1, 10, 10), colour, kind)
        canvas.text((left + 14, top + 10.5), words, size=SMALL, colour=palette.SOFT)
        left += 14 + breadth(words, SMALL) + 18


@dataclass(frozen=True)
class Scale:
    """From numbers to places along a line.

    Parameters
    ----------
    low, high
        The numbers at its ends.
    start, end
        Where the ends are drawn.
    """

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """Return where a number is drawn."""
        width = float(self.high - self.low) or 1.0
        return self.start + (self.end - self.start) * float(value - self.low) / width
