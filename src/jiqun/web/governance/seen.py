"""A motion as a reader sees it: what they are in it, and what they may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.governance.ballots import HOLDERS
from jiqun.governance.statutes import AGAIN, MEETING
from jiqun.web.accounts.offices import office_title, party_of
from jiqun.web.governance.models import Ballot, Member, Motion, Place, Remark, Vote
from jiqun.web.governance.motions import BALLOTING
from jiqun.web.governance.moving import AT_MEETING, BY_A_REASON

CLOSING = "close"
"""The step by whose name a reader is offered to close: which of three it is, is counted."""
BY_A_BUTTON = (*BY_A_REASON, CLOSING, "report", "annul")
"""Steps that take a reason at most."""


@dataclass(frozen=True)
class Verb:
    """A step as its page offers it."""

    name: str
    title: Bilingual
    needs_reason: bool


class SeenMotion:
    """A motion as a reader sees it."""

    def __init__(self, row: Motion, reader: Reader) -> None:
        self.row, self.reader = row, reader
        self.standing = row.standing

    @property
    def state(self) -> Bilingual:
        """Where it stands; once the last day is over, that it waits to be closed."""
        if self.row.state == BALLOTING and self.ballot is not None and self.ballot.past:
            return Bilingual("投票日已过，待截止", "voting is over, to be closed")
        return self.standing.standing.title

    @cached_property
    def slots(self) -> set[str]:
        """What the reader is in it."""
        return set(self.standing.slots_of(party_of(self.reader)))

    @cached_property
    def ballots(self) -> list[Ballot]:
        """Its ballots, the last first."""
        return list(self.row.ballots.all())  # whoever sees a motion sees its ballots

    @property
    def ballot(self) -> Ballot | None:
        """The last ballot that was not annulled."""
        return next((ballot for ballot in self.ballots if not ballot.annulled), None)

    def may(self, verb: str) -> bool:
        """Tell whether the reader may take a step now."""
        if verb not in self.standing.verbs_for(party_of(self.reader)):
            return False
        ballot = self.ballot
        if verb == CLOSING:
            return ballot is not None and ballot.past
        if self.row.state == "no_quorum" and ballot is not None:
            return ballot.without == (MEETING if verb in AT_MEETING else AGAIN)
        return True

    @property
    def verbs(self) -> list[Verb]:
        """The steps that take a reason at most, that the reader may take now."""
        return [
            Verb(
                name,
                self.standing.workflow.verbs[name],
                self.standing.table[self.standing.state, name].reason,
            )
            for name in BY_A_BUTTON
            if self.may(name)
        ]

    @cached_property
    def membership(self) -> Member | None:
        """The membership of the firm that reads."""
        if self.reader.office is not Office.FIRM:
            return None
        rows = Member.objects.for_reader(self.reader).filter(body=self.row.body_id, gone=None)
        return rows.filter(code=self.reader.credit_code).first()

    @property
    def sees_body(self) -> bool:
        """Whether the reader may open the body's page: a firm that left sees its motion alone."""
        return self.reader.office is not Office.FIRM or self.membership is not None

    @property
    def may_remark(self) -> bool:
        """Whether the reader may say something of it."""
        speaks = "agency" in self.slots or self.membership is not None
        return speaks and self.row.state == "discussing"

    @property
    def remarks(self) -> Iterable[Remark]:
        """What was said of it, and reported."""
        return list(Remark.objects.for_reader(self.reader).filter(motion=self.row))

    @cached_property
    def place(self) -> Place | None:
        """The place on the last ballot's roll of the firm that reads."""
        if self.reader.office is not Office.FIRM or self.ballot is None:
            return None
        rows = Place.objects.for_reader(self.reader).filter(ballot=self.ballot)
        return rows.filter(code=self.reader.credit_code).first()

    @property
    def may_vote(self) -> bool:
        """Whether the firm that reads may vote now, or change its vote."""
        taken = self.row.state == BALLOTING and self.ballot is not None and not self.ballot.past
        return taken and self.place is not None

    @property
    def has_voted(self) -> bool:
        """Whether the firm that reads voted: told to itself alone."""
        if self.place is None:
            return False
        own = Vote.objects.for_reader(self.reader).filter(place=self.place)
        return own.exclude(commitment="").exists()

    @property
    def holder(self) -> str:
        """As which holder of a share the reader stands; empty where they are none."""
        return next((holder for holder in HOLDERS if holder in self.slots), "")

    @property
    def may_open(self) -> bool:
        """Whether the reader holds a share, and the ballot is closed."""
        return self.may("adopt")

    @property
    def holders(self) -> dict[str, Bilingual]:
        """Who holds a share, in words."""
        parties = self.standing.parties
        return {
            holder: office_title(parties[holder].office, parties[holder].of)
            for holder in HOLDERS
            if holder in parties
        }
