"""A firm's assessments of itself: one row each time, kept for the firm."""

from django.db import models

from jiqun.base.readers import Office, Reader


class Assessments(models.QuerySet["Assessment"]):
    """Assessments of firms, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Assessments":
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

    objects = Assessments.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.credit_code} {self.year}"
