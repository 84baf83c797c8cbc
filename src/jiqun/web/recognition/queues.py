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
from jiqun.web.recognition.models import NOTICED, RECOMMENDED, Application, Applications
from jiqun.web.recognition.seen import SeenApplication
from jiqun.workflow.loading import workflow

AS_TEXT = Cast("clocks", TextField())
"""Clocks as their text: compared and counted without being taken apart row by row."""
FILTERS = ("state", "phase", "province", "place", "holder", "late", "due")
PHASES: Mapping[str, tuple[str, ...]] = {
    "filling": ("draft", "returned_for_correction"),
    "first_review": (
        *("submitted", "waiting_at_prefecture", "endorsed_by_prefecture"),
        *("first_review_passed", "site_checked", "waiting"),
    ),
    "judging": ("recommended", "under_review", "scored", "defended", "summarised"),
    "noticed": NOTICED,
    "ended": (
        *("withdrawn", "refused", "left_out", "not_selected", "in_cultivation_tier"),
        *("objection_upheld", "cancelled", "ended_with_call"),
    ),
    "placed": RECOMMENDED,
}
"""States by where an application roughly is; ``placed`` are those that take up a quota's place."""
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
    # Fetched once for all rows: a workflow or a procedure is taken apart as often as it is read.
    rows = applications.prefetch_related("definition", "call").in_bulk(numbers.rows)
    seen = [SeenApplication(rows[number], doer) for number in numbers.rows if number in rows]
    return Queue(numbers.of(seen), chosen, states_among(applications))


def narrowed(applications: Applications, chosen: Mapping[str, str]) -> Applications:
    """Return the chosen of some applications."""
    for name in ("state", "province", "holder"):
        if chosen[name]:
            applications = applications.filter(**{name: chosen[name]})
    if chosen["phase"]:
        applications = applications.filter(state__in=PHASES.get(chosen["phase"], ()))
    if chosen["place"]:
        applications = applications.filter(county__startswith=_prefix(chosen["place"]))
    if chosen["late"] or chosen["due"]:
        applications = applications.filter(pk__in=_by_deadline(applications, chosen))
    return applications


def _prefix(code: str) -> str:
    """Return what the codes of a region's counties begin with.

    Examples
    --------
    >>> _prefix("330000"), _prefix("330100"), _prefix("330110")
    ('33', '3301', '330110')
    """
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _by_deadline(applications: Applications, chosen: Mapping[str, str]) -> list[int]:
    """Return the applications a deadline of which is over, or ends on a day."""
    rows = applications.order_by().annotate(said=AS_TEXT)
    found, on = [], today()
    for pk, said, last_day in rows.values_list("pk", "said", "call__due"):
        running = _running(said, last_day)
        late = not chosen["late"] or is_late(running, on)
        if late and (not chosen["due"] or chosen["due"] in map(str, running.values())):
            found.append(pk)
    return found


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
    running = _running(row["said"], due)
    place = row["place"].ljust(6, "0")
    return Group(place, row["state"], row["holder"], running, is_late(running, on), row["number"])


def is_late(running: Mapping[str, date | None], on: date) -> bool:
    """Tell whether a deadline is over that still runs.

    Examples
    --------
    >>> last, after = date(2026, 6, 15), date(2026, 6, 16)
    >>> is_late({"application": last}, after), is_late({"notice": None}, after)
    (True, False)
    """
    return any(day is not None and day < on for day in running.values())


@lru_cache(maxsize=4096)
def _running(clocks: str, due: date) -> Mapping[str, date | None]:
    """Return the deadlines of a row's clocks, which many rows of a day have alike.

    That to apply by is the call's own last day.
    """
    found = dues(json.loads(clocks))
    return {name: due if name == "application" else day for name, day in found.items()}
