"""A self-check as a page shows it: each criterion with its number, value and what is lacking."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from jiqun.base.language import Bilingual, Lang
from jiqun.rules.assessment import Assessment, Verdict, Why, settle_reading
from jiqun.rules.logic import Answer
from jiqun.rules.programmes import COMPARING, Programme
from jiqun.rules.records import basis, in_force_from
from jiqun.rules.rulings import Rule
from jiqun.rules.sentences import (
    bar_words,
    gap_words,
    sentence,
    span_text,
    start,
    value_words,
)
from jiqun.rules.values import gap_text, reading_text, readings_of, value_text
from jiqun.web.explore.pictures import Held, against

GROUPS: Mapping[str, Bilingual] = {
    "not_met": Bilingual("不符合", "not met"),
    "missing": Bilingual("缺数，无法判断", "figures missing"),
    "discretion": Bilingual("由评审酌定", "at the reviewer's discretion"),
    "advised": Bilingual("“一般”要求未达到，不作否决", "“generally” wanted, not reached"),
    "met": Bilingual("符合", "met"),
    "judgement": Bilingual("由评审根据材料判断", "judged by a reviewer"),
    "no_number": Bilingual("规定的数值未能取得", "number not known to us"),
}
"""How criteria are gathered on a page: what is to be done, what stands, what others decide."""
NOTHING = ("0..", "..")
"""Readings that say nothing: none or more."""
OVERALL: Mapping[str, Bilingual] = {
    "met": Bilingual("数值已知的条件都符合", "every criterion with a known number is met"),
    "not_met": Bilingual("有条件不符合", "not met"),
    "cannot_tell": Bilingual("现在无法判断", "cannot tell yet"),
}
"""How a programme stands as far as its numbers are known."""
_OPEN = {Why.MISSING: "missing", Why.JUDGEMENT: "judgement", Why.NO_NUMBER: "no_number"}


@dataclass(frozen=True)
class SeenCriterion:
    """A criterion of one programme for one cluster, in words.

    Parameters
    ----------
    assessment
        The verdicts it is one of.
    verdict
        What can be said of it.
    """

    assessment: Assessment
    verdict: Verdict

    @property
    def rule(self) -> Rule:
        """The criterion on the day."""
        return self.verdict.rule

    @property
    def group(self) -> str:
        """Which of :data:`GROUPS` it belongs to."""
        if self.verdict.answer is Answer.NOT_MET and self.rule.criterion.soft:
            return "advised"
        if self.verdict.answer is not Answer.CANNOT_TELL:
            return str(self.verdict.answer)
        return _OPEN[self.verdict.why_open or Why.MISSING]

    @property
    def group_title(self) -> Bilingual:
        """The group in words."""
        return GROUPS[self.group]

    @property
    def parts(self) -> list["SeenCriterion"]:
        """Those it is made of, where one of them is enough or all are wanted."""
        return [SeenCriterion(self.assessment, part) for part in self.verdict.parts]

    @property
    def years(self) -> str:
        """The years that are compared."""
        spans = self.rule.spans
        return span_text((spans[0][0], spans[-1][-1])) if spans else ""

    @property
    def wanted(self) -> Bilingual | None:
        """The number with its unit; None where there is none, or it is not known."""
        bar = self.rule.bar
        if bar is None or bar.value is None:
            return None
        return Bilingual(bar_words(self.rule, "zh"), bar_words(self.rule, "en"))

    @property
    def now(self) -> Bilingual | None:
        """The value with its unit, of several years the one that decides; None where unknown."""
        text = value_text(self.assessment, self.verdict) if self.rule.figure else None
        if text is None or text in NOTHING:
            return None
        return Bilingual(value_words(self.rule, text, "zh"), value_words(self.rule, text, "en"))

    @property
    def gap(self) -> Bilingual | None:
        """How far the value is from the number; None where it is met or nothing is known."""
        text = gap_text(self.assessment, self.verdict)
        if not (text or "").strip("0."):
            return None
        bar = self.rule.bar
        return Bilingual(gap_words(text or "", bar, "zh"), gap_words(text or "", bar, "en"))

    @property
    def why(self) -> Bilingual:
        """The verdict in a sentence."""
        return sentence(self.assessment, self.verdict)

    @property
    def since(self) -> Bilingual:
        """From when it is in force."""
        first, at_the_latest = in_force_from(self.assessment, self.rule.leaves()[0])
        return start(first, at_the_latest=at_the_latest)

    @property
    def cited(self) -> str:
        """The document and article it stands in."""
        return basis(self.assessment, self.rule)

    def picture(self, lang: Lang) -> Markup:
        """Draw the values beside their number; nothing where there is nothing to compare."""
        bar, values = self.rule.bar, self._values
        if bar is None or bar.value is None or not any((bar.value, *_ends(values))):
            return Markup()
        said = self.why.in_(lang)
        return against(values, bar.value, said) if values else Markup()

    @property
    def _values(self) -> list[Held]:
        if self.rule.criterion.test not in COMPARING or self.rule.figure is None:
            return []
        found = []
        readings = readings_of(self.assessment, self.verdict)
        for span, reading in zip(self.rule.spans, readings, strict=True):
            text = reading_text(self.rule, reading) or ""
            ends = [end for end in text.split("..") if end]
            if ends and text not in NOTHING:
                enough = settle_reading(self.rule, reading) is not Answer.NOT_MET
                found.append(Held(span_text(span), Decimal(ends[0]), Decimal(ends[-1]), enough))
        return found


@dataclass(frozen=True)
class SeenProgramme:
    """A programme's verdicts on one cluster, gathered as a page shows them."""

    assessment: Assessment

    @property
    def programme(self) -> Programme:
        """The programme."""
        return self.assessment.ruling.programme

    @property
    def overall(self) -> str:
        """How it stands as far as the numbers are known: ``met``, ``not_met``, ``cannot_tell``."""
        return str(self.assessment.known_criteria)

    @property
    def overall_words(self) -> Bilingual:
        """The same in words."""
        return OVERALL[self.overall]

    @cached_property
    def groups(self) -> list[tuple[str, Bilingual, list[SeenCriterion]]]:
        """The criteria by group, each with its title; a group without any is left out."""
        every = [SeenCriterion(self.assessment, verdict) for verdict in self.assessment.verdicts]
        gathered: dict[str, list[SeenCriterion]] = {name: [] for name in GROUPS}
        for criterion in every:
            gathered[criterion.group].append(criterion)
        return [(name, GROUPS[name], found) for name, found in gathered.items() if found]


def _ends(values: list[Held]) -> list[Decimal]:
    return [end for value in values for end in (value.low, value.high)]
