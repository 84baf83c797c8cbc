"""Joint projects, their partners, what is recorded of them, and what outsiders are told."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jiqun.base.readers import Office, Reader
from jiqun.exchange.cooperation.kinds import kind_named
from jiqun.exchange.cooperation.terms import SIZE_WORDS
from jiqun.web.casework.models import Process, in_places_of
from jiqun.web.casework.row_policies import PLACES

LEAD = "lead"
MOST_PARTNERS = 10
"""Of one project, the lead among them; ours."""
SLOTS = (LEAD, *(f"partner_{number}" for number in range(2, MOST_PARTNERS + 1)))
"""The slots of partners in the workflow ``cooperation``."""
ASKING, INVITED, AGREED, LEFT, FALLEN = "asking", "invited", "agreed", "left", "fallen"
DECLINED, TAKEN_BACK, TURNED_DOWN, WITHDRAWN = "declined", "taken_back", "turned_down", "withdrawn"
IN = (INVITED, AGREED)
"""States of partners who take part."""
RECORDED, CONFIRMED, REJECTED = "recorded", "confirmed", "rejected"
COUNTS = ("under_way", "finished")
"""States of projects whose confirmed results count."""
_MINE = """({alias}.lead = {firm} OR EXISTS (SELECT 1 FROM jsonb_each({alias}.parties)
        AS slot(name, party) WHERE slot.name <> 'county'
        AND slot.party = jsonb_build_array('firm', {firm})))"""
_SETTLED = f"""(({{alias}}.was_disputed OR {{alias}}.claimed_by <> '')
        AND {PLACES.replace("(county,", "({alias}.county,")})"""


def _seen(alias: str) -> str:
    """Return the SQL of whether a reader is a partner, or the county that has to decide."""
    return f"({_MINE} OR {_SETTLED})".replace("{alias}", alias)


SEEN_ABOVE = f"""{{everything}} = 'yes' OR EXISTS (
        SELECT 1 FROM cooperation_project AS above WHERE above.id = project_id
        AND {_seen("above")})"""  # noqa: S608  # constants


class Projects(models.QuerySet["Project"]):
    """Projects, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Projects":
        """Return a partner's own; to a county what it settles: disputes, and who leads."""
        if reader.office is Office.FIRM:
            return self.filter(of_partner(reader.credit_code))
        if reader.office is Office.COUNTY:
            asked = Q(was_disputed=True) | ~Q(claimed_by="")
            return self.filter(asked, in_places_of(reader))
        return self.none()


def of_partner(code: str) -> Q:
    """Return what selects projects in which a firm fills a slot."""
    found = Q(lead=code)
    for slot in SLOTS[1:]:
        is_mine = {f"parties__{slot}__1": code}
        found |= Q(**is_mine)
    return found


class Project(Process):
    """Something firms and institutes undertake together, and the text they agree to."""

    about = "cooperation"
    seen_where = "{everything} = 'yes' OR " + _seen("cooperation_project")
    told: ClassVar[frozenset[str]] = frozenset(
        ("kind", "county", "version", "posted", "named", "counted", "reached", "was_disputed",
         "industry", "claimed_by", "lead")
    )  # fmt: skip
    worded: ClassVar[frozenset[str]] = frozenset(
        ("title", "aim", "shares", "steps", "said_outside", "need", "outcome", "why", "says",
         "ruling", "claim", "claim_answer")
    )  # fmt: skip
    lead = models.CharField(max_length=18, db_index=True)
    """The credit code of who proposed it."""
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=100)
    aim = models.TextField()
    shares = models.TextField()
    steps = models.JSONField(default=list)
    said_outside = models.TextField(blank=True)
    """What outsiders may read, once all agreed to it."""
    named = models.BooleanField(default=False)
    """Whether they are told who the partners are."""
    counted = models.BooleanField(default=False)
    """Whether confirmed results are told to the counties of the owners' clusters."""
    need = models.TextField(blank=True)
    posted = models.BooleanField(default=False)
    """Whether what is looked for is shown to everybody."""
    industry = models.CharField(max_length=4, blank=True)
    county = models.CharField(max_length=6, db_index=True)
    """The lead's, whose office settles disputes."""
    version = models.PositiveIntegerField(default=1)
    """Of the text: each change makes the next, which everybody is asked to agree to."""
    reached = models.PositiveSmallIntegerField(default=0)
    """How many of joined, begun and finished it came to."""
    begun_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    why = models.TextField(blank=True)
    """Why it was ended or cancelled."""
    was_disputed = models.BooleanField(default=False)
    says = models.JSONField(default=dict)
    """By slot what each side says of the dispute."""
    ruling = models.TextField(blank=True)
    claimed_by = models.CharField(max_length=18, blank=True)
    """Who reported that the lead is gone and would lead: until the lead or its county answers."""
    claim = models.TextField(blank=True)
    claim_answer = models.TextField(blank=True)

    objects = Projects.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)

    def free_slot(self) -> str:
        """Return a slot nobody fills; empty where all are filled."""
        return next((slot for slot in SLOTS if slot not in self.parties), "")


class Partners(models.QuerySet["Partner"]):
    """Partners, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Partners":
        """Return those of projects a reader sees, and a firm's own."""
        seen = Q(project__in=Project.objects.for_reader(reader))
        if reader.office is Office.FIRM:
            seen |= Q(code=reader.credit_code)
        return self.filter(seen)

    def inside(self) -> "Partners":
        """Return those who take part."""
        return self.filter(state__in=IN)


class Partner(models.Model):
    """A firm or institute in a project: invited, asking to join, agreed, gone."""

    seen_where = SEEN_ABOVE + " OR code = {firm}"
    project = models.ForeignKey(Project, models.PROTECT, related_name="partners")
    code = models.CharField(max_length=18, db_index=True)
    """Its credit code."""
    slot = models.CharField(max_length=16, blank=True)
    """Its slot in the workflow; empty where it is not, or no more, in it."""
    name = models.CharField(max_length=100, blank=True)
    size = models.CharField(max_length=16)
    county = models.CharField(max_length=6, blank=True)
    brings = models.TextField(blank=True)
    """What it brings, or why it asks to join."""
    state = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=0)
    """The version of the text it agreed to; nought: to none."""
    why = models.TextField(blank=True)
    at = models.DateTimeField(auto_now=True)

    objects = Partners.as_manager()

    class Meta:
        """The lead first; each firm or institute once."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="one_partner_each"),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"partner:{self}"

    @property
    def is_in(self) -> bool:
        """Whether it takes part."""
        return self.state in IN

    @property
    def size_title(self) -> Any:
        """What it is, in words."""
        return SIZE_WORDS[self.size]


class Entries(models.QuerySet["Entry"]):
    """Entries, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Entries":
        """Return those of projects a reader sees."""
        return self.filter(project__in=Project.objects.for_reader(reader))


class Entry(models.Model):
    """Money, people, a step or a result: recorded by one partner, confirmed by another."""

    seen_where = SEEN_ABOVE
    project = models.ForeignKey(Project, models.PROTECT, related_name="entries")
    by = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=16, default=RECORDED)
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=100, blank=True)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan."""
    persons = models.PositiveIntegerField(null=True, blank=True)
    months = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    level = models.CharField(max_length=32, blank=True)
    number = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=100, blank=True)
    also = models.CharField(max_length=100, blank=True)
    """Of a patent the other of its two numbers, the application's and the publication's."""
    also_key = models.CharField(max_length=100, blank=True)
    check_said = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=16, blank=True)
    day = models.DateField(null=True, blank=True)
    owners = models.JSONField(default=dict)
    """By credit code the size of each owner."""
    why = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = Entries.as_manager()

    class Meta:
        """As they were recorded."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.pk)


class Notices(models.QuerySet["Notice"]):
    """What outsiders are told."""

    def for_reader(self, reader: Reader) -> "Notices":
        """Return all: a notice holds only what everybody may read."""
        del reader  # whoever it is
        return self.all()


class Notice(models.Model):
    """What everybody may read of a project: the need its lead posts, or what all agreed to tell."""

    """Rows are everybody's by what they are: no policy is drawn over them."""
    project = models.OneToOneField(Project, models.CASCADE, related_name="notice")
    is_need = models.BooleanField()
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=100)
    text = models.TextField()
    industry = models.CharField(max_length=4, blank=True)
    county = models.CharField(max_length=6)
    names = models.JSONField(default=list)
    lead = models.CharField(max_length=18)
    """For the matcher: nobody is matched with themselves. Never shown."""
    state = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now=True)

    objects = Notices.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-project_id",)

    def __str__(self) -> str:
        return str(self.project_id)

    @property
    def number(self) -> int:
        """The project's number."""
        return int(self.project_id)

    @property
    def name(self) -> str:
        """What lists of what fits call it."""
        return self.title

    @property
    def firm(self) -> str:
        """Who is named beside it."""
        return "、".join(self.names)

    @property
    def kind_title(self) -> Any:
        """The kind in words."""
        return kind_named(self.kind).title


class Cards(models.QuerySet["Card"]):
    """Cards, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Cards":
        """Return those shown, and a firm's own."""
        own = Q(code=reader.credit_code) if reader.office is Office.FIRM else Q(pk__in=())
        return self.filter(Q(shown=True) | own)


class Card(models.Model):
    """What a firm or institute brings into projects: one each, shown while it likes."""

    seen_where = "{everything} = 'yes' OR shown OR code = {firm}"
    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100)
    size = models.CharField(max_length=16)
    county = models.CharField(max_length=6)
    brings = models.TextField()
    kinds = models.JSONField(default=list)
    industries = models.JSONField(default=list)
    shown = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now=True)

    objects = Cards.as_manager()

    class Meta:
        """The last changed first."""

        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"card:{self}"

    @property
    def kind_titles(self) -> Iterable[Any]:
        """The kinds of projects it joins, in words."""
        return [kind_named(name).title for name in self.kinds]

    @property
    def size_title(self) -> Any:
        """What it is, in words."""
        return SIZE_WORDS[self.size]
