"""A chart in words: the alternative text, made from the numbers drawn."""

from jiqun.base.language import Bilingual, Lang
from jiqun.charts.model import Chart

MOST = 12
"""So many marks are read out one by one; of more, the first of them."""


def alternative(chart: Chart) -> Bilingual:
    """Say what a chart shows.

    Examples
    --------
    >>> from jiqun.charts.model import Series
    >>> one = Series(Bilingual("2022年", "2022"), (), ("47个",))
    >>> east = (Bilingual("东部", "East"),)
    >>> named = Bilingual("区域", "Regions")
    >>> shown = Chart("regions", "parts", named, "个", False, east, (one,), ())
    >>> alternative(shown).zh
    '区域。东部 47个'
    """
    return Bilingual(_said(chart, "zh"), _said(chart, "en"))


def caption(chart: Chart) -> Bilingual:
    """Return what stands above a chart: its title and its unit."""
    unit = f"（{chart.unit}）" if chart.unit else ""
    return Bilingual(chart.title.zh + unit, chart.title.en)


def bare(label: str, chart: Chart) -> str:
    """Return a label without the unit its caption names.

    Examples
    --------
    >>> one = Chart("x", "ranked", Bilingual("数", "n"), "亿元", False, (), (), ())
    >>> bare("4906亿元", one)
    '4906'
    """
    return label.removesuffix(chart.unit) if chart.unit else label


def _said(chart: Chart, lang: Lang) -> str:
    stop, gap = ("。", "；") if lang == "zh" else (". ", "; ")
    head = chart.title.in_(lang)
    if chart.empty:
        return head + stop + chart.empty.in_(lang)
    said = [_category(chart, at, lang) for at in range(len(chart.categories))]
    shown = gap.join(said[:MOST])
    if len(said) > MOST:
        shown += "……" if lang == "zh" else " …"
    if chart.reference:
        shown += gap + chart.reference.label.in_(lang)
    return head + stop + shown


def _category(chart: Chart, at: int, lang: Lang) -> str:
    name = chart.categories[at].in_(lang)
    if chart.kind == "strip":
        low, middle, high = chart.series[at].labels
        if lang == "zh":
            return f"{name} 最低 {low}，中位 {middle}，最高 {high}"
        return f"{name}: lowest {low}, median {middle}, highest {high}"
    if chart.kind == "places":
        return f"{name} {chart.series[2].labels[at]}"
    if len(chart.series) == 1:
        return f"{name} {chart.series[0].labels[at]}"
    gap = "，" if lang == "zh" else ", "
    return f"{name} " + gap.join(
        f"{one.name.in_(lang)} {one.labels[at]}" for one in chart.series if one.labels[at] != "—"
    )
