"""A catalogue entry and a report's numbers become a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median, quantiles

from jiqun.base.codes import MACRO_REGIONS, regions
from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.base.names import level_name, short_place
from jiqun.base.units import conversion, symbol
from jiqun.charts.cartogram import moved_apart
from jiqun.charts.entries import ChartEntry
from jiqun.charts.model import Chart, Kind, Reference, Series
from jiqun.charts.numbers import Numbers
from jiqun.charts.structure import STRUCTURE
from jiqun.indicators import Figure
from jiqun.indicators.breaks import caveat_of

FEWEST_FOR_A_STRIP = 5
"""Fewer clusters than this are not drawn as a distribution."""
FEWEST_FOR_AN_INTERVAL = 4
"""Fewer clusters than this have no quartiles worth the name."""
NOTHING = Bilingual("没有可以公开或已填报的数。", "No figure was reported or may be shown.")
STEPS = {
    "before": Bilingual("上年填报", "filed then"),
    "restated": Bilingual("上年重述", "restated"),
    "left": Bilingual("退出", "left"),
    "grown": Bilingual("同口径增长", "like for like"),
    "entered": Bilingual("新进入", "entered"),
    "after": Bilingual("本年", "this year"),
}
COMPARING = ("two_years", "growth")
"""Kinds of charts that set a year against the year before."""
Parts = tuple[tuple[Bilingual, ...], tuple[Series, ...]]


def build(entry: ChartEntry, numbers: Numbers) -> Chart:
    """Make a chart from its catalogue entry and a report's numbers.

    Parameters
    ----------
    entry
        What to draw.
    numbers
        Of one report, as its reader may see them.

    Returns
    -------
    Chart
        With ``empty`` saying why, where there is nothing to draw.
    """
    if entry.kind in STRUCTURE:
        return STRUCTURE[entry.kind](entry, numbers)
    categories, series = BUILDERS[entry.kind](entry, numbers)
    unit = indicators()[entry.figures[0]].unit if entry.figures else "亿元"
    chart = Chart(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        unit=symbol(unit).zh,
        percent=unit == "ratio",
        categories=categories,
        series=series,
        figures=entry.figures or (entry.field,),
        note=_note(entry, numbers),
        reference=_reference(entry, numbers),
    )
    return chart if categories else replace(chart, empty=NOTHING)


def _note(entry: ChartEntry, numbers: Numbers) -> Bilingual | None:
    """Return the entry's note with the caveats of figures drawn beside the year before's."""
    broken = (caveat_of(numbers.nation(name)) for name in entry.figures if entry.kind in COMPARING)
    found = list(dict.fromkeys(said for said in (entry.note, *broken) if said))
    if not found:
        return None
    return Bilingual("".join(said.zh for said in found), " ".join(said.en for said in found))


def _reference(entry: ChartEntry, numbers: Numbers) -> Reference | None:
    if not entry.reference:
        return None
    return Reference(*numbers.references[entry.reference])


def _printed(name: str, value: Decimal | None) -> str:
    return "—" if value is None else indicators()[name].printed.plain(value)


def _year(year: int) -> Bilingual:
    return Bilingual(f"{year}年", str(year))


def _two_years(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Draw last year beside this year, figure by figure."""
    found = [one for name in entry.figures if (one := numbers.nation(name)).value is not None]
    years = (
        (numbers.year - 1, [one.previous for one in found]),
        (
            numbers.year,
            [one.value for one in found],
        ),
    )
    series = tuple(
        Series(
            _year(year),
            tuple(values),
            tuple(_printed(one.id, v) for one, v in zip(found, values, strict=True)),
        )
        for year, values in years
        if any(value is not None for value in values)
    )
    return tuple(entry.label(one.id) for one in found), series


def _single(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Draw one bar a figure."""
    found = [one for name in entry.figures if (one := numbers.nation(name)).value is not None]
    return tuple(entry.label(one.id) for one in found), (_series(_year(numbers.year), found),)


def _series(name: Bilingual, found: Sequence[Figure]) -> Series:
    return Series(
        name, tuple(one.value for one in found), tuple(_printed(one.id, one.value) for one in found)
    )


def _ranked(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Draw one bar a place or sector, the largest first."""
    found = [one for one in numbers.at(entry.by, entry.figures[0]) if one.value is not None]
    found.sort(key=lambda one: (-(one.value or 0), one.key))
    found = found[: entry.top] if entry.top else found
    names = tuple(_axis_name(entry.by, one.key) for one in found)
    return names, (_series(_year(numbers.year), found),) if found else ()


def _axis_name(level: str, key: str) -> Bilingual:
    name = level_name(level, key)
    return Bilingual(short_place(name.zh), name.en) if level == "province" else name


def _interval(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Draw a figure of each group with the quartiles of the group's clusters, ranked."""
    name = entry.figures[0]
    groups = _clusters_by(entry, numbers)
    rows = []
    for one in numbers.at(entry.by, name):
        members = groups.get(one.key, [])
        if one.value is not None and len(members) >= FEWEST_FOR_AN_INTERVAL:
            low, _, high = quantiles(members, n=4, method="inclusive")
            rows.append((one.key, one.value, low, high))
    rows.sort(key=lambda row: (-row[1], row[0]))
    words = (
        Bilingual("合计相除", "ratio of sums"),
        Bilingual("下四分位", "lower quartile"),
        Bilingual("上四分位", "upper quartile"),
    )
    series = tuple(
        Series(
            word,
            tuple(row[at] for row in rows),  # type: ignore[misc]  # the numbers follow the key
            tuple(_printed(name, row[at]) for row in rows),  # type: ignore[arg-type]
        )
        for at, word in enumerate(words, start=1)
    )
    return tuple(_axis_name(entry.by, row[0]) for row in rows), series if rows else ()


def _clusters_by(entry: ChartEntry, numbers: Numbers) -> dict[str, list[Decimal]]:
    """Return the clusters' values by the group each belongs to."""
    groups: dict[str, list[Decimal]] = {}
    for one in numbers.at("cluster", entry.figures[0]):
        key = numbers.members.get(one.key, {}).get(entry.by)
        if one.value is not None and key is not None:
            groups.setdefault(key, []).append(one.value)
    return groups


def _strip(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Draw every cluster as a point, a row a group, the median marked."""
    groups = _clusters_by(entry, numbers)
    keys = [key for key in _ordered(entry.by, groups) if len(groups[key]) >= FEWEST_FOR_A_STRIP]
    series = []
    for key in keys:
        values = sorted(groups[key])
        marks = (values[0], median(values), values[-1])
        labels = tuple(_printed(entry.figures[0], one) for one in marks)
        series.append(Series(_axis_name(entry.by, key), tuple(values), labels))
    names = tuple(
        Bilingual(f"{one.name.zh}（{len(one.values)}个）", f"{one.name.en} ({len(one.values)})")
        for one in series
    )
    return names, tuple(series)


def _ordered(level: str, groups: dict[str, list[Decimal]]) -> list[str]:
    if level == "macro_region":
        return [key for key in MACRO_REGIONS if key in groups]
    return sorted(groups)


def _bridge(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Draw the way from last year's total to this year's; empty steps are left out."""
    found = numbers.bridges.get(entry.field)
    if found is None:
        return (), ()
    times = conversion("万元", "亿元")
    amounts = {name: getattr(found, name) * times for name in STEPS}
    amounts["left"] = -amounts["left"]
    kept = {n: v for n, v in amounts.items() if v != 0 or n in ("before", "after")}
    labels = tuple(f"{amount:,.1f}" for amount in kept.values())
    series = Series(Bilingual("亿元", "100m CNY"), tuple(kept.values()), labels)
    return tuple(STEPS[name] for name in kept), (series,)


def _places(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Draw a circle a province near the province's own point, as large as its figure."""
    found = [one for one in numbers.at("province", entry.figures[0]) if one.value]
    found.sort(key=lambda one: (-(one.value or 0), one.key))
    places = [(regions().point(one.key) or (0.0, 0.0, True))[:2] for one in found]
    points = moved_apart(places, [float(one.value or 0) for one in found]) if found else []
    empty = ("",) * len(found)
    series = (
        Series(
            Bilingual("经度", "longitude"), tuple(Decimal(str(point[0])) for point in points), empty
        ),
        Series(
            Bilingual("纬度", "latitude"), tuple(Decimal(str(point[1])) for point in points), empty
        ),
        _series(_year(numbers.year), found),
    )
    return tuple(_axis_name("province", one.key) for one in found), series if found else ()


BUILDERS: dict[Kind, Callable[[ChartEntry, Numbers], Parts]] = {
    "two_years": _two_years,
    "growth": _single,
    "shares": _two_years,
    "parts": _single,
    "ranked": _ranked,
    "interval": _interval,
    "strip": _strip,
    "bridge": _bridge,
    "places": _places,
}
