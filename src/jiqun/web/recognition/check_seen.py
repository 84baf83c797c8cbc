"""A self-check in words: what to find first, the least that would have to change, what cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import filed_fields
from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.recognition.self_checks import SelfCheck
from jiqun.rules.nearest import Change, Question
from jiqun.rules.programmes import NATIONAL, Programme
from jiqun.rules.sentences import amount, cell_name, word
from jiqun.web.recognition.criteria_seen import SeenProgramme


@dataclass(frozen=True, slots=True)
class Asked:
    """A missing figure: its cell, its words, and the criteria that wait for it."""

    year: str
    field: str
    title: Bilingual
    criteria: list[Bilingual]


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that would have to be another, in words, with the criteria that ask for it."""

    said: Bilingual
    criteria: list[Bilingual]


@dataclass(frozen=True)
class SeenCheck:
    """A self-check as pages show it, before an application and inside one."""

    found: SelfCheck

    @cached_property
    def programmes(self) -> list[SeenProgramme]:
        """Every programme that covers the cluster, the national first."""
        return [SeenProgramme(assessment) for assessment in self.found.assessments]

    @cached_property
    def questions(self) -> list[Asked]:
        """The missing figures, those that hold up most criteria first."""
        return [_asked(question, self._titles) for question in self.found.questions]

    @cached_property
    def changes(self) -> list[Changed]:
        """The smallest joint change, figure by figure."""
        return [
            Changed(change_said(change), self._named(change.criteria))
            for change in self.found.joint
        ]

    @cached_property
    def vetoes(self) -> list[Bilingual]:
        """The vetoes that failed, each with its programme: no change of figures undoes them."""
        return self._named(self.found.out_of_reach)

    @property
    def failing(self) -> bool:
        """Whether any criterion is not met."""
        return bool(self.found.failing)

    @property
    def tells(self) -> bool:
        """Whether anything could be compared at all."""
        groups = (group for programme in self.programmes for group, _, _ in programme.groups)
        return any(group in ("met", "not_met", "discretion") for group in groups)

    @cached_property
    def _titles(self) -> dict[str, Bilingual]:
        """Return each criterion's title with its programme's, by programme and criterion."""
        several = len(self.found.assessments) > 1
        return {
            f"{assessment.ruling.programme.id}:{rule.id}": _titled(
                rule.criterion.title, scope(assessment.ruling.programme), several=several
            )
            for assessment in self.found.assessments
            for whole in assessment.ruling.rules
            for rule in (whole, *whole.leaves())
        }

    def _named(self, criteria: Iterable[str]) -> list[Bilingual]:
        return [self._titles[criterion] for criterion in criteria]


def change_said(change: Change) -> Bilingual:
    """Say what a figure would have to be.

    Examples
    --------
    >>> change_said(Change("output_total", 2023, "380000", "400000", ())).zh
    '2023 年集群总产值：从 380000 万元提高到 400000 万元，即增加 20000 万元'
    >>> change_said(Change("sme_total", 2023, "12", "10", ())).en
    'small and medium enterprises in 2023: from 12 firms down to 10 firms, that is 2 firms less'
    """
    unit = filed_fields()[change.change].unit
    cell = _cell(f"{change.year}.{change.change}")
    was, to = _amount(change.was, unit), _amount(change.to, unit)
    if unit == "flag":
        return Bilingual(f"{cell.zh}：改为“{to.zh}”", f"{cell.en}: {to.en} instead of {was.en}")
    more = Decimal(change.to) - Decimal(change.was or "0")
    gap = _amount(decimal_text(abs(more)), unit)
    up, by = ("提高到", "增加") if more > 0 else ("降到", "减少")
    up_en, by_en = ("up to", "more") if more > 0 else ("down to", "less")
    return Bilingual(
        f"{cell.zh}：从 {was.zh}{up} {to.zh}，即{by} {gap.zh}",
        f"{cell.en}: from {was.en} {up_en} {to.en}, that is {gap.en} {by_en}",
    )


def scope(programme: Programme) -> Bilingual:
    """Say in a word whose programme it is: the nation's, a province's, a city's.

    Examples
    --------
    >>> from jiqun.rules import programmes
    >>> scope(programmes()["ningbo/sme-cluster"]).zh
    '浙江省宁波市'
    """
    if programme.region == NATIONAL:
        return word("origins", NATIONAL)
    return place_name(programme.region)


def _amount(number: str, unit: str) -> Bilingual:
    if unit == "flag":
        return word("flags", number or "0")
    return Bilingual(amount(number, unit, "zh"), amount(number, unit, "en"))


def _cell(fact: str) -> Bilingual:
    return Bilingual(cell_name(fact, "zh"), cell_name(fact, "en"))


def _asked(question: Question, titles: dict[str, Bilingual]) -> Asked:
    year, _, field = question.fact.partition(".")
    waiting = [titles[criterion] for criterion in question.criteria]
    return Asked(year, field, _cell(question.fact), waiting)


def _titled(title: Bilingual, of: Bilingual, *, several: bool) -> Bilingual:
    return Bilingual(f"{title.zh}（{of.zh}）", f"{title.en} ({of.en})") if several else title
