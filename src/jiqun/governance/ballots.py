"""A secret ballot: one firm, one vote; what its quorum, its marks and its receipts are.

A vote is sealed in the voter's browser to a key of which two of three holders have to join their
shares. What is inside is a choice and a mark, and no name. After the ballot is closed the opened
votes are published in the order of their marks. A mark is made with a secret that never leaves
the voter, so nobody else can tell whose it is or make it again; the voter finds it by a receipt.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiqun.base.language import Bilingual
from jiqun.governance.statutes import Rules

HOLDERS = ("agency", "province", "scrutineer")
"""Who each hold a share: the agency, the province, and a member firm that looks on."""
SEALED_BYTES = 256
"""Every vote is padded to this length before it is sealed: its length tells nothing; ours."""
CHOICES = {
    "yes": Bilingual("赞成", "for"),
    "no": Bilingual("反对", "against"),
    "abstain": Bilingual("弃权", "abstain"),
}
_MARK = re.compile(r"[0-9a-f]{64}")
_THIRDS = 3


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many voted, counted once each: of all on the roll, and of the SMEs on it."""

    roll: int
    voted: int
    smes: int
    smes_voted: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What the opened votes come to; ``unread`` are those that hold no vote."""

    yes: int
    no: int
    abstain: int
    unread: int


def has_quorum(rules: Rules, turnout: Turnout) -> bool:
    """Tell whether enough SMEs voted; where none is on the roll, they were not.

    Examples
    --------
    >>> rules = Rules(50, "again", "simple")
    >>> [has_quorum(rules, Turnout(9, 4, 7, voted)) for voted in (3, 4)]
    [False, True]
    >>> has_quorum(rules, Turnout(9, 9, 0, 0))
    False
    """
    return turnout.smes > 0 and 100 * turnout.smes_voted >= rules.quorum * turnout.smes


def is_adopted(rules: Rules, tally: Tally) -> bool:
    """Tell whether a motion is adopted; who abstains counts on neither side.

    Examples
    --------
    >>> simple, thirds = Rules(1, "falls", "simple"), Rules(1, "falls", "two_thirds")
    >>> is_adopted(simple, Tally(2, 1, 9, 0)), is_adopted(simple, Tally(1, 1, 0, 0))
    (True, False)
    >>> is_adopted(thirds, Tally(2, 1, 9, 0)), is_adopted(thirds, Tally(3, 2, 0, 0))
    (True, False)
    >>> is_adopted(thirds, Tally(0, 0, 9, 0))
    False
    """
    if rules.majority == "simple":
        return tally.yes > tally.no
    return tally.yes > 0 and _THIRDS * tally.yes >= 2 * (tally.yes + tally.no)


def mark_of(secret: bytes, ballot: str, code: str, choice: str) -> str:
    """Return the mark of a vote: nobody without the secret makes it, or finds whose it is.

    Examples
    --------
    >>> one, other = (mark_of(secret * 32, "b", "c", "yes") for secret in (b"1", b"2"))
    >>> len(one), one == other, one == mark_of(b"1" * 32, "b", "c", "no")
    (64, False, False)
    """
    said = f"jiqun-ballot/1|{ballot}|{code}|{choice}"
    return hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()


def read_opened(said: str, voted: int) -> tuple[list[list[str]], Tally] | None:
    """Read what the holders' browser opened, in the order of the marks.

    Parameters
    ----------
    said
        As JSON: ``lines``, each a mark and a choice, and how many were ``unread``.
    voted
        How many votes there were to open.

    Returns
    -------
    tuple or None
        None where it is not well made, a mark stands twice, or it is not every vote.

    Examples
    --------
    >>> lines = [["b" * 64, "yes"], ["a" * 64, "no"]]
    >>> read_opened(json.dumps({"lines": lines, "unread": 1}), 3)[1]
    Tally(yes=1, no=1, abstain=0, unread=1)
    >>> read_opened(json.dumps({"lines": lines, "unread": 0}), 3) is None
    True
    >>> read_opened(json.dumps({"lines": [lines[0]] * 2, "unread": 0}), 2) is None
    True
    """
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.keys() != {"lines", "unread"}:
        return None
    lines, unread = found["lines"], found["unread"]
    if not isinstance(lines, list) or type(unread) is not int or unread < 0:
        return None
    if not all(map(_is_line, lines)) or len(lines) + unread != voted:
        return None
    if len({mark for mark, _ in lines}) != len(lines):
        return None
    counts = Counter(choice for _, choice in lines)
    return sorted(lines), Tally(counts["yes"], counts["no"], counts["abstain"], unread)


def _is_line(line: object) -> bool:
    if (
        not isinstance(line, list)
        or len(line) != 2
        or not all(isinstance(part, str) for part in line)
    ):
        return False
    return _MARK.fullmatch(line[0]) is not None and line[1] in CHOICES


def counted_as(secret: bytes, ballot: str, code: str, lines: Iterable[Sequence[str]]) -> str:
    """Return as what a voter's vote was counted; empty where it was not.

    Examples
    --------
    >>> lines = [[mark_of(bytes(32), "b", "c", "no"), "no"]]
    >>> counted_as(bytes(32), "b", "c", lines), counted_as(b"?" * 32, "b", "c", lines)
    ('no', '')
    """
    known = {(mark_of(secret, ballot, code, choice), choice) for choice in CHOICES}
    return next((choice for mark, choice in lines if (mark, choice) in known), "")
