"""The report as running text: what the PDF, the document and the page print, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.definitions import applies, indicators
from jiqun.indicators.words import definition_words
from jiqun.reports.policies import tasks
from jiqun.reports.revision import revision_sentences, revision_tables
from jiqun.reports.story import DEMO_MARK, Method, Table, edition, method, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jiqun.charts import Chart
    from jiqun.reports.model import Report, ReportedFigure, Revision
    from jiqun.reports.outline import Page

ORDINALS = "一二三四五六七八九十"
WITHHELD = "不公开"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure shown large: number, title, last year's number, what to know of the two.

    ``beside`` is the same figure of wider places, empty where there is none.
    """

    id: str
    display: str
    title: str
    previous: str
    caveat: str
    beside: str


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart's words; ``empty`` where there is nothing to draw, as the alternative text says."""

    id: str
    caption: str
    alternative: str
    empty: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A short text with its title."""

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A page of the outline in words: what it says first, further sentences, notes, the rest."""

    id: str
    title: str
    lead: tuple[str, ...]
    claims: tuple[str, ...]
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...]
    charts: tuple[ShownChart, ...]
    cards: tuple[Card, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the outline."""

    ordinal: str
    title: str
    pages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What changed since the vintage before, in words."""

    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure in the annex: with coverage and definition, and whether that is a working one."""

    id: str
    display: str
    title: str
    previous: str
    caveat: str
    beside: str
    coverage: str
    definition: str
    working: bool


@dataclass(frozen=True, slots=True)
class Annex:
    """All figures of a dimension."""

    title: str
    rows: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The report as running text: every text is final, every number printed."""

    title: str
    year: int
    mark: str
    vintage: str
    edition: tuple[str, ...]
    hero: tuple[Tile, ...]
    headlines: tuple[str, ...]
    parts: tuple[Chapter, ...]
    method: tuple[Method, ...]
    revision: Note | None
    ending: Passage
    annex: tuple[Annex, ...]


def book(report: Report) -> Book:
    """Return the report as running text.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.
    """
    return Book(
        title=report.title.zh,
        year=report.year,
        mark=DEMO_MARK if report.demo else "",
        vintage=report.vintage,
        edition=tuple(edition(report)),
        hero=tuple(tile(report, name) for name in report.outline.hero),
        headlines=tuple(report.sentences(report.outline.headlines)),
        parts=tuple(
            Chapter(
                f"第{ORDINALS[number]}部分",
                part.title.zh,
                tuple(passage(report, page) for page in part.pages),
            )
            for number, part in enumerate(report.outline.parts)
        ),
        method=tuple(method(report)),
        revision=_note(report.revision),
        ending=passage(report, report.outline.ending),
        annex=tuple(
            _annex(report, section.id, section.title.zh)
            for section in report.outline.sections
            if annexed(report, section.id)
        ),
    )


def tile(report: Report, name: str) -> Tile:
    """Return a figure as it is shown large."""
    shown = report.figures[name]
    return Tile(
        id=name,
        display=WITHHELD if shown.withheld else shown.display.zh,
        title=shown.title.zh,
        previous=shown.previous.zh if shown.figure.previous is not None else "",
        caveat=shown.caveat.zh if shown.caveat else "",
        beside=beside(shown),
    )


def beside(shown: ReportedFigure) -> str:
    """Return the same figure of wider places, as printed: 全国 17.3%."""
    return "　".join(f"{wider.name.zh} {wider.display.zh}" for wider in shown.beside)


def passage(report: Report, page: Page) -> Passage:
    """Return a page of the outline with its words, charts and tables."""
    said = report.sentences(page.claims) + findings(report, page)
    tables = tables_of(page, report) if page.layout in ("instruments", "documents") else []
    return Passage(
        id=page.id,
        title=page.title.zh,
        lead=tuple(said[:1]),
        claims=tuple(said[1:]),
        notes=tuple(footnotes(report, page)),
        tiles=tuple(tile(report, name) for name in page.tiles),
        charts=tuple(_shown(report.charts[name]) for name in page.charts),
        cards=tuple(cards(page)),
        tables=tuple(tables),
    )


def cards(page: Page) -> list[Card]:
    """Return the short texts of a page: its own, or the six tasks."""
    if page.layout == "tasks":
        return [Card(task.title.zh, tuple(task.points)) for task in tasks()]
    return [Card(title.zh, (words.zh,)) for title, words in page.cards]


def _shown(chart: Chart) -> ShownChart:
    return ShownChart(chart.id, chart.caption.zh, chart.alternative.zh, bool(chart.empty))


def findings(report: Report, page: Page) -> list[str]:
    """Return what a page's charts say, where they say it themselves."""
    return [said.zh for name in page.charts if (said := report.charts[name].finding)]


def footnotes(report: Report, page: Page) -> list[str]:
    """Return the notes of a page's charts and the reservations of its claims, each once."""
    found = [report.charts[name].note for name in page.charts]
    found += [report.claims[name].caution for name in page.claims]
    return [f"注：{words}" for words in dict.fromkeys(said.zh for said in found if said)]


def annexed(report: Report, dimension: str) -> list[str]:
    """Return the figures of a dimension that can be in the year: the outline's first."""
    sections = report.outline.sections
    named: Sequence[str] = next(said.figures for said in sections if said.id == dimension)
    rest: Iterable[str] = (
        name for name, entry in indicators().items() if entry.dimension == dimension
    )
    return [
        name
        for name in dict.fromkeys([*named, *rest])
        if name in report.figures and applies(indicators()[name], report.year)
    ]


def _annex(report: Report, dimension: str, title: str) -> Annex:
    return Annex(title, tuple(_entry(report, name) for name in annexed(report, dimension)))


def _entry(report: Report, name: str) -> Entry:
    shown, large = report.figures[name], tile(report, name)
    return Entry(
        id=name,
        display=large.display,
        title=large.title,
        previous=large.previous,
        caveat=large.caveat,
        beside=large.beside,
        coverage=f"{shown.figure.reporting}/{shown.figure.expected}",
        definition=definition_words(shown.entry.definition, "zh"),
        working=bool(shown.entry.source.get("working_definition")),
    )


def _note(found: Revision | None) -> Note | None:
    if found is None:
        return None
    return Note(tuple(revision_sentences(found)), tuple(revision_tables(found)))
