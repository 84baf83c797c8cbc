"""Closing a year of the exchange as a table: the workspace is written, then the log."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from benchmarks.challenge_steps import doer_of
from benchmarks.steps import TEXT, Step, Table

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
        parties={
            "county": ["county", case.county],
            "prefecture": ["prefecture", f"{case.county[:4]}00"],
        },
        state="",
        subject=f"closing:{case.cluster}/{YEAR}",
    )


def closed(table: Table, case: Any) -> Any:
    """Put a year that its county closed."""
    from jiqun.web.closing.closing import close

    row = listed(table, case)
    workspace, profile = _of(row)
    row.known = close(
        workspace, profile, YEAR, {"known": ""}, doer_of(row.parties, "county")
    ).sha256
    return row


def sent_back(table: Table, case: Any) -> Any:
    """Put a closed year that its city sent back."""
    from jiqun.web.closing.returning import send_back

    row = closed(table, case)
    workspace, profile = _of(row)
    said = {"known": row.known, "reason": TEXT}
    send_back(workspace, profile, YEAR, said, doer_of(row.parties, "prefecture"))
    return row


def _of(row: Any) -> Any:
    from jiqun.base.readers import NATION
    from jiqun.web.filing.known import known_clusters
    from jiqun.workspace import Workspace

    workspace = Workspace.open(row.folder)
    known = {found.profile.id: found.profile for found in known_clusters(workspace, NATION)}
    return workspace, known[row.cluster]


def _return(row: Any) -> Any:
    """Return how a year was sent back; None where it was not."""
    from jiqun.web.closing.models import Return

    return Return.objects.filter(cluster=row.cluster, year=YEAR).first()


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
    """How a county closes a year of its cluster, and what becomes of a close that is sent back."""

    STEPS = (
        Step("close_year", "county", listed, PAGE, said={"known": ""}, made=_closed, signs=_once),
        Step("return_year", "prefecture", closed, f"{PAGE}review/",
             said=lambda row: {"known": row.known, "reason": TEXT}, made=_return,
             kept={"reason": TEXT, "waits": True}),
        Step("stand_by_year", "county", sent_back, f"{PAGE}stand-by/", made=_return,
             kept={"answer": TEXT, "waits": False}),
    )  # fmt: skip


VERBS = {"closing": ClosingSteps}
