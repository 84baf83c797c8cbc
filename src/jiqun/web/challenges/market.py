"""Challenges as the page of the exchange names them: what they are, what came of them."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from django.utils import timezone

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN, Outcome
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.challenges.models import Challenge, Judgement, Proposal
from jiqun.web.challenges.review_rows import UNDER_REVIEW
from jiqun.web.challenges.seen import SeenChallenge
from jiqun.web.exchange.deals import Deal
from jiqun.web.exchange.markets import Market
from jiqun.web.panels.models import WAITING as TO_JUDGE

MARKET = "challenges"
STANDING = ("drafted", "published", "opened", "under_review", "reviewed")
TOLD = ("publish", "open", "convene", "close_scores", "choose")
"""Steps that are told as waiting, the first that can be taken."""
WAITING = 50
"""Challenges that are told one by one; the letter counts the rest."""
TOLD_FOR = timedelta(days=14)
"""How long it is told that something was decided; ours."""
UNDECIDED = ("drafted", "refused", "published", "opened", "under_review", "reviewed")


def outcomes() -> list[Outcome]:
    """Return how far every challenge came that was decided: told only as shares."""
    with seen_whole():
        decided = Challenge.objects.exclude(state__in=UNDECIDED)
        rows = list(decided.exclude(published_at=None).values_list("pk", "owner", "reached"))
    return [Outcome(str(key), owner, SIZE_UNKNOWN, reached) for key, owner, reached in rows]


def challenges_among(numbers: Collection[int]) -> Iterator[Deal]:
    """Yield the challenges of some numbers that were published, and how far they came."""
    for row in Challenge.objects.filter(pk__in=numbers).exclude(published_at=None):
        solver = row.parties.get("solver", ["", ""])[1]
        yield Deal(row.pk, frozenset({row.owner, solver} - {""}), row.reached)


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits for somebody: to publish, to open, to choose; and what was decided.

    Nothing tells how many proposed.
    """
    if doer.reader.office is Office.EXPERT:
        yield from _to_judge(doer)
        return
    rows = Challenge.objects.for_reader(doer.reader).select_related("definition")
    for row in rows.filter(state__in=STANDING)[:WAITING]:
        seen = SeenChallenge(row, doer.reader)
        verb = next((verb for verb in TOLD if seen.may(verb)), "")
        if verb and (verb != "open" or seen.may_open):
            title = row.standing.workflow.verbs[verb]
            said = {"number": str(row.pk), "verb": title.zh, "verb_en": title.en}
            yield Problem("challenges.waits", details=said)
    if doer.reader.office is Office.FIRM:
        yield from _decided(doer)


def _to_judge(doer: Doer) -> Iterator[Problem]:
    """Yield the challenges an expert has still to judge."""
    rows = Judgement.objects.for_reader(doer.reader).filter(state__in=TO_JUDGE)
    for row in rows.filter(challenge__state=UNDER_REVIEW)[:WAITING]:
        yield Problem("challenges.review_waits", details={"number": str(row.challenge_id)})


def _decided(doer: Doer) -> Iterator[Problem]:
    """Yield the challenges a firm proposed for that were decided of late."""
    mine = Proposal.objects.for_reader(doer.reader).filter(solver=doer.reader.credit_code)
    late = mine.filter(challenge__decided_at__gte=timezone.now() - TOLD_FOR)
    for row in late.exclude(why="")[:WAITING]:
        yield Problem("challenges.decided", details={"number": str(row.challenge_id)})


CHALLENGES = Market(
    MARKET,
    Bilingual("揭榜挂帅", "Challenges"),
    Bilingual(
        "把难题张榜，谁能干就让谁干；方案密封，到期由两位保管人开启。",
        "Pose what you cannot solve to whoever can; proposals stay sealed until two holders open.",
    ),
    "challenges",
    outcomes,
    waiting_for,
)
"""Challenges, and what is proposed for them."""
