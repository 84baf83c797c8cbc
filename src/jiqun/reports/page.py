"""The development report as one self-contained page: nothing is loaded from anywhere else."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from jiqun.base.definitions import Indicator, indicators
from jiqun.base.forms import form
from jiqun.indicators import NATION, Audience
from jiqun.reports.cells import cells_of
from jiqun.reports.drawings import Drawings
from jiqun.reports.outline import Section, outline
from jiqun.reports.sources import figures_of

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot


def page(content: dict[str, Any], snapshot: Snapshot, reader: Audience = NATION) -> str:
    """Draw the report's content as an HTML page.

    Parameters
    ----------
    content
        From :func:`jiqun.reports.content.development_report`.
    snapshot
        The same vintage, for the clusters' cells.
    reader
        Who reads.

    Returns
    -------
    str
        The page.
    """
    year = content["year"]
    figures = {one["id"]: one for one in content["figures"]}
    of_clusters = figures_of(snapshot, year, ["cluster"], reader)
    drawings = Drawings(content, of_clusters)
    cells = cells_of(snapshot, year, reader)
    return (
        _environment()
        .get_template("development.html.j2")
        .render(
            content=content,
            year=year,
            hero=[figures[name] for name in outline().hero],
            sections=[_section(one, figures, drawings) for one in outline().sections],
            annex=_annex(content),
            tables={table["id"]: table for table in content["tables"]},
            cells=Markup(_embedded(cells)),  # noqa: S704  # _embedded escapes what could end the script
        )
    )


def _section(
    section: Section, figures: dict[str, dict[str, Any]], drawings: Drawings
) -> dict[str, Any]:
    """Return a part's views: the named figures in the outline's order, the rest after them."""
    rest = [one.figure for one in indicators().values() if one.dimension == section.id]
    views = {
        name: _view(indicators()[name], figures[name], drawings)
        for name in dict.fromkeys([*section.figures, *rest])
        if name in figures
    }
    return {
        "id": section.id,
        "title": section.title,
        "pictures": [drawings.picture(name) for name in section.pictures],
        "published": [views[name] for name in section.figures if name in views],
        "further": [one for name, one in views.items() if name not in section.figures],
    }


def _view(entry: Indicator, figure: dict[str, Any], drawings: Drawings) -> dict[str, Any]:
    from jiqun.indicators.words import definition_words

    fields = [name for name in entry.definition.fields if name in form().fields]
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
