"""What every case has, whatever it is about: who takes part, whose turn it is, what runs out when.

A room's case is a subclass of :class:`Casework`: a filing, an application, a review; what is of no
one cluster, such as a call, is one of :class:`Process`.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import clocks_of
from jiqun.workflow.calendars import calendars
from jiqun.workflow.cases import Case as Standing
from jiqun.workflow.cases import open_cells
from jiqun.workflow.deadlines import over_on
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


def said_parties(parties: Mapping[str, Party]) -> dict[str, list[str]]:
    """Return who takes part as a row keeps it."""
    return {slot: [str(party.office), party.of] for slot, party in parties.items()}


def opening_of(
    workflow: Workflow, parties: Mapping[str, Party], standing: Standing
) -> dict[str, Any]:
    """Return what a row keeps of the workflow it begins with.

    Parameters
    ----------
    workflow
        The workflow as it is now; the row keeps it by its hash.
    parties
        Who takes part.
    standing
        Where the case stands once it was opened.
    """
    return {
        "definition": kept_definition(workflow),
        "parties": said_parties(parties),
        "state": standing.state,
        "holder": standing.holder,
    }


def in_places_of(reader: Reader) -> Q:
    """Return what selects the rows whose county lies in a reader's places."""
    return _beginning_with(reader.within) & ~_beginning_with(reader.without)


class Covered(models.QuerySet["Row"]):
    """Cases, for those who may see them."""

    def for_reader(self, reader: Reader) -> Self:
        """Return the cases a reader sees: of their regions, or of the clusters they serve."""
        seen = Q(pk__in=())
        if reader.office in REGIONAL:
            seen = in_places_of(reader)
        if reader.office is Office.PROVINCE:  # a city of its own quota in its province's programme
            seen |= Q(province=reader.within[0].ljust(6, "0"))
        return self.filter(seen | Q(cluster__in=sorted(reader.clusters)))


def _beginning_with(prefixes: Iterable[str]) -> Q:
    found = Q(pk__in=())
    for prefix in prefixes:
        found |= Q(county__startswith=prefix)
    return found


class Process(models.Model):
    """Something that goes from office to office by a workflow, wherever it stands."""

    about: ClassVar[str]
    """What such processes are called in the event log."""
    told: ClassVar[frozenset[str]] = frozenset()
    """Further columns that the event log tells of, where a step changes them."""
    worded: ClassVar[frozenset[str]] = frozenset()
    """The same of columns that are somebody's own words: the log only commits to them."""
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
    def underway(self) -> UUID | None:
        """The event of a step that has begun: until it ends, nothing else moves it."""
        return None

    @property
    def standing(self) -> Standing:
        """Where it stands, as the workflow knows it, with the definition it began with."""
        kept = self.definition
        parties = {slot: Party(Office(office), of) for slot, (office, of) in self.parties.items()}
        workflow = _workflows.setdefault(kept.version, Workflow(kept.workflow, kept.content))
        return Standing(workflow, parties, self.state, self.revision)

    def over(self, on: date) -> Mapping[str, bool | None]:
        """Tell of each of its deadlines whether it is over; None where that is not known."""
        return over_on(clocks_of(self.clocks), calendars(), on)


class Casework(Process):
    """A case of a cluster."""

    cluster = models.CharField(max_length=64)
    county = models.CharField(max_length=6, db_index=True)
    """The county that submits: whose prefix decides who sees the case."""
    province = models.CharField(max_length=6, db_index=True)
    """The office in the province's place that takes it."""
    perimeter = models.TextField(default="")
    """Every county of the cluster, each after a blank."""
    profile = models.JSONField()

    class Meta:
        """No table of its own."""

        abstract = True

    def routed(
        self, parties: Mapping[str, Party], route: Mapping[str, Party]
    ) -> Mapping[str, Party]:
        """Return who takes part once the case lies elsewhere.

        Parameters
        ----------
        parties
            Those of now.
        route
            Those of a filing from there.
        """
        kept = {slot: party for slot, party in parties.items() if slot == "agency"}
        return {**route, **kept}

    @property
    def recommended_by(self) -> str:
        """The province-level office that takes it, where it is not the one its place suggests."""
        return ""

    @property
    def name(self) -> str:
        """The cluster's name."""
        return str(self.profile["name"])


class Drafted(Casework):
    """A case with a draft: cells under the name ``cells``, of a subclass of :class:`Written`."""

    cells: "models.Manager[Any]"

    class Meta:
        """No table of its own."""

        abstract = True

    @classmethod
    def cells_in(cls, said: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        """Return what an event that is no save says of cells, cell by cell."""
        del said
        return {}

    @property
    def fields(self) -> Collection[str]:
        """Every field there is."""
        return ()

    @property
    def ties(self) -> Iterable[Collection[str]]:
        """The fields that one check holds together, check by check."""
        return ()

    def open_to(self, doer: Doer) -> frozenset[str]:
        """Return the fields that somebody may change now."""
        standing = self.standing
        if not standing.slots_of(doer.party) & standing.standing.writers:
            return frozenset()
        return open_cells(standing.standing, self.fields, self.asked, self.ties)


Row = TypeVar("Row", bound=Casework)


class Written(models.Model):
    """A cell of a draft, as said, with the version that says whether somebody saved it since."""

    longest: ClassVar[Mapping[str, int]] = {"said": 200, "status": 20, "reason": 1000, "note": 1000}
    """How many characters each of its texts may have."""
    period = models.CharField(max_length=8)
    field = models.CharField(max_length=64)
    said = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=16, blank=True)
    """Who supplied it: ``filed``, ``carried``, ``roster``, ``workbook``, or a person by hand."""
    confirmed = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    person = models.CharField(max_length=36, blank=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.period}.{self.field}"

    @classmethod
    def longest_of(cls, field: str) -> Mapping[str, int]:
        """Return how many characters each text of a field's cell may have."""
        del field  # those of most kinds are all alike
        return cls.longest

    @property
    def content(self) -> dict[str, Any]:
        """What somebody can set."""
        return {name: getattr(self, name) for name in self.longest}

    @property
    def texts(self) -> frozenset[str]:
        """Which of its contents are somebody's own words: the event log only commits to them."""
        return frozenset(("reason", "note"))

    @property
    def empty(self) -> bool:
        """Whether nothing is said in it."""
        return not self.said and not self.status


def moment_said(at: datetime) -> str:
    """Say a moment as the day and minute in China."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
