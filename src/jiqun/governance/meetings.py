"""Meetings, resolutions and draws of a promotion body, as forms say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.governance.wording import (
    LONGEST_NAME,
    read_choice,
    read_date,
    read_name,
    read_number,
    read_words,
)
from jiqun.workflow.draws import drawn

MOST_AGENDA = 50
"""Items of one agenda; ours."""
OUTCOMES = {
    "adopted": Bilingual("通过", "adopted"),
    "rejected": Bilingual("未通过", "not adopted"),
}
"""What a meeting decides."""
POOLS = {
    "smes": Bilingual("中小企业", "SMEs"),
    "firms": Bilingual("全部企业", "all firms"),
}
"""Among whom a panel is drawn."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it is called: its day and its agenda, item by item."""

    title: str
    day: date | None
    agenda: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a meeting decided: its number, title and text, and with which outcome."""

    number: str
    title: str
    text: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A draw as it is announced: for what, among whom, how many, and where its seed comes from."""

    purpose: str
    pool: str
    count: int
    source: str


def read_meeting(said: Mapping[str, str]) -> tuple[Meeting, list[Problem]]:
    r"""Read a meeting; its agenda is an item a line.

    Examples
    --------
    >>> said = {"title": "第一次理事会", "day": "2026-03-01", "agenda": "年度计划\n\n检测中心"}
    >>> read_meeting(said)[0].agenda
    ('年度计划', '检测中心')
    """
    problems: list[Problem] = []
    title, day = read_name(said, "title", problems), read_date(said, "day", problems)
    written = read_words(said, "agenda", problems)
    agenda = tuple(line.strip() for line in written.splitlines() if line.strip())
    if len(agenda) > MOST_AGENDA or any(len(line) > LONGEST_NAME for line in agenda):
        told = {"most": MOST_AGENDA, "longest": LONGEST_NAME}
        problems.append(Problem("governance.long_agenda", Where(field="agenda"), told))
    return Meeting(title, day, agenda), problems


def read_resolution(said: Mapping[str, str]) -> tuple[Resolved, list[Problem]]:
    """Read a resolution.

    Examples
    --------
    >>> [problem.code for problem in read_resolution({"number": "2026-1"})[1]]
    ['governance.name_missing', 'governance.text_missing', 'governance.no_choice']
    """
    problems: list[Problem] = []
    return Resolved(
        read_name(said, "number", problems),
        read_name(said, "subject", problems),
        read_words(said, "text", problems),
        read_choice(said, "outcome", OUTCOMES, problems),
    ), problems


def read_draw(said: Mapping[str, str]) -> tuple[Drawing, list[Problem]]:
    """Read how a draw is announced, before anybody knows its seed.

    Examples
    --------
    >>> said = {"purpose": "检测中心评议组", "pool": "smes", "count": "3",
    ...     "source": "双色球 2026030 期开奖号码"}
    >>> read_draw(said)[0].count, read_draw(said)[1]
    (3, [])
    """
    problems: list[Problem] = []
    return Drawing(
        read_name(said, "purpose", problems),
        read_choice(said, "pool", POOLS, problems),
        read_number(said, "count", 1, 99, problems),
        read_name(said, "source", problems),
    ), problems


def panel_of(seed: str, pool: Sequence[str], count: int) -> list[str]:
    """Return who is drawn from a pool: anybody with the seed finds the same.

    Examples
    --------
    >>> panel_of("2026", ["a", "b", "c"], 2) == panel_of("2026", ["c", "a", "b"], 2)
    True
    """
    return drawn(seed, pool)[:count]
