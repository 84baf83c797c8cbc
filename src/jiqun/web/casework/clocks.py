"""A case's deadlines as its row keeps them, and what a step does to them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.utils import timezone

from jiqun.workflow.calendars import calendars
from jiqun.workflow.cases import Case as Standing
from jiqun.workflow.deadlines import Clock, Extension, Pause, Reckoning, reopened, stopped
from jiqun.workflow.definitions import Transition

Kept = Mapping[str, Mapping[str, Any]]


def today() -> date:
    """Return the day in China, where deadlines are counted."""
    return timezone.localdate()


def clocks_of(kept: Kept) -> dict[str, Clock]:
    """Return the clocks of a case's row, by deadline."""
    return {name: _clock(said) for name, said in kept.items()}


def kept(clocks: Mapping[str, Clock]) -> dict[str, dict[str, Any]]:
    """Return clocks as a case's row keeps them: the inverse of :func:`clocks_of`.

    Examples
    --------
    >>> clock = Clock(date(2025, 9, 26), 5, (Pause(date(2025, 9, 28), None, "flood"),))
    >>> clocks_of(kept({"filing": clock})) == {"filing": clock}
    True
    """
    return {name: _plain(clock) for name, clock in clocks.items()}


def wordless(clocks: Kept) -> dict[str, dict[str, Any]]:
    """Return clocks as the event log keeps them: reasons are somebody's words, and sealed.

    Examples
    --------
    >>> clock = Clock(date(2025, 9, 26), 5, (Pause(date(2025, 9, 28), None, "flood"),))
    >>> wordless(kept({"filing": clock}))["filing"]["pauses"][0]["reason"]
    ''
    """
    return {
        name: {
            **said,
            "pauses": [{**pause, "reason": ""} for pause in said["pauses"]],
            "extensions": [{**extension, "reason": ""} for extension in said["extensions"]],
        }
        for name, said in clocks.items()
    }


def stepped(
    clocks: Mapping[str, Clock], step: Transition, case: Standing, on: date
) -> dict[str, Clock]:
    """Return the clocks after a step: some stop, some start for whose turn it is, some run on.

    Parameters
    ----------
    clocks
        As they were.
    step
        What was done.
    case
        The case after it.
    on
        The day it was done.
    """
    found = dict(clocks)
    for name in step.stops:
        if name in found and found[name].stopped is None:
            found[name] = stopped(found[name], calendars())
    for name in step.starts:
        days = case.workflow.deadlines[name].working_days.get(case.holder)
        found[name] = Clock(on, days)
    for name in step.reopens:
        if name in found:
            found[name] = reopened(found[name])
    return found


def running(clocks: Mapping[str, Clock]) -> dict[str, Clock]:
    """Return the clocks that have not stopped."""
    return {name: clock for name, clock in clocks.items() if clock.stopped is None}


def lengthened(clock: Clock, working_days: int) -> Clock:
    """Return a clock with the length whoever opens a year gives it."""
    return replace(clock, working_days=working_days)


def _plain(clock: Clock) -> dict[str, Any]:
    said = asdict(replace(clock, stopped=None))
    said["started"] = clock.started.isoformat()
    for pause in said["pauses"]:
        pause["since"] = pause["since"].isoformat()
        pause["until"] = pause["until"].isoformat() if pause["until"] else None
    if clock.stopped is not None:
        due = clock.stopped.due
        said["stopped"] = {"answer": clock.stopped.answer, "due": due.isoformat() if due else None}
    return said


def _clock(said: Mapping[str, Any]) -> Clock:
    ended = said.get("stopped")
    return Clock(
        date.fromisoformat(said["started"]),
        said["working_days"],
        tuple(_pause(pause) for pause in said["pauses"]),
        tuple(Extension(**extension) for extension in said["extensions"]),
        Reckoning(ended["answer"], _day(ended["due"]), ()) if ended else None,
    )


def _pause(said: Mapping[str, Any]) -> Pause:
    return Pause(date.fromisoformat(said["since"]), _day(said["until"]), said["reason"])


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
