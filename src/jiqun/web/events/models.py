"""An event, what it keeps sealed, and the end of the chain.

The database itself refuses to change or remove an event (see the migrations). Texts and names are
not in the chain: it holds a salted commitment to each, and the text beside it may be erased.
"""

from django.db import models

FIRST = "0" * 64
"""What stands before the first event."""


class Event(models.Model):
    """One thing done, by one save."""

    number = models.PositiveBigIntegerField(unique=True)
    uid = models.UUIDField(unique=True)
    at = models.CharField(max_length=32)
    """In UTC, to the millisecond, as hashed."""
    person = models.CharField(max_length=36, blank=True, db_index=True)
    """The person's uid; empty for the installation."""
    office = models.CharField(max_length=64)
    verb = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=128, db_index=True)
    said = models.TextField()
    """Canonical JSON: what was before, what is now, commitments to what is sealed."""
    before = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        """Oldest first."""

        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"


class Sealed(models.Model):
    """A text an event only commits to; erased, the chain still verifies."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="sealed")
    name = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    erased = models.BooleanField(default=False)

    class Meta:
        """One text a name."""

        constraints = (models.UniqueConstraint(fields=("event", "name"), name="sealed_once"),)

    def __str__(self) -> str:
        return f"{self.event_id} {self.name}"


class Head(models.Model):
    """The last event: one row, held while the next is written."""

    number = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default=FIRST)

    def __str__(self) -> str:
        return f"{self.number} {self.sha256}"
