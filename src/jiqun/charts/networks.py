"""The product space: industries as circles, the strongest proximities as lines between them.

The lines are a maximum spanning tree, so that every industry hangs together with the rest, and
then the strongest of the remaining ones (Hidalgo et al. 2007). Places come from stress
majorisation over the lines; it starts from a seed and settles, so that the same proximities give
the same picture.

References
----------
Hidalgo, C. A., Klinger, B., Barabási, A.-L., Hausmann, R. (2007). The product space conditions the
development of nations. Science 317, 482-487, figure 1.
Gansner, E. R., Koren, Y., North, S. (2004). Graph drawing by stress majorization. Graph Drawing
2004, 239-250.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from jiqun.base.language import Bilingual
from jiqun.charts import palette
from jiqun.charts.axes import rounded
from jiqun.charts.canvas import SMALL, Canvas
from jiqun.charts.model import Chart, Link, Series, said
from jiqun.charts.naming import name_marks, places_on_lines

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

TITLE = Bilingual("产品空间", "Product space")
ROUNDS = 300
LINES_EACH = 1.5
"""So many lines an industry are drawn, the tree's among them."""
MOST_NUMBERED = 24
"""Of more lines than this none carries its number."""


def product_space_chart(
    proximity: pd.DataFrame,
    sizes: Mapping[Any, float] | pd.Series | None = None,
    names: Mapping[Any, Bilingual] | None = None,
    title: str | Bilingual = TITLE,
    note: str | Bilingual | None = None,
    *,
    lines_each: float = LINES_EACH,
    seed: int = 0,
) -> Chart:
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
    >>> [(chart.categories[one.one].zh, chart.categories[one.other].zh, one.label)
    ...  for one in chart.links]
    [('a', 'b', '0.50'), ('c', 'd', '0.50')]
    """
    kept = _checked(proximity)
    phi = kept.to_numpy(float)
    pairs = _lines(phi, lines_each)
    spots = _places(phi, pairs, seed)
    known = [said(str(key)) if names is None else names[key] for key in kept.index]
    size = [rounded(float(sizes[key])) if sizes is not None else Decimal(1) for key in kept.index]
    shown = tuple("" if sizes is None else f"{one:,f}" for one in size)
    links = tuple(
        Link(int(a), int(b), Decimal(f"{phi[a, b]:.4f}"), f"{phi[a, b]:.2f}")
        for a, b in pairs
        if phi[a, b] > 0
    )
    bare = ("",) * len(known)
    return Chart(
        id="product_space",
        kind="product_space",
        title=said(title),
        unit="",
        percent=False,
        categories=tuple(known),
        series=(
            Series(Bilingual("横", "along"), tuple(_kept(one) for one in spots[:, 0]), bare),
            Series(Bilingual("纵", "up"), tuple(_kept(one) for one in spots[:, 1]), bare),
            Series(Bilingual("大小", "size"), tuple(size), shown),
        ),
        figures=(),
        note=None if note is None else said(note),
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
        raise ArgumentRefused("proximity", f"has {len(kept)} industries", "give three or more")
    if not np.allclose(cells, cells.T) or not (cells >= 0).all():
        todo = "give a symmetric matrix of zero or more"
        raise ArgumentRefused("proximity", "is not symmetric and non-negative", todo)
    return kept


def _lines(phi: NDArray[np.float64], each: float) -> list[tuple[int, int]]:
    """Return the pairs drawn: a maximum spanning tree, then the strongest others."""
    tree = _spanning_tree(phi)
    a, b = np.triu_indices(len(phi), 1)
    order = np.lexsort((b, a, -np.round(phi[a, b], 9)))
    chosen = set(tree)
    for at in order:
        if len(chosen) >= round(each * len(phi)) or phi[a[at], b[at]] <= 0:
            break
        chosen.add((int(a[at]), int(b[at])))
    return sorted(chosen)


def _spanning_tree(phi: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return a maximum spanning tree (Prim); pairs of zero join what nothing else joins."""
    best, via = phi[0].copy(), np.zeros(len(phi), int)
    waiting = np.ones(len(phi), bool)
    waiting[0] = False
    found = []
    for _ in range(len(phi) - 1):
        at = int(np.argmax(np.where(waiting, np.round(best, 9), -1.0)))
        found.append((min(at, int(via[at])), max(at, int(via[at]))))
        waiting[at] = False
        nearer = phi[at] > best
        best[nearer], via[nearer] = phi[at][nearer], at
    return found


def _places(
    phi: NDArray[np.float64], pairs: list[tuple[int, int]], seed: int
) -> NDArray[np.float64]:
    """Lay the industries out so that what few lines join stands near (stress majorisation)."""
    apart = _steps_between(len(phi), pairs)
    weight = np.where(apart > 0, apart, np.inf) ** -2.0
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(laplacian)
    spots = np.random.default_rng(seed).uniform(-1, 1, (len(phi), 2))
    for _ in range(ROUNDS):
        gap = np.sqrt(np.square(spots[:, None] - spots[None]).sum(axis=2))
        pull = np.divide(-weight * apart, gap, out=np.zeros_like(gap), where=gap > 1e-12)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        spots = inverse @ (pull @ spots)
    return _upright(spots)


def _steps_between(count: int, pairs: list[tuple[int, int]]) -> NDArray[np.float64]:
    """Return how many lines lie between each two industries."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import shortest_path

    a, b = np.array(pairs).T
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(count, count)).tocsr()
    return np.asarray(shortest_path(graph, directed=False, unweighted=True))


def _upright(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the layout so that it is wider than high, and scale it to the unit square."""
    middle = spots - spots.mean(axis=0)
    _, _, turn = np.linalg.svd(middle, full_matrices=False)
    turned = middle @ turn.T
    first = np.argmax(np.round(np.abs(turned), 6), axis=0)
    turned *= np.sign(turned[first, [0, 1]])
    low, wide = turned.min(axis=0), np.ptp(turned, axis=0)
    return np.asarray((turned - low) / np.where(wide > 1e-9, wide, 1.0))


def _finding(names: list[Bilingual], links: tuple[Link, ...]) -> Bilingual | None:
    if not links:
        return None
    nearest = max(links, key=lambda one: (one.value, -one.one, -one.other))
    count = [sum(at in (one.one, one.other) for one in links) for at in range(len(names))]
    hub = max(range(len(names)), key=lambda at: (count[at], -at))
    a, b = names[nearest.one], names[nearest.other]
    return Bilingual(
        f"最邻近的是{a.zh}和{b.zh}（{nearest.label}）；连线最多的是{names[hub].zh}（{count[hub]}条）。",
        f"Nearest are {a.en} and {b.en} ({nearest.label}); "
        f"{names[hub].en} has the most lines ({count[hub]}).",
    )


def draw_network(canvas: Canvas, chart: Chart) -> None:
    """Draw lines as thick as proximity, circles as large as their size, and names."""
    across, down = 76.0, 28.0
    wide, high = canvas.width - 2 * across, canvas.height - 2 * down
    spots = [
        (across + wide * float(a or 0), canvas.height - down - high * float(b or 0))
        for a, b in zip(chart.series[0].values, chart.series[1].values, strict=True)
    ]
    sizes = [float(value or 0) for value in chart.series[2].values]
    radii = [5 + 9 * (size / (max(sizes) or 1.0)) ** 0.5 for size in sizes]
    for one in chart.links:
        start, end = spots[one.one], spots[one.other]
        canvas.line(start, end, palette.LINE, 1 + 5 * float(one.value), "link")
    for spot, radius in zip(spots, radii, strict=True):
        canvas.dot(spot, radius, palette.BEFORE, "before")
    numbers = _number(canvas, chart, spots)
    names = [
        f"{name.in_(canvas.lang)} {label}".rstrip()
        for name, label in zip(chart.categories, chart.series[2].labels, strict=True)
    ]
    whole = (0.0, 0.0, canvas.width, canvas.height)
    name_marks(canvas, spots, radii, names, whole, SMALL, numbers)


def _number(
    canvas: Canvas, chart: Chart, spots: list[tuple[float, float]]
) -> list[tuple[float, float, float, float]]:
    """Print the lines' numbers, where they are few, and return the room they take."""
    if len(chart.links) > MOST_NUMBERED:
        return []
    lines = [(spots[one.one], spots[one.other]) for one in chart.links]
    labels = [one.label for one in chart.links]
    taken = [box for _, box in places_on_lines(lines, labels, 9)]
    for label, (left, top, right, bottom) in zip(labels, taken, strict=True):
        middle = ((left + right) / 2, (top + bottom) / 2 + 3)
        canvas.text(middle, label, "middle", palette.SOFT, 9, "quiet")
    return taken
