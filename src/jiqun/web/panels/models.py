"""Experts, and what an expert's part is made of: in an application, or in a challenge."""

from django.db import models

from jiqun.base.readers import Office, Reader
from jiqun.web.casework.models import Process

JUDGING = ("invited", "scoring", "scored")
"""Where an expert's part stands: later they see nothing of what they judged."""
WAITING = ("invited", "scoring")
"""Where an expert has still to do something."""
SCORED, CONFLICTED = "scored", "conflicted"


class Judges(models.QuerySet["Judge"]):
    """Experts, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Judges":
        """Return an expert's own row, or every one for an office that recognises."""
        if reader.office is Office.EXPERT:
            return self.filter(expert__in=sorted(reader.cases))
        return self if reader.office in (Office.NATION, Office.PROVINCE) else self.none()


class Judge(models.Model):
    """An expert, with what they say of themselves before anybody invites them."""

    expert = models.CharField(max_length=36, unique=True)
    """The person's uid."""
    name = models.CharField(max_length=64)
    firms = models.JSONField(default=list)
    """Credit codes of what they own, lead or speak for."""
    employers = models.JSONField(default=list)
    """Credit codes or names of whom they work for or worked for."""
    holds_as = models.JSONField(default=list)
    """Names they hold shares under."""
    stated = models.DateTimeField(auto_now=True)

    objects = Judges.as_manager()

    class Meta:
        """By name; the table is older than this room."""

        db_table = "recognition_judge"
        ordering = ("name", "expert")

    def __str__(self) -> str:
        return self.expert


class Part(Process):
    """An expert's part in what a panel judges: invited, scored, declined, stood aside, replaced."""

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="%(class)ss")
    expert = models.CharField(max_length=36, db_index=True)
    """The judge's person: what a row's policy compares."""
    sheet = models.JSONField(default=dict)
    """Scores as decimal text; empty before they are given."""

    class Meta:
        """No table of its own."""

        abstract = True
