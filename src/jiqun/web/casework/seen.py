"""What anybody sees of a case: where it stands, whose turn it is, what they may do, by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, office_title
from jiqun.web.casework.clocks import today
from jiqun.web.casework.deadlines import Running, deadlines_of, may_extend
from jiqun.web.casework.moving import Kind
from jiqun.workflow.definitions import Transition


@dataclass(frozen=True, slots=True)
class Step:
    """What a reader may do with a case now."""

    verb: str
    title: Bilingual
    reason: bool
    asks: bool
    """Whether cells are named with it."""
    untimely: Bilingual | None = None
    """Why it cannot be taken today, where a deadline is over or still runs; None where it can."""

    @property
    def onward(self) -> bool:
        """Whether it moves the case on today: what sends it back or ends it wants a reason."""
        return not self.reason and not self.untimely


class Looked(Generic[Kind]):
    """A case as one reader looks at it.

    Parameters
    ----------
    case
        The case.
    doer
        Who looks.
    """

    def __init__(self, case: Kind, doer: Doer) -> None:
        self.case, self.doer = case, doer
        self.standing = case.standing
        self.state = self.standing.standing

    @property
    def steps(self) -> list[Step]:
        """What the reader may do now, but for what happens elsewhere; what moves it on first."""
        table, workflow = self.standing.table, self.standing.workflow
        found = []
        for verb in self.standing.verbs_for(self.doer.party):
            step = table[self.case.state, verb]
            asks = workflow.states[step.target].open_cells == "named"
            untimely = self._untimely(step)
            found.append(Step(verb, workflow.verbs[verb], step.reason, asks, untimely))
        return sorted(found, key=lambda step: (step.untimely is not None, step.reason))

    @cached_property
    def _over(self) -> Mapping[str, bool | None]:
        """Which deadlines are over today; reckoned only where a step goes by one."""
        return self.case.over(today())

    def _untimely(self, step: Transition) -> Bilingual | None:
        deadlines = self.standing.workflow.deadlines
        if step.until and self._over.get(step.until) is True:
            title = deadlines[step.until].title
            return Bilingual(f"“{title.zh}”已过，不能再办", f"the {title.en} is over")
        if step.after and self._over.get(step.after) is False:
            title = deadlines[step.after].title
            return Bilingual(f"“{title.zh}”届满之后才能办", f"not before the {title.en} is over")
        return None

    @property
    def awaits_reader(self) -> bool:
        """Whether it is the reader's turn, who can do more than close it."""
        mine = self.case.holder in self.standing.slots_of(self.doer.party)
        return mine and any(step.verb != "close" for step in self.steps)

    @property
    def holder(self) -> Bilingual:
        """Whose turn it is, in words."""
        return self._titled(self.case.holder)

    @property
    def next_holder(self) -> Bilingual | None:
        """Whose turn it is once the reader submits; None where the reader does not submit."""
        step = self.standing.table.get((self.case.state, "submit"))
        if step is None or not self.standing.slots_of(self.doer.party) & {*step.by}:
            return None
        holder = self.standing.workflow.states[step.target].holder(self.standing.parties)
        return self._titled(holder)

    def _titled(self, slot: str) -> Bilingual:
        office, of = self.case.parties[slot]
        return office_title(Office(office), of)

    @cached_property
    def deadlines(self) -> list[Running]:
        """The deadlines that run, with their arithmetic."""
        return deadlines_of(self.case)

    @property
    def extends(self) -> bool:
        """Whether the reader may give the case more time."""
        return bool(self.deadlines) and may_extend(self.case, self.doer)
