"""The clusters' cells behind a report's figures, as compact as a page can carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.canonical import decimal_text
from jiqun.base.codes import regions, sectors
from jiqun.base.forms import YEARLY, Field, family, form_for
from jiqun.base.quantities import Status, choice_of
from jiqun.disclosure import Edition
from jiqun.reports.sources import clusters

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot

MARKS = {Status.MISSING: "m", Status.NOT_APPLICABLE: "n", Status.SUPPRESSED: "x"}
"""What stands for a cell without a number."""
Columns = dict[str, list[str | None]]
Rows = Sequence[Mapping[str, Any]]


def cells_of(edition: Edition, year: int) -> dict[str, Any]:
    """Return every cell of a year, and of the year before as growth uses it.

    Parameters
    ----------
    edition
        The vintage, and who reads: confidential fields of clusters outside what the reader covers
        are withheld.
    year
        The data year.

    Returns
    -------
    dict
        ``clusters`` (id, name, province, sector), ``fields`` (title, unit) and ``now`` and
        ``before``: a list by field, one place a cluster; a number as text, or ``m`` missing, ``n``
        not applicable, ``x`` withheld, null not there.
    """
    snapshot = edition.snapshot
    found = clusters(snapshot, [year])
    fields = form_for(YEARLY, year).fields
    now, before = _filled(edition, year, found)
    return {
        "year": year,
        "clusters": [
            [
                row["cluster_id"],
                row["name"],
                regions().province_of(row["province_code"]).name,
                sectors()[row["sector"]].name,
            ]
            for row in found
        ],
        "fields": {
            name: [one.title.zh, "" if one.type in ("flag", "choice") else one.unit, one.type]
            for name, one in fields.items()
        },
        "now": now,
        "before": before,
    }


def _filled(edition: Edition, year: int, found: Rows) -> tuple[Columns, Columns]:
    """Return the cells of a year and of the year before, withheld ones marked."""
    place = {row["cluster_id"]: number for number, row in enumerate(found)}
    fields = form_for(YEARLY, year).fields
    hidden = {
        (row["cluster_id"], name)
        for row in found
        for name in fields
        if not edition.sees_cell(name, row["cluster_id"], row["county_code"])
    }
    now, before, filed_before = (_columns(fields, len(found)) for _ in range(3))
    for name in fields.keys() & family(YEARLY).not_asked(year - 1):
        before[name] = [MARKS[Status.NOT_APPLICABLE]] * len(found)
    for row in _rows(edition.snapshot, year):
        number = place.get(row["cluster_id"])
        if number is None or row["field"] not in fields:
            continue
        withheld = (row["cluster_id"], row["field"]) in hidden
        mark = MARKS[Status.SUPPRESSED] if withheld else _mark(row, fields[row["field"]])
        given = now if row["period"] == "current" else before
        columns = given if row["year"] == year else filed_before
        columns[row["field"]][number] = mark
    for name, column in before.items():
        for number, said in enumerate(column):
            if said in (None, "m"):
                column[number] = filed_before[name][number]
    return now, before


def _columns(fields: Iterable[str], count: int) -> Columns:
    return {name: [None] * count for name in fields}


def _rows(snapshot: Snapshot, year: int) -> list[dict[str, Any]]:
    cells = snapshot.cells
    this_year = cells.year == year
    last_year = (cells.year == year - 1) & (cells.period == "current")
    columns = ["cluster_id", "year", "period", "field", "value", "status", "reason"]
    return snapshot.rows(cells.filter(this_year | last_year).select(columns))


def _mark(row: Mapping[str, Any], field: Field) -> str:
    """Return what stands for a cell: its number, the word chosen, or why there is none."""
    if chosen := choice_of(row["value"], row["status"], row["reason"]):
        return field.choices[chosen].zh
    value: Decimal | None = row["value"]
    return MARKS[Status(row["status"])] if value is None else decimal_text(value)
