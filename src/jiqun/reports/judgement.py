"""Claims held against a report's figures: which hold, why, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.definitions import holds, indicators
from jiqun.base.distinct import distinct
from jiqun.base.language import Bilingual, Lang
from jiqun.indicators import Figure
from jiqun.indicators.breaks import caveat_of
from jiqun.reports.claims import Claim, Test, Wording, slots
from jiqun.reports.comparators import comparators
from jiqun.reports.model import Statement

SIGNS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}
Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test with its numbers.

    Parameters
    ----------
    test
        What was asked.
    value, bound
        The two sides; None where a figure has no value.
    holds
        None where it cannot be told.
    """

    test: Test
    value: Decimal | None
    bound: Decimal | None

    @property
    def holds(self) -> bool | None:
        """Whether it holds; None where a side is not known."""
        if self.value is None or self.bound is None:
            return None
        return holds(self.test.comparison, self.value, self.bound)

    def say(self, lang: Lang) -> str:
        """Say the test in words, with its numbers and its verdict."""
        entry = indicators()[self.test.figure]
        value = _printed(self.test.figure, self.value, lang)
        verdict = {
            True: ("成立", "holds"),
            False: ("不成立", "fails"),
            None: ("无法判断", "cannot tell"),
        }[self.holds][lang == "en"]
        right = f"{SIGNS[self.test.comparison]} {_operand(self.test, self.bound, lang)}"
        return f"{entry.title.in_(lang)} {value} {right}{'：' if lang == 'zh' else ': '}{verdict}"


def judge(claim: Claim, figures: Figures) -> Statement:
    """Hold a claim against a report's figures.

    Parameters
    ----------
    claim
        From the catalogue.
    figures
        By id, withheld ones without a value.
    """
    tried: list[Outcome] = []
    chosen: int | None = None
    for number, wording in enumerate(claim.wordings):
        outcomes = [outcome(test, figures) for test in wording.when]
        tried += outcomes
        if all(tested.holds for tested in outcomes) and _printable(wording, figures):
            chosen = number
            break
    said = None if chosen is None else claim.wordings[chosen].text
    return Statement(
        id=claim.id,
        dimension=claim.dimension,
        text=_filled(said, figures) if said else Bilingual("", ""),
        holds=chosen == 0,
        wording=chosen,
        figures=tuple(claim.figures),
        why=Bilingual(_why(tried, "zh"), _why(tried, "en")),
        caution=_caution(claim, figures) if said else None,
    )


def _why(tried: list[Outcome], lang: Lang) -> str:
    gap = "；" if lang == "zh" else "; "
    return gap.join(distinct(tested.say(lang) for tested in tried))


def _caution(claim: Claim, figures: Figures) -> Bilingual | None:
    """Return what to say beside a claim: of its comparator, and of breaks in the series it uses."""
    compared = {
        test.figure
        for wording in claim.wordings
        for test in wording.when
        if not isinstance(test.operand, str) and "previous" in test.operand
    }
    compared |= {
        name
        for wording in claim.wordings
        for name, form in slots(wording.text.zh)
        if form == "previous"
    }
    compared |= {
        name
        for name in claim.figures
        if name in figures and indicators()[name].definition.form == "growth_of"
    }
    own = comparators()[claim.caution].caution if claim.caution else None
    broken = (caveat_of(figures[name]) for name in sorted(compared) if name in figures)
    found = distinct(said for said in (own, *broken) if said)
    if not found:
        return None
    return Bilingual("".join(said.zh for said in found), " ".join(said.en for said in found))


def outcome(test: Test, figures: Figures) -> Outcome:
    """Compare the two sides of a test.

    Parameters
    ----------
    test
        Of a claim.
    figures
        The nation's figures by id.
    """
    figure = figures[test.figure]
    return Outcome(test, figure.value, _bound(test, figures))


def _bound(test: Test, figures: Figures) -> Decimal | None:
    said = test.operand
    if isinstance(said, str):
        return Decimal(said)
    if "previous" in said:
        return figures[test.figure].previous
    times = Decimal(said.get("times", "1"))
    if "comparator" in said:
        return comparators()[said["comparator"]].in_figure_unit * times
    other = figures[said["figure"]].value
    return None if other is None else other * times


def _operand(test: Test, bound: Decimal | None, lang: Lang) -> str:
    """Write the right side: where it comes from, and its number."""
    said = test.operand
    printed = _printed(test.figure, bound, lang)
    if isinstance(said, str):
        return printed
    if "previous" in said:
        return f"{'上年' if lang == 'zh' else 'the year before'} {printed}"
    times = f"{said['times']} × " if "times" in said else ""
    if "comparator" in said:
        one = comparators()[said["comparator"]]
        return f"{times}{one.title.in_(lang)} {one.show(lang)}"
    return f"{times}{indicators()[said['figure']].title.in_(lang)} {printed}"


def _printable(wording: Wording, figures: Figures) -> bool:
    """Tell whether every number a wording prints is known, and a change shows in the digits."""
    for name, form in slots(wording.text.zh) + slots(wording.text.en):
        if name not in figures:
            continue
        one = figures[name]
        needed = {"previous": one.previous, "count": one.numerator}.get(form, one.value)
        if needed is None:
            return False
        if form == "previous" and _printed(name, needed, "zh") == _printed(name, one.value, "zh"):
            return False
    return True


def _filled(text: Bilingual, figures: Figures) -> Bilingual:
    """Put the numbers into a text, printed from the figures."""
    return Bilingual(
        _filled_in(text.zh, figures, "zh"),
        _filled_in(text.en, figures, "en"),
    )


def _filled_in(text: str, figures: Figures, lang: Lang) -> str:
    for name, form in slots(text):
        place = f"{{{name}.{form}}}" if form else f"{{{name}}}"
        text = text.replace(place, _slot(name, form, figures, lang))
    return text


def _slot(name: str, form: str, figures: Figures, lang: Lang) -> str:
    if name in comparators():
        one = comparators()[name]
        return str(one.year) if form == "year" else one.show(lang)
    figure, printed = figures[name], indicators()[name].printed
    if form == "previous":
        return _printed(name, figure.previous, lang)
    if form == "count":
        return f"{figure.numerator:f}"
    if form == "fall" and figure.value is not None:
        return printed.plain(-figure.value, lang)
    if form == "plain" and figure.value is not None:
        return printed.plain(figure.value, lang)
    return printed.show(figure.value, lang)


def _printed(name: str, value: Decimal | None, lang: Lang) -> str:
    return indicators()[name].printed.cell(value, lang)
