"""A firm's answers to the table, read: everything wrong with them at once, and nothing guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.credit_codes import check_character, of_alphabet
from jiqun.base.errors import Problem, Where
from jiqun.base.json_inputs import read_json_input, twice_in
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.exchange.maturity.table import Question, digital_table

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("credit_code", "year", "answers", "scenes")
ASKED = ("answers", "scenes")
FIRST_YEAR, LAST_YEAR = 2020, 2100
"""Years the table can be held against; the last is a bound against slips of the hand."""
LARGEST_SHARE = Decimal(100)
BEYOND_REASON = Decimal(10) ** 9
MOST_SCENE = 4
CREDIT_LENGTH = 18
Trend = tuple[Decimal, Decimal]
Answer = frozenset[int] | int | Decimal | Trend


@dataclass(frozen=True)
class Answers:
    """What a firm answered; what is not there is not known, which is not nought.

    Parameters
    ----------
    credit_code, year
        Whose, and of which year; empty and 0 where it is not said.
    said
        By question: option numbers from 1, the step reached, a share in %, or this year and the
        year before.
    scenes
        By scene, its level from 0 to 4.
    """

    credit_code: str = ""
    year: int = 0
    said: Mapping[int, Answer] = field(default_factory=dict)
    scenes: Mapping[str, int] = field(default_factory=dict)


def read_answers_file(path: Path) -> Answers:
    """Read a firm's answers from a JSON file.

    Parameters
    ----------
    path
        The file; UTF-8.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    return read_json_input(path, read_answers)


def read_answers(said: Any, where: Where | None = None) -> tuple[Answers, list[Problem]]:
    """Read a firm's answers.

    Parameters
    ----------
    said
        ``{"credit_code": "…", "year": 2026, "answers": {"1": [1, 3], …}, "scenes": {…}}``.
    where
        What they stand in, for the problems.

    Returns
    -------
    Answers
        With every answer that is right.
    list of Problem
        Everything wrong with the others.

    Examples
    --------
    >>> answers, problems = read_answers({"answers": {"2": "55.0", "5": None}, "scenes": {}})
    >>> answers.said, problems
    ({2: Decimal('55.0')}, [])
    """
    place, problems = where or Where(), list[Problem]()
    if not isinstance(said, Mapping):
        return Answers(), [Problem("digital.not_answers", place)]
    known = {"known": ", ".join(KEYS)}
    problems += [_told("key_missing", place, key, key=key) for key in ASKED if key not in said]
    problems += [
        _told("key_unknown", place, key, key=key, **known) for key in said if key not in KEYS
    ]
    problems += [_told("key_twice", place, key, key=key) for key in twice_in(said)]
    answers = Answers(
        _credit_code(said.get("credit_code"), place, problems),
        _year(said.get("year"), place, problems),
        _questions(_object(said, "answers", place, problems), place, problems),
        _scenes(_object(said, "scenes", place, problems), place, problems),
    )
    return answers, problems


def _told(code: str, place: Where, at: str, **details: Any) -> Problem:
    return Problem(f"digital.{code}", Where(file=place.file, field=str(at)), details)


def _object(
    said: Mapping[str, Any], key: str, place: Where, problems: list[Problem]
) -> Mapping[str, Any]:
    found = said.get(key, {})
    if not isinstance(found, Mapping):
        problems.append(_told("not_an_object", place, key, key=key))
        return {}
    problems += [_told("key_twice", place, f"{key}/{name}", key=name) for name in twice_in(found)]
    return found


def _credit_code(said: Any, place: Where, problems: list[Problem]) -> str:
    if said is None or said == "":
        return ""
    code = str(said).strip().upper()
    right = len(code) == CREDIT_LENGTH and of_alphabet(code)
    if not isinstance(said, str) or not right or check_character(code[:-1]) != code[-1]:
        problems.append(_told("bad_credit_code", place, "credit_code", value=said))
        return ""
    return code


def _year(said: Any, place: Where, problems: list[Problem]) -> int:
    if said is None:
        return 0
    if not _whole(said, FIRST_YEAR, LAST_YEAR):
        bounds = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        problems.append(_told("bad_year", place, "year", value=said, **bounds))
        return 0
    return int(said)


def _questions(said: Mapping[str, Any], place: Where, problems: list[Problem]) -> dict[int, Answer]:
    questions, found = digital_table().questions, dict[int, Answer]()
    asked = {str(number): question for number, question in questions.items()}
    for name, answer in said.items():
        at = f"answers/{name}"
        question = asked.get(name)
        if question is None:
            problems.append(_told("no_question", place, at, value=name, last=str(max(questions))))
        elif not _unknown(answer):
            read = _READ[question.kind](question, answer)
            if isinstance(read, str):
                problems.append(_refused(read, question, answer, place, at))
            elif read is not None:
                found[question.number] = read
    return found


def _refused(code: str, question: Question, answer: Any, place: Where, at: str) -> Problem:
    details = {
        "number": str(question.number),
        "title": question.title.zh,
        "title_en": question.title.en,
        "value": _shown(answer),
        "last": str(len(question.options)),
    }
    return _told(code, place, at, **details)


def _scenes(said: Mapping[str, Any], place: Where, problems: list[Problem]) -> dict[str, int]:
    scenes, found = digital_table().scenes, dict[str, int]()
    for name, level in said.items():
        at, scene = f"scenes/{name}", scenes.get(name)
        if scene is None:
            known = "、".join(scenes)
            problems.append(_told("no_scene", place, at, value=name, known=known))
        elif _unknown(level):
            continue
        elif not _whole(level, 0, MOST_SCENE):
            details = {"title": name, "title_en": scene.title.en, "last": str(MOST_SCENE)}
            problems.append(_told("bad_scene", place, at, value=_shown(level), **details))
        else:
            found[name] = int(level)
    return found


def _unknown(said: Any) -> bool:
    """Tell whether nothing is answered: null, or a status as filings write it."""
    return said is None or (isinstance(said, Mapping) and set(said) <= {"status", "reason"})


def _whole(said: Any, least: int, most: int) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and least <= said <= most


def _multi(question: Question, said: Any) -> frozenset[int] | str:
    numbers = range(1, len(question.options) + 1)
    if not isinstance(said, list) or any(isinstance(number, bool) for number in said):
        return "bad_multi"
    if any(not isinstance(number, int) or number not in numbers for number in said):
        return "bad_multi"
    return "bad_multi" if len(set(said)) < len(said) else frozenset(said)


def _single(question: Question, said: Any) -> int | str:
    return int(said) if _whole(said, 0, len(question.options)) else "bad_single"


def _share(question: Question, said: Any) -> Decimal | str:
    most = BEYOND_REASON if question.beyond else LARGEST_SHARE
    share = _number(said, most)
    if share is None:
        return "bad_spending" if question.beyond else "bad_share"
    return share


def _trend(_: Question, said: Any) -> Trend | str | None:
    if not isinstance(said, list) or len(said) != 2:
        return "bad_trend"
    if any(_unknown(year) for year in said):
        known = [year for year in said if not _unknown(year)]
        return "bad_trend" if any(_number(year, BEYOND_REASON) is None for year in known) else None
    now, before = (_number(year, BEYOND_REASON) for year in said)
    return "bad_trend" if now is None or before is None else (now, before)


def _number(said: Any, most: Decimal) -> Decimal | None:
    """Read a number of 0 or more; None where it is none."""
    if isinstance(said, bool) or not isinstance(said, (str, int, Decimal)):
        return None
    try:
        number = read_numeral(said, "%").value if isinstance(said, str) else Decimal(said)
    except NumeralFault:
        return None
    return number if number.is_finite() and 0 <= number <= most else None


def _shown(said: Any) -> str:
    if isinstance(said, list):
        return "[" + ", ".join(map(_shown, said)) + "]"
    return "null" if said is None else str(said)


_READ: dict[str, Callable[[Question, Any], Answer | str | None]] = {
    "multi": _multi,
    "single": _single,
    "band": _share,
    "trend": _trend,
}
