"""A firm checks itself against a tier: verdict, score by item, what is missing.

A self-check is no certificate: it makes no title (:class:`jiqun.clusters.tiers.Title`), and no
filing counts it. Where an answer is missing, or part of the text was not found, it cannot tell;
points still open are a range, and the verdict follows where the whole range agrees.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiqun.clusters.firm_facts import cells_of, facts_of
from jiqun.clusters.firm_form import Cell, Firm
from jiqun.clusters.scores import TOTAL, Fact, Scored
from jiqun.clusters.tiers import Condition, Tier, TierRules, tier_on

SELF_CHECKED: tuple[Tier, ...] = ("innovative", "srdi", "little_giant")


class Outcome(StrEnum):
    """What a self-check can say."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Earned:
    """An indicator and the points it earns: a range where that is not known."""

    scored: Scored
    fact: Fact
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Item:
    """A condition and what becomes of it.

    Parameters
    ----------
    condition
        The condition.
    value
        The firm's fact; of a score the points, or None while they are a range.
    outcome
        Whether it is met, by itself or by what stands in for it.
    waived_by
        The condition that stands in for it; empty where none had to.
    missing
        Facts that would settle it.
    """

    condition: Condition
    value: Fact
    outcome: Outcome
    waived_by: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierCheck:
    """A firm held against a tier on a day.

    Parameters
    ----------
    rules
        The tier under the regime of the day.
    items
        Its conditions.
    earned
        Its indicators with their points; empty where the tier has no score of its own.
    missing
        Answers of the form that would settle what is open, each once.
    """

    rules: TierRules
    items: tuple[Item, ...]
    earned: tuple[Earned, ...]
    missing: tuple[Cell, ...]

    @property
    def outcome(self) -> Outcome:
        """Met, not met, or cannot tell: one failed condition decides."""
        found = {item.outcome for item in self.items}
        if Outcome.NOT_MET in found:
            return Outcome.NOT_MET
        if Outcome.CANNOT_TELL in found or self.rules.not_found or not self.items:
            return Outcome.CANNOT_TELL
        return Outcome.MET

    @property
    def score(self) -> tuple[int, int] | None:
        """The least and the most the total can be; None where the tier has no score of its own."""
        return _range(self.earned, TOTAL) if self.earned else None

    @property
    def failing(self) -> list[Item]:
        """What is not met: of a firm that is close, little."""
        return [item for item in self.items if item.outcome is Outcome.NOT_MET]


def check(tier: Tier, firm: Firm, on: date) -> TierCheck | None:
    """Hold a firm against a tier; None where no rules of it are known on the day.

    Examples
    --------
    >>> from decimal import Decimal
    >>> firm = Firm(2022, {("new_equity", year): Decimal(200) for year in (2020, 2021, 2022)})
    >>> found = check("innovative", firm, date(2023, 5, 1))
    >>> found.outcome.value, found.items[0].waived_by, found.score
    ('met', 'new_equity_3y', (0, 100))
    """
    rules = tier_on(tier, on)
    return None if rules is None else held_against(rules, facts_of(firm), firm.year)


def held_against(rules: TierRules, facts: Mapping[str, Fact], year: int) -> TierCheck:
    """Hold facts against a tier's rules.

    Parameters
    ----------
    rules
        The tier under a regime.
    facts
        By condition and indicator.
    year
        The last year they are of, to name the answers that are missing.
    """
    earned = tuple(_earned(scored, facts) for scored in rules.score)
    items = tuple(_item(rules, condition, facts, earned) for condition in rules.conditions)
    open_facts = dict.fromkeys(
        fact for item in items if item.outcome is Outcome.CANNOT_TELL for fact in item.missing
    )
    missing = dict.fromkeys(cell for fact in open_facts for cell in cells_of(fact, year))
    return TierCheck(rules, items, earned, tuple(missing))


def closest(checks: Iterable[tuple[str, TierCheck]]) -> list[tuple[str, TierCheck]]:
    """Order firms by how close they are: met, then fewest failing, then fewest open.

    Parameters
    ----------
    checks
        Firms by name with their checks against one tier.
    """
    order = [Outcome.MET, Outcome.CANNOT_TELL, Outcome.NOT_MET]
    return sorted(
        checks,
        key=lambda named: (
            len(named[1].failing),
            order.index(named[1].outcome),
            sum(item.outcome is Outcome.CANNOT_TELL for item in named[1].items),
            named[0],
        ),
    )


def _earned(scored: Scored, facts: Mapping[str, Fact]) -> Earned:
    least, most = scored.range(facts)
    return Earned(scored, facts.get(scored.id), least, most)


def _range(earned: Sequence[Earned], group: str) -> tuple[int, int]:
    """Return the least and the most a partial score, or the total, can be."""
    counted = [part for part in earned if group in (TOTAL, part.scored.group)]
    return sum(part.least for part in counted), sum(part.most for part in counted)


def _item(
    rules: TierRules, condition: Condition, facts: Mapping[str, Fact], earned: Sequence[Earned]
) -> Item:
    answer, value = condition.holds(facts), facts.get(condition.id)
    missing = [condition.id]
    if value is None and _is_score(condition, earned):
        low, high = _range(earned, condition.id)
        value = low if low == high else None
        ends = [condition.holds({condition.id: end}) for end in (low, high)]
        answer = ends[0] if ends[0] == ends[1] else None
        missing = _open(earned, condition.id)
    if answer is True:
        return Item(condition, value, Outcome.MET, "", ())
    waivers = rules.waivers.get(condition.waiver, ())
    waived = [(waiver.id, waiver.holds(facts)) for waiver in waivers]
    for name, holds in waived:
        if holds is True:
            return Item(condition, value, Outcome.MET, name, ())
    asked = [
        *(missing if answer is None else []),
        *(name for name, holds in waived if holds is None),
    ]
    outcome = Outcome.CANNOT_TELL if asked else Outcome.NOT_MET
    return Item(condition, value, outcome, "", tuple(asked))


def _is_score(condition: Condition, earned: Sequence[Earned]) -> bool:
    return bool(earned) and condition.id in {TOTAL, *(part.scored.group for part in earned)}


def _open(earned: Sequence[Earned], group: str) -> list[str]:
    """Return the facts whose points a score still waits for."""
    return [
        fact
        for part in earned
        if part.least != part.most and group in (TOTAL, part.scored.group)
        for fact in part.scored.facts
    ]
