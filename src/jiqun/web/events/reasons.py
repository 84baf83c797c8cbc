"""Reasons a rule gives and no person writes: kept as a code, told in the reader's language."""

from collections.abc import Mapping

from jiqun.base.language import Bilingual

NOT_NAMED, LET_GO = "rule:not_named", "rule:let_go"
WORDS: Mapping[str, Bilingual] = {
    NOT_NAMED: Bilingual(
        "按公布的评分办法和名额未入选", "not selected by the published scheme and places"
    ),
    LET_GO: Bilingual(
        "与申报有利害关系，或重新分配", "tied to the application, or experts were assigned anew"
    ),
}
OF_BEFORE: Mapping[str, str] = {
    "按公布的评分办法和名额未入选 not named by the scheme and places": NOT_NAMED,
    "与申报有利害关系或重新分配 a tie to the application, or assigned anew": LET_GO,
}
"""How the log of before wrote them, in both languages at once; an event is never rewritten."""


def reason_said(text: str) -> Bilingual:
    """Say a reason: a rule's in words, a person's as it was written.

    Examples
    --------
    >>> reason_said(NOT_NAMED).en, reason_said("材料不全。").en
    ('not selected by the published scheme and places', '材料不全。')
    """
    return WORDS.get(OF_BEFORE.get(text, text), Bilingual(text, text))
