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
    said = _marks(chart, lang)
    if chart.finding:
        head += stop + chart.finding.in_(lang).rstrip("。.")
    shown = gap.join(said[:MOST])
    if len(said) > MOST:
        shown += "……" if lang == "zh" else " …"
    if chart.reference:
        shown += gap + chart.reference.label.in_(lang)
    return head + stop + shown


def _marks(chart: Chart, lang: Lang) -> list[str]:
    """Say every mark: a category, or of a network and a matrix a pair."""
    names = [one.in_(lang) for one in chart.categories]
    if chart.kind == "distance_density":
        return _ends(chart, lang)
    if chart.kind == "product_space":
        pairs = sorted(chart.links, key=lambda one: -one.value)
        return [f"{names[one.one]}–{names[one.other]} {one.label}" for one in pairs]
    if chart.kind == "heat_map":
        return [
            f"{names[column]}–{names[row]} {series.labels[row]}"
            for column, series in enumerate(chart.series)
            for row in range(len(names))
            if series.values[row] is not None
        ]
    return [_category(chart, at, lang) for at in range(len(names))]


def _ends(chart: Chart, lang: Lang) -> list[str]:
    """Say a curve's first, highest and last number."""
    known = [(value, at) for at, value in enumerate(chart.series[1].values) if value is not None]
    places = dict.fromkeys((known[0][1], max(known)[1], known[-1][1]))
    return [f"{chart.categories[at].in_(lang)} {chart.series[1].labels[at]}" for at in places]


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
