"""A firm's activity year by year, kept for the firm; and what of a county's sums is told."""

from django.db import models

from jiqun.base.readers import Office, Reader


class Years(models.QuerySet["CarbonYear"]):
    """What firms keep of themselves, for those who may see it."""

    def for_reader(self, reader: Reader) -> "Years":
        """Return a firm's own, and nobody else's to anybody."""
        if reader.office is Office.FIRM:
            return self.filter(credit_code=reader.credit_code)
        return self.none()


class CarbonYear(models.Model):
    """What a firm burnt and bought in a year, as it said it once.

    What was kept is not changed: a firm that says it anew keeps a further row.
    """

    seen_where = "{everything} = 'yes' OR credit_code = {firm}"
    credit_code = models.CharField(max_length=18, db_index=True)
    name = models.CharField(max_length=100, blank=True)
    year = models.PositiveSmallIntegerField()
    said = models.JSONField(default=dict)
    """The activity, as a file of ``jiqun carbon account`` has it."""
    shared = models.BooleanField(default=False)
    """Whether it takes part in its county's sums."""
    county = models.CharField(max_length=6, blank=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = Years.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.credit_code} {self.year}"


class CarbonTold(models.Model):
    """Which firms' amounts stand behind a sum that a county is told: nobody's to read."""

    seen_where = "{everything} = 'yes'"
    group = models.CharField(max_length=80)
    """The county, and the cluster of those in its list: ``330106/one``, ``330106/`` of the rest."""
    year = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=32)
    counted = models.JSONField(default=dict)
    """What each firm put into the sum that is told."""
    ever = models.JSONField(default=list)
    """Firms that were counted in it at some time: they are counted in no other for the year."""
    earlier = models.JSONField(default=list)
    """What each firm put into it each time it was told, the last one too."""

    class Meta:
        """One a group, year and figure."""

        constraints = (
            models.UniqueConstraint(fields=("group", "year", "figure"), name="one_sum_told"),
        )

    def __str__(self) -> str:
        return f"{self.group} {self.year} {self.figure}"
