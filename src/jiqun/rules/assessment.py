"""Hold a cluster's filings against a programme: one cluster, or all of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

from jiqun.base.definitions import EXACT, Fraction, Reading, read
from jiqun.base.errors import Problem, Refused, Whole
from jiqun.rules.facts import Facts
from jiqun.rules.logic import Answer, all_of, any_of
from jiqun.rules.programmes import Programme, Test
from jiqun.rules.rulings import Rule, Ruling, Settings, rule_on


class Why(StrEnum):
    """Why a criterion is open."""

    NO_NUMBER = "no number known to us"
    JUDGEMENT = "reviewer's judgement"
    MISSING = "figure missing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's answer to a criterion that figures do not settle.

    Parameters
    ----------
    criterion
        Its name.
    answer
        Met or not met.
    author, day, evidence
        Who judged, when, and on what; empty where not stated.
    """

    criterion: str
    answer: Answer
    author: str = ""
    day: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of one criterion for one cluster.

    Parameters
    ----------
    rule
        The criterion on the day.
    answer
        Met, not met, cannot tell, or at the reviewer's discretion.
    readings
        What was compared, one for each of the rule's spans; empty where nothing was.
    missing
        The cells that are not known.
    why_open
        Why it is open, None where it is decided.
    parts
        The parts' verdicts.
    judgement
        The reviewer's answer that decided it.
    """

    rule: Rule
    answer: Answer
    readings: tuple[Reading, ...] = ()
    missing: tuple[str, ...] = ()
    why_open: Why | None = None
    parts: tuple["Verdict", ...] = ()
    judgement: Judgement | None = None

    @property
    def deciding(self) -> "Verdict":
        """Of an any-of or all-of the part that decides it, or comes nearest; else itself."""
        if not self.parts:
            return self
        same = [part for part in self.parts if part.answer is self.answer]
        return (same or list(self.parts))[-1 if self.rule.criterion.test == "any_of" else 0]


@dataclass(frozen=True)
class Assessment:
    """All verdicts of one programme for one cluster on one day."""

    ruling: Ruling
    facts: Facts
    verdicts: tuple[Verdict, ...]

    @property
    def overall(self) -> str:
        """``eligible``, ``not_eligible`` or ``cannot_tell``: over every hard criterion."""
        if self.ruling.programme.since is None:
            return "cannot_tell"
        answer = all_of(verdict.answer for verdict in self.hard)
        return {Answer.MET: "eligible", Answer.NOT_MET: "not_eligible"}.get(answer, "cannot_tell")

    @property
    def known_criteria(self) -> Answer:
        """Met, not met or cannot tell: over the hard criteria whose number is known.

        Not met where one of them is not met; else cannot tell where a figure it needs is missing,
        or where a reviewer may accept less; else met.
        """
        answers = [answer_by_number(verdict) for verdict in self.hard]
        known = [answer for answer in answers if answer is not None]
        if not known:
            return Answer.CANNOT_TELL
        answer = all_of(known)
        return Answer.CANNOT_TELL if answer is Answer.DISCRETION else answer

    @property
    def hard(self) -> list[Verdict]:
        """The verdicts that decide: all but those worded "generally"."""
        return [verdict for verdict in self.verdicts if not verdict.rule.criterion.soft]

    @cached_property
    def open(self) -> tuple[Verdict, ...]:
        """The hard criteria without a final answer."""
        return tuple(verdict for verdict in self.hard if verdict.why_open is not None)

    def verdict(self, criterion: str) -> Verdict:
        """Return the verdict on a criterion that holds on the day."""
        return next(verdict for verdict in self.verdicts if verdict.rule.id == criterion)


def answer_by_number(verdict: Verdict) -> Answer | None:
    """Return a criterion's answer as far as its numbers are known; None where none decides it.

    Of an all-of, the parts with a number count. An any-of whose parts have not all a number is
    decided only by a part that is met: one of the others might be.
    """
    if not any(_has_number(leaf) for leaf in verdict.rule.leaves()):
        return None
    if verdict.judgement is not None or not verdict.parts:
        return verdict.answer
    answers = [answer_by_number(part) for part in verdict.parts]
    known = [answer for answer in answers if answer is not None]
    if verdict.rule.criterion.test == "all_of":
        return all_of(known)
    found = any_of(known)
    return found if found is Answer.MET or len(known) == len(answers) else None


def assess(
    programme: Programme,
    facts: Facts,
    on: date,
    *,
    settings: Settings = (),
    judgements: Iterable[Judgement] = (),
) -> Assessment:
    """Assess one cluster under one programme on one day.

    Parameters
    ----------
    programme
        The programme.
    facts
        The cluster's own filings, any years; those of the window are read.
    on
        The day of assessment.
    settings
        Numbers to try instead of those in force.
    judgements
        Reviewers' answers to criteria that figures do not settle.

    Returns
    -------
    Assessment
        A verdict for every criterion that holds on the day.

    Raises
    ------
    NotFound
        Where the programme was not in force on that day.
    Refused
        Where a setting or a judgement does not fit; all of them.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> national = programme("national/sme-cluster")
    >>> assess(national, Facts("demo-001", "330106"), date(2023, 6, 1)).overall
    'cannot_tell'
    """
    ruling = rule_on(programme, on, settings)
    found = judge(ruling, facts)
    given = list(judgements)
    return _judged(found, given) if given else found


def assess_all(
    programmes: Iterable[Programme],
    facts: Iterable[Facts],
    on: date,
    *,
    settings: Settings = (),
) -> Iterator[Assessment]:
    """Assess all clusters under every programme that covers them on one day.

    Parameters
    ----------
    programmes
        Programmes not in force on the day are passed over.
    facts
        The clusters.
    on
        The day.
    settings
        Numbers to try instead, in the programmes that have them.

    Yields
    ------
    Assessment
        Cluster by cluster, in the order given; no text is made until asked for.
    """
    rulings = [
        rule_on(programme, on, tuple(pair for pair in settings if pair[0] in programme.parameters))
        for programme in programmes
        if programme.covers(on)
    ]
    by_region: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        by_region.setdefault(ruling.programme.region, []).append(ruling)
    for fact in facts:
        for region in ("national", fact.province_code, fact.prefecture_code):
            for ruling in by_region.get(region, ()):
                yield judge(ruling, fact)


def judge(ruling: Ruling, facts: Facts) -> Assessment:
    """Hold one cluster's filings against a programme already settled for a day."""
    return Assessment(
        ruling, facts, tuple(fixed or _verdict(rule, facts) for rule, fixed in _plan(ruling))
    )


def settle(test: Test, signs: "Signs") -> Answer:
    """Return the answer of a comparison from where a range's ends lie against the number.

    Parameters
    ----------
    test
        The comparison.
    signs
        The sign of (low end - number) and of (high end - number); None where there is no end.

    Examples
    --------
    >>> settle("at_least", (0, 0)).value, settle("above", (0, 0)).value
    ('met', 'not_met')
    >>> settle("count_at_least", (-1, 1)).value, settle("count_at_least", (0, None)).value
    ('cannot_tell', 'met')
    """
    low, high = signs
    least = -1 if low is None else low
    most = 1 if high is None else high
    met, failed = _SETTLED[test](least, most)
    if met != failed:
        return Answer.MET if met else Answer.NOT_MET
    return Answer.CANNOT_TELL


def _reaches(least: int, most: int) -> tuple[bool, bool]:
    return least >= 0, most < 0


_SETTLED: dict[Test, Callable[[int, int], tuple[bool, bool]]] = {
    "at_least": _reaches,
    "count_at_least": _reaches,
    "is_true": _reaches,
    "above": lambda least, most: (least > 0, most <= 0),
    "at_most": lambda least, most: (most <= 0, least > 0),
    "below": lambda least, most: (most < 0, least >= 0),
    "equals": lambda least, most: (least == most == 0, least > 0 or most < 0),
}
"""Whether a comparison is met, and whether it failed, for every value between two signs."""

Signs = tuple[int | None, int | None]


def settle_reading(rule: Rule, reading: Reading) -> Answer:
    """Hold one reading against its rule's number, with no regard to what may be relaxed."""
    limit = rule.bar.limit if rule.bar else None
    if limit is None:
        return Answer.CANNOT_TELL
    return settle(rule.criterion.test, (_sign(reading.low, limit), _sign(reading.high, limit)))


def failed_spans(verdict: Verdict) -> tuple[tuple[int, ...], ...]:
    """Return the years, or spans of years, in which a criterion is not met; each once, in order."""
    if verdict.answer not in (Answer.NOT_MET, Answer.DISCRETION):
        return ()
    if verdict.parts:
        return tuple(sorted({span for part in verdict.parts for span in failed_spans(part)}))
    return tuple(
        span
        for span, reading in zip(verdict.rule.spans, verdict.readings, strict=False)
        if settle_reading(verdict.rule, reading) is Answer.NOT_MET
    )


def _verdict(rule: Rule, facts: Facts) -> Verdict:
    if rule.parts:
        return _compound(rule, facts)
    if rule.figure is None or rule.bar is None or rule.bar.limit is None:
        why = Why.JUDGEMENT if rule.figure is None else Why.NO_NUMBER
        return Verdict(rule, Answer.CANNOT_TELL, why_open=why)
    figure = rule.figure
    readings = tuple([read(figure, facts, years) for years in rule.spans])
    answer = all_of([settle_reading(rule, reading) for reading in readings])
    missing = tuple([cell for reading in readings for cell in reading.missing])
    if answer is Answer.CANNOT_TELL:
        return Verdict(rule, answer, readings, missing, Why.MISSING)
    if answer is Answer.NOT_MET and _relaxed(rule, facts):
        return Verdict(rule, Answer.DISCRETION, readings, missing, Why.JUDGEMENT)
    return Verdict(rule, answer, readings, missing)


@lru_cache(maxsize=4096)
def _plan(ruling: Ruling) -> tuple[tuple[Rule, Verdict | None], ...]:
    """Pair each rule with its verdict, where no figure can change it, so that it is made once."""
    nobody = Facts("", "110101")
    return tuple(
        (rule, None if any(_has_number(leaf) for leaf in rule.leaves()) else _verdict(rule, nobody))
        for rule in ruling.rules
    )


def _has_number(rule: Rule) -> bool:
    return rule.figure is not None and rule.bar is not None and rule.bar.limit is not None


def _compound(rule: Rule, facts: Facts) -> Verdict:
    parts = tuple(_verdict(part, facts) for part in rule.parts)
    combine = all_of if rule.criterion.test == "all_of" else any_of
    answer = combine(part.answer for part in parts)
    missing = tuple(dict.fromkeys(cell for part in parts for cell in part.missing))
    why = None
    if answer in (Answer.CANNOT_TELL, Answer.DISCRETION):
        reasons = {part.why_open for part in parts}
        why = next(reason for reason in Why if reason in reasons)
    return Verdict(rule, answer, (), missing, why, parts)


def _sign(end: Fraction | None, limit: Decimal) -> int | None:
    if end is None:
        return None
    bar = EXACT.multiply(limit, end.denominator)
    return (end.numerator > bar) - (end.numerator < bar)


def _relaxed(rule: Rule, facts: Facts) -> bool:
    """Tell whether the reviewer may accept less here; named areas are not in our codes."""
    where = rule.bar.relaxed_in if rule.bar else ""
    return where == "named_areas" or (where == "west" and facts.macro_region == "west")


def _judged(found: Assessment, judgements: list[Judgement]) -> Assessment:
    verdicts = {verdict.rule.id: verdict for verdict in found.verdicts}
    problems = []
    for given in judgements:
        one = verdicts.get(given.criterion)
        if one is None:
            problems.append(_nothing_to_judge(found, given))
        elif one.why_open in (None, Why.MISSING):
            details = {"name": given.criterion}
            problems.append(Problem("rules.not_to_be_judged", details=details))
        else:
            verdicts[given.criterion] = replace(
                one, answer=given.answer, why_open=None, judgement=given
            )
    if problems:
        raise Refused(problems)
    return replace(found, verdicts=tuple(verdicts.values()))


def _nothing_to_judge(found: Assessment, given: Judgement) -> Problem:
    judged = [
        verdict.rule.id
        for verdict in found.verdicts
        if verdict.why_open in (Why.JUDGEMENT, Why.NO_NUMBER)
    ]
    details = {
        "programme": found.ruling.programme.id,
        "name": given.criterion,
        "known": Whole(", ".join(judged)),
    }
    return Problem("rules.unknown_judged", details=details)
