"""Members of a promotion body and the mandates of who speaks for them, as forms say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.clusters.size_classes import Size
from jiqun.governance.wording import read_choice, read_code, read_date, read_name

FIRM = "firm"
KINDS = {
    FIRM: Bilingual("企业", "firm"),
    "association": Bilingual("协会、商会", "association"),
    "institute": Bilingual("高校或院所", "university or institute"),
}
"""What a member is; firms alone vote."""
UNKNOWN = "unknown"
SIZE_WORDS = {
    str(Size.LARGE): Bilingual("大型企业", "large firm"),
    str(Size.MEDIUM): Bilingual("中型企业", "medium firm"),
    str(Size.SMALL): Bilingual("小型企业", "small firm"),
    str(Size.MICRO): Bilingual("微型企业", "micro firm"),
    UNKNOWN: Bilingual("规模未说明", "size not said"),
}
SME = frozenset({str(Size.MEDIUM), str(Size.SMALL), str(Size.MICRO)})
"""Sizes that are SMEs: of 中小企业划型标准; a size that is not said is none of them."""


@dataclass(frozen=True, slots=True)
class Joining:
    """A member as it is entered: its code, name, kind, size and the day it joined."""

    code: str
    name: str
    kind: str
    size: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Mandated:
    """Who speaks for a member, from when until when, by which document."""

    name: str
    role: str
    document: str
    since: date | None
    until: date | None


def read_member(said: Mapping[str, str], today: date) -> tuple[Joining, list[Problem]]:
    """Read a member; a firm's size may be unsaid, others have none.

    Examples
    --------
    >>> said = {"code": "91330110MA28000011", "name": "示例机械", "kind": "firm",
    ...     "size": "small", "since": "2026-01-05"}
    >>> member, problems = read_member(said, date(2026, 6, 1))
    >>> member.size, is_sme(member.kind, member.size), problems
    ('small', True, [])
    >>> [problem.code for problem in read_member(said | {"since": "2027-01-01"},
    ...     date(2026, 6, 1))[1]]
    ['governance.day_ahead']
    """
    problems: list[Problem] = []
    code, name = read_code(said, "code", problems), read_name(said, "name", problems)
    kind = read_choice(said, "kind", KINDS, problems)
    size = UNKNOWN
    if kind == FIRM and said.get("size"):
        size = read_choice(said, "size", SIZE_WORDS, problems)
    since = read_date(said, "since", problems)
    if since is not None and since > today:
        problems.append(Problem("governance.day_ahead", Where(field="since")))
    return Joining(code, name, kind, size, since), problems


def read_mandate(said: Mapping[str, str]) -> tuple[Mandated, list[Problem]]:
    """Read a mandate; one without an end holds until the next.

    Examples
    --------
    >>> said = {"name": "王明", "role": "副总经理", "document": "授权书〔2026〕3号",
    ...     "since": "2026-02-01", "until": "2026-01-01"}
    >>> [problem.code for problem in read_mandate(said)[1]]
    ['governance.ends_before']
    """
    problems: list[Problem] = []
    texts = [read_name(said, field, problems) for field in ("name", "role", "document")]
    since = read_date(said, "since", problems)
    until = read_date(said, "until", problems, needed=False)
    if since is not None and until is not None and until < since:
        problems.append(Problem("governance.ends_before", Where(field="until")))
    return Mandated(texts[0], texts[1], texts[2], since, until), problems


def is_sme(kind: str, size: str) -> bool:
    """Tell whether a member counts towards the quorum of SMEs.

    Examples
    --------
    >>> is_sme("firm", "micro"), is_sme("firm", "unknown"), is_sme("institute", "small")
    (True, False, False)
    """
    return kind == FIRM and size in SME
