"""A call, and an application to it: what the county says of its cluster, cell by cell."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.rules import Programme, programmes
from jiqun.rules.procedures import Procedure
from jiqun.web.accounts.offices import office_title, party_of
from jiqun.web.casework.models import Covered, Drafted, Process, Written
from jiqun.web.recognition.asked import Asked, asked_by

DRAFTED, OPEN = "drafted", "open"
NOTICED = ("on_notice", "decided", "listed")
"""Where an application is in public: its cluster, its county and where it stands, and no more."""
RECOMMENDED = (
    "recommended", "under_review", "scored", "defended", "summarised", *NOTICED,
    "not_selected", "in_cultivation_tier", "objection_upheld",
)  # fmt: skip
"""Where an application takes up a place of its recommender's quota."""


class Calls(models.QuerySet["Call"]):
    """Calls, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Calls":
        """Return the calls a reader sees: those that were issued, and one's own."""
        party = party_of(reader)
        own = Q(office=str(party.office), of=party.of)
        return self.filter(~Q(state=DRAFTED) | own)


class Call(Process):
    """A call for applications under a programme, with its last day and quotas."""

    about = "call"
    programme = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    notice = models.CharField(max_length=100, blank=True)
    """The notice's number."""
    due = models.DateField()
    """The last day to apply."""
    quotas = models.JSONField(default=dict)
    """How many a recommender may name: by kind or region code; null is no limit."""
    procedure = models.JSONField()
    """The parts of the programme's life by which this call runs, as they were when it began."""
    office = models.CharField(max_length=16)
    of = models.CharField(max_length=6, blank=True)
    """Whose call it is."""

    objects = Calls.as_manager()

    class Meta:
        """One call a programme and year, the latest first."""

        ordering = ("-year", "programme")
        constraints = (models.UniqueConstraint(fields=("programme", "year"), name="one_call"),)

    def __str__(self) -> str:
        return f"{self.programme}/{self.year}"

    @property
    def rules(self) -> Programme:
        """The programme, as the catalogue has it."""
        return programmes()[self.programme]

    @property
    def way(self) -> Procedure:
        """How applications to this call become decisions."""
        return Procedure(self.programme, self.procedure)

    @property
    def title(self) -> Bilingual:
        """The programme's title with the year."""
        said = self.rules.title
        return Bilingual(f"{said.zh} {self.year} 年", f"{said.en} {self.year}")

    @property
    def authority(self) -> Bilingual:
        """Whose call it is, in words."""
        return office_title(Office(self.office), self.of)


class Applications(Covered["Application"]):
    """Applications, for those who may see them."""

    def noticed(self) -> "Applications":
        """Return those that everybody may know of: under public notice, decided or listed."""
        return self.filter(state__in=NOTICED)


class Application(Drafted):
    """A cluster's application to a call, wherever it stands."""

    about = "application"
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    """Its place in the recommendation."""
    candidate = models.JSONField(default=dict)
    """The candidate of a discovery run it began with, as its dossier has it."""
    checked_on_site = models.TextField(blank=True)
    """The record of the check on site."""
    summary = models.TextField(blank=True)
    """The panel's summary."""

    objects = Applications.as_manager()

    class Meta:
        """One application a cluster and call."""

        ordering = ("call", "province", "cluster")
        constraints = (models.UniqueConstraint(fields=("call", "cluster"), name="one_application"),)

    def __str__(self) -> str:
        return f"{self.cluster}/{self.call}"

    def over(self, on: date) -> Mapping[str, bool | None]:
        """Tell of each deadline whether it is over: that to apply by is the call's last day."""
        return {**super().over(on), "application": on > self.call.due}

    @property
    def asked_of(self) -> Asked:
        """What the application asks."""
        return asked_by(self.call.rules, self.call.due)

    @property
    def fields(self) -> Collection[str]:
        """Every field of it."""
        return self.asked_of.fields

    def shows_draft_to(self, reader: Reader) -> bool:
        """Tell whether a reader sees answers before they are submitted: who writes them."""
        return reader.office in (Office.COUNTY, Office.AGENCY)


class Answer(Written):
    """One cell of an application: a figure of a year, a statement, a target."""

    longest: ClassVar[Mapping[str, int]] = {**Written.longest, "said": 2000}
    application = models.ForeignKey(Application, models.CASCADE, related_name="cells")
    said = models.TextField(blank=True)

    class Meta:
        """One row a cell."""

        constraints = (
            models.UniqueConstraint(fields=("application", "period", "field"), name="one_answer"),
        )


class Handed(models.Model):
    """An application as it was handed in: what the draft says later does not touch it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="handed")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    """By period and field, what the draft said."""
    person = models.CharField(max_length=36)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The last first."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("application", "number"), name="handed_once"),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.number}"
