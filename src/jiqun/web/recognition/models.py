"""A call, and an application to it: what the county says of its cluster, cell by cell."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.rules import Programme, programmes
from jiqun.rules.procedures import Procedure
from jiqun.rules.programmes import NATIONAL
from jiqun.web.accounts.offices import office_title, party_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import Covered, Drafted, Process, Written
from jiqun.web.panels.models import JUDGING, WAITING, Judge, Part
from jiqun.web.recognition.asked import ABOUT, FIRMS, STATEMENT, Asked, asked_by
from jiqun.web.recognition.begun import programme_of
from jiqun.web.recognition.exhibit_rows import Exhibit
from jiqun.web.recognition.objection_rows import Objection, Objector
from jiqun.web.recognition.paper_rows import Entered, Issued
from jiqun.workflow.routes import Party

__all__ = (
    "JUDGING", "WAITING", "Answer", "Application", "Call", "Entered", "Exhibit", "Handed", "Issued",
    "Judge", "Objection", "Objector", "Opinion",
)  # fmt: skip
PLACED = ("county", "prefecture", "province")
"""Slots that follow from where an application lies."""
DRAFTED, OPEN, CANCELLED = "drafted", "open", "cancelled"
NOTICED = ("on_notice", "decided", "listed")
"""Where an application is in public: its cluster, its county and where it stands, and no more."""
RECOMMENDED = (
    "recommended", "under_review", "scored", "defended", "summarised", *NOTICED,
    "not_selected", "in_cultivation_tier", "objection_upheld",
)  # fmt: skip
"""Where an application takes up a place of its recommender's quota."""
LONGEST_LIST = 400_000
"""Characters of a list of firms: some eight thousand of them."""
RANKED = (
    "scored", "defended", "summarised", *NOTICED, "not_selected", "in_cultivation_tier",
)  # fmt: skip
"""Where an application is in the running for a place: its scores are closed, and it stands."""


class Calls(models.QuerySet["Call"]):
    """Calls, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Calls":
        """Return the calls a reader sees: those that were issued, and one's own."""
        party = party_of(reader)
        own = Q(office=str(party.office), of=party.of)
        return self.exclude(~own & (Q(state=DRAFTED) | Q(state=CANCELLED, issued=None)))

    def of(self, programme: str, year: int) -> "Calls":
        """Return the calls under a programme for a year, the last that was drafted first."""
        return self.filter(programme=programme, year=year).order_by("-number")


class Call(Process):
    """A call for applications under a programme, with its last day and quotas."""

    about = "call"
    programme = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    """Which call of the year's: the second where the first was cancelled."""
    notice = models.CharField(max_length=100, blank=True)
    """The notice's number."""
    issued = models.DateField(null=True, blank=True)
    """The day it was issued; of what never was, only its authority knows."""
    due = models.DateField()
    """The last day to apply."""
    quotas = models.JSONField(default=dict)
    """How many a recommender may name: by kind or region code; null is no limit."""
    procedure = models.JSONField()
    """The parts of the programme's life by which this call runs, as they were when it began."""
    begun = models.JSONField(default=dict)
    """The programme as a whole, as it was when the call began; empty for one of before."""
    selection = models.JSONField(default=dict)
    """The published rule of selection: ``threshold``, ``seed``, ``places``, where stated."""
    office = models.CharField(max_length=16)
    of = models.CharField(max_length=6, blank=True)
    """Whose call it is."""

    objects = Calls.as_manager()

    class Meta:
        """One call a programme and year, but for those that were cancelled; the latest first."""

        ordering = ("-year", "programme", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "year"), condition=~Q(state=CANCELLED), name="one_call"
            ),
            models.UniqueConstraint(
                fields=("programme", "year", "number"), name="one_call_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}/{self.year}{f'/{self.number}' if self.number > 1 else ''}"

    def over(self, on: date) -> Mapping[str, bool | None]:
        """Tell of each deadline whether it is over: that to apply by is the call's last day."""
        return {**super().over(on), "application": on > self.due}

    @property
    def is_past_due(self) -> bool:
        """Whether its last day to apply is over."""
        return self.due < today()

    @property
    def is_cancelled(self) -> bool:
        """Whether it takes nothing any more."""
        return self.state == CANCELLED

    @property
    def rules(self) -> Programme:
        """The programme as the catalogue has it; where it is gone, as the call began with it."""
        return programmes().get(self.programme) or self.begun_with

    @cached_property
    def begun_with(self) -> Programme:
        """The programme as the call began with it; as the catalogue has it where none was kept."""
        known = None if self.begun else programmes().get(self.programme)
        return known or programme_of(self.begun, self.programme)

    @property
    def recommended_by(self) -> str:
        """The province whose own programme it is, which takes Shenzhen's too; else empty."""
        return "" if self.rules.jurisdiction == NATIONAL else self.rules.region

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
    def asked_of(self) -> Asked:
        """What an application to it asks."""
        return asked_by(self.begun_with, self.due)

    @property
    def authority(self) -> Bilingual:
        """Whose call it is, in words."""
        return office_title(Office(self.office), self.of)


def begun_with(programme: str, year: int) -> Programme:
    """Return the programme of a year's call as the call began with it; its name alone without."""
    call = Call.objects.of(programme, year).first()
    return call.begun_with if call else programme_of({}, programme)


class Applications(Covered["Application"]):
    """Applications, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Applications":
        """Return the applications a reader sees: an expert's are those they judge."""
        if reader.office is not Office.EXPERT:
            return super().for_reader(reader)
        judging = {"opinions__expert__in": sorted(reader.cases), "opinions__state__in": JUDGING}
        return self.filter(**judging)

    def noticed(self) -> "Applications":
        """Return those that everybody may know of: under public notice, decided or listed."""
        return self.filter(state__in=NOTICED)


class Application(Drafted):
    """A cluster's application to a call, wherever it stands."""

    about = "application"
    worded = frozenset(("checked_on_site", "defence", "summary", "grounds"))
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    """Its place in the recommendation."""
    candidate = models.JSONField(default=dict)
    """The candidate of a discovery run it began with, as its dossier has it."""
    checked_on_site = models.TextField(blank=True)
    """The record of the check on site."""
    summary = models.TextField(blank=True)
    """The panel's summary."""
    defence = models.TextField(blank=True)
    """The record of the defence before the experts."""
    grounds = models.TextField(blank=True)
    """Why it was given notice where no rule decides: no scheme, no quota, a tie."""

    objects = Applications.as_manager()

    class Meta:
        """One application a cluster and call."""

        ordering = ("call", "province", "cluster")
        constraints = (models.UniqueConstraint(fields=("call", "cluster"), name="one_application"),)

    def __str__(self) -> str:
        return f"{self.cluster}/{self.call}"

    def over(self, on: date) -> Mapping[str, bool | None]:
        """Tell of each deadline whether it is over: that to apply by is the call's last day."""
        return {**super().over(on), "application": on > self.call.due or self.call.is_cancelled}

    @property
    def recommended_by(self) -> str:
        """The province-level office that takes it, where it is not the one its place suggests."""
        return self.call.recommended_by

    def routed(
        self, parties: Mapping[str, Party], route: Mapping[str, Party]
    ) -> Mapping[str, Party]:
        """Return who takes part from elsewhere: the authority is the call's, and stays."""
        placed = {slot: party for slot, party in route.items() if slot in PLACED}
        kept = {slot: party for slot, party in parties.items() if slot in ("agency", "authority")}
        return {**placed, **kept}

    @property
    def asked_of(self) -> Asked:
        """What the application asks."""
        return self.call.asked_of

    @property
    def fields(self) -> Collection[str]:
        """Every field of it."""
        return self.asked_of.fields

    def shows_draft_to(self, reader: Reader) -> bool:
        """Tell whether a reader sees answers before they are submitted: who writes them."""
        return reader.office in (Office.COUNTY, Office.AGENCY)


class Answer(Written):
    """One cell of an application: a figure of a year, a statement, a target, a list of firms."""

    longest: ClassVar[Mapping[str, int]] = {**Written.longest, "said": 2000}
    application = models.ForeignKey(Application, models.CASCADE, related_name="cells")
    said = models.TextField(blank=True)

    class Meta:
        """One row a cell."""

        constraints = (
            models.UniqueConstraint(fields=("application", "period", "field"), name="one_answer"),
        )

    @classmethod
    def longest_of(cls, field: str) -> Mapping[str, int]:
        """Return how many characters each text may have: a list of firms is long."""
        return {**cls.longest, "said": LONGEST_LIST} if field == FIRMS else cls.longest

    @property
    def texts(self) -> frozenset[str]:
        """Which of its contents are somebody's own words: of a statement, what it says too."""
        said = {"said"} if self.period in (STATEMENT, ABOUT) else set()
        return super().texts | said


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


class Opinions(models.QuerySet["Opinion"]):
    """Experts' parts in applications, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Opinions":
        """Return an expert's own, or those of the calls an office makes."""
        if reader.office is Office.EXPERT:
            return self.filter(expert__in=sorted(reader.cases), state__in=JUDGING)
        party = party_of(reader)
        if reader.office not in (Office.NATION, Office.PROVINCE):
            return self.none()
        calls = Call.objects.filter(office=str(party.office), of=party.of)
        return self.filter(application__call__in=calls)


class Opinion(Part):
    """An expert's part in an application."""

    about = "opinion"
    of_an_expert = "application"
    """Rows an expert sees by their uid, and with them this case above."""
    application = models.ForeignKey(Application, models.CASCADE, related_name="opinions")
    authority = models.CharField(max_length=32)
    """Who invited: ``nation`` or ``province:330000``."""
    remark = models.TextField(blank=True)

    objects = Opinions.as_manager()

    class Meta:
        """An expert has one part in an application."""

        ordering = ("application", "pk")
        constraints = (
            models.UniqueConstraint(fields=("application", "judge"), name="one_opinion"),
        )

    def __str__(self) -> str:
        return f"{self.application_id}/{self.pk}"
