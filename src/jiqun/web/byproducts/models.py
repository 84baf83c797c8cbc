"""By-products and wants as firms say them, and the links between them."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jiqun.base.readers import Office, Reader
from jiqun.exchange.byproducts.avoided import Replaced
from jiqun.exchange.byproducts.hazard import permits
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import Process, in_places_of
from jiqun.web.casework.row_policies import PLACES

LISTED = "listed"
CHECKED = (LISTED, "withdrawn")
"""States of a by-product whose hazard class an office checked: while it is linked, only what is
listed may be withdrawn."""
OPEN = ("asked", "accepted", "carried", "dealt", "moved", "disputed")
"""States in which a link is not over."""
FINISHED = "finished"
MOVING = ("moved", FINISHED)
"""States in which what was recorded as moved is disputed by nobody."""
DEALT = 2
"""How far a link came that was agreed."""


class Listings(models.QuerySet["Listing"]):
    """By-products and wants, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Listings":
        """Return to firms those listed and their own; to a county those of its places too.

        Beside them to both the other side of a link, while it is open: later it may be another.
        """
        linked = Deal.objects.for_reader(reader).filter(state__in=OPEN)
        seen = Q(pk__in=linked.values("offer")) | Q(pk__in=linked.values("want"))
        if reader.office is Office.FIRM:
            return self.filter(Q(state=LISTED) | Q(owner=reader.credit_code) | seen)
        if reader.office is Office.COUNTY:
            return self.filter(Q(state=LISTED) | in_places_of(reader) | seen)
        return self.none()


class Listing(Process):
    """What a firm offers, or what it wants."""

    about = "byproduct"
    seen_where = f"""{{everything}} = 'yes' OR state = 'listed' OR owner = {{firm}} OR {PLACES}
        OR EXISTS (SELECT 1 FROM byproducts_deal AS linked
            WHERE byproducts_listing.id IN (linked.offer_id, linked.want_id))"""  # noqa: S608  # constants
    told: ClassVar[frozenset[str]] = frozenset(
        ("hazard", "permitted", "permit_until", "county", "unit", "period")
    )
    worded: ClassVar[frozenset[str]] = frozenset(
        ("name", "firm", "quality", "treatment", "permit", "answer")
    )
    side = models.CharField(max_length=8)
    owner = models.CharField(max_length=18, db_index=True)
    """The firm's credit code."""
    firm = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    quality = models.TextField(blank=True)
    treatment = models.TextField(blank=True)
    permit = models.TextField(blank=True)
    """The number of a receiver's permit for hazardous waste."""
    hazard = models.CharField(max_length=8)
    permitted = models.JSONField(default=list)
    """The classes the permit names: an office checks them before they are listed."""
    permit_until = models.DateField(null=True, blank=True)
    """The permit's last day; None: not said, and then it permits nothing."""
    amount = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=8)
    period = models.CharField(max_length=8)
    price = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    """Yuan a unit; None: not said."""
    treatment_cost = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    county = models.CharField(max_length=6, db_index=True)
    answer = models.TextField(blank=True)
    """Why it was returned."""

    objects = Listings.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def permits_now(self) -> tuple[str, ...]:
        """The classes of a permit that an office checked and that is in force today."""
        return permits(self.permitted, self.permit_until, today()) if self.state == LISTED else ()

    @property
    def is_linked(self) -> bool:
        """Whether an open link stands on what it says."""
        return Deal.objects.filter(Q(offer=self) | Q(want=self), state__in=OPEN).exists()


class Deals(models.QuerySet["Deal"]):
    """Links, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Deals":
        """Return a firm's own on either side; to a county those it carries."""
        if reader.office is Office.FIRM:
            return self.filter(Q(receiver=reader.credit_code) | Q(giver=reader.credit_code))
        if reader.office is Office.COUNTY:
            return self.filter(in_places_of(reader))
        return self.none()


class Deal(Process):
    """A link between a by-product and a want, and what came of it."""

    about = "byproduct_deal"
    seen_where = f"{{everything}} = 'yes' OR receiver = {{firm}} OR giver = {{firm}} OR {PLACES}"
    told: ClassVar[frozenset[str]] = frozenset(("reached", "was_disputed", "size", "factor_year"))
    worded: ClassVar[frozenset[str]] = frozenset(
        ("answer", "outcome", "receiver_says", "giver_says", "ruling", "carrier", "body",
         "approval", "purpose", "replaces", "factor_source")
    )  # fmt: skip
    offer = models.ForeignKey(Listing, models.PROTECT, related_name="given")
    want = models.ForeignKey(Listing, models.PROTECT, related_name="received")
    receiver = models.CharField(max_length=18, db_index=True)
    giver = models.CharField(max_length=18, db_index=True)
    county = models.CharField(max_length=6, db_index=True)
    """Where the by-product is: that office names who carries the link, and settles disputes."""
    size = models.CharField(max_length=16)
    purpose = models.TextField(blank=True)
    reached = models.PositiveSmallIntegerField(default=0)
    carrier = models.CharField(max_length=100, blank=True)
    """The person who carries it; can be erased once it is over."""
    body = models.CharField(max_length=100, blank=True)
    """The office or service body that person is of."""
    price = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    approval = models.CharField(max_length=200, blank=True)
    """The number of the approval to move hazardous waste over the border of a province."""
    movements = models.JSONField(default=list)
    """What was moved, as ``[day, amount]``."""
    moved_amount = models.DecimalField(max_digits=16, decimal_places=4, default=Decimal(0))
    replaces = models.CharField(max_length=100, blank=True)
    """The material the by-product stands in for; with the factor, its year and its source."""
    factor = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    """Kilograms of carbon dioxide a tonne of it; None: not stated, and nobody can tell."""
    factor_year = models.PositiveSmallIntegerField(null=True, blank=True)
    factor_source = models.CharField(max_length=300, blank=True)
    answer = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    was_disputed = models.BooleanField(default=False)
    receiver_says = models.TextField(blank=True)
    giver_says = models.TextField(blank=True)
    ruling = models.TextField(blank=True)

    objects = Deals.as_manager()

    class Meta:
        """The last first; nobody links with itself, and one link of a pair is open at a time."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="linked_with_another"),
            models.UniqueConstraint(
                fields=("offer", "want"), condition=Q(state__in=OPEN), name="one_open_link"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def replaced(self) -> Replaced | None:
        """What the parties state that it replaces; None where they state nothing."""
        if self.factor is None or self.factor_year is None:
            return None
        return Replaced(self.replaces, self.factor, self.factor_year, self.factor_source)
