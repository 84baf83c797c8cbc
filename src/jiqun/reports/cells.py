"""The clusters' cells behind a report's figures, as compact as a page can carry them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jiqun.base.canonical import decimal_text
from jiqun.base.forms import YEARLY, Field, family, form_for
from jiqun.base.json_files import Record
from jiqun.base.names import region_name, sector_name
from jiqun.base.quantities import Status, choice_of
from jiqun.base.units import symbol
from jiqun.reports.sources import Profile, clusters
from jiqun.workspace.questions import filed_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from jiqun.base.language import Lang
    from jiqun.disclosure import Edition
    from jiqun.reports.coverage import Coverage
    from jiqun.workspace import Snapshot

MARKS = {Status.MISSING: "m", Status.NOT_APPLICABLE: "n", Status.SUPPRESSED: "x"}
"""What stands for a cell without a number."""
Columns = dict[str, list[str | None]]


class Behind(NamedTuple):
    """A cluster behind the figures, as a page names it."""

    id: str
    name: str
    province: str
    sector: str


class Asked(NamedTuple):
    """A field as a page names it; a flag and a choice have no unit."""

    title: str
    unit: str
    type: str


class Filed(NamedTuple):
    """A cell of the snapshot."""

    cluster_id: str
    year: int
    period: str
    field: str
    value: Decimal | None
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Cells:
    """Every cell of a year, and of the year before as growth uses it.

    Parameters
    ----------
    year
        The data year.
    clusters, fields
        Whose cells, in order, and of what.
    now, before
        A list by field, one place a cluster; a number as text, or ``m`` missing, ``n`` not
        applicable, ``x`` withheld, None not there.
    """

    year: int
    clusters: tuple[Behind, ...]
    fields: dict[str, Asked]
    now: Columns
    before: Columns


def cells_of(edition: Edition, year: int, coverage: Coverage, lang: Lang = "zh") -> Cells:
    """Return every cell of a year, and of the year before as growth uses it.

    Parameters
    ----------
    edition
        The vintage, and who reads: confidential fields of clusters outside what the reader covers
        are withheld.
    year
        The data year.
    coverage
        Whose cells.
    lang
        The language of names and choices.
    """
    filed = clusters(edition.snapshot, [year])
    found = [profile for profile in filed if coverage.holds(profile.cluster_id)]
    now, before = _filled(edition, year, found, lang)
    asked = form_for(YEARLY, year).fields
    fields = {name: _asked(field, lang) for name, field in asked.items()}
    return Cells(year, tuple(_behind(profile, lang) for profile in found), fields, now, before)


def _behind(profile: Profile, lang: Lang) -> Behind:
    province = region_name(profile.province_code).in_(lang)
    sector = sector_name(profile.sector).in_(lang)
    return Behind(profile.cluster_id, profile.name, province, sector)


def _asked(field: Field, lang: Lang) -> Asked:
    unit = "" if field.type in ("flag", "choice") else symbol(field.unit).in_(lang)
    return Asked(field.title.in_(lang), unit, field.type)


def _filled(
    edition: Edition, year: int, found: Sequence[Profile], lang: Lang
) -> tuple[Columns, Columns]:
    """Return the cells of a year and of the year before, withheld ones marked."""
    place = {profile.cluster_id: number for number, profile in enumerate(found)}
    fields = form_for(YEARLY, year).fields
    hidden = {
        (profile.cluster_id, name)
        for profile in found
        for name in fields
        if not edition.sees_cell(name, profile.cluster_id, profile.county_code)
    }
    now, before, filed_before = (_columns(fields, len(found)) for _ in range(3))
    for name in fields.keys() & family(YEARLY).not_asked(year - 1):
        before[name] = [MARKS[Status.NOT_APPLICABLE]] * len(found)
    for cell in _cells(edition.snapshot, year):
        number = place.get(cell.cluster_id)
        if number is None or cell.field not in fields:
            continue
        withheld = (cell.cluster_id, cell.field) in hidden
        mark = MARKS[Status.SUPPRESSED] if withheld else _mark(cell, fields[cell.field], lang)
        given = now if cell.period == "current" else before
        columns = given if cell.year == year else filed_before
        columns[cell.field][number] = mark
    _fill_gaps(before, filed_before)
    return now, before


def _fill_gaps(before: Columns, filed_before: Columns) -> None:
    """Take last year's own filing where this year's gives no figure for it."""
    for name, column in before.items():
        for number, said in enumerate(column):
            if said in (None, "m"):
                column[number] = filed_before[name][number]


def _columns(fields: Iterable[str], count: int) -> Columns:
    return {name: [None] * count for name in fields}


def _cells(snapshot: Snapshot, year: int) -> list[Filed]:
    columns = Filed._fields
    this_year = snapshot.rows_of(Filed, filed_cells, columns=columns, years=[year])
    last_year: Record = {"years": [year - 1], "period": "current"}
    return this_year + snapshot.rows_of(Filed, filed_cells, columns=columns, **last_year)


def _mark(cell: Filed, field: Field, lang: Lang) -> str:
    """Return what stands for a cell: its number, the word chosen, or why there is none."""
    if chosen := choice_of(cell.value, cell.status, cell.reason):
        return field.choices[chosen].in_(lang)
    return MARKS[Status(cell.status)] if cell.value is None else decimal_text(cell.value)
