"""What would another threshold, other weights, another quota change: the decision, decided again.

:func:`decide` is the decision's own function. :func:`what_if` calls it twice, so that unchanged
settings reproduce the decision exactly, and says who enters, who leaves, and where.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from jiqun.base.errors import Problem, Refused
from jiqun.recognition.selection import Candidate, Outcome, Rule, Selection, select
from jiqun.rules.life import Quota
from jiqun.rules.procedures import Procedure
from jiqun.workflow.panels.scores import Category, Sheet, Way, summary

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Scored:
    """An application with what its experts gave.

    Parameters
    ----------
    id, recommender, holds, submitted, segment
        As of :class:`jiqun.recognition.selection.Candidate`.
    sheets
        Complete sheets; an excluded expert's is not among them.
    """

    id: str
    recommender: str
    sheets: tuple[Sheet, ...]
    holds: frozenset[str] = frozenset()
    submitted: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a decision goes by besides the applications.

    Parameters
    ----------
    scheme
        Categories and weights.
    way
        Whether the experts' mean or median counts.
    quotas
        By recommender.
    rule
        Threshold, ties, seed, sub-segments.
    """

    scheme: tuple[Category, ...]
    way: Way
    quotas: Mapping[str, Quota]
    rule: Rule = field(default_factory=Rule)

    def weighing(self, weights: Mapping[str, Decimal]) -> "Setting":
        """Return it with other weights, by category; those not named stay.

        Raises
        ------
        Refused
            Where a category is not of the scheme, or the weights do not make 100.
        """
        known = {category.id for category in self.scheme}
        problems = [
            Problem("recognition.no_category", details={"name": name, "known": ", ".join(known)})
            for name in sorted(weights.keys() - known)
        ]
        scheme = tuple(
            replace(category, weight=weights.get(category.id, category.weight))
            for category in self.scheme
        )
        total = sum((category.weight for category in scheme), Decimal(0))
        if total != WHOLE or any(category.weight < 0 for category in scheme):
            problems.append(Problem("recognition.weights_not_100", details={"value": total}))
        if problems:
            raise Refused(problems)
        return replace(self, scheme=scheme)

    def allowing(self, limits: Mapping[str, int | None]) -> "Setting":
        """Return it with other quotas, by recommender, None for no limit; those not named stay."""
        tried = {code: Quota(limit, known=True) for code, limit in limits.items()}
        return replace(self, quotas={**self.quotas, **tried})

    def needing(self, threshold: Fraction | None) -> "Setting":
        """Return it with another total that is needed; None asks for none."""
        return replace(self, rule=replace(self.rule, threshold=threshold))


def setting_of(
    procedure: Procedure, quotas: Mapping[str, Quota], rule: Rule | None = None
) -> Setting:
    """Return what a programme's decision goes by.

    Parameters
    ----------
    procedure
        As the running call keeps it.
    quotas
        By recommender.
    rule
        Seed, threshold and sub-segments; the ties are the procedure's.

    Raises
    ------
    Refused
        Where no scheme of scores is configured.
    """
    if not procedure.categories or procedure.summary is None:
        details = {"programme": procedure.programme}
        raise Refused([Problem("recognition.no_scheme", details=details)])
    ours = replace(rule or Rule(), ties=procedure.ties)
    return Setting(procedure.categories, procedure.summary, quotas, ours)


def decide(applications: Iterable[Scored], setting: Setting) -> Selection:
    """Decide: sum up scores, rank within each recommender, name as many as quotas allow."""
    return select(summed(applications, setting), setting.quotas, setting.rule)


def summed(applications: Iterable[Scored], setting: Setting) -> list[Candidate]:
    """Return applications with their scores summed up, as :func:`select` takes them."""
    return [_candidate(application, setting) for application in applications]


@dataclass(frozen=True, slots=True)
class Step:
    """An application that would stand elsewhere: from which outcome and rank to which."""

    application: str
    recommender: str
    was: Outcome
    now: Outcome
    rank_was: int | None
    rank_now: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change of settings would change.

    Parameters
    ----------
    before, after
        Both selections.
    entering, leaving
        Who would be recommended and is not; who is and would not be.
    moving
        Everybody else whose outcome or rank changes.
    """

    before: Selection
    after: Selection
    entering: tuple[Step, ...]
    leaving: tuple[Step, ...]
    moving: tuple[Step, ...]

    @property
    def by_recommender(self) -> dict[str, int]:
        """How many more, or fewer, each recommender would name; those without a change left out."""
        found: dict[str, int] = {}
        for steps, change in ((self.entering, 1), (self.leaving, -1)):
            for step in steps:
                found[step.recommender] = found.get(step.recommender, 0) + change
        return {code: change for code, change in sorted(found.items()) if change}


def what_if(applications: Sequence[Scored], now: Setting, then: Setting) -> Difference:
    """Compare a decision with the one other settings would make of the same applications.

    Parameters
    ----------
    applications
        The applications.
    now, then
        The settings as they are and as they are tried.
    """
    return difference(decide(applications, now), decide(applications, then))


def difference(before: Selection, after: Selection) -> Difference:
    """Compare two decisions over the same applications."""
    later = {place.candidate.id: place for place in after.places}
    steps = []
    for place in before.places:
        new = later[place.candidate.id]
        if (place.outcome, place.rank) != (new.outcome, new.rank):
            steps.append(
                Step(
                    place.candidate.id,
                    place.candidate.recommender,
                    place.outcome,
                    new.outcome,
                    place.rank,
                    new.rank,
                )
            )
    entering = tuple(step for step in steps if _enters(step))
    leaving = tuple(step for step in steps if _leaves(step))
    moving = tuple(step for step in steps if not _enters(step) and not _leaves(step))
    return Difference(before, after, entering, leaving, moving)


def _enters(step: Step) -> bool:
    return step.now is Outcome.RECOMMENDED and step.was is not Outcome.RECOMMENDED


def _leaves(step: Step) -> bool:
    return step.was is Outcome.RECOMMENDED and step.now is not Outcome.RECOMMENDED


def _candidate(application: Scored, setting: Setting) -> Candidate:
    found = summary(application.sheets, setting.scheme)
    return Candidate(
        application.id,
        application.recommender,
        found.total.by(setting.way) if found else None,
        {name: spread.by(setting.way) for name, spread in found.categories.items()}
        if found
        else {},
        application.holds,
        application.submitted,
        application.segment,
    )
