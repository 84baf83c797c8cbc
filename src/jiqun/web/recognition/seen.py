"""What a call and an application show to a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from jiqun.base.forms import Field
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.recognition.promises import target_unit
from jiqun.web.casework.seen import Looked, Step
from jiqun.web.recognition.applying import handed_cells
from jiqun.web.recognition.asked import ABOUT, DESCRIPTIONS, FIRMS, STATEMENT, TARGET
from jiqun.web.recognition.calling import issuer, open_calls
from jiqun.web.recognition.cancelling import WITH_CALL
from jiqun.web.recognition.check_seen import SeenCheck
from jiqun.web.recognition.checking import check
from jiqun.web.recognition.defending import defence_order
from jiqun.web.recognition.describing import ListedFirm, read_firms
from jiqun.web.recognition.models import JUDGING, Answer, Application, Call, Opinion
from jiqun.web.recognition.quotas import Used, quotas_seen
from jiqun.web.recognition.ranking import scores_closed
from jiqun.web.recognition.ranks import LISTS, TAKING, Ranks, ranks_of
from jiqun.web.recognition.sheets import summed_up
from jiqun.workflow.panels.blindness import Sight, seen_by_expert, seen_by_office
from jiqun.workflow.panels.scores import Category, Summary

DEFENDING = ("scored", "defended")
"""Where an application's defence is still to be told of."""
TEXTS: Mapping[str, str] = {
    "record_site_check": "checked_on_site",
    "record_defence": "defence",
    "summarise": "summary",
}
"""Steps that keep a text, and where."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A field with its cell of each year."""

    name: str
    field: Field
    cells: list[Answer]


@dataclass(frozen=True, slots=True)
class Judged:
    """What an authority sees of the experts' part in an application.

    Parameters
    ----------
    opinions
        Each with its expert and where it stands.
    summary
        What they gave, once the scores are closed; None before.
    categories
        The scheme's, in words, by id.
    """

    opinions: list[Opinion]
    summary: Summary | None
    categories: Mapping[str, Bilingual]


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
    def descriptions(self) -> list[tuple[Bilingual, Answer]]:
        """Its perimeter and its list of firms; one begun before there were such has neither."""
        return [
            (title, self.cells[f"{ABOUT}.{name}"])
            for name, title in DESCRIPTIONS.items()
            if f"{ABOUT}.{name}" in self.cells
        ]

    @cached_property
    def firms(self) -> list[ListedFirm]:
        """The firms of its list."""
        return read_firms(self._cell(ABOUT, FIRMS).said)

    @property
    def targets(self) -> list[tuple[Bilingual, Bilingual, list[Answer]]]:
        """The targets, each with its unit and its years."""
        asked = self.case.asked_of
        return [
            (
                title,
                target_unit(name),
                [self._cell(f"{TARGET}{year}", name) for year in asked.planned],
            )
            for name, title in asked.targets.items()
        ]

    def _cell(self, period: str, field: str) -> Answer:
        return self.cells.get(f"{period}.{field}") or Answer(period=period, field=field)

    @cached_property
    def check(self) -> SeenCheck:
        """What the programmes say of it."""
        return SeenCheck(check(self.case, self.cells.values())[0])

    @cached_property
    def sight(self) -> frozenset[Sight]:
        """What of the review the reader may see by now."""
        reader = self.doer.reader
        if reader.office is Office.EXPERT:
            own = list(
                self.case.opinions.filter(expert__in=sorted(reader.cases), state__in=JUDGING)
            )
            given = any(opinion.state == "scored" for opinion in own)
            return seen_by_expert(assigned=bool(own), given=given, closed=self.closed)
        call = self.case.call
        return seen_by_office(
            reader.office,
            authority=self.doer.party == self.standing.parties["authority"],
            closed=self.closed,
            shown=call.way.shows_summaries(call.state),
        )

    @property
    def shows_record(self) -> bool:
        """Whether the reader sees the panel's summary and the record of the defence."""
        return Sight.RECORD in self.sight

    @cached_property
    def judged(self) -> Judged | None:
        """The experts' part, for the authority alone; their scores once they are closed."""
        if self.doer.reader.office is Office.EXPERT or Sight.EXPERTS not in self.sight:
            return None
        found = summed_up(self.case) if Sight.AGGREGATES in self.sight else None
        titles = {category.id: category.title for category in self.case.call.way.categories}
        return Judged(list(self.case.opinions.select_related("judge", "definition")), found, titles)

    @cached_property
    def closed(self) -> bool:
        """Whether the scores are closed: of every application of the call."""
        return scores_closed(self.case.call)

    @property
    def rank(self) -> int | None:
        """Its place in the recommendation, which no expert sees."""
        return None if self.doer.reader.office is Office.EXPERT else self.case.rank

    @cached_property
    def defence(self) -> tuple[int, int] | None:
        """Which defence it is, and of how many, by the published draw; no expert sees it."""
        order = defence_order(self.case.call) if self.case.state in DEFENDING else []
        if self.doer.reader.office is Office.EXPERT or self.case.cluster not in order:
            return None
        return order.index(self.case.cluster) + 1, len(order)


class SeenOpinion(Looked[Opinion]):
    """An expert's part in an application as its expert or its authority sees it."""

    @property
    def steps(self) -> list[Step]:
        """What the reader may do now, but for what is done with the call."""
        return [step for step in super().steps if step.verb != WITH_CALL]

    @property
    def scores(self) -> list[tuple[Category, str]]:
        """The scheme with one's own scores; nobody else's, and no authority's before the close."""
        own = self.doer.party == self.standing.parties["expert"]
        sheet = self.case.sheet if own else {}
        return [(category, sheet.get(category.id, "")) for category in self.scheme]

    @property
    def scheme(self) -> tuple[Category, ...]:
        """The published scheme of scores."""
        return self.case.application.call.way.categories


class SeenCall(Looked[Call]):
    """A call as one reader sees it."""

    @property
    def is_open(self) -> bool:
        """Whether the reader can apply now."""
        return self.case in open_calls(self.doer.reader)

    @cached_property
    def quotas(self) -> list[Used]:
        """The quotas the reader keeps: how many places are used, how many there are, if known."""
        return quotas_seen(self.case, self.doer.party)

    @property
    def is_own(self) -> bool:
        """Whether it is the reader's own call."""
        return self.doer.party == issuer(self.case)

    @property
    def recommends(self) -> bool:
        """Whether the reader names clusters to this call."""
        return self.doer.reader.office is Office.PROVINCE

    @cached_property
    def lists(self) -> list[Ranks]:
        """The lists whose ranks the reader may move now: of two applications or more."""
        if not self.recommends or self.case.state not in TAKING:
            return []
        found = [ranks_of(self.case, self.doer.party.of, state) for state in LISTS]
        return [ranks for ranks in found if len(ranks.rows) > 1]

    @property
    def not_configured(self) -> list[str]:
        """What of the procedure nobody has entered."""
        return self.case.way.not_configured
