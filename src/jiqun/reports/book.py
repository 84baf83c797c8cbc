"""The report as running text: what the PDF, the document and the page print, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.definitions import applies, indicators
from jiqun.base.distinct import distinct
from jiqun.indicators.words import definition_words
from jiqun.reports.policies import tasks
from jiqun.reports.revision import revision_sentences, revision_tables
from jiqun.reports.story import Method, edition, mark_of, method, tables_of
from jiqun.reports.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jiqun.base.language import Lang
    from jiqun.charts import Chart
    from jiqun.reports.model import Report, ReportedFigure
    from jiqun.reports.outline import Page, Section

LOGO_FILE = "logo.svg"
TABLED = ("instruments", "documents", "findings", "measures")
"""Layouts whose pages have tables."""
ORDINALS = "一二三四五六七八九十"


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
class ShownPicture:
    """A picture that takes a page of its own: its title, and its words for who does not see it."""

    id: str
    caption: str
    alternative: str


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
    pictures: tuple[ShownPicture, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the outline: its numbered heading, and its title alone."""

    heading: str
    title: str
    pages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What changed since the vintage before, in words."""

    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure in the annex: with coverage, and with its definition, which says if it is ours."""

    id: str
    display: str
    title: str
    previous: str
    caveat: str
    beside: str
    coverage: str
    definition: str


@dataclass(frozen=True, slots=True)
class Annex:
    """All figures of a dimension."""

    title: str
    rows: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The report as running text: every text is final, every number printed.

    ``issuer`` and ``logo``, a file's name, are empty where the installation does not say; a
    ``brief`` one has neither contents nor definitions.
    """

    lang: Lang
    brief: bool
    words: Mapping[str, str]
    title: str
    titled: str
    headed: str
    issuer: str
    logo: str
    maker: str
    year: int
    of_year: str
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
        lang=report.lang,
        brief=report.outline.brief,
        words=report.words.said,
        title=report.title.in_(report.lang),
        titled=report.titled,
        headed=report.headed,
        issuer=report.issued_by,
        logo=_logo_file(report),
        maker=report.maker,
        year=report.year,
        of_year=report.words.fill("of_year", year=report.year),
        mark=mark_of(report),
        vintage=report.words.fill("vintage", vintage=report.vintage),
        edition=tuple(edition(report)),
        hero=tuple(tile(report, name) for name in report.outline.hero),
        headlines=tuple(report.sentences(report.outline.headlines)),
        parts=tuple(_chapter(report, number) for number in range(len(report.outline.parts))),
        method=tuple(method(report)),
        revision=_note(report),
        ending=passage(report, report.outline.ending),
        annex=tuple(
            _annex(report, section)
            for section in report.outline.sections
            if annexed(report, section.id)
        ),
    )


def _logo_file(report: Report) -> str:
    """Return the issuer's logo among the files a report is set from; or nothing."""
    return LOGO_FILE if report.issuer and report.issuer.logo else ""


def ordinal(report: Report, number: int) -> str:
    """Return how a part of the report is numbered, the first from nought."""
    numeral = ORDINALS[number] if report.lang == "zh" else str(number + 1)
    return report.words.fill("part", ordinal=numeral)


def _chapter(report: Report, number: int) -> Chapter:
    part = report.outline.parts[number]
    title, numbered = part.title.in_(report.lang), ordinal(report, number)
    heading = report.words.fill("chapter", ordinal=numbered, title=title)
    return Chapter(heading, title, tuple(passage(report, page) for page in part.pages))


def tile(report: Report, name: str) -> Tile:
    """Return a figure as it is shown large."""
    shown, lang = report.figures[name], report.lang
    return Tile(
        id=name,
        display=report.words["withheld"] if shown.withheld else shown.display.in_(lang),
        title=shown.title.in_(lang),
        previous=shown.previous.in_(lang) if shown.figure.previous is not None else "",
        caveat=shown.caveat.in_(lang) if shown.caveat else "",
        beside=beside(shown, lang),
    )


def beside(shown: ReportedFigure, lang: Lang) -> str:
    """Return the same figure of wider places, as printed: 全国 17.3%."""
    gap = "　" if lang == "zh" else " · "
    return gap.join(f"{wider.name.in_(lang)} {wider.display.in_(lang)}" for wider in shown.beside)


def passage(report: Report, page: Page) -> Passage:
    """Return a page of the outline with its words, charts and tables."""
    said = report.sentences(page.claims) + findings(report, page)
    tables = tables_of(page, report) if page.layout in TABLED else []
    return Passage(
        id=page.id,
        title=page.title.in_(report.lang),
        lead=tuple(said[:1]),
        claims=tuple(said[1:]),
        notes=tuple(footnotes(report, page)),
        tiles=tuple(tile(report, name) for name in page.tiles),
        charts=tuple(_shown(report.charts[name], report.lang) for name in page.charts),
        cards=tuple(cards(page, report.lang)),
        tables=tuple(tables),
        pictures=tuple(shown_picture(report, name) for name in page.pictures),
    )


def shown_picture(report: Report, name: str) -> ShownPicture:
    """Return the words of a picture."""
    picture, lang = report.pictures[name], report.lang
    return ShownPicture(name, picture.title.in_(lang), picture.alternative.in_(lang))


def cards(page: Page, lang: Lang) -> list[Card]:
    """Return the short texts of a page: its own, or the six tasks."""
    if page.layout == "tasks":
        return [
            Card(task.title.in_(lang), tuple(point.in_(lang) for point in task.points))
            for task in tasks()
        ]
    return [Card(title.in_(lang), (words.in_(lang),)) for title, words in page.cards]


def _shown(chart: Chart, lang: Lang) -> ShownChart:
    caption, alternative = chart.caption.in_(lang), chart.alternative.in_(lang)
    return ShownChart(chart.id, caption, alternative, bool(chart.empty))


def findings(report: Report, page: Page) -> list[str]:
    """Return what a page's charts say, where they say it themselves."""
    found = (report.charts[name].finding for name in page.charts)
    return [said.in_(report.lang) for said in found if said]


def footnotes(report: Report, page: Page) -> list[str]:
    """Return the notes of a page's charts and the reservations of its claims, each once."""
    found = [report.charts[name].note for name in page.charts]
    found += [report.claims[name].caution for name in page.claims]
    texts = distinct(said.in_(report.lang) for said in found if said)
    return [report.words.fill("note", text=text) for text in texts]


def annexed(report: Report, dimension: str, *, every: bool = False) -> list[str]:
    """Return the figures of a dimension that can be in the year: the outline's first.

    A brief outline has no others, unless every figure is asked for.
    """
    sections = report.outline.sections
    named: Sequence[str] = next(said.figures for said in sections if said.id == dimension)
    rest: Iterable[str] = (
        name
        for name, entry in indicators().items()
        if entry.dimension == dimension and (every or not report.outline.brief)
    )
    return [
        name
        for name in distinct([*named, *rest])
        if name in report.figures and applies(indicators()[name], report.year)
    ]


def _annex(report: Report, section: Section) -> Annex:
    rows = tuple(_entry(report, name) for name in annexed(report, section.id))
    return Annex(section.title.in_(report.lang), rows)


def _entry(report: Report, name: str) -> Entry:
    shown, large = report.figures[name], tile(report, name)
    definition = definition_words(shown.entry.definition, report.lang)
    if shown.entry.working:
        definition += report.words.aside(report.words["working_definition"])
    return Entry(
        id=name,
        display=large.display,
        title=large.title,
        previous=large.previous,
        caveat=large.caveat,
        beside=large.beside,
        coverage=f"{shown.figure.reporting}/{shown.figure.expected}",
        definition=definition,
    )


def _note(report: Report) -> Note | None:
    if report.revision is None:
        return None
    found, lang = report.revision, report.lang
    return Note(tuple(revision_sentences(found, lang)), tuple(revision_tables(found, lang)))
