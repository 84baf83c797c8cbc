"""Reasons a rule gives and no person writes: kept as a code, told in the reader's language."""

import re
from collections.abc import Mapping

from jiqun.base.language import Bilingual

NOT_NAMED, LET_GO = "rule:not_named", "rule:let_go"
IMPORTED, RELEASED = "rule:imported", "rule:released"
WORDS: Mapping[str, Bilingual] = {
    NOT_NAMED: Bilingual(
        "按公布的评分办法和名额未入选", "not selected by the published scheme and places"
    ),
    LET_GO: Bilingual(
        "与申报有利害关系，或重新分配", "tied to the application, or experts were assigned anew"
    ),
    IMPORTED: Bilingual("命令行导入了新的版本", "imported by the command line"),
    RELEASED: Bilingual("已在发布的版本中", "in a vintage already"),
}
OF_BEFORE: Mapping[str, str] = {
    "按公布的评分办法和名额未入选 not named by the scheme and places": NOT_NAMED,
    "与申报有利害关系或重新分配 a tie to the application, or assigned anew": LET_GO,
    "命令行导入了新的版本 imported by the command line": IMPORTED,
    "已在发布的版本中 in a vintage already": RELEASED,
}
"""How the log of before wrote them, in both languages at once; an event is never rewritten."""
_RESTORED = re.compile(
    r"rule:restored (?P<made>.+)|由 (?P<then>.+) 的备份恢复 restored from the backup of (?P=then)"
)


def restored(made: str) -> str:
    """Return the reason of a filing that is taken back from a backup.

    Parameters
    ----------
    made
        When the backup was made.
    """
    return f"rule:restored {made}"


def reason_said(text: str) -> Bilingual:
    """Say a reason: a rule's in words, a person's as it was written.

    Examples
    --------
    >>> reason_said(NOT_NAMED).en, reason_said("材料不全。").en
    ('not selected by the published scheme and places', '材料不全。')
    >>> reason_said(restored("2026-06-01 08:00")).en
    'restored from the backup of 2026-06-01 08:00'
    """
    if found := _RESTORED.fullmatch(text):
        made = found["made"] or found["then"]
        return Bilingual(f"由 {made} 的备份恢复", f"restored from the backup of {made}")
    return WORDS.get(OF_BEFORE.get(text, text), Bilingual(text, text))
