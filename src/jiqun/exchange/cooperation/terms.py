"""The text of a joint project, a partner, and the card of who would join one, as forms say them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jiqun.base.credit_codes import is_credit_code, is_institution
from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.texts import read_text
from jiqun.clusters.size_classes import SIZES
from jiqun.exchange.cooperation.kinds import cooperation
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN
from jiqun.exchange.solutions.offering import read_industries
from jiqun.exchange.wording import LONGEST_NAME, read_county, read_names, read_size

LONGEST_TEXT = 2000
MOST_STEPS = 20
"""Steps of one project; ours."""
INSTITUTE = "institute"
SIZE_WORDS = {
    "large": Bilingual("大型企业", "large firm"),
    "medium": Bilingual("中型企业", "medium firm"),
    "small": Bilingual("小型企业", "small firm"),
    "micro": Bilingual("微型企业", "micro firm"),
    INSTITUTE: Bilingual("高校或院所", "university or institute"),
    SIZE_UNKNOWN: Bilingual("未说明规模", "size not said"),
}
"""What a partner is, as it says itself; an institute by its credit code."""
OWN_WORDS = ("title", "aim", "shares", "told", "need")
"""Texts of a project."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text all partners agree to.

    Parameters
    ----------
    kind, title
        Which kind of project, and what it is called.
    aim
        What is to be achieved.
    shares
        Who brings and does what, who pays, whose the results are.
    steps
        What is to be done by when, line by line.
    told
        What outsiders may read of it; empty: nothing.
    named
        Whether outsiders are told the partners' names beside it.
    counted
        Whether confirmed results may be told to the counties of the owners' clusters.
    need
        What is looked for, the lead's own words, shown to all while it is posted.
    industry
        The class of GB/T 4754 it is in; empty where it is not said.
    """

    kind: str
    title: str
    aim: str
    shares: str
    steps: tuple[str, ...]
    told: str
    named: bool
    counted: bool
    need: str
    industry: str


@dataclass(frozen=True, slots=True)
class Side:
    """A partner as it says itself: its name, what it is, its county, what it brings."""

    name: str
    size: str
    county: str
    brings: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a firm or institute brings into projects, and into which."""

    side: Side
    kinds: tuple[str, ...]
    industries: tuple[str, ...]


def read_project(said: Mapping[str, str]) -> tuple[Text, list[Problem]]:
    """Read the text of a project as its form says it.

    Examples
    --------
    >>> said = {"kind": "joint_research", "title": "低噪声齿形", "aim": "降低 3 dB",
    ...     "shares": "甲出设备，乙出样件"}
    >>> read_project(said)[1]
    []
    >>> [problem.code for problem in read_project({"kind": "prize"})[1]]
    ['cooperation.no_kind', 'cooperation.title_missing', 'cooperation.aim_missing', \
'cooperation.shares_missing']
    """
    problems: list[Problem] = []
    kind = said.get("kind", "")
    if kind not in cooperation().kinds:
        problems.append(Problem("cooperation.no_kind", Where(field="kind")))
    words = {name: _words(said, name, problems) for name in OWN_WORDS}
    for name in ("title", "aim", "shares"):
        if not words[name]:
            problems.append(Problem(f"cooperation.{name}_missing", Where(field=name)))
    steps = _steps(_words(said, "steps", problems), problems)
    industry = "".join(read_industries(said.get("industry", ""), problems)[:1])
    return Text(
        kind,
        words["title"],
        words["aim"],
        words["shares"],
        steps,
        words["told"],
        bool(said.get("named")),
        bool(said.get("counted")),
        words["need"],
        industry,
    ), problems


def read_side(said: Mapping[str, str], code: str) -> tuple[Side, list[Problem]]:
    """Read how a partner says itself; an institute has no size class.

    Examples
    --------
    >>> said = {"firm": "示例研究院", "county": "330106", "size": "small"}
    >>> read_side(said, "12330000470095123X")[0].size, read_side(said, "9133010X")[0].size
    ('institute', 'small')
    """
    problems: list[Problem] = []
    [name] = read_names(said, ("firm",), problems)
    county, size = read_county(said, problems), read_size(said, problems)
    return Side(name, own_size(code, size), county, _words(said, "brings", problems)), problems


def read_card(said: Mapping[str, str], code: str) -> tuple[Card, list[Problem]]:
    """Read the card of a firm or institute as its form says it; kinds are blanks apart.

    Examples
    --------
    >>> said = {"firm": "示例研究院", "county": "330106", "kinds": "pilot airship"}
    >>> card, problems = read_card(said, "12330000470095123X")
    >>> card.kinds, [problem.code for problem in problems]
    (('pilot',), ['cooperation.brings_missing'])
    """
    side, problems = read_side(said, code)
    if not side.brings:
        problems.append(Problem("cooperation.brings_missing", Where(field="brings")))
    kinds = tuple(name for name in cooperation().kinds if name in said.get("kinds", "").split())
    if not kinds:
        problems.append(Problem("cooperation.no_kinds", Where(field="kinds")))
    return Card(side, kinds, tuple(read_industries(said.get("industries", ""), problems))), problems


def read_invited(written: str, own: str, problems: list[Problem]) -> str:
    """Read the credit code of who is invited; nobody invites themselves.

    Examples
    --------
    >>> problems = []
    >>> read_invited(" 91330110ma28000011 ", "91330106MA2800000X", problems), problems
    ('91330110MA28000011', [])
    >>> read_invited("9133", "", problems), [problem.code for problem in problems]
    ('9133', ['cooperation.no_code'])
    """
    code = re.sub(r"\s+", "", written).upper()
    if not is_credit_code(code):
        problems.append(Problem("cooperation.no_code", Where(field="code"), {"said": code[:40]}))
    elif code == own:
        problems.append(Problem("cooperation.yourself", Where(field="code")))
    return code


def own_size(code: str, size: str) -> str:
    """Return what a partner is: an institute by its credit code, else the size it states.

    Examples
    --------
    >>> own_size("12330000470095123X", "unknown"), own_size("91330106MA2800000X", "large")
    ('institute', 'large')
    """
    known = (*SIZES, SIZE_UNKNOWN)
    return INSTITUTE if is_institution(code) else size if size in known else SIZE_UNKNOWN


def _steps(written: str, problems: list[Problem]) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in written.splitlines() if line.strip())
    if len(lines) > MOST_STEPS:
        problems.append(
            Problem("cooperation.many_steps", Where(field="steps"), {"most": MOST_STEPS})
        )
    return lines


def _words(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    at, title = Where(field=field), field == "title"
    longest = LONGEST_NAME if title else LONGEST_TEXT
    text, faults = read_text(said.get(field, ""), at, longest=longest, lines=not title)
    problems += faults
    return text
