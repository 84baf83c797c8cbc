"""Read the form as a page sends it, and write kept answers back into it.

An option that nobody ticked is not the same as none of them: "none" is a box of its own, and a
question without any tick is not known.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from jiqun.exchange.maturity.table import Question, digital_table

NONE = "0"
"""What the box "none of them" sends."""


def name_of(question: Question) -> str:
    """Return what a page calls a question's answer.

    Examples
    --------
    >>> name_of(digital_table().questions[5])
    'q5'
    """
    return f"q{question.number}"


def scene_name(name: str) -> str:
    """Return what a page calls a scene's level: by its place, for names are Chinese.

    Examples
    --------
    >>> scene_name("工艺设计")
    's2'
    """
    return f"s{list(digital_table().scenes).index(name) + 1}"


def answers_in(posted: QueryDict, year: Any) -> dict[str, Any]:
    """Return what a page sends as a file of ``jiqun digital assess`` has it."""
    table = digital_table()
    return {
        "year": year,
        "answers": {str(asked.number): _said(asked, posted) for asked in table.questions.values()},
        "scenes": {name: _number(posted.get(scene_name(name), "")) for name in table.scenes},
    }


def fields_of(said: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return kept answers as the page's fields have them: the inverse of :func:`answers_in`."""
    table, found = digital_table(), dict[str, list[str]]()
    for number, answer in said.get("answers", {}).items():
        if answer is not None:
            found[name_of(table.questions[int(number)])] = _texts(answer)
    for name, level in said.get("scenes", {}).items():
        if level is not None:
            found[scene_name(name)] = [str(level)]
    return found


def posted_fields(posted: QueryDict) -> dict[str, list[str]]:
    """Return what was typed, to show it again where it is refused."""
    return {name: posted.getlist(name) for name in posted}


def _said(asked: Question, posted: QueryDict) -> Any:
    name = name_of(asked)
    if asked.kind == "multi":
        ticked = posted.getlist(name)
        if ticked == [NONE]:
            return []
        return [_number(text) for text in ticked] or None
    if asked.kind == "single":
        return _number(posted.get(name, ""))
    if asked.kind == "band":
        return posted.get(name, "").strip() or None
    years = [text.strip() or None for text in posted.getlist(name)]
    return years if any(years) else None


def _number(text: str) -> Any:
    """Read a choice; what is none stays text, and is refused as such."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 3 else plain or None


def _texts(answer: Any) -> list[str]:
    if not isinstance(answer, list):
        return [str(answer)]
    return ["" if part is None else str(part) for part in answer] or [NONE]
