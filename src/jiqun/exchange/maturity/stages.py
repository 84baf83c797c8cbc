"""Stages of other standards beside the digital level: smart manufacturing, and 两化融合.

Only as far as they are known: what no source says is not configured, and no stage follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem, Where
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.texts import read_text
from jiqun.exchange.maturity.table import Confidence

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = ("digital", "stages.yaml")
LONGEST = 100
"""Characters of a certificate's number, and of who assessed."""


@dataclass(frozen=True, slots=True)
class Score:
    """What score makes which stage: the least of each, the most there is, how sure we are."""

    cut_offs: tuple[Decimal, ...]
    most: Decimal
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard with its stages, from the lowest to the highest.

    Parameters
    ----------
    id, title, documents
        Its name here, in words, and the numbers of its texts.
    stages
        By their name here, in words.
    confidence
        How sure we are of the stages.
    score
        None where no source says what score makes which stage.
    validity
        Years a certificate is valid; None where no source says so.
    """

    id: str
    title: Bilingual
    documents: tuple[str, ...]
    stages: Mapping[str, Bilingual]
    confidence: Confidence
    score: Score | None
    validity: int | None

    def stage_of(self, score: Decimal) -> str | None:
        """Return the stage a score makes; empty below the first, None where that is not configured.

        Examples
        --------
        >>> smart = standards()["smart_manufacturing"]
        >>> [smart.stage_of(Decimal(score)) for score in ("0.79", "0.8", "2.8", "5")]
        ['', '1', '3', '5']
        >>> standards()["integration_grade"].stage_of(Decimal("3")) is None
        True
        """
        if self.score is None:
            return None
        reached = sum(score >= least for least in self.score.cut_offs)
        return [*self.stages][reached - 1] if reached else ""


@per_catalogue
def standards() -> dict[str, Standard]:
    """Load the standards of the catalogue by name, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> [*standards()["integration_grade"].stages]
    ['A', 'AA', 'AAA']
    """
    said = sound_entry(catalogue_path(*FILE), "stages", _uneven).content["standards"]
    return {
        name: Standard(
            name,
            Bilingual.of(standard["title"]),
            tuple(standard["documents"]),
            {stage: Bilingual.of(words) for stage, words in standard["stages"].items()},
            _confidence(standard["confidence"]),
            _score(standard["score"]),
            standard["validity"],
        )
        for name, standard in said.items()
    }


def _score(said: Mapping[str, Any] | None) -> Score | None:
    if said is None:
        return None
    cut_offs = tuple(map(Decimal, said["cut_offs"]))
    return Score(cut_offs, Decimal(said["most"]), _confidence(said["confidence"]))


def _confidence(said: Mapping[str, Any]) -> Confidence:
    return Confidence(said["grade"], Bilingual.of(said))


def _uneven(entry: Entry) -> Iterator[Problem]:
    """Yield cut-offs that are not one a stage, or do not rise up to the most."""
    for name, said in entry.content["standards"].items():
        if said["score"] is None:
            continue
        bounds = [Decimal(number) for number in (*said["score"]["cut_offs"], said["score"]["most"])]
        rising = all(lower < higher for lower, higher in pairwise(bounds))
        if not rising or len(bounds) != len(said["stages"]) + 1:
            where = entry.where("standards", name, "score")
            yield Problem("digital.uneven_cut_offs", where, {"standard": name})


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a firm records of itself.

    Parameters
    ----------
    standard, stage
        By their names in the catalogue; the stage is empty where a score is below the first.
    score
        As assessed; None where it is not said.
    on
        The day of the assessment or certificate.
    certificate, assessor
        Its number, and who assessed; empty where there is none.
    """

    standard: str
    stage: str
    score: Decimal | None
    on: date | None
    certificate: str
    assessor: str


def read_recorded(said: Mapping[str, str], today: date) -> tuple[Recorded, Sequence[Problem]]:
    """Read what a firm records, everything wrong at once.

    Parameters
    ----------
    said
        ``stage`` as ``standard:stage``, or ``standard:`` where only a score is known; ``score``,
        ``on``, ``certificate`` and ``assessor``.
    today
        No day after it is taken.

    Examples
    --------
    >>> said = {"stage": "smart_manufacturing:", "score": "2.1", "on": "2026-05-01"}
    >>> found, problems = read_recorded({**said, "assessor": "某评估机构"}, date(2026, 6, 1))
    >>> found.stage, [*problems]
    ('2', [])
    """
    problems: list[Problem] = []
    name, _, stage = said.get("stage", "").partition(":")
    standard = standards().get(name)
    if standard is None or (stage and stage not in standard.stages):
        problems.append(Problem("digital.no_stage", Where(field="stage")))
        standard = None
    score = _read_score(said.get("score", "").strip(), standard, problems)
    if standard and score is not None:
        stage = _by_score(standard, stage, score, problems)
    elif standard and not stage:
        problems.append(Problem("digital.no_stage", Where(field="stage")))
    on = _read_day(said.get("on", "").strip(), today, problems)
    texts = {}
    for part in ("certificate", "assessor"):
        texts[part], faults = read_text(said.get(part, ""), Where(field=part), longest=LONGEST)
        problems += faults
    if not texts["assessor"]:
        problems.append(Problem("digital.no_assessor", Where(field="assessor")))
    return Recorded(name, stage, score, on, texts["certificate"], texts["assessor"]), problems


def _by_score(standard: Standard, stage: str, score: Decimal, problems: list[Problem]) -> str:
    """Return the stage a score makes, and refuse one that is said otherwise."""
    made = standard.stage_of(score)
    if made is None:
        details = {"standard": standard.title.zh, "standard_en": standard.title.en}
        problems.append(Problem("digital.score_not_configured", Where(field="score"), details))
        return stage
    if stage and stage != made:
        below = Bilingual("未达最低一级", "below the first")
        words = standard.stages.get(made, below)
        details = {"made": words.zh, "made_en": words.en}
        problems.append(Problem("digital.score_says_otherwise", Where(field="score"), details))
    return made


def _read_score(text: str, standard: Standard | None, problems: list[Problem]) -> Decimal | None:
    if not text:
        return None
    most = standard.score.most if standard and standard.score else None
    score: Decimal | None
    try:
        score = read_numeral(text, "个").value
    except NumeralFault:
        score = None
    if score is None or score < 0 or (most is not None and score > most):
        problems.append(Problem("digital.bad_score", Where(field="score"), {"value": text[:40]}))
        return None
    return score


def _read_day(text: str, today: date, problems: list[Problem]) -> date | None:
    on: date | None
    try:
        on = date.fromisoformat(text)
    except ValueError:
        on = None
    if on is None or on > today or on.year < 2000:
        problems.append(Problem("digital.bad_day", Where(field="on"), {"value": text[:40] or "-"}))
        return None
    return on
