"""From a catalogue entry and a report's numbers to a chart, and back from a report's record."""

from __future__ import annotations

from decimal import Decimal
from typing import NotRequired, TypedDict

from jiqun.base.language import Bilingual
from jiqun.charts.entry import ChartEntry
from jiqun.charts.kinds import KINDS, MADE
from jiqun.charts.model import Chart, Link, Reference, Series
from jiqun.charts.numbers import Numbers
from jiqun.drawing.axes import Axis


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
    return KINDS[entry.kind].build(entry, numbers)


class Words(TypedDict):
    """A text in both languages, as JSON has it."""

    zh: str
    en: str


class SeriesRecord(TypedDict):
    """A series as report.json holds it."""

    name: Words
    values: list[str | None]
    labels: list[str]
    labels_en: NotRequired[list[str]]


class AxisRecord(TypedDict):
    """An axis as report.json holds it."""

    name: Words
    ticks: list[str]
    labels: list[str]


class LinkRecord(TypedDict):
    """A line between two categories as report.json holds it."""

    one: int
    other: int
    value: str
    label: str


class ReferenceRecord(TypedDict):
    """A comparator's line as report.json holds it."""

    value: str
    label: Words


class ChartRecord(TypedDict):
    """A chart as report.json holds it."""

    id: str
    kind: str
    title: Words
    unit: str
    unit_en: str
    percent: bool
    categories: list[Words]
    series: list[SeriesRecord]
    figures: list[str]
    note: Words | None
    reference: ReferenceRecord | None
    empty: Words | None
    finding: Words | None
    axes: list[AxisRecord]
    links: list[LinkRecord]


def read_chart(record: ChartRecord) -> Chart:
    """Return the chart of a record, as report.json holds it."""
    line = record["reference"]
    known = KINDS | MADE
    return known[record["kind"]](
        id=record["id"],
        kind=record["kind"],
        title=_both(record["title"]),
        unit=Bilingual(record["unit"], record["unit_en"]),
        percent=record["percent"],
        categories=tuple(_both(name) for name in record["categories"]),
        series=tuple(_series(series) for series in record["series"]),
        figures=tuple(record["figures"]),
        note=_words(record["note"]),
        reference=None if line is None else Reference(Decimal(line["value"]), _both(line["label"])),
        empty=_words(record["empty"]),
        finding=_words(record["finding"]),
        axes=tuple(_axis(axis) for axis in record["axes"]),
        links=tuple(
            Link(link["one"], link["other"], Decimal(link["value"]), link["label"])
            for link in record["links"]
        ),
    )


def _series(record: SeriesRecord) -> Series:
    values = tuple(None if value is None else Decimal(value) for value in record["values"])
    labels = tuple(record["labels"]), tuple(record.get("labels_en", ()))
    return Series(_both(record["name"]), values, *labels)


def _axis(record: AxisRecord) -> Axis:
    ticks = tuple(Decimal(tick) for tick in record["ticks"])
    return Axis(_both(record["name"]), ticks, tuple(record["labels"]))


def _both(record: Words) -> Bilingual:
    return Bilingual(record["zh"], record["en"])


def _words(record: Words | None) -> Bilingual | None:
    return None if record is None else _both(record)
