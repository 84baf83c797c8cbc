"""Space and structure of the clusters: four charts made from statistics rather than figures.

Where there are too few clusters for a statistic, the chart says so instead of drawing noise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.base.names import level_name, short_place
from jiqun.base.units import conversion, symbol
from jiqun.charts.bubbles import specialisation_bubble
from jiqun.charts.entries import ChartEntry
from jiqun.charts.heat import coagglomeration_chart
from jiqun.charts.localization import kd_chart
from jiqun.charts.model import Chart, Kind
from jiqun.charts.networks import product_space_chart
from jiqun.charts.numbers import Numbers

if TYPE_CHECKING:
    import pandas as pd

    from jiqun.stats.localization import Localization

FEWEST_FOR_DISTANCES = 10
"""Fewer clusters than this have no distribution of distances worth the name."""
FEWEST_FOR_A_GROUP = 3
"""A sector or cell of fewer clusters is left out, whoever reads."""
FEWEST_GROUPS = 4
"""Fewer sectors than this make neither a matrix nor a network."""
MONEY = "万元"
LEVEL = 0.95


def _nothing(entry: ChartEntry, zh: str, en: str) -> Chart:
    """Return a chart that says why it is empty."""
    return Chart(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        unit="",
        percent=False,
        categories=(),
        series=(),
        figures=entry.figures,
        empty=Bilingual(zh, en),
    )


def _finished(entry: ChartEntry, chart: Chart, before: Bilingual | None = None) -> Chart:
    """Return a chart under its entry's name, its own note before the entry's."""
    notes = [one for one in (before, entry.note) if one is not None]
    note = Bilingual("".join(one.zh for one in notes), " ".join(one.en for one in notes))
    return replace(chart, id=entry.id, figures=entry.figures, note=note if notes else None)


def distances(entry: ChartEntry, numbers: Numbers) -> Chart:
    """Draw Kd of the sector with the most clusters against all clusters as sites."""
    sites = {
        name: numbers.points[name] for name in sorted(numbers.members) if name in numbers.points
    }
    counted = Counter(numbers.members[name][entry.by] for name in sites)
    if not counted:
        return _nothing(entry, "没有集群。", "There are no clusters.")
    largest, count = min(counted.items(), key=lambda one: (-one[1], one[0]))
    named = level_name(entry.by, largest)
    if count < FEWEST_FOR_DISTANCES:
        return _nothing(
            entry,
            f"集群最多的行业是{named.zh}，只有{count}个集群；不足{FEWEST_FOR_DISTANCES}个，不画距离的分布。",
            f"The sector with the most clusters, {named.en}, has {count}; "
            f"fewer than {FEWEST_FOR_DISTANCES} have no distribution of distances.",
        )
    member = [numbers.members[name][entry.by] == largest for name in sites]
    found = _envelope(entry, list(sites.values()), member)
    title = Bilingual(
        f"{entry.title.zh}：{named.zh}（{count}个集群）", f"{entry.title.en}: {named.en} ({count})"
    )
    return _finished(entry, kd_chart(found, title), _how(entry, found, len(sites), count, named))


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
        f"the sites are all {sites} clusters that filed, {count} of them {named.en}. "
        f"Bandwidth {h} km (Silverman's rule on distances up to {reach} km, estimated anew in each "
        f"simulation); {entry.simulations} random permutations, seed {entry.seed}. The local band "
        f"holds 95% at each distance, the global one 95% of whole curves.",
    )


def specialisation(entry: ChartEntry, numbers: Numbers) -> Chart:
    """Draw location quotient, like-for-like growth and size of each sector in each region."""
    size, rate = entry.figures
    found = numbers.crossings[entry.id]
    times = conversion(MONEY, indicators()[size].unit)
    small = {
        meeting
        for meeting, total in found.cells.items()
        if min(total.clusters, total.both) < FEWEST_FOR_A_GROUP
    }
    shown = [one for one in found.cells if one not in found.withheld | small]
    left = len(found.cells) - len(shown)
    if not shown:
        return _nothing(
            entry,
            f"没有一格够{FEWEST_FOR_A_GROUP}个集群，不画。",
            f"No cell has {FEWEST_FOR_A_GROUP} clusters.",
        )
    cells = [found.cells[one] for one in shown]
    amounts = [one.now * times for one in cells]
    chart = specialisation_bubble(
        [_meeting(entry, one) for one in shown],
        [found.location_quotient(one) for one in shown],
        [one.growth for one in cells],
        amounts,
        numbers.nation(rate).value,
        entry.title,
        size_name=_with_unit(size),
        size_labels=[f"{one:,.0f}" for one in amounts],
    )
    return _finished(entry, chart, _left_out(left))


def _with_unit(name: str) -> Bilingual:
    """Return an indicator's title with its unit."""
    entry = indicators()[name]
    unit = symbol(entry.unit)
    return Bilingual(f"{entry.title.zh}（{unit.zh}）", f"{entry.title.en} ({unit.en})")


def _left_out(count: int) -> Bilingual | None:
    if not count:
        return None
    return Bilingual(
        f"有{count}格不足{FEWEST_FOR_A_GROUP}个集群，或能由合计减出，没有画。",
        f"{count} cells are left out: fewer than {FEWEST_FOR_A_GROUP} clusters, or to be had by "
        "subtraction.",
    )


def _meeting(entry: ChartEntry, meeting: tuple[str, str]) -> Bilingual:
    of, where = level_name(entry.by, meeting[0]), level_name(entry.across, meeting[1])
    return Bilingual(f"{where.zh}{of.zh}", f"{of.en} ({where.en})")


def together(entry: ChartEntry, numbers: Numbers) -> Chart:
    """Draw which sectors choose the same provinces, by the clusters' output."""
    from jiqun.stats import coagglomeration

    found = numbers.crossings[entry.id]
    rows = _frame(
        {meeting: total.now for meeting, total in found.cells.items() if total.now > 0}, "amount"
    )
    clusters = Counter[str]()
    for meeting, total in found.cells.items():
        clusters[meeting[0]] += total.clusters
    hidden = {one.key for one in numbers.at(entry.by, entry.figures[0]) if one.value is None}
    kept = [key for key, n in sorted(clusters.items()) if n >= FEWEST_FOR_A_GROUP]
    kept = [key for key in kept if key not in hidden]
    if len(kept) < FEWEST_GROUPS:
        return _too_few(entry, len(kept))
    matrix = coagglomeration(rows, "group", "place", "amount").loc[kept, kept]
    chart = coagglomeration_chart(matrix, _names(entry, kept), entry.title)
    return _finished(entry, chart, _groups_left_out(len(clusters) - len(kept)))


def space(entry: ChartEntry, numbers: Numbers) -> Chart:
    """Draw the product space of sectors from how many clusters each province has of each."""
    from jiqun.stats import proximity

    cells = Counter((one[entry.by], one[entry.across]) for one in numbers.members.values())
    clusters = Counter(one[entry.by] for one in numbers.members.values())
    kept = [key for key, n in sorted(clusters.items()) if n >= FEWEST_FOR_A_GROUP]
    if len(kept) < FEWEST_GROUPS:
        return _too_few(entry, len(kept))
    table = _frame(cells, "clusters").pivot_table(
        index="place", columns="group", values="clusters", aggfunc="sum", fill_value=0
    )
    near = proximity(table).loc[kept, kept]
    chart = product_space_chart(near, clusters, _names(entry, kept), entry.title, seed=entry.seed)
    return _finished(entry, chart, _groups_left_out(len(clusters) - len(kept)))


def _frame(cells: Mapping[tuple[str, str], Any], name: str) -> pd.DataFrame:
    import pandas as pd

    rows = sorted(cells.items())
    return pd.DataFrame(
        {
            "group": [meeting[0] for meeting, _ in rows],
            "place": [meeting[1] for meeting, _ in rows],
            name: [float(value) for _, value in rows],
        }
    )


def _names(entry: ChartEntry, keys: list[str]) -> dict[str, Bilingual]:
    named = {key: level_name(entry.by, key) for key in keys}
    return {key: Bilingual(short_place(one.zh), one.en) for key, one in named.items()}


def _too_few(entry: ChartEntry, count: int) -> Chart:
    return _nothing(
        entry,
        f"有{FEWEST_FOR_A_GROUP}个以上集群的行业只有{count}个，不足{FEWEST_GROUPS}个，不画。",
        f"Only {count} sectors have {FEWEST_FOR_A_GROUP} clusters or more; "
        f"fewer than {FEWEST_GROUPS} are not drawn.",
    )


def _groups_left_out(count: int) -> Bilingual | None:
    if not count:
        return None
    return Bilingual(
        f"有{count}个行业不足{FEWEST_FOR_A_GROUP}个集群或产值不公开，没有画。",
        f"{count} sectors are left out: fewer than {FEWEST_FOR_A_GROUP} clusters, or withheld.",
    )


STRUCTURE: dict[Kind, Callable[[ChartEntry, Numbers], Chart]] = {
    "distance_density": distances,
    "specialisation_bubble": specialisation,
    "heat_map": together,
    "product_space": space,
}
"""Kinds made from a statistic."""
