"""What a draft may take from the closed year, the plan and the joint projects of its cluster."""

from jiqun.clusters import Profile
from jiqun.exchange.closing import OUTCOMES
from jiqun.exchange.feeding import Suggestion, suggestions
from jiqun.web.accounts.offices import Doer
from jiqun.web.challenges.planned import suggested_by_plan
from jiqun.web.cooperation.feeding import suggested_by_projects
from jiqun.web.filing.known import sees
from jiqun.workspace import Workspace

EXCHANGE = "exchange"
"""The source of a cell that was filled in from a closed year."""


def suggested(
    workspace: Workspace, profile: Profile, year: int, doer: Doer
) -> dict[str, Suggestion]:
    """Return what the filing of a year may say by what was closed and planned, by field.

    Nobody is told more than the closed year says, which holds no number of fewer than three firms.
    """
    if not sees(doer.reader, profile):
        return {}
    closed = workspace.accepted(OUTCOMES).get((profile.id, year))
    found = suggestions(closed.document["values"]) if closed else {}
    joint = suggested_by_projects(workspace, profile, year, doer)
    return {**suggested_by_plan(profile.id, year), **joint, **found}
