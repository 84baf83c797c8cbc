"""A recognition as it stands in the register, and the papers about it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.clusters.recognised import batch_name
from jiqun.clusters.recognition import Recognition as Held
from jiqun.recognition.lives import Countdown, countdown
from jiqun.rules import Programme, programmes
from jiqun.rules.procedures import procedure_of
from jiqun.rules.programmes import NATIONAL
from jiqun.web.accounts.offices import Doer, office_title
from jiqun.web.casework.models import Casework, Covered
from jiqun.web.recognition.models import PLACED, begun_with
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.routes import Party

BATCH_UNKNOWN = 0
"""The batch of a recognition whose source states none."""
REVOKED = "revoked"
WRITERS = (Office.COUNTY, Office.AGENCY)
"""Offices that write papers, and see their drafts."""
ENDED = ("failed", "expired", REVOKED)
"""Where a recognition stands that was ended by a decision."""


def moved_parties(
    case: Casework, parties: Mapping[str, Party], route: Mapping[str, Party]
) -> Mapping[str, Party]:
    """Return who takes part in a case that lies elsewhere: its places' offices follow the route."""
    slots = case.standing.workflow.slots
    placed = {slot: route[slot] for slot in PLACED if slot in route and slot in slots}
    return {**placed, **{slot: party for slot, party in parties.items() if slot not in PLACED}}


class Recognitions(Covered["Recognition"]):
    """Recognitions, for those who may work on them; which there are is everybody's to know."""


class Recognition(Casework):
    """A cluster's recognition under a programme, from the list on."""

    about = "recognition"
    told = frozenset(("since", "until", "uncertain", "targets", "ended", "ground", "perimeter"))
    worded = frozenset(("proposal", "statement", "decision", "profile"))
    programme = models.CharField(max_length=64)
    batch = models.PositiveSmallIntegerField(default=BATCH_UNKNOWN)
    """The year of its call."""
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    """Its first and last day, where they are known."""
    uncertain = models.BooleanField(default=False)
    """Whether nobody knows how the review at its end came out."""
    known = models.BooleanField(default=False)
    """Whether it stands here for the catalogue's facts, not for a call of this installation."""
    citation = models.TextField(blank=True)
    """Where the catalogue has it from."""
    targets = models.JSONField(default=dict)
    """What the cluster set itself in its application: texts by year and figure."""
    ended = models.DateField(null=True)
    """The day it was taken away, or failed its review."""
    ground = models.CharField(max_length=64, blank=True)
    """The ground it was taken away on, as the programme names it."""
    proposal = models.TextField(blank=True)
    """Why it was last proposed to take it away."""
    statement = models.TextField(blank=True)
    """What the county said to that."""
    decision = models.TextField(blank=True)
    """Why it was taken away, left, or set up again."""
    ended_by = models.CharField(max_length=36, blank=True)
    """Who decided so: an appeal is somebody else's to decide."""

    objects = Recognitions.as_manager()

    class Meta:
        """One a cluster, programme and batch; the latest first."""

        ordering = ("-batch", "county", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "cluster", "batch"), name="one_recognition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster}/{self.batch}/{self.programme}"

    @property
    def rules(self) -> Programme:
        """The programme as the catalogue has it; where it is gone, as its call began with it."""
        return programmes().get(self.programme) or begun_with(self.programme, self.batch)

    @property
    def recommended_by(self) -> str:
        """The province whose own programme it is under, which takes Shenzhen's too; else empty."""
        return "" if self.rules.jurisdiction == NATIONAL else self.rules.region

    def routed(
        self, parties: Mapping[str, Party], route: Mapping[str, Party]
    ) -> Mapping[str, Party]:
        """Return who takes part from elsewhere: the authority is its programme's, and stays."""
        return moved_parties(self, parties, route)

    def table(self, name: str) -> Workflow:
        """Return a table of ``catalog/workflows`` as the programme runs it now."""
        return procedure_of(self.rules).table(name)

    @property
    def batch_words(self) -> Bilingual:
        """The batch in words."""
        return batch_name(str(self.batch) if self.batch else "")

    @property
    def authority(self) -> Bilingual:
        """Who recognised it, in words."""
        office, of = self.parties["authority"]
        return office_title(Office(office), of)

    @property
    def stated(self) -> Held:
        """What is stated of it, whatever became of its review."""
        return Held(self.cluster, self.programme, self.batch, self.since, self.until)

    def held(self, on: date) -> Held:
        """Return what it is worth, for the rules of a programme.

        Parameters
        ----------
        on
            The day: where nobody knows how its review came out, its end is unknown once it is over.
        """
        over = self.uncertain and self.until is not None and on > self.until
        found = replace(self.stated, until=None) if over else self.stated
        taken = self.state == REVOKED and self.ended is not None
        return found.revoked(self.ended, self.ground) if taken and self.ended else found

    def clock(self, on: date) -> Countdown:
        """Return how it stands on a day, and how long it lasts."""
        return countdown(self.rules, self.held(on), on)


class Papers(Covered[Any]):
    """Papers about recognitions, for those who may see them."""

    def of_places(self, reader: Reader) -> Self:
        """Return the papers of a reader's places, whether they see them now or not."""
        return super().for_reader(reader)

    def for_reader(self, reader: Reader) -> Self:
        """Return the papers a reader sees: those who review them, once they are handed in."""
        found = self.of_places(reader)
        return found if reader.office in WRITERS else found.exclude(state="draft", handed_on=None)


class Paper(Casework):
    """What is handed in about a recognition, and decided: a report, a review, an appeal."""

    workflow: ClassVar[str]
    """Its table in ``catalog/workflows``."""
    told = frozenset(("handed_on",))
    worded = frozenset(("said", "handed"))
    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="%(class)ss")
    said = models.JSONField(default=dict)
    """What its draft says, by field."""
    handed = models.JSONField(default=dict)
    """What it said when it was last handed in: what everybody but its writers sees."""
    handed_on = models.DateField(null=True)
    """The day it was first handed in."""

    objects = Papers.as_manager()

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def recommended_by(self) -> str:
        """The province-level office that takes it: its recognition's."""
        return self.recognition.recommended_by

    def routed(
        self, parties: Mapping[str, Party], route: Mapping[str, Party]
    ) -> Mapping[str, Party]:
        """Return who takes part from elsewhere: agency and authority stay."""
        return moved_parties(self, parties, route)

    @property
    def counted_from(self) -> date | None:
        """The day its first deadline is counted from; None for the day it is begun."""
        return None

    @property
    def asked_of(self) -> Mapping[str, Bilingual]:
        """What it asks, by field; each kind says its own."""
        return {}

    def faults(self) -> list[Problem]:
        """Return what is missing in its draft or wrong, all at once."""
        return [
            Problem("recognised.not_said", Where(field=name), {"title": t.zh, "title_en": t.en})
            for name, t in self.asked_of.items()
            if not self.said.get(name)
        ]

    def open_to(self, doer: Doer) -> bool:
        """Tell whether somebody writes it now."""
        standing = self.standing
        writing = standing.standing.open_cells != "none"
        return writing and bool(standing.slots_of(doer.party) & standing.standing.writers)

    def shown_to(self, reader: Reader) -> dict[str, str]:
        """Return what a reader sees of it: the draft for its writers, else as handed in."""
        found: dict[str, str] = self.said if reader.office in WRITERS else self.handed
        return found


MATTERS = {
    "lead_industry": Bilingual("主导产业（国民经济行业代码）", "lead industry (GB/T 4754 code)"),
    "perimeter": Bilingual(
        "空间范围（县级区划代码，用逗号分开）", "perimeter (county codes, separated by commas)"
    ),
    "operator": Bilingual("运营管理机构", "operating body"),
    "name": Bilingual("集群名称", "name of the cluster"),
}
"""What can change so that it has to be reported, and how the new state is written."""


class ChangeReport(Paper):
    """A major change of a recognised cluster, reported."""

    about = "change_report"
    workflow = "change_report"
    told = Paper.told | {"matter"}
    worded = Paper.worded | {"was"}
    matter = models.CharField(max_length=16)
    was = models.TextField(blank=True)
    """How it stood when the report was begun."""

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def asked_of(self) -> Mapping[str, Bilingual]:
        """Since when, how it is now, and why."""
        matter = MATTERS[self.matter]
        return {
            "changed": Bilingual("变动日期（年-月-日）", "day of the change (year-month-day)"),
            "now": Bilingual(f"变动后：{matter.zh}", f"now: {matter.en}"),
            "why": Bilingual("变动原因和影响", "why, and what follows from it"),
        }


class Review(Paper):
    """The review of a recognition when it ends."""

    about = "review"
    workflow = "review"
    told = Paper.told | {"year"}
    worded = Paper.worded | {"checked_on_site", "opinion", "decision"}
    year = models.PositiveSmallIntegerField()
    """The year it is held in."""
    checked_on_site = models.TextField(blank=True)
    opinion = models.TextField(blank=True)
    """What the province says of it at its first review."""
    decision = models.TextField(blank=True)
    """Why it passed or failed."""

    class Meta:
        """The last first."""

        ordering = ("-year", "county", "pk")

    def __str__(self) -> str:
        return f"{self.cluster}/{self.year}/{self.pk}"

    @property
    def asked_of(self) -> Mapping[str, Bilingual]:
        """The county's own account, and what became of the targets."""
        return {
            "account": Bilingual("三年发展情况自述", "the county's account of the three years"),
            "targets": Bilingual("三年目标完成情况", "what became of the targets"),
        }


class Appeal(Paper):
    """A county's appeal against a revocation, a failed review, or a lapse."""

    about = "appeal"
    workflow = "appeal"
    told = Paper.told | {"against", "decided"}
    worded = Paper.worded | {"opinion", "decision"}
    against = models.CharField(max_length=16)
    """How the recognition was ended: ``revoked``, ``failed`` or ``expired``."""
    decided = models.DateField()
    """The day it was."""
    opinion = models.TextField(blank=True)
    """What the province says."""
    decision = models.TextField(blank=True)
    """Why it was upheld, dismissed or not admitted."""

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def counted_from(self) -> date:
        """The time to appeal runs from the decision."""
        return self.decided

    @property
    def asked_of(self) -> Mapping[str, Bilingual]:
        """What the county says against the decision."""
        return {
            "text": Bilingual("申诉理由和依据", "grounds of the appeal, and what supports them")
        }
