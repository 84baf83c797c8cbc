"""What a call and an application show to a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from jiqun.base.forms import Field
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.casework.seen import Looked
from jiqun.web.recognition.applying import handed_cells
from jiqun.web.recognition.asked import STATEMENT, TARGET
from jiqun.web.recognition.calling import open_calls, quota_of
from jiqun.web.recognition.checking import Checked, check
from jiqun.web.recognition.models import Answer, Application, Call
from jiqun.web.recognition.recommending import used

TEXTS: Mapping[str, str] = {"record_site_check": "checked_on_site", "summarise": "summary"}
"""Steps that keep a text, and where."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A field with its cell of each year."""

    name: str
    field: Field
    cells: list[Answer]


class SeenApplication(Looked[Application]):
    """An application as one reader sees it."""

    @cached_property
    def open(self) -> frozenset[str]:
        """The fields the reader may change now."""
        return self.case.open_to(self.doer)

    @cached_property
    def cells(self) -> dict[str, Answer]:
        """The cells the reader sees: the draft for its writers, what was handed in for others."""
        drafted = self.case.shows_draft_to(self.doer.reader)
        found = self.case.cells.all() if drafted else handed_cells(self.case)
        return {str(answer): answer for answer in found}

    @cached_property
    def figures(self) -> list[FigureRow]:
        """The figures, each with its years."""
        asked = self.case.asked_of
        return [
            FigureRow(name, field, [self._cell(str(year), name) for year in asked.years])
            for name, field in asked.figures.items()
        ]

    @property
    def statements(self) -> list[tuple[Bilingual, Answer]]:
        """The statements, each with its title."""
        asked = self.case.asked_of
        return [(title, self._cell(STATEMENT, name)) for name, title in asked.statements.items()]

    @property
    def targets(self) -> list[tuple[Bilingual, list[Answer]]]:
        """The targets, each with its years."""
        asked = self.case.asked_of
        return [
            (title, [self._cell(f"{TARGET}{year}", name) for year in asked.planned])
            for name, title in asked.targets.items()
        ]

    def _cell(self, period: str, field: str) -> Answer:
        return self.cells.get(f"{period}.{field}") or Answer(period=period, field=field)

    @cached_property
    def checks(self) -> list[Checked]:
        """What the programmes say of it."""
        return check(self.case, self.cells.values())[0]

    @property
    def unanswered(self) -> int:
        """How many cells say nothing."""
        return sum(answer.empty for answer in self.cells.values())

    @property
    def unconfirmed(self) -> int:
        """How many values nobody confirmed."""
        return sum(not answer.confirmed and not answer.empty for answer in self.cells.values())


class SeenCall(Looked[Call]):
    """A call as one reader sees it."""

    @property
    def is_open(self) -> bool:
        """Whether the reader can apply now."""
        return self.case in open_calls(self.doer.reader)

    @cached_property
    def quota(self) -> tuple[int, int | None, bool]:
        """The reader's quota: how many places are used, how many there are, whether it is known."""
        limit = quota_of(self.case, self.doer.party.of)
        return used(self.case, self.doer.party.of), limit.limit, limit.known

    @property
    def recommends(self) -> bool:
        """Whether the reader names clusters to this call."""
        return self.doer.reader.office is Office.PROVINCE

    @property
    def not_configured(self) -> list[str]:
        """What of the procedure nobody has entered."""
        return self.case.way.not_configured
