"""What offices respond to findings, in types: a measure taken, a finding dismissed.

The workspace keeps them as plain data (:mod:`jiqun.workspace.responses`); here they are read from
what somebody wrote, with every problem at once, and from what is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.measures import measures
from jiqun.workspace.responses import DISMISSED, TAKEN, Response

MONEY = "万元"
"""What amounts are kept in; a larger unit is read where it is written."""
FIRST_YEAR = 2000
"""No cluster was recognised before, so that no measure answers a finding about one."""

DEAL = re.compile(r"[a-z_]{1,32}:[1-9][0-9]{0,8}")
"""How a deal is named: its room and its number."""
MOST_DEALS = 200
"""Of one measure; ours."""

Filed = tuple[str, int, str | None]
"""A figure or field, its year, and the cluster's own value as decimal text."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A measure that was taken.

    Parameters
    ----------
    line
        The response that says so.
    measure, finding
        Ids of the catalogue: which measure, and the finding it answers.
    since
        From when.
    what
        What was done, in words.
    amount
        How much it cost in 10,000 yuan; None where that is not known, nought where it cost nothing.
    deals
        Deals of the exchange it was, each as ``cooperation:3``.
    """

    line: Response
    measure: str
    finding: str
    since: date
    what: str
    amount: Decimal | None
    deals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding an office does not take for a weakness.

    Parameters
    ----------
    line
        The response that says so.
    finding, year
        Which finding, of which data year.
    reason
        Why.
    evidence
        The cluster's own values the finding rested on; it holds as long as they are these.
    """

    line: Response
    finding: str
    year: int
    reason: str
    evidence: tuple[Filed, ...]


def taken_of(responses: Iterable[Response]) -> list[Taken]:
    """Return the measures among responses."""
    return [_taken(line) for line in responses if line.kind == TAKEN]


def dismissals_of(responses: Iterable[Response]) -> list[Dismissal]:
    """Return the dismissals among responses."""
    return [_dismissal(line) for line in responses if line.kind == DISMISSED]


def read_taken(
    written: Mapping[str, str], today: date, where: Where | None = None
) -> dict[str, Any]:
    """Read what somebody wrote of a measure taken, into what a response says.

    Parameters
    ----------
    written
        ``measure``, ``finding``, ``since``, ``what``, ``amount`` as texts; an empty amount is not
        known. ``deals`` names deals of the exchange, each as ``cooperation:3``, blanks between.
    today
        The day it is written on: nothing was taken after it.
    where
        The file and line it stands in.

    Raises
    ------
    Refused
        With everything that is wrong.

    Examples
    --------
    >>> said = read_taken({"measure": "open_bidding", "finding": "patents_behind",
    ...     "since": "2023-03-01", "what": "发布榜单", "amount": "0.012亿元"}, date(2024, 1, 1))
    >>> said["amount"], said["since"]
    ('120', '2023-03-01')
    """
    place, problems = where or Where(), list[Problem]()
    said = {
        "measure": _known(written, "measure", measures(), place, problems),
        "finding": _known(written, "finding", findings(), place, problems),
        "since": _day(written.get("since", ""), today, place, problems),
        "what": _text(written, "what", place, problems),
        "amount": _amount(written.get("amount", ""), place, problems),
    }
    deals = _deals(written.get("deals", ""), place, problems)
    if problems:
        raise Refused(problems)
    return said | ({"deals": deals} if deals else {})


def read_dismissal(
    finding: str, year: int, reason: str, evidence: Sequence[Filed], where: Where | None = None
) -> dict[str, Any]:
    """Read why somebody dismisses a finding, into what a response says.

    Raises
    ------
    Refused
        Where there is no reason, or it is no text.
    """
    problems: list[Problem] = []
    text = _text({"reason": reason}, "reason", where or Where(), problems)
    if problems:
        raise Refused(problems)
    listed = [list(filed) for filed in evidence]
    return {"finding": finding, "year": year, "reason": text, "evidence": listed}


def holding(
    dismissals: Iterable[Dismissal], finding: str, year: int, evidence: Sequence[Filed]
) -> tuple[Dismissal | None, Dismissal | None]:
    """Return the dismissal that holds for a finding's evidence, and else the last one of before.

    Parameters
    ----------
    dismissals
        Those of the cluster that stand.
    finding, year, evidence
        What is found now.

    Returns
    -------
    Dismissal or None
        One of this year and of these very figures.
    Dismissal or None
        Where there is none: the newest of this year or earlier, whose figures were others.
    """
    own = [
        dismissal
        for dismissal in dismissals
        if dismissal.finding == finding and dismissal.year <= year
    ]
    held = [
        dismissal
        for dismissal in own
        if dismissal.year == year and dismissal.evidence == tuple(evidence)
    ]
    if held:
        return held[-1], None
    return None, max(own, key=lambda one: (one.year, one.line.number), default=None)


def _known(
    written: Mapping[str, str],
    field: str,
    known: Mapping[str, Any],
    place: Where,
    problems: list[Problem],
) -> str:
    name = written.get(field, "").strip()
    if name not in known:
        details = {"id": name}
        problems.append(Problem(f"responses.unknown_{field}", _at(place, field), details))
    return name


def _day(written: str, today: date, place: Where, problems: list[Problem]) -> str:
    try:
        day = read_day(written.strip())
    except DayFault:
        day = None
    if day is None:
        problems.append(Problem("responses.no_day", _at(place, "since"), {"said": written.strip()}))
    elif day.year < FIRST_YEAR or day > today:
        details = {"said": day.isoformat(), "first": str(FIRST_YEAR), "today": today.isoformat()}
        problems.append(Problem("responses.day_out_of_range", _at(place, "since"), details))
    return day.isoformat() if day else ""


def _text(written: Mapping[str, str], field: str, place: Where, problems: list[Problem]) -> str:
    at = _at(place, field)
    text, found = read_text(written.get(field, ""), at, longest=LONGEST_REASON, lines=True)
    faults = errors_only(found)
    problems += faults
    if not text and not faults:
        problems.append(Problem(f"responses.no_{field}", at))
    return text


def _deals(written: str, place: Where, problems: list[Problem]) -> list[str]:
    """Return the deals that are named, each once, in a fixed order."""
    named = sorted({*written.split()})
    wrong = [name for name in named if not DEAL.fullmatch(name)]
    if wrong or len(named) > MOST_DEALS:
        details = {"said": " ".join(wrong)[:100], "most": MOST_DEALS}
        problems.append(Problem("responses.no_deals", _at(place, "deals"), details))
    return named


def _amount(written: str, place: Where, problems: list[Problem]) -> str | None:
    if not written.strip():
        return None
    try:
        amount = read_numeral(written, MONEY).value
    except NumeralFault as fault:
        details = {"said": written.strip(), "unit": MONEY}
        problems.append(Problem("responses.no_amount", _at(place, "amount"), details))
        del fault
        return None
    if amount < 0:
        problems.append(Problem("responses.negative_amount", _at(place, "amount")))
    return decimal_text(amount)


def _at(place: Where, field: str) -> Where:
    return Where(place.file, place.line, cluster=place.cluster, year=place.year, field=field)


def _taken(line: Response) -> Taken:
    said = line.said
    amount = None if said["amount"] is None else Decimal(said["amount"])
    since = date.fromisoformat(said["since"])
    deals = tuple(said.get("deals", ()))
    return Taken(line, said["measure"], said["finding"], since, said["what"], amount, deals)


def _dismissal(line: Response) -> Dismissal:
    said = line.said
    evidence = tuple((name, year, value) for name, year, value in said["evidence"])
    return Dismissal(line, said["finding"], said["year"], said["reason"], evidence)
