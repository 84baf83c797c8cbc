"""Lines of a cluster's technology plan."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiqun.base.readers import Reader
from jiqun.web.casework.models import REGIONAL, in_places_of
from jiqun.web.casework.row_policies import PLACES

KEPT = "plan"


class PlanLines(models.QuerySet["PlanLine"]):
    """Lines, for those who may see them."""

    def for_reader(self, reader: Reader) -> "PlanLines":
        """Return those of a reader's places, or of the clusters they serve."""
        seen = Q(cluster__in=sorted(reader.clusters))
        return self.filter(seen | in_places_of(reader) if reader.office in REGIONAL else seen)


class PlanLine(models.Model):
    """A line of the roadmap, of the list of difficulties, or of the pool of projects."""

    seen_where: ClassVar[str] = f"{{everything}} = 'yes' OR cluster IN ({{clusters}}) OR {PLACES}"
    cluster = models.CharField(max_length=64, db_index=True)
    county = models.CharField(max_length=6, db_index=True)
    kind = models.CharField(max_length=16)
    field = models.CharField(max_length=100)
    text = models.TextField()
    since = models.PositiveSmallIntegerField()
    until = models.PositiveSmallIntegerField()
    challenge = models.ForeignKey(
        "challenges.Challenge", models.PROTECT, null=True, blank=True, related_name="lines"
    )
    """What was posed of it."""
    removed = models.BooleanField(default=False)

    objects = PlanLines.as_manager()

    class Meta:
        """By years, then as they were written."""

        ordering = ("since", "pk")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"{KEPT}:{self}"
