"""A case is one cluster's filing of one year; its cells are a draft until they are submitted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import office_title
from jiqun.workflow.cases import Case as Standing
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.routes import Party

VALUES, PREVIOUS = "values", "previous"
PERIODS = [(VALUES, VALUES), (PREVIOUS, PREVIOUS)]
WAITS = [("answer", "answer"), ("asker", "asker"), ("", "settled")]
WRITERS = (Office.COUNTY, Office.AGENCY)
"""Offices that see a draft; the others see what was submitted."""


_workflows: dict[str, Workflow] = {}
"""Workflows by their version, taken apart once for all their cases."""


class Definition(models.Model):
    """A workflow as it was when a case began with it, kept once under its hash."""

    version = models.CharField(max_length=64, primary_key=True)
    workflow = models.CharField(max_length=64)
    content = models.JSONField()

    def __str__(self) -> str:
        return f"{self.workflow} {self.version[:12]}"


class Cases(models.QuerySet["Case"]):
    """Cases, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Cases":
        """Return the cases a reader sees: of their regions, or of the clusters they serve."""
        seen = Q(pk__in=())
        if reader.office in (Office.NATION, Office.PROVINCE, Office.PREFECTURE, Office.COUNTY):
            seen = _beginning_with(reader.within) & ~_beginning_with(reader.without)
        if reader.office is Office.PROVINCE:  # a city of its own quota in its province's programme
            seen |= Q(province=reader.within[0].ljust(6, "0"))
        return self.filter(seen | Q(cluster__in=sorted(reader.clusters)))

    def counted(self) -> "Cases":
        """Return the cases with the number of their questions that are not settled."""
        unsettled = Q(questions__isnull=False) & ~Q(questions__waits="")
        return self.annotate(unsettled=Count("questions", filter=unsettled))


def _beginning_with(prefixes: Iterable[str]) -> Q:
    found = Q(pk__in=())
    for prefix in prefixes:
        found |= Q(county__startswith=prefix)
    return found


class Case(models.Model):
    """The filing of a cluster for a year, wherever it stands."""

    cluster = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    county = models.CharField(max_length=6, db_index=True)
    """The county that submits: whose prefix decides who sees the case."""
    province = models.CharField(max_length=6, db_index=True)
    """The office in the province's place that takes it."""
    perimeter = models.TextField(default="")
    """Every county of the cluster, each after a blank."""
    profile = models.JSONField()
    form = models.CharField(max_length=64)
    form_version = models.CharField(max_length=16)
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
    known_sha256 = models.CharField(max_length=64, blank=True)
    """The accepted submission this case knows of; another one in the workspace is an import."""
    accepting = models.UUIDField(null=True, blank=True)
    """The event by which it is being accepted: set before the workspace is written to."""
    opened = models.DateTimeField(auto_now_add=True)
    moved = models.DateTimeField(auto_now_add=True)
    """When its state last changed."""

    objects = Cases.as_manager()

    class Meta:
        """One case a cluster and year."""

        ordering = ("-year", "cluster")
        constraints = (models.UniqueConstraint(fields=("cluster", "year"), name="one_case"),)

    def __str__(self) -> str:
        return f"{self.cluster}/{self.year}"

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"filing:{self}"

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

    def shows_draft_to(self, reader: Reader) -> bool:
        """Tell whether a reader sees cells before they are submitted: who writes them."""
        return reader.office in WRITERS


class Cell(models.Model):
    """One cell of a draft, as said: what it means is read by the same checks as a file's."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="cells")
    period = models.CharField(max_length=8, choices=PERIODS)
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
        """One row a cell, whatever is in it."""

        constraints = (
            models.UniqueConstraint(fields=("case", "period", "field"), name="one_cell"),
        )

    def __str__(self) -> str:
        return f"{self.period}.{self.field}"

    @property
    def content(self) -> dict[str, Any]:
        """What somebody can set."""
        return {name: getattr(self, name) for name in ("said", "status", "reason", "note")}

    @property
    def empty(self) -> bool:
        """Whether nothing is said in it."""
        return not self.said and not self.status


class Submitted(models.Model):
    """What was submitted, as it was: later changes of the draft do not touch it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="submissions")
    number = models.PositiveIntegerField()
    profile = models.JSONField()
    cells = models.JSONField()
    """By period and field, what the draft said."""
    warnings = models.JSONField(default=list)
    person = models.CharField(max_length=36)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The last first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="submitted_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Question(models.Model):
    """A thread on one cell: what somebody who reviews asks, and what is answered in place."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="questions")
    period = models.CharField(max_length=8, choices=PERIODS)
    field = models.CharField(max_length=64)
    office = models.CharField(max_length=16)
    of = models.CharField(max_length=64, blank=True)
    """The office that asks, as the case's parties have it."""
    waits = models.CharField(max_length=8, choices=WAITS, blank=True)
    """What it waits for: an answer, or that whoever asked looks at it; empty once it is settled."""

    class Meta:
        """In the order they were asked."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.period}.{self.field}"


class Remark(models.Model):
    """One thing said in a thread; kept as it was said."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="remarks")
    office = models.CharField(max_length=16)
    of = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=36, blank=True)
    name = models.CharField(max_length=150, blank=True)
    """What the person was called then."""
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order they were said."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.question_id} {self.at}"

    @property
    def when(self) -> str:
        """The day and minute in China."""
        return moment_said(self.at)

    @property
    def by(self) -> Bilingual:
        """As what office it was said."""
        return office_title(Office(self.office), self.of)


class EvidenceFiles(models.QuerySet["Evidence"]):
    """Files kept beside filings."""

    def submitted_by(self, at: datetime | None) -> "EvidenceFiles":
        """Return the files that went on with a submission, and those reviewers added."""
        reviewers = ~Q(office__in=[str(office) for office in WRITERS])
        return self.filter(reviewers | Q(at__lte=at)) if at else self.filter(reviewers)


class Evidence(models.Model):
    """A file beside a case or one of its fields; its content is kept under its hash."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence")
    field = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    signer = models.CharField(max_length=200, blank=True)
    """Who signed it, where it is a scan under seal."""
    office = models.CharField(max_length=16)
    of = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=36, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = EvidenceFiles.as_manager()

    class Meta:
        """In the order they were added."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.sha256[:12]}"

    @property
    def when(self) -> str:
        """The day and minute in China."""
        return moment_said(self.at)

    @property
    def by(self) -> Bilingual:
        """As what office it was added."""
        return office_title(Office(self.office), self.of)


def moment_said(at: datetime) -> str:
    """Say a moment as the day and minute in China."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
