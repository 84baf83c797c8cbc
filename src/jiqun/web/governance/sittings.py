"""Rows of meetings, their resolutions, and draws of panels."""

from typing import Any, ClassVar

from django.db import models

from jiqun.base.readers import Reader
from jiqun.governance.meetings import OUTCOMES, POOLS
from jiqun.web.governance.bodies import ABOVE, Body, OfBodies
from jiqun.web.governance.motions import Motion


class Meeting(models.Model):
    """A meeting of a body: called with an agenda; its minutes once it was held."""

    seen_where: ClassVar[str] = ABOVE
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=100)
    day = models.DateField()
    agenda = models.JSONField()
    minutes = models.TextField(blank=True)
    """Kept once, and not rewritten."""

    objects = OfBodies.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"meeting:{self}"


class Resolutions(models.QuerySet["Resolution"]):
    """Resolutions, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Resolutions":
        """Return those of meetings a reader sees."""
        return self.filter(meeting__in=Meeting.objects.for_reader(reader))


class Resolution(models.Model):
    """What a meeting decided; of a motion where it was about one."""

    seen_where: ClassVar[str] = """{everything} = 'yes' OR EXISTS (
        SELECT 1 FROM governance_meeting AS above WHERE above.id = meeting_id)"""
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    motion = models.ForeignKey(
        Motion, models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    number = models.CharField(max_length=100)
    title = models.CharField(max_length=100)
    text = models.TextField()
    outcome = models.CharField(max_length=16)

    objects = Resolutions.as_manager()

    class Meta:
        """As they were entered."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def outcome_title(self) -> Any:
        """How it was decided, in words."""
        return OUTCOMES[self.outcome]


class Draw(models.Model):
    """A panel drawn from a pool that was frozen before anybody knew the seed."""

    seen_where: ClassVar[str] = ABOVE
    body = models.ForeignKey(Body, models.PROTECT, related_name="draws")
    purpose = models.CharField(max_length=100)
    among = models.CharField(max_length=16)
    count = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=100)
    """Where the seed will come from, as it was announced."""
    pool = models.JSONField()
    """Credit codes, frozen when it was announced."""
    announced_on = models.DateField()
    seed = models.CharField(max_length=100, blank=True)
    drawn = models.JSONField(default=list)
    """Credit codes in the order of their lots."""

    objects = OfBodies.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"draw:{self}"

    @property
    def among_title(self) -> Any:
        """Among whom it is drawn, in words."""
        return POOLS[self.among]
