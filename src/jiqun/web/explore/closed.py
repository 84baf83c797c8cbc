"""The closed years of a cluster as its page shows them: what a vintage keeps, and nothing later."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiqun.base.forms import Field, family
from jiqun.base.language import Bilingual
from jiqun.exchange.closing import OUTCOMES, cell_of, why_of
from jiqun.publications.published import Published
from jiqun.workspace import Workspace
from jiqun.workspace.closed_years import closed_in


@dataclass(frozen=True, slots=True)
class Row:
    """A field and its cell of each year."""

    field: Field
    cells: list[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ClosedYears:
    """The closed years of a cluster, newest first, by dimension.

    Every number was held to three firms before it was kept: it is the same for every reader.
    """

    years: list[int]
    groups: list[tuple[Bilingual, list[Row]]]

    @property
    def whys(self) -> list[Bilingual]:
        """Why numbers are missing, each reason once."""
        cells = [cell for _, rows in self.groups for row in rows for cell in row.cells]
        return list(dict.fromkeys(why_of(cell) for cell in cells if cell["status"] == "missing"))


def closed_years(published: Published, cluster: str) -> ClosedYears | None:
    """Return the closed years of a cluster that a vintage keeps; None where there are none.

    Parameters
    ----------
    published
        The vintage, for a reader.
    cluster
        Which; of one that is not published to the reader there are none.
    """
    closed = published.vintage.closed
    if not closed or cluster not in published.clusters:
        return None
    kept = closed_in(Workspace.open(published.source.workspace), closed, OUTCOMES)
    years = sorted(kept.years(cluster), reverse=True)
    if not years:
        return None
    values = [kept[cluster, year].document["values"] for year in years]
    form = family(OUTCOMES).form_around(years[0])
    rows = [
        Row(field, [cell_of(said.get(name, NOT_ASKED)) for said in values])
        for name, field in form.fields.items()
    ]
    groups = [
        (title, [row for row in rows if row.field.dimension == dimension])
        for dimension, title in form.dimensions.items()
    ]
    return ClosedYears(years, groups)


NOT_ASKED = {"status": "not_applicable"}
"""Of a field a year's form had not."""
