"""The small pictures beside a single figure of the page, made from the report's own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from jiqun.base.definitions import Indicator
from jiqun.charts import small
from jiqun.indicators import Figure

FEWEST_FOR_A_STRIP = 5


class Drawings:
    """Small pictures over one report's content.

    Parameters
    ----------
    content
        The report.
    of_clusters
        The same year's figures at cluster level, withheld where the reader may not see them.
    """

    def __init__(self, content: dict[str, Any], of_clusters: Sequence[Figure]) -> None:
        self._year = content["year"]
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
        return _safe(small.pair_bars(before, now, (labels[0], labels[1]), entry.title.zh))

    def strip(self, entry: Indicator) -> Markup:
        """Draw where the clusters lie, where enough of them have a value."""
        values = self._values.get(entry.figure, [])
        if len(values) < FEWEST_FOR_A_STRIP or entry.definition.form == "concentration_of":
            return Markup()
        title = f"{entry.title.zh}：{len(values)} 个集群的分布"
        return _safe(small.strip(values, entry.printed.plain, "zh", title))

    def by_region(self, entry: Indicator) -> list[tuple[str, str]]:
        """Return the figure of each macro-region, as printed."""
        names = {
            place["key"]: place["name"]["zh"] for place in self._tables["by_macro_region"]["keys"]
        }
        found = self._by_key["macro_region", entry.figure]
        return [(names[one["key"]], one["display"]) for one in found]


def _safe(drawing: str) -> Markup:
    return Markup(drawing)  # noqa: S704  # charts escape every text they draw
