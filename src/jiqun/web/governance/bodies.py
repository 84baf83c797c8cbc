"""Rows of a promotion body: itself, its statutes, its members and who speaks for them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from jiqun.base.readers import Office, Reader
from jiqun.governance.members import KINDS, SIZE_WORDS, is_sme
from jiqun.governance.statutes import MAJORITIES, WITHOUT, Rules
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import REGIONAL, in_places_of
from jiqun.web.casework.row_policies import PLACES

OF_THE_OFFICES = f"{{everything}} = 'yes' OR cluster IN ({{clusters}}) OR {PLACES}"
"""Which rows: of the clusters an agency serves, or of an office's places."""


def of_a_member(column: str) -> str:
    """Return the SQL of whether the firm that reads is a member of the body a column names."""
    return f"""EXISTS (SELECT 1 FROM governance_member AS mine
        WHERE mine.body_id = {column} AND mine.code = {{firm}} AND mine.gone IS NULL)"""  # noqa: S608  # constants


def of_the_offices(reader: Reader) -> Q:
    """Return what selects rows with a cluster and a county that an agency or an office covers."""
    seen = Q(cluster__in=sorted(reader.clusters))
    return seen | in_places_of(reader) if reader.office in REGIONAL else seen


class Bodies(models.QuerySet["Body"]):
    """Bodies, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Bodies":
        """Return those of an agency's clusters, of an office's places, of a firm's memberships."""
        seen = of_the_offices(reader)
        if reader.office is Office.FIRM:
            own = Member.objects.filter(body=OuterRef("pk"), code=reader.credit_code, gone=None)
            seen |= Q(Exists(own))
        return self.filter(seen)


class Body(models.Model):
    """The promotion body of a cluster: one each."""

    seen_where: ClassVar[str] = f"""{OF_THE_OFFICES} OR {of_a_member("governance_body.id")}
        OR EXISTS (SELECT 1 FROM governance_motion AS moved
            WHERE moved.body_id = governance_body.id)"""  # noqa: S608  # constants
    """Whose motion is seen, its name stands on the motion's page, to a member that left too."""
    cluster = models.CharField(max_length=64, unique=True)
    county = models.CharField(max_length=6, db_index=True)
    name = models.CharField(max_length=100)
    founded = models.DateField()

    objects = Bodies.as_manager()

    class Meta:
        """By name."""

        ordering = ("name", "pk")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"body:{self}"


class OfBodies(models.QuerySet[Any]):
    """What hangs on bodies, for those who may see these."""

    def for_reader(self, reader: Reader) -> "OfBodies":
        """Return what hangs on the bodies a reader sees."""
        return self.filter(body__in=Body.objects.for_reader(reader))


ABOVE = """{everything} = 'yes' OR EXISTS (
        SELECT 1 FROM governance_body AS above WHERE above.id = body_id)"""
"""Which rows of a table that hangs on a body: those whose body is seen."""


class Statute(models.Model):
    """Statutes as a dated text: kept as they were, followed by the next."""

    seen_where: ClassVar[str] = ABOVE
    body = models.ForeignKey(Body, models.PROTECT, related_name="statutes")
    text = models.TextField()
    document = models.CharField(max_length=100)
    """By what they were adopted."""
    since = models.DateField()
    quorum = models.PositiveSmallIntegerField()
    without = models.CharField(max_length=16)
    majority = models.CharField(max_length=16)

    objects = OfBodies.as_manager()

    class Meta:
        """The last first; one a day."""

        ordering = ("-since",)
        constraints = (models.UniqueConstraint(fields=("body", "since"), name="one_statute_a_day"),)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def rules(self) -> Rules:
        """What they say of ballots."""
        return Rules(self.quorum, self.without, self.majority)

    @property
    def without_title(self) -> Any:
        """What follows without a quorum, in words."""
        return WITHOUT[self.without]

    @property
    def majority_title(self) -> Any:
        """What adopts a motion, in words."""
        return MAJORITIES[self.majority]


class Members(models.QuerySet["Member"]):
    """Members, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Members":
        """Return those of an agency's clusters and an office's places; to a firm itself."""
        seen = of_the_offices(reader)
        if reader.office is Office.FIRM:
            seen |= Q(code=reader.credit_code)
        return self.filter(seen)

    def there(self) -> "Members":
        """Return those that have not gone."""
        return self.filter(gone=None)


class Member(models.Model):
    """A firm, association or institute in a body, from one day until another.

    Its cluster and county stand here too: the row's own line names no other table, so that the
    line of the body can name this one.
    """

    seen_where: ClassVar[str] = f"{OF_THE_OFFICES} OR code = {{firm}}"
    body = models.ForeignKey(Body, models.PROTECT, related_name="members")
    cluster = models.CharField(max_length=64, db_index=True)
    county = models.CharField(max_length=6, db_index=True)
    code = models.CharField(max_length=18, db_index=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=16)
    size = models.CharField(max_length=16)
    since = models.DateField()
    gone = models.DateField(null=True, blank=True)
    why = models.TextField(blank=True)
    """Why it left."""

    objects = Members.as_manager()

    class Meta:
        """By name; each once, while it is there."""

        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "code"), condition=Q(gone=None), name="one_member_each"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"member:{self}"

    @property
    def is_sme(self) -> bool:
        """Whether it counts towards the quorum."""
        return is_sme(self.kind, self.size)

    @property
    def kind_title(self) -> Any:
        """What it is, in words: a firm by its size."""
        return SIZE_WORDS[self.size] if self.kind == "firm" else KINDS[self.kind]

    def to_be_forgotten(self) -> "Mandates":
        """Return its mandates that are over and still name somebody; with it, all are."""
        named: Mandates = Mandate.objects.filter(member=self).exclude(name="")
        return named if self.gone else named.filter(until__lt=today())


class Mandates(models.QuerySet["Mandate"]):
    """Mandates, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Mandates":
        """Return those of members a reader sees."""
        return self.filter(member__in=Member.objects.for_reader(reader))


class Mandate(models.Model):
    """Who speaks for a member, from when until when, by which document."""

    seen_where: ClassVar[str] = """{everything} = 'yes' OR EXISTS (
        SELECT 1 FROM governance_member AS above WHERE above.id = member_id)"""
    member = models.ForeignKey(Member, models.PROTECT, related_name="mandates")
    name = models.CharField(max_length=100, blank=True)
    """The person's; taken out again once the mandate is over and somebody asks for it."""
    role = models.CharField(max_length=100)
    document = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = Mandates.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        return str(self.pk)
