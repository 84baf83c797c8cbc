"""From the gaps of a firm's assessment to the solutions that fit, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiqun.base.language import Bilingual
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.told import Fits, told_fits
from jiqun.exchange.maturity.next_steps import missing_for_next
from jiqun.exchange.maturity.standing import standing
from jiqun.exchange.maturity.table import digital_table

if TYPE_CHECKING:
    from decimal import Decimal

    from jiqun.exchange.maturity.answers import Answers

MARKET = "solutions"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a firm says besides its assessment; None and empty where it says nothing."""

    industry: str = ""
    county: str = ""
    budget: Decimal | None = None
    effort: int | None = None
    text: str = ""


def gaps_of(answers: Answers) -> tuple[str, ...]:
    """Return the scenes that are below what the next level asks, the easiest first.

    Scenes without an answer are no gaps: nobody knows.

    Examples
    --------
    >>> from jiqun.exchange.maturity.answers import Answers
    >>> gaps_of(Answers(scenes={"财务管理": 0, "产品设计": 4}))
    ('财务管理',)
    """
    steps = missing_for_next(answers).steps
    return tuple(step.scene for step in steps if step.kind == "scene")


def fits(
    gaps: Iterable[str], wishes: Wishes, offers: Sequence[Offer], firm: str, most: int
) -> Fits:
    """Return which solutions fit a firm's gaps and wishes, and why.

    Parameters
    ----------
    gaps
        Scenes, as :func:`gaps_of` finds them.
    wishes
        What the firm says besides.
    offers
        Solutions as the matcher takes them.
    firm
        Its credit code: its own solutions are not for itself.
    most
        How many are told at most.
    """
    need = Need(
        "need",
        MARKET,
        firm=firm,
        text=wishes.text,
        industry=wishes.industry,
        county=wishes.county,
        budget=wishes.budget,
        terms=frozenset(gaps),
        effort=wishes.effort,
    )
    names = {scene.id: scene.title for scene in digital_table().scenes.values()}
    return told_fits(need, offers, most, names)


def level_of(answers: Answers) -> dict[str, Any]:
    """Return where a firm stands as a record: the level from and to, the score from and to.

    Examples
    --------
    >>> from jiqun.exchange.maturity.answers import Answers
    >>> level_of(Answers())
    {'low': 0, 'high': 4, 'score': ['0', '100.000'], 'year': 0}
    """
    found = standing(answers)
    score = [str(found.score.low), str(found.score.high)]
    return {"low": found.low, "high": found.high, "score": score, "year": answers.year}


def change_said(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Bilingual:
    """Say what became of a firm's level; that nobody knows, where nobody does.

    Examples
    --------
    >>> level = {"low": 1, "high": 1, "score": ["30", "30"], "year": 2026}
    >>> change_said(level, {**level, "low": 2, "high": 2}).en, change_said(level, None).en
    ('risen', 'not known: no assessment since')
    """
    if before is None:
        return Bilingual("不清楚：提出需求前没有自评", "not known: no assessment before")
    if after is None:
        return Bilingual("不清楚：之后还没有自评", "not known: no assessment since")
    if after["low"] > before["high"]:
        return Bilingual("上升", "risen")
    if after["high"] < before["low"]:
        return Bilingual("下降", "fallen")
    if before["low"] == before["high"] == after["low"] == after["high"]:
        return Bilingual("没有变化", "unchanged")
    return Bilingual("不清楚：等级只知道范围", "not known: the level is only known as a range")
