"""From a draft to a raw filing: the very thing a file is read into, checked the same way."""

from collections.abc import Iterable, Mapping
from typing import Any

from jiqun.base.errors import Problem
from jiqun.filings.accept import Outcome, check_entries
from jiqun.filings.raw import RawCell, RawFile, RawFiling
from jiqun.web.filing.models import PREVIOUS, VALUES, Case, Cell
from jiqun.workspace import Workspace

Contents = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By period and field, what a cell says."""


def contents_of(cells: Iterable[Cell]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what cells say, without those that say nothing."""
    found: dict[str, dict[str, dict[str, Any]]] = {VALUES: {}, PREVIOUS: {}}
    for cell in cells:
        if not cell.empty:
            found[cell.period][cell.field] = cell.content
    return found


def raw_file(case: Case, contents: Contents, reason: str = "") -> RawFile:
    """Return a case's cells as a file's filing is read.

    Parameters
    ----------
    case
        The case; it gives cluster, year and form.
    contents
        What its cells say.
    reason
        Why it is filed again.
    """
    name = f"{case.cluster}-{case.year}"
    filing = RawFiling(
        file=name,
        cluster_id=case.cluster,
        year=case.year,
        profile=dict(case.profile),
        values=_cells(contents[VALUES]),
        previous=_cells(contents[PREVIOUS]),
        form=case.form,
        form_version=case.form_version,
        notes={period: _notes(contents[period]) for period in (VALUES, PREVIOUS)},
        reason=reason,
    )
    filing.notes = {period: notes for period, notes in filing.notes.items() if notes}
    return RawFile(name, [filing])


def checked(case: Case, contents: Contents, workspace: Workspace) -> Outcome:
    """Check a draft as ``jiqun filings check -w`` checks a file; nothing is stored."""
    return check_entries([raw_file(case, contents)], workspace)[0]


def problems_of(outcome: Outcome) -> list[Problem]:
    """Return what was found, the same fault at each of its places, errors first."""
    every = [problem for folded in outcome.problems for problem in folded.each]
    order = ("error", "warning", "note")
    return sorted(every, key=lambda problem: order.index(str(problem.severity)))


def _cells(said: Mapping[str, Mapping[str, Any]]) -> dict[str, RawCell]:
    return {
        field: RawCell(cell["said"] or None, cell["status"], cell["reason"])
        for field, cell in said.items()
    }


def _notes(said: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {field: cell["note"] for field, cell in said.items() if cell.get("note")}
