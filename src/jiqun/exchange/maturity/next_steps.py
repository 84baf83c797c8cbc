"""What is missing for the next level, ordered by effort; and the least of it that would do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from jiqun.exchange.maturity.standing import NOTHING, place_of, points_of, standing
from jiqun.exchange.maturity.table import Question, Table, digital_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jiqun.exchange.maturity.answers import Answer, Answers
    from jiqun.exchange.maturity.standing import Standing
    from jiqun.exchange.maturity.table import Level

ANSWERING = 1
"""The effort of answering what is open."""
Kind = Literal["answer", "question", "scene"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that would bring a firm nearer to the next level.

    Parameters
    ----------
    kind
        ``answer``: say what is not known; ``question``: come to an option, a step, a band or an
        outcome; ``scene``: raise a scene to the level.
    question, option
        The question and the place of its option from 1; 0 of scenes, and of answers.
    scene, level
        The scene and the level it is to reach; empty and 0 of questions.
    gain
        Points it would give.
    effort
        1 to 3, ours: of the hardest part of it.
    climbed
        How many options, bands, outcomes or levels it goes up at once.
    enough
        Whether it is one of those that together would do with the least sum of efforts.
    """

    kind: Kind
    effort: int
    question: int = 0
    option: int = 0
    scene: str = ""
    level: int = 0
    gain: Decimal = NOTHING
    climbed: int = 1
    enough: bool = False

    @property
    def cost(self) -> int:
        """What it weighs beside others: its effort, as often as it goes up."""
        return self.effort * self.climbed


@dataclass(frozen=True)
class Missing:
    """What is missing for the next level.

    Parameters
    ----------
    level
        The level in question; None where the firm is surely at the highest.
    points, scenes, constrained
        How much of each is missing, open answers counted as nought.
    steps
        By effort, ties by question; scenes after questions.
    """

    level: Level | None
    points: Decimal
    scenes: int
    constrained: int
    steps: tuple[Step, ...]


def missing_for_next(answers: Answers, found: Standing | None = None) -> Missing:
    """Tell what is missing for the level above the least a firm can be at.

    Parameters
    ----------
    answers
        As read.
    found
        Where they stand, if it is known already.

    Examples
    --------
    >>> from jiqun.exchange.maturity.answers import Answers
    >>> missing = missing_for_next(Answers(said={5: 1}, scenes={"财务管理": 1}))
    >>> missing.level.number, missing.points, missing.scenes, missing.steps[0].kind
    (1, Decimal('17.5'), 5, 'answer')
    """
    table, found = digital_table(), found or standing(answers)
    if found.low >= max(level.number for level in table.levels):
        return Missing(None, NOTHING, 0, 0, ())
    level = next(level for level in table.levels if level.number == found.low + 1)
    every, bound = found.scenes_at[level.number]
    points = max(level.score - found.score.low, NOTHING)
    scenes = max(level.scenes - int(every.low), 0)
    constrained = max(level.constrained - int(bound.low), 0)
    asked = [step for question in table.questions.values() for step in _steps(question, answers)]
    raised = list(_raised(level, answers, table))
    enough = {*_least_points(asked, points), *_least_scenes(raised, scenes, constrained, table)}
    listed = [*(asked if points else ()), *(raised if scenes or constrained else ())]
    marked = [_marked(step, enough) for step in listed]
    return Missing(level, points, scenes, constrained, tuple(sorted(marked, key=_order)))


def _marked(step: Step, enough: set[Step]) -> Step:
    return replace(step, enough=step in enough)


def _order(step: Step) -> tuple[int, bool, int, int]:
    return step.effort, bool(step.scene), step.question, step.option


def _steps(question: Question, answers: Answers) -> Iterator[Step]:
    """Yield what a question could still give."""
    answer = answers.said.get(question.number)
    if answer is None:
        yield Step("answer", ANSWERING, question.number, gain=question.most)
        return
    if question.kind == "multi":
        for place, option in enumerate(question.options, 1):
            if place not in cast("frozenset[int]", answer):
                yield Step("question", option.effort, question.number, place, gain=option.points)
        return
    has, reached = points_of(question, answer), _reached(question, answer)
    for place in range(reached + 1, len(question.options) + 1):
        climbed = question.options[reached:place]
        yield Step(
            "question",
            max(option.effort for option in climbed),
            question.number,
            place,
            gain=climbed[-1].points - has,
            climbed=len(climbed),
        )


def _reached(question: Question, answer: Answer) -> int:
    """Return the place of the step, band or outcome that an answer is, from 1; 0 for none."""
    return cast("int", answer) if question.kind == "single" else place_of(question, answer) + 1


def _raised(level: Level, answers: Answers, table: Table) -> Iterator[Step]:
    """Yield the scenes below a level: those without an answer are first to be answered."""
    for name in table.scenes:
        now = answers.scenes.get(name)
        if now is None:
            yield Step("answer", ANSWERING, scene=name, level=level.number)
        elif now < level.number:
            steps = range(now + 1, level.number + 1)
            effort = max(table.scene_levels[step].effort for step in steps)
            yield Step("scene", effort, scene=name, level=level.number, climbed=len(steps))


def _least_points(steps: Sequence[Step], points: Decimal) -> list[Step]:
    """Return the steps with the least sum of efforts that give so many points.

    Of questions that take one option at most one step is chosen. Exact, by reckoning the least
    effort for every number of points up to what is missing.
    """
    best: dict[Decimal, tuple[int, tuple[Step, ...]]] = {NOTHING: (0, ())}
    for choices in _choices(steps):
        further = dict(best)
        for reached, (effort, taken) in best.items():
            for step in choices:
                total = min(reached + step.gain, points)
                sum_of = effort + step.cost
                if total not in further or sum_of < further[total][0]:
                    further[total] = (sum_of, (*taken, step))
        best = further
    return list(best[points][1]) if points and points in best else []


def _choices(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Yield steps that exclude each other together, the others alone."""
    questions = digital_table().questions
    alone = [step for step in steps if questions[step.question].kind == "multi"]
    yield from ([step] for step in alone)
    for number in sorted({step.question for step in steps} - {step.question for step in alone}):
        yield [step for step in steps if step.question == number]


def _least_scenes(steps: Sequence[Step], scenes: int, constrained: int, table: Table) -> list[Step]:
    """Return the scenes of least effort that fill what is missing, the constrained ones first."""
    by_effort = sorted(steps, key=lambda step: step.cost)
    bound = [step for step in by_effort if table.scenes[step.scene].constrained][:constrained]
    rest = [step for step in by_effort if step not in bound]
    return [*bound, *rest[: max(scenes - len(bound), 0)]]
