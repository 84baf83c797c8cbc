"""What is known of a cluster: each year's own filing, and where the cluster lies."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from jiqun.base.codes import regions
from jiqun.base.forms import YEARLY, family
from jiqun.base.quantities import Quantity, Status
from jiqun.workspace import Snapshot, Submission
from jiqun.workspace.documents import quantity_of
from jiqun.workspace.questions import closed_cells, filed_cells, filed_headers

Cells = Mapping[str, Quantity]


@dataclass(frozen=True)
class Facts:
    """One cluster's filings by year.

    Parameters
    ----------
    cluster
        Its id.
    county_code
        The county it files under; its province and macro-region follow from it.
    years
        Each year's own cells by field; a figure filed as "the year before" is never among them.
    demo
        Whether any of its filings is of the demonstration.

    Examples
    --------
    >>> Facts("demo-001", "530102", {}).macro_region
    'west'
    """

    cluster: str
    county_code: str
    years: Mapping[int, Cells] = field(default_factory=dict)
    demo: bool = False

    @property
    def previous(self) -> Mapping[int, Cells]:
        """Nothing: what a filing says of the year before never stands in for that year's own."""
        return {}

    @cached_property
    def province_code(self) -> str:
        """The province it lies in."""
        return regions().province_of(self.county_code).code

    @cached_property
    def prefecture_code(self) -> str:
        """The prefecture it lies in; a separately planned city is one."""
        return f"{self.county_code[:4]}00"

    @cached_property
    def macro_region(self) -> str:
        """East, central or west."""
        return regions().province_of(self.county_code).macro_region

    def lies_in(self, region: str) -> bool:
        """Tell whether a programme's region (``national`` or a code) covers the cluster."""
        return region in ("national", self.province_code, self.prefecture_code)


class _Cells(Mapping[str, Quantity]):
    """A document's cells, read one by one when asked: criteria need a score of sixty."""

    __slots__ = ("_read", "_said")

    def __init__(self, said: Mapping[str, Any]) -> None:
        self._said = said
        self._read: dict[str, Quantity] = {}

    def __getitem__(self, key: str) -> Quantity:
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = quantity_of(self._said[key])
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._said

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)


def facts_of_submissions(submissions: Iterable[Submission]) -> dict[str, Facts]:
    """Gather accepted submissions into one :class:`Facts` a cluster, by cluster id.

    Parameters
    ----------
    submissions
        One a cluster and year, as :meth:`jiqun.workspace.Workspace.newest` gives them. Where a
        cluster lies is what its newest filing says.
    """
    by_cluster: dict[str, list[Submission]] = {}
    for submission in submissions:
        by_cluster.setdefault(submission.cluster_id, []).append(submission)
    return {
        cluster: Facts(
            cluster,
            str(max(own, key=lambda one: one.year).document["cluster"]["county_codes"][0]),
            {filing.year: _Cells(filing.document["values"]) for filing in own},
            any(filing.document["cluster"].get("demo") for filing in own),
        )
        for cluster, own in sorted(by_cluster.items())
    }


def facts_of_snapshot(snapshot: Snapshot, fields: Iterable[str]) -> dict[str, Facts]:
    """Gather a snapshot's submissions, such as a vintage's, into one :class:`Facts` a cluster.

    Parameters
    ----------
    snapshot
        Where to read.
    fields
        The fields to read; criteria need no others.
    """
    county: dict[str, tuple[int, str]] = {}
    years: dict[str, dict[int, dict[str, Quantity]]] = {}
    made_up: set[str] = set()
    for row in snapshot.rows(filed_headers, columns=("cluster_id", "year", "county_code", "demo")):
        cluster, year = row["cluster_id"], row["year"]
        years.setdefault(cluster, {})[year] = {}
        county[cluster] = max(county.get(cluster, (0, "")), (year, row["county_code"]))
        made_up |= {cluster} if row["demo"] else set()
    for row in _cells(snapshot, set(fields)):
        cell = Quantity(row["value"], Status(row["status"]), row["reason"] or "")
        years[row["cluster_id"]][row["year"]][row["field"]] = cell
    return {
        cluster: Facts(cluster, county[cluster][1], years[cluster], cluster in made_up)
        for cluster in sorted(years)
    }


def _cells(snapshot: Snapshot, fields: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the cells of fields, each from the filings or closed years of its family."""
    columns = ("cluster_id", "year", "field", "value", "status", "reason")
    filed = fields & family(YEARLY).fields.keys()
    for question, names in ((filed_cells, filed), (closed_cells, fields - filed)):
        if names:
            asked = {"fields": sorted(names), "period": "current"}
            yield from snapshot.rows(question, columns=columns, **asked)


def changed(facts: Facts, cells: Mapping[tuple[int, str], Quantity]) -> Facts:
    """Return the facts with some cells replaced.

    Parameters
    ----------
    facts
        What is known.
    cells
        The new cells by year and field.
    """
    years: dict[int, Cells] = dict(facts.years)
    for (year, name), cell in cells.items():
        years[year] = {**years.get(year, {}), name: cell}
    return replace(facts, years=years)
