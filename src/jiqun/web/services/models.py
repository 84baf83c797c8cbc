"""Providers of services, what they offer, the requests of firms, and vouchers with their ledger."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.services.kinds import kind_named
from jiqun.services.vouchers import BUDGET
from jiqun.web.casework.models import Process, in_places_of
from jiqun.web.casework.row_policies import PLACES

LISTED = "listed"
STANDING = ("submitted", LISTED, "returned")
"""States in which a provider is registered: once at a time."""
OPEN = ("asked", "appointed", "stranded", "delivered", "disputed")
"""States in which a request is not over."""
OFFICES = (Office.COUNTY, Office.PROVINCE)
"""Offices that look at the providers of their places."""


def own(reader: Reader) -> Q:
    """Return what selects what is a provider's own."""
    if reader.office is Office.FIRM:
        return Q(code=reader.credit_code)
    return Q(code__in=sorted(reader.clusters))


class Providers(models.QuerySet["Provider"]):
    """Providers, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Providers":
        """Return those listed, one's own, an office's, and those one asked for something."""
        looked_at = in_places_of(reader) if reader.office in OFFICES else Q(pk__in=())
        asked = Q(pk__in=ServiceRequest.objects.for_reader(reader).values("body"))
        return self.filter(Q(state=LISTED) | own(reader) | looked_at | asked)


class Provider(Process):
    """Whoever gives services: a firm, an institution, or a cluster's promotion agency."""

    about = "service_provider"
    seen_where = f"""{{everything}} = 'yes' OR state = 'listed' OR code = {{firm}}
        OR code IN ({{clusters}}) OR {PLACES}
        OR EXISTS (SELECT 1 FROM services_servicerequest AS asked
            WHERE asked.body_id = services_provider.id)"""  # noqa: S608  # constants
    told: ClassVar[frozenset[str]] = frozenset(("county",))
    worded: ClassVar[frozenset[str]] = frozenset(("name", "summary", "source", "answer"))
    code = models.CharField(max_length=64, db_index=True)
    """A firm's credit code, or the cluster an agency serves."""
    name = models.CharField(max_length=100)
    """What it calls itself."""
    summary = models.TextField(blank=True)
    source = models.TextField(blank=True)
    """Where what it says can be read in public."""
    county = models.CharField(max_length=6, db_index=True)
    answer = models.TextField(blank=True)
    """Why it was returned, delisted, or why it left."""

    objects = Providers.as_manager()

    class Meta:
        """The last first; registered once at a time."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=Q(state__in=STANDING), name="one_provider_each"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Offered(models.QuerySet["Service"]):
    """Services, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Offered":
        """Return the services of the providers one sees."""
        return self.filter(provider__in=Provider.objects.for_reader(reader))


class Service(models.Model):
    """What a provider offers."""

    seen_where = """EXISTS (SELECT 1 FROM services_provider AS above
        WHERE above.id = services_service.provider_id)"""
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="services")
    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    summary = models.TextField(blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan; None: to be agreed."""
    open = models.BooleanField(default=True)
    """Whether it takes requests."""

    objects = Offered.as_manager()

    class Meta:
        """The last first; found by kind."""

        ordering = ("-pk",)
        indexes = (models.Index(fields=("kind", "open"), name="services_by_kind"),)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"service:{self.pk}"

    @property
    def kind_title(self) -> Bilingual:
        """Its kind, in words."""
        return kind_named(self.kind).title


class ServiceRequests(models.QuerySet["ServiceRequest"]):
    """ServiceRequests, for those who may see them."""

    def for_reader(self, reader: Reader) -> "ServiceRequests":
        """Return a firm's or provider's own; to a county the disputes it settles."""
        if reader.office is Office.FIRM:
            return self.filter(Q(asker=reader.credit_code) | Q(provider=reader.credit_code))
        if reader.office is Office.AGENCY:
            return self.filter(provider__in=sorted(reader.clusters))
        if reader.office is Office.COUNTY:
            return self.filter(in_places_of(reader), was_disputed=True)
        return self.none()


class ServiceRequest(Process):
    """A firm's request for a service, and what came of it."""

    about = "service_request"
    seen_where = f"""{{everything}} = 'yes' OR asker = {{firm}} OR provider = {{firm}}
        OR provider IN ({{clusters}}) OR (was_disputed AND {PLACES})"""
    told: ClassVar[frozenset[str]] = frozenset(("reached", "was_disputed", "size", "starts"))
    worded: ClassVar[frozenset[str]] = frozenset(
        ("answer", "place", "outcome", "grade", "remark", "firm_says", "provider_says", "ruling")
    )
    body = models.ForeignKey(Provider, models.PROTECT, related_name="requests")
    service = models.ForeignKey(Service, models.PROTECT, related_name="requests")
    provider = models.CharField(max_length=64, db_index=True)
    """The provider's code."""
    kind = models.CharField(max_length=32)
    """As the service had it when it was asked for."""
    asker = models.CharField(max_length=18, db_index=True)
    """The firm's credit code."""
    firm = models.CharField(max_length=100)
    """What the firm calls itself."""
    county = models.CharField(max_length=6, db_index=True)
    """Where the firm is: that office settles disputes."""
    town = models.CharField(max_length=100, blank=True)
    """As the firm says it; empty where it does not."""
    size = models.CharField(max_length=16)
    """The firm's size class; ``unknown`` where it does not say."""
    purpose = models.TextField(blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan as the service was offered when it was asked for; None: to be agreed."""
    covers = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Yuan of it that a voucher is held for, or covered; None: no voucher."""
    starts = models.DateTimeField(null=True, blank=True)
    """When it is to be given; None before the first appointment."""
    place = models.CharField(max_length=100, blank=True)
    reached = models.PositiveSmallIntegerField(default=0)
    """How many of appointed, delivered and rated it came to."""
    answer = models.TextField(blank=True)
    """Why it was refused, cancelled or ended with its provider."""
    outcome = models.TextField(blank=True)
    """What the provider says was done."""
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    """How content the firm was: shown to the firm alone; None: not rated."""
    remark = models.TextField(blank=True)
    """What the firm tells the provider with its grade."""
    was_disputed = models.BooleanField(default=False)
    firm_says = models.TextField(blank=True)
    provider_says = models.TextField(blank=True)
    ruling = models.TextField(blank=True)

    objects = ServiceRequests.as_manager()

    class Meta:
        """The last first; of another, and one that is open a service at a time."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(provider=F("asker")), name="served_by_another"),
            models.UniqueConstraint(
                fields=("service", "asker"),
                condition=Q(state__in=OPEN),
                name="one_open_service_request",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def kind_title(self) -> Bilingual:
        """Its kind, in words."""
        return kind_named(self.kind).title


class Funds(models.QuerySet["VoucherFund"]):
    """Programmes, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Funds":
        """Return a county's own."""
        if reader.office is not Office.COUNTY:
            return self.none()
        return self.filter(in_places_of(reader))


class VoucherFund(models.Model):
    """A county's programme of vouchers."""

    seen_where = """{everything} = 'yes' OR county IN ({within}) OR EXISTS (
        SELECT 1 FROM services_voucher AS voucher
        WHERE voucher.fund_id = services_voucherfund.id)"""
    county = models.CharField(max_length=6, db_index=True)
    name = models.CharField(max_length=100)
    kinds = models.JSONField()
    until = models.DateField()
    """The last day its vouchers may be spent."""

    objects = Funds.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"voucher_fund:{self.pk}"


class Vouchers(models.QuerySet["Voucher"]):
    """Vouchers, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Vouchers":
        """Return a firm's own, and those a county issued."""
        if reader.office is Office.FIRM:
            return self.filter(asker=reader.credit_code)
        if reader.office is Office.COUNTY:
            return self.filter(in_places_of(reader))
        return self.none()


class Voucher(models.Model):
    """A voucher of a firm; spent whole, and once."""

    FREE, HELD, SETTLED, EXPIRED = "free", "held", "settled", "expired"
    seen_where = "{everything} = 'yes' OR asker = {firm} OR county IN ({within})"
    fund = models.ForeignKey(VoucherFund, models.PROTECT, related_name="vouchers")
    county = models.CharField(max_length=6, db_index=True)
    """Whose programme it is of."""
    asker = models.CharField(max_length=18, db_index=True)
    """The firm's credit code."""
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    until = models.DateField()
    state = models.CharField(max_length=16, default=FREE)
    request = models.ForeignKey(
        ServiceRequest, models.PROTECT, null=True, blank=True, related_name="vouchers"
    )
    """What it is held for, or was settled for."""

    objects = Vouchers.as_manager()

    class Meta:
        """The last first; one a request, and held or settled for one alone."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("request",), name="one_voucher_a_request"),
            models.CheckConstraint(
                condition=Q(request__isnull=True, state__in=("free", "expired"))
                | Q(request__isnull=False, state__in=("held", "settled")),
                name="voucher_for_one_request",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"voucher:{self.pk}"


class VoucherAccount(models.Model):
    """What stands where in a programme."""

    seen_where = "{everything} = 'yes'"
    """The program alone reads it; a county is told its programme's balances."""
    fund = models.ForeignKey(VoucherFund, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=16)
    of = models.CharField(max_length=64, blank=True)
    """The voucher or the provider; empty: the programme's own."""
    balance = models.DecimalField(max_digits=16, decimal_places=2, default=Decimal(0))

    class Meta:
        """One of each; never below zero, but for what was put in."""

        constraints = (
            models.UniqueConstraint(fields=("fund", "kind", "of"), name="one_account"),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind=BUDGET), name="never_below_zero"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.of}".strip()


class VoucherPosting(models.Model):
    """An entry of the ledger: once under its key."""

    seen_where = "{everything} = 'yes'"
    fund = models.ForeignKey(VoucherFund, models.PROTECT, related_name="postings")
    voucher = models.ForeignKey(Voucher, models.PROTECT, null=True, blank=True)
    verb = models.CharField(max_length=16)
    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class VoucherLine(models.Model):
    """What an entry adds to an account."""

    seen_where = "{everything} = 'yes'"
    posting = models.ForeignKey(VoucherPosting, models.PROTECT, related_name="lines")
    account = models.ForeignKey(VoucherAccount, models.PROTECT)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
