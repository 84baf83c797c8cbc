"""A case's deadlines as people see them, and an extension for one county."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import (
    Kept,
    clocks_of,
    kept,
    lengthened,
    running,
    today,
    wordless,
)
from jiqun.web.casework.models import Process
from jiqun.web.casework.moving import Kind, locked, read_reason
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.calendars import calendars
from jiqun.workflow.deadlines import Clock, Reckoning, arithmetic, extended, reckon

WRITING = (Office.COUNTY, Office.AGENCY)
"""Offices that write side by side."""
NO_DAY = {
    "paused": Bilingual("暂停计时", "paused"),
    "cannot_tell": Bilingual(
        "无法判断（缺少该年度工作日历）", "cannot tell (no calendar of that year)"
    ),
    "not_configured": Bilingual("未设定", "not configured"),
}
"""Why a deadline has no day."""
SOON = 3
"""Working days before its end from which a deadline is pointed at."""
LONGEST = 250
"""Working days of one extension: a year."""


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline that runs.

    Parameters
    ----------
    id, title
        Its name, and in words.
    clock, reckoning
        What it is counted from, and what that comes to.
    """

    id: str
    title: Bilingual
    clock: Clock
    reckoning: Reckoning

    @property
    def overdue(self) -> bool:
        """Whether its last day is over."""
        return self.reckoning.due is not None and self.reckoning.due < today()

    @property
    def soon(self) -> bool:
        """Whether its last day is today or a few working days away."""
        if self.reckoning.due is None or self.overdue:
            return False
        left = [day for day in self.reckoning.days if day.day > today() and day.number is not None]
        return len(left) <= SOON

    @property
    def arithmetic(self) -> list[Bilingual]:
        """Every day of it, counted or not and why."""
        return list(arithmetic(self.reckoning))


def deadlines_of(case: Process) -> list[Running]:
    """Return the deadlines of a case that run."""
    named = case.standing.workflow.deadlines
    clocks = running(clocks_of(case.clocks))
    return [Running(name, named[name].title, clock, _now(clock)) for name, clock in clocks.items()]


def clock_words(clocks: Iterable[Running]) -> Bilingual:
    """Say deadlines in a sentence, each with its day or why it has none; empty without any.

    Parameters
    ----------
    clocks
        Those that run.
    """
    words = [(running.title, _day_words(running)) for running in clocks]
    if not words:
        return Bilingual("", "")
    english = "; ".join(f"{title.en}: {said.en}" for title, said in words)
    chinese = "；".join(f"{title.zh}：{said.zh}" for title, said in words)
    return Bilingual(f"{chinese}。", f" {english}.")


def _day_words(running: Running) -> Bilingual:
    day = running.reckoning.due
    if day is None:
        return NO_DAY[running.reckoning.answer]
    zh, en = (" 已逾期", ", overdue") if running.overdue else ("", "")
    return Bilingual(f"{day}{zh}", f"{day}{en}")


def lies_with(case: Process, doer: Doer) -> bool:
    """Tell whether a case lies with an office: agencies fill in beside their county."""
    holder = case.standing.parties.get(case.holder)
    if holder is None:
        return False
    both_write = holder.office in WRITING and doer.reader.office in WRITING
    return holder == doer.party or both_write


def may_lie_with(case: Process, doer: Doer) -> bool:
    """Tell whether a case that is not over lies with an office that takes part in it."""
    standing = case.standing
    return (
        bool(standing.slots_of(doer.party))
        and not standing.standing.final
        and lies_with(case, doer)
    )


def due_of(case: Process) -> date | None:
    """Return the first day on which a running deadline of a case ends; None where none is known."""
    return first_due(case.clocks)


def first_due(clocks: Kept) -> date | None:
    """Return the same of the clocks that a case's row keeps."""
    return min((day for day in dues(clocks).values() if day is not None), default=None)


def dues(clocks: Kept) -> dict[str, date | None]:
    """Return the last day of each running deadline that a case's row keeps; None where unknown."""
    return {name: _now(clock).due for name, clock in running(clocks_of(clocks)).items()}


@lru_cache(maxsize=4096)
def _now(clock: Clock) -> Reckoning:
    """Reckon by the calendars of the catalogue; most cases of a year have the same clock."""
    return reckon(clock, calendars())


def may_extend(case: Process, doer: Doer) -> bool:
    """Tell whether somebody may give a case more time: who may open such cases."""
    standing = case.standing
    return bool(standing.slots_of(doer.party) & {*standing.workflow.opening.by})


def extend(case: Kind, name: str, working_days: int, reason: str, doer: Doer) -> Kind:
    """Give one case more time, with a reason; where no length was configured, it gets this one.

    Parameters
    ----------
    case
        The case.
    name
        Which deadline.
    working_days
        How many more.
    reason
        Why.
    doer
        Who.

    Raises
    ------
    Refused
        Where the doer may not open such cases, that deadline does not run, or days or reason are
        missing.
    """
    reason = read_reason(reason)
    with transaction.atomic():
        case = locked(case)
        if not may_extend(case, doer):
            raise Refused([Problem("casework.not_yours_to_extend")])
        clocks = clocks_of(case.clocks)
        if name not in running(clocks) or working_days > LONGEST:
            details = {"most": LONGEST}
            raise Refused([Problem("casework.no_such_extension", details=details)])
        case.clocks = kept({**clocks, name: _longer(clocks, name, working_days, reason)})
        case.save(update_fields=["clocks"])
        said = {"deadline": name, "working_days": working_days, "clocks": wordless(case.clocks)}
        record(Deed("extend", case.subject, doer.person, doer.office, said, {"reason": reason}))
    return case


def _longer(clocks: Mapping[str, Clock], name: str, days: int, reason: str) -> Clock:
    longer = extended(clocks[name], days, reason)
    return longer if clocks[name].working_days is not None else lengthened(clocks[name], days)
