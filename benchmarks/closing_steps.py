"""Closing a year of the exchange as a table: the workspace is written, then the log."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from benchmarks.steps import Step, Table

YEAR = 2025
"""A year that is over, whenever this runs."""
PAGE = f"/exchange/closing/{{row.cluster}}/{YEAR}/"


def listed(table: Table, case: Any) -> Any:
    """Put a cluster's list of one firm, so that its county can close the year."""
    from tests.clusters.rosters import firm, roster

    from jiqun.clusters.roster_store import RosterStore
    from jiqun.workspace import Workspace
    from jiqun.workspace.journal import at_the_command_line

    workspace = Workspace.open(table.folder)
    with workspace.writing() as batch:
        made = roster(firm(case.pk, cluster_id=case.cluster, county_code=case.county))
        RosterStore(workspace).put([made], batch, at_the_command_line())
    return SimpleNamespace(
        pk=case.cluster,
        cluster=case.cluster,
        folder=table.folder,
        parties={"county": ["county", case.county]},
        state="",
        subject=f"closing:{case.cluster}/{YEAR}",
    )


def _closed(row: Any) -> Any:
    """Return a year once the log says it is closed; what was cut off before is finished later."""
    from jiqun.web.events.models import Event

    logged = Event.objects.filter(verb="close_year", subject=row.subject)
    return row if logged.exists() else None


def _revisions(row: Any) -> int:
    from jiqun.exchange.closing import OUTCOMES
    from jiqun.workspace import Workspace

    return len(Workspace.open(row.folder).accepted(OUTCOMES).history(row.cluster, YEAR))


def _once(_table: Table, row: Any) -> Iterable[bool]:
    """Tell whether one revision stands, and no more."""
    yield _revisions(row) == 1


class ClosingSteps(Table):
    """How a county closes a year of its cluster."""

    STEPS = (
        Step("close_year", "county", listed, PAGE, said={"known": ""}, made=_closed, signs=_once),
    )


VERBS = {"closing": ClosingSteps}
