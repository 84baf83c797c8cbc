"""Challenges, the sealed proposals for them, shares on their way, and what a contract delivers."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.exchange.challenges.contracts import DUE, STATES
from jiqun.exchange.challenges.proposing import Proposed, read_proposal
from jiqun.exchange.challenges.publishing import may_propose
from jiqun.exchange.challenges.sealing import HOLDERS
from jiqun.web.casework.clocks import today
from jiqun.web.casework.files import KeptFile
from jiqun.web.casework.models import Process
from jiqun.web.casework.row_policies import slots_seen
from jiqun.web.challenges.enclosure_rows import Enclosure, SealedFile
from jiqun.web.challenges.plan_rows import PlanLine
from jiqun.web.challenges.review_rows import JUDGED, Judgement, judged_by
from jiqun.web.challenges.slots_of import OVER, of_party

__all__ = [
    "Challenge", "Delivery", "Enclosure", "Judgement", "Milestone", "PlanLine", "Proposal",
    "Relay", "SealedFile",
]  # fmt: skip
OPEN = ("published",)
"""States in which proposals are taken, until the deadline."""
SEALED, OPENED, UNREADABLE, WITHDRAWN = "sealed", "opened", "unreadable", "withdrawn"
CHOSEN, NOT_CHOSEN, GONE = "chosen", "not_chosen", "gone"
READABLE = (OPENED, CHOSEN, NOT_CHOSEN, GONE)


class Challenges(models.QuerySet["Challenge"]):
    """Challenges, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Challenges":
        """Return those that were published, and to its parties those that are not."""
        return self.filter(Q(published_at__isnull=False) | of_party(reader))


class Challenge(Process):
    """Something somebody needs solved, and for whom it is open."""

    about = "challenge"
    seen_where = "{everything} = 'yes' OR published_at IS NOT NULL OR " + slots_seen(
        "challenges_challenge"
    )
    told: ClassVar[frozenset[str]] = frozenset(
        (
            "county",
            "deadline",
            "audience",
            "single",
            "reached",
            "key",
            "checks",
            "was_disputed",
            "experts",
            "followed",
            "told_of_all",
        )
    )
    worded: ClassVar[frozenset[str]] = frozenset(
        (
            "title", "firm", "field", "wanted", "terms", "targets", "named", "why", "reference",
            "appeal", "owner_says", "solver_says", "ruling", "criteria", "panel_says", "differs",
        )
    )  # fmt: skip
    owner = models.CharField(max_length=64, db_index=True)
    """A firm's credit code, a county, or the cluster an agency serves."""
    firm = models.CharField(max_length=100)
    """What the owner calls itself."""
    title = models.CharField(max_length=100)
    field = models.CharField(max_length=100)
    wanted = models.TextField()
    terms = models.TextField(blank=True)
    targets = models.JSONField(default=list)
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    """Yuan."""
    deadline = models.DateField(db_index=True)
    """The last day on which proposals are taken."""
    audience = models.CharField(max_length=16)
    named = models.JSONField(default=list)
    single = models.CharField(max_length=16)
    county = models.CharField(max_length=6, db_index=True)
    key = models.CharField(max_length=120, blank=True)
    """The public half of the sealing key; the other is nowhere here."""
    checks = models.JSONField(default=dict)
    """By holder a salted hash of its share, so that a wrong file is told."""
    criteria = models.JSONField(default=list)
    """What experts judge proposals by, with weights, as stated beforehand; empty where none do."""
    experts = models.PositiveSmallIntegerField(default=0)
    """How many experts its panel has."""
    published_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    """When the scores were closed, or the panel was done without."""
    panel_says = models.TextField(blank=True)
    """Why fewer experts judged than were stated, or none."""
    told_of_all = models.JSONField(default=dict)
    """What every solver is told of all scores; empty where that would tell of one."""
    followed = models.BooleanField(null=True)
    """Whether the panel's first was chosen; None where no panel judged."""
    differs = models.TextField(blank=True)
    """Why another than the panel's first was chosen."""
    why = models.TextField(blank=True)
    """Why it was decided as it was: everybody who proposed is told."""
    reached = models.PositiveSmallIntegerField(default=0)
    """How many of chosen, under contract and finished it came to."""
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan by the contract."""
    signed = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    """The contract's number."""
    appeal = models.TextField(blank=True)
    """Why somebody appealed."""
    was_disputed = models.BooleanField(default=False)
    owner_says = models.TextField(blank=True)
    solver_says = models.TextField(blank=True)
    ruling = models.TextField(blank=True)

    objects = Challenges.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def past(self) -> bool:
        """Whether the deadline is over, by the server's day in China."""
        return today() > self.deadline

    @property
    def takes_proposals(self) -> bool:
        """Whether proposals are taken now."""
        return self.state in OPEN and not self.past

    @property
    def wants_panel(self) -> bool:
        """Whether experts have still to judge before anything is chosen."""
        return self.experts > 0 and self.reviewed_at is None

    def is_open_to(self, firm: str) -> bool:
        """Tell whether a firm may propose: neither the owner nor a holder of the key does."""
        parties = [of for slot, (_, of) in self.parties.items() if slot in ("owner", *HOLDERS)]
        open_to = may_propose(firm, self.audience, tuple(self.named), self.county)
        return open_to and firm not in parties


class Proposals(models.QuerySet["Proposal"]):
    """Proposals, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Proposals":
        """Return a solver's own; to the owner those opened, to holders all after the deadline.

        To experts those that they judge, while they are judged.
        """
        if reader.office is Office.EXPERT:
            return self.filter(challenge__in=judged_by(reader), state__in=READABLE)
        above = Challenge.objects.filter(pk=OuterRef("challenge_id"))
        opened = above.filter(of_party(reader, "owner"), opened_at__isnull=False)
        over = above.filter(of_party(reader, *HOLDERS), deadline__lt=today())
        seen = Q(Exists(opened), state__in=READABLE) | Q(Exists(over))
        if reader.office is Office.FIRM:
            seen |= Q(solver=reader.credit_code)
        return self.filter(seen)


class Proposal(models.Model):
    """What a firm proposes: sealed until two holders have opened it, and read from then on.

    Nobody reads a sealed one, and none is counted before the deadline: its key is no number.
    """

    seen_where = f"""{{everything}} = 'yes' OR solver = {{firm}} OR EXISTS (
        SELECT 1 FROM challenges_challenge AS above WHERE above.id = challenge_id
        AND ((above.opened_at IS NOT NULL AND {slots_seen("above", ("owner",))})
            OR ({OVER} AND {slots_seen("above", HOLDERS)}))) OR ({JUDGED})"""  # noqa: S608  # constants
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="proposals")
    solver = models.CharField(max_length=18, db_index=True)
    """The firm's credit code."""
    state = models.CharField(max_length=16, default=SEALED)
    envelope = models.JSONField(null=True, blank=True)
    """What was sealed; None once it was opened, replaced or withdrawn."""
    commitment = models.CharField(max_length=64, blank=True)
    """A hash of what is inside and of a salt that is inside too: an opener cannot change it."""
    plain = models.TextField(blank=True)
    """What was inside, once it is opened."""
    why = models.TextField(blank=True)
    """What the solver is told."""
    result = models.JSONField(default=dict)
    """What the panel gave it, once all scores are closed; its experts' reasons among it."""
    refused = models.JSONField(default=list)
    """Files of it that were not kept when it was opened: of each its name and why."""
    appealed = models.BooleanField(default=False)
    """Whether its firm appealed: once a proposal; ours."""
    times = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    objects = Proposals.as_manager()

    class Meta:
        """One a firm and challenge."""

        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=("challenge", "solver"), name="one_proposal_each"),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"proposal:{self}"

    @property
    def said(self) -> Proposed | None:
        """What it says; None while nobody can read it."""
        return read_proposal(self.plain.encode()) if self.plain else None


class Relays(models.QuerySet["Relay"]):
    """Shares on their way, for the holders alone."""

    def for_reader(self, reader: Reader) -> "Relays":
        """Return those of challenges whose key a reader holds a share of."""
        return self.filter(challenge__in=Challenge.objects.filter(of_party(reader, *HOLDERS)))


class Relay(models.Model):
    """One holder asks another for its share, which comes encrypted to a key of one use."""

    seen_where = f"""{{everything}} = 'yes' OR EXISTS (
        SELECT 1 FROM challenges_challenge AS above WHERE above.id = challenge_id
        AND {slots_seen("above", HOLDERS)})"""  # noqa: S608  # constants
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="relays")
    holder = models.CharField(max_length=16)
    """Who asks."""
    key = models.CharField(max_length=120)
    """The public key of one use; its other half stays in that holder's browser."""
    by = models.CharField(max_length=16, blank=True)
    """Who sent."""
    envelope = models.JSONField(null=True, blank=True)
    at = models.DateTimeField()

    objects = Relays.as_manager()

    class Meta:
        """One a holder and challenge: the last that was asked for."""

        constraints = (
            models.UniqueConstraint(fields=("challenge", "holder"), name="one_relay_each"),
        )

    def __str__(self) -> str:
        return f"{self.challenge_id} {self.holder}"


SIDES = ("owner", "solver", "arbiter")
"""Who sees what was agreed and delivered."""
_SEEN = f"""{{everything}} = 'yes' OR EXISTS (
        SELECT 1 FROM challenges_challenge AS above WHERE above.id = challenge_id
        AND {slots_seen("above", SIDES)})"""  # noqa: S608  # constants


class Milestones(models.QuerySet["Milestone"]):
    """Milestones, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Milestones":
        """Return those of challenges a reader is owner, solver or arbiter of."""
        return self.filter(challenge__in=Challenge.objects.filter(of_party(reader, *SIDES)))


class Milestone(models.Model):
    """A stage of a contract: due on a day, delivered, accepted, paid."""

    seen_where = _SEEN
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="milestones")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="milestones")
    """Whose contract it is of: another solver's has its own."""
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    due = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    """Yuan."""
    state = models.CharField(max_length=16, default=DUE)
    extended = models.PositiveSmallIntegerField(default=0)
    """How often more time was given."""
    said = models.TextField(blank=True)
    """What the solver says of it."""
    answer = models.TextField(blank=True)
    """What the owner answers."""
    paid = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan as recorded; the site moves no money."""
    paid_on = models.DateField(null=True, blank=True)

    objects = Milestones.as_manager()

    class Meta:
        """In their order."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("challenge", "number"), name="one_milestone_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.number}"

    @property
    def title_of_state(self) -> Bilingual:
        """How it stands, and that it is late."""
        late = Bilingual("已逾期，未交付", "late, not delivered")
        return late if self.state == DUE and today() > self.due else STATES[self.state]


class Deliveries(models.QuerySet["Delivery"]):
    """Files, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Deliveries":
        """Return those of challenges a reader is owner, solver or arbiter of."""
        return self.filter(challenge__in=Challenge.objects.filter(of_party(reader, *SIDES)))


class Delivery(KeptFile):
    """A file that shows what was delivered."""

    seen_where: ClassVar[str] = _SEEN
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="deliveries")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="files")

    objects = Deliveries.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def kept_for(self) -> tuple[str, int]:
        """What it is kept for: of no cluster, in its year."""
        return "", self.at.year
