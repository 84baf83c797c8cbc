"""What pictures of results say, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from jiqun.base.language import Bilingual
from jiqun.drawing import palette
from jiqun.drawing.axes import rounded
from jiqun.drawing.curves import Curve, Curves, Span

if TYPE_CHECKING:
    from jiqun.stats.arguments import Floats

DISTANCE = Bilingual("距离（公里）", "distance (km)")
LOCAL, GLOBAL = Bilingual("局部带", "local band"), Bilingual("总体带", "global band")
NOT_SIGNIFICANT = Bilingual("不显著", "not significant")
NO_NEIGHBOURS = Bilingual("没有邻居，不能判断", "no neighbours: cannot tell")


def against_distance(
    result: Any,
    values: Floats,
    title: Bilingual,
    name: Bilingual,
    up: Bilingual,
    *,
    level: float | None = None,
    bands: Sequence[Floats | None] | None = None,
    finding: Bilingual | None = None,
) -> Curves:
    """Return a curve over distances, with its bands where it has any.

    Parameters
    ----------
    result
        With ``r``.
    values
        The curve.
    title, name, up
        The picture's, the curve's and the axis' names.
    level
        Where there is no interaction.
    bands
        Local lower and upper, global lower and upper.
    finding
        What is found.
    """
    spans, curves = [], [Curve(name, values.tolist())]
    if bands is not None and all(edge is not None for edge in bands):
        low, high, global_low, global_high = (edge.tolist() for edge in bands if edge is not None)
        spans = [Span(GLOBAL, global_low, global_high)]
        curves += [Curve(LOCAL, edge, palette.WARM, dashed=True) for edge in (low, high)]
    return Curves(
        title=title, finding=finding, along=DISTANCE, up=up, x=result.r.tolist(), curves=curves,
        spans=spans, level=level,
    )  # fmt: skip


def where_it_leaves(
    r: Floats, above: Sequence[bool], below: Sequence[bool], p_value: float
) -> Bilingual:
    """Say at which distances a curve leaves its global band.

    Parameters
    ----------
    r
        Distances, km.
    above, below
        Whether the curve is above and below the band there.
    p_value
        Of the global test.

    Examples
    --------
    >>> import numpy as np
    >>> where_it_leaves(np.array([1.0, 2.0, 3.0]), [True, True, False], [False] * 3, 0.01).en
    'At 1–2 km the curve is above the global band: localized (p = 0.01).'
    """
    p = f"p = {rounded(p_value, 2):f}"
    for flags, zh, en in (
        (above, "高于总体上限：比随机更集聚", "above the global band: localized"),
        (below, "低于总体下限：比随机更分散", "below the global band: dispersed"),
    ):
        spans = [f"{rounded(low):f}–{rounded(high):f}" for low, high in _spans(r.tolist(), flags)]
        if spans:
            return Bilingual(
                f"在 {'、'.join(spans)} 公里，曲线{zh}（{p}）。",
                f"At {', '.join(spans)} km the curve is {en} ({p}).",
            )
    far = f"{rounded(r[-1]):f}"
    return Bilingual(
        f"{far} 公里以内曲线没有越出总体带：与随机没有显著差别（{p}）。",
        f"Up to {far} km the curve stays within the global band: no different from chance ({p}).",
    )


def banded_finding(result: Any, values: Floats) -> Bilingual | None:
    """Say where a curve leaves its own global band; nothing where it has none."""
    if result.p_value is None or result.global_lower is None:
        return None
    above = (values > result.global_upper).tolist()
    below = (values < result.global_lower).tolist()
    return where_it_leaves(result.r, above, below, result.p_value)


def _spans(r: Sequence[float], flags: Sequence[bool]) -> list[tuple[float, float]]:
    """Return first and last of each run of flagged distances."""
    spans: list[tuple[float, float]] = []
    runs = groupby(zip(r, flags, strict=True), key=itemgetter(1))
    for flag, run in runs:
        if flag:
            distances = [distance for distance, _ in run]
            spans.append((distances[0], distances[-1]))
    return spans
