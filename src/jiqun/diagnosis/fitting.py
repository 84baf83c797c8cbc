"""Which measures fit a cluster: ranked by the findings they answer, with the reason in words.

The score is simple and published. Of each finding that is present, a measure gets its severity
times its confidence times the measure's weight for it; a finding that measures ranked before answer
counts half for each of them, so that the list covers what is weak before it repeats itself; a
prerequisite that is not met, or of which nobody can tell, lowers the sum. Cost and time are shown
and never counted. The numbers stand in ``measures/classes.yaml`` and are ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual, Lang
from jiqun.base.quantities import Quantity
from jiqun.diagnosis.measures import Measure, Need, Payer, measures
from jiqun.diagnosis.supports import Weights, classes, holds_in

PRESENT = "present"
STATES = {
    "met": Bilingual("具备", "met"),
    "not_met": Bilingual("不具备", "not met"),
    "cannot_tell": Bilingual("无法判断", "cannot tell"),
}
"""What is said of a prerequisite."""
_JOINED: dict[Lang, tuple[str, str, str]] = {
    "zh": ("、", "前提：", "；"),
    "en": (", ", "needs: ", "; "),
}
"""Between findings, before prerequisites, between the two."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A finding as far as measures need it.

    Parameters
    ----------
    id, title
        Its name, and its heading in words.
    verdict
        ``present``, ``absent`` or ``cannot_tell``; measures follow from ``present`` alone.
    severity, confidence
        From 0 to 1.
    """

    id: str
    title: Bilingual
    verdict: str
    severity: Decimal
    confidence: Decimal

    @property
    def urgency(self) -> Decimal:
        """Severity times confidence; nought unless it is present."""
        return self.severity * self.confidence if self.verdict == PRESENT else Decimal(0)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A measure that fits, why, and how well.

    Parameters
    ----------
    measure
        Which.
    score
        By which it is ranked.
    answered
        The findings it answers here, what it gets most for first.
    repeated
        Of each of those, how many measures ranked before answer it too.
    needs
        Each prerequisite with its state, one of :data:`STATES`.
    pays
        Who was seen to pay in the cluster's place; None where nobody was seen at all.
    """

    measure: Measure
    score: Decimal
    answered: tuple[Weakness, ...]
    repeated: Mapping[str, int]
    needs: tuple[tuple[Need, str], ...]
    pays: tuple[Payer, ...] | None

    def why(self, lang: Lang) -> str:
        """Say why it stands where it stands, in a sentence.

        Parameters
        ----------
        lang
            The reader's language.
        """
        gap, needs, between = _JOINED[lang]
        said = gap.join(_answered(found, self, lang) for found in self.answered)
        if not self.needs:
            return said
        stated = gap.join(_needed(need, state, lang) for need, state in self.needs)
        return f"{said}{between}{needs}{stated}"

    def record(self, lang: Lang) -> dict[str, Any]:
        """Return it as ``diagnose --json`` has it."""
        measure = self.measure
        return {
            "id": measure.id,
            "title": measure.title.in_(lang),
            "group": measure.group,
            "for": [found.id for found in self.answered],
            "who": measure.actors.in_(lang),
            "why": self.why(lang),
            "score": decimal_text(self.score),
            "cost": measure.cost,
            "time": measure.time,
            "needs": [{"text": need.text.in_(lang), "state": state} for need, state in self.needs],
            "pays": None if self.pays is None else [_paid(payer, lang) for payer in self.pays],
            "moves": [{"figure": m.figure, "direction": m.direction} for m in measure.moves],
        }


def fitted(
    findings: Sequence[Weakness],
    *,
    cells: Mapping[str, Quantity] | None = None,
    county: str = "",
    among: Iterable[Measure] | None = None,
) -> list[Fitted]:
    """Rank the measures that answer a cluster's findings.

    Parameters
    ----------
    findings
        What was found; only what is present counts.
    cells
        The cluster's filed cells of the year, by which prerequisites are told; None where there are
        none: then of each that a field decides nobody can tell.
    county
        The county it lies in, for who pays.
    among
        The measures chosen from; the whole catalogue where not given.

    Returns
    -------
    list of Fitted
        The best first; equal scores by group and name, so that the order is always the same.

    Examples
    --------
    >>> behind = Weakness("exports_behind", Bilingual("出口落后", "exports behind"), "present",
    ...                Decimal("0.8"), Decimal("0.9"))
    >>> [(fit.measure.id, str(fit.score)) for fit in fitted([behind])]
    [('go_abroad_together', '0.72'), ('regional_brand', '0.11520')]
    """
    urgent = {found.id: found for found in findings if found.urgency > 0}
    weights = classes().weights
    every = measures().values() if among is None else among
    waiting = [measure for measure in every if not urgent.keys().isdisjoint(measure.answers)]
    states = {measure.id: _states(measure, cells or {}) for measure in waiting}
    before: Counter[str] = Counter()
    ranked: list[Fitted] = []
    while waiting:
        scores = [_score(m, urgent, before, states[m.id], weights) for m in waiting]
        best = max(range(len(waiting)), key=scores.__getitem__)  # the first of equals
        if scores[best] < weights.least:
            break
        measure = waiting.pop(best)
        answered = _most_first(measure, urgent, before)
        held = {found.id: before[found.id] for found in answered}
        paid = _reaching(measure.pays, county)
        ranked.append(Fitted(measure, scores[best], answered, held, states[measure.id], paid))
        before.update(found.id for found in answered)
    return ranked


def _score(
    measure: Measure,
    urgent: Mapping[str, Weakness],
    before: Mapping[str, int],
    states: Sequence[tuple[Need, str]],
    weights: Weights,
) -> Decimal:
    answered = [name for name in measure.answers if name in urgent]
    total = sum(
        (
            urgent[name].urgency * measure.answers[name] * weights.repeated ** before[name]
            for name in answered
        ),
        Decimal(0),
    )
    return total * min((_lowered(state, weights) for _, state in states), default=Decimal(1))


def _lowered(state: str, weights: Weights) -> Decimal:
    """Return what a prerequisite leaves of a score."""
    lowered = {"met": Decimal(1), "not_met": weights.not_met, "cannot_tell": weights.cannot_tell}
    return lowered[state]


def _most_first(
    measure: Measure, urgent: Mapping[str, Weakness], before: Mapping[str, int]
) -> tuple[Weakness, ...]:
    half = classes().weights.repeated
    answered = [urgent[name] for name in measure.answers if name in urgent]

    def gained(found: Weakness) -> tuple[Decimal, str]:
        return (-found.urgency * measure.answers[found.id] * half ** before[found.id], found.id)

    return tuple(sorted(answered, key=gained))


def _states(measure: Measure, cells: Mapping[str, Quantity]) -> tuple[tuple[Need, str], ...]:
    return tuple((need, _state(need, cells)) for need in measure.needs)


def _state(need: Need, cells: Mapping[str, Quantity]) -> str:
    """Tell of a prerequisite from the filing; what was not filed nobody can tell."""
    cell = cells.get(need.field) if need.field else None
    if cell is None or cell.value is None or need.at_least is None:
        return "cannot_tell"
    return "met" if cell.value >= need.at_least else "not_met"


def _reaching(pays: tuple[Payer, ...] | None, county: str) -> tuple[Payer, ...] | None:
    """Return who pays in a place; None where nobody was seen to pay there."""
    found = tuple(payer for payer in pays or () if holds_in(payer.jurisdiction, county))
    return found or None


def _answered(found: Weakness, fit: Fitted, lang: Lang) -> str:
    numbers = (found.severity, found.confidence, fit.measure.answers[found.id])
    severity, confidence, weight = map(decimal_text, numbers)
    title, before = found.title.in_(lang), fit.repeated[found.id]
    if lang == "zh":
        again = f"，前面已有 {before} 项" if before else ""
        return f"{title}（严重程度 {severity}，把握 {confidence}，权重 {weight}{again}）"
    again = f", {before} ranked before" if before else ""
    return f"{title} (severity {severity}, confidence {confidence}, weight {weight}{again})"


def _needed(need: Need, state: str, lang: Lang) -> str:
    said = STATES[state].in_(lang)
    return f"{need.text.zh}（{said}）" if lang == "zh" else f"{need.text.en} ({said})"


def _paid(payer: Payer, lang: Lang) -> dict[str, Any]:
    grants = [granted.in_(lang) for granted in payer.grants]
    return {payer.kind: payer.id, "title": payer.title.in_(lang), "grants": grants or None}
