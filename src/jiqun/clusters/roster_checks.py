"""What must hold of a list of firms, and between lists: codes, places, one cluster a day."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiqun.base.credit_codes import check_character
from jiqun.base.distinct import distinct
from jiqun.base.errors import Problem, Severity
from jiqun.base.texts import named
from jiqun.clusters.roster import Firm, Roster
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import CLASS_DIGITS
from jiqun.clusters.size_classes import HUGE, SIZES, size_industry

MOST_PERIODS = 50
"""Rows one credit code may have in a list: no firm leaves a cluster and returns more often."""
STANDARD = "工信部联企业〔2011〕300号"
UNCOUNTED_BUT_FOR = frozenset({"roster.check_character"})
"""Errors of firms that are counted all the same."""


def checked(roster: Roster, day: date, *, demo: bool, perimeter: Collection[str]) -> Roster:
    """Check a list of firms, and judge the sizes it leaves open.

    Parameters
    ----------
    roster
        As read.
    day
        The day it is counted on.
    demo
        Whether the cluster is fictional; its codes are wrong by design.
    perimeter
        The counties the cluster states.

    Returns
    -------
    Roster
        The list with sizes judged and every problem found.
    """
    problems = list(roster.problems)
    if not demo:
        problems += _check_characters(roster)
    problems += _taken_off(roster)
    problems += _duplicates(roster)
    problems += _coarse_industries(roster)
    problems += _outside(roster, perimeter)
    firms, said = _judged(roster, day)
    return replace(roster, firms=firms, problems=problems + said)


def countable(roster: Roster) -> bool:
    """Whether every row of a list was read, each firm once: else no count says anything."""
    return not any(
        problem.severity is Severity.ERROR and problem.code not in UNCOUNTED_BUT_FOR
        for problem in roster.problems
    )


def _check_characters(roster: Roster) -> Iterator[Problem]:
    for firm in roster.firms:
        if check_character(firm.credit_code[:-1]) != firm.credit_code[-1]:
            place = roster.where(firm.row, "credit_code")
            yield Problem("roster.check_character", place, {"value": firm.credit_code})


def _taken_off(roster: Roster) -> Iterator[Problem]:
    """Say once which characters stood around credit codes and are not part of them."""
    if roster.taken_off:
        rows = sorted({row for found in roster.taken_off.values() for row in found})
        details = {"count": str(len(rows)), **named("".join(roster.taken_off))}
        yield Problem("roster.taken_off_codes", roster.where(rows[0], "credit_code"), details)


def _duplicates(roster: Roster) -> Iterator[Problem]:
    """Yield firms that stand in the list twice at the same time, and names with two codes."""
    codes: dict[str, list[Firm]] = {}
    names: dict[str, Firm] = {}
    for listed in roster.firms:
        before = codes.setdefault(listed.credit_code, [])
        before.append(listed)
        if len(before) > MOST_PERIODS:
            continue
        other = next((firm for firm in before[:-1] if overlap(listed, firm)), None)
        if other is not None:
            details = {"name": listed.name, "code": listed.credit_code, "other": str(other.row)}
            place = roster.where(listed.row, "credit_code")
            yield Problem("roster.duplicate", place, details)
        first = names.setdefault(listed.name, listed)
        if first.credit_code != listed.credit_code and overlap(listed, first):
            details = {"name": listed.name, "other": str(first.row)}
            yield Problem("roster.same_name", roster.where(listed.row, "name"), details)
    for code, rows in codes.items():
        if len(rows) > MOST_PERIODS:
            details = {"code": code, "count": str(len(rows)), "limit": str(MOST_PERIODS)}
            place = roster.where(rows[MOST_PERIODS].row, "credit_code")
            yield Problem("roster.too_many_periods", place, details)


def overlap(one: Firm, other: Firm) -> bool:
    """Tell whether two rows are inside their clusters on a same day."""
    return (one.until is None or other.since is None or other.since < one.until) and (
        other.until is None or one.since is None or one.since < other.until
    )


def _coarse_industries(roster: Roster) -> Iterator[Problem]:
    coarse = [firm for firm in roster.firms if len(firm.industry) < CLASS_DIGITS]
    if coarse:
        details = {"count": str(len(coarse)), "value": coarse[0].industry}
        place = roster.where(coarse[0].row, "industry")
        yield Problem("roster.industry_not_class", place, details)


def _outside(roster: Roster, perimeter: Collection[str]) -> Iterator[Problem]:
    outside = [firm for firm in roster.firms if perimeter and firm.county_code not in perimeter]
    if outside:
        first = outside[0]
        details = {"count": str(len(outside)), "name": first.name, "value": first.county_code}
        yield Problem("roster.outside_perimeter", roster.where(first.row, "county_code"), details)


def _judged(roster: Roster, day: date) -> tuple[list[Firm], list[Problem]]:
    """Fill in sizes left open, and point out those the number of people rules out."""
    firms, problems, filled = [], [], 0
    for firm in roster.firms:
        if not firm.size and (size := _size(firm, day)):
            filled += 1
            firms.append(replace(firm, size=size))
            continue
        firms.append(firm)
        possible = _possible(firm.industry, day, firm.employment, None) if firm.size else ()
        if possible and firm.size not in possible:
            problems.append(_disagrees(roster, firm, possible))
    if filled:
        details = {"count": str(filled), "standard": STANDARD}
        problems.append(Problem("roster.size_judged", roster.where(0), details))
    return firms, problems


def _size(firm: Firm, day: date) -> str:
    """Judge a size by people, and by output standing in for revenue; empty where it is open."""
    possible = _possible(firm.industry, day, firm.employment, firm.output)
    return possible[0] if len(possible) == 1 else ""


@lru_cache(maxsize=65536)
def _possible(
    industry: str, day: date, people: int | None, revenue: Decimal | None
) -> tuple[str, ...]:
    """Return every size a firm may have, as :func:`possible_sizes`, remembered."""
    row = size_industry(industry, day)
    if row is None:
        return ()
    low = {"employees": Decimal(people or 0), "revenue": revenue or NOTHING, "assets": NOTHING}
    high = {
        "employees": HUGE if people is None else Decimal(people),
        "revenue": HUGE if revenue is None else revenue,
        "assets": HUGE,
    }
    return tuple(SIZES[SIZES.index(row.size(low)) : SIZES.index(row.size(high)) + 1])


NOTHING = Decimal(0)


def _disagrees(roster: Roster, firm: Firm, possible: Iterable[str]) -> Problem:
    sizes = roster_form().sizes
    allowed = [sizes[str(name)] for name in possible]
    details = {
        "name": firm.name,
        "people": str(firm.employment),
        "size": sizes[firm.size].zh,
        "size_en": sizes[firm.size].en,
        "judged": "或".join(size.zh for size in allowed),
        "judged_en": " or ".join(size.en for size in allowed),
        "standard": STANDARD,
    }
    return Problem("roster.size_disagrees", roster.where(firm.row, "size"), details)


class _Elsewhere(NamedTuple):
    cluster: str
    firm: Firm


def between(rosters: Sequence[Roster], stored: Iterable[Firm]) -> Iterator[tuple[Roster, Problem]]:
    """Yield firms that two clusters list for the same day.

    Parameters
    ----------
    rosters
        The lists of this call; they replace what is stored of their clusters.
    stored
        The firms known of all clusters.
    """
    replaced = {roster.cluster_id for roster in rosters}
    known: dict[str, list[_Elsewhere]] = {}
    for firm in stored:
        if firm.cluster_id not in replaced:
            known.setdefault(firm.credit_code, []).append(_Elsewhere(firm.cluster_id, firm))
    for roster in rosters:
        rows: Counter[str] = Counter()
        for firm in roster.firms:
            rows[firm.credit_code] += 1
            if rows[firm.credit_code] > MOST_PERIODS:
                continue  # refused already
            elsewhere = known.setdefault(firm.credit_code, [])
            for other in _first_of_each(firm, roster.cluster_id, elsewhere):
                details = {"name": firm.name, "code": firm.credit_code, "other": other}
                place = roster.where(firm.row, "credit_code")
                yield roster, Problem("roster.in_two_clusters", place, details)
            elsewhere.append(_Elsewhere(roster.cluster_id, firm))


def _first_of_each(firm: Firm, cluster: str, elsewhere: Iterable[_Elsewhere]) -> list[str]:
    """Return the other clusters that list a firm for the same day, each once."""
    found = (
        other.cluster
        for other in elsewhere
        if other.cluster != cluster and overlap(firm, other.firm)
    )
    return distinct(found)
