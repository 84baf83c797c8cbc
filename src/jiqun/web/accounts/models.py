"""A person, the offices a person holds, invitations to take one up, and what one signs in with."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import party_of
from jiqun.web.accounts.programs import program_of

OFFICES = [(str(office), str(office)) for office in Office if office is not Office.PUBLIC]
ADMINISTRATORS = (Office.SYSTEM, Office.SECURITY, Office.AUDIT)
"""Offices of which nobody holds two."""
OVERSEERS = (Office.SECURITY, Office.AUDIT)
"""Those over which system has no say, and which give nothing away: one consents, one reads."""
LONGEST_LOGIN = 64
LONGEST_TOKEN_NAME = 64


class Persons(BaseUserManager["Person"]):
    """Everybody with an account."""


class Person(AbstractBaseUser):
    """Somebody with an account. Only ``uid`` stands in the event log, so the rest can be erased."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    login = models.CharField(max_length=LONGEST_LOGIN, unique=True)
    name = models.CharField(max_length=64, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Persons] = Persons()
    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.login

    @property
    def called(self) -> str:
        """How others see the person."""
        return self.name or self.login


class Memberships(models.QuerySet["Membership"]):
    """Offices held."""

    def standing(self) -> "Memberships":
        """Return those that have begun and not ended."""
        now = timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=now), since__lte=now)

    def for_reader(self, reader: Reader) -> "Memberships":
        """Return those a reader can be in charge of: of their regions, clusters, or any."""
        if reader.office in (Office.SYSTEM, Office.SECURITY, Office.NATION):
            return self
        found = Q(office=Office.AGENCY) | Q(office=Office.FIRM) | Q(office=Office.EXPERT)
        for prefix in reader.within:
            found |= Q(of__startswith=prefix)
        return self.filter(found | Q(of__in=sorted(reader.clusters)))


class Membership(models.Model):
    """An office that a person holds, from a day until another is told."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    office = models.CharField(max_length=16, choices=OFFICES)
    of = models.CharField(max_length=64, blank=True)
    """A region's code, a cluster's id for an agency, a credit code for a firm."""
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        """The longest held first."""

        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(office__in=[str(office) for office in ADMINISTRATORS], until=None),
                name="one_administrator_office",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office}:{self.of}" if self.of else self.office


class Invitation(models.Model):
    """A link by which somebody takes up an office; only the hash of its secret is kept."""

    sha256 = models.CharField(max_length=64, unique=True)
    office = models.CharField(max_length=16, choices=OFFICES)
    of = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="invitations")
    replaces = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True)
    """The membership that ends when this is taken up: a handover."""
    resets = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="resets")
    """Whose password it sets anew, by whoever has the link; it gives no office."""
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    taken = models.DateTimeField(null=True, blank=True)
    waits = models.BooleanField(default=False)
    """Whether a security administrator has to consent before it is taken up."""
    consented = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="consents"
    )

    class Meta:
        """None that wants consent is taken up without, and nobody consents to their own."""

        constraints = (
            models.CheckConstraint(
                condition=Q(taken=None) | Q(waits=False) | Q(consented__isnull=False),
                name="taken_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(consented_by=None) | Q(by=None) | ~Q(consented_by=F("by")),
                name="consent_of_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office}:{self.of}"


class Visit(models.Model):
    """A session of a person: where they are signed in."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="visits")
    session = models.CharField(max_length=64, db_index=True)
    agent = models.CharField(max_length=200, blank=True)
    began = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} {self.began:%Y-%m-%d}"

    @property
    def when(self) -> str:
        """The day and minute in China when it was opened."""
        return timezone.localtime(self.began).strftime("%Y-%m-%d %H:%M")

    @property
    def program(self) -> Bilingual:
        """What it was opened with."""
        return program_of(self.agent)


class Passkey(models.Model):
    """The public half of a key that never leaves its person's device."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=64)
    credential = models.CharField(max_length=1400, unique=True)
    """The device's name for the key, in base64url."""
    public_key = models.TextField()
    """In base64url, as COSE writes it."""
    sign_count = models.PositiveBigIntegerField(default=0)
    """How often the device has signed, where it counts: one that does not go up is a copy."""
    transports = models.JSONField(default=list)
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order they were made."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Tokens(models.QuerySet["Token"]):
    """Tokens of programs."""

    def standing(self) -> "Tokens":
        """Return those that are neither over nor taken back."""
        return self.filter(revoked=None, until__gt=timezone.now())

    def for_reader(self, reader: Reader) -> "Tokens":
        """Return those made in the reader's office, by whomever of it."""
        party = party_of(reader)
        return self.filter(office=str(party.office), of=party.of)


class Token(models.Model):
    """By what a program reads for somebody; only a keyed hash of its secret is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    office = models.CharField(max_length=16, choices=OFFICES)
    of = models.CharField(max_length=64, blank=True)
    scope = models.CharField(max_length=64, db_index=True)
    """What it reads, as its room names it: ``grant:12``."""
    name = models.CharField(max_length=LONGEST_TOKEN_NAME)
    kept = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)
    used = models.DateTimeField(null=True, blank=True)

    objects = Tokens.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class Challenge(models.Model):
    """What a passkey has to sign: asked once, for a few minutes, of one session."""

    sha256 = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class Attempt(models.Model):
    """How often something was guessed at from one place since a moment."""

    key = models.CharField(max_length=120, unique=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class Reminder(models.Model):
    """That somebody got the day's letter."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="reminders")
    day = models.DateField()

    class Meta:
        """One a day."""

        constraints = (models.UniqueConstraint(fields=("person", "day"), name="one_letter_a_day"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
