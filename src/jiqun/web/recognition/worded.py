"""The words of an order: where an application comes to stand, and what decided a tie."""

from collections.abc import Iterable, Mapping

from jiqun.base.language import Bilingual
from jiqun.recognition.selection import Outcome
from jiqun.rules.procedures import TieKey
from jiqun.workflow.panels.scores import Category

OUTCOMES: Mapping[Outcome, Bilingual] = {
    Outcome.RECOMMENDED: Bilingual("入选", "selected"),
    Outcome.WAITING: Bilingual("候补", "waiting list"),
    Outcome.TIED: Bilingual("同分待定", "tied, undecided"),
    Outcome.BELOW_THRESHOLD: Bilingual("未达最低总分", "below the total needed"),
    Outcome.SEGMENT_TAKEN: Bilingual("同一细分领域已有入选", "its sub-segment is taken"),
    Outcome.NOT_SCORED: Bilingual("没有评分", "not scored"),
    Outcome.QUOTA_UNKNOWN: Bilingual("名额未设定", "places not configured"),
}
HELD = {
    "provincial_recognition": Bilingual("已获省级认定的优先", "who the province recognised first"),
    "priority_industry": Bilingual("重点产业的优先", "priority industries first"),
    "western_region": Bilingual("西部地区的优先", "the western region first"),
}


def tie_said(key: TieKey, categories: Iterable[Category]) -> Bilingual:
    """Say what decides between equal totals.

    Examples
    --------
    >>> tie_said(TieKey("draw"), ()).en
    'a draw by the published seed'
    """
    if key.kind == "higher_score_in":
        titles = {category.id: category.title for category in categories}
        title = titles.get(key.of, Bilingual(key.of, key.of))
        return Bilingual(f"“{title.zh}”得分高的优先", f"the higher score in {title.en} first")
    if key.kind == "holds":
        return HELD[key.of]
    if key.kind == "earlier_submission":
        return Bilingual("先提交的优先", "the earlier submission first")
    return Bilingual("按公布的种子抽签", "a draw by the published seed")


def decider_said(decided_by: str, categories: Iterable[Category]) -> Bilingual | None:
    """Say what set an application apart from others of its total; None where the total did."""
    kind, _, of = decided_by.partition(" ")
    known: dict[str, TieKey] = {
        "higher_score_in": TieKey("higher_score_in", of),
        "holds": TieKey("holds", of),
        "earlier_submission": TieKey("earlier_submission"),
        "draw": TieKey("draw"),
    }
    return tie_said(known[kind], categories) if kind in known else None
