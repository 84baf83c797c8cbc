"""From a catalogue entry and a report's numbers to a chart, and back from a report's record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jiqun.base.language import Bilingual
from jiqun.charts.entry import ChartEntry
from jiqun.charts.kinds import KINDS
from jiqun.charts.model import Axis, Chart, Link, Reference, Series
from jiqun.charts.numbers import Numbers


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


def read_chart(record: Mapping[str, Any]) -> Chart:
    """Return the chart of a record, as report.json holds it."""
    line = record["reference"]
    return KINDS[record["kind"]](
        id=record["id"],
        kind=record["kind"],
        title=Bilingual.of(record["title"]),
        unit=record["unit"],
        percent=record["percent"],
        categories=tuple(Bilingual.of(name) for name in record["categories"]),
        series=tuple(_series(series) for series in record["series"]),
        figures=tuple(record["figures"]),
        note=_words(record["note"]),
        reference=line and Reference(Decimal(line["value"]), Bilingual.of(line["label"])),
        empty=_words(record["empty"]),
        finding=_words(record["finding"]),
        axes=tuple(_axis(axis) for axis in record["axes"]),
        links=tuple(
            Link(link["one"], link["other"], Decimal(link["value"]), link["label"])
            for link in record["links"]
        ),
    )


def _series(record: Mapping[str, Any]) -> Series:
    values = tuple(None if value is None else Decimal(value) for value in record["values"])
    return Series(Bilingual.of(record["name"]), values, tuple(record["labels"]))


def _axis(record: Mapping[str, Any]) -> Axis:
    ticks = tuple(Decimal(tick) for tick in record["ticks"])
    return Axis(Bilingual.of(record["name"]), ticks, tuple(record["labels"]))


def _words(record: Mapping[str, str] | None) -> Bilingual | None:
    return None if record is None else Bilingual.of(record)
