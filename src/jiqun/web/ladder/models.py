"""A firm's assessments of itself, and stages it records: one row each time, kept for the firm."""

from typing import Self, TypeVar

from django.db import models

from jiqun.base.readers import Office, Reader

Row = TypeVar("Row", bound=models.Model)


class Shared(models.QuerySet[Row]):
    """What firms keep of themselves, for those who may see it."""

    def for_reader(self, reader: Reader) -> Self:
        """Return a firm's own, or those that firms share with a county."""
        if reader.office is Office.FIRM:
            return self.filter(credit_code=reader.credit_code)
        if reader.office is Office.COUNTY:
            return self.filter(shared=True, county__in=reader.within)
        return self.none()


class Assessment(models.Model):
    """What a firm answered once. The county it shares with sees its level, and no answer.

    What was kept is not changed: a firm that answers anew keeps a further one.
    """

    shared_by_a_firm = True
    """Rows a firm sees by its credit code, and its county where it shares them."""
    credit_code = models.CharField(max_length=18, db_index=True)
    name = models.CharField(max_length=100, blank=True)
    year = models.PositiveSmallIntegerField()
    """The year it answers for."""
    said = models.JSONField(default=dict)
    """The answers, as a file of ``jiqun digital assess`` has them."""
    shared = models.BooleanField(default=False)
    county = models.CharField(max_length=6, blank=True, db_index=True)
    """The county it shares with."""
    at = models.DateTimeField(auto_now_add=True)

    objects = Shared["Assessment"].as_manager()

    class Meta:
        """The last first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.credit_code} {self.year}"


class Stage(models.Model):
    """A stage of another standard that a firm records; shared as its level is shared."""

    shared_by_a_firm = True
    credit_code = models.CharField(max_length=18, db_index=True)
    standard = models.CharField(max_length=32)
    stage = models.CharField(max_length=16, blank=True)
    """By its name in the catalogue; empty where the score is below the first."""
    score = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    on = models.DateField()
    """The day of the assessment or certificate."""
    certificate = models.CharField(max_length=100, blank=True)
    assessor = models.CharField(max_length=100)
    shared = models.BooleanField(default=False)
    county = models.CharField(max_length=6, blank=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = Shared["Stage"].as_manager()

    class Meta:
        """The last first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.credit_code} {self.standard}:{self.stage}"
