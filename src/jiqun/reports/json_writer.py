"""report.json, as the contract has it: the one module where a report is dictionaries."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from jiqun.base.folding import folded
from jiqun.base.json_files import Json, Record, indented_json
from jiqun.base.rule_reasons import reason_said
from jiqun.indicators.figures import text
from jiqun.reports.judged import tables
from jiqun.reports.printing import in_table

if TYPE_CHECKING:
    from jiqun.base.language import Bilingual
    from jiqun.indicators import Figure
    from jiqun.reports.book import Book
    from jiqun.reports.cells import Cells
    from jiqun.reports.comparators import Comparator
    from jiqun.reports.coverage import Coverage
    from jiqun.reports.issuers import Issuer
    from jiqun.reports.model import (
        Beside,
        BridgeTable,
        Filed,
        LevelTable,
        Report,
        ReportedFigure,
        RevisedCell,
        RevisedFigure,
        Revision,
        Statement,
    )


def report_json(report: Report) -> bytes:
    """Return a report as report.json; the same report gives the same bytes."""
    return (indented_json(report_record(report)) + "\n").encode()


def report_record(report: Report) -> Record:
    """Return a report as report.json holds it."""
    found: Record = {
        "report": "development",
        "year": report.year,
        "vintage": report.vintage,
        "vintage_sha256": report.sha256,
        "catalogue_sha256": report.catalogue.sha256,
        "demo": report.demo,
        "audience": report.audience,
        "derived_form": _both(report.derived_form),
        "figures": [_reported(figure) for figure in report.figures.values()],
        "claims": [_statement(claim) for claim in report.claims.values()],
        "tables": [
            *map(_level, report.levels.values()),
            *map(_bridge, report.bridges.values()),
            _filed(report.filed),
            *_judged(report),
        ],
        "charts": [chart.record() for chart in report.charts.values()],
        "comparators": [_comparator(number) for number in report.comparators.values()],
    }
    if report.issuer is not None:
        found["title"], found["issuer"] = _both(report.title), _issuer(report.issuer)
    if not report.coverage.national:
        found["of"] = _coverage(report.coverage)
    if (said := report.catalogue.said) is not None:
        found["first_catalogue"] = {"sha256": report.catalogue.first, **_both(said)}
    if report.catalogue.refused:
        refused = folded(report.catalogue.refused)
        found["catalogue_refused"] = [problem.record() for problem in refused]
    if report.revision is not None:
        found["revision"] = _revision(report.revision)
    return found


def _judged(report: Report) -> list[Record]:
    """Return the tables of parts three and four, as printed in either language."""
    pages = [page for page in report.outline.pages if page.layout in ("findings", "measures")]
    found = [
        (page.id, [tables(page, report.weighed, lang) for lang in ("zh", "en")]) for page in pages
    ]
    return [
        {
            "id": name,
            **{
                lang: {"header": list(table.header), "rows": [list(row) for row in table.rows]}
                for lang, (table,) in zip(("zh", "en"), spoken, strict=True)
            },
        }
        for name, spoken in found
        if all(spoken)
    ]


def _both(words: Bilingual) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _if_said(words: Bilingual | None) -> dict[str, str] | None:
    return None if words is None else _both(words)


def _coverage(coverage: Coverage) -> Record:
    return {"level": coverage.level, "key": coverage.key, "name": _both(coverage.name)}


def _issuer(issuer: Issuer) -> Record:
    logo: Record = {}
    if issuer.logo is not None:
        logo = {"logo": {"file": issuer.logo.name, "sha256": issuer.logo.sha256}}
    entered: Record = {"entered": dict(issuer.entered.record())} if issuer.entered else {}
    return {"name": _both(issuer.name), "file": issuer.file, **logo, **entered}


def _reported(shown: ReportedFigure) -> Record:
    wider: Record = {"beside": [_beside(other) for other in shown.beside]} if shown.beside else {}
    return {
        **shown.figure.record(),
        "display": shown.display.zh,
        "display_en": shown.display.en,
        "previous_display": shown.previous.zh,
        "previous_display_en": shown.previous.en,
        "caveat": _if_said(shown.caveat),
        "title": _both(shown.title),
        "dimension": shown.entry.dimension,
        "published": shown.entry.published,
        **wider,
    }


def _beside(other: Beside) -> Record:
    return {
        "level": other.figure.level,
        "key": other.figure.key,
        "name": _both(other.name),
        "value": text(other.figure.value),
        "display": other.display.zh,
        "display_en": other.display.en,
    }


def _statement(claim: Statement) -> Record:
    return {
        "id": claim.id,
        "dimension": claim.dimension,
        "text": claim.text.zh,
        "text_en": claim.text.en,
        "holds": claim.holds,
        "wording": claim.wording,
        "figures": list(claim.figures),
        "why": claim.why.zh,
        "why_en": claim.why.en,
        "caution": _if_said(claim.caution),
    }


def _level(table: LevelTable) -> Record:
    return {
        "id": table.id,
        "level": table.level,
        "keys": [{"key": place.key, "name": _both(place.name)} for place in table.places],
        "figures": [_in_table(figure) for figure in table.figures],
    }


def _in_table(figure: Figure) -> Record:
    printed = {"display": in_table(figure, "zh"), "display_en": in_table(figure, "en")}
    return {**figure.record(), **printed}


def _bridge(table: BridgeTable) -> Record:
    """Return a bridge; a withheld step has no amount."""
    shown = table.bridge
    return {
        "id": table.id,
        "field": shown.field,
        "title": _both(table.title),
        "unit": table.unit,
        "year": table.year,
        "steps": [
            {"step": name, "amount": text(amount), "clusters": clusters}
            for name, amount, clusters in table.steps
        ],
        "like_for_like": text(shown.like_for_like),
        "restatements": [
            {"cluster": cluster, "filed": text(then), "now": text(now)}
            for cluster, then, now in shown.restatements
        ],
    }


def _filed(table: Filed) -> Record:
    return {
        "id": "coverage",
        "known": table.known,
        "filed": table.filed,
        "not_filed": list(table.not_filed),
        "entrants": list(table.entrants),
        "leavers": list(table.leavers),
    }


def _comparator(number: Comparator) -> Record:
    return {
        "id": number.id,
        "title": _both(number.title),
        "value": str(number.value),
        "unit": number.unit,
        "year": number.year,
        "display": number.show("zh"),
        "display_en": number.show("en"),
        "source": _both(number.source),
        "caution": _if_said(number.caution),
    }


def _revision(found: Revision) -> Record:
    return {
        "from": found.older,
        "to": found.newer,
        "note": found.note,
        "cells": [_revised_cell(cell) for cell in found.cells],
        "figures": [_revised_figure(figure) for figure in found.figures],
        "claims": [
            {
                "id": claim.id,
                "before": claim.before.zh,
                "before_en": claim.before.en,
                "after": claim.after.zh,
                "after_en": claim.after.en,
            }
            for claim in found.statements
        ],
        "charts": [{"id": chart.id, "title": _both(chart.title)} for chart in found.charts],
    }


def _revised_cell(cell: RevisedCell) -> Record:
    return {
        "cluster": cell.cluster,
        "name": cell.name,
        "before": cell.before,
        "after": cell.after,
        "reason": reason_said(cell.reason).zh,
        "year": cell.year,
        "period": cell.period,
        "field": cell.field,
        "title": _both(cell.title),
    }


def _revised_figure(figure: RevisedFigure) -> Record:
    before, after = figure.before, figure.after
    return {
        "id": after.id,
        "title": _both(after.title),
        "before": text(before.figure.value),
        "after": text(after.figure.value),
        "display_before": before.plain.zh,
        "display_before_en": before.plain.en,
        "display_after": after.plain.zh,
        "display_after_en": after.plain.en,
        "fields": list(figure.fields),
    }


def book_json(said: Book) -> bytes:
    """Return the running text as the data that a typesetter's template reads."""
    return json.dumps(_plain(said), ensure_ascii=False).encode()


def cells_json(cells: Cells) -> str:
    """Return the cells behind a page as JSON that can stand inside a script element."""
    said = json.dumps(_plain(cells), ensure_ascii=False, separators=(",", ":"))
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _plain(content: object) -> Json:
    """Return typed content as JSON has it: an object by its fields, a tuple as a list."""
    if is_dataclass(content) and not isinstance(content, type):
        return {field.name: _plain(getattr(content, field.name)) for field in fields(content)}
    if isinstance(content, dict):
        return {str(name): _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if content is None or isinstance(content, bool | int | float | str):
        return content
    raise TypeError(type(content))
