"""The report as a PDF, set by Typst with the fonts of the build and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiqun.charts import Chart
from jiqun.charts.svg import draw
from jiqun.reports.book import book
from jiqun.reports.fonts import font_folder
from jiqun.reports.outline import outline

if TYPE_CHECKING:
    from jiqun.reports.content import Report

TEMPLATE = Path(__file__).parent / "templates" / "development.typ"
ALONE, PAIRED = (600.0, 212.0), (370.0, 236.0)
"""Sizes a chart is drawn in: alone across the page, or one of two."""
MAP_TALLER = 1.35
"""A map needs more height than bars."""


def pdf(report: Report) -> bytes:
    """Return the report as a PDF; the same report gives the same bytes.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.
    """
    files: dict[str, Any] = {
        "main": TEMPLATE.read_bytes(),
        "book.json": json.dumps(book(report), ensure_ascii=False).encode(),
    }
    for name, (width, height) in chart_sizes().items():
        chart = report.charts[name]
        files[f"chart-{name}.svg"] = draw(chart, width, height * _taller(chart)).encode()
    return typeset(files, "pdf")


def typeset(files: dict[str, Any], form: str) -> Any:
    """Compile Typst source with our fonts alone.

    Parameters
    ----------
    files
        Contents by name; ``main`` is the source.
    form
        ``pdf`` or ``png``.
    """
    import typst

    return typst.compile(
        files,
        format=form,
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        timestamp=0,
        **({"ppi": 150} if form == "png" else {}),
    )


def chart_sizes() -> dict[str, tuple[float, float]]:
    """Return the size each chart of the outline is drawn in."""
    return {
        name: PAIRED if len(page.charts) == 2 else ALONE
        for page in outline().pages
        for name in page.charts
    }


def _taller(chart: Chart) -> float:
    return MAP_TALLER if chart.kind == "places" else 1.0
