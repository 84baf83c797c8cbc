"""Small pictures beside one figure, as SVG: two years, and where the clusters lie."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from statistics import median

from jiqun.base.language import Bilingual, Lang

MEDIAN = Bilingual("中位", "median")


def pair_bars(before: Decimal, now: Decimal, labels: tuple[str, str], title: str) -> str:
    """Draw two years of one figure, the earlier one pale.

    Parameters
    ----------
    before, now
        The two values; bars are drawn from nought.
    labels
        What is written beside each.
    title
        For those who do not see the picture.
    """
    top = max(abs(before), abs(now)) or Decimal(1)
    rows = [
        _bar(0, y, float(abs(value) / top) * 96, 10, kind) + _text(100, y + 9, label, "small")
        for y, value, label, kind in (
            (0, before, labels[0], "before"),
            (14, now, labels[1], "now"),
        )
    ]
    return _svg(190, 26, title, rows)


def strip(values: Sequence[Decimal], show: Callable[[Decimal], str], lang: Lang, title: str) -> str:
    """Draw one tick a cluster from the lowest to the highest value, the median marked and written.

    Parameters
    ----------
    values
        At least one.
    show
        How a value is written.
    lang
        The language of the word for the median.
    title
        For those who do not see the picture.
    """
    low, middle, high = min(values), median(values), max(values)
    span = float(high - low) or 1.0

    def place(value: Decimal) -> float:
        return 8 + 344 * float(value - low) / span

    ticks = [
        f'<line class="tick" x1="{place(v):.1f}" x2="{place(v):.1f}" y1="6" y2="22"/>'
        for v in sorted(values)
    ]
    at = place(middle)
    ticks.append(f'<line class="median" x1="{at:.1f}" x2="{at:.1f}" y1="2" y2="26"/>')
    written = f"{MEDIAN.in_(lang)} {show(middle)}"
    labels = [
        _text(8, 40, show(low), "small"),
        _text(at, 40, written, "small", "middle") if 70 < at < 290 else "",
        _text(352, 40, show(high), "small", "end"),
    ]
    return _svg(360, 46, title, [*ticks, *labels])


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" style="max-width:{width}px" '
        f'role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        + "".join(parts)
        + "</svg>"
    )


def _bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" '
        f'height="{height:.1f}" rx="1.5"/>'
    )


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
    )
