"""A case is one cluster's filing of one year; its cells are a draft until they are submitted."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Q

from jiqun.base.forms import form_for
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import office_title
from jiqun.web.casework.files import KeptFile
from jiqun.web.casework.models import Casework, Covered, Drafted, Written, moment_said

VALUES, PREVIOUS = "values", "previous"
PERIODS = [(VALUES, VALUES), (PREVIOUS, PREVIOUS)]
WAITS = [("answer", "answer"), ("asker", "asker"), ("", "settled")]
WRITERS = (Office.COUNTY, Office.AGENCY)
"""Offices that see a draft; the others see what was submitted."""


class Cases(Covered["Case"]):
    """Filings, for those who may see them."""

    def counted(self) -> "Cases":
        """Return the cases with the number of their questions that are not settled."""
        unsettled = Q(questions__isnull=False) & ~Q(questions__waits="")
        return self.annotate(unsettled=Count("questions", filter=unsettled))


class Case(Drafted):
    """The filing of a cluster for a year, wherever it stands."""

    about = "filing"
    told = frozenset(("profile",))
    year = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=64)
    form_version = models.CharField(max_length=16)
    known_sha256 = models.CharField(max_length=64, blank=True)
    """The accepted submission this case knows of; another one in the workspace is an import."""
    listed = models.BooleanField(default=False)
    """Whether the draft has a list of firms of its own; else the cluster's stored one stands."""
    accepting = models.UUIDField(null=True, blank=True)
    """The event by which it is being accepted: set before the workspace is written to."""

    objects = Cases.as_manager()

    class Meta:
        """One case a cluster and year."""

        ordering = ("-year", "cluster")
        constraints = (models.UniqueConstraint(fields=("cluster", "year"), name="one_case"),)

    def __str__(self) -> str:
        return f"{self.cluster}/{self.year}"

    @classmethod
    def cells_in(cls, said: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        """Return what a list of firms came to, put into cells to be confirmed."""
        suggested: Mapping[str, str] = said.get("suggested", {})
        counted = {"status": "", "reason": "", "confirmed": False}
        return {f"{VALUES}.{name}": {"said": text, **counted} for name, text in suggested.items()}

    @property
    def has_signed_scan(self) -> bool:
        """Whether a scan under seal, with its signer, is beside it."""
        return self.evidence.exclude(signer="").exists()

    @property
    def underway(self) -> UUID | None:
        """The event by which it is being accepted just now."""
        return self.accepting

    @property
    def fields(self) -> Collection[str]:
        """The fields of its form."""
        return form_for(self.form, self.year).fields.keys()

    @property
    def ties(self) -> list[tuple[str, ...]]:
        """The fields that one check of its form holds together, check by check."""
        form = form_for(self.form, self.year)
        distinct = [(field, *of) for field, of in form.distinct_counts]
        return [*form.parts, *form.nesting, *distinct]

    def shows_draft_to(self, reader: Reader) -> bool:
        """Tell whether a reader sees cells before they are submitted: who writes them."""
        return reader.office in WRITERS


class Cell(Written):
    """One cell of a draft: what it means is read by the same checks as a file's."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="cells")
    period = models.CharField(max_length=8, choices=PERIODS)

    class Meta:
        """One row a cell, whatever is in it."""

        constraints = (
            models.UniqueConstraint(fields=("case", "period", "field"), name="one_cell"),
        )


class Submitted(models.Model):
    """What was submitted, as it was: later changes of the draft do not touch it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="submissions")
    number = models.PositiveIntegerField()
    profile = models.JSONField()
    cells = models.JSONField()
    """By period and field, what the draft said."""
    firms = models.JSONField(null=True)
    """The list of firms that went with it, row by row; None where it had none of its own."""
    warnings = models.JSONField(default=list)
    person = models.CharField(max_length=36)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The last first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="submitted_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class FirmLines(models.QuerySet["FirmLine"]):
    """Lines of lists of firms, for those who may see them."""

    def for_reader(self, reader: Reader) -> "FirmLines":
        """Return a firm's own lines, or those of the cases somebody fills in."""
        if reader.office is Office.FIRM:
            return self.filter(credit_code=reader.credit_code, invited__isnull=False)
        if reader.office not in WRITERS:
            return self.none()
        return self.filter(case__in=Case.objects.for_reader(reader))


class FirmLine(models.Model):
    """A firm's line in the list of a draft: what the county says, and beside it what the firm says.

    Both are kept as said, column by column; what they mean is read as a file's row is.
    """

    of_a_firm = True
    """Rows a firm sees by its credit code."""
    case = models.ForeignKey(Case, models.CASCADE, related_name="firms")
    number = models.PositiveIntegerField()
    credit_code = models.CharField(max_length=18, db_index=True)
    said = models.JSONField(default=dict)
    """The county's line; empty where only the firm was asked."""
    supplied = models.JSONField(default=dict)
    """What the firm proposes; empty once it is taken over, and before there is any."""
    source = models.CharField(max_length=16, blank=True)
    """Who supplied the county's line: ``roster``, ``workbook`` or ``firm``."""
    invited = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    """When the firm last said something."""

    objects = FirmLines.as_manager()

    class Meta:
        """In the order of the list."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="one_firm_line"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.credit_code}"

    @property
    def name(self) -> str:
        """The firm's name, as the county or the firm has it."""
        return str(self.said.get("name") or self.supplied.get("name") or "")


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


class Evidence(KeptFile):
    """A file beside a case or one of its fields."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence")
    field = models.CharField(max_length=64, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    """Who signed it, where it is a scan under seal."""

    objects = EvidenceFiles.as_manager()

    class Meta:
        """In the order they were added."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.sha256[:12]}"

    @property
    def kept_for(self) -> tuple[str, int]:
        """Of which cluster it is, and of which year."""
        return self.case.cluster, self.case.year


class HandedOver(Casework):
    """A case as it was when it went over to the office of another county.

    Those it left read this and nothing of what came afterwards; it is kept apart from the case, so
    that it lies where the case lay, for query sets and row policies alike.
    """

    about = "handed_over"
    year = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=64)
    form_version = models.CharField(max_length=16)
    successor = models.CharField(max_length=6)
    """The county that files since."""
    kept = models.JSONField()
    """What its writers and its reviewers saw: cells, firms, threads and files."""
    why = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    objects = Covered.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.cluster}/{self.year}"

    @property
    def when(self) -> str:
        """The day and minute in China."""
        return moment_said(self.at)
