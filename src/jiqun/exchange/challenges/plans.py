"""A cluster's technology plan: roadmap, list of difficulties, pool of projects; what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.texts import read_text
from jiqun.exchange.challenges.publishing import LONGEST_NAME, LONGEST_TEXT
from jiqun.exchange.feeding import Suggestion

KINDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "roadmap": Bilingual("技术路线图", "Technology roadmap"),
        "difficulty": Bilingual("技术难点清单", "List of difficulties"),
        "project": Bilingual("创新项目库", "Pool of projects"),
    }
)
"""Parts of a plan: what a field lacks by when, what is difficult, what is to be done about it."""
FIELDS = MappingProxyType(
    {"roadmap": "has_roadmap", "difficulty": "has_difficulty_list", "project": "has_project_pool"}
)
"""The cell of the yearly filing each part answers."""
OPEN_BIDDING = "open_bidding"
YEARS = range(2015, 2061)
"""Years a plan may be about; ours."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a plan: which part, the field, what it says, and from which year to which."""

    kind: str
    field: str
    text: str
    since: int
    until: int
    challenge: str = ""


def read_entry(said: Mapping[str, str]) -> tuple[Entry, list[Problem]]:
    """Read a line of a plan as its form says it.

    Examples
    --------
    >>> said = {"kind": "roadmap", "field": "传动", "text": "低噪声", "since": "2026",
    ...     "until": "2028"}
    >>> read_entry(said)[1]
    []
    >>> [problem.code for problem in read_entry(said | {"until": "2025", "text": ""})[1]]
    ['challenges.entry_missing', 'challenges.no_years']
    """
    problems: list[Problem] = []
    kind = said.get("kind", "")
    if kind not in KINDS:
        problems.append(Problem("challenges.no_kind", Where(field="kind")))
    field, faults = read_text(said.get("field", ""), Where(field="field"), longest=LONGEST_NAME)
    text, more = read_text(
        said.get("text", ""), Where(field="text"), longest=LONGEST_TEXT, lines=True
    )
    problems += [*faults, *more]
    if not field or not text:
        problems.append(Problem("challenges.entry_missing", Where(field="text")))
    since, until = (_year(said.get(name, "")) for name in ("since", "until"))
    if since not in YEARS or until not in YEARS or since > until:
        problems.append(Problem("challenges.no_years", Where(field="since")))
    return Entry(kind, field, text, since, until, said.get("challenge", "")), problems


def suggested(
    entries: Iterable[Entry], published: Iterable[str], year: int
) -> dict[str, Suggestion]:
    """Return what the yearly filing of a year may say by a cluster's plan, with what is behind it.

    Only *yes* follows: that nothing stands here says nothing of what a cluster has elsewhere.

    Parameters
    ----------
    entries
        The plan.
    published
        Challenges of the plan that were published in the year, by number.
    year
        Of the filing.

    Examples
    --------
    >>> entry = Entry("roadmap", "传动", "低噪声", 2026, 2028)
    >>> [(name, found.because.en) for name, found in suggested([entry], ["7"], 2027).items()]
    [('has_roadmap', 'technology roadmap: 1 (2026 to 2028)'), ('open_bidding', 'challenges: 7')]
    >>> suggested([entry], [], 2029)
    {}
    """
    lines: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.since <= year <= entry.until:
            lines.setdefault(entry.kind, []).append(entry)
    found = {
        FIELDS[kind]: Suggestion(FIELDS[kind], "true", _because(kind, lines[kind]), planned=True)
        for kind in KINDS
        if kind in lines
    }
    numbers = sorted(published, key=int)
    if numbers:
        said = Bilingual(f"揭榜挂帅：{'、'.join(numbers)}", f"challenges: {', '.join(numbers)}")
        found[OPEN_BIDDING] = Suggestion(OPEN_BIDDING, "true", said, planned=True)
    return found


def _because(kind: str, lines: list[Entry]) -> Bilingual:
    since, until = min(line.since for line in lines), max(line.until for line in lines)
    title, count = KINDS[kind], len(lines)
    return Bilingual(
        f"{title.zh}：{count} 项（{since}—{until} 年）",
        f"{title.en[0].lower()}{title.en[1:]}: {count} ({since} to {until})",
    )


def _year(said: str) -> int:
    said = said.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) == 4 else 0
