"""A challenge as its owner says it, read with everything wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiqun.base.codes import regions
from jiqun.base.credit_codes import CREDIT_LENGTH, of_alphabet
from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.texts import read_text

LONGEST_NAME, LONGEST_TEXT = 100, 2000
TEXTS = ("wanted", "terms")
MOST_TARGETS, MOST_NAMED = 20, 200
"""Lines, and firms that may be named; ours."""
MOST_YUAN = Decimal(10) ** 11
AUDIENCES = {
    "all": Bilingual("所有企业", "every firm"),
    "province": Bilingual("本省登记的企业", "firms registered in the province"),
    "named": Bilingual("指定的企业", "firms that are named"),
}
SINGLE = {
    "go_on": Bilingual(
        "只有一家揭榜时，写明理由后可以选定",
        "With a single proposal, it may be chosen with a reason",
    ),
    "readvertise": Bilingual(
        "只有一家揭榜时，重新发榜", "With a single proposal, the challenge is published again"
    ),
}
"""What is done where a single firm proposes: stated beforehand. No public rule was found."""
_APART = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True)
class Posed:
    """A challenge.

    Parameters
    ----------
    title, firm, field
        What it is called, how its owner calls itself, and the field of technology.
    texts
        What is wanted, and the terms.
    targets
        What can be measured of a solution, line by line; each has a number.
    budget
        In yuan.
    deadline
        The last day on which proposals are taken.
    audience, named
        Who may propose; the credit codes of firms where they are named.
    single
        What is done where a single firm proposes.
    county
        Whose office looks at it, by its code.
    custodian
        Who holds the third share: a firm's credit code or a cluster's promotion agency.
    """

    title: str
    firm: str
    field: str
    texts: Mapping[str, str]
    targets: tuple[str, ...]
    budget: Decimal | None
    deadline: date | None
    audience: str
    named: tuple[str, ...]
    single: str
    county: str
    custodian: str


def read_challenge(said: Mapping[str, str], owner: str, today: date) -> tuple[Posed, list[Problem]]:
    """Read a challenge as its form says it.

    Parameters
    ----------
    said
        The form's fields as texts.
    owner
        Who poses it, by credit code, county or cluster: it is no custodian, nor named.
    today
        The deadline is not before it.

    Examples
    --------
    >>> said = {"title": "低噪声减速机", "firm": "示例机械", "field": "传动", "wanted": "降低噪声",
    ...     "targets": "空载噪声不高于 65 dB", "budget": "800000", "deadline": "2026-09-30",
    ...     "audience": "all", "single": "go_on", "county": "330106",
    ...     "custodian": "91330106MA2800005C"}
    >>> posed, problems = read_challenge(said, "91330106MA2800000X", date(2026, 6, 1))
    >>> posed.budget, posed.targets, problems
    (Decimal('800000'), ('空载噪声不高于 65 dB',), [])
    >>> wrong = said | {"targets": "越静越好", "budget": "多", "deadline": "2026-01-01"}
    >>> [problem.code for problem in read_challenge(wrong, "x", date(2026, 6, 1))[1]]
    ['challenges.not_measurable', 'challenges.no_amount', 'challenges.deadline_past']
    """
    problems: list[Problem] = []
    title, firm, field = (_needed(said, name, problems) for name in ("title", "firm", "field"))
    texts = {name: _text(said, name, problems) for name in TEXTS}
    if not texts["wanted"]:
        problems.append(Problem("challenges.wanted_missing", Where(field="wanted")))
    targets = _targets(_text(said, "targets", problems), problems)
    budget = read_yuan(said.get("budget", ""), "budget", problems)
    deadline = _deadline(said.get("deadline", ""), today, problems)
    audience = _choice(said, "audience", AUDIENCES, problems)
    named = _named(said.get("named", ""), owner, problems) if audience == "named" else ()
    single = _choice(said, "single", SINGLE, problems)
    county = said.get("county", "")
    if regions().county(county) is None:
        problems.append(Problem("challenges.no_county", Where(field="county")))
    custodian = said.get("custodian", "").strip()
    if not custodian or custodian == owner or custodian in named:
        problems.append(Problem("challenges.no_custodian", Where(field="custodian")))
    posed = Posed(title, firm, field, texts, targets, budget, deadline, audience, named, single,
                  county, custodian)  # fmt: skip
    return posed, problems


def read_yuan(said: str, field: str, problems: list[Problem]) -> Decimal | None:
    """Return an amount in yuan, more than nought, to the fen; None, with a problem, where none.

    Examples
    --------
    >>> read_yuan("1,200.50", "budget", []), read_yuan("0", "budget", [])
    (Decimal('1200.50'), None)
    """
    try:
        number = read_numeral(said, "元").value if said.strip() else None
    except NumeralFault:
        number = None
    if number is None or not 0 < number < MOST_YUAN or number != number.quantize(Decimal("0.01")):
        problems.append(Problem("challenges.no_amount", Where(field=field), {"said": said[:40]}))
        return None
    return number


def may_propose(firm: str, audience: str, named: tuple[str, ...], county: str) -> bool:
    """Tell whether a firm is among those a challenge is open to.

    Examples
    --------
    >>> firm = "91330106MA2800000X"
    >>> may_propose(firm, "province", (), "330110"), may_propose(firm, "named", (), "330110")
    (True, False)
    """
    if audience == "province":
        return firm[2:4] == county[:2]
    return audience == "all" or firm in named


def is_credit_code(text: str) -> bool:
    """Tell whether a text has the form of a credit code."""
    return len(text) == CREDIT_LENGTH and of_alphabet(text)


def _needed(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    text, faults = read_text(said.get(field, ""), Where(field=field), longest=LONGEST_NAME)
    problems += faults
    if not text and not faults:
        problems.append(Problem(f"challenges.{field}_missing", Where(field=field)))
    return text


def _text(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    at = Where(field=field)
    text, faults = read_text(said.get(field, ""), at, longest=LONGEST_TEXT, lines=True)
    problems += faults
    return text


def _targets(text: str, problems: list[Problem]) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not lines or len(lines) > MOST_TARGETS or not all(re.search(r"\d", line) for line in lines):
        problems.append(
            Problem("challenges.not_measurable", Where(field="targets"), {"most": MOST_TARGETS})
        )
    return lines


def _deadline(said: str, today: date, problems: list[Problem]) -> date | None:
    try:
        day = read_day(said.strip())
    except DayFault:
        day = None
    if day is None:
        problems.append(Problem("challenges.no_deadline", Where(field="deadline")))
    elif day < today:
        problems.append(Problem("challenges.deadline_past", Where(field="deadline")))
    return day


def _choice(
    said: Mapping[str, str], field: str, known: Mapping[str, Bilingual], problems: list[Problem]
) -> str:
    chosen = said.get(field, "")
    if chosen not in known:
        problems.append(Problem(f"challenges.no_{field}", Where(field=field)))
    return chosen


def _named(written: str, owner: str, problems: list[Problem]) -> tuple[str, ...]:
    codes = [code for code in dict.fromkeys(_APART.split(written.upper().strip())) if code]
    wrong = [code for code in codes if not is_credit_code(code) or code == owner]
    if wrong or not codes or len(codes) > MOST_NAMED:
        details = {"said": "、".join(wrong[:5]) or "-", "said_en": ", ".join(wrong[:5]) or "-"}
        problems.append(
            Problem("challenges.no_named", Where(field="named"), {**details, "most": MOST_NAMED})
        )
    return tuple(codes)
