"""From a draft to a raw filing: the very thing a file is read into, checked the same way."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.errors import Problem
from jiqun.clusters.roster import Firm, Roster, tier_text
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import read_row, tiers_said
from jiqun.filings.accept import Outcome, check_entries
from jiqun.filings.raw import RawCell, RawFile, RawFiling
from jiqun.web.filing.models import PREVIOUS, VALUES, Case, Cell
from jiqun.workspace import Workspace

Contents = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By period and field, what a cell says."""
Lines = Sequence[Mapping[str, str]]
"""Lines of a list of firms: column by column what is said, ``tiers`` as roster files have them."""
PLACES = {"from": "since"}
"""Columns that a firm keeps under another name."""


def contents_of(cells: Iterable[Cell]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what cells say, without those that say nothing."""
    found: dict[str, dict[str, dict[str, Any]]] = {VALUES: {}, PREVIOUS: {}}
    for cell in cells:
        if not cell.empty:
            found[cell.period][cell.field] = cell.content
    return found


def raw_file(
    case: Case, contents: Contents, reason: str = "", firms: Lines | None = None
) -> RawFile:
    """Return a case's cells as a file's filing is read.

    Parameters
    ----------
    case
        The case; it gives cluster, year and form.
    contents
        What its cells say.
    reason
        Why it is filed again.
    firms
        The lines of the list of firms that goes with it; None where there is none.
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
        roster=None if firms is None else roster_of(firms, case.cluster, name),
    )
    filing.notes = {period: notes for period, notes in filing.notes.items() if notes}
    return RawFile(name, [filing])


def checked(
    case: Case, contents: Contents, workspace: Workspace, firms: Lines | None = None
) -> Outcome:
    """Check a draft as ``jiqun filings check -w`` checks a file; nothing is stored.

    It is compared with what other clusters have released alone: whoever reads the notes, of a
    filing that is not released yet nobody learns anything by changing their own numbers.
    """
    file = raw_file(case, contents, firms=firms)
    return check_entries([file], workspace, released_peers=True)[0]


def roster_of(lines: Lines, cluster: str, file: str) -> Roster:
    """Read lines as a file's rows are read; what is wrong with them is noted on the list."""
    roster = Roster(file, cluster)
    for number, said in enumerate(lines, 1):
        read_row({**said, "tiers": list(tiers_said(said.get("tiers", "")))}, number, roster)
    return roster


def line_of(firm: Firm) -> dict[str, str]:
    """Return a firm as a line says it: the inverse of :func:`roster_of`.

    Examples
    --------
    >>> said = {"credit_code": "91330106XN00000120", "name": "示例企业", "county_code": "330106",
    ...     "industry": "3962", "tiers": "srdi:2021-06-30/"}
    >>> line_of(roster_of([said], "demo-001", "").firms[0]) == said
    True
    """
    said = {name: getattr(firm, PLACES.get(name, name)) for name in roster_form().columns}
    written = {name: _text(value) for name, value in said.items() if value not in (None, "")}
    return written | ({"tiers": tier_text(firm.tiers)} if firm.tiers else {})


def _text(value: Any) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


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
