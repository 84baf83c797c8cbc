"""Small charts as SVG: two years, a strip of clusters, parts of a whole, ranked bars, a bridge."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from statistics import median

ROW = 22
"""Height of a bar with its gap, in pixels."""


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


def strip(values: Sequence[Decimal], shown: tuple[str, str, str], title: str) -> str:
    """Draw one tick a cluster from the lowest to the highest value, the median marked.

    Parameters
    ----------
    values
        At least one.
    shown
        How lowest, median and highest are written.
    title
        For those who do not see the picture.
    """
    low, high = min(values), max(values)
    span = float(high - low) or 1.0

    def place(value: Decimal) -> float:
        return 8 + 344 * float(value - low) / span

    ticks = [
        f'<line class="tick" x1="{place(v):.1f}" x2="{place(v):.1f}" y1="6" y2="22"/>'
        for v in sorted(values)
    ]
    middle = place(median(values))
    ticks.append(f'<line class="median" x1="{middle:.1f}" x2="{middle:.1f}" y1="2" y2="26"/>')
    labels = [
        _text(8, 40, shown[0], "small"),
        _text(middle, 40, shown[1], "small", "middle") if 70 < middle < 290 else "",
        _text(352, 40, shown[2], "small", "end"),
    ]
    return _svg(360, 46, title, [*ticks, *labels])


def share_bar(parts: Sequence[tuple[str, Decimal]], title: str) -> str:
    """Draw parts of a whole as one bar, each with its name and number.

    Parameters
    ----------
    parts
        Names and values, in order.
    title
        For those who do not see the picture.
    """
    whole = sum((value for _, value in parts), Decimal(0)) or Decimal(1)
    rows: list[str] = []
    left = 0.0
    for number, (name, value) in enumerate(parts):
        wide = float(value / whole) * 600
        rows.append(_bar(left, 0, max(wide - 2, 0), 26, f"part{number % 4}"))
        rows.append(_text(left + 2, 44, f"{name} {value:f}", "label"))
        left += wide
    return _svg(600, 50, title, rows)


def ranked_bars(rows: Sequence[tuple[str, Decimal, str]], title: str) -> str:
    """Draw one bar a row, longest as given, with name and printed value.

    Parameters
    ----------
    rows
        Name, value and printed value; not negative.
    title
        For those who do not see the picture.
    """
    top = max((value for _, value, _ in rows), default=Decimal(0)) or Decimal(1)
    drawn: list[str] = []
    for number, (name, value, shown) in enumerate(rows):
        y = number * ROW
        wide = float(value / top) * 330
        drawn.append(_text(104, y + 15, name, "label", "end"))
        drawn.append(_bar(112, y + 3, wide, 15, "now"))
        drawn.append(_text(118 + wide, y + 15, shown, "small"))
    return _svg(560, max(len(rows) * ROW, ROW), title, drawn)


def waterfall(steps: Sequence[tuple[str, Decimal, str]], title: str) -> str:
    """Draw a bridge: the first step and the last are totals, those between are changes.

    Parameters
    ----------
    steps
        Name, amount and printed amount; a step that lessens is negative.
    title
        For those who do not see the picture.
    """
    return _svg(600, 216, title, list(_steps(steps)))


def _steps(steps: Sequence[tuple[str, Decimal, str]]) -> Iterator[str]:
    level = Decimal(0)
    reached = [amount for _, amount, _ in (steps[0], steps[-1])]
    top = float(max(reached)) * 1.12 or 1.0
    wide = 600 / len(steps)
    for number, (name, amount, shown) in enumerate(steps):
        total = number in (0, len(steps) - 1)
        start, end = (Decimal(0), amount) if total else (level, level + amount)
        level = end
        high, low = max(start, end), min(start, end)
        y, height = 170 - float(high) / top * 150, max(float(high - low) / top * 150, 1.0)
        kind = "total" if total else "up" if amount >= 0 else "down"
        middle = number * wide + wide / 2
        yield _bar(number * wide + 14, y, wide - 28, height, kind)
        yield _text(middle, y - 6, shown, "small", "middle")
        yield _text(middle, 192, name, "label", "middle")


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
