"""A motion of a firm and what is said of it, as forms say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiqun.base.errors import Problem, Where
from jiqun.governance.wording import read_code, read_date, read_name, read_words


@dataclass(frozen=True, slots=True)
class Moved:
    """What a firm moves: a title, and what is to be decided and why."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """A ballot as it is called: its last day, and the firm that holds the third share."""

    closes: date | None
    scrutineer: str


def read_motion(said: Mapping[str, str]) -> tuple[Moved, list[Problem]]:
    """Read a motion.

    Examples
    --------
    >>> read_motion({"title": "共用检测中心", "text": "向中小企业按成本价开放。"})[1]
    []
    >>> [problem.code for problem in read_motion({})[1]]
    ['governance.name_missing', 'governance.text_missing']
    """
    problems: list[Problem] = []
    return Moved(read_name(said, "title", problems), read_words(said, "text", problems)), problems


def read_call(said: Mapping[str, str], today: date, proposer: str) -> tuple[Called, list[Problem]]:
    """Read how a ballot is called; the proposer does not look on at its own.

    Examples
    --------
    >>> said = {"closes": "2026-06-01", "scrutineer": "91330110MA28000011"}
    >>> [problem.code for problem in read_call(said, date(2026, 6, 1), "x")[1]]
    []
    >>> [problem.code for problem in read_call(said, date(2026, 6, 2), "91330110MA28000011")[1]]
    ['governance.day_past', 'governance.own_scrutineer']
    """
    problems: list[Problem] = []
    closes = read_date(said, "closes", problems)
    if closes is not None and closes < today:
        problems.append(Problem("governance.day_past", Where(field="closes")))
    scrutineer = read_code(said, "scrutineer", problems)
    if scrutineer == proposer:
        problems.append(Problem("governance.own_scrutineer", Where(field="scrutineer")))
    return Called(closes, scrutineer), problems
