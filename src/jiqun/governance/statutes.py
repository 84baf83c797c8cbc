"""Statutes as dated text, and the rules of ballots that they lay down.

No public text sets a quorum or a majority for a cluster's promotion body: nothing is assumed. A
ballot follows the statutes in force on the day it begins, and without them there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.governance.wording import (
    LONGEST_LAW,
    read_choice,
    read_date,
    read_name,
    read_number,
    read_words,
)

AGAIN, MEETING, FALLS = "again", "meeting", "falls"
WITHOUT = {
    AGAIN: Bilingual("再投一次", "it is voted once more"),
    MEETING: Bilingual("提交会议决定", "a meeting decides"),
    FALLS: Bilingual("提案终止", "the motion falls"),
}
"""What follows where too few SMEs voted."""
MAJORITIES = {
    "simple": Bilingual("赞成多于反对", "more for it than against it"),
    "two_thirds": Bilingual(
        "赞成不少于赞成与反对之和的三分之二",
        "for it at least two thirds of those for and against",
    ),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What statutes say of ballots.

    Parameters
    ----------
    quorum
        Per cent of the SMEs on the roll that have to vote.
    without
        What follows where fewer did.
    majority
        What adopts a motion.
    """

    quorum: int
    without: str
    majority: str


@dataclass(frozen=True, slots=True)
class Enacted:
    """Statutes as they are entered: their text, adopted by whom, in force since when."""

    text: str
    document: str
    since: date | None
    rules: Rules


class Dated(Protocol):
    """Whatever is in force since a day."""

    @property
    def since(self) -> date:
        """The first day."""


Law = TypeVar("Law", bound=Dated)


def read_statutes(said: Mapping[str, str]) -> tuple[Enacted, list[Problem]]:
    """Read statutes as their form says them.

    Examples
    --------
    >>> said = {"text": "第一条……", "document": "成员大会 2026 年第 1 号", "since": "2026-01-01",
    ...     "quorum": "50", "without": "again", "majority": "simple"}
    >>> read_statutes(said)[0].rules
    Rules(quorum=50, without='again', majority='simple')
    >>> [problem.code for problem in read_statutes(said | {"quorum": "120"})[1]]
    ['governance.no_number']
    """
    problems: list[Problem] = []
    text = read_words(said, "text", problems, longest=LONGEST_LAW)
    document = read_name(said, "document", problems)
    since = read_date(said, "since", problems)
    rules = Rules(
        read_number(said, "quorum", 1, 100, problems),
        read_choice(said, "without", WITHOUT, problems),
        read_choice(said, "majority", MAJORITIES, problems),
    )
    return Enacted(text, document, since, rules), problems


def in_force(every: Iterable[Law], on: date) -> Law | None:
    """Return the statutes in force on a day: the last that began by then; None where none had.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> laws = [SimpleNamespace(since=date(2024, 1, 1)), SimpleNamespace(since=date(2026, 1, 1))]
    >>> in_force(laws, date(2025, 6, 1)).since.year, in_force(laws, date(2023, 1, 1))
    (2024, None)
    """
    begun = [law for law in every if law.since <= on]
    return max(begun, key=lambda law: law.since, default=None)


def follows(earlier: Iterable[date], since: date | None, problems: list[Problem]) -> None:
    """Refuse statutes that would begin on or before others: what was in force stays so.

    Examples
    --------
    >>> problems = []
    >>> follows([date(2026, 1, 1)], date(2025, 1, 1), problems)
    >>> [problem.code for problem in problems]
    ['governance.not_after']
    """
    last = max(earlier, default=None)
    if since is not None and last is not None and since <= last:
        told = {"day": last.isoformat()}
        problems.append(Problem("governance.not_after", Where(field="since"), told))
