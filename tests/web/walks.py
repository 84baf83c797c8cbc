"""Walks through days: people do what can be done, and what was shown is remembered day by day.

A test of a room's past rebuilds each day afterwards and compares it with what was shown then.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from jiqun.base.errors import Refused
from jiqun.web.accounts import people
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person
from jiqun.web.filing.accepting import INSTALLATION

Shown = TypeVar("Shown")
Deed = Callable[[], object]
Told = list[tuple[int, int, str]]
"""Day by day: how many days later, which of the deeds that can be done, and a text for it."""
few = settings(
    max_examples=8,
    phases=(Phase.generate,),  # shrinking what walks through many requests takes minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let it be noon of a day in China, for deadlines, the log and the workspace's journal."""
    noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    with (
        patch("django.utils.timezone.now", return_value=noon),
        patch("jiqun.workspace.journal.datetime", now=lambda _: noon),
    ):
        yield


def telling(texts: Sequence[str]) -> st.SearchStrategy[Told]:
    """Return what may happen: six to twenty-four deeds, some of them on the same day."""
    deed = st.tuples(st.integers(0, 1), st.integers(0, 10**6), st.sampled_from(texts))
    return st.lists(deed, min_size=6, max_size=24)


def walked(
    first: date,
    told: Told,
    possible: Callable[[int, str], list[Deed]],
    shown: Callable[[date], Shown],
) -> dict[date, Shown]:
    """Let it all happen, and return what was shown when each day ended.

    Parameters
    ----------
    first
        The first day.
    told
        What happens.
    possible
        Everything somebody could do now, always in the same order; what is refused, is not done.
    shown
        What is shown on a day.
    """
    day, every = first, dict[date, Shown]()
    for later, which, text in told:
        for _ in range(later):
            with on(day):
                every[day] = shown(day)
            day += timedelta(days=1)
        with on(day):
            deeds = possible(which, text)
            try:
                deeds[which % len(deeds)]()
            except Refused:
                continue
    with on(day):
        every[day] = shown(day)
    return every


def erased(*logins: str) -> None:
    """Close people's accounts, and erase what they wrote."""
    for login in logins:
        person = Person.objects.get(login=login)
        people.disable(person, INSTALLATION)
        erase(person, INSTALLATION)
