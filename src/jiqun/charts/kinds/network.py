"""The product space: industries as circles, the strongest proximities as lines between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from jiqun.base.language import Bilingual, Lang
from jiqun.base.plurals import counted
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
from jiqun.charts.layout import spread_out, strongest_pairs
from jiqun.charts.model import NO_UNIT, Chart, ChartTable, Link, Mark, Series, in_both
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.axes import rounded
from jiqun.drawing.canvas import SMALL, Canvas
from jiqun.drawing.naming import Box, Point, name_marks, places_on_lines

if TYPE_CHECKING:
    import pandas as pd

Industry = TypeVar("Industry", bound=Hashable)
TITLE = Bilingual("产品空间", "Product space")
STRENGTH = Bilingual("邻近度", "proximity")
LINES_EACH = 1.5
"""So many lines an industry are drawn, the tree's among them."""
MOST_NUMBERED = 24
"""Of more lines than this none carries its number."""


class NetworkChart(StatisticChart):
    """A circle a group, lines between the nearest; series: along, up, size."""

    kinds = ("product_space",)
    taller = 1.45
    on_screen = (600.0, 350.0)

    @classmethod
    def build(cls, entry: ChartEntry, numbers: Numbers) -> Chart:
        """Draw the product space of sectors from how many clusters each province has of each."""
        from jiqun.stats import proximity

        members = numbers.members.values()
        cells = Counter((member[entry.by], member[entry.across]) for member in members)
        clusters = Counter(member[entry.by] for member in members)
        kept = [key for key, n in sorted(clusters.items()) if n >= FEWEST_FOR_A_GROUP]
        if len(kept) < FEWEST_GROUPS:
            return cls.too_few(entry, len(kept))
        table = cells_frame(cells, "clusters").pivot_table(
            index="place", columns="group", values="clusters", aggfunc="sum", fill_value=0
        )
        near = proximity(table).loc[kept, kept]
        names = group_names(entry, kept)
        chart = product_space_chart(near, clusters, names, entry.title, seed=entry.seed)
        return chart.under(entry, groups_left_out(len(clusters) - len(kept)))

    def draw_on(self, canvas: Canvas) -> None:
        """Draw lines as thick as proximity, circles as large as their size, and names."""
        across, down = 76.0, 28.0
        wide, high = canvas.width - 2 * across, canvas.height - 2 * down
        spots = [
            (across + wide * float(a or 0), canvas.height - down - high * float(b or 0))
            for a, b in zip(self.series[0].values, self.series[1].values, strict=True)
        ]
        sizes = [float(value or 0) for value in self.series[2].values]
        radii = [5 + 9 * (size / (max(sizes) or 1.0)) ** 0.5 for size in sizes]
        for link in self.links:
            width = 1 + 5 * float(link.value)
            canvas.line(spots[link.one], spots[link.other], palette.LINE, width, "link")
        for spot, radius in zip(spots, radii, strict=True):
            canvas.dot(spot, radius, palette.BEFORE, "before")
        numbers = self._draw_numbers(canvas, spots)
        whole = (0.0, 0.0, canvas.width, canvas.height)
        name_marks(canvas, spots, radii, self.names_with_sizes(canvas.lang), whole, SMALL, numbers)

    def _draw_numbers(self, canvas: Canvas, spots: list[Point]) -> list[Box]:
        """Print the lines' numbers, where they are few, and return the room they take."""
        if len(self.links) > MOST_NUMBERED:
            return []
        lines = [(spots[link.one], spots[link.other]) for link in self.links]
        labels = [link.label for link in self.links]
        taken = [box for _, box in places_on_lines(lines, labels, 9)]
        for label, (left, top, right, bottom) in zip(labels, taken, strict=True):
            middle = ((left + right) / 2, (top + bottom) / 2 + 3)
            canvas.text(middle, label, "middle", palette.SOFT, 9, "quiet")
        return taken

    def names_with_sizes(self, lang: Lang) -> list[str]:
        """Return what stands beside each circle."""
        labels = zip(self._names(lang), self.series[2].labels, strict=True)
        return [f"{name} {label}".rstrip() for name, label in labels]

    def table(self, lang: Lang = "zh") -> ChartTable:
        """Return a row a line, the strongest first."""
        names = self._names(lang)
        header = (ONE.in_(lang), OTHER.in_(lang), STRENGTH.in_(lang))
        links = sorted(self.links, key=lambda link: (-link.value, link.one, link.other))
        rows = tuple((names[link.one], names[link.other], link.label) for link in links)
        return ChartTable(header, rows)

    def marks(self, lang: Lang = "zh") -> Iterator[Mark]:
        """Yield every line's number, then every circle's place and size."""
        names = self._names(lang)
        for link in self.links:
            pair = f"{names[link.one]}–{names[link.other]}"
            yield Mark(pair, STRENGTH.in_(lang), link.value, link.label)
        yield from super().marks(lang)

    def said(self, lang: Lang) -> list[str]:
        """Say every line, the strongest first."""
        return [f"{one}–{other} {label}" for one, other, label in self.table(lang).rows]


def product_space_chart(
    proximity: pd.DataFrame,
    sizes: Mapping[Industry, float] | pd.Series[float] | None = None,
    names: Mapping[Industry, Bilingual] | None = None,
    title: str | Bilingual = TITLE,
    note: str | Bilingual | None = None,
    *,
    lines_each: float = LINES_EACH,
    seed: int = 0,
) -> NetworkChart:
    """Draw the product space of a matrix of proximities.

    Parameters
    ----------
    proximity
        *n* x *n*, symmetric, of zero or more, from :func:`jiqun.stats.proximity`; another
        relatedness serves too. Industries missing throughout are left out.
    sizes
        Of the circles, by industry; all alike where not given.
    names
        Of the industries; their keys where not given.
    title, note
        The caption, and what a reader must know.
    lines_each
        Lines drawn an industry, at least the spanning tree's; a proximity of zero is no line.
    seed
        Where the layout starts.

    Returns
    -------
    Chart
        Kind ``product_space``; places in [0, 1], two decimals. ``finding`` names the nearest pair
        and the industry with the most lines.

    Raises
    ------
    ArgumentRefused
        If the matrix is not square and symmetric, negative, or has fewer than three industries.

    Examples
    --------
    >>> import pandas as pd, jiqun.stats as st
    >>> table = pd.DataFrame({"a": [8, 8, 1, 1], "b": [7, 1, 1, 1], "c": [1, 1, 9, 1],
    ...                       "d": [1, 1, 9, 9]})
    >>> chart = product_space_chart(st.proximity(table))
    >>> [(chart.categories[link.one].zh, chart.categories[link.other].zh, link.label)
    ...  for link in chart.links]
    [('a', 'b', '0.50'), ('c', 'd', '0.50')]
    """
    kept = _checked(proximity)
    phi = kept.to_numpy(float)
    pairs = strongest_pairs(phi, lines_each)
    spots = spread_out(len(phi), pairs, seed)
    known = [in_both(str(key)) if names is None else names[key] for key in kept.index]
    size = [rounded(float(sizes[key])) if sizes is not None else Decimal(1) for key in kept.index]
    shown = tuple("" if sizes is None else f"{number:,f}" for number in size)
    links = tuple(
        Link(int(a), int(b), Decimal(f"{phi[a, b]:.4f}"), f"{phi[a, b]:.2f}")
        for a, b in pairs
        if phi[a, b] > 0
    )
    bare = ("",) * len(known)
    return NetworkChart(
        id="product_space",
        kind="product_space",
        title=in_both(title),
        unit=NO_UNIT,
        percent=False,
        categories=tuple(known),
        series=(
            Series(Bilingual("横", "along"), tuple(_kept(x) for x in spots[:, 0]), bare),
            Series(Bilingual("纵", "up"), tuple(_kept(y) for y in spots[:, 1]), bare),
            Series(Bilingual("大小", "size"), tuple(size), shown),
        ),
        figures=(),
        note=None if note is None else in_both(note),
        finding=_finding(known, links),
        links=links,
    )


def _kept(place: float) -> Decimal:
    return Decimal(f"{place:.2f}")


def _checked(proximity: pd.DataFrame) -> pd.DataFrame:
    """Return the matrix without industries that are missing throughout."""
    from jiqun.stats import ArgumentRefused

    if list(proximity.index) != list(proximity.columns):
        raise ArgumentRefused("proximity", "is not square with equal labels", "give n x n")
    cells = proximity.to_numpy(float)
    there = ~np.isnan(cells).all(axis=1)
    kept: pd.DataFrame = proximity.loc[there, there]
    cells = kept.to_numpy(float)
    if len(kept) < 3:
        raise ArgumentRefused(
            "proximity", f"has {counted(len(kept), 'industry', 'industries')}", "give three or more"
        )
    if not np.allclose(cells, cells.T) or not (cells >= 0).all():
        todo = "give a symmetric matrix of zero or more"
        raise ArgumentRefused("proximity", "is not symmetric and non-negative", todo)
    return kept


def _finding(names: list[Bilingual], links: tuple[Link, ...]) -> Bilingual | None:
    if not links:
        return None
    nearest = max(links, key=lambda link: (link.value, -link.one, -link.other))
    count = [sum(at in (link.one, link.other) for link in links) for at in range(len(names))]
    hub = max(range(len(names)), key=lambda at: (count[at], -at))
    a, b = names[nearest.one], names[nearest.other]
    return Bilingual(
        f"最邻近的是{a.zh}和{b.zh}（{nearest.label}）；连线最多的是{names[hub].zh}（{count[hub]}条）。",
        f"Nearest are {a.en} and {b.en} ({nearest.label}); "
        f"{names[hub].en} has the most lines ({count[hub]}).",
    )
