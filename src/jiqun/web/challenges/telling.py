"""What everybody is told of challenges as a whole."""

from collections import defaultdict

from django.utils import timezone

from jiqun.exchange.challenges.statistics import Answered, Quarter, quarters
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.challenges.models import WITHDRAWN, Challenge, Proposal


def told_quarters() -> list[Quarter]:
    """Return the quarters that may be told: counted over all challenges, whoever reads.

    One that is taken back later stays in its quarter, with the proposals it had: a quarter that
    moved by one challenge would tell how many proposed for it.
    """
    with seen_whole():
        rows = list(Challenge.objects.exclude(opened_at=None))
        # Who withdrew before the deadline is told no reason; whose was deleted later is.
        sent = Proposal.objects.filter(challenge__in=rows).exclude(state=WITHDRAWN, why="")
        solvers = defaultdict[int, set[str]](set)
        for challenge, solver in sent.values_list("challenge_id", "solver"):
            solvers[challenge].add(solver)
    answered = [
        Answered(
            timezone.localtime(row.opened_at).date(),
            row.owner,
            frozenset(solvers[row.pk]),
            row.reached > 0,
        )
        for row in rows
        if row.opened_at
    ]
    return quarters(answered, today())
