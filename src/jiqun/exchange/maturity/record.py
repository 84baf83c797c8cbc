"""Where a firm stands, as a document for programs and in words for people."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.language import Bilingual
from jiqun.exchange.maturity.next_steps import missing_for_next
from jiqun.exchange.maturity.standing import Span, standing
from jiqun.exchange.maturity.table import digital_table

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.exchange.maturity.answers import Answers
    from jiqun.exchange.maturity.next_steps import Missing, Step

ANSWER = Bilingual("先如实回答这一项", "answer this first")


def assessed(answers: Answers, lang: Lang) -> dict[str, Any]:
    """Return where a firm stands and what is missing for the next level.

    Parameters
    ----------
    answers
        As read.
    lang
        Of the words in it; names of groups and scenes are the table's own, Chinese.

    Returns
    -------
    dict
        ``score`` (a number, or ``"55..63"`` where answers are missing), ``by_group``, ``level``
        (0 to 4, or ``"1..2"``), ``scenes_at``, ``unanswered``, ``next``, ``missing_for_next``,
        ``rule_confidence``.

    Examples
    --------
    >>> from jiqun.exchange.maturity.answers import Answers
    >>> found = assessed(Answers(said={5: 2}), "en")
    >>> found["level"], found["score"], found["by_group"]["数字化基础"]
    ('0..4', '5..95', '5..45')
    """
    table, found = digital_table(), standing(answers)
    missing = missing_for_next(answers, found)
    return {
        "table": {
            "title": table.title.in_(lang),
            "document": table.document,
            "published": table.published,
        },
        "credit_code": answers.credit_code or None,
        "year": answers.year or None,
        "score": shown(found.score),
        "by_group": {table.groups[group].zh: shown(span) for group, span in found.by_group.items()},
        "by_question": {str(number): shown(span) for number, span in found.by_question.items()},
        "level": found.low if found.low == found.high else f"{found.low}..{found.high}",
        "level_title": level_words(found.low, found.high, lang),
        "scenes_at": {
            str(level): {"scenes": shown(every), "constrained": shown(bound)}
            for level, (every, bound) in sorted(found.scenes_at.items())
        },
        "unanswered": [str(name) for name in found.unanswered],
        "next": _next(missing, lang),
        "missing_for_next": [_step(step, lang) for step in missing.steps],
        "rule_confidence": table.rule_confidence.grade,
        "rule_confidence_why": table.rule_confidence.why.in_(lang),
    }


def shown(span: Span) -> int | float | str:
    """Return a number, or the range it lies in.

    Examples
    --------
    >>> shown(Span(Decimal("61.875"), Decimal("61.875"))), shown(Span(Decimal(5), Decimal("9.50")))
    (61.875, '5..9.5')
    """
    if not span.known:
        return f"{_plain(span.low)}..{_plain(span.high)}"
    return int(span.low) if span.low == span.low.to_integral_value() else float(span.low)


def level_words(low: int, high: int, lang: Lang) -> str:
    """Return a level in words, or the levels it lies between.

    Examples
    --------
    >>> level_words(2, 3, "zh"), level_words(0, 0, "en")
    ('规范级（2）至集成级（3）', 'below the first level')
    """
    table = digital_table()
    names = [table.level_title(level).in_(lang) for level in (low, high)]
    if low == high:
        return names[0]
    first, last = ((low, names[0]), (high, names[1]))
    zh = f"{_numbered(*first, lang)}至{_numbered(*last, lang)}"
    return Bilingual(zh, f"{_numbered(*first, lang)} to {_numbered(*last, lang)}").in_(lang)


def what_to_do(step: Step) -> Bilingual:
    """Return a step in words: which question or scene, and what to come to."""
    table = digital_table()
    if step.scene:
        title = table.scenes[step.scene].title
        target = table.scene_levels[step.level].title if step.kind == "scene" else ANSWER
    else:
        asked = table.questions[step.question]
        title = asked.title
        target = asked.options[step.option - 1].title if step.kind == "question" else ANSWER
    return Bilingual(f"{title.zh}：{target.zh}", f"{title.en}: {target.en}")


def _numbered(level: int, name: str, lang: Lang) -> str:
    return Bilingual(f"{name}（{level}）", f"{name} ({level})").in_(lang) if level else name


def _next(missing: Missing, lang: Lang) -> dict[str, Any] | None:
    if missing.level is None:
        return None
    return {
        "level": missing.level.number,
        "title": missing.level.title.in_(lang),
        "points": shown(Span(missing.points, missing.points)),
        "scenes": missing.scenes,
        "constrained": missing.constrained,
    }


def _step(step: Step, lang: Lang) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": step.kind, "what": what_to_do(step).in_(lang)}
    if step.scene:
        said |= {"scene": step.scene, "to_level": step.level}
    else:
        gain = shown(Span(step.gain, step.gain))
        said |= {"question": step.question, "option": step.option or None, "gain": gain}
    return said | {"effort": step.effort, "climbed": step.climbed, "enough": step.enough}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
