"""A matrix as a heat map: co-agglomeration of every pair of industries."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from jiqun.base.language import Bilingual
from jiqun.charts import palette
from jiqun.charts.canvas import Canvas, breadth
from jiqun.charts.model import Chart, Series, said

if TYPE_CHECKING:
    import pandas as pd

TITLE = Bilingual("行业共聚", "Co-agglomeration")
STEPS = 3
"""Shades on either side of nought."""


def coagglomeration_chart(
    matrix: pd.DataFrame,
    names: Mapping[Any, Bilingual] | None = None,
    title: str | Bilingual = TITLE,
    note: str | Bilingual | None = None,
    digits: int = 3,
) -> Chart:
    """Draw the co-agglomeration of every pair of industries as a heat map.

    Parameters
    ----------
    matrix
        *n* x *n*, symmetric, from :func:`jiqun.stats.coagglomeration`; other symmetric measures
        about nought serve too. Pairs that do not exist (NaN) stay empty.
    names
        Of the industries; their keys where not given.
    title, note
        The caption, and what a reader must know.
    digits
        Decimal places kept and printed.

    Returns
    -------
    Chart
        Kind ``heat_map``: rows and columns in one order, like beside like, each pair once; the
        diagonal is left out, because it measures an industry with itself. ``finding`` names the
        pairs most and least together.

    Raises
    ------
    ArgumentRefused
        If the matrix is not square with equal labels, or has fewer than two industries.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> plants = pd.DataFrame({"industry": ["lamps", "bulbs", "locks"], "region": ["A", "A", "B"],
    ...                        "employment": [10, 10, 20]})
    >>> chart = coagglomeration_chart(st.coagglomeration(plants))
    >>> [one.zh for one in chart.categories], chart.series[0].labels
    (['lamps', 'bulbs', 'locks'], ('', '1.000', '-1.000'))
    """
    from jiqun.stats import ArgumentRefused

    if list(matrix.index) != list(matrix.columns) or len(matrix) < 2:
        todo = "give at least two industries, rows and columns in one order"
        raise ArgumentRefused("matrix", "is not square with equal labels", todo)
    order = _beside(matrix)
    known = [_named(key, names) for key in order]
    cells = matrix.loc[order, order].to_numpy(float)
    columns = tuple(
        _column(name, at, [float(value) for value in cells[:, at]], digits)
        for at, name in enumerate(known)
    )
    return Chart(
        id="coagglomeration",
        kind="heat_map",
        title=said(title),
        unit="",
        percent=False,
        categories=tuple(known),
        series=columns,
        figures=(),
        note=None if note is None else said(note),
        finding=_finding(known, columns),
    )


def _named(key: Any, names: Mapping[Any, Bilingual] | None) -> Bilingual:
    return said(str(key)) if names is None else names[key]


def _column(name: Bilingual, at: int, values: list[float], digits: int) -> Series:
    """Return a column: the pairs below the diagonal."""
    kept = tuple(
        Decimal(f"{value:.{digits}f}") if row > at and isfinite(value) else None
        for row, value in enumerate(values)
    )
    shown = ("" if row <= at else "—" for row in range(len(values)))
    labels = tuple(
        empty if value is None else f"{value + 0:f}"
        for value, empty in zip(kept, shown, strict=True)
    )
    return Series(name, kept, labels)


def _beside(matrix: pd.DataFrame) -> list[Any]:
    """Return the industries with like beside like: a greedy chain from the strongest pair."""
    keys = list(matrix.index)
    cells = matrix.fillna(matrix.min().min()).to_numpy(float)
    pairs = [(-round(cells[a][b], 9), a, b) for a in range(len(keys)) for b in range(a)]
    _, second, first = min(pairs)
    chain = [first, second]
    rest = [at for at in range(len(keys)) if at not in chain]
    while rest:
        ends = ((chain[0], 0), (chain[-1], 1))
        _, end, at = min((-round(cells[one][at], 9), side, at) for one, side in ends for at in rest)
        rest.remove(at)
        chain.insert(len(chain) if end else 0, at)
    if keys[chain[0]] > keys[chain[-1]]:
        chain.reverse()
    return [keys[at] for at in chain]


def _finding(names: list[Bilingual], columns: tuple[Series, ...]) -> Bilingual | None:
    pairs = [
        (value, names[row], names[at])
        for at, column in enumerate(columns)
        for row, value in enumerate(column.values)
        if value is not None
    ]
    if not pairs:
        return None
    most, least = max(pairs, key=lambda one: one[0]), min(pairs, key=lambda one: one[0])
    return Bilingual(
        f"最常在同一地方的是{most[2].zh}和{most[1].zh}（{most[0]:f}），"
        f"最少在同一地方的是{least[2].zh}和{least[1].zh}（{least[0]:f}）。",
        f"Most together are {most[2].en} and {most[1].en} ({most[0]:f}), "
        f"least together {least[2].en} and {least[1].en} ({least[0]:f}).",
    )


def shade(value: Decimal, largest: Decimal) -> int:
    """Return the shade of a number: 0 at nought, up to three steps to either side.

    Examples
    --------
    >>> [shade(Decimal(one), Decimal(9)) for one in (-9, -1, 0, 4, 9)]
    [-3, -1, 0, 2, 3]
    """
    if not largest or not value:
        return 0
    step = min(int(abs(value) / largest * STEPS) + 1, STEPS)
    return step if value > 0 else -step


def largest_of(chart: Chart) -> Decimal:
    """Return the largest absolute number of a heat map."""
    return max(
        (abs(v) for one in chart.series for v in one.values if v is not None), default=Decimal(0)
    )


def draw_heat(canvas: Canvas, chart: Chart) -> None:
    """Draw the pairs below the diagonal as shaded cells with their numbers."""
    names = [one.in_(canvas.lang) for one in chart.categories]
    size = 11.0 if len(names) <= 12 else 9.5
    left = max(breadth(name, size) for name in names) + 10
    row = (canvas.height - 24) / len(names)
    wide = (canvas.width - left) / len(names)
    largest = largest_of(chart)
    for at, name in enumerate(names):
        middle = 4 + row * (at + 0.5)
        canvas.text((left - 8, middle + 4), name, "end", size=size)
        for column, series in enumerate(chart.series[:at]):
            value, label = series.values[at], series.labels[at]
            step = 0 if value is None else shade(value, largest)
            box = (left + column * wide + 1, middle - row / 2 + 1, wide - 2, row - 2)
            canvas.bar(box, palette.HEAT[step], f"heat{step}")
            ink, kind = palette.on(palette.HEAT[step])
            canvas.text((left + (column + 0.5) * wide, middle + 4), label, "middle", ink, 10, kind)
        if at < len(names) - 1:  # the column's name, with the empty room above the diagonal
            canvas.text((left + at * wide + 6, middle + 4), name, colour=palette.SOFT, size=size)
    _scale(canvas, left)


def _scale(canvas: Canvas, left: float) -> None:
    words = ("少在一起", "常在一起") if canvas.lang == "zh" else ("apart", "together")
    y = canvas.height - 14
    canvas.text((left, y + 10), words[0], colour=palette.SOFT)
    x = left + breadth(words[0], 11) + 8
    for step in range(-STEPS, STEPS + 1):
        canvas.bar((x, y, 18, 12), palette.HEAT[step], f"heat{step}")
        x += 20
    canvas.text((x + 6, y + 10), words[1], colour=palette.SOFT)
