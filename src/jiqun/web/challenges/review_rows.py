"""Experts' parts in challenges: what one judges, blind to all others."""

from typing import ClassVar

from django.db import models

from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import party_of
from jiqun.web.panels.models import JUDGING, Part

UNDER_REVIEW = "under_review"
CONVENERS = (Office.COUNTY, Office.PROVINCE)
"""Offices that put a panel together: who settles appeals of a challenge does."""
JUDGED = """EXISTS (SELECT 1 FROM challenges_judgement AS judging, challenges_challenge AS judged
        WHERE judging.challenge_id = challenges_proposal.challenge_id
        AND judged.id = judging.challenge_id AND judged.state = 'under_review'
        AND judging.expert = {expert} AND judging.state IN ('invited', 'scoring', 'scored'))"""
"""Whether a proposal is one that an expert judges now."""


def judged_by(reader: Reader) -> "models.QuerySet[Judgement, dict[str, int]]":
    """Return the challenges that an expert judges now, by their keys."""
    mine = Judgement.objects.for_reader(reader).filter(state__in=JUDGING)
    return mine.filter(challenge__state=UNDER_REVIEW).values("challenge")  # type: ignore[return-value]  # of one column


class Judgements(models.QuerySet["Judgement"]):
    """Experts' parts, for those who may see them."""

    def for_reader(self, reader: Reader) -> "Judgements":
        """Return an expert's own, or those of challenges whose panel an office puts together."""
        if reader.office is Office.EXPERT:
            return self.filter(expert__in=sorted(reader.cases))
        if reader.office not in CONVENERS:
            return self.none()
        party = party_of(reader)
        above = {
            "challenge__parties__arbiter__0": str(party.office),
            "challenge__parties__arbiter__1": party.of,
        }
        return self.filter(**above)


class Judgement(Part):
    """An expert's part in a challenge: every proposal is judged by the same experts."""

    about = "proposal_review"
    seen_where: ClassVar[str] = """{everything} = 'yes' OR expert = {expert} OR EXISTS (
        SELECT 1 FROM challenges_challenge AS above WHERE above.id = challenge_id
        AND above.parties->'arbiter' = {party}::jsonb)"""
    challenge = models.ForeignKey("challenges.Challenge", models.PROTECT, related_name="judgements")
    remarks = models.JSONField(default=dict)
    """By proposal why it was scored so."""

    objects = Judgements.as_manager()

    class Meta:
        """An expert has one part in a challenge."""

        ordering = ("challenge", "pk")
        constraints = (
            models.UniqueConstraint(fields=("challenge", "judge"), name="one_judgement"),
        )

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.pk}"
