"""A matrix as a heat map: which groups choose the same places, every pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, TypeVar

from jiqun.base.language import Bilingual, Lang
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_statistics import (
    FEWEST_FOR_A_GROUP,
    FEWEST_GROUPS,
    ONE,
    OTHER,
    StatisticChart,
    cells_frame,
    group_names,
    groups_left_out,
)
from jiqun.charts.model import NO_UNIT, Chart, ChartTable, Series, in_both
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.canvas import Canvas, breadth

if TYPE_CHECKING:
    import pandas as pd

Industry = TypeVar("Industry", bound=Hashable)
TITLE = Bilingual("行业共聚", "Co-agglomeration")
STRENGTH = Bilingual("共聚指数", "co-agglomeration")
STEPS = 3
"""Shades on either side of nought."""
APART, TOGETHER = Bilingual("少在一起", "apart"), Bilingual("常在一起", "together")


class HeatMap(StatisticChart):
    """Every pair of groups as a shaded cell; series: one a column, below the diagonal alone."""

    kinds = ("heat_map",)
    crossed = True
    alone = True
    taller = 1.3

    @classmethod
    def build(cls, entry: ChartEntry, numbers: Numbers) -> Chart:
        """Draw which sectors choose the same provinces, by the clusters' output."""
        from jiqun.stats import coagglomeration

        found = numbers.crossings[entry.id]
        rows = cells_frame(
            {meeting: total.now for meeting, total in found.cells.items() if total.now > 0},
            "amount",
        )
        clusters = Counter[str]()
        for meeting, total in found.cells.items():
            clusters[meeting[0]] += total.clusters
        figures = numbers.at(entry.by, entry.figures[0])
        hidden = {figure.key for figure in figures if figure.value is None}
        kept = [key for key, n in sorted(clusters.items()) if n >= FEWEST_FOR_A_GROUP]
        kept = [key for key in kept if key not in hidden]
        if len(kept) < FEWEST_GROUPS:
            return cls.too_few(entry, len(kept))
        matrix = coagglomeration(rows, "group", "place", "amount").loc[kept, kept]
        chart = coagglomeration_chart(matrix, group_names(entry, kept), entry.title)
        return chart.under(entry, groups_left_out(len(clusters) - len(kept)))

    def draw_on(self, canvas: Canvas) -> None:
        """Draw the pairs below the diagonal as shaded cells with their numbers."""
        names = self._names(canvas.lang)
        size = 11.0 if len(names) <= 12 else 9.5
        left = max(breadth(name, size) for name in names) + 10
        row = (canvas.height - 24) / len(names)
        wide = (canvas.width - left) / len(names)
        for at, name in enumerate(names):
            middle = 4 + row * (at + 0.5)
            canvas.text((left - 8, middle + 4), name, "end", size=size)
            for column in range(at):
                box = (left + column * wide + 1, middle - row / 2 + 1, wide - 2, row - 2)
                step = self.shade(at, column)
                canvas.bar(box, palette.HEAT[step], f"heat{step}")
                ink, kind = palette.on(palette.HEAT[step])
                spot = (left + (column + 0.5) * wide, middle + 4)
                canvas.text(spot, self.series[column].labels[at], "middle", ink, 10, kind)
            if at < len(names) - 1:  # the column's name, in the empty room above the diagonal
                spot = (left + at * wide + 6, middle + 4)
                canvas.text(spot, name, colour=palette.SOFT, size=size)
        _draw_scale(canvas, left)

    def shade(self, row: int, column: int) -> int:
        """Return the shade of a pair's cell."""
        value = self.series[column].values[row]
        return 0 if value is None else shade(value, self._largest)

    @property
    def _largest(self) -> Decimal:
        return max((abs(value) for value, _, _ in self._pairs()), default=Decimal(0))

    def _pairs(self) -> Iterator[tuple[Decimal, int, int]]:
        """Yield each pair that exists: its number, its column and its row."""
        for column, series in enumerate(self.series):
            for row, value in enumerate(series.values):
                if value is not None:
                    yield value, column, row

    def table(self, lang: Lang = "zh") -> ChartTable:
        """Return a row a pair, the strongest first."""
        names = self._names(lang)
        pairs = sorted(self._pairs(), key=lambda pair: (-pair[0], pair[1], pair[2]))
        header = (ONE.in_(lang), OTHER.in_(lang), STRENGTH.in_(lang))
        return ChartTable(
            header,
            tuple((names[a], names[b], self.series[a].labels[b]) for _, a, b in pairs),
        )

    def said(self, lang: Lang) -> list[str]:
        """Say every pair, column by column."""
        names = self._names(lang)
        return [f"{names[a]}–{names[b]} {self.series[a].labels[b]}" for _, a, b in self._pairs()]


def coagglomeration_chart(
    matrix: pd.DataFrame,
    names: Mapping[Industry, Bilingual] | None = None,
    title: str | Bilingual = TITLE,
    note: str | Bilingual | None = None,
    digits: int = 3,
) -> HeatMap:
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
    >>> [name.zh for name in chart.categories], chart.series[0].labels
    (['lamps', 'bulbs', 'locks'], ('', '1.000', '-1.000'))
    """
    from jiqun.stats import ArgumentRefused

    if list(matrix.index) != list(matrix.columns) or len(matrix) < 2:
        todo = "give at least two industries, rows and columns in one order"
        raise ArgumentRefused("matrix", "is not square with equal labels", todo)
    order = _beside(matrix)
    keys = list(matrix.index[order])
    known = [in_both(str(key)) if names is None else names[key] for key in keys]
    cells = matrix.iloc[order, order].to_numpy(float)
    columns = tuple(
        _column(name, at, [float(value) for value in cells[:, at]], digits)
        for at, name in enumerate(known)
    )
    return HeatMap(
        id="coagglomeration",
        kind="heat_map",
        title=in_both(title),
        unit=NO_UNIT,
        percent=False,
        categories=tuple(known),
        series=columns,
        figures=(),
        note=None if note is None else in_both(note),
        finding=_finding(known, columns),
    )


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


def _beside(matrix: pd.DataFrame) -> list[int]:
    """Return the industries' rows with like beside like: a greedy chain from the strongest pair."""
    keys = list(matrix.index)
    cells = matrix.fillna(matrix.min().min()).to_numpy(float)
    pairs = [(-round(cells[a][b], 9), a, b) for a in range(len(keys)) for b in range(a)]
    _, second, first = min(pairs)
    chain = [first, second]
    rest = [at for at in range(len(keys)) if at not in chain]
    while rest:
        ends = ((chain[0], 0), (chain[-1], 1))
        _, end, at = min((-round(cells[end][at], 9), side, at) for end, side in ends for at in rest)
        rest.remove(at)
        chain.insert(len(chain) if end else 0, at)
    if keys[chain[0]] > keys[chain[-1]]:
        chain.reverse()
    return chain


def _finding(names: list[Bilingual], columns: tuple[Series, ...]) -> Bilingual | None:
    pairs = [
        (value, names[row], names[at])
        for at, column in enumerate(columns)
        for row, value in enumerate(column.values)
        if value is not None
    ]
    if not pairs:
        return None
    most, least = max(pairs, key=lambda pair: pair[0]), min(pairs, key=lambda pair: pair[0])
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
    >>> [shade(Decimal(number), Decimal(9)) for number in (-9, -1, 0, 4, 9)]
    [-3, -1, 0, 2, 3]
    """
    if not largest or not value:
        return 0
    step = min(int(abs(value) / largest * STEPS) + 1, STEPS)
    return step if value > 0 else -step


def _draw_scale(canvas: Canvas, left: float) -> None:
    apart, together = APART.in_(canvas.lang), TOGETHER.in_(canvas.lang)
    y = canvas.height - 14
    canvas.text((left, y + 10), apart, colour=palette.SOFT)
    x = left + breadth(apart, 11) + 8
    for step in range(-STEPS, STEPS + 1):
        canvas.bar((x, y, 18, 12), palette.HEAT[step], f"heat{step}")
        x += 20
    canvas.text((x + 6, y + 10), together, colour=palette.SOFT)
