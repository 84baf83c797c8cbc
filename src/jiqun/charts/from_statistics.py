"""Charts made from a statistic over the clusters: what their kinds share.

Where there are too few clusters for a statistic, the chart says so instead of drawing noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual
from jiqun.base.names import level_name, short_place
from jiqun.charts.entry import ChartEntry
from jiqun.charts.from_figures import joined
from jiqun.charts.model import NO_UNIT, Chart

if TYPE_CHECKING:
    from decimal import Decimal

    import pandas as pd

FEWEST_FOR_A_GROUP = 3
"""A sector or cell of fewer clusters is left out, whoever reads."""
FEWEST_GROUPS = 4
"""Fewer sectors than this make neither a matrix nor a network."""
ONE, OTHER = Bilingual("其一", "one"), Bilingual("其二", "other")


class StatisticChart(Chart):
    """A chart of a statistic over the clusters."""

    @classmethod
    def nothing(cls, entry: ChartEntry, zh: str, en: str) -> Chart:
        """Return a chart that says why it is empty."""
        return cls(
            id=entry.id,
            kind=entry.kind,
            title=entry.title,
            unit=NO_UNIT,
            percent=False,
            categories=(),
            series=(),
            figures=entry.figures,
            empty=Bilingual(zh, en),
        )

    @classmethod
    def too_few(cls, entry: ChartEntry, count: int) -> Chart:
        """Return a chart that says how few groups have clusters enough."""
        return cls.nothing(
            entry,
            f"有{FEWEST_FOR_A_GROUP}个以上集群的行业只有{count}个，不足{FEWEST_GROUPS}个，不画。",
            f"Of the sectors only {count} have {FEWEST_FOR_A_GROUP} clusters or more; "
            f"fewer than {FEWEST_GROUPS} are not drawn.",
        )

    def under(self, entry: ChartEntry, before: Bilingual | None = None) -> Chart:
        """Return the chart under its entry's name, its own note before the entry's."""
        notes = joined([note for note in (before, entry.note) if note is not None])
        return replace(self, id=entry.id, figures=entry.figures, note=notes)


def cells_frame(cells: Mapping[tuple[str, str], Decimal | int], name: str) -> pd.DataFrame:
    """Return amounts where a group and a place meet as rows of ``group``, ``place`` and a name."""
    import pandas as pd

    rows = sorted(cells.items())
    return pd.DataFrame(
        {
            "group": [meeting[0] for meeting, _ in rows],
            "place": [meeting[1] for meeting, _ in rows],
            name: [float(value) for _, value in rows],
        }
    )


def group_names(entry: ChartEntry, keys: list[str]) -> dict[str, Bilingual]:
    """Return the groups' names as they stand beside marks."""
    named = {key: level_name(entry.by, key) for key in keys}
    return {key: Bilingual(short_place(name.zh), name.en) for key, name in named.items()}


def groups_left_out(count: int) -> Bilingual | None:
    """Say how many groups are not drawn; nothing where all are."""
    if not count:
        return None
    return Bilingual(
        f"有{count}个行业不足{FEWEST_FOR_A_GROUP}个集群或产值不公开，没有画。",
        f"Sectors left out: {count}, of fewer than {FEWEST_FOR_A_GROUP} clusters or withheld.",
    )
