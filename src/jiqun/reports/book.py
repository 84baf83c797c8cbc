"""The report as running text: what the PDF, the document and the page print, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from jiqun.base.definitions import applies, indicators
from jiqun.indicators.words import definition_words
from jiqun.reports.outline import Page, outline
from jiqun.reports.policies import tasks
from jiqun.reports.story import DEMO_MARK, Table, edition, method, tables_of

if TYPE_CHECKING:
    from jiqun.reports.content import Report

ORDINALS = "一二三四五六七八九十"


def book(report: Report) -> dict[str, Any]:
    """Return the report as plain data a template prints.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.

    Returns
    -------
    dict
        Title, edition, summary, parts with their pages, method, revision, ending and annex; every
        text is final, every number printed.
    """
    return {
        "title": outline().title.zh,
        "year": report.year,
        "mark": DEMO_MARK if report.demo else "",
        "vintage": report.content["vintage"],
        "edition": edition(report),
        "hero": [tile(report, name) for name in outline().hero],
        "headlines": report.sentences(outline().headlines),
        "parts": [
            {
                "ordinal": f"第{ORDINALS[number]}部分",
                "title": part.title.zh,
                "pages": [passage(report, page) for page in part.pages],
            }
            for number, part in enumerate(outline().parts)
        ],
        "method": [{"title": title, "text": text} for title, text in method(report)],
        "revision": _revision(report),
        "ending": passage(report, outline().ending),
        "annex": [
            _section(report, one.id, one.title.zh)
            for one in outline().sections
            if annexed(report, one.id)
        ],
    }


def tile(report: Report, name: str) -> dict[str, str]:
    """Return a figure as it is shown large: number, title, last year, id."""
    figure = report.figures[name]
    return {
        "id": name,
        "display": "不公开" if figure["status"] == "suppressed" else figure["display"],
        "title": figure["title"]["zh"],
        "previous": figure["previous_display"] if figure["previous"] is not None else "",
        "caveat": figure["caveat"]["zh"] if figure["caveat"] else "",
    }


def passage(report: Report, page: Page) -> dict[str, Any]:
    """Return a page of the outline with its words, charts and tables."""
    said = report.sentences(page.claims) + findings(report, page)
    cards = [{"title": one.zh, "points": [text.zh]} for one, text in page.cards]
    if page.layout == "tasks":
        cards = [{"title": one.title.zh, "points": list(one.points)} for one in tasks()]
    tables = tables_of(page, report) if page.layout in ("instruments", "documents") else []
    return {
        "id": page.id,
        "title": page.title.zh,
        "lead": said[:1],
        "claims": said[1:],
        "notes": footnotes(report, page),
        "tiles": [tile(report, name) for name in page.tiles],
        "charts": [
            {
                "id": name,
                "caption": report.charts[name].caption.zh,
                "alternative": report.charts[name].alternative.zh,
                "empty": bool(report.charts[name].empty),
            }
            for name in page.charts
        ],
        "cards": cards,
        "tables": [printed(one) for one in tables],
    }


def findings(report: Report, page: Page) -> list[str]:
    """Return what a page's charts say, where they say it themselves."""
    return [said.zh for name in page.charts if (said := report.charts[name].finding)]


def footnotes(report: Report, page: Page) -> list[str]:
    """Return the notes of a page's charts and the reservations of its claims, each once."""
    found = [note.zh for name in page.charts if (note := report.charts[name].note)]
    for name in page.claims:
        caution = report.claims[name]["caution"]
        if caution:
            found.append(caution["zh"])
    return [f"注：{one}" for one in dict.fromkeys(found)]


def printed(table: Table) -> dict[str, Any]:
    """Return a table as plain data."""
    return {
        "title": table.title,
        "note": table.note,
        "header": list(table.header),
        "rows": [list(row) for row in table.rows],
        "widths": list(table.widths),
    }


def annexed(report: Report, dimension: str) -> list[str]:
    """Return the figures of a dimension that can be in the year: the outline's first."""
    named: Sequence[str] = next(one.figures for one in outline().sections if one.id == dimension)
    rest: Iterable[str] = (name for name, one in indicators().items() if one.dimension == dimension)
    return [
        name
        for name in dict.fromkeys([*named, *rest])
        if name in report.figures and applies(indicators()[name], report.year)
    ]


def _section(report: Report, dimension: str, title: str) -> dict[str, Any]:
    rows = []
    for name in annexed(report, dimension):
        figure, entry = report.figures[name], indicators()[name]
        rows.append(
            {
                **tile(report, name),
                "coverage": f"{figure['reporting']}/{figure['expected']}",
                "definition": definition_words(entry.definition, "zh"),
                "working": bool(entry.source.get("working_definition")),
            }
        )
    return {"title": title, "rows": rows}


def _revision(report: Report) -> dict[str, Any] | None:
    found = report.content.get("revision")
    if found is None:
        return None
    from jiqun.reports.revision import revision_sentences, revision_tables

    return {
        "sentences": revision_sentences(found),
        "tables": [printed(one) for one in revision_tables(found)],
    }
