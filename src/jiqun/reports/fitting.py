"""An outline fitted to what a report covers: what makes no sense there is left out, not empty."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual
from jiqun.reports.outline import Outline, Page, Part, Section, outline

if TYPE_CHECKING:
    from jiqun.reports.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of what a report has, and whether there is a policy document to list."""

    figures: Collection[str]
    claims: Collection[str]
    charts: Collection[str]
    bridges: Collection[str]
    documents: bool


def titled(coverage: Coverage) -> Bilingual:
    """Return the report's title with what it covers."""
    title, name = outline(coverage.follows).title, coverage.name
    if coverage.national:
        return title
    gap = "" if coverage.level == "province" else "："
    return Bilingual(f"{name.zh}{gap}{title.zh}", f"{title.en}: {name.en}")


def fitted(coverage: Coverage, known: Known) -> Outline:
    """Return the outline with only what the report has; the nation's is whole."""
    whole = outline(coverage.follows)
    if coverage.national:
        return whole
    parts = (_part(part, known) for part in whole.parts)
    return Outline(
        title=titled(coverage),
        hero=_of(whole.hero, known.figures),
        headlines=_of(whole.headlines, known.claims),
        bridges=_of(whole.bridges, known.bridges),
        parts=tuple(part for part in parts if part.pages),
        ending=_page(whole.ending, known),
        sections=tuple(_section(section, known) for section in whole.sections),
        brief=whole.brief,
    )


def _part(part: Part, known: Known) -> Part:
    pages = (_page(page, known) for page in part.pages)
    return replace(part, pages=tuple(page for page in pages if _says_something(page, known)))


def _says_something(page: Page, known: Known) -> bool:
    if page.layout == "documents":
        return known.documents
    return page.layout != "charts" or bool(page.charts)


def _page(page: Page, known: Known) -> Page:
    return replace(
        page,
        claims=_of(page.claims, known.claims),
        tiles=_of(page.tiles, known.figures),
        charts=_of(page.charts, known.charts),
    )


def _section(section: Section, known: Known) -> Section:
    return replace(section, figures=_of(section.figures, known.figures))


def _of(names: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)
