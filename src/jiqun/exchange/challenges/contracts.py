"""The contract with a chosen solver, and what becomes of its milestones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Where, errors_only
from jiqun.base.language import Bilingual
from jiqun.base.texts import read_text
from jiqun.exchange.challenges.publishing import LONGEST_NAME, LONGEST_TEXT, read_yuan

MOST_MILESTONES = 20
"""Of one contract; ours."""
DUE, DELIVERED, ACCEPTED, PAID = "due", "delivered", "accepted", "paid"
FAILED, STOPPED = "failed", "stopped"
OPEN_STAGES = (DUE, DELIVERED)
"""Milestones that nothing is owed for yet: they stop with their contract."""
STATES: Mapping[str, Bilingual] = MappingProxyType(
    {
        DUE: Bilingual("待交付", "to be delivered"),
        DELIVERED: Bilingual("已交付，待验收", "delivered, to be accepted"),
        ACCEPTED: Bilingual("已验收，待付款", "accepted, to be paid"),
        PAID: Bilingual("已付款", "paid"),
        FAILED: Bilingual("未完成，不付款", "failed, not paid"),
        STOPPED: Bilingual("已停止，不付款", "stopped, not paid"),
    }
)
"""States of a milestone in words."""
STEPS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (DUE, "deliver"): DELIVERED,
        (DUE, "extend"): DUE,
        (DELIVERED, "accept"): ACCEPTED,
        (DELIVERED, "return"): DUE,
        (ACCEPTED, "pay"): PAID,
        (DUE, "fail"): FAILED,
    }
)
"""What may be done with a milestone, and where that leads."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone as the contract states it: what, by which day, for how many yuan."""

    title: str
    due: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract.

    Parameters
    ----------
    reference
        Its number.
    signed
        The day; None where it cannot be read.
    price
        Yuan; the milestones come to the same.
    stages
        The milestones in their order.
    """

    reference: str
    signed: date | None
    price: Decimal | None
    stages: tuple[Stage, ...]


def read_contract(said: Mapping[str, str]) -> tuple[Contract, list[Problem]]:
    r"""Read a contract as its form says it; a milestone is a line: what, the day, the yuan.

    Examples
    --------
    >>> said = {"reference": "2026-01", "signed": "2026-10-08", "price": "1000",
    ...     "stages": "样机 | 2026-12-31 | 400\n验收 | 2027-03-31 | 600.00"}
    >>> contract, problems = read_contract(said)
    >>> [stage.amount for stage in contract.stages], problems
    ([Decimal('400'), Decimal('600.00')], [])
    >>> [problem.code for problem in read_contract(said | {"price": "900"})[1]]
    ['challenges.sum_differs']
    """
    problems: list[Problem] = []
    reference, faults = read_text(
        said.get("reference", ""), Where(field="reference"), longest=LONGEST_NAME
    )
    problems += errors_only(faults)
    signed = day_of(said.get("signed", ""), "signed", problems)
    price = read_yuan(said.get("price", ""), "price", problems)
    text, faults = read_text(
        said.get("stages", ""), Where(field="stages"), longest=LONGEST_TEXT, lines=True
    )
    problems += errors_only(faults)
    stages = _stages(text.splitlines(), problems)
    if not problems and price != sum(stage.amount for stage in stages):
        problems.append(Problem("challenges.sum_differs", Where(field="stages")))
    return Contract(reference, signed, price, stages), problems


def day_of(said: str, field: str, problems: list[Problem]) -> date | None:
    """Return a day; None, with a problem, where it is none."""
    try:
        day = read_day(said.strip())
    except DayFault:
        day = None
    if day is None:
        problems.append(Problem("challenges.no_day", Where(field=field), {"said": said[:40]}))
    return day


def may_fail(due: date, today: date, extended: int) -> bool:
    """Tell whether a milestone may be given up: late, after a second deadline at least.

    Parameters
    ----------
    due
        The day it is due, as last extended.
    today
        The day in China.
    extended
        How often more time was given.

    Examples
    --------
    >>> day = date(2026, 9, 30)
    >>> may_fail(day, date(2026, 10, 1), 1), may_fail(day, day, 1)
    (True, False)
    >>> may_fail(day, date(2026, 10, 1), 0)
    False
    """
    return today > due and extended > 0


def all_accepted(states: Iterable[str]) -> bool:
    """Tell whether there are milestones and all of them are accepted.

    Examples
    --------
    >>> all_accepted([ACCEPTED, PAID]), all_accepted([ACCEPTED, DUE]), all_accepted([])
    (True, False, False)
    """
    found = list(states)
    return bool(found) and all(state in (ACCEPTED, PAID) for state in found)


def _stages(lines: Iterable[str], problems: list[Problem]) -> tuple[Stage, ...]:
    written = [line for line in lines if line.strip()]
    found, faults = list[Stage](), list[Problem]()
    for line in written:
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        wrong: list[Problem] = []
        title, day, amount = (*parts, "", "", "")[:3]
        due, yuan = day_of(day, "stages", wrong), read_yuan(amount, "stages", wrong)
        if len(parts) == 3 and title and due is not None and yuan is not None:
            found.append(Stage(title[:LONGEST_NAME], due, yuan))
        else:
            details = {"said": line[:60]}
            faults.append(Problem("challenges.no_stage", Where(field="stages"), details))
    if not written or len(written) > MOST_MILESTONES:
        most = {"most": MOST_MILESTONES}
        faults.append(Problem("challenges.no_stages", Where(field="stages"), most))
    problems += faults
    return tuple(found)
