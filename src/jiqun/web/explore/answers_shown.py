"""What a cluster answered by yes or no, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.forms import YEARLY, Field, form_for
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Status
from jiqun.disclosure import sees_cell
from jiqun.web.explore.figures_shown import STATUS_WORDS

if TYPE_CHECKING:
    from jiqun.web.explore.published import Published

YES, NO = Bilingual("是", "yes"), Bilingual("否", "no")


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the form and a cluster's answer, in words."""

    field: Field
    said: Bilingual


def answers(
    published: Published, cluster_id: str, year: int
) -> list[tuple[Bilingual, list[Answer]]]:
    """Return a cluster's answers of a year by dimension, in the form's order.

    Parameters
    ----------
    published
        The vintage, for a reader.
    cluster_id
        The cluster.
    year
        The data year.

    Returns
    -------
    list of (Bilingual, list of Answer)
        Answers the reader may not see are left out; a question not answered says so.
    """
    form, county = form_for(YEARLY, year), published.clusters[cluster_id].county_code
    asked = [
        field
        for field in form.fields.values()
        if field.type == "flag" and sees_cell(field.id, cluster_id, county, published.reader)
    ]
    said = _said(published, cluster_id, year, [field.id for field in asked])
    found: dict[str, list[Answer]] = {}
    for field in asked:
        if field.id in said:
            found.setdefault(field.dimension, []).append(Answer(field, said[field.id]))
    return [(form.dimensions[dimension], rows) for dimension, rows in found.items()]


def _said(
    published: Published, cluster_id: str, year: int, fields: list[str]
) -> dict[str, Bilingual]:
    snapshot = published.snapshot
    cells = snapshot.cells
    wanted = cells.filter(
        (cells.cluster_id == cluster_id)
        & (cells.year == year)
        & (cells.period == "current")
        & cells.field.isin(fields)
    )
    rows = snapshot.rows(wanted.select("field", "value", "status"))
    return {
        row["field"]: STATUS_WORDS[Status(row["status"])]
        if row["value"] is None
        else (YES if row["value"] else NO)
        for row in rows
    }
