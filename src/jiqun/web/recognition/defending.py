"""The order of the defences: drawn by the published seed, so that anybody can repeat it."""

from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.models import RANKED, Call
from jiqun.web.recognition.ranking import scores_closed
from jiqun.workflow.draws import drawn

APART = " defence"
"""Put behind the seed: who defends first has no better lot where totals are equal."""


def defence_order(call: Call) -> list[str]:
    """Return the clusters of a call in the order of their defences.

    Parameters
    ----------
    call
        The call.

    Returns
    -------
    list of str
        The clusters' ids; none where the programme has no defence, no seed is published, or
        scores are not closed yet.
    """
    seed = call.selection.get("seed", "")
    if not (call.way.has("defence") and seed and scores_closed(call)):
        return []
    with seen_whole():  # each party reads its own number, which depends on all of them
        standing = call.applications.filter(state__in=(*RANKED, "objection_upheld"))
        clusters = list(standing.values_list("cluster", flat=True))
    return drawn(seed + APART, clusters)
