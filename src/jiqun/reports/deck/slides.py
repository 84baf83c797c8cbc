"""Slides from the report: one a page of the outline, with cover, contents, parts and an ending."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pptx.util import Pt

from jiqun.base.distinct import distinct
from jiqun.base.language import Bilingual
from jiqun.charts import Chart
from jiqun.drawing import palette
from jiqun.reports.book import cards, findings, footnotes, ordinal, tile
from jiqun.reports.deck import master
from jiqun.reports.deck.alone import put_on_slide
from jiqun.reports.deck.charts import insert
from jiqun.reports.deck.emblem import show_logo
from jiqun.reports.deck.fitting import fit_words
from jiqun.reports.deck.notes import notes
from jiqun.reports.deck.placeholders import move, remove, style, write, write_card
from jiqun.reports.deck.tables import insert_table, pages_of
from jiqun.reports.measuring import tall
from jiqun.reports.outline import Page
from jiqun.reports.packages import describe, settled
from jiqun.reports.picture_files import measured
from jiqun.reports.revision import revision_sentences, revision_tables
from jiqun.reports.story import edition, mark_of, method, tables_of
from jiqun.reports.tables import Table
from jiqun.reports.words import Words

if TYPE_CHECKING:
    from pptx.slide import Slide, SlideLayout

    from jiqun.reports.model import Report

INDENT = "\u2003\u2003"
"""Before what stands under a part of the contents; wide in every font."""
USUAL_NOTES = 4
"""What a reader must know of every report; more where its catalogue is a special one."""
WORDS, GAP = 13.0, 0.14
"""The size of words under the tiles beside a chart, points; and the gap between tiles, inches."""
SAID = 15.0
"""The size of words that have a slide to themselves, points."""
LOWEST_TILE, HIGHEST_TILE = 0.94, 1.4
TITLES = 10
"""More pages than this are named topic by topic on their part's slide."""


def deck(report: Report) -> bytes:
    """Return the report as a PowerPoint file.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.

    Returns
    -------
    bytes
        The file; the same report gives the same bytes.
    """
    made = Deck(report)
    made.cover()
    if not report.outline.brief:
        made.contents()
    made.summary()
    for number, part in enumerate(report.outline.parts):
        if not report.outline.brief:
            made.part(number)
        for page in part.pages:
            made.page(page)
    made.method()
    made.revision()
    made.page(report.outline.ending)
    return made.saved()


class Deck:
    """A deck under way: each method adds its slides."""

    def __init__(self, report: Report) -> None:
        self._report, self._lang, self._words = report, report.lang, report.words
        self._deck = master.blank_deck(report.words)
        if report.issuer and report.issuer.logo:
            show_logo(self._deck, report.issuer.logo, report.issued_by)
        self._figures = report.figures

    def saved(self) -> bytes:
        """Return the file."""
        properties = self._deck.core_properties
        describe(properties, self._report.titled, self._report.maker, self._lang)
        properties.keywords = mark_of(self._report)
        master.speak_of_notes(self._deck, self._words)
        fit_words(self._deck)
        sink = io.BytesIO()
        self._deck.save(sink)
        return settled(sink.getvalue())

    def cover(self) -> None:
        """Add the cover."""
        slide = self._slide("cover", self._report.title.in_(self._lang), ())
        under = (self._report.issued_by, self._of_year)
        write(slide, 1, [" · ".join(filter(None, under))])
        write(slide, master.BODY, edition(self._report))

    def contents(self) -> None:
        """Add the contents: the parts and their pages."""
        said, lang = self._words, self._lang
        slide = self._slide("part", said["contents"], ())
        write(slide, master.LEAD, [self._of_year])
        lines = [said["summary"]]
        for number, part in enumerate(self._report.outline.parts):
            title, numbered = part.title.in_(lang), ordinal(self._report, number)
            lines.append(said.fill("chapter", ordinal=numbered, title=title))
            titles = (page.title.in_(lang).partition(said["colon"])[0] for page in part.pages)
            lines.append(INDENT + said.listed(dict.fromkeys(titles)))
        lines += [said["coverage_and_method"], self._report.outline.ending.title.in_(lang)]
        write(slide, master.BODY, lines)
        for paragraph in slide.placeholders[master.BODY].text_frame.paragraphs:
            paragraph.space_after = Pt(8)
            if paragraph.text.startswith(INDENT):
                style(paragraph, 13, palette.SOFT)

    def summary(self) -> None:
        """Add the figures and claims shown first."""
        claims = self._report.outline.headlines
        title = self._words["summary"]
        slide = self._slide("summary", title, (*self._report.outline.hero, *self._claimed(claims)))
        for index, name in zip(master.TILES, self._report.outline.hero, strict=False):
            self._tile(slide, index, name, 30)
        write(slide, master.BODY, self._report.sentences(claims), gap=12)

    def part(self, number: int) -> None:
        """Add a part's first slide, with its pages."""
        part = self._report.outline.parts[number]
        slide = self._slide("part", part.title.in_(self._lang), ())
        write(slide, master.LEAD, [ordinal(self._report, number)])
        lines = [page.title.in_(self._lang) for page in part.pages]
        if len(lines) > TITLES:
            lines = _by_topic(lines, self._words)
        write(slide, master.BODY, lines)
        for paragraph in slide.placeholders[master.BODY].text_frame.paragraphs:
            style(paragraph, 16 if len(part.pages) > TITLES else 18, palette.INK)
            paragraph.space_after = Pt(14)

    def page(self, page: Page) -> None:
        """Add the slides of one page of the outline."""
        if page.layout == "charts" or (page.layout in ("findings", "measures") and page.charts):
            self._charts(page)
        elif page.layout in ("cards", "tasks"):
            self._cards(page)
        else:
            self._words_and_tables(page)
        for name in page.pictures:
            self._picture(name)

    def _picture(self, name: str) -> None:
        """Add a slide with a picture whose marks can be edited."""
        picture = self._report.pictures[name]
        slide = self._slide("table", picture.title.in_(self._lang), ())
        for index in (master.LEAD, master.TABLE):
            remove(slide, index)
        canvas = measured(picture, self._lang)
        put_on_slide(slide, picture, self._lang, canvas, master.PICTURE)

    def method(self) -> None:
        """Add what a reader must know of coverage and definitions."""
        notes = method(self._report)
        plain = len(notes) <= USUAL_NOTES
        slide = self._slide("notes4" if plain else "cards6", self._words["coverage_and_method"], ())
        places = master.CARDS if not plain else master.CARDS[:USUAL_NOTES]
        for index in places[len(notes) :]:
            remove(slide, index)
        for index, known in zip(places, notes, strict=False):
            write_card(slide, index, known.title, known.text, 16 if plain else 14)

    def revision(self) -> None:
        """Add what changed since the vintage before, where there is one."""
        found = self._report.revision
        if found is None:
            return
        page = Page("revision", "documents", _both(self._words["revision"]), "", (), (), (), ())
        lead = revision_sentences(found, self._lang)[:1]
        self._tables(page, revision_tables(found, self._lang), lead)

    def _charts(self, page: Page) -> None:
        charts = [self._report.charts[name] for name in page.charts]
        figures = [*page.tiles, *self._claimed(page.claims)]
        figures += [name for chart in charts for name in chart.figures if name in self._figures]
        matrix = charts[0].alone
        layout = "matrix" if matrix else f"chart{len(charts)}"
        slide = self._slide(layout, page.title.in_(self._lang), figures)
        if not figures:
            self._note_diagnosis(slide)
        said = self._report.sentences(page.claims) + findings(self._report, page)
        write(slide, master.LEAD, said[:1])
        for number, chart in enumerate(charts):
            write(slide, master.CAPTIONS[number], [self._caption(chart)])
            place = master.TABLE if matrix else master.CHARTS[number]
            insert(master.lay(slide.placeholders[place], layout), chart, self._lang)
        further = said[1:] + footnotes(self._report, page)
        write(slide, master.BODY, further, gap=3)
        if matrix:
            self._enlarge(slide)
        if layout == "chart1":
            for index, name in zip(master.TILES, page.tiles, strict=False):
                self._tile(slide, index, name, 20)
            for index in master.TILES[len(page.tiles) : 3]:
                remove(slide, index)
            self._stretch(slide, len(page.tiles), further)

    def _note_diagnosis(self, slide: Slide) -> None:
        """Say in the notes of a slide without figures what its counts come from."""
        frame = slide.notes_slide.notes_text_frame
        source = self._words.fill("judged_sources", filed=self._report.filed.filed)
        frame.text = f"{frame.text}\n{source}"

    def _enlarge(self, slide: Slide) -> None:
        """Print the notes beside a matrix as large as its other words."""
        for place in slide.placeholders:
            if place.placeholder_format.idx == master.BODY:
                for paragraph in place.text_frame.paragraphs:
                    style(paragraph, 13, palette.INK)

    def _stretch(self, slide: Slide, tiles: int, further: Sequence[str]) -> None:
        """Give the tiles beside a chart the room that the words under them leave."""
        left, top, width, _ = master.BESIDE
        bottom = top + master.BESIDE[3]
        words = sum(tall(line, WORDS, width) + GAP for line in further)
        high = (bottom - top - words) / tiles - GAP if tiles else 0.0
        high = min(max(high, LOWEST_TILE), HIGHEST_TILE)
        for at, index in enumerate(master.TILES[:tiles]):
            move(slide, index, (left, top + at * (high + GAP), width, high))
        top += tiles * (high + GAP)
        move(slide, master.BODY, (left, top, width, bottom - top))

    def _cards(self, page: Page) -> None:
        said = cards(page, self._lang)
        name = {2: "cards2", 4: "cards4"}.get(len(said), "cards6")
        slide = self._slide(name, page.title.in_(self._lang), self._claimed(page.claims))
        if name == "cards4":
            write(slide, master.LEAD, self._report.sentences(page.claims)[:1])
        size = {"cards2": 18, "cards4": 17}.get(name, 13)
        for index, card in zip(master.CARDS, said, strict=False):
            write_card(slide, index, card.title, "\n".join(card.points), size)

    def _words_and_tables(self, page: Page) -> None:
        """Add a page's tables; its words have a slide of their own where the tables tell less."""
        tables = tables_of(page, self._report)
        noted = footnotes(self._report, page)
        if not tables and page.claims:
            self._said(page, noted)
        elif self._report.outline.brief and len(page.claims) > 1:
            self._said(page)
            self._tables(page, tables, noted)
        else:
            self._tables(page, tables)

    def _said(self, page: Page, noted: Sequence[str] = ()) -> None:
        """Add a slide of nothing but words."""
        slide = self._slide("chart1", page.title.in_(self._lang), self._claimed(page.claims))
        for index in (master.CAPTIONS[0], master.CHARTS[0], *master.TILES[:3], master.LEAD):
            remove(slide, index)
        said = self._report.sentences(page.claims)
        write(slide, master.BODY, [*said, *noted], gap=8)
        move(slide, master.BODY, master.PICTURE)
        for paragraph in slide.placeholders[master.BODY].text_frame.paragraphs[: len(said)]:
            style(paragraph, SAID, palette.INK)

    def _tables(self, page: Page, tables: Iterable[Table], lead: Sequence[str] = ()) -> None:
        said = list(lead) or self._report.sentences(page.claims)[:1]
        for table in tables:
            pieces = pages_of(table)
            for number, rows in enumerate(pieces, start=1):
                title = table.title or page.title.in_(self._lang)
                if len(pieces) > 1:
                    title += self._words.fill("turn", number=number, count=len(pieces))
                slide = self._slide("table", title, self._claimed(page.claims))
                write(slide, master.LEAD, [*said, *([table.note] if table.note else [])])
                place = master.lay(slide.placeholders[master.TABLE], "table")
                insert_table(place, table, rows, self._words["table"])

    def _tile(self, slide: Slide, index: int, name: str, size: float) -> None:
        shown = tile(self._report, name)
        frame = slide.placeholders[index].text_frame
        frame.text = shown.display
        style(frame.paragraphs[0], size, palette.NOW, bold=True)
        frame.add_paragraph().text = shown.title
        if shown.previous:
            last = frame.add_paragraph()
            last.text = self._words.fill("last_year_was", display=shown.previous)
            style(last, 11, palette.SOFT)
        if shown.beside:
            wider = frame.add_paragraph()
            wider.text = shown.beside
            style(wider, 11, palette.SOFT)
        if shown.caveat:
            warned = frame.add_paragraph()
            warned.text = shown.caveat
            style(warned, 9, palette.WARM)

    def _claimed(self, names: Iterable[str]) -> list[str]:
        return [figure for name in names for figure in self._report.claims[name].figures]

    def _slide(self, layout: str, title: str, figures: Iterable[str]) -> Slide:
        """Add a slide with its title, mark, footer, number and notes."""
        chosen = master.layout_of(self._deck, layout)
        slide = self._deck.slides.add_slide(chosen)
        slide.shapes.title.text = title
        _add_footer(slide, chosen, self._footer())
        if self._report.demo:
            write(slide, master.MARK, [self._words["demo_mark"]])
        else:
            remove(slide, master.MARK)
        slide.notes_slide.notes_text_frame.text = notes(self._report, distinct(figures), title)
        return slide

    def _footer(self) -> str:
        report = self._report
        vintage = self._words.fill("vintage", vintage=report.vintage)
        return " · ".join(filter(None, (mark_of(report), report.headed, vintage, report.issued_by)))

    @property
    def _of_year(self) -> str:
        return self._words.fill("of_year", year=self._report.year)

    def _caption(self, chart: Chart) -> str:
        """Return a chart's caption; lines without a legend are named here."""
        lines, caption = chart.unnamed_lines, chart.caption.in_(self._lang)
        if lines is None:
            return caption
        gap = "　" if self._lang == "zh" else "; "
        return caption + gap + self._words.fill("dashed_lines", names=lines.in_(self._lang))


def _by_topic(titles: Sequence[str], said: Words) -> list[str]:
    """Gather titles under what stands before their colon.

    Examples
    --------
    >>> from jiqun.reports.words import words
    >>> _by_topic(["创新：研发", "创新：平台", "开放"], words("zh"))
    ['创新：研发、平台', '开放']
    """
    topics: dict[str, list[str]] = {}
    for title in titles:
        topic, _, rest = title.partition(said["colon"])
        topics.setdefault(topic, []).append(rest)
    return [
        topic + said["colon"] + said.listed(rests) if all(rests) else topic
        for topic, rests in topics.items()
    ]


def _both(text: str) -> Bilingual:
    return Bilingual(text, text)


def _add_footer(slide: Slide, layout: SlideLayout, text: str) -> None:
    """Bring the layout's footer and number onto the slide; a new slide leaves them out."""
    from copy import deepcopy

    for shape in layout.placeholders:
        if shape.placeholder_format.idx not in (master.FOOTER, master.NUMBER):
            continue
        copy = deepcopy(shape._element)
        slide.shapes._spTree.append(copy)
        if shape.placeholder_format.idx == master.FOOTER:
            slide.placeholders[master.FOOTER].text_frame.text = text
