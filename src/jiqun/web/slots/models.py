"""Offers, whom they are open to, the slots that are taken, and the bookings that take them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jiqun.base.readers import Office, Reader
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN
from jiqun.exchange.slots.kinds import Kind, kind_named
from jiqun.exchange.slots.offers import province_of_firm
from jiqun.exchange.slots.opening import Opening
from jiqun.exchange.slots.terms import Terms
from jiqun.web.casework.models import Process

HELD = ("pending", "accepted", "used", "no_show", "finished", "disputed", "settled")
"""States in which a booking counts as a firm's one trial order."""
ACCEPTED, DONE, CONFIRMED = 1, 2, 3
"""How far a booking came."""


class Offers(models.QuerySet["Offer"]):
    """Offers, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Offers":
        """Return a firm's own, those open to it and those it booked; a county's own to a county."""
        if reader.office is Office.COUNTY:
            return self.filter(county__in=reader.within)
        if reader.office is not Office.FIRM:
            return self.none()
        code = reader.credit_code
        booked = Booking.objects.filter(renter=code).values("offer")
        return self.filter(Q(credit_code=code) | _open_to(code) | Q(pk__in=booked))

    def open_to(self, reader: Reader) -> "Offers":
        """Return those that a firm may book: open to it, and another's."""
        if reader.office is not Office.FIRM:
            return self.none()
        return self.filter(_open_to(reader.credit_code)).exclude(credit_code=reader.credit_code)


def _open_to(code: str) -> Q:
    admitted = Admitted.objects.filter(credit_code=code).values("offer")
    province = Q(audience="province", county__startswith=province_of_firm(code))
    return Q(open=True) & (Q(audience="all") | province | Q(pk__in=admitted))


class Offer(models.Model):
    """Something a firm or institution offers by the slot or the lot."""

    seen_where = """{everything} = 'yes' OR credit_code = {firm} OR county IN ({within})
        OR (open AND {firm} IS NOT NULL AND (audience = 'all'
            OR (audience = 'province' AND left(county, 2) = substr({firm}, 3, 2))
            OR EXISTS (SELECT 1 FROM slots_admitted AS admitted
                WHERE admitted.offer_id = slots_offer.id AND admitted.credit_code = {firm})))
        OR EXISTS (SELECT 1 FROM slots_booking AS booking
            WHERE booking.offer_id = slots_offer.id AND booking.renter = {firm})"""
    """The query set's line a second time, for PostgreSQL."""
    credit_code = models.CharField(max_length=18, db_index=True)
    """The owner's."""
    firm = models.CharField(max_length=100)
    """What the owner calls itself."""
    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    about = models.TextField(blank=True)
    certificates = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    """What it says by the fields of its kind, as texts."""
    seats = models.PositiveIntegerField(default=1)
    """How many may have one slot at once."""
    county = models.CharField(max_length=6, db_index=True)
    audience = models.CharField(max_length=16)
    centre = models.BooleanField(default=False)
    """Whether it is a shared centre, which reports how far it is used."""
    open = models.BooleanField(default=True)
    """Whether it takes bookings."""
    terms = models.JSONField()
    opening = models.JSONField()
    openings_before = models.JSONField(default=list)
    """Earlier openings with the day each was changed, oldest first."""
    breaks = models.JSONField(default=list)
    """When it was out of order: ``since``, ``until`` (None: it still is), ``reason``."""
    made = models.DateTimeField(auto_now_add=True)

    objects = Offers.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"offer:{self.pk}"

    @property
    def sort(self) -> Kind:
        """Its kind, as the catalogue has it."""
        return kind_named(self.kind)

    @property
    def asks(self) -> Terms:
        """What its owner asks."""
        return Terms.of(self.terms)

    @property
    def calendar(self) -> Opening:
        """When it is open."""
        return Opening.of(self.opening)

    @property
    def length(self) -> timedelta:
        """How long a slot lasts."""
        return timedelta(minutes=self.opening["minutes"])

    @property
    def broken(self) -> bool:
        """Whether it is out of order now."""
        return bool(self.breaks) and self.breaks[-1]["until"] is None


class Admitted(models.Model):
    """A firm an offer is open to: named, or of the owner's cluster when the offer was kept."""

    seen_where = "{everything} = 'yes' OR owner = {firm} OR credit_code = {firm}"
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="admitted")
    owner = models.CharField(max_length=18)
    credit_code = models.CharField(max_length=18, db_index=True)

    class Meta:
        """Each once."""

        constraints = (
            models.UniqueConstraint(fields=("offer", "credit_code"), name="admitted_once"),
        )

    def __str__(self) -> str:
        return f"{self.offer_id} {self.credit_code}"


class Bookings(models.QuerySet["Booking"]):
    """Bookings, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Bookings":
        """Return a firm's own on either side; to a county the disputes it settles."""
        if reader.office is Office.FIRM:
            return self.filter(Q(owner=reader.credit_code) | Q(renter=reader.credit_code))
        if reader.office is Office.COUNTY:
            return self.filter(was_disputed=True, county__in=reader.within)
        return self.none()


class Booking(Process):
    """Slots of an offer that a firm asked for, and what came of it."""

    about = "booking"
    seen_where = """{everything} = 'yes' OR owner = {firm} OR renter = {firm}
        OR (was_disputed AND county IN ({within}))"""
    worded: ClassVar[frozenset[str]] = frozenset(
        ("answer", "outcome", "owner_says", "renter_says", "ruling")
    )
    told: ClassVar[frozenset[str]] = frozenset(("reached", "was_disputed"))
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="bookings")
    owner = models.CharField(max_length=18, db_index=True)
    renter = models.CharField(max_length=18, db_index=True)
    firm = models.CharField(max_length=100)
    """What the renter calls itself."""
    county = models.CharField(max_length=6, db_index=True)
    """Where it stands: that office settles disputes."""
    size = models.CharField(max_length=16, default=SIZE_UNKNOWN)
    """The renter's size class; ``unknown`` where it does not say."""
    purpose = models.TextField(blank=True)
    people = models.TextField(blank=True, default="")
    """Who comes, as the renter names them; empty once erased."""
    seats = models.PositiveIntegerField(default=1)
    """How many seats of each of its slots."""
    trial = models.BooleanField(default=False)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    asked_slots = models.JSONField()
    """When each of its slots begins, kept when they are free again."""
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan altogether; None: to be agreed."""
    terms = models.JSONField()
    """The owner's terms when it was asked for."""
    due = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan that are due in the end; None: not known."""
    hours_used = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    reached = models.PositiveSmallIntegerField(default=0)
    """How many of accepted, done and confirmed it came to; who did not come has done nothing."""
    answer = models.TextField(blank=True)
    """Why it was refused, called off or freed."""
    outcome = models.TextField(blank=True)
    was_disputed = models.BooleanField(default=False)
    owner_says = models.TextField(blank=True)
    renter_says = models.TextField(blank=True)
    ruling = models.TextField(blank=True)

    objects = Bookings.as_manager()

    class Meta:
        """The first slot first; nobody books their own, and each firm tries an offer once."""

        ordering = ("starts", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(owner=F("renter")), name="booked_of_another"),
            models.UniqueConstraint(
                fields=("offer", "renter"),
                condition=Q(trial=True, state__in=HELD),
                name="one_trial_each",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def agreed(self) -> Terms:
        """The terms it was asked for by."""
        return Terms.of(self.terms)

    @property
    def slots_asked(self) -> list[datetime]:
        """When each of its slots begins."""
        return [datetime.fromisoformat(start) for start in self.asked_slots]

    @property
    def hours(self) -> Decimal:
        """How many hours it is of, all its seats together."""
        return Decimal(self.offer.opening["minutes"] * len(self.asked_slots) * self.seats) / 60


class MonthOfUse(models.Model):
    """How far shared centres of a county were used in a month, each time it was told anew."""

    seen_where = "{everything} = 'yes'"
    """The program alone reads it: it holds what each firm adds."""
    county = models.CharField(max_length=6)
    first = models.DateField()
    told = models.JSONField(default=list)
    """The numbers as told, and by number what each firm added; the last one holds."""

    class Meta:
        """A month of a county once."""

        constraints = (
            models.UniqueConstraint(fields=("county", "first"), name="month_of_use_once"),
        )

    def __str__(self) -> str:
        return f"{self.county} {self.first:%Y-%m}"


class Slot(models.Model):
    """A seat of a slot that is taken, from the moment it is asked for: constraints keep it so."""

    seen_where = """EXISTS (SELECT 1 FROM slots_offer AS offer
        WHERE offer.id = slots_slot.offer_id)"""
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="slots")
    starts = models.DateTimeField()
    seat = models.PositiveIntegerField(default=1)
    """Which of the slot's seats, from 1."""
    of_seats = models.PositiveIntegerField(default=1)
    """How many the offer had when it was taken."""
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="slots")

    class Meta:
        """One row a seat of a slot of an offer, and no seat beyond those there are."""

        constraints = (
            models.UniqueConstraint(fields=("offer", "starts", "seat"), name="seat_once"),
            models.CheckConstraint(
                condition=Q(seat__gte=1, seat__lte=F("of_seats")), name="seat_there_is"
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer_id} {self.starts:%Y-%m-%d %H:%M} {self.seat}"
