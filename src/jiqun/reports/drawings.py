"""The report's charts, made from its own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from jiqun import charts
from jiqun.base.definitions import Indicator
from jiqun.base.forms import form
from jiqun.base.units import conversion
from jiqun.indicators import Figure

FEWEST_FOR_A_STRIP = 5
STEPS = {
    "before": "上年填报",
    "restated": "上年重述",
    "left": "退出",
    "grown": "同口径增长",
    "entered": "新进入",
    "after": "本年",
}


class Drawings:
    """Charts over one report's content.

    Parameters
    ----------
    content
        The report.
    of_clusters
        The same year's figures at cluster level, withheld where the reader may not see them.
    """

    def __init__(self, content: dict[str, Any], of_clusters: Sequence[Figure]) -> None:
        self._year = content["year"]
        self._figures = {one["id"]: one for one in content["figures"]}
        self._tables = {one["id"]: one for one in content["tables"]}
        self._values: dict[str, list[Decimal]] = defaultdict(list)
        for one in of_clusters:
            if one.value is not None:
                self._values[one.id].append(one.value)
        self._by_key: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for table in content["tables"]:
            for one in table.get("figures", ()):
                self._by_key[table["level"], one["id"]].append(one)

    def pair(self, entry: Indicator, figure: dict[str, Any]) -> Markup:
        """Draw this year beside last year, where both are known."""
        if figure["value"] is None or figure["previous"] is None:
            return Markup()
        before, now = Decimal(figure["previous"]), Decimal(figure["value"])
        labels = tuple(
            f"{year} {entry.printed.plain(value)}"
            for year, value in ((self._year - 1, before), (self._year, now))
        )
        return _safe(charts.pair_bars(before, now, (labels[0], labels[1]), entry.title.zh))

    def strip(self, entry: Indicator) -> Markup:
        """Draw where the clusters lie, where enough of them have a value."""
        values = self._values.get(entry.figure, [])
        if len(values) < FEWEST_FOR_A_STRIP or entry.definition.form == "concentration_of":
            return Markup()
        ordered = sorted(values)
        middle = ordered[len(ordered) // 2]
        shown = [entry.printed.plain(one) for one in (ordered[0], middle, ordered[-1])]
        title = f"{entry.title.zh}：{len(values)} 个集群的分布"
        return _safe(charts.strip(values, (shown[0], f"中位 {shown[1]}", shown[2]), title))

    def by_region(self, entry: Indicator) -> list[tuple[str, str]]:
        """Return the figure of each macro-region, as printed."""
        names = {
            place["key"]: place["name"]["zh"] for place in self._tables["by_macro_region"]["keys"]
        }
        found = self._by_key["macro_region", entry.figure]
        return [(names[one["key"]], one["display"]) for one in found]

    def picture(self, name: str) -> tuple[Markup, str]:
        """Draw one of the outline's pictures, and say what it shows."""
        if name == "regions":
            return self.regions(), "集群的区域分布（个）"
        if name == "sectors":
            return self.sectors(), "各行业中小企业产值"
        field = name.removeprefix("bridge_")
        title = form().fields[field].title.zh
        caption = f"{title}：从上年到本年（亿元）。重述、退出、新进入与同口径增长分列。"
        return self.bridge(field), caption

    def regions(self) -> Markup:
        """Draw how the clusters lie over East, Central and West."""
        names = (("clusters_east", "东部"), ("clusters_central", "中部"), ("clusters_west", "西部"))
        parts = [(zh, Decimal(self._figures[name]["value"] or 0)) for name, zh in names]
        return _safe(charts.share_bar(parts, "集群的区域分布"))

    def sectors(self) -> Markup:
        """Draw the sectors by SME output."""
        names = {place["key"]: place["name"]["zh"] for place in self._tables["by_sector"]["keys"]}
        found = [
            (names[one["key"]], Decimal(one["value"]), one["display"])
            for one in self._by_key["sector", "output_sme"]
            if one["value"] is not None
        ]
        found.sort(key=lambda row: row[1], reverse=True)
        return _safe(charts.ranked_bars(found, "各行业中小企业产值"))

    def bridge(self, field: str) -> Markup:
        """Draw the way from last year's total to this year's."""
        table = self._tables.get(f"bridge_{field}")
        if table is None or any(step["amount"] is None for step in table["steps"]):
            return Markup()
        times = conversion(table["unit"], "亿元")
        steps = []
        for step in table["steps"]:
            amount = Decimal(step["amount"]) * times * (-1 if step["step"] == "left" else 1)
            shown = f"{amount:,.0f}" if amount else "0"
            steps.append((STEPS[step["step"]], amount, shown))
        return _safe(charts.waterfall(steps, f"{table['title']['zh']}：上年到本年（亿元）"))


def _safe(drawing: str) -> Markup:
    return Markup(drawing)  # noqa: S704  # charts escape every text they draw
