"""Votes as browsers make them: the server reads none, so any ciphertext will do."""

import hashlib
import json
import secrets
from datetime import timedelta

from tests.web.challenges.sealed import envelope

from jiqun.governance.ballots import CHOICES, SEALED_BYTES, counted_as, mark_of
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.governance import balloting
from jiqun.web.governance.models import Ballot, Motion, Vote


class Cast:
    """A vote, with what its voter alone knows."""

    def __init__(self, ballot: Ballot, code: str, choice: str) -> None:
        self.secret, self.blind = secrets.token_bytes(32), secrets.token_bytes(32)
        self.ballot, self.code, self.choice = str(ballot), code, choice
        self.mark = mark_of(self.secret, self.ballot, code, choice)
        self.envelope = envelope(SEALED_BYTES)

    @property
    def posted(self) -> dict[str, str]:
        """What is sent."""
        promised = hashlib.sha256(self.blind + self.mark.encode()).hexdigest()
        return {"envelope": self.envelope, "commitment": promised}

    def counted(self, lines: list[list[str]]) -> str:
        """Return as what the receipt finds the vote counted."""
        return counted_as(self.secret, self.ballot, self.code, lines)


class Box:
    """The votes of a ballot as they were made, to be opened as two holders' browser does."""

    def __init__(self, ballot: Ballot) -> None:
        self.ballot = ballot
        self.made: dict[str, Cast] = {}

    def vote(self, doer: Doer, choice: str) -> Cast:
        """Vote, or vote anew."""
        vote = Cast(self.ballot, doer.reader.credit_code, choice)
        balloting.cast(self.ballot, *vote.posted.values(), doer)
        self.made[json.loads(vote.envelope)["sealed"]] = vote
        return vote

    def opened(self) -> str:
        """Return what a browser sends that opened every envelope there is."""
        lines, unread = [], 0
        for vote in Vote.objects.filter(ballot=self.ballot, envelope__isnull=False):
            made = self.made.get(vote.envelope["sealed"])  # type: ignore[index]
            if made is None or made.choice not in CHOICES:
                unread += 1
            else:
                lines.append([made.mark, made.choice])
        return json.dumps({"lines": lines, "unread": unread})


def over(row: Motion) -> Motion:
    """Let a ballot's last day be over."""
    Ballot.objects.filter(motion=row).update(closes=today() - timedelta(days=1))
    return Motion.objects.get(pk=row.pk)
