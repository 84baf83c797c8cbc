"""What every case has, whatever it is about: who takes part, whose turn it is, what runs out when.

A room's case is a subclass of :class:`Casework`: a filing, an application, a review.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jiqun.base.readers import Office, Reader
from jiqun.workflow.cases import Case as Standing
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.routes import Party

REGIONAL = (Office.NATION, Office.PROVINCE, Office.PREFECTURE, Office.COUNTY)
"""Offices that see the cases of their regions."""

_workflows: dict[str, Workflow] = {}
"""Workflows by their version, taken apart once for all their cases."""


class Definition(models.Model):
    """A workflow as it was when a case began with it, kept once under its hash."""

    version = models.CharField(max_length=64, primary_key=True)
    workflow = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        """The table's name is older than the room."""

        db_table = "filing_definition"

    def __str__(self) -> str:
        return f"{self.workflow} {self.version[:12]}"


def kept_definition(workflow: Workflow) -> Definition:
    """Return the row that keeps a workflow as it is now."""
    said = {"workflow": workflow.id, "content": dict(workflow.content)}
    kept, _ = Definition.objects.get_or_create(version=workflow.version, defaults=said)
    return kept


class Covered(models.QuerySet["Row"]):
    """Cases, for those who may see them."""

    def for_reader(self, reader: Reader) -> Self:
        """Return the cases a reader sees: of their regions, or of the clusters they serve."""
        seen = Q(pk__in=())
        if reader.office in REGIONAL:
            seen = _beginning_with(reader.within) & ~_beginning_with(reader.without)
        if reader.office is Office.PROVINCE:  # a city of its own quota in its province's programme
            seen |= Q(province=reader.within[0].ljust(6, "0"))
        return self.filter(seen | Q(cluster__in=sorted(reader.clusters)))


def _beginning_with(prefixes: Iterable[str]) -> Q:
    found = Q(pk__in=())
    for prefix in prefixes:
        found |= Q(county__startswith=prefix)
    return found


class Casework(models.Model):
    """A case of a cluster, wherever it stands."""

    about: ClassVar[str]
    """What such cases are called in the event log."""
    cluster = models.CharField(max_length=64)
    county = models.CharField(max_length=6, db_index=True)
    """The county that submits: whose prefix decides who sees the case."""
    province = models.CharField(max_length=6, db_index=True)
    """The office in the province's place that takes it."""
    perimeter = models.TextField(default="")
    """Every county of the cluster, each after a blank."""
    profile = models.JSONField()
    definition = models.ForeignKey(Definition, models.PROTECT)
    parties = models.JSONField()
    state = models.CharField(max_length=32, db_index=True)
    holder = models.CharField(max_length=16, db_index=True)
    revision = models.PositiveIntegerField(default=1)
    clocks = models.JSONField(default=dict)
    asked = models.JSONField(default=list)
    """The fields the last return asks about."""
    reason = models.TextField(blank=True)
    """Why it was last returned or taken up for correction."""
    opened = models.DateTimeField(auto_now_add=True)
    moved = models.DateTimeField(auto_now_add=True)
    """When its state last changed."""

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"{self.about}:{self}"

    @property
    def has_signed_scan(self) -> bool:
        """Whether a scan under seal, with its signer, is beside it."""
        return False

    @property
    def standing(self) -> Standing:
        """The case as the workflow knows it, with the definition it began with."""
        kept = self.definition
        parties = {slot: Party(Office(office), of) for slot, (office, of) in self.parties.items()}
        workflow = _workflows.setdefault(kept.version, Workflow(kept.workflow, kept.content))
        return Standing(workflow, parties, self.state, self.revision)

    @property
    def name(self) -> str:
        """The cluster's name."""
        return str(self.profile["name"])


Row = TypeVar("Row", bound=Casework)


def moment_said(at: datetime) -> str:
    """Say a moment as the day and minute in China."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
