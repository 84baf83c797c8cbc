"""The tiers of quality enterprises: which titles exist on a day, under which rules, who holds one.

The base tier was renamed when 工信部企业〔2026〕2号 replaced 〔2022〕63号; a certificate issued
under the older measures runs to its own expiry.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.schema_faults import unknown_name
from jiqun.clusters.recognition import years_later
from jiqun.clusters.scores import Fact, Scored, read_scored, scores

Tier = Literal["innovative", "srdi", "little_giant", "single_champion"]
TIERS: tuple[Tier, ...] = ("innovative", "srdi", "little_giant", "single_champion")


@dataclass(frozen=True, slots=True)
class Regime:
    """A document that governs tiers between two days; ``until`` is None where it still holds."""

    id: str
    title: Bilingual
    number: str
    since: date
    until: date | None
    at_the_latest: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Something an enterprise must show; without a number it is true or false.

    Parameters
    ----------
    id, title
        Its name, and in words.
    at_least, at_most, unit
        The number, where there is one.
    confidence
        How sure we are of it: high, medium or low.
    waiver
        The name of the alternatives any of which stands in for it, or empty.
    """

    id: str
    title: Bilingual
    at_least: Decimal | None
    at_most: Decimal | None
    unit: str
    confidence: str
    waiver: str

    def holds(self, facts: Mapping[str, Fact]) -> bool | None:
        """Tell whether it is met; None where the fact is missing.

        Examples
        --------
        >>> debt = tier_on("little_giant", date(2023, 1, 1)).conditions[5]
        >>> debt.holds({"debt_ratio": 70}), debt.holds({"debt_ratio": 71}), debt.holds({})
        (True, False, None)
        """
        fact = facts.get(self.id)
        if fact is None:
            return None
        if isinstance(fact, str):
            return None
        if self.at_least is not None:
            return fact >= self.at_least
        if self.at_most is not None:
            return fact <= self.at_most
        return bool(fact)


@dataclass(frozen=True, slots=True)
class TierRules:
    """A tier under one regime.

    Parameters
    ----------
    tier
        Which one.
    regime
        The document.
    title, authority
        Its name then, and who awards it.
    validity_years
        How long a title lasts; None where not found.
    conditions
        All of them are wanted, each or its waiver.
    score
        The indicators that make the scores among the conditions, where their points are known.
    waivers
        Alternatives by name; any one of a list is enough.
    not_found
        What of the text was not found: with anything here, meeting all conditions proves nothing.
    """

    tier: Tier
    regime: Regime
    title: Bilingual
    authority: Bilingual
    validity_years: int | None
    conditions: tuple[Condition, ...]
    score: tuple[Scored, ...]
    waivers: Mapping[str, tuple[Condition, ...]]
    not_found: tuple[str, ...]

    def meets(self, facts: Mapping[str, Fact]) -> bool | None:
        """Tell whether an enterprise meets the conditions; None where that is not known.

        One condition failed without a waiver decides. All met decides only where the whole text
        is known.

        Parameters
        ----------
        facts
            Values by condition id, in the condition's unit.

        Examples
        --------
        >>> rules = tier_on("innovative", date(2023, 1, 1))
        >>> rules.meets({"new_equity_3y": 500}), rules.meets({"score": 70})
        (True, None)
        """
        answers = [self._answer(condition, self._scored(facts)) for condition in self.conditions]
        if False in answers:
            return False
        if None in answers or self.not_found:
            return None
        return True

    def _scored(self, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
        """Add the scores that follow from the facts; a score given as a fact stands."""
        return {**scores(self.score, facts), **facts}

    def _answer(self, condition: Condition, facts: Mapping[str, Fact]) -> bool | None:
        answers = [condition.holds(facts)]
        answers += [waiver.holds(facts) for waiver in self.waivers.get(condition.waiver, ())]
        if True in answers:
            return True
        return None if None in answers else False


@dataclass(frozen=True, slots=True)
class Title:
    """A title an enterprise holds; ``until`` is its last day, None where not stated."""

    tier: Tier
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether it is valid on a day; a change of regime does not end it.

        Examples
        --------
        >>> Title("innovative", date(2024, 1, 1), date(2026, 12, 31)).holds(date(2026, 6, 1))
        True
        """
        return self.since <= on and (self.until is None or on <= self.until)


def tier_on(tier: Tier, on: date) -> TierRules | None:
    """Return a tier's rules on a day, or None where none are known then.

    Examples
    --------
    >>> [tier_on("innovative", day).title.zh for day in (date(2026, 3, 31), date(2026, 4, 1))]
    ['创新型中小企业', '科技和创新型中小企业']
    >>> tier_on("innovative", date(2021, 12, 31)) is None
    True
    """
    for rules in tier_rules()[tier]:
        regime = rules.regime
        if regime.since <= on and (regime.until is None or on <= regime.until):
            return rules
    return None


def expires(tier: Tier, granted: date) -> date | None:
    """Return the last day of a title granted on a day; None where its length is not known.

    Examples
    --------
    >>> expires("little_giant", date(2024, 2, 29))
    datetime.date(2027, 2, 28)
    """
    rules = tier_on(tier, granted)
    if rules is None or rules.validity_years is None:
        return None
    return years_later(granted, rules.validity_years) - timedelta(days=1)


def tiers_held(titles: Iterable[Title], on: date) -> tuple[Tier, ...]:
    """Return the tiers somebody holds on a day, each once, lowest first.

    Examples
    --------
    >>> titles = [Title("srdi", date(2023, 1, 1)), Title("innovative", date(2023, 1, 1))]
    >>> tiers_held(titles, date(2024, 1, 1))
    ('innovative', 'srdi')
    """
    held = {title.tier for title in titles if title.holds(on)}
    return tuple(tier for tier in TIERS if tier in held)


@cache
def tier_rules() -> dict[Tier, tuple[TierRules, ...]]:
    """Load the rules of every tier, oldest regime first, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    said = sound_entry(
        catalogue_path("enterprises", "tiers.yaml"), "tiers", _unknown_regimes
    ).content
    regimes = {name: _regime(name, regime) for name, regime in said["regimes"].items()}
    return {
        tier: tuple(
            _rules(tier, _whole(rules, listed), regimes[rules["regime"]]) for rules in listed
        )
        for tier, listed in said["tiers"].items()
    }


def _whole(rules: Mapping[str, Any], listed: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return a tier's rules with those parts of an earlier regime that still hold."""
    for earlier in listed:
        if earlier["regime"] == rules.get("as_under"):
            still = {key: earlier[key] for key in ("conditions", "score", "waivers")}
            return {**rules, **still}
    return rules


def _unknown_regimes(entry: Entry) -> Iterator[Problem]:
    known = entry.content["regimes"]
    for tier, listed in entry.content["tiers"].items():
        for number, rules in enumerate(listed):
            for key in ("regime", "as_under"):
                if rules.get(key, rules["regime"]) not in known:
                    place = entry.where("tiers", tier, number, key)
                    yield unknown_name(place, rules[key], "regime", ", ".join(known))


def _regime(name: str, said: Mapping[str, Any]) -> Regime:
    until = said.get("until")
    return Regime(
        name,
        Bilingual.of(said["title"]),
        said["number"],
        date.fromisoformat(said["since"]),
        date.fromisoformat(until) if until else None,
        said.get("at_the_latest", False),
        said["confidence"],
    )


def _rules(tier: Tier, said: Mapping[str, Any], regime: Regime) -> TierRules:
    return TierRules(
        tier,
        regime,
        Bilingual.of(said["title"]),
        Bilingual.of(said["authority"]),
        said["validity"]["years"],
        tuple(_condition(condition) for condition in said["conditions"]),
        tuple(read_scored(name, score) for name, score in said.get("score", {}).items()),
        {
            name: tuple(_condition(row) for row in listed)
            for name, listed in said.get("waivers", {}).items()
        },
        tuple(said["not_found"]),
    )


def _condition(said: Mapping[str, Any]) -> Condition:
    return Condition(
        said["id"],
        Bilingual.of(said),
        _number(said.get("at_least")),
        _number(said.get("at_most")),
        said.get("unit", ""),
        said["confidence"],
        said.get("waiver", ""),
    )


def _number(said: str | None) -> Decimal | None:
    return Decimal(said) if said else None
