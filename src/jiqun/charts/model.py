"""What every chart is: names, numbers, the words printed beside them, and what a kind adds.

A kind of chart is a class of its own in :mod:`jiqun.charts.kinds`: how it is made, drawn, laid out
as a table and said in words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from jiqun.base.canonical import decimal_text
from jiqun.base.json_files import Record
from jiqun.base.language import Bilingual, Lang
from jiqun.drawing import palette
from jiqun.drawing.axes import Axis
from jiqun.drawing.canvas import Canvas

if TYPE_CHECKING:
    from jiqun.charts.entry import ChartEntry
    from jiqun.charts.numbers import Numbers

MOST_SAID = 12
"""So many marks are read out one by one; of more, the first of them."""


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
    labels_en
        How English prints them; empty where it prints them alike.
    """

    name: Bilingual
    values: tuple[Decimal | None, ...]
    labels: tuple[str, ...]
    labels_en: tuple[str, ...] = ()

    @classmethod
    def printed(
        cls, name: Bilingual, values: Iterable[Decimal | None], labels: Iterable[Bilingual]
    ) -> Series:
        """Return a series whose numbers are printed in both languages."""
        said = tuple(labels)
        zh, en = tuple(label.zh for label in said), tuple(label.en for label in said)
        return cls(name, tuple(values), zh, en if en != zh else ())

    def labels_in(self, lang: Lang) -> tuple[str, ...]:
        """Return how each is printed in a language."""
        return self.labels_en if lang == "en" and self.labels_en else self.labels

    def record(self) -> Record:
        """Return it as report.json holds it."""
        values = [None if value is None else decimal_text(value) for value in self.values]
        english: Record = {"labels_en": list(self.labels_en)} if self.labels_en else {}
        labels = list(self.labels)
        return {"name": _both(self.name), "values": values, "labels": labels, **english}


@dataclass(frozen=True, slots=True)
class Reference:
    """A comparator drawn as a line: its value, and its name with the number."""

    value: Decimal
    label: Bilingual

    def record(self) -> Record:
        """Return it as report.json holds it."""
        return {"value": decimal_text(self.value), "label": _both(self.label)}


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two categories: their places in the chart's order, and how strong it is."""

    one: int
    other: int
    value: Decimal
    label: str

    def record(self) -> Record:
        """Return it as report.json holds it."""
        value = decimal_text(self.value)
        return {"one": self.one, "other": self.other, "value": value, "label": self.label}


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A chart as a table: headings and rows, as printed."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


NO_UNIT = Bilingual("", "")
"""Of percentages, and of what is counted without a word for it."""


class Mark(NamedTuple):
    """One number drawn: what it belongs to, what it is, itself, and how it is printed."""

    category: str
    series: str
    value: Decimal | None
    label: str


@dataclass(frozen=True)
class Chart(ABC):
    """A chart with its numbers; its class is its kind's.

    Parameters
    ----------
    id, kind, title
        From the catalogue.
    unit
        The unit of the axis as each language writes it; empty for percentages.
    percent
        Whether the values are fractions, printed as percentages.
    categories
        What stands along the axis.
    series
        As the kind's class says.
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
        Of a network: the lines between categories.
    """

    id: str
    kind: str
    title: Bilingual
    unit: Bilingual
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

    kinds: ClassVar[tuple[str, ...]] = ()
    """The words of the catalogue this class draws."""
    one_unit: ClassVar[bool] = True
    """Whether all its figures are of one unit."""
    of_clusters: ClassVar[bool] = False
    """Whether it is made from figures of single clusters."""
    crossed: ClassVar[bool] = False
    """Whether it is made from totals where two levels meet."""
    alone: ClassVar[bool] = False
    """Whether it needs the room of two, so that no other stands beside it."""
    taller: ClassVar[float] = 1.0
    """How much more height it needs on paper than bars do."""
    on_screen: ClassVar[tuple[float, float]] = (600.0, 320.0)
    """Width and height on a page of the site, in pixels."""

    @classmethod
    @abstractmethod
    def build(cls, entry: ChartEntry, numbers: Numbers) -> Chart:
        """Make the chart of a catalogue entry; ``empty`` says why, where nothing can be drawn."""

    @abstractmethod
    def draw_on(self, canvas: Canvas) -> None:
        """Draw every mark."""

    def svg(self, width: float = 560, height: float = 300, lang: Lang = "zh") -> str:
        """Return the chart as an SVG element with its alternative text.

        Colours stand in the marks themselves and in classes, so that a page may follow light and
        dark while the PDF prints the same palette as the deck.

        Parameters
        ----------
        width, height
            In pixels of the drawing.
        lang
            The language of names.
        """
        canvas = Canvas(width, height, lang)
        if self.empty:
            canvas.text((0, 20), self.empty.in_(lang), colour=palette.SOFT)
        else:
            self.draw_on(canvas)
        return canvas.svg(self.alternative.in_(lang))

    def table(self, lang: Lang = "zh") -> ChartTable:
        """Return the marks as rows, a category a row, as they are printed."""
        header = ("", *(series.name.in_(lang) for series in self.series))
        columns = [series.labels_in(lang) for series in self.series]
        names = enumerate(self._names(lang))
        rows = ((name, *(printed[at] for printed in columns)) for at, name in names)
        return ChartTable(header, tuple(rows))

    def marks(self, lang: Lang = "zh") -> Iterator[Mark]:
        """Yield every number drawn, as the workbook lists them."""
        for series in self.series:
            for name, value, label in zip(
                self._names(lang), series.values, series.labels_in(lang), strict=True
            ):
                yield Mark(name, series.name.in_(lang), value, label)

    def said(self, lang: Lang) -> list[str]:
        """Return every mark in words, in the order they are read out."""
        if len(self.series) == 1:
            labels = self.series[0].labels_in(lang)
            return [
                f"{name} {label}" for name, label in zip(self._names(lang), labels, strict=True)
            ]
        gap = "，" if lang == "zh" else ", "
        printed = [(series.name.in_(lang), series.labels_in(lang)) for series in self.series]
        return [
            f"{name} "
            + gap.join(f"{of} {labels[at]}" for of, labels in printed if labels[at] != "—")
            for at, name in enumerate(self._names(lang))
        ]

    def _names(self, lang: Lang) -> list[str]:
        return [category.in_(lang) for category in self.categories]

    @property
    def caption(self) -> Bilingual:
        """What stands above the chart: its title and its unit."""
        if not self.unit.zh:
            return self.title
        unit = f" ({self.unit.en})" if self.unit.en else ""
        return Bilingual(f"{self.title.zh}（{self.unit.zh}）", self.title.en + unit)

    @property
    def unnamed_lines(self) -> Bilingual | None:
        """The names of dashed lines, for a drawing that has no legend."""
        return None

    @property
    def alternative(self) -> Bilingual:
        """What the chart shows, in words, for those who do not see it."""
        return Bilingual(self._alternative("zh"), self._alternative("en"))

    def _alternative(self, lang: Lang) -> str:
        stop, gap = ("。", "；") if lang == "zh" else (". ", "; ")
        head = self.title.in_(lang)
        if self.empty:
            return head + stop + self.empty.in_(lang)
        said = self.said(lang)
        if self.finding:
            head += stop + self.finding.in_(lang).rstrip("。.")
        shown = gap.join(said[:MOST_SAID])
        if len(said) > MOST_SAID:
            shown += "……" if lang == "zh" else " …"
        if self.reference:
            shown += gap + self.reference.label.in_(lang)
        return head + stop + shown

    def bare(self, label: str, lang: Lang = "zh") -> str:
        """Return a label without the unit the caption names."""
        for word in self.unit.in_(lang).split():
            label = label.removeprefix(word).removesuffix(word).strip()
        return label

    def record(self) -> Record:
        """Return the chart as report.json holds it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": _both(self.title),
            "unit": self.unit.zh,
            "unit_en": self.unit.en,
            "percent": self.percent,
            "categories": [_both(category) for category in self.categories],
            "series": [series.record() for series in self.series],
            "figures": list(self.figures),
            "note": _both(self.note) if self.note else None,
            "reference": self.reference.record() if self.reference else None,
            "empty": _both(self.empty) if self.empty else None,
            "finding": _both(self.finding) if self.finding else None,
            "axes": [axis.record() for axis in self.axes],
            "links": [link.record() for link in self.links],
            "alternative": _both(self.alternative),
        }


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def in_both(text: str | Bilingual) -> Bilingual:
    """Return words in both languages; a plain text is the same in either."""
    return Bilingual(text, text) if isinstance(text, str) else text
