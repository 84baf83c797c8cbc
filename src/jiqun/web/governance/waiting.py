"""What waits for somebody in promotion bodies, and what is told: never who voted, or how."""

from collections.abc import Iterator
from datetime import timedelta

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.governance.models import Motion
from jiqun.web.governance.motions import BALLOTING, DECIDED
from jiqun.web.governance.seen import CLOSING, SeenMotion

WAITING = 50
"""Motions that are told one by one; the letter counts the rest."""
TOLD_FOR = timedelta(days=14)
"""How long a proposer is told what came of a motion; ours."""
OPEN = ("submitted", BALLOTING, "closed", "no_quorum", "adopted")
TOLD = ("admit", CLOSING, "adopt", "open_ballot", "adopt_at_meeting", "carry_out")
"""Steps that are told as waiting, the first that can be taken."""
OPENING = "adopt"
"""The step by which a holder is told that votes can be opened: which it will be, nobody knows."""
OPENED = Bilingual("与另一位保管人一起开票", "open the votes with another holder")


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits for an agency or a holder; to a firm what it may vote on, and its results.

    A firm is told of a ballot whether it voted or not: a letter tells nobody that it did.
    """
    reader = doer.reader
    if reader.office not in (Office.FIRM, Office.AGENCY, Office.PROVINCE):
        return
    rows = Motion.objects.for_reader(reader).filter(state__in=OPEN)
    for row in rows.select_related("definition").prefetch_related("ballots")[:WAITING]:
        seen = SeenMotion(row, reader)
        number = str(row.pk)
        if seen.may_vote and seen.ballot is not None:
            day = seen.ballot.closes.isoformat()
            yield Problem("governance.votes_taken", details={"number": number, "day": day})
        verb = next((verb for verb in TOLD if seen.may(verb)), "")
        if verb:
            title = OPENED if verb == OPENING else row.standing.workflow.verbs[verb]
            said = {"number": number, "verb": title.zh, "verb_en": title.en}
            yield Problem("governance.waits", details=said)
    if reader.office is Office.FIRM:
        yield from _decided(doer)


def _decided(doer: Doer) -> Iterator[Problem]:
    """Yield what came of what a firm moved."""
    rows = Motion.objects.for_reader(doer.reader).filter(proposer=doer.reader.credit_code)
    since = today() - TOLD_FOR
    for row in rows.filter(state__in=DECIDED, moved__date__gte=since)[:WAITING]:
        state = row.standing.standing.title
        said = {"number": str(row.pk), "state": state.zh, "state_en": state.en}
        yield Problem("governance.decided", details=said)
