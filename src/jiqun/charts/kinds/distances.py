"""Kd: the density of distances between sites, with its bands where there are any."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang
from jiqun.base.names import level_name
from jiqun.base.plurals import counted
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_statistics import StatisticChart
from jiqun.charts.model import NO_UNIT, Chart, ChartTable, Series, in_both
from jiqun.charts.numbers import Numbers
from jiqun.drawing import palette
from jiqun.drawing.axes import axis_over, draw_axes, rounded
from jiqun.drawing.canvas import Canvas, legend

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jiqun.stats.distance_density import DistanceDensity
    from jiqun.stats.localization import Localization

FEWEST_CLUSTERS = 10
"""Fewer clusters than this have no distribution of distances worth the name."""
LEVEL = 0.95
DISTANCE = Bilingual("距离（公里）", "distance (km)")
DENSITY = Bilingual("点对距离的密度（每公里）", "density of pair distances (per km)")
TITLE = Bilingual("点对距离的密度", "Density of pair distances")
BANDS = (
    Bilingual("局部 {} 下限", "local {}, lower"),
    Bilingual("局部 {} 上限", "local {}, upper"),
    Bilingual("总体 {} 下限", "global {}, lower"),
    Bilingual("总体 {} 上限", "global {}, upper"),
)
Spot = tuple[float, float]


class DistanceChart(StatisticChart):
    """Density against distance.

    Series: distance, density, and where there are bands the local and then the global ones, lower
    before upper.
    """

    kinds = ("distance_density",)
    on_screen = (600.0, 270.0)

    @classmethod
    def build(cls, entry: ChartEntry, numbers: Numbers) -> Chart:
        """Draw Kd of the sector with the most clusters against all clusters as sites."""
        sites = {
            name: numbers.points[name] for name in sorted(numbers.members) if name in numbers.points
        }
        groups = [numbers.members[name][entry.by] for name in sites]
        if not groups:
            return cls.nothing(entry, "没有集群。", "There are no clusters.")
        largest, count = min(Counter(groups).items(), key=lambda group: (-group[1], group[0]))
        named = level_name(entry.by, largest)
        if count < FEWEST_CLUSTERS:
            return cls.nothing(
                entry,
                f"集群最多的行业是{named.zh}，只有{count}个集群；不足{FEWEST_CLUSTERS}个，不画距离的分布。",
                f"The sector with the most clusters, {named.en}, has {count}; "
                f"fewer than {FEWEST_CLUSTERS} have no distribution of distances.",
            )
        found = _envelope(entry, list(sites.values()), [group == largest for group in groups])
        title = Bilingual(
            f"{entry.title.zh}：{named.zh}（{count}个集群）",
            f"{entry.title.en}: {named.en} ({count})",
        )
        return kd_chart(found, title).under(entry, _how(entry, found, len(sites), count, named))

    def draw_on(self, canvas: Canvas) -> None:
        """Draw the global band as an area, the local one as dashes, Kd as a line."""
        r, k, *bands = self.series
        x, y = draw_axes(canvas, self.axes, 16)

        def spots(series: Series) -> list[Spot]:
            pairs = zip(r.values, series.values, strict=True)
            return [(x.at(a), y.at(b)) for a, b in pairs if a is not None and b is not None]

        names = [("Kd", palette.NOW, "now")]
        if bands:
            low, high, global_low, global_high = bands
            inside = spots(global_high) + spots(global_low)[::-1]
            canvas.area(inside, palette.BAND, "band")
            for edge in (low, high):
                canvas.polyline(spots(edge), palette.WARM, 1.2, "local", "4 3")
            names += [
                (_band_name(global_low, canvas.lang), palette.BAND, "band"),
                (_band_name(low, canvas.lang), palette.WARM, "down"),
            ]
        canvas.polyline(spots(k), palette.NOW, 2.4, "curve")
        legend(canvas, names)
        self._hint(canvas, [spot[0] for spot in spots(k)])

    def _hint(self, canvas: Canvas, along: list[float]) -> None:
        step = (along[-1] - along[0]) / max(len(along) - 1, 1)
        rows = self.table(canvas.lang)
        for middle, (distance, *labels) in zip(along, rows.rows, strict=False):
            pairs = zip(rows.header[1:], labels, strict=True)
            words = "; ".join(f"{name} {label}" for name, label in pairs)
            box = (middle - step / 2, 22.0, step, canvas.height - 58)
            canvas.hint(box, f"{distance}: {words}")

    def table(self, lang: Lang = "zh") -> ChartTable:
        """Return a row a distance, which is its row's own name."""
        shown = self.series[1:]
        labels = zip(*(series.labels for series in shown), strict=True)
        rows = zip(self._names(lang), labels, strict=True)
        header = ("", *(series.name.in_(lang) for series in shown))
        return ChartTable(header, tuple((name, *printed) for name, printed in rows))

    def said(self, lang: Lang) -> list[str]:
        """Say the curve's first, highest and last number."""
        k = self.series[1]
        known = [(value, at) for at, value in enumerate(k.values) if value is not None]
        places = dict.fromkeys((known[0][1], max(known)[1], known[-1][1]))
        return [f"{self.categories[at].in_(lang)} {k.labels[at]}" for at in places]


def kd_chart(
    result: DistanceDensity | Localization,
    title: str | Bilingual = TITLE,
    note: str | Bilingual | None = None,
) -> DistanceChart:
    """Draw Kd against distance, with the local and global bands of an envelope.

    Parameters
    ----------
    result
        From :func:`jiqun.stats.duranton_overman` (a curve alone) or
        :func:`jiqun.stats.duranton_overman_envelope` (with bands); at least two distances.
    title, note
        The caption, and what a reader must know.

    Returns
    -------
    Chart
        Kind ``distance_density``; distances in km, densities per km to four digits. ``finding``
        says where the curve leaves the global band.

    Raises
    ------
    ArgumentRefused
        If there are fewer than two distances.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> curve = st.duranton_overman([0, 1, 0, 30], [0, 0, 1, 40], r=[0, 25, 50], bandwidth=9.0)
    >>> chart = kd_chart(curve, "Four plants")
    >>> chart.axes[0].labels, chart.finding is None
    (('0', '10', '20', '30', '40', '50'), True)
    >>> chart.svg().startswith("<svg")
    True
    """
    from jiqun.stats import ArgumentRefused

    if len(result.r) < 2:
        raise ArgumentRefused("result", "has fewer than two distances", "compute it at more")
    series = [_series(DISTANCE, result.r), _series(Bilingual("Kd", "Kd"), result.k)]
    series += _bands(result)
    along = axis_over(DISTANCE, [value for value in series[0].values if value is not None])
    highest = [value for curve in series[1:] for value in curve.values if value is not None]
    return DistanceChart(
        id="kd",
        kind="distance_density",
        title=in_both(title),
        unit=NO_UNIT,
        percent=False,
        categories=tuple(Bilingual(f"{km} 公里", f"{km} km") for km in series[0].labels),
        series=tuple(series),
        figures=(),
        note=None if note is None else in_both(note),
        finding=_finding(result),
        axes=(along, axis_over(DENSITY, [Decimal(0), *highest], 4)),
    )


def _series(name: Bilingual, values: NDArray[np.float64]) -> Series:
    kept = tuple(rounded(value) if isfinite(value) else None for value in values.tolist())
    return Series(name, kept, tuple("—" if value is None else f"{value:f}" for value in kept))


def _bands(result: DistanceDensity | Localization) -> list[Series]:
    from jiqun.stats.localization import Localization

    if not isinstance(result, Localization):
        return []
    percent = f"{result.level * 100:g}%"
    edges = (result.lower, result.upper, result.global_lower, result.global_upper)
    return [
        _series(Bilingual(name.zh.format(percent), name.en.format(percent)), edge)
        for name, edge in zip(BANDS, edges, strict=True)
    ]


def _finding(result: DistanceDensity | Localization) -> Bilingual | None:
    """Say where the curve leaves the global band; a curve alone says nothing."""
    from jiqun.stats.localization import Localization

    return result.finding if isinstance(result, Localization) else None


def _band_name(edge: Series, lang: Lang) -> str:
    """Return a band's name: its lower edge's without the word lower."""
    name = edge.name.in_(lang)
    return name.removesuffix(" 下限") + "带" if lang == "zh" else name.split(",")[0]


def _envelope(
    entry: ChartEntry, sites: list[tuple[float, float]], member: list[bool]
) -> Localization:
    from jiqun.stats import duranton_overman_envelope

    found: Localization = duranton_overman_envelope(
        [place[0] for place in sites],
        [place[1] for place in sites],
        member,
        list(range(0, entry.farthest + 1, entry.step)),
        entry.simulations,
        LEVEL,
        entry.seed,
        coordinates="geographic",
    )
    return found


def _how(
    entry: ChartEntry, found: Localization, sites: int, count: int, named: Bilingual
) -> Bilingual:
    """Say how the curve and its bands were made."""
    h, reach = f"{found.bandwidth:.0f}", 2 * entry.farthest
    return Bilingual(
        f"每个集群取所在县的中心，距离为大圆距离；地点为全部{sites}个填报集群，"
        f"其中{named.zh}{count}个。"
        f"核带宽{h}公里（西尔弗曼规则，用{reach}公里以内的距离，每次模拟重新估计）；"
        f"随机换位{entry.simulations}次，种子{entry.seed}。局部带按单个距离取95%，总体带按整条曲线取95%。",
        f"Each cluster stands at its county's centre, distances are great-circle; "
        f"the sites are all {counted(sites, 'cluster')} that filed, {count} of them {named.en}. "
        f"Bandwidth {h} km (Silverman's rule on distances up to {reach} km, estimated anew in each "
        f"simulation); {entry.simulations} random permutations, seed {entry.seed}. The local band "
        f"holds 95% at each distance, the global one 95% of whole curves.",
    )
