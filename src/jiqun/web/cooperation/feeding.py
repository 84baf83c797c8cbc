"""What joint projects brought to the firms of a cluster, for the yearly filing."""

from collections.abc import Iterator
from datetime import date, datetime

from jiqun.base.days import CHINA
from jiqun.clusters import Profile
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import year_end
from jiqun.exchange.cooperation.closed import Begun
from jiqun.exchange.cooperation.counting import Brought, behind, suggested
from jiqun.exchange.feeding import Suggestion
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.cooperation.models import AGREED, CONFIRMED, COUNTS, Entry, Project
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
        found = _confirmed()
    return behind(found, firms, year_end(year))


def begun_in(year: int) -> Iterator[Begun]:
    """Yield the projects that began in a year in China: told by nobody before they are counted."""
    first, after = (datetime(at, 1, 1, tzinfo=CHINA) for at in (year, year + 1))
    rows = Project.objects.filter(begun_at__gte=first, begun_at__lt=after)
    for row in rows.prefetch_related("partners"):
        inside = (partner.code for partner in row.partners.all() if partner.state == AGREED)
        yield Begun(frozenset(inside), row.state == "finished")


def results_in(year: int) -> list[Brought]:
    """Return what was confirmed of results of a year, where partners let it be told."""
    return [row for row in _confirmed() if row.day.year == year]


def suggested_by_projects(
    workspace: Workspace, profile: Profile, year: int, doer: Doer
) -> dict[str, Suggestion]:
    """Return what a cluster's filing of a year may say by joint projects."""
    return suggested(brought_to(workspace, profile, year, doer))


def _confirmed() -> list[Brought]:
    rows = Entry.objects.filter(
        state=CONFIRMED, project__counted=True, project__state__in=COUNTS, day__isnull=False
    )
    return [brought(row) for row in rows if row.owners]


def brought(row: Entry) -> Brought:
    """Return what was recorded of a result as it is counted."""
    return Brought(
        str(row.project_id),
        row.kind,
        row.level,
        row.key,
        row.title,
        row.day or date.max,
        row.owners,
        row.role,
        row.also_key,
    )
