"""Ranked recommendation within quota: never over it, a waiting list, ties by the stated rule.

Between equal totals the programme's own keys decide, in their order. Where none does, or the draw
has no published seed, whoever stands across the cut-off is "tied": nobody is let in by the order of
a file, and their places stay open until the rule is stated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from jiqun.rules.life import UNKNOWN_QUOTA, Quota
from jiqun.rules.procedures import TieKey
from jiqun.workflow.draws import lot


class Outcome(StrEnum):
    """Where an application comes to stand."""

    RECOMMENDED = "recommended"
    WAITING = "waiting"
    TIED = "tied"
    """Equal at the cut-off, and no stated rule decides."""
    BELOW_THRESHOLD = "below_threshold"
    SEGMENT_TAKEN = "segment_taken"
    """Its recommender already names a cluster of the same sub-segment."""
    NOT_SCORED = "not_scored"
    QUOTA_UNKNOWN = "quota_unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application as selection sees it.

    Parameters
    ----------
    id, recommender
        The application, and the region code of who would recommend it.
    total
        Out of 100; None where it is not scored.
    scores
        The experts' mean or median by category, for ties.
    holds
        Named facts that ties may ask for, such as ``provincial_recognition``.
    submitted
        When it was first submitted, as an ISO text; empty where not known.
    segment
        Its sub-segment, where a call allows one each.
    """

    id: str
    recommender: str
    total: Fraction | None
    scores: Mapping[str, Fraction] = field(default_factory=dict)
    holds: frozenset[str] = frozenset()
    submitted: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What selection goes by besides totals and quotas.

    Parameters
    ----------
    ties
        What decides between equal totals, in order.
    seed
        The published seed of the draw; without one the draw decides nothing.
    threshold
        The total that is needed; None where none is stated.
    one_per_segment
        Whether a recommender names one cluster of a sub-segment only.
    """

    ties: tuple[TieKey, ...] = ()
    seed: str = ""
    threshold: Fraction | None = None
    one_per_segment: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands among those of its recommender.

    Parameters
    ----------
    candidate
        The application.
    rank
        From 1; equal where nothing decides; None where it is not ranked.
    outcome
        Where that leads.
    decided_by
        The key that set it apart from others of its total; empty where the total did.
    """

    candidate: Candidate
    rank: int | None
    outcome: Outcome
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Every application's place, by recommender and rank."""

    places: tuple[Place, ...]

    def of(self, outcome: Outcome) -> list[str]:
        """Return the applications with an outcome, in order."""
        return [place.candidate.id for place in self.places if place.outcome is outcome]

    def waiting_list(self, recommender: str) -> list[str]:
        """Return who moves up when a place becomes free, first first."""
        return [
            place.candidate.id
            for place in self.places
            if place.candidate.recommender == recommender and place.outcome is Outcome.WAITING
        ]

    def named(self, recommender: str) -> int:
        """Return how many a recommender names."""
        return sum(
            place.candidate.recommender == recommender and place.outcome is Outcome.RECOMMENDED
            for place in self.places
        )


def select(candidates: Iterable[Candidate], quotas: Mapping[str, Quota], rule: Rule) -> Selection:
    """Rank the applications of each recommender and name as many as its quota allows.

    Parameters
    ----------
    candidates
        The applications. Those withdrawn or refused are not among them.
    quotas
        By recommender; one that is not known names nobody.
    rule
        Ties, threshold, sub-segments.

    Examples
    --------
    >>> pool = [Candidate(name, "330000", Fraction(total)) for name, total in
    ...         (("a", 90), ("b", 80), ("c", 80), ("d", 70))]
    >>> found = select(pool, {"330000": Quota(2, True)}, Rule())
    >>> found.of(Outcome.RECOMMENDED), found.of(Outcome.TIED), found.of(Outcome.WAITING)
    (['a'], ['b', 'c'], ['d'])
    >>> drawing = Rule((TieKey("draw"),), seed="2026-07-01")
    >>> select(pool, {"330000": Quota(2, True)}, drawing).of(Outcome.RECOMMENDED)
    ['a', 'b']
    """
    by_recommender: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_recommender.setdefault(candidate.recommender, []).append(candidate)
    places: list[Place] = []
    for recommender, pool in sorted(by_recommender.items()):
        places += _placed(pool, quotas.get(recommender, UNKNOWN_QUOTA), rule)
    return Selection(tuple(places))


def _placed(pool: Sequence[Candidate], quota: Quota, rule: Rule) -> Iterator[Place]:
    """Yield one recommender's places: the ranked, then what is below, then what has no total."""
    ranked = sorted(
        (candidate for candidate in pool if _reaches(candidate, rule)),
        key=lambda candidate: (*_key(candidate, rule), candidate.id),
    )
    yield from _filled(ranked, quota, rule)
    for candidate in sorted(pool, key=lambda candidate: candidate.id):
        if candidate.total is None:
            yield Place(candidate, None, Outcome.NOT_SCORED)
        elif not _reaches(candidate, rule):
            yield Place(candidate, None, Outcome.BELOW_THRESHOLD)


def _filled(ranked: Sequence[Candidate], quota: Quota, rule: Rule) -> Iterator[Place]:
    """Yield the ranked ones, equals together: in while they all fit, then tied, then waiting."""
    left = len(ranked) if quota.limit is None else quota.limit
    segments: set[str] = set()
    deciders: dict[str, str] = {}
    for _, same in groupby(ranked, key=lambda candidate: candidate.total):
        deciders |= _deciders(list(same), rule.ties, rule)
    rank, undecided = 1, False
    for _, group in groupby(ranked, key=lambda candidate: _key(candidate, rule)):
        equals = list(group)
        free = [candidate for candidate in equals if candidate.segment not in segments]
        outcome = _outcome(free, left, quota, undecided=undecided, rule=rule)
        for candidate in equals:
            taken = quota.known and candidate.segment in segments
            yield Place(
                candidate,
                rank,
                Outcome.SEGMENT_TAKEN if taken else outcome,
                deciders[candidate.id],
            )
        if outcome is Outcome.RECOMMENDED:
            left -= len(free)
            if rule.one_per_segment:
                segments |= {candidate.segment for candidate in free if candidate.segment}
        undecided = undecided or outcome is Outcome.TIED
        rank += len(equals)


def _outcome(
    free: Sequence[Candidate], left: int, quota: Quota, *, undecided: bool, rule: Rule
) -> Outcome:
    """Return what becomes of equals: all of them, for nothing tells them apart."""
    if not quota.known:
        return Outcome.QUOTA_UNKNOWN
    if undecided or left <= 0:
        return Outcome.WAITING
    segments = [candidate.segment for candidate in free if candidate.segment]
    rivals = rule.one_per_segment and len(set(segments)) < len(segments)
    return Outcome.TIED if rivals or len(free) > left else Outcome.RECOMMENDED


def _reaches(candidate: Candidate, rule: Rule) -> bool:
    if candidate.total is None:
        return False
    return rule.threshold is None or candidate.total >= rule.threshold


Key = tuple[Fraction | bool | str, ...]


def _key(candidate: Candidate, rule: Rule) -> Key:
    """Return what an application is ranked by: its total, then the keys of the programme."""
    total = candidate.total or Fraction(0)
    return (-total, *(_tie(candidate, key, rule) for key in rule.ties))


def _tie(candidate: Candidate, key: TieKey, rule: Rule) -> Fraction | bool | str:
    """Return a key's value, the smaller the better; the same for all where it decides nothing."""
    match key.kind:
        case "higher_score_in":
            return -candidate.scores.get(key.of, Fraction(0))
        case "holds":
            return key.of not in candidate.holds
        case "earlier_submission":
            return candidate.submitted or "9999"
        case "draw":
            return lot(rule.seed, candidate.id) if rule.seed else ""


def _deciders(
    equals: Sequence[Candidate], keys: Sequence[TieKey], rule: Rule, last: str = ""
) -> dict[str, str]:
    """Return, of each of several with one total, the last key needed to set it apart; or nothing.

    The keys are gone through once, group by group: 3,000 equals cost no more than a sort.
    """
    if len(equals) == 1:
        return {equals[0].id: last}
    if not keys:
        return dict.fromkeys((candidate.id for candidate in equals), "")
    groups: dict[Fraction | bool | str, list[Candidate]] = {}
    for candidate in equals:
        groups.setdefault(_tie(candidate, keys[0], rule), []).append(candidate)
    decided = f"{keys[0].kind} {keys[0].of}".strip() if len(groups) > 1 else last
    found: dict[str, str] = {}
    for group in groups.values():
        found |= _deciders(group, keys[1:], rule, decided)
    return found
