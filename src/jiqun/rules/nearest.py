"""What would it take: the smallest changes that meet the known criteria, and what to ask first.

Every failing comparison has one lever, the field whose change is the least that meets it: the
field itself, the numerator of a share, the last year of a growth, a count of an either-or. A lever
is moved just as far as its comparison wants; that may fail another (more output lowers a share),
which is then repaired in turn. Levers only ever move one way, so the repairs end at the least
joint change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import (
    EXACT,
    Indicator,
    Term,
    factor_in_year,
    read,
    scales,
    terms_in,
)
from jiqun.base.forms import YEARLY, family
from jiqun.base.quantities import Quantity
from jiqun.rules.assessment import Assessment, Verdict, Why, judge, settle_reading
from jiqun.rules.facts import Cells, changed
from jiqun.rules.logic import Answer
from jiqun.rules.rulings import Rule

CENT = Decimal("0.01")
"""Money in 万元, areas and other quantities are filed to two decimals."""
ROUNDS = 40
QUOTIENT = Context(prec=60)
FAILED = (Answer.NOT_MET, Answer.DISCRETION)


@dataclass(frozen=True, slots=True)
class Change:
    """One filed figure that would have to be another.

    Parameters
    ----------
    change
        The field.
    year
        The filing it stands in.
    was, to
        The value now and the value that is enough, as decimal text in the field's unit.
    criteria
        The criteria that ask for it.
    """

    change: str
    year: int
    was: str
    to: str
    criteria: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "change": self.change,
            "year": self.year,
            "from": self.was,
            "to": self.to,
            "criteria": list(self.criteria),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact, and the criteria that wait for it."""

    fact: str
    criteria: tuple[str, ...]


Cell = tuple[int, str]
Move = tuple[Cell, Decimal]


def nearest(assessment: Assessment) -> list[Change]:
    """Return the smallest joint change after which every known criterion is met.

    Parameters
    ----------
    assessment
        The verdicts as they are.

    Returns
    -------
    list of Change
        Empty where nothing fails, and where nothing could mend it: a veto, which no change of
        figures undoes.
    """
    if any(
        verdict.answer is Answer.NOT_MET and verdict.rule.criterion.veto
        for verdict in assessment.verdicts
    ):
        return []
    now, moved = assessment, dict[Cell, Decimal]()
    asked: dict[Cell, list[str]] = {}
    for _ in range(ROUNDS):
        failing = next((verdict for verdict in now.hard if _mendable(verdict)), None)
        if failing is None:
            break
        move = _cheapest(now, failing)
        if move is None:
            return []
        cell, value = move
        moved[cell] = value
        asked.setdefault(cell, []).append(failing.rule.id)
        now = judge(now.ruling, changed(now.facts, {cell: Quantity.of(value)}))
    else:
        return []
    return [_change(assessment, cell, moved[cell], asked[cell]) for cell in sorted(moved)]


def out_of_reach(assessment: Assessment) -> list[str]:
    """Return the vetoes that failed: no change of figures undoes them."""
    return [
        verdict.rule.id
        for verdict in assessment.verdicts
        if verdict.answer is Answer.NOT_MET and verdict.rule.criterion.veto
    ]


def ask_first(assessment: Assessment) -> list[Question]:
    """Return the missing facts of open criteria, those that hold up most criteria first."""
    waiting: dict[str, list[str]] = {}
    for question in assessment.open:
        if question.why_open is Why.MISSING:
            for cell in question.missing:
                waiting.setdefault(cell, []).append(question.rule.id)
    found = [Question(cell, tuple(criteria)) for cell, criteria in waiting.items()]
    return sorted(found, key=lambda one: (-len(one.criteria), one.fact))


def _mendable(verdict: Verdict) -> bool:
    return verdict.answer in FAILED and verdict.judgement is None


def _change(assessment: Assessment, cell: Cell, to: Decimal, asked: list[str]) -> Change:
    year, name = cell
    before = assessment.facts.years[year][name].value
    return Change(
        name,
        year,
        "" if before is None else decimal_text(before),
        decimal_text(to),
        tuple(dict.fromkeys(asked)),
    )


def _cheapest(now: Assessment, verdict: Verdict) -> Move | None:
    """Return the next move towards meeting a criterion: of an any-of the smallest."""
    moves = list(_moves(now, verdict))
    if not moves:
        return None
    return min(moves, key=lambda move: (_size(now, move), move[0]))


def _moves(now: Assessment, verdict: Verdict) -> Iterator[Move]:
    if not verdict.parts:
        if (move := _move(now, verdict)) is not None:
            yield move
        return
    for part in verdict.parts:
        if part.answer in FAILED:
            yield from _moves(now, part)


def _size(now: Assessment, move: Move) -> Decimal:
    (year, name), value = move
    before = now.facts.years[year][name].value or Decimal(0)
    return abs(EXACT.subtract(value, before))


def _move(now: Assessment, verdict: Verdict) -> Move | None:
    """Return the lever of the first failing year of a comparison, moved just far enough."""
    rule = verdict.rule
    if rule.figure is None or rule.bar is None or rule.bar.limit is None:
        return None
    for years, reading in zip(rule.spans, verdict.readings, strict=True):
        if settle_reading(rule, reading) is not Answer.NOT_MET:
            continue
        cells = now.facts.years.get(years[-1], {})
        lever = _lever(rule.figure, cells, years[-1])
        if lever is None:
            return None
        term, value = lever
        lacking = _lacking(rule.figure, rule.bar.limit, now, years, lever)
        enough = _rounded(rule, term.field, EXACT.add(value, lacking), lacking)
        return ((years[-1], term.field), enough)
    return None


Lever = tuple[Term, Decimal]
"""The term of a figure to move, and its cell's value."""


def _lever(figure: Indicator, cells: Cells, year: int) -> Lever | None:
    """Return the term to move: of several counts the largest, of answers the first no."""
    definition = figure.definition
    answers = [term for predicate in definition.predicates for term in predicate.value]
    terms = definition.numerator or definition.not_above or tuple(answers)
    known = [
        (term, cell.value)
        for term in terms_in(terms, year)
        if (cell := cells.get(term.field)) is not None and cell.value is not None
    ]
    if not known:
        return None
    if definition.is_range:
        return max(known, key=lambda lever: lever[1])
    return min(known, key=lambda lever: lever[1]) if answers else known[0]


def _lacking(
    figure: Indicator, limit: Decimal, now: Assessment, years: tuple[int, ...], lever: Lever
) -> Decimal:
    """Return what the lever lacks until the figure stands exactly at its number."""
    term, value = lever
    if figure.definition.predicates:
        return EXACT.subtract(Decimal(1), value)
    worth = _worth(figure, term, years[-1])
    if figure.definition.is_range:
        return EXACT.subtract(EXACT.divide(limit, worth), value)
    point = read(figure, now.facts, years).high
    if point is None:
        raise ValueError(f"{figure.id} fails without a value")
    wanted = EXACT.multiply(limit, point.denominator)
    return EXACT.divide(EXACT.subtract(wanted, point.numerator), worth)


def _worth(figure: Indicator, term: Term, year: int) -> Decimal:
    """Return what one more of a term's field adds to the figure's numerator."""
    factor = factor_in_year(term.factor, year) if term.factor else None
    worth = scales(figure)[0] * (Decimal(1) if factor is None else factor)
    return -worth if term.minus else worth


def _rounded(rule: Rule, name: str, enough: Decimal, lacking: Decimal) -> Decimal:
    """Round to what can be filed, on the side that meets the number; past it where strict."""
    step = Decimal(1) if family(YEARLY).fields[name].type in ("count", "flag") else CENT
    upwards = lacking > 0 or (lacking == 0 and rule.operator == "gt")
    rounded = enough.quantize(step, ROUND_CEILING if upwards else ROUND_FLOOR, context=QUOTIENT)
    if rounded == enough and rule.operator in ("gt", "lt"):
        rounded += step if upwards else -step
    return rounded
