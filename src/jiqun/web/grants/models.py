"""Readings a firm keeps for itself, and grants by which somebody else reads a field of them."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jiqun.base.readers import Office, Reader
from jiqun.exchange.grants import deciding
from jiqun.exchange.grants.fields import Field, field_named
from jiqun.exchange.grants.fitting import Card, Wanted
from jiqun.exchange.grants.terms import Terms
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.models import Process, in_places_of
from jiqun.web.casework.row_policies import PLACES
from jiqun.web.events.models import Event
from jiqun.web.rights import sharers

ASKED, GRANTED = "asked", "granted"


def agency_changed(subject: str, cluster: str) -> bool:
    """Tell whether a cluster's agency was changed since something began."""
    begun = Event.objects.filter(subject=subject).first()
    changed = Event.objects.filter(verb="change_agency", subject=f"cluster:{cluster}")
    return changed.filter(number__gt=begun.number if begun else 0).exists()


class Readings(models.QuerySet["Reading"]):
    """Readings, for those who may see them."""

    def for_reader(self, reader: Reader) -> Self:
        """Return a firm's own; whoever reads by a grant is given sums, and no row."""
        if reader.office is Office.FIRM:
            return self.filter(credit_code=reader.credit_code)
        return self.none()


class Reading(models.Model):
    """What a machine said of a field at a time; values in whole ten-thousandths."""

    seen_where = "{everything} = 'yes' OR credit_code = {firm}"
    credit_code = models.CharField(max_length=18)
    field = models.CharField(max_length=32)
    machine = models.CharField(max_length=64)
    at = models.DateTimeField()
    month = models.CharField(max_length=7)
    """The month in China it counts for."""
    status = models.CharField(max_length=16)
    value = models.BigIntegerField(null=True, blank=True)
    base = models.BigIntegerField(null=True, blank=True)

    objects = Readings.as_manager()

    class Meta:
        """Once a machine, time and field; found by firm, field and month."""

        constraints = (
            models.UniqueConstraint(
                fields=("credit_code", "field", "machine", "at"), name="one_reading"
            ),
        )
        indexes = (
            models.Index(fields=("credit_code", "field", "month"), name="readings_by_month"),
        )

    def __str__(self) -> str:
        return f"{self.credit_code} {self.field} {self.month}"


class Grants(models.QuerySet["Grant"]):
    """Grants, for those who may see them."""

    def for_reader(self, reader: Reader) -> Self:
        """Return those of either side, and to an office the disputes it settles."""
        if reader.office is Office.PUBLIC:
            return self.none()
        party = party_of(reader)
        seen = Q(reader_office=str(party.office), reader_of=party.of)
        if reader.office is Office.FIRM:
            seen |= Q(firm=reader.credit_code)
        if reader.office in (Office.COUNTY, Office.PROVINCE):
            settles = Q(arbiter=str(reader.office), was_disputed=True)
            seen |= settles & in_places_of(reader)
        return self.filter(seen)


class Grant(Process):
    """A request for a field of a firm's readings, and the grant that may come of it."""

    about = "grant"
    seen_where = f"""{{everything}} = 'yes' OR firm = {{firm}}
        OR (reader_office = 'firm' AND reader_of = {{firm}})
        OR (reader_office = 'agency' AND reader_of IN ({{clusters}}))
        OR jsonb_build_array(reader_office, reader_of) = {{party}}::jsonb
        OR (was_disputed AND {PLACES})"""
    told: ClassVar[frozenset[str]] = frozenset(
        ("field", "purpose", "cluster", "since", "until", "first_month", "was_disputed", "size",
         "granted_at", "ended_at", "revoked_at")
    )  # fmt: skip
    worded: ClassVar[frozenset[str]] = frozenset(
        ("wish", "reader_name", "firm_name", "answer", "firm_says", "reader_says", "ruling")
    )
    firm = models.CharField(max_length=18, db_index=True)
    """The credit code of the firm whose readings they are."""
    firm_name = models.CharField(max_length=100, blank=True)
    """What the firm calls itself to the reader; empty until it grants."""
    reader_office = models.CharField(max_length=16)
    """What reads: an office; empty for the cluster's benchmark, which nobody reads values for."""
    reader_of = models.CharField(max_length=64, db_index=True)
    reader_name = models.CharField(max_length=100, blank=True)
    """What a firm or institution that asks calls itself."""
    field = models.CharField(max_length=32)
    purpose = models.CharField(max_length=32)
    cluster = models.CharField(max_length=64, blank=True, db_index=True)
    """Whose benchmark it enters."""
    county = models.CharField(max_length=6, db_index=True)
    """Where the firm is: that office settles disputes, unless it is the reader itself."""
    arbiter = models.CharField(max_length=16)
    """``county`` or ``province``."""
    since = models.DateTimeField()
    until = models.DateTimeField()
    first_month = models.CharField(max_length=7, blank=True)
    """From which month on values are read; empty: every month."""
    revoked_at = models.DateTimeField(null=True, blank=True)
    granted_at = models.DateTimeField(null=True, blank=True)
    """When the firm granted it; None where it never did."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When a step ended it for good: taken back, given back, or disputed."""
    size = models.CharField(max_length=16, default=SIZE_UNKNOWN)
    """The size class of a firm that asks, as it says it."""
    wish = models.TextField(blank=True)
    """What the reader wants it for, in its own words."""
    want = models.ForeignKey("Want", models.SET_NULL, null=True, blank=True, related_name="answers")
    """The purpose the firm answered with it; None where it was asked by itself."""
    answer = models.TextField(blank=True)
    was_disputed = models.BooleanField(default=False)
    firm_says = models.TextField(blank=True)
    reader_says = models.TextField(blank=True)
    ruling = models.TextField(blank=True)

    objects = Grants.as_manager()

    class Meta:
        """The last first; nobody asks themselves, and one request of a kind waits at a time."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reader_office="firm", reader_of=F("firm")), name="read_by_another"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("firm", "reader_office", "reader_of", "field", "purpose", "cluster"),
                condition=Q(state=ASKED),
                name="one_waiting_grant",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def decisive(self) -> deciding.Grant:
        """What decides whether it may be read by."""
        times = (self.since, self.until, self.revoked_at)
        return deciding.Grant(self.state, *times, self.reader_changed)

    @property
    def reader_changed(self) -> bool:
        """Whether the agency that asked has been changed: what it was granted is not the next's."""
        if self.reader_office != Office.AGENCY:
            return False
        return agency_changed(self.subject, self.reader_of)

    @property
    def granted_field(self) -> Field:
        """The field, as the catalogue has it."""
        return field_named(self.field)

    @property
    def ended(self) -> datetime:
        """When it ended or would: by its time, or by a step before."""
        return min(self.until, self.ended_at or self.until)

    @property
    def terms(self) -> Terms:
        """What it is for, and for how long."""
        return Terms(self.field, self.purpose, self.since, self.until, self.first_month)


class Cards(models.QuerySet["DataCard"]):
    """Cards of data, for those who may see them."""

    def for_reader(self, reader: Reader) -> Self:
        """Return those shown, to everybody who may ask for data, and a firm's own."""
        if not sharers.allows(reader):
            return self.none()
        own = Q(firm=reader.credit_code) if reader.office is Office.FIRM else Q(pk__in=())
        return self.filter(Q(shown=True) | own)


class DataCard(models.Model):
    """What a firm lets be known of its data, so that it is found: fields and no value."""

    seen_where = "{everything} = 'yes' OR shown OR firm = {firm}"
    firm = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100)
    about = models.TextField(blank=True)
    fields = models.JSONField(default=list)
    industry = models.CharField(max_length=4, blank=True)
    county = models.CharField(max_length=6)
    first_month = models.CharField(max_length=7, blank=True)
    shown = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now=True)

    objects = Cards.as_manager()

    class Meta:
        """The last changed first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"data_card:{self}"

    @property
    def said(self) -> Card:
        """What it says, as the matcher's market takes it."""
        fields = tuple(self.fields)
        said = (self.name, self.about, fields, self.industry, self.county, self.first_month)
        return Card(*said)


class Wants(models.QuerySet["Want"]):
    """Purposes that want data, for those who may see them."""

    def for_reader(self, reader: Reader) -> Self:
        """Return those that are open, to everybody who may share data, and one's own."""
        if not sharers.allows(reader):
            return self.none()
        party = party_of(reader)
        own = Q(by_office=str(party.office), by_of=party.of)
        return self.filter(Q(ended_at=None, until__gt=timezone.now()) | own)


class Want(models.Model):
    """A purpose that wants data of firms, until somebody ends it or its time is over."""

    seen_where = """{everything} = 'yes' OR ended_at IS NULL
        OR (by_office = 'firm' AND by_of = {firm})
        OR (by_office = 'agency' AND by_of IN ({clusters}))
        OR jsonb_build_array(by_office, by_of) = {party}::jsonb"""
    by_office = models.CharField(max_length=16)
    by_of = models.CharField(max_length=64)
    name = models.CharField(max_length=100, blank=True)
    """What a firm or agency that asks is called; an office's title says it."""
    wish = models.TextField(blank=True)
    fields = models.JSONField(default=list)
    purpose = models.CharField(max_length=32)
    industry = models.CharField(max_length=4, blank=True)
    county = models.CharField(max_length=6, blank=True)
    first_month = models.CharField(max_length=7, blank=True)
    until = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Wants.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"data_want:{self}"

    @property
    def said(self) -> Wanted:
        """What it says, as the matcher's market takes it."""
        what = (self.name, self.wish, tuple(self.fields), self.purpose)
        return Wanted(*what, self.industry, self.county, self.first_month, self.until)

    @property
    def is_open(self) -> bool:
        """Whether firms may answer it: not ended, not over, and its agency is still the same."""
        held = self.ended_at is None and self.until > timezone.now()
        changed = self.by_office == Office.AGENCY and agency_changed(self.subject, self.by_of)
        return held and not changed


class Benchmark(models.Model):
    """A cluster's benchmark of a field as it is told until the next count; it holds no value."""

    seen_where = "{everything} = 'yes'"
    cluster = models.CharField(max_length=64)
    field = models.CharField(max_length=32)
    salt = models.CharField(max_length=32)
    counted = models.JSONField(default=dict)
    """By firm, a seal on what was counted of it last."""
    earlier = models.JSONField(default=list)
    """The same of each time it was counted, the last one too; empty in rows of before it was."""
    told = models.JSONField(null=True, blank=True)
    """What is told: means of groups of firms; None where nothing is."""

    class Meta:
        """One of each."""

        constraints = (models.UniqueConstraint(fields=("cluster", "field"), name="one_benchmark"),)

    def __str__(self) -> str:
        return f"{self.cluster} {self.field}"
