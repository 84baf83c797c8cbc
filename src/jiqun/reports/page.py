"""The development report as one self-contained page: nothing is loaded from anywhere else."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from jiqun.base.forms import YEARLY, form_for
from jiqun.charts import Chart
from jiqun.indicators.figures import text
from jiqun.indicators.words import definition_words
from jiqun.reports.book import annexed, beside, book, passage
from jiqun.reports.cells import cells_of
from jiqun.reports.drawings import Drawings
from jiqun.reports.fonts import page_font
from jiqun.reports.json_writer import cells_json
from jiqun.reports.outline import Section
from jiqun.reports.pdf import chart_size
from jiqun.reports.printing import in_table
from jiqun.reports.sources import figures_of
from jiqun.reports.story import filed_words, refused_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiqun.base.language import Bilingual, Lang
    from jiqun.drawing.pictures import Picture
    from jiqun.indicators import Figure
    from jiqun.reports.book import Passage
    from jiqun.reports.model import LevelTable, Report, ReportedFigure

FONT_MARK = "@@font@@"
"""Where the page's font goes once the page's characters are known."""


@dataclass(frozen=True, slots=True)
class View:
    """A figure on the page: its texts, what it is made of, its small pictures."""

    shown: ReportedFigure
    definition: str
    fields: str
    growth: bool
    pair: Markup
    strip: Markup
    by_region: tuple[tuple[str, str], ...]
    beside: str


@dataclass(frozen=True, slots=True)
class Views:
    """A dimension: the passages of the outline, then its figures."""

    id: str
    title: Bilingual
    passages: tuple[Passage, ...]
    published: tuple[View, ...]
    further: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the annex: its figures; None where there is none of it."""

    name: str
    cells: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The published figures at every place of a level."""

    level: str
    columns: tuple[ReportedFigure, ...]
    rows: tuple[Row, ...]


def page(report: Report) -> str:
    """Draw the report as an HTML page.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.

    Returns
    -------
    str
        The page, with the glyphs it needs inside it.
    """
    of_clusters = figures_of(report.edition, report.year, ["cluster"], previous=False)
    covered = [figure for figure in of_clusters if report.coverage.holds(figure.key)]
    drawings = Drawings(report, covered)
    cells = cells_json(cells_of(report.edition, report.year, report.coverage, report.lang))
    drawn = (
        _environment()
        .get_template("development.html.j2")
        .render(
            report=report,
            lang=report.lang,
            w=report.words,
            filed=filed_words(report),
            book=book(report),
            charts={name: _chart(chart, report.lang) for name, chart in report.charts.items()},
            pictures={name: _picture(drawn, report) for name, drawn in report.pictures.items()},
            hero=[report.figures[name] for name in report.outline.hero],
            sections=list(_sections(report, drawings)),
            by_dimension=_by_dimension(report),
            annex=_annex(report),
            refused=[known.text for known in refused_files(report)],
            in_table=in_table,
            text=text,
            cells=Markup(cells),  # noqa: S704  # what could end the script is escaped
            font=FONT_MARK,
        )
    )
    font = b64encode(page_font(drawn + CONTROLS)).decode()
    return drawn.replace(FONT_MARK, font)


CONTROLS = "—×,0123456789.-（）()"
"""What the page's script writes besides words of the page."""


def _chart(chart: Chart, lang: Lang) -> Markup:
    size = chart_size(chart, paired=False)
    return Markup(chart.svg(*size, lang))  # noqa: S704  # drawing escapes every text


def _picture(picture: Picture, report: Report) -> Markup:
    return Markup(picture.svg(report.lang))  # noqa: S704  # drawing escapes every text


def _by_dimension(report: Report) -> int | None:
    """Return which part the page shows dimension by dimension, among its figures."""
    layouts = [{page.layout for page in part.pages} for part in report.outline.parts]
    return layouts.index({"charts"}) if {"charts"} in layouts else None


def _sections(report: Report, drawings: Drawings) -> Iterator[Views]:
    """Yield the dimensions that have something to show."""
    for section in report.outline.sections:
        found = _section(section, report, drawings)
        if found.passages or found.published or found.further:
            yield found


def _section(section: Section, report: Report, drawings: Drawings) -> Views:
    views = {
        name: _view(report.figures[name], drawings, report.lang)
        for name in annexed(report, section.id, every=True)
    }
    pages = (
        said
        for part in report.outline.parts
        for said in part.pages
        if said.layout == "charts" and said.dimension == section.id
    )
    return Views(
        id=section.id,
        title=section.title,
        passages=tuple(passage(report, said) for said in pages),
        published=tuple(views[name] for name in section.figures if name in views),
        further=tuple(view for name, view in views.items() if name not in section.figures),
    )


def _view(shown: ReportedFigure, drawings: Drawings, lang: Lang) -> View:
    entry = shown.entry
    asked = form_for(YEARLY, shown.figure.year).fields
    return View(
        shown=shown,
        definition=definition_words(entry.definition, lang),
        fields=" ".join(name for name in entry.definition.fields if name in asked),
        growth=entry.definition.form == "growth_of",
        pair=drawings.pair(shown),
        strip=drawings.strip(entry),
        by_region=tuple(drawings.by_region(entry)),
        beside=beside(shown, lang),
    )


def _annex(report: Report) -> list[Grid]:
    """Return the published figures by region and sector, a row a place."""
    chosen = tuple(
        shown
        for shown in report.figures.values()
        if shown.entry.published and set(shown.entry.levels) >= {"province", "sector"}
    )
    return [_grid(table, chosen, report.lang) for table in report.levels.values()]


def _grid(table: LevelTable, chosen: tuple[ReportedFigure, ...], lang: Lang) -> Grid:
    found = {(figure.key, figure.id): figure for figure in table.figures}
    rows = (
        Row(place.name.in_(lang), tuple(found.get((place.key, shown.id)) for shown in chosen))
        for place in table.places
    )
    return Grid(table.level, chosen, tuple(rows))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jiqun.reports"),
        autoescape=select_autoescape(enabled_extensions=("j2",), default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
