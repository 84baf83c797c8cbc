"""Solutions that providers offer, and the requests of firms for them."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jiqun.base.readers import Office, Reader
from jiqun.web.casework.models import Process, in_places_of
from jiqun.web.casework.row_policies import PLACES

LISTED = "listed"
OPEN = ("asked", "accepted", "dealt", "disputed")
"""States in which a request is not over."""
OFFICES = (Office.COUNTY, Office.PROVINCE)
"""Offices that look at solutions of their places."""


class Solutions(models.QuerySet["Solution"]):
    """Solutions, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Solutions":
        """Return those listed, a provider's own, an office's, and those of requests one sees."""
        asked = Q(pk__in=Request.objects.for_reader(reader).values("solution"))
        return self.filter(Q(state=LISTED) | own(reader) | _looked_at(reader) | asked)


def own(reader: Reader) -> Q:
    """Return what selects a provider's own solutions."""
    if reader.office is Office.FIRM:
        return Q(provider=reader.credit_code)
    return Q(provider__in=sorted(reader.clusters))


def _looked_at(reader: Reader) -> Q:
    return in_places_of(reader) if reader.office in OFFICES else Q(pk__in=())


class Solution(Process):
    """A light digital solution."""

    about = "solution"
    seen_where = f"""{{everything}} = 'yes' OR state = 'listed' OR provider = {{firm}}
        OR provider IN ({{clusters}}) OR {PLACES}
        OR EXISTS (SELECT 1 FROM solutions_request AS asked
            WHERE asked.solution_id = solutions_solution.id)"""  # noqa: S608  # constants
    told: ClassVar[frozenset[str]] = frozenset(("scenes", "industries", "effort", "county"))
    worded: ClassVar[frozenset[str]] = frozenset(
        ("name", "firm", "summary", "prerequisites", "source", "certificates", "answer")
    )
    provider = models.CharField(max_length=64, db_index=True)
    """A firm's credit code, or the cluster an agency serves."""
    firm = models.CharField(max_length=100)
    """What the provider calls itself."""
    name = models.CharField(max_length=100)
    summary = models.TextField(blank=True)
    prerequisites = models.TextField(blank=True)
    source = models.TextField(blank=True)
    """Where what it says can be read in public."""
    certificates = models.JSONField(default=list)
    scenes = models.JSONField()
    industries = models.JSONField(default=list)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """The least it costs, in yuan; None: to be agreed."""
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    county = models.CharField(max_length=6, db_index=True)
    answer = models.TextField(blank=True)
    """Why it was returned."""

    objects = Solutions.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)


class Requests(models.QuerySet["Request"]):
    """Requests, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Requests":
        """Return a firm's or provider's own; to a county the disputes it settles."""
        if reader.office is Office.FIRM:
            return self.filter(Q(asker=reader.credit_code) | Q(provider=reader.credit_code))
        if reader.office is Office.AGENCY:
            return self.filter(provider__in=sorted(reader.clusters))
        if reader.office is Office.COUNTY:
            return self.filter(in_places_of(reader), was_disputed=True)
        return self.none()


class Request(Process):
    """A firm's request for a solution, and what came of it."""

    about = "solution_request"
    seen_where = f"""{{everything}} = 'yes' OR asker = {{firm}} OR provider = {{firm}}
        OR provider IN ({{clusters}}) OR (was_disputed AND {PLACES})"""
    told: ClassVar[frozenset[str]] = frozenset(("reached", "was_disputed", "size"))
    worded: ClassVar[frozenset[str]] = frozenset(
        ("answer", "outcome", "asker_says", "provider_says", "ruling", "before", "after", "scenes")
    )
    solution = models.ForeignKey(Solution, models.PROTECT, related_name="requests")
    asker = models.CharField(max_length=18, db_index=True)
    """The firm's credit code."""
    firm = models.CharField(max_length=100)
    """What the firm calls itself."""
    provider = models.CharField(max_length=64, db_index=True)
    county = models.CharField(max_length=6, db_index=True)
    """Where the firm is: that office settles disputes."""
    size = models.CharField(max_length=16)
    """The firm's size class; ``unknown`` where it does not say."""
    scenes = models.JSONField(default=list)
    """The scenes it wants to better, as far as it tells the provider."""
    purpose = models.TextField(blank=True)
    before = models.JSONField(null=True, blank=True)
    """Where the firm stood when it asked: the firm alone sees it; None: not assessed."""
    after = models.JSONField(null=True, blank=True)
    """Where it stands when it is finished, by an assessment since the deal."""
    reached = models.PositiveSmallIntegerField(default=0)
    """How many of accepted, agreed and finished it came to."""
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan as agreed; None where it is not said."""
    dealt_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    was_disputed = models.BooleanField(default=False)
    asker_says = models.TextField(blank=True)
    provider_says = models.TextField(blank=True)
    ruling = models.TextField(blank=True)

    objects = Requests.as_manager()

    class Meta:
        """The last first; nobody asks themselves, and one request a solution is open at a time."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(provider=F("asker")), name="asked_of_another"),
            models.UniqueConstraint(
                fields=("solution", "asker"),
                condition=Q(state__in=OPEN),
                name="one_open_request",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def agreed(self) -> Decimal | None:
        """What was agreed, or else the solution's own price."""
        return self.solution.price if self.price is None else self.price
