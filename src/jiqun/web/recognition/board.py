"""Where a call stands: counts by step and place, quotas, what is late, and the days that come.

Every number is counted over what its reader covers, and has the query that opens its rows.
"""

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Count

from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.base.readers import Office
from jiqun.rules.life import Quota
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.recognition.models import Application, Applications, Call
from jiqun.web.recognition.papers import place_of
from jiqun.web.recognition.queues import PHASES, Group, groups
from jiqun.web.recognition.quotas import quota_of
from jiqun.workflow.definitions import Workflow

Key = TypeVar("Key")
TITLES: Mapping[str, Bilingual] = {
    "filling": Bilingual("填写或补正", "filled in or corrected"),
    "first_review": Bilingual("初审", "first review"),
    "judging": Bilingual("已推荐、评审中", "recommended, under review"),
    "noticed": Bilingual("公示、认定", "on notice, recognised"),
    "ended": Bilingual("已结束", "ended otherwise"),
}
"""The phases of a call, in their order; each state is in one of them."""


@dataclass(frozen=True, slots=True)
class Number:
    """A count, and the query that opens its rows."""

    title: Bilingual
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Place:
    """A province's or prefecture's row.

    Parameters
    ----------
    title
        Its name.
    phases
        Its applications by phase, in the phases' order.
    late
        Those past a deadline.
    placed, quota
        Places of its quota that are taken, and how many there are; of who recommends alone.
    """

    title: Bilingual
    phases: list[Number]
    late: Number
    placed: Number
    quota: Quota | None


@dataclass(frozen=True, slots=True)
class Day:
    """A deadline that ends on a day, and for how many applications."""

    day: date
    number: Number

    @property
    def over(self) -> bool:
        """Whether it is past."""
        return self.day < today()


class Board:
    """A call as its reader's dashboard has it.

    Parameters
    ----------
    call
        The call.
    doer
        Who reads: a nation's or a province's office.
    """

    def __init__(self, call: Call, doer: Doer) -> None:
        self.call, self.doer = call, doer
        self.national = doer.reader.office is Office.NATION
        self.by = "province" if self.national else "place"

    @cached_property
    def applications(self) -> Applications:
        """Those of the call that the reader sees."""
        return self.call.applications.all() & Application.objects.for_reader(self.doer.reader)

    @cached_property
    def groups(self) -> list[Group]:
        """The applications that stand alike, counted once for the whole page."""
        return groups(self.applications, self.call.due, self.doer.reader)

    @cached_property
    def table(self) -> Workflow:
        """The applications' workflow, for words."""
        return self.call.way.table("application")

    @property
    def total(self) -> int:
        """How many applications there are."""
        return sum(group.number for group in self.groups)

    @property
    def steps(self) -> list[Number]:
        """How many stand at each step, in the order of their way."""
        counted = _summed((group.state, group.number) for group in self.groups)
        return [
            Number(state.title, counted[name], _query(state=name))
            for name, state in self.table.states.items()
            if name in counted
        ]

    @property
    def places(self) -> list[Place]:
        """A row for each place, in the order of their codes."""
        return [self._place(code) for code in sorted({group.place for group in self.groups})]

    def _place(self, code: str) -> Place:
        own = [group for group in self.groups if group.place == code]
        where = {self.by: code}
        phases = [
            Number(title, _of(own, PHASES[phase]), _query(phase=phase, **where))
            for phase, title in TITLES.items()
        ]
        late = sum(group.number for group in own if group.late)
        named = place_of(code) if self.national else place_name(code)
        placed = Number(named, _of(own, PHASES["placed"]), _query(phase="placed", **where))
        quota = quota_of(self.call, code) if self.national else None
        return Place(named, phases, Number(named, late, _query(late="1", **where)), placed, quota)

    @property
    def quota(self) -> tuple[Number, Quota]:
        """What a province has used of its own quota, and how much it is."""
        placed = Number(
            Bilingual("", ""), _of(self.groups, PHASES["placed"]), _query(phase="placed")
        )
        return placed, quota_of(self.call, self.doer.party.of)

    @property
    def late(self) -> list[tuple[Bilingual, Number]]:
        """Who is late: each place and office with what waits there past its day, most first."""
        counted = _summed(
            ((group.place, group.holder), group.number) for group in self.groups if group.late
        )
        return [
            (
                place_of(code) if self.national else place_name(code),
                Number(
                    self.table.slots[holder].title,
                    count,
                    _query(late="1", holder=holder, **{self.by: code}),
                ),
            )
            for (code, holder), count in counted.most_common()
        ]

    @cached_property
    def days(self) -> list[Day]:
        """The days on which deadlines end, the call's last day among them."""
        running = (
            ((day, name), group.number)
            for group in self.groups
            for name, day in group.dues.items()
            if day is not None
        )
        counted = _summed([*running, ((self.call.due, "application"), 0)])
        titles = self.table.deadlines
        return [
            Day(day, Number(titles[name].title, count, _query(due=str(day))))
            for (day, name), count in sorted(counted.items())
        ]

    @property
    def without_day(self) -> int:
        """How many run under a deadline whose length is not configured."""
        return sum(group.number for group in self.groups if None in group.dues.values())

    def month(self, said: str) -> "Month":
        """Return a month of the calendar; where none is asked for, the one with the next day."""
        coming = next((found.day for found in self.days if not found.over), today())
        try:
            first = date.fromisoformat(f"{said}-01")
            first = first if first.year < date.max.year else coming.replace(day=1)
        except ValueError:
            first = coming.replace(day=1)
        return Month(first, self.days)

    @property
    def spots(self) -> list[tuple[str, str, int]]:
        """The applications of each county and phase, for the map."""
        phase_of = {state: phase for phase in TITLES for state in PHASES[phase]}
        rows = self.applications.order_by().values_list("county", "state")
        counted = _summed(
            ((county, phase_of[state]), count)
            for county, state, count in rows.annotate(number=Count("pk"))
        )
        return [(county, phase, count) for (county, phase), count in sorted(counted.items())]

    @property
    def by_phase(self) -> list[tuple[str, Bilingual, int]]:
        """The phases with how many there are, for the map's legend."""
        return [(phase, title, _of(self.groups, PHASES[phase])) for phase, title in TITLES.items()]


@dataclass(frozen=True)
class Month:
    """A month of the calendar, by weeks from Monday on."""

    first: date
    days: list[Day]

    @property
    def weeks(self) -> Iterator[list[tuple[date, list[Day]]]]:
        """Each week's days with the deadlines that end on them."""
        for week in calendar.Calendar().monthdatescalendar(self.first.year, self.first.month):
            yield [(day, [found for found in self.days if found.day == day]) for day in week]

    @property
    def before(self) -> str:
        """The month before, as an address has it."""
        return self._near(-1)

    @property
    def after(self) -> str:
        """The month after."""
        return self._near(1)

    def _near(self, step: int) -> str:
        year, month = divmod(self.first.year * 12 + self.first.month - 1 + step, 12)
        return f"{min(max(year, 1), 9999):04}-{month + 1:02}"


def _of(found: Iterable[Group], states: Iterable[str]) -> int:
    wanted = frozenset(states)
    return sum(group.number for group in found if group.state in wanted)


def _summed(rows: Iterable[tuple[Key, int]]) -> Counter[Key]:
    found = Counter[Key]()
    for key, count in rows:
        found[key] += count
    return found


def _query(**chosen: str) -> str:
    return f"?{urlencode(chosen)}#applications"
