"""Lists of cases: filtered, sorted by deadline, with what can be seen of each at a glance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q

from jiqun.base.language import Bilingual
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.deadlines import first_due
from jiqun.web.filing.models import VALUES, Case, Cases, Cell, Submitted
from jiqun.web.filing.seen import Seen
from jiqun.web.posted import number_in

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


class Due(NamedTuple):
    """What a case is put in order by: nothing else of it is read for a list of thousands."""

    pk: int
    year: int
    cluster: str
    day: date | None


def narrowed(cases: Cases, chosen: Mapping[str, str]) -> list[Due]:
    """Return the chosen of some cases, those due first before the others.

    Parameters
    ----------
    cases
        Cases for the reader.
    chosen
        What is asked for, by name of the filter; what is empty or not understood asks nothing.
    """
    if (year := number_in(chosen["year"])) is not None:
        cases = cases.filter(year=year)
    if chosen["state"]:
        cases = cases.filter(state=chosen["state"])
    if chosen["q"]:
        cases = cases.filter(profile__name__icontains=chosen["q"])
    rows = cases.values_list("pk", "year", "cluster", "clocks")
    found = [Due(pk, year, cluster, first_due(clocks)) for pk, year, cluster, clocks in rows]
    if chosen["overdue"]:
        found = [due for due in found if _late(due)]
    return sorted(found, key=lambda due: (due.day or date.max, -due.year, due.cluster))


def overdue_among(dues: Iterable[Due]) -> int:
    """Return how many cases are past a deadline."""
    return sum(map(_late, dues))


def states_among(cases: Cases) -> dict[str, Bilingual]:
    """Return the states some cases are in, in words."""
    firsts = cases.order_by().values("state").annotate(first=Min("pk")).values("first")
    found = cases.model.objects.filter(pk__in=firsts).select_related("definition")
    return {case.state: case.standing.standing.title for case in found}


def glances(dues: Sequence[Due], doer: Doer) -> list[Glance]:
    """Return what can be seen of the cases of one page, by as many queries however many there are.

    Parameters
    ----------
    dues
        Of cases the doer sees.
    doer
        Who looks.
    """
    seen = Case.objects.for_reader(doer.reader).counted().select_related("definition")
    cases = seen.in_bulk([due.pk for due in dues])
    drafts, submissions = _drafts(cases), _submissions(cases)
    return [
        _glance(cases[due.pk], doer, drafts.get(due.pk, (0, 0)), submissions.get(due.pk))
        for due in dues
        if due.pk in cases
    ]


def _late(due: Due) -> bool:
    return due.day is not None and due.day < today()


def _drafts(cases: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how many cells of the year a draft has filled in and has, by case."""
    says = ~Q(said="") | ~Q(status="")
    rows = Cell.objects.filter(case__in=cases, period=VALUES).values("case")
    counted = rows.annotate(every=Count("pk"), filled=Count("pk", filter=says))
    return {row["case"]: (row["filled"], row["every"]) for row in counted}


def _submissions(cases: Iterable[int]) -> dict[int, Submitted]:
    """Return the last submission of every case that has one."""
    last = Submitted.objects.filter(case__in=cases).order_by().values("case")
    newest = last.annotate(newest=Max("pk")).values("newest")
    return {submitted.case_id: submitted for submitted in Submitted.objects.filter(pk__in=newest)}


def _glance(case: Case, doer: Doer, draft: tuple[int, int], submitted: Submitted | None) -> Glance:
    filled, asked = draft
    if not case.shows_draft_to(doer.reader):
        filled = len(submitted.cells[VALUES]) if submitted else 0
    return Glance(Seen(case, doer), filled, asked, len(submitted.warnings) if submitted else None)
