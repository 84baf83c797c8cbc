"""Files that go with proposals: sealed as one until the proposal is opened, each by itself then."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiqun.base.readers import Office, Reader
from jiqun.exchange.challenges.sealing import HOLDERS
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import slots_seen
from jiqun.web.challenges.slots_of import OVER, of_party

_ABOVE = "proposal__challenge__"
_HELD = f"({OVER} AND {slots_seen('above', HOLDERS)})"
_OWNED = f"(above.opened_at IS NOT NULL AND {slots_seen('above', ('owner',))})"


def _seen_by_solver_or(others: str) -> str:
    """Return the database's own line: a solver sees its own, others by the challenge above."""
    return f"""{{everything}} = 'yes' OR EXISTS (
        SELECT 1 FROM challenges_proposal AS beside
        JOIN challenges_challenge AS above ON above.id = beside.challenge_id
        WHERE beside.id = proposal_id AND (beside.solver = {{firm}} OR {others}))"""  # noqa: S608  # constants


class SealedFiles(models.QuerySet["SealedFile"]):
    """Sealed files, for those who may see that they are there."""

    def for_reader(self, reader: Reader) -> "SealedFiles":
        """Return a solver's own, and to holders all after the deadline."""
        over = {f"{_ABOVE}deadline__lt": today()}
        seen = Q(**over) & of_party(reader, *HOLDERS, above=_ABOVE)
        if reader.office is Office.FIRM:
            seen |= Q(proposal__solver=reader.credit_code)
        return self.filter(seen)


class SealedFile(models.Model):
    """What goes with a sealed proposal: all its files as one, under the key that stands in it."""

    keeps_content: ClassVar[bool] = True
    seen_where: ClassVar[str] = _seen_by_solver_or(_HELD)
    proposal = models.OneToOneField(
        "challenges.Proposal", models.CASCADE, related_name="sealed_file"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    """Of the ciphertext."""
    size = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    objects = SealedFiles.as_manager()

    def __str__(self) -> str:
        return self.sha256

    @property
    def kept_for(self) -> tuple[str, int]:
        """What it is kept for: of no cluster, in its year."""
        return "", self.at.year


class Enclosures(models.QuerySet["Enclosure"]):
    """Files that were opened, for those who may read them."""

    def for_reader(self, reader: Reader) -> "Enclosures":
        """Return a solver's own; once all are opened, to the owner and the office that settles.

        Experts read none: files name their firm.
        """
        opened = {f"{_ABOVE}opened_at__isnull": False}
        seen = Q(**opened) & of_party(reader, "owner", "arbiter", above=_ABOVE)
        if reader.office is Office.FIRM:
            seen |= Q(proposal__solver=reader.credit_code)
        return self.filter(seen)


class Enclosure(models.Model):
    """A file that went with a proposal, once that was opened."""

    keeps_content: ClassVar[bool] = True
    seen_where: ClassVar[str] = _seen_by_solver_or(f"{_HELD} OR {_OWNED}")
    proposal = models.ForeignKey("challenges.Proposal", models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = Enclosures.as_manager()

    class Meta:
        """In the order in which they were enclosed."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def kept_for(self) -> tuple[str, int]:
        """What it is kept for: of no cluster, in its year."""
        return "", self.at.year
