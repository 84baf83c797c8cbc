"""Lists of cases: filtered, sorted by deadline, with what can be seen of each at a glance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.deadlines import due_of
from jiqun.web.filing.models import VALUES, Case, Cases, Cell
from jiqun.web.filing.seen import Seen, submitted_cells

FILTERS = ("year", "state", "q", "overdue")


@dataclass(frozen=True, slots=True)
class Glance:
    """A case in a list.

    Parameters
    ----------
    seen
        The case as the reader sees it.
    filled, asked
        Cells of the year that say something, of how many; as submitted, for who does not write.
    warnings
        Warnings and notes of the last submission; None before there is one.
    """

    seen: Seen
    filled: int
    asked: int
    warnings: int | None


def narrowed(cases: Cases, chosen: Mapping[str, str]) -> list[Case]:
    """Return the chosen of some cases, those due first before the others.

    Parameters
    ----------
    cases
        Cases for the reader.
    chosen
        What is asked for, by name of the filter; what is empty or not understood asks nothing.
    """
    if chosen["year"].isdecimal():
        cases = cases.filter(year=int(chosen["year"]))
    if chosen["state"]:
        cases = cases.filter(state=chosen["state"])
    if chosen["q"]:
        cases = cases.filter(profile__name__icontains=chosen["q"])
    found = [(due_of(case), case) for case in cases.counted().prefetch_related("definition")]
    if chosen["overdue"]:
        found = [(due, case) for due, case in found if due is not None and due < today()]
    found.sort(key=lambda row: (row[0] or date.max, -row[1].year, row[1].cluster))
    return [case for _, case in found]


def overdue_among(cases: Iterable[Case]) -> int:
    """Return how many cases are past a deadline."""
    now = today()
    return sum(due is not None and due < now for due in map(due_of, cases))


def glances(cases: list[Case], doer: Doer) -> list[Glance]:
    """Return what can be seen of the cases of one page."""
    drafts = _drafts(cases)
    return [_glance(case, doer, drafts) for case in cases]


def _drafts(cases: list[Case]) -> dict[int, tuple[int, int]]:
    """Return how many cells of the year a draft has filled in and has, by case."""
    says = ~Q(said="") | ~Q(status="")
    rows = Cell.objects.filter(case__in=cases, period=VALUES).values("case")
    counted = rows.annotate(every=Count("pk"), filled=Count("pk", filter=says))
    return {row["case"]: (row["filled"], row["every"]) for row in counted}


def _glance(case: Case, doer: Doer, drafts: Mapping[int, tuple[int, int]]) -> Glance:
    filled, asked = drafts.get(case.pk, (0, 0))
    submitted = case.submissions.first()
    if not case.shows_draft_to(doer.reader):
        filled = sum(cell.period == VALUES for cell in submitted_cells(case)) if submitted else 0
    return Glance(Seen(case, doer), filled, asked, len(submitted.warnings) if submitted else None)
