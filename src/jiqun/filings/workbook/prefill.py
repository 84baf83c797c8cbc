"""What is known of a cluster already, for the template of a year."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from jiqun.base.errors import NotFound, Problem, Where, errors_only
from jiqun.base.forms import YEARLY, family, form_for
from jiqun.base.quantities import Quantity
from jiqun.clusters import Profile
from jiqun.clusters.roster import Count, Firm, Roster, counts_on
from jiqun.clusters.roster_checks import checked
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import tie_problems, tie_rows, year_end
from jiqun.filings.workbook.layout import layout_for
from jiqun.filings.workbook.template import Known
from jiqun.workspace import Submission, Workspace
from jiqun.workspace.documents import quantity_of


def known_of(workspace: Workspace, cluster_id: str, year: int) -> Known:
    """Gather what a workspace knows of a cluster.

    Parameters
    ----------
    workspace
        The store.
    cluster_id
        The cluster.
    year
        The data year of the template.

    Returns
    -------
    Known
        The year's own filing where there is one. Else the profile, plans and area of the latest
        filing, last year's figures as the year before, and counts of the list of firms. That list
        is today's: for an earlier year it is left out where it is not the list of then too.

    Raises
    ------
    NotFound
        Where nothing of the cluster was ever accepted.
    """
    filed = {
        submission.year: submission
        for (cluster, _), submission in workspace.accepted().items()
        if cluster == cluster_id
    }
    if not filed:
        place = Where(file=str(workspace.folder), cluster=cluster_id)
        raise NotFound(Problem("roster.unknown_cluster", place, {"cluster": cluster_id}))
    firms = RosterStore(workspace).firms(cluster_id)
    latest = filed[max(filed)]
    unlisted = year < latest.year and not _as_of(firms, year, filed.get(year))
    if unlisted:
        firms = []
    if year in filed:
        return replace(_again(filed[year]), firms=firms, unlisted=unlisted)
    before = filed.get(year - 1)
    counted = _counted(counts_on(firms, year_end(year)), year) if firms else {}
    return Known(
        profile=_profile(latest),
        values={**_carried_over(latest, year), **counted},
        previous=_cells(before, "values") if before else {},
        firms=firms,
        counted=frozenset(counted),
        unlisted=unlisted,
    )


def _as_of(firms: Sequence[Firm], year: int, submission: Submission | None) -> bool:
    """Tell whether today's list is also that of an earlier year.

    It is where it passes beside that year's filing as it was filed; without one, where every firm
    says since when it has been inside.
    """
    if submission is None:
        return all(firm.since is not None for firm in firms)
    profile, notes = _profile(submission), submission.document.get("notes", {})
    roster = checked(
        Roster("", profile.id, list(firms)),
        year_end(year),
        demo=profile.demo,
        perimeter=profile.county_codes,
    )
    rows = tie_rows(roster.firms, year, _cells(submission, "values"))
    form, reasons = form_for(YEARLY, year), notes.get("values", {})
    untied = tie_problems(rows, form, year, reasons, lambda field: Where(field=field))
    return not errors_only([*roster.problems, *untied])


def _again(submission: Submission) -> Known:
    """Return a filing as it was filed."""
    return Known(
        profile=_profile(submission),
        values=_cells(submission, "values"),
        previous=_cells(submission, "previous"),
        notes=submission.document.get("notes", {}),
    )


def _profile(submission: Submission) -> Profile:
    return Profile.of(submission.document["cluster"])


def _cells(submission: Submission, part: str) -> dict[str, Quantity]:
    return {name: quantity_of(said) for name, said in submission.document[part].items()}


def _carried_over(latest: Submission, year: int) -> dict[str, Quantity]:
    """Return plans and the area of the latest filing."""
    kept = layout_for(YEARLY, year).said["carried_over"]
    fields = family(YEARLY).fields
    cells = _cells(latest, "values")
    return {name: cell for name, cell in cells.items() if fields[name].dimension in kept}


def _counted(counts: dict[str, Count], year: int) -> dict[str, Quantity]:
    asked = form_for(YEARLY, year).fields
    return {
        name: Quantity.of(Decimal(count.low))
        for name, count in counts.items()
        if name in asked and count.low == count.high
    }
