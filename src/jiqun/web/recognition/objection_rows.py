"""An objection to a public notice; who objects stands apart, for the authority alone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Process

SETTLED = ("upheld", "rejected", "refused", "withdrawn")
"""Where an objection is no longer open."""


class Objections(models.QuerySet["Objection"]):
    """Objections, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Objections":
        """Return those to an authority's own notices, and those put to a county the reader covers.

        An expert sees none, whatever they judge.
        """
        if reader.office is Office.EXPERT:
            return self.none()
        applications = self.model._meta.get_field("application").related_model
        covered = applications._default_manager.for_reader(reader)  # type: ignore[union-attr]
        put = Q(put_to_county=True, application__in=covered)
        if reader.office not in (Office.NATION, Office.PROVINCE):
            return self.filter(put)
        return self.filter(put | Q(authority=Doer(reader).office))

    def open(self) -> "Objections":
        """Return those that are not settled."""
        return self.exclude(state__in=SETTLED)


class Objection(Process):
    """An objection to the notice of an application, wherever it stands."""

    about = "objection"
    of_the_authority: ClassVar[str] = "put_to_county"
    """Rows the authority sees, and who covers the application once this column says so."""
    keeps_content: ClassVar[bool] = True
    application = models.ForeignKey(
        "recognition.Application", models.PROTECT, related_name="objections"
    )
    authority = models.CharField(max_length=32)
    """Whose notice: ``nation`` or ``province:330000``."""
    text = models.TextField()
    file = models.CharField(max_length=80, blank=True)
    """What the evidence is called; empty where there is none."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Where its content is kept."""
    put_to_county = models.BooleanField(default=False)
    question = models.TextField(blank=True)
    """What the county was asked."""
    answer = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    """Why it was upheld, rejected or not admitted: whoever objected reads it."""
    secret = models.CharField(max_length=64, unique=True)
    """The SHA-256 of the link by which whoever objected reads how it came out."""

    objects = Objections.as_manager()

    class Meta:
        """The first first."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def kept_for(self) -> tuple[str, int]:
        """Of which cluster its evidence is, and of which year's call."""
        return self.application.cluster, self.application.call.year

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.state not in SETTLED


class Objectors(models.QuerySet["Objector"]):
    """Who objected, for the authority alone."""

    def for_reader(self, reader: Reader) -> "Objectors":
        """Return who objected to an authority's own notices."""
        if reader.office not in (Office.NATION, Office.PROVINCE):
            return self.none()
        return self.filter(authority=Doer(reader).office)


class Objector(models.Model):
    """Who objects, and how to reach them: erasable, and nobody's but the authority's."""

    of_the_authority: ClassVar[str] = ""
    objection = models.OneToOneField(Objection, models.CASCADE, related_name="objector")
    authority = models.CharField(max_length=32)
    name = models.CharField(max_length=64, blank=True)
    contact = models.CharField(max_length=100, blank=True)
    erased = models.BooleanField(default=False)

    objects = Objectors.as_manager()

    def __str__(self) -> str:
        return str(self.objection_id)
