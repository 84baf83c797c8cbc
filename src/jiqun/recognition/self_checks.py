"""A county's self-check: the national rules and its province's own, at once.

For each programme the verdicts, what is lacking, what is open and whom to ask; over all of them the
smallest joint change after which every known criterion of every one is met.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiqun.base.quantities import Quantity
from jiqun.rules.assessment import Assessment, Verdict, assess_all, judge
from jiqun.rules.facts import Facts, changed
from jiqun.rules.loading import programmes_for
from jiqun.rules.logic import Answer
from jiqun.rules.nearest import Change, Question, ask_first, nearest, out_of_reach
from jiqun.rules.programmes import Programme

ROUNDS = 12
Cell = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A cluster held against every programme that covers it.

    Parameters
    ----------
    assessments
        One a programme in force, the national first.
    joint
        The smallest change of figures after which every known criterion of all of them is met;
        its ``criteria`` are named ``<programme>:<criterion>``. Empty where nothing fails, and where
        no change of figures could mend it.
    out_of_reach
        Vetoes that failed, by programme and criterion: no change undoes them.
    """

    assessments: tuple[Assessment, ...]
    joint: tuple[Change, ...]
    out_of_reach: tuple[str, ...]

    @property
    def failing(self) -> list[tuple[str, Verdict]]:
        """What is not met, by programme."""
        return [
            (assessment.ruling.programme.id, verdict)
            for assessment in self.assessments
            for verdict in assessment.hard
            if verdict.answer is Answer.NOT_MET
        ]

    @property
    def questions(self) -> list[Question]:
        """The missing facts, those that hold up most criteria of all programmes first."""
        waiting: dict[str, list[str]] = {}
        for assessment in self.assessments:
            for question in ask_first(assessment):
                own = [_named(assessment, criterion) for criterion in question.criteria]
                waiting.setdefault(question.fact, []).extend(own)
        found = [Question(fact, tuple(criteria)) for fact, criteria in waiting.items()]
        return sorted(found, key=lambda question: (-len(question.criteria), question.fact))


def self_check(facts: Facts, on: date, programmes: Iterable[Programme] | None = None) -> SelfCheck:
    """Hold a cluster against the national programme and those of its province and city.

    Parameters
    ----------
    facts
        Its filings.
    on
        The day; programmes not in force then are passed over.
    programmes
        Instead of those of its place.

    Examples
    --------
    >>> found = self_check(Facts("demo-001", "530102"), date(2024, 6, 1))
    >>> [assessment.ruling.programme.id for assessment in found.assessments]
    ['national/sme-cluster', 'yunnan/sme-cluster']
    >>> found.joint, found.questions[0].fact
    ((), '2023.output_total')
    """
    places = ["national", facts.province_code, facts.prefecture_code]
    chosen = programmes_for(places) if programmes is None else programmes
    assessments = tuple(assess_all(chosen, [facts], on))
    vetoes = tuple(
        _named(assessment, criterion)
        for assessment in assessments
        for criterion in out_of_reach(assessment)
    )
    return SelfCheck(assessments, () if vetoes else tuple(joint_change(assessments)), vetoes)


def cells_asked(
    county: str, on: date, programmes: Iterable[Programme] | None = None
) -> tuple[Cell, ...]:
    """Return every cell that a criterion with a known number reads there, by year and field.

    Parameters
    ----------
    county
        The county a cluster lies in.
    on, programmes
        As for :func:`self_check`.

    Examples
    --------
    >>> cells = cells_asked("530102", date(2024, 6, 1))
    >>> (2021, "output_total") in cells, (2023, "area_km2") in cells
    (True, True)
    """
    blank = self_check(Facts("", county), on, programmes)
    named = {
        cell.partition(".")
        for assessment in blank.assessments
        for verdict in assessment.verdicts
        for cell in verdict.missing
    }
    return tuple(sorted((int(year), field) for year, _, field in named))


def joint_change(assessments: Sequence[Assessment]) -> list[Change]:
    """Return the smallest change that meets every known criterion of several programmes.

    Each programme's own smallest change is made in turn until none asks for more. A change moves
    its figure one way only, as far as the most demanding programme wants and no farther.

    Parameters
    ----------
    assessments
        One cluster under several programmes.

    Returns
    -------
    list of Change
        By year and figure; empty also where some programme cannot be met by a change of figures.
    """
    made: dict[Cell, Change] = {}
    for _ in range(ROUNDS):
        asking = next((held for held in _with(assessments, made.values()) if _fails(held)), None)
        if asking is None:
            return _needed(assessments, made)
        wanted = nearest(asking)
        if not wanted:
            return []
        for change in wanted:
            cell = (change.year, change.change)
            made[cell] = _together(made.get(cell), change, asking)
    return []


def _needed(assessments: Sequence[Assessment], made: Mapping[Cell, Change]) -> list[Change]:
    """Return the changes without those that another, asked for later, makes needless."""
    kept = dict(made)
    for cell in sorted(made):
        rest = {other: change for other, change in kept.items() if other != cell}
        if not any(_fails(held) for held in _with(assessments, rest.values())):
            kept = rest
    return [kept[cell] for cell in sorted(kept)]


def _with(assessments: Iterable[Assessment], changes: Iterable[Change]) -> list[Assessment]:
    """Judge again with figures changed."""
    cells = {(change.year, change.change): Quantity.of(Decimal(change.to)) for change in changes}
    return [judge(held.ruling, changed(held.facts, cells)) for held in assessments]


def _fails(assessment: Assessment) -> bool:
    return assessment.known_criteria is Answer.NOT_MET


def _together(before: Change | None, change: Change, assessment: Assessment) -> Change:
    asked = tuple(_named(assessment, criterion) for criterion in change.criteria)
    if before is None:
        return Change(change.change, change.year, change.was, change.to, asked)
    both = tuple(dict.fromkeys((*before.criteria, *asked)))
    return Change(change.change, change.year, before.was, change.to, both)


def _named(assessment: Assessment, criterion: str) -> str:
    return f"{assessment.ruling.programme.id}:{criterion}"
