"""The development report as one self-contained page: nothing is loaded from anywhere else."""

from __future__ import annotations

import json
from base64 import b64encode
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from jiqun.base.definitions import Indicator, indicators
from jiqun.base.forms import YEARLY, form_for
from jiqun.charts import Chart
from jiqun.reports.book import annexed, book, passage
from jiqun.reports.cells import cells_of
from jiqun.reports.drawings import Drawings
from jiqun.reports.fonts import page_font
from jiqun.reports.outline import Section, outline
from jiqun.reports.pdf import chart_size
from jiqun.reports.sources import figures_of

if TYPE_CHECKING:
    from jiqun.reports.content import Report


FONT_MARK = "@@font@@"
"""Where the page's font goes once the page's characters are known."""


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
    content, year = report.content, report.year
    of_clusters = figures_of(report.edition, year, ["cluster"], previous=False)
    drawings = Drawings(content, of_clusters)
    cells = cells_of(report.edition, year)
    drawn = (
        _environment()
        .get_template("development.html.j2")
        .render(
            content=content,
            book=book(report),
            charts={name: _chart(one) for name, one in report.charts.items()},
            year=year,
            hero=[report.figures[name] for name in outline().hero],
            sections=[_section(one, report, drawings) for one in outline().sections],
            annex=_annex(content),
            tables=report.tables,
            cells=Markup(_embedded(cells)),  # noqa: S704  # _embedded escapes what could end the script
            font=FONT_MARK,
        )
    )
    font = b64encode(page_font(drawn + CONTROLS)).decode()
    return drawn.replace(FONT_MARK, font)


CONTROLS = "缺是否—×,0123456789.-（）年增速所用集群省份行业"
"""What the page's script writes."""


def _chart(chart: Chart) -> Markup:
    size = chart_size(chart, paired=False)
    return Markup(chart.svg(*size))  # noqa: S704  # drawing escapes every text


def _section(section: Section, report: Report, drawings: Drawings) -> dict[str, Any]:
    """Return a dimension's views: the passages of the outline, then its figures."""
    views = {
        name: _view(indicators()[name], report.figures[name], drawings)
        for name in annexed(report, section.id)
    }
    return {
        "id": section.id,
        "title": section.title,
        "passages": [
            passage(report, one) for one in outline().parts[-1].pages if one.dimension == section.id
        ],
        "published": [views[name] for name in section.figures if name in views],
        "further": [one for name, one in views.items() if name not in section.figures],
    }


def _view(entry: Indicator, figure: dict[str, Any], drawings: Drawings) -> dict[str, Any]:
    from jiqun.indicators.words import definition_words

    asked = form_for(YEARLY, figure["year"]).fields
    fields = [name for name in entry.definition.fields if name in asked]
    return {
        **figure,
        "entry": entry,
        "why": entry.why.zh,
        "definition": definition_words(entry.definition, "zh"),
        "definition_en": definition_words(entry.definition, "en"),
        "previous_display": _shown(entry, figure["previous"]),
        "plain": _shown(entry, figure["value"]),
        "missing": entry.missing.zh,
        "source": entry.source,
        "fields": " ".join(fields),
        "growth": entry.definition.form == "growth_of",
        "pair": drawings.pair(entry, figure),
        "strip": drawings.strip(entry),
        "by_region": drawings.by_region(entry),
    }


def _shown(entry: Indicator, number: str | None) -> str:
    return "—" if number is None else entry.printed.plain(Decimal(number))


def _annex(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the published figures by region and sector, a row a place."""
    chosen = [
        one
        for one in content["figures"]
        if one["published"] and set(indicators()[one["id"]].levels) >= {"province", "sector"}
    ]
    tables = []
    for table in content["tables"]:
        if "level" not in table:
            continue
        shown = {(one["key"], one["id"]): one for one in table["figures"]}
        rows = [
            {
                "name": place["name"]["zh"],
                "cells": [shown.get((place["key"], one["id"])) for one in chosen],
            }
            for place in table["keys"]
        ]
        tables.append({"level": table["level"], "columns": chosen, "rows": rows})
    return tables


def _embedded(cells: dict[str, Any]) -> str:
    """Write JSON that can stand inside a script element."""
    text = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jiqun.reports"),
        autoescape=select_autoescape(enabled_extensions=("j2",), default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
