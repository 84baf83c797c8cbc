"""Where a firm stands on the ladder: its score, its scenes, its level; ranges where answers miss.

Source: 中小企业数字化水平评测指标（2024年版）, 工信厅企业〔2024〕56号. The rule that makes a
level of score and scenes is second-hand, as the table says of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, cast

from jiqun.exchange.maturity.table import Question, Table, digital_table

if TYPE_CHECKING:
    from jiqun.exchange.maturity.answers import Answer, Answers, Trend

CENT = Decimal("0.01")
HIGHEST = 4
NOTHING = Decimal()


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most a number can be; the same where it is known."""

    low: Decimal
    high: Decimal

    @property
    def known(self) -> bool:
        """Whether the number is known."""
        return self.low == self.high


@dataclass(frozen=True)
class Standing:
    """Where a firm stands.

    Parameters
    ----------
    score
        Points of 100.
    by_group
        Points by group of questions.
    by_question
        Points by question.
    scenes_at
        By level, how many scenes are at that level or above, and how many of them constrained.
    low, high
        The level, 0 for none yet: the least and the most it can be.
    unanswered
        Questions and scenes without an answer.
    """

    score: Span
    by_group: Mapping[str, Span]
    by_question: Mapping[int, Span]
    scenes_at: Mapping[int, tuple[Span, Span]]
    low: int
    high: int
    unanswered: tuple[int | str, ...]


def standing(answers: Answers) -> Standing:
    """Hold a firm's answers against the table.

    Parameters
    ----------
    answers
        As read.

    Examples
    --------
    >>> from jiqun.exchange.maturity.answers import Answers
    >>> found = standing(Answers(said={5: 2}))
    >>> found.by_question[5].low, found.score.low, found.score.high, (found.low, found.high)
    (Decimal('5'), Decimal('5'), Decimal('95.000'), (0, 4))
    """
    table = digital_table()
    points = {number: _points(asked, answers) for number, asked in table.questions.items()}
    by_group = {
        group: _sum(
            points[number] for number, asked in table.questions.items() if asked.group == group
        )
        for group in table.groups
    }
    score = _sum(points.values())
    scenes_at = {level.number: _scenes_at(level.number, answers, table) for level in table.levels}
    least = {number: (every.low, bound.low) for number, (every, bound) in scenes_at.items()}
    most = {number: (every.high, bound.high) for number, (every, bound) in scenes_at.items()}
    return Standing(
        score,
        by_group,
        points,
        scenes_at,
        _level(score.low, least, table),
        _level(score.high, most, table),
        (
            *(number for number in table.questions if number not in answers.said),
            *(name for name in table.scenes if name not in answers.scenes),
        ),
    )


def points_of(question: Question, answer: Answer) -> Decimal:
    """Return what an answer gives.

    Parameters
    ----------
    question, answer
        Of the kind the question asks.

    Examples
    --------
    Bands hold their upper bound; a trend is flat where both years are equal at two decimals:

    >>> asked = digital_table().questions
    >>> points_of(asked[2], Decimal(40)), points_of(asked[2], Decimal("40.1"))
    (Decimal('3'), Decimal('4.5'))
    >>> points_of(asked[12], (Decimal("4.101"), Decimal("4.104")))
    Decimal('3.5')
    """
    if question.kind == "multi":
        chosen = cast("frozenset[int]", answer)
        return sum((question.options[number - 1].points for number in chosen), NOTHING)
    if question.kind == "single":
        step = cast("int", answer)
        return question.options[step - 1].points if step else NOTHING
    return question.options[place_of(question, answer)].points


def place_of(question: Question, answer: Answer) -> int:
    """Return which of a question's bands or outcomes an answer is, from 0."""
    if question.kind == "band":
        share = cast("Decimal", answer)
        inside = [place for place, bound in enumerate(question.upper) if share <= bound]
        return inside[0] if inside else len(question.upper) - 1
    now, before = (_cents(year) for year in cast("Trend", answer))
    if now == before:
        return 1
    return 2 if (now > before) == (question.better == "up") else 0


def _cents(number: Decimal) -> Decimal:
    return number.quantize(CENT, ROUND_HALF_UP)


def _points(question: Question, answers: Answers) -> Span:
    answer = answers.said.get(question.number)
    if answer is None:
        return Span(NOTHING, question.most)
    points = points_of(question, answer)
    return Span(points, points)


def _sum(spans: Iterable[Span]) -> Span:
    parts = list(spans)
    return Span(
        sum((part.low for part in parts), NOTHING), sum((part.high for part in parts), NOTHING)
    )


def _scenes_at(level: int, answers: Answers, table: Table) -> tuple[Span, Span]:
    """Count the scenes at a level or above, all and constrained."""
    every = _counted(level, table.scenes, answers)
    bound = [name for name, scene in table.scenes.items() if scene.constrained]
    return every, _counted(level, bound, answers)


def _counted(level: int, names: Iterable[str], answers: Answers) -> Span:
    low = high = 0
    for name in names:
        low += answers.scenes.get(name, 0) >= level
        high += answers.scenes.get(name, HIGHEST) >= level
    return Span(Decimal(low), Decimal(high))


def _level(score: Decimal, scenes: Mapping[int, tuple[Decimal, Decimal]], table: Table) -> int:
    """Return the highest level whose two conditions hold; 0 where none does."""
    for level in table.levels:
        every, bound = scenes[level.number]
        if score >= level.score and every >= level.scenes and bound >= level.constrained:
            return level.number
    return 0
