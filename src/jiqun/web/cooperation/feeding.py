"""What joint projects brought to the firms of a cluster, for the yearly filing."""

from datetime import date

from jiqun.clusters import Profile
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import year_end
from jiqun.exchange.cooperation.counting import Brought, behind, suggested
from jiqun.exchange.feeding import Suggestion
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.cooperation.models import CONFIRMED, COUNTS, Entry
from jiqun.web.filing.known import sees
from jiqun.workspace import Workspace

Cells = dict[str, dict[tuple[str, str], list[Brought]]]


def brought_to(workspace: Workspace, profile: Profile, year: int, doer: Doer) -> Cells:
    """Return by cell of the yearly form what was confirmed of a cluster's firms, with projects.

    Parameters
    ----------
    workspace, profile
        Where its list of firms stands, and the cluster.
    year
        Until its end.
    doer
        Who is told: nothing, where they do not see the cluster. Only projects count whose
        partners all agreed that their results may be told.
    """
    if not sees(doer.reader, profile):
        return behind((), (), year_end(year))
    listed = RosterStore(workspace).firms(profile.id)
    firms = frozenset(firm.credit_code for firm in listed if firm.inside(year_end(year)))
    with seen_whole():
        rows = Entry.objects.filter(
            state=CONFIRMED,
            project__counted=True,
            project__state__in=COUNTS,
            day__isnull=False,
        ).exclude(key="", kind="step")
        found = [_brought(row) for row in rows if row.owners]
    return behind(found, firms, year_end(year))


def suggested_by_projects(
    workspace: Workspace, profile: Profile, year: int, doer: Doer
) -> dict[str, Suggestion]:
    """Return what a cluster's filing of a year may say by joint projects."""
    return suggested(brought_to(workspace, profile, year, doer))


def _brought(row: Entry) -> Brought:
    return Brought(
        str(row.project_id),
        row.kind,
        row.level,
        row.key,
        row.title,
        row.day or date.max,
        row.owners,
        row.role,
    )
