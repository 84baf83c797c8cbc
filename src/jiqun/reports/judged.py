"""Parts three and four put into a report: the outline's pages filled from the diagnosis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jiqun.chains.picture import ChainPicture
from jiqun.reports.own_weaknesses import own_chain, own_sentences, own_table, standing_chart
from jiqun.reports.remedies import (
    OVERVIEW,
    fitting_chart,
    fitting_sentences,
    fitting_table,
    own_measure_table,
    own_measures,
    own_taken,
)
from jiqun.reports.statements import both
from jiqun.reports.weaknesses import chart, sentences, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jiqun.base.language import Lang
    from jiqun.charts import Chart
    from jiqun.drawing.pictures import Picture
    from jiqun.reports.model import Statement
    from jiqun.reports.outline import Outline, Page, Part
    from jiqun.reports.tables import Table
    from jiqun.reports.weighing import Weighed


CHAIN = "own_chain"
"""The picture of the chain of a cluster's lead industry."""
MOST_FOUND = both(lambda said: said["most_found"])
MOST_FITTING = both(lambda said: said["most_fitting"])
"""What stands above the pictures of the two overviews."""


@dataclass(frozen=True)
class Judged:
    """What the diagnosis puts into a report: sentences and pictures by id, and the outline."""

    statements: Mapping[str, Statement]
    charts: Mapping[str, Chart]
    pictures: Mapping[str, Picture]
    outline: Outline


def judged(outline: Outline, weighed: Weighed, known: frozenset[str]) -> Judged:
    """Fill the pages of findings and measures; one that would say nothing is left out.

    Parameters
    ----------
    outline
        Of the report, fitted to what it covers.
    weighed
        Its diagnosis.
    known
        The figures the report has: what is said names no others.
    """
    statements: dict[str, Statement] = {}
    charts: dict[str, Chart] = {}
    pictures = _pictures(weighed)
    parts: list[Part] = []
    for part in outline.parts:
        pages = [_filled(page, weighed, statements, charts) for page in part.pages]
        pages = [
            replace(page, pictures=tuple(pictures)) if _has_chain(page) else page for page in pages
        ]
        kept = tuple(page for page in pages if _says_something(page, weighed))
        if kept:
            parts.append(replace(part, pages=kept))
    said = {
        name: replace(claim, figures=tuple(figure for figure in claim.figures if figure in known))
        for name, claim in statements.items()
    }
    return Judged(said, charts, pictures, replace(outline, parts=tuple(parts)))


def _has_chain(page: Page) -> bool:
    return page.layout == "findings" and page.group == OVERVIEW


def _pictures(weighed: Weighed) -> dict[str, Picture]:
    """Draw the chain of one cluster's lead industry, with what its counties have of it."""
    if weighed.chain is None or weighed.own is None:
        return {}
    return {CHAIN: ChainPicture.of(weighed.chain, weighed.firms)}


def _filled(
    page: Page, weighed: Weighed, statements: dict[str, Statement], charts: dict[str, Chart]
) -> Page:
    if page.layout not in ("findings", "measures"):
        return page
    said = _sentences(page, weighed)
    drawn = _chart(page, weighed)
    statements.update({claim.id: claim for claim in said})
    charts.update({drawn.id: drawn} if drawn else {})
    return replace(
        page,
        claims=tuple(claim.id for claim in said),
        charts=(drawn.id,) if drawn else (),
        pictures=tuple(_pictures(weighed)) if _has_chain(page) else (),
    )


def _says_something(page: Page, weighed: Weighed) -> bool:
    if page.layout not in ("findings", "measures"):
        return True
    return bool(page.claims or page.charts or tables(page, weighed, "zh"))


def _sentences(page: Page, weighed: Weighed) -> list[Statement]:
    own, group = weighed.own, page.group
    if page.layout == "measures":
        if own is not None:
            return [own_measures(own), *own_taken(own)] if group == OVERVIEW else []
        return fitting_sentences(weighed.fittings, group)
    if own is None:
        return sentences(weighed, group)
    mapped = weighed.chain if group == OVERVIEW else None
    chain = [own_chain(mapped, weighed.firms)] if mapped else []
    return own_sentences(own, group, weighed.year) + chain


def _chart(page: Page, weighed: Weighed) -> Chart | None:
    if page.layout == "measures":
        several = page.group == OVERVIEW and weighed.own is None
        return fitting_chart(weighed.fittings, MOST_FITTING) if several else None
    if weighed.own is not None:
        return standing_chart(weighed.own) if page.group == OVERVIEW else None
    title = MOST_FOUND if page.group == OVERVIEW else page.title
    return chart(weighed.tallies, page.group, title)


def tables(page: Page, weighed: Weighed, lang: Lang) -> list[Table]:
    """Return the tables of a page of findings or measures.

    Parameters
    ----------
    page
        Of the outline.
    weighed, lang
        The report's diagnosis and language.
    """
    own = weighed.own
    if page.layout == "measures":
        if own is not None:
            found = own_measure_table(own, lang) if page.group == OVERVIEW else None
        elif page.group == OVERVIEW:
            found = None
        else:
            found = fitting_table(weighed.fittings, page.group, lang)
    elif own is not None:
        found = own_table(own, page.group, lang)
    else:
        found = table(weighed.tallies, page.group, lang)
    return [found] if found else []
