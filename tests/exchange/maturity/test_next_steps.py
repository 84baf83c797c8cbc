"""What is missing for the next level, and the least of it that would do."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from jiqun.exchange.maturity.answers import Answer, Answers, read_answers
from jiqun.exchange.maturity.next_steps import Step, missing_for_next
from jiqun.exchange.maturity.standing import standing
from jiqun.exchange.maturity.table import Question, digital_table
from tests.exchange.maturity.firms import WORKSHOP, firms

BETTER = {"up": (Decimal(2), Decimal(1)), "down": (Decimal(1), Decimal(2))}


def come_to(question: Question, option: int, answer: Answer) -> Answer:
    """Return the answer of a firm that came to an option."""
    if question.kind == "multi":
        assert isinstance(answer, frozenset)
        return answer | {option}
    if question.kind == "single":
        return option
    if question.kind == "band":
        return question.upper[option - 1]
    return (Decimal(1), Decimal(1)) if option == 2 else BETTER[question.better]


def taken(answers: Answers, steps: list[Step]) -> Answers:
    """Return the answers of a firm that took steps; what it answers, it answers best."""
    said, scenes, questions = dict(answers.said), dict(answers.scenes), digital_table().questions
    for step in steps:
        if step.scene:
            scenes[step.scene] = step.level
        elif step.kind == "answer":
            asked = questions[step.question]
            every = frozenset(range(1, len(asked.options) + 1))
            best = len(asked.options)
            said[step.question] = every if asked.kind == "multi" else come_to(asked, best, 0)
        else:
            asked = questions[step.question]
            said[step.question] = come_to(asked, step.option, said[step.question])
    return replace(answers, said=said, scenes=scenes)


def test_a_workshop_is_told_what_it_lacks_the_easiest_first() -> None:
    missing = missing_for_next(read_answers(WORKSHOP)[0])
    assert missing.level is not None
    assert missing.level.number == 3
    assert (missing.points, missing.scenes, missing.constrained) == (Decimal("15.9"), 8, 5)
    efforts = [step.effort for step in missing.steps]
    assert efforts == sorted(efforts)
    first = [step.question for step in missing.steps if step.effort == 1 and not step.scene]
    assert first == sorted(first)


def test_nothing_is_missing_at_the_highest_level() -> None:
    table = digital_table()
    steps = [Step("answer", 1, number) for number in table.questions]
    scenes = dict.fromkeys(table.scenes, 4)
    best = taken(Answers(scenes=scenes), steps)
    assert standing(best).score.low == 100
    assert missing_for_next(best).level is None
    assert missing_for_next(best).steps == ()


@settings(deadline=None)
@given(firms())
def test_the_marked_steps_taken_together_reach_the_next_level(answers: Answers) -> None:
    before = standing(answers)
    missing = missing_for_next(answers, before)
    if missing.level is None:
        assert before.low == 4
        return
    after = standing(taken(answers, [step for step in missing.steps if step.enough]))
    assert after.low >= before.low + 1


@settings(deadline=None)
@given(firms(whole=True))
def test_no_marked_step_can_be_left_out(answers: Answers) -> None:
    before, missing = standing(answers), missing_for_next(answers)
    marked = [step for step in missing.steps if step.enough]
    for step in marked:
        rest = [other for other in marked if other is not step]
        assert standing(taken(answers, rest)).low == before.low


@settings(deadline=None)
@given(firms(whole=True))
def test_every_step_gains_what_it_says(answers: Answers) -> None:
    before = standing(answers).score.low
    for step in missing_for_next(answers).steps:
        assert standing(taken(answers, [step])).score.low == before + step.gain
