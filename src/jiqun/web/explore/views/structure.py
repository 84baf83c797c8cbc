"""Space and structure: the report's charts of statistics, with what they do and do not say."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from jiqun.base.language import Bilingual, Lang
from jiqun.charts import Chart
from jiqun.charts.model import ChartTable
from jiqun.reports.outline import outline
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.languages import language_of
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page

DIMENSION = "structure"


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart as the page shows it: what it asks, its drawing, its numbers."""

    title: Bilingual
    chart: Chart
    drawing: Markup
    table: ChartTable | None


@public
@kept_page()
def shown(request: HttpRequest) -> HttpResponse:
    """Show the charts of the newest vintage, or that there is none."""
    newest, lang = shelf().newest(reader_of(request)), language_of(request)
    pages = [page for page in outline().pages if page.dimension == DIMENSION]
    charts = newest.charts if newest else {}
    return render(
        request,
        "explore/structure.html.j2",
        {
            "newest": newest,
            "shown": [
                _shown(page.title, charts[name], lang)
                for page in pages
                for name in page.charts
                if name in charts
            ],
        },
    )


def _shown(title: Bilingual, chart: Chart, lang: Lang) -> ShownChart:
    short = Bilingual(title.zh.rpartition("：")[2], title.en.rpartition(": ")[2].capitalize())
    if chart.empty:
        return ShownChart(short, chart, Markup(), None)
    drawing = chart.svg(*chart.on_screen, lang)
    return ShownChart(
        short,
        chart,
        Markup(drawing),  # noqa: S704  # charts escape every text they draw
        chart.table(lang),
    )
