"""Charts made from a report's figures: what their kinds share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from jiqun.base.definitions import indicators
from jiqun.base.display import NO_NUMBER
from jiqun.base.distinct import distinct
from jiqun.base.language import Bilingual
from jiqun.base.names import level_name, short_place
from jiqun.base.units import axis_amount, axis_symbol
from jiqun.charts.entry import ChartEntry
from jiqun.charts.model import Chart, Reference, Series
from jiqun.charts.numbers import Numbers
from jiqun.indicators import Figure
from jiqun.indicators.breaks import caveat_of

NOTHING = Bilingual("没有可以公开或已填报的数。", "No figure was reported or may be shown.")
Parts = tuple[tuple[Bilingual, ...], tuple[Series, ...]]
"""Categories and series."""


class FigureChart(Chart):
    """A chart of figures as they were reported."""

    over_years: ClassVar[frozenset[str]] = frozenset()
    """Its kinds that set a year against the year before."""

    @classmethod
    @abstractmethod
    def parts(cls, entry: ChartEntry, numbers: Numbers) -> Parts:
        """Return categories and series; no category where there is nothing to draw."""

    @classmethod
    def build(cls, entry: ChartEntry, numbers: Numbers) -> Chart:
        """Make the chart of a catalogue entry; ``empty`` says why, where nothing can be drawn."""
        categories, series = cls.parts(entry, numbers)
        unit = indicators()[entry.figures[0]].unit if entry.figures else "亿元"
        chart = cls(
            id=entry.id,
            kind=entry.kind,
            title=entry.title,
            unit=axis_symbol(unit),
            percent=unit == "ratio",
            categories=categories,
            series=series,
            figures=entry.figures or (entry.field,),
            note=cls._note(entry, numbers),
            reference=_reference(entry, numbers),
        )
        return chart if categories else replace(chart, empty=NOTHING)

    @classmethod
    def _note(cls, entry: ChartEntry, numbers: Numbers) -> Bilingual | None:
        """Return the entry's note with the caveats of figures drawn beside the year before's."""
        compared = entry.figures if entry.kind in cls.over_years else ()
        broken = (caveat_of(numbers.nation(name)) for name in compared)
        found = distinct(note for note in (entry.note, *broken) if note)
        return joined(found)

    def numbers(self) -> list[Decimal]:
        """Return every number of every series."""
        return [value for series in self.series for value in series.values if value is not None]


def joined(notes: Sequence[Bilingual]) -> Bilingual | None:
    """Return notes as one, or None of none."""
    if not notes:
        return None
    return Bilingual("".join(note.zh for note in notes), " ".join(note.en for note in notes))


def _reference(entry: ChartEntry, numbers: Numbers) -> Reference | None:
    if not entry.reference:
        return None
    return Reference(*numbers.references[entry.reference])


def printed(name: str, value: Decimal | None) -> Bilingual:
    """Print a number as its indicator is printed; a dash where there is none.

    English prints every amount of an axis in one unit, so that they can be compared at a glance.
    """
    if value is None:
        return Bilingual(NO_NUMBER, NO_NUMBER)
    entry = indicators()[name]
    zh = entry.printed.plain(value)
    if entry.unit == "ratio":
        return Bilingual(zh, zh)
    return Bilingual(zh, axis_amount(value, entry.unit, entry.printed.decimals))


def year_name(year: int) -> Bilingual:
    """Return a year as a series is named."""
    return Bilingual(f"{year}年", str(year))


def series_of(name: Bilingual, figures: Sequence[Figure]) -> Series:
    """Return the values of figures as one series."""
    return Series.printed(
        name,
        (figure.value for figure in figures),
        (printed(figure.id, figure.value) for figure in figures),
    )


def of_the_nation(entry: ChartEntry, numbers: Numbers) -> list[Figure]:
    """Return the entry's national figures that have a value, in its order."""
    found = (numbers.nation(name) for name in entry.figures)
    return [figure for figure in found if figure.value is not None]


def one_bar_each(entry: ChartEntry, numbers: Numbers) -> Parts:
    """Return one number a figure, of the year reported."""
    found = of_the_nation(entry, numbers)
    labels = tuple(entry.label(figure.id) for figure in found)
    return labels, (series_of(year_name(numbers.year), found),)


def largest_first(figures: Sequence[Figure]) -> list[Figure]:
    """Return figures with a value, the largest first, equals by their keys."""
    found = [figure for figure in figures if figure.value is not None]
    return sorted(found, key=_largest)


def _largest(figure: Figure) -> tuple[Decimal, str]:
    return -(figure.value or Decimal(0)), figure.key


def axis_name(level: str, key: str) -> Bilingual:
    """Return a group's name as it stands on an axis: provinces without what they all end in."""
    name = level_name(level, key)
    return Bilingual(short_place(name.zh), name.en) if level == "province" else name


def values_by_group(entry: ChartEntry, numbers: Numbers) -> dict[str, list[Decimal]]:
    """Return the clusters' values by the group each belongs to."""
    groups: dict[str, list[Decimal]] = {}
    for figure in numbers.at("cluster", entry.figures[0]):
        key = numbers.members.get(figure.key, {}).get(entry.by)
        if figure.value is not None and key is not None:
            groups.setdefault(key, []).append(figure.value)
    return groups
