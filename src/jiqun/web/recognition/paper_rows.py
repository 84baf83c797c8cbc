"""The documents of a call: what their office enters, and each as it was issued."""

from typing import ClassVar

from django.db import models


class Entered(models.Model):
    """What an office enters for one of its documents before it is issued."""

    call = models.ForeignKey("Call", models.CASCADE, related_name="entered")
    kind = models.CharField(max_length=16)
    """``recommendation``, ``notice`` or ``list``."""
    of = models.CharField(max_length=6, blank=True)
    """Whose recommendation it is, as a region code; empty for the authority's documents."""
    number = models.CharField(max_length=100, blank=True)
    recipient = models.CharField(max_length=100, blank=True)
    dated = models.DateField(null=True, blank=True)
    copy = models.CharField(max_length=6, blank=True)
    """The number of the copy (份号): six digits, of classified documents."""
    signer = models.CharField(max_length=64, blank=True)
    """Who signed it off (签发人)."""
    cc = models.CharField(max_length=300, blank=True)
    """Who has a copy (抄送机关)."""
    printed_by = models.CharField(max_length=100, blank=True)
    """Who printed it (印发机关)."""
    printed_on = models.DateField(null=True, blank=True)
    texts: ClassVar[tuple[str, ...]] = ("number", "recipient", "copy", "signer", "cc", "printed_by")
    days: ClassVar[tuple[str, ...]] = ("dated", "printed_on")

    class Meta:
        """Once a document."""

        constraints = (models.UniqueConstraint(fields=("call", "kind", "of"), name="entered_once"),)

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind} {self.of}"


class Issued(models.Model):
    """A document as it was issued, or corrected: nothing done later changes what it says."""

    call = models.ForeignKey("Call", models.PROTECT, related_name="issued_papers")
    kind = models.CharField(max_length=16)
    of = models.CharField(max_length=6, blank=True)
    number = models.PositiveSmallIntegerField()
    """1 as it was issued, then each correction."""
    content = models.JSONField()
    """What it is made of: rows, rules with their version, what was entered, days."""
    paper = models.JSONField()
    """What it says, word by word: both formats are set from this."""
    sha256 = models.CharField(max_length=64)
    """The hash of what it says, which the event names."""
    day = models.DateField()

    class Meta:
        """In their order."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("call", "kind", "of", "number"), name="issued_once"),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind} {self.of} {self.number}"
