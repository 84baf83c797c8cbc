"""The notes of a slide: where each of its numbers comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiqun.base.canonical import decimal_text
from jiqun.indicators.words import definition_words

if TYPE_CHECKING:
    from jiqun.reports.model import Report


def notes(report: Report, figures: Sequence[str], title: str) -> str:
    """Return a slide's notes: vintage, then a line a figure.

    Parameters
    ----------
    report
        The report.
    figures
        Ids of the figures on the slide, in order.
    title
        The slide's title.
    """
    said = report.words
    head = [title, said.fill("of_edition", vintage=report.vintage, sha256=report.sha256)]
    if report.demo:
        head.append(said["demo_mark"] + said["colon"] + said["demo_note"])
    lines = [source_line(report, name) for name in figures]
    return "\n".join([*head, *([said["data_sources"]] if lines else []), *lines])


def source_line(report: Report, name: str) -> str:
    """Return where one number comes from: sums, coverage, definition, document, id.

    Parameters
    ----------
    report
        The report.
    name
        A figure's id.
    """
    shown, said, lang = report.figures[name], report.words, report.lang
    figure, entry, sums = shown.figure, shown.entry, ""
    if figure.numerator is not None and figure.denominator is not None:
        above, below = decimal_text(figure.numerator), decimal_text(figure.denominator)
        sums = said.fill("sums", above=above, below=below)
    wider = (f"{other.name.in_(lang)} {other.display.in_(lang)}" for other in shown.beside)
    return said.fill(
        "line_of_source",
        title=entry.title.in_(lang),
        display=shown.display.in_(lang),
        sums=sums,
        wider="".join(said["pause"] + other for other in wider),
        coverage=said.fill("coverage_of", reporting=figure.reporting, expected=figure.expected),
        definition=definition_words(entry.definition, lang),
        document=entry.document.in_(lang),
        id=entry.id,
    )
