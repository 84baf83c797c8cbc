"""The report as a PDF, set by Typst with the fonts of the build and no others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.charts import Chart
from jiqun.reports.book import LOGO_FILE, book
from jiqun.reports.fonts import font_folder, named_where_not_drawn
from jiqun.reports.json_writer import book_json

if TYPE_CHECKING:
    from jiqun.reports.logos import Logo
    from jiqun.reports.model import Report

TEMPLATE = Path(__file__).parent / "templates" / "development.typ"
ALONE, PAIRED = (600.0, 212.0), (370.0, 236.0)
"""Sizes a chart is drawn in: alone across the page, or one of two."""
LOGO = 144.0
"""Points a logo is tall where it is drawn in spots."""
PIXELS = 150
"""Pixels an inch of a chart drawn as PNG."""


def pdf(report: Report) -> bytes:
    """Return the report as a PDF; the same report gives the same bytes.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.
    """
    files: dict[str, bytes] = {
        "main": TEMPLATE.read_bytes(),
        "book.json": book_json(book(report)),
    }
    for page in report.outline.pages:
        for name in page.charts:
            size = chart_size(report.charts[name], paired=len(page.charts) == 2)
            files[f"chart-{name}.svg"] = report.charts[name].svg(*size, report.lang).encode()
        for name in page.pictures:
            files[f"picture-{name}.svg"] = report.pictures[name].svg(report.lang).encode()
    if report.issuer and (logo := report.issuer.logo):
        files[LOGO_FILE] = logo.drawn
    return typeset(files, "pdf")


def typeset(files: dict[str, bytes], form: str) -> bytes:
    """Compile Typst source with our fonts alone; what they cannot draw is named.

    Parameters
    ----------
    files
        UTF-8 contents by name; ``main`` is the source.
    form
        ``pdf`` or ``png``.
    """
    import typst

    drawable = {name: named_where_not_drawn(text.decode()).encode() for name, text in files.items()}
    made: bytes = typst.compile(
        drawable,  # type: ignore[call-overload]  # its annotations leave out several files at once
        format=form,
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        timestamp=0,
        ppi=PIXELS if form == "png" else None,
    )
    return made


def spots_of(logo: Logo) -> bytes:
    """Return a logo as PNG, for files that take no SVG; two inches tall.

    Parameters
    ----------
    logo
        Of an issuer.
    """
    if logo.kind == "png":
        return logo.content
    width, height = LOGO * logo.ratio, LOGO
    source = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n"
        '#image("logo.svg", width: 100%)'
    )
    return typeset({"main": source.encode(), "logo.svg": logo.content}, "png")


def chart_size(chart: Chart, *, paired: bool) -> tuple[float, float]:
    """Return the size a chart is drawn in, alone or as one of two."""
    width, height = PAIRED if paired else ALONE
    return width, height * chart.taller
