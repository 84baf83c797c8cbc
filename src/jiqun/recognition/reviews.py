"""The review when a recognition ends: every criterion again, and the cluster's own targets.

The measures say that both are looked at, not that a missed target fails: that is the reviewer's.
So a review proposes failure only for a criterion that is not met or a ground of revocation, and
says of everything else what it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jiqun.base.definitions import every_indicator, read
from jiqun.recognition.promises import Promise, Promised, promises
from jiqun.rules.assessment import Assessment, Judgement, assess
from jiqun.rules.facts import Facts
from jiqun.rules.life import Ground, grounds
from jiqun.rules.logic import Answer
from jiqun.rules.programmes import Programme

TARGETS: Mapping[str, str] = {
    "plan_target_output": "output_total",
    "plan_target_quality_smes": "quality_smes",
    "plan_target_rd_intensity": "rd_intensity",
}
"""Fields in which a cluster states its targets, and the field or share held against each.

Where a form's later version measures another thing under another name, as with quality SMEs from
2026, the target cannot be told: it was set for the thing before.
"""
SHARES = ("rd_intensity",)
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Target:
    """A target the cluster set itself, for the last year of its plan.

    Parameters
    ----------
    field, figure
        The field it was stated in, and what is held against it.
    wanted, set_in
        The target, and the data year of the filing that first stated it.
    """

    field: str
    figure: str
    wanted: Decimal
    set_in: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a target.

    Parameters
    ----------
    target
        The target as first set.
    reached
        What the last year's filing shows; None where it does not.
    answer
        Met, not met or cannot tell.
    lowered
        Whether a later filing states a lower one: the first counts.
    """

    target: Target
    reached: Fraction | None
    answer: Answer
    lowered: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A cluster reviewed on a day.

    Parameters
    ----------
    assessment
        Its verdicts under the programme.
    targets
        Its own targets, as its filings state them.
    grounds
        Grounds of revocation that any filing under review shows.
    promises
        The targets of its application, each held against the filing of its own year.
    """

    assessment: Assessment
    targets: tuple[Kept, ...]
    grounds: tuple[Ground, ...]
    promises: tuple[Promise, ...] = ()

    @property
    def proposal(self) -> Answer:
        """What the facts propose.

        Not met where a ground of revocation is shown or a criterion is not met; cannot tell where
        a criterion is open; at the reviewer's discretion where only own targets were missed, or
        cannot be told.
        """
        if self.grounds or self.assessment.overall == "not_eligible":
            return Answer.NOT_MET
        if self.assessment.overall == "cannot_tell":
            return Answer.CANNOT_TELL
        own = [held.answer for held in self.targets] + [held.answer for held in self.promises]
        return Answer.MET if own and set(own) == {Answer.MET} else Answer.DISCRETION


def targets_of(facts: Facts, years: Sequence[int]) -> list[Target]:
    """Return the targets a cluster set itself: each as first stated within the years.

    Parameters
    ----------
    facts
        Its filings.
    years
        The years of its recognition, and the one before.
    """
    found = []
    for name, figure in TARGETS.items():
        for year in sorted(years):
            cell = facts.years.get(year, {}).get(name)
            if cell is not None and cell.value is not None:
                found.append(Target(name, figure, cell.value, year))
                break
    return found


def review(
    programme: Programme,
    facts: Facts,
    years: Sequence[int],
    on: date,
    judgements: Iterable[Judgement] = (),
    promised: Iterable[Promised] = (),
) -> Review:
    """Review a cluster at the end of its recognition.

    Parameters
    ----------
    programme
        The programme; its numbers of the day hold.
    facts
        The cluster's filings.
    years
        The data years filed under the recognition.
    on
        The day.
    judgements
        Reviewers' answers to what figures do not settle.
    promised
        The targets of its application.

    Raises
    ------
    NotFound
        Where the programme was not in force on that day.
    Refused
        Where a judgement does not fit.
    """
    kept = tuple(_kept(target, facts, years) for target in targets_of(facts, years))
    shown = {
        ground.id: ground
        for year in sorted(years)
        for ground in grounds(programme, facts, year)
        if ground.present
    }
    found = assess(programme, facts, on, judgements=judgements)
    held = tuple(promises(promised, facts, years))
    return Review(found, kept, tuple(shown.values()), held)


def _kept(target: Target, facts: Facts, years: Sequence[int]) -> Kept:
    reached = _reached(target, facts, max(years))
    if reached is None:
        answer = Answer.CANNOT_TELL
    else:
        answer = Answer.MET if reached >= Fraction(target.wanted) else Answer.NOT_MET
    later = [
        cell.value
        for year in years
        if (cell := facts.years.get(year, {}).get(target.field)) is not None
        and cell.value is not None
    ]
    return Kept(target, reached, answer, min(later) < target.wanted)


def _reached(target: Target, facts: Facts, year: int) -> Fraction | None:
    """Return what a year's filing shows in the target's own unit."""
    if target.figure not in SHARES:
        cell = facts.years.get(year, {}).get(target.figure)
        return None if cell is None or cell.value is None else Fraction(cell.value)
    point = read(every_indicator()[target.figure], facts, [year]).point
    if point is None:
        return None
    return Fraction(point.numerator) / Fraction(point.denominator) * PERCENT
