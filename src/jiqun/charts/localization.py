"""Kd as a chart: the density of distances between sites, with its bands where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual
from jiqun.charts import palette
from jiqun.charts.axes import axis_over, draw_axes, rounded
from jiqun.charts.canvas import Canvas, legend
from jiqun.charts.model import Chart, Series, said

if TYPE_CHECKING:
    from jiqun.stats.distance_density import DistanceDensity
    from jiqun.stats.localization import Localization

DISTANCE = Bilingual("距离（公里）", "distance (km)")
DENSITY = Bilingual("点对距离的密度（每公里）", "density of pair distances (per km)")
TITLE = Bilingual("点对距离的密度", "Density of pair distances")
BANDS = ("lower", "upper", "global_lower", "global_upper")


def kd_chart(
    result: DistanceDensity | Localization,
    title: str | Bilingual = TITLE,
    note: str | Bilingual | None = None,
) -> Chart:
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
    highest = [value for one in series[1:] for value in one.values if value is not None]
    return Chart(
        id="kd",
        kind="distance_density",
        title=said(title),
        unit="",
        percent=False,
        categories=tuple(Bilingual(f"{one} 公里", f"{one} km") for one in series[0].labels),
        series=tuple(series),
        figures=(),
        note=None if note is None else said(note),
        finding=_finding(result),
        axes=(along, axis_over(DENSITY, [Decimal(0), *highest], 4)),
    )


def _series(name: Bilingual, values: object) -> Series:
    from math import isfinite

    numbers = [float(one) for one in values]  # type: ignore[attr-defined]  # an array
    kept = tuple(rounded(one) if isfinite(one) else None for one in numbers)
    return Series(name, kept, tuple("—" if one is None else f"{one:f}" for one in kept))


def _bands(result: DistanceDensity | Localization) -> list[Series]:
    from jiqun.stats.localization import Localization

    if not isinstance(result, Localization):
        return []
    percent = f"{result.level * 100:g}%"
    words = (
        ("局部", "local", "下限", "lower"),
        ("局部", "local", "上限", "upper"),
        ("总体", "global", "下限", "lower"),
        ("总体", "global", "上限", "upper"),
    )
    return [
        _series(Bilingual(f"{a} {percent} {c}", f"{b} {percent}, {d}"), getattr(result, name))
        for name, (a, b, c, d) in zip(BANDS, words, strict=True)
    ]


def _finding(result: DistanceDensity | Localization) -> Bilingual | None:
    """Say where the curve leaves the global band; a curve alone says nothing."""
    from jiqun.stats.localization import Localization

    if not isinstance(result, Localization):
        return None
    p = f"p = {rounded(result.p_value, 2):f}"
    for flags, zh, en in (
        (result.localized, "高于总体上限：比随机更集聚", "above the global band: localized"),
        (result.dispersed, "低于总体下限：比随机更分散", "below the global band: dispersed"),
    ):
        spans = [
            f"{rounded(low):f}–{rounded(high):f}"
            for low, high in _spans(result.r.tolist(), flags.tolist())
        ]
        if spans:
            return Bilingual(
                f"在 {'、'.join(spans)} 公里，曲线{zh}（{p}）。",
                f"At {', '.join(spans)} km the curve is {en} ({p}).",
            )
    far = f"{rounded(result.r[-1]):f}"
    return Bilingual(
        f"{far} 公里以内曲线没有越出总体带：与随机没有显著差别（{p}）。",
        f"Up to {far} km the curve stays within the global band: no different from chance ({p}).",
    )


def _spans(r: Sequence[float], flags: Sequence[bool]) -> list[tuple[float, float]]:
    """Return first and last of each run of flagged distances."""
    spans: list[tuple[float, float]] = []
    runs = groupby(zip(r, flags, strict=True), key=itemgetter(1))
    for flag, run in runs:
        if flag:
            distances = [distance for distance, _ in run]
            spans.append((distances[0], distances[-1]))
    return spans


def draw_density(canvas: Canvas, chart: Chart) -> None:
    """Draw the global band as an area, the local one as dashes, Kd as a line."""
    r, k, *bands = chart.series
    x, y = draw_axes(canvas, chart, 16)

    def spots(series: Series) -> list[tuple[float, float]]:
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
            (_band_name(global_low, canvas), palette.BAND, "band"),
            (_band_name(low, canvas), palette.WARM, "down"),
        ]
    canvas.polyline(spots(k), palette.NOW, 2.4, "curve")
    legend(canvas, names)
    _hints(canvas, chart, [spot[0] for spot in spots(k)])


def _band_name(series: Series, canvas: Canvas) -> str:
    """Return a band's name: its lower edge's without the word lower."""
    said_so = series.name.in_(canvas.lang)
    return said_so.removesuffix(" 下限") + "带" if canvas.lang == "zh" else said_so.split(",")[0]


def _hints(canvas: Canvas, chart: Chart, along: list[float]) -> None:
    step = (along[-1] - along[0]) / max(len(along) - 1, 1)
    for at, middle in enumerate(along):
        words = [f"{one.name.in_(canvas.lang)} {one.labels[at]}" for one in chart.series[1:]]
        box = (middle - step / 2, 22.0, step, canvas.height - 58)
        canvas.hint(box, f"{chart.categories[at].in_(canvas.lang)}: {'; '.join(words)}")
