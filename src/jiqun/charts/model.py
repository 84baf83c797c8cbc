"""The chart every writer draws: names, numbers and the words printed beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual, Lang

Kind = Literal[
    "two_years",
    "growth",
    "shares",
    "parts",
    "ranked",
    "interval",
    "strip",
    "bridge",
    "places",
    "distance_density",
    "specialisation_bubble",
    "product_space",
    "heat_map",
]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one colour.

    Parameters
    ----------
    name
        What they are: a year, a macro-region, ``median``.
    values
        One a category, None where there is none; of a strip, one a cluster.
    labels
        How each is printed; of a strip, the lowest, the median and the highest.
    """

    name: Bilingual
    values: tuple[Decimal | None, ...]
    labels: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return it as report.json holds it."""
        values = [None if value is None else decimal_text(value) for value in self.values]
        return {"name": _both(self.name), "values": values, "labels": list(self.labels)}


@dataclass(frozen=True, slots=True)
class Reference:
    """A comparator drawn as a line: its value, and its name with the number."""

    value: Decimal
    label: Bilingual

    def record(self) -> dict[str, Any]:
        """Return it as report.json holds it."""
        return {"value": decimal_text(self.value), "label": _both(self.label)}


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of a plane, from its first tick to its last.

    Parameters
    ----------
    name
        What is measured, with its unit.
    ticks
        Where numbers stand, increasing, at least two.
    labels
        How each is printed.
    """

    name: Bilingual
    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return it as report.json holds it."""
        ticks = [decimal_text(tick) for tick in self.ticks]
        return {"name": _both(self.name), "ticks": ticks, "labels": list(self.labels)}


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two categories: their places in the chart's order, and how strong it is."""

    one: int
    other: int
    value: Decimal
    label: str

    def record(self) -> dict[str, Any]:
        """Return it as report.json holds it."""
        value = decimal_text(self.value)
        return {"one": self.one, "other": self.other, "value": value, "label": self.label}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its numbers.

    Parameters
    ----------
    id, kind, title
        From the catalogue.
    unit
        The unit of the axis as written; empty for percentages.
    percent
        Whether the values are fractions, printed as percentages.
    categories
        What stands along the axis.
    series
        ``two_years``: last year, this year. ``interval``: the figure, and the quartiles of the
        clusters. ``strip``: one a category. ``places``: longitude, latitude, size.
        ``distance_density``: distance, density, and where there are bands the local and then the
        global ones, lower before upper. ``specialisation_bubble``: along, up, area.
        ``product_space``: along, up, size. ``heat_map``: one a column. All others: one.
    figures
        The ids the numbers come from.
    note
        What a reader must know; empty where nothing.
    reference
        A comparator's line.
    empty
        Why there is nothing to draw; empty where there is.
    finding
        What the numbers drawn say, in one sentence; empty where a claim says it.
    axes
        Along and up, of charts on a plane.
    links
        Of ``product_space``: the lines between categories.
    """

    id: str
    kind: Kind
    title: Bilingual
    unit: str
    percent: bool
    categories: tuple[Bilingual, ...]
    series: tuple[Series, ...]
    figures: tuple[str, ...]
    note: Bilingual | None = None
    reference: Reference | None = None
    empty: Bilingual | None = None
    finding: Bilingual | None = None
    axes: tuple[Axis, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def alternative(self) -> Bilingual:
        """What the chart shows, in words, for those who do not see it."""
        from jiqun.charts.words import alternative

        return alternative(self)

    def svg(self, width: float = 560, height: float = 300, lang: Lang = "zh") -> str:
        """Return the chart as an SVG element; parameters as of :func:`jiqun.charts.svg.draw`."""
        from jiqun.charts.svg import draw

        return draw(self, width, height, lang)

    def record(self) -> dict[str, Any]:
        """Return the chart as report.json holds it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": _both(self.title),
            "unit": self.unit,
            "percent": self.percent,
            "categories": [_both(one) for one in self.categories],
            "series": [series.record() for series in self.series],
            "figures": list(self.figures),
            "note": self.note and _both(self.note),
            "reference": self.reference and self.reference.record(),
            "empty": self.empty and _both(self.empty),
            "finding": self.finding and _both(self.finding),
            "axes": [axis.record() for axis in self.axes],
            "links": [link.record() for link in self.links],
            "alternative": _both(self.alternative),
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Chart:
        """Return the chart of a record, as report.json holds it."""
        line = record["reference"]
        return cls(
            id=record["id"],
            kind=record["kind"],
            title=Bilingual.of(record["title"]),
            unit=record["unit"],
            percent=record["percent"],
            categories=tuple(Bilingual.of(one) for one in record["categories"]),
            series=tuple(_series(one) for one in record["series"]),
            figures=tuple(record["figures"]),
            note=_words(record["note"]),
            reference=line and Reference(Decimal(line["value"]), Bilingual.of(line["label"])),
            empty=_words(record["empty"]),
            finding=_words(record["finding"]),
            axes=tuple(_axis(one) for one in record["axes"]),
            links=tuple(
                Link(one["one"], one["other"], Decimal(one["value"]), one["label"])
                for one in record["links"]
            ),
        )


def _series(record: Mapping[str, Any]) -> Series:
    values = tuple(None if one is None else Decimal(one) for one in record["values"])
    return Series(Bilingual.of(record["name"]), values, tuple(record["labels"]))


def _axis(record: Mapping[str, Any]) -> Axis:
    ticks = tuple(Decimal(one) for one in record["ticks"])
    return Axis(Bilingual.of(record["name"]), ticks, tuple(record["labels"]))


def _words(record: Mapping[str, str] | None) -> Bilingual | None:
    return None if record is None else Bilingual.of(record)


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def said(text: str | Bilingual) -> Bilingual:
    """Return words in both languages; a plain text is the same in either."""
    return Bilingual(text, text) if isinstance(text, str) else text
