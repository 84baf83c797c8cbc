"""Lists of applications: narrowed, one page at a time, what waits for the reader first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Substr
from django.http import QueryDict

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.deadlines import dues
from jiqun.web.explore.paging import Page, page_of
from jiqun.web.recognition.models import Application, Applications
from jiqun.web.recognition.seen import SeenApplication
from jiqun.workflow.loading import workflow

AS_TEXT = Cast("clocks", TextField())
"""Clocks as their text: compared and counted without being taken apart row by row."""
FILTERS = ("state", "province", "prefecture", "holder", "late")
SLOTS: Mapping[Office, tuple[str, ...]] = {
    Office.NATION: ("authority",),
    Office.PROVINCE: ("province", "authority"),
    Office.PREFECTURE: ("prefecture",),
    Office.COUNTY: ("county",),
    Office.AGENCY: ("county",),
}
"""Whose turn it may be where it is an office's."""


class Group(NamedTuple):
    """Applications that stand alike, and how many they are."""

    place: str
    state: str
    holder: str
    dues: Mapping[str, date | None]
    late: bool
    number: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of a list of applications.

    Parameters
    ----------
    page
        The applications as their reader sees them.
    chosen
        The filters that were asked for.
    states
        Every state some are in, in words, with how many.
    """

    page: Page[SeenApplication]
    chosen: Mapping[str, str]
    states: list[tuple[str, Bilingual, int]]


def queue(applications: Applications, doer: Doer, query: QueryDict) -> Queue:
    """Return a page of applications, by as many queries however many there are.

    Parameters
    ----------
    applications
        Those the reader sees.
    doer
        Who reads.
    query
        The request's, with filters and page; what is not understood asks nothing.
    """
    chosen = {name: query.get(name, "") for name in FILTERS}
    found = narrowed(applications, chosen)
    numbers = page_of(list(_ordered(found, doer).values_list("pk", flat=True)), query)
    rows = applications.select_related("definition", "call").in_bulk(numbers.rows)
    seen = [SeenApplication(rows[number], doer) for number in numbers.rows if number in rows]
    return Queue(numbers.of(seen), chosen, states_among(applications))


def narrowed(applications: Applications, chosen: Mapping[str, str]) -> Applications:
    """Return the chosen of some applications."""
    for name in ("state", "province", "holder"):
        if chosen[name]:
            applications = applications.filter(**{name: chosen[name]})
    if chosen["prefecture"]:
        applications = applications.filter(county__startswith=chosen["prefecture"][:4])
    if chosen["late"]:
        rows = applications.order_by().annotate(said=AS_TEXT)
        known, on = rows.values_list("pk", "said", "call__due"), today()
        late = [pk for pk, clocks, due in known if is_late(_running(clocks), due, on)]
        applications = applications.filter(pk__in=late)
    return applications


def _ordered(applications: Applications, doer: Doer) -> "QuerySet[Application]":
    """Put what waits for the reader first, then by province, rank and cluster."""
    final = [name for name, state in workflow("application").states.items() if state.final]
    waits = Q(holder__in=SLOTS.get(doer.reader.office, ())) & ~Q(state__in=final)
    turn = Case(When(waits, then=Value(0)), default=Value(1))
    return applications.annotate(turn=turn).order_by(
        "turn", "-call__year", "province", F("rank").asc(nulls_last=True), "cluster", "pk"
    )


def states_among(applications: Applications) -> list[tuple[str, Bilingual, int]]:
    """Return the states some applications are in, in the order of their way, with how many."""
    rows = applications.order_by().values("state").annotate(count=Count("pk"))
    counted: dict[str, int] = {row["state"]: row["count"] for row in rows}
    states = workflow("application").states
    return [(name, states[name].title, counted[name]) for name in states if name in counted]


def groups(applications: Applications, due: date, reader: Reader) -> list[Group]:
    """Count applications of a call that stand alike: by place, state, turn and deadlines.

    Parameters
    ----------
    applications
        Those the reader sees, of one call.
    due
        The call's last day.
    reader
        Who reads: the nation by province, a province by prefecture.
    """
    by = F("province") if reader.office is Office.NATION else Substr("county", 1, 4)
    alike = ("place", "state", "holder", "said")
    rows = applications.order_by().annotate(place=by, said=AS_TEXT).values(*alike)
    on = today()
    return [_group(row, due, on) for row in rows.annotate(number=Count("pk"))]


def _group(row: Mapping[str, Any], due: date, on: date) -> Group:
    running = _running(row["said"])
    if "application" in running:  # that to apply by is the call's own last day
        running = {**running, "application": due}
    place = row["place"].ljust(6, "0")
    late = is_late(running, due, on)
    return Group(place, row["state"], row["holder"], running, late, row["number"])


def is_late(running: Mapping[str, date | None], due: date, on: date) -> bool:
    """Tell whether a deadline is over that still runs; a draft's is the call's last day.

    Examples
    --------
    >>> last, after = date(2026, 6, 15), date(2026, 6, 16)
    >>> is_late({"application": None}, last, after), is_late({"notice": None}, last, after)
    (True, False)
    """
    ends = [due if name == "application" else day for name, day in running.items()]
    return any(day is not None and day < on for day in ends)


@lru_cache(maxsize=4096)
def _running(clocks: str) -> Mapping[str, date | None]:
    """Return the deadlines of a row's clocks, which many rows of a day have alike."""
    return dues(json.loads(clocks))
