"""What stands behind the numbers of a closed year, never shown; and closes that were sent back."""

from django.db import models

from jiqun.base.readers import Reader
from jiqun.web.casework.models import REGIONAL, in_places_of
from jiqun.web.casework.row_policies import PLACES


class Behind(models.Model):
    """By field of a close, what each firm added to the number it says.

    Written before the workspace, under the id of the close's event, and named by the content hash
    once that is recorded: a row of a close that never came about names none, and is not read.
    """

    seen_where = "{everything} = 'yes'"
    """The program alone reads it, to decide what a later close may say."""
    uid = models.UUIDField(unique=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    numbers = models.JSONField()

    def __str__(self) -> str:
        return str(self.uid)


class Returns(models.QuerySet["Return"]):
    """Closes that were sent back, for the offices of their places."""

    def for_reader(self, reader: Reader) -> "Returns":
        """Return those in a reader's places; none to anybody else."""
        if reader.office not in REGIONAL:
            return self.none()
        return self.filter(in_places_of(reader))


class Return(models.Model):
    """A close that an office above sent back, and what the county says to it."""

    seen_where = "{everything} = 'yes' OR " + PLACES
    cluster = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    county = models.CharField(max_length=6, db_index=True)
    sha256 = models.CharField(max_length=64, unique=True)
    """The content hash of the close: each is sent back once."""
    office = models.CharField(max_length=64)
    reason = models.TextField()
    waits = models.BooleanField(default=True)
    """Until the year is closed again, or the county stands by the close."""
    answer = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = Returns.as_manager()

    class Meta:
        """The last first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.cluster}/{self.year}"

    @property
    def subject(self) -> str:
        """How the event log names the year."""
        return f"closing:{self}"
