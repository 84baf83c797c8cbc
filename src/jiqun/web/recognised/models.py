"""A recognition as it stands in the register."""

from datetime import date

from django.db import models

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.clusters.recognised import batch_name
from jiqun.clusters.recognition import Recognition as Held
from jiqun.recognition.lives import Countdown, countdown
from jiqun.rules import Programme, programmes
from jiqun.rules.procedures import procedure_of
from jiqun.web.accounts.offices import office_title
from jiqun.web.casework.models import Casework, Covered
from jiqun.web.recognition.models import begun_with
from jiqun.workflow.definitions import Workflow

BATCH_UNKNOWN = 0
"""The batch of a recognition whose source states none."""
REVOKED = "revoked"
ENDED = ("failed", "expired", REVOKED)
"""Where a recognition stands that was ended by a decision."""


class Recognitions(Covered["Recognition"]):
    """Recognitions, for those who may work on them; which there are is everybody's to know."""


class Recognition(Casework):
    """A cluster's recognition under a programme, from the list on."""

    about = "recognition"
    programme = models.CharField(max_length=64)
    batch = models.PositiveSmallIntegerField(default=BATCH_UNKNOWN)
    """The year of its call."""
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    """Its first and last day, where they are known."""
    uncertain = models.BooleanField(default=False)
    """Whether nobody knows how the review at its end came out."""
    known = models.BooleanField(default=False)
    """Whether it stands here for the catalogue's facts, not for a call of this installation."""
    citation = models.TextField(blank=True)
    """Where the catalogue has it from."""
    targets = models.JSONField(default=dict)
    """What the cluster set itself in its application: texts by year and figure."""
    ended = models.DateField(null=True)
    """The day it was taken away, or failed its review."""
    ground = models.CharField(max_length=64, blank=True)
    """The ground it was taken away on, as the programme names it."""
    ended_by = models.CharField(max_length=36, blank=True)
    """Who decided so: an appeal is somebody else's to decide."""

    objects = Recognitions.as_manager()

    class Meta:
        """One a cluster, programme and batch; the latest first."""

        ordering = ("-batch", "county", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "cluster", "batch"), name="one_recognition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster}/{self.batch}/{self.programme}"

    @property
    def rules(self) -> Programme:
        """The programme as the catalogue has it; where it is gone, as its call began with it."""
        return programmes().get(self.programme) or begun_with(self.programme, self.batch)

    def table(self, name: str) -> Workflow:
        """Return a table of ``catalog/workflows`` as the programme runs it now."""
        return procedure_of(self.rules).table(name)

    @property
    def batch_words(self) -> Bilingual:
        """The batch in words."""
        return batch_name(str(self.batch) if self.batch else "")

    @property
    def authority(self) -> Bilingual:
        """Who recognised it, in words."""
        office, of = self.parties["authority"]
        return office_title(Office(office), of)

    def held(self, on: date) -> Held:
        """Return what it is worth, for the rules of a programme.

        Parameters
        ----------
        on
            The day: where nobody knows how its review came out, its end is unknown once it is over.
        """
        over = self.uncertain and self.until is not None and on > self.until
        until = None if over else self.until
        found = Held(self.cluster, self.programme, self.batch, self.since, until)
        taken = self.state == REVOKED and self.ended is not None
        return found.revoked(self.ended, self.ground) if taken and self.ended else found

    def clock(self, on: date) -> Countdown:
        """Return how it stands on a day, and how long it lasts."""
        return countdown(self.rules, self.held(on), on)
