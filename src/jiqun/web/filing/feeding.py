"""What a draft may take from the closed year of its cluster, for who writes it."""

from jiqun.clusters import Profile
from jiqun.exchange.closing import OUTCOMES
from jiqun.exchange.feeding import Suggestion, suggestions
from jiqun.web.accounts.offices import Doer
from jiqun.web.filing.known import sees
from jiqun.workspace import Workspace

EXCHANGE = "exchange"
"""The source of a cell that was filled in from a closed year."""


def suggested(
    workspace: Workspace, profile: Profile, year: int, doer: Doer
) -> dict[str, Suggestion]:
    """Return what the filing of a year may say by what was closed, by field; none where open.

    Nobody is told more than the closed year says, which holds no number of fewer than three firms.
    """
    closed = workspace.accepted(OUTCOMES).get((profile.id, year))
    if closed is None or not sees(doer.reader, profile):
        return {}
    return suggestions(closed.document["values"])
