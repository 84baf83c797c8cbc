"""What cells say of a cluster as facts the rules read, and what its accepted filings say."""

from collections.abc import Iterable, Mapping
from typing import Any

from jiqun.base.errors import Problem
from jiqun.base.forms import YEARLY, family
from jiqun.base.quantities import Quantity
from jiqun.base.readers import Reader
from jiqun.filings.cells import read_cell
from jiqun.filings.raw import RawCell, RawFiling
from jiqun.rules.facts import Facts
from jiqun.web.casework.models import Written
from jiqun.workspace import Workspace


def facts_said(cluster: str, county: str, cells: Iterable[Written]) -> tuple[Facts, list[Problem]]:
    """Read cells of years as a file's cells are read; statements and targets are passed over.

    Parameters
    ----------
    cluster, county
        Which cluster, and the county it lies in.
    cells
        What is said; an empty one says nothing.

    Returns
    -------
    Facts
        What could be read, for the rules.
    list of Problem
        What could not, each at its cell.
    """
    years: dict[int, dict[str, Quantity]] = {}
    problems: list[Problem] = []
    fields = family(YEARLY).fields
    for cell in cells:
        if not cell.period.isdigit() or cell.empty or cell.field not in fields:
            continue
        filing = _blank(cluster, int(cell.period))
        raw = RawCell(cell.said or None, cell.status, cell.reason)
        quantity = read_cell(raw, fields[cell.field], filing)
        problems += filing.problems
        if quantity is not None:
            years.setdefault(filing.year, {})[cell.field] = quantity
    return Facts(cluster, county, years), problems


def filed_values(
    cluster: str, county: str, years: Iterable[int], workspace: Workspace, reader: Reader
) -> dict[str, Mapping[str, Any]]:
    """Return what a cluster's accepted filings say by year, where the reader sees the cluster."""
    if not reader.sees_cluster(cluster, county):
        return {}
    accepted = workspace.accepted()
    found = {year: accepted.get((cluster, year)) for year in years}
    return {str(year): filed.document["values"] for year, filed in found.items() if filed}


def _blank(cluster: str, year: int) -> RawFiling:
    return RawFiling(
        file=cluster,
        cluster_id=cluster,
        year=year,
        profile={},
        values={},
        previous={},
        form=YEARLY,
        form_version=family(YEARLY).form_around(year).version,
    )
