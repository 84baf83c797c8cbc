"""A file of evidence beside an application: who reads it is the application's path and experts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.files import KeptFile
from jiqun.web.casework.models import REGIONAL

WRITING = "county"
"""The slot of who applies: it alone reads files that were not handed in."""
REVIEWING = ("prefecture", "province", "authority")
"""The slots of the offices on the path."""


class Exhibits(models.QuerySet["Exhibit"]):
    """Files of evidence, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Exhibits":
        """Return all files of one's own applications, and what was handed in on one's path.

        An expert reads what was handed in of what they judge; a promotion agency reads none.
        """
        applications = self.model._meta.get_field("application").related_model
        seen = self.filter(
            application__in=applications._default_manager.for_reader(reader)  # type: ignore[union-attr]
        )
        if reader.office is Office.EXPERT:
            return seen.filter(since__isnull=False)
        if reader.office not in REGIONAL:
            return self.none()
        party = party_of(reader)
        own = [str(party.office), party.of]
        reviewing = Q(pk__in=())
        for slot in REVIEWING:
            reviewing |= Q(**{f"application__parties__{slot}": own})
        writing = Q(**{f"application__parties__{WRITING}": own})
        return seen.filter(writing | (reviewing & Q(since__isnull=False)))

    def drafted(self) -> "Exhibits":
        """Return those of the draft: none that another took the place of."""
        return self.filter(replaced_by=None)

    def handed_in(self) -> "Exhibits":
        """Return those of the last handing-in: a replacement counts once it was handed in."""
        return self.filter(since__isnull=False, replaced_by__since=None)


class Exhibit(KeptFile):
    """A file beside an application, under a heading of what is asked."""

    on_the_path: ClassVar[str] = "application"
    """Rows seen by the offices that take part in this case above, and by who judges it."""
    application = models.ForeignKey(
        "recognition.Application", models.CASCADE, related_name="exhibits"
    )
    heading = models.CharField(max_length=100, blank=True)
    """What it is about; empty for the whole application."""
    since = models.PositiveIntegerField(null=True, blank=True)
    """With which handing-in it first went on; None before."""
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    """The file whose place it took after that was handed in."""

    objects = Exhibits.as_manager()

    class Meta:
        """In the order they were added."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.application_id} {self.sha256[:12]}"

    @property
    def kept_for(self) -> tuple[str, int]:
        """Of which cluster it is, and of which year's call."""
        return self.application.cluster, self.application.call.year
