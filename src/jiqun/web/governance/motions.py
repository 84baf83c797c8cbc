"""Rows of motions: themselves, what is said of them, their ballots with roll and sealed votes."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q

from jiqun.base.readers import Office, Reader
from jiqun.governance.ballots import HOLDERS
from jiqun.governance.statutes import MAJORITIES, WITHOUT, Rules
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import Process
from jiqun.web.casework.row_policies import slots_seen
from jiqun.web.governance.bodies import (
    OF_THE_OFFICES,
    Body,
    Member,
    of_a_member,
    of_the_offices,
)

BALLOTING, CLOSED = "balloting", "closed"
DECIDED = ("adopted", "rejected", "fallen", "declined", "carried_out", "given_up")
"""States in which something was decided of a motion: its proposer is told."""


class Motions(models.QuerySet["Motion"]):
    """Motions, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Motions":
        """Return those of an agency's clusters and an office's places; to firms what is discussed.

        A firm sees its own, once they are admitted those of bodies it is a member of, and those on
        whose roll it stands: a member that left keeps its vote, and its receipt.
        """
        seen = of_the_offices(reader)
        if reader.office is Office.FIRM:
            code = reader.credit_code
            mine = Member.objects.filter(body=OuterRef("body_id"), code=code, gone=None)
            voting = Place.objects.filter(motion=OuterRef("pk"), code=code)
            seen |= Q(proposer=code) | Q(Exists(mine), admitted_at__isnull=False)
            seen |= Q(Exists(voting))
        return self.filter(seen)


class Motion(Process):
    """What a firm moves: discussed, voted on, and followed to its result."""

    about = "motion"
    seen_where = f"""{OF_THE_OFFICES} OR proposer = {{firm}}
        OR (admitted_at IS NOT NULL AND {of_a_member("governance_motion.body_id")})
        OR EXISTS (SELECT 1 FROM governance_place AS mine
            WHERE mine.motion_id = governance_motion.id AND mine.code = {{firm}})"""  # noqa: S608  # constants
    told: ClassVar[frozenset[str]] = frozenset(("cluster", "county", "is_sme", "decided_on"))
    worded: ClassVar[frozenset[str]] = frozenset(("title", "text", "firm", "why"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="motions")
    cluster = models.CharField(max_length=64, db_index=True)
    county = models.CharField(max_length=6, db_index=True)
    proposer = models.CharField(max_length=18, db_index=True)
    """The firm's credit code."""
    firm = models.CharField(max_length=100)
    """Its name, as it was a member then."""
    is_sme = models.BooleanField()
    """Whether it was an SME when it moved it."""
    title = models.CharField(max_length=100)
    text = models.TextField()
    admitted_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    """When it was adopted, rejected, fell or was declined."""
    why = models.TextField(blank=True)
    """The last reason given: its proposer is told."""

    objects = Motions.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)


class OfMotions(models.QuerySet[Any]):
    """What hangs on motions, for those who may see these."""

    def for_reader(self, reader: Reader) -> "OfMotions":
        """Return what hangs on the motions a reader sees."""
        return self.filter(motion__in=Motion.objects.for_reader(reader))


_ABOVE = """{everything} = 'yes' OR EXISTS (
        SELECT 1 FROM governance_motion AS above WHERE above.id = motion_id)"""


class Remark(models.Model):
    """What a member or the agency says of a motion, or the agency reports of what came of it."""

    seen_where: ClassVar[str] = _ABOVE
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="remarks")
    name = models.CharField(max_length=100)
    """The member's, or the body's where its agency speaks."""
    is_report = models.BooleanField(default=False)
    text = models.TextField()
    on = models.DateField()

    objects = OfMotions.as_manager()

    class Meta:
        """As they were said."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.pk)


class Ballot(models.Model):
    """A ballot on a motion, with the rules, roll and key it began with.

    While it runs nothing here moves: no count, no state and no time tells that anybody voted.
    """

    seen_where: ClassVar[str] = _ABOVE
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="ballots")
    number = models.PositiveSmallIntegerField()
    """The first is 1; one without a quorum may be followed by another."""
    key = models.CharField(max_length=120)
    """The public half of the sealing key; the other is nowhere here."""
    checks = models.JSONField()
    """By holder a salted hash of its share, so that a wrong file is told."""
    closes = models.DateField()
    """The last day on which votes are taken."""
    quorum = models.PositiveSmallIntegerField()
    without = models.CharField(max_length=16)
    majority = models.CharField(max_length=16)
    roll = models.PositiveIntegerField()
    """How many firms are on it."""
    smes = models.PositiveIntegerField()
    voted = models.PositiveIntegerField(null=True, blank=True)
    """None until it is closed, like everything below."""
    smes_voted = models.PositiveIntegerField(null=True, blank=True)
    yes = models.PositiveIntegerField(null=True, blank=True)
    """None until it is opened, like everything below."""
    no = models.PositiveIntegerField(null=True, blank=True)
    abstain = models.PositiveIntegerField(null=True, blank=True)
    unread = models.PositiveIntegerField(null=True, blank=True)
    annulled = models.BooleanField(default=False)

    objects = OfMotions.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("motion", "number"), name="one_ballot_a_number"),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def rules(self) -> Rules:
        """The statutes' rules of the day it began."""
        return Rules(self.quorum, self.without, self.majority)

    @property
    def without_title(self) -> Any:
        """What follows without a quorum, in words."""
        return WITHOUT[self.without]

    @property
    def majority_title(self) -> Any:
        """What adopts the motion, in words."""
        return MAJORITIES[self.majority]

    @property
    def past(self) -> bool:
        """Whether its last day is over, by the server's day in China."""
        return today() > self.closes


class Places(models.QuerySet["Place"]):
    """Places on rolls, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Places":
        """Return all of a roll to the agency and the offices above, its own to a firm."""
        if reader.office is Office.FIRM:
            return self.filter(code=reader.credit_code)
        return self.filter(of_the_offices(reader))


class Place(models.Model):
    """A firm's place on the roll of a ballot, frozen when it began.

    Its motion, cluster and county stand here too: the row's own line names no other table, so that
    the line of the motion can name this one.
    """

    seen_where: ClassVar[str] = f"{OF_THE_OFFICES} OR code = {{firm}}"
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="places")
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="places")
    cluster = models.CharField(max_length=64, db_index=True)
    county = models.CharField(max_length=6, db_index=True)
    code = models.CharField(max_length=18, db_index=True)
    name = models.CharField(max_length=100)
    is_sme = models.BooleanField()

    objects = Places.as_manager()

    class Meta:
        """By credit code, as they were entered; each firm once."""

        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("ballot", "code"), name="one_place_each"),)

    def __str__(self) -> str:
        return str(self.pk)


def held_by(reader: Reader) -> Motions:
    """Return the motions of whose ballot's key a reader holds a share."""
    party, found = party_of(reader), Q(pk__in=())
    for slot in HOLDERS if party.of else ():
        said = {f"parties__{slot}__0": str(party.office), f"parties__{slot}__1": party.of}
        found |= Q(**said)
    return Motion.objects.filter(found)


class Votes(models.QuerySet["Vote"]):
    """Sealed votes, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Votes":
        """Return a firm's own; to who holds a share of the key all, once the ballot is closed."""
        closed = Q(ballot__voted__isnull=False, ballot__motion__state=CLOSED)
        seen = closed & Q(ballot__motion__in=held_by(reader))
        if reader.office is Office.FIRM:
            seen |= Q(place__code=reader.credit_code)
        return self.filter(seen)


class Vote(models.Model):
    """A place's vote, there empty from the beginning: nothing is added when somebody votes.

    It has no number and no time of its own. A changed vote takes the place of the one before,
    and once the votes were opened, or too few voted, what was sealed is deleted.
    """

    seen_where: ClassVar[str] = f"""{{everything}} = 'yes' OR EXISTS (
        SELECT 1 FROM governance_place AS place WHERE place.id = place_id
        AND place.code = {{firm}}) OR EXISTS (
        SELECT 1 FROM governance_ballot AS ballot
        JOIN governance_motion AS above ON above.id = ballot.motion_id
        WHERE ballot.id = ballot_id AND above.state = 'closed' AND ballot.voted IS NOT NULL
        AND {slots_seen("above", HOLDERS)})"""  # noqa: S608  # constants
    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="vote")
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    envelope = models.JSONField(null=True, blank=True)
    """What was sealed; None where nobody voted, or it was opened or deleted."""
    commitment = models.CharField(max_length=64, blank=True)
    """A hash of the vote's mark and of a salt the voter keeps."""

    objects = Votes.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class OfBallots(models.QuerySet[Any]):
    """What hangs on ballots, for those who may see these."""

    def for_reader(self, reader: Reader) -> "OfBallots":
        """Return what hangs on the ballots a reader sees."""
        return self.filter(ballot__in=Ballot.objects.for_reader(reader))


class Opened(models.Model):
    """What was opened, in the order of the marks, and the hashes of all that was sealed."""

    seen_where: ClassVar[str] = """{everything} = 'yes' OR EXISTS (
        SELECT 1 FROM governance_ballot AS above WHERE above.id = ballot_id)"""
    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="opened")
    lines = models.JSONField(default=list)
    hashes = models.JSONField(default=list)

    objects = OfBallots.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
