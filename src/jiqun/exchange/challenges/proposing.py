"""A proposal as it was sealed, read once it is opened: from a browser nobody here could check."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from jiqun.base.errors import Problem, Where, errors_only
from jiqun.base.texts import read_text
from jiqun.exchange.challenges.publishing import LONGEST_NAME, read_yuan

LONGEST = {"firm": LONGEST_NAME, "approach": 2000, "record": 1000}
"""Characters of each text."""
MOST_DAYS = 3650


HIDDEN = "▇▇"
"""In the place of a firm's name, where experts read."""
_WIDE = 0xFEE0
"""From a sign to its wide form."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal.

    Parameters
    ----------
    firm
        How the solver calls itself.
    approach, record
        How it would solve it, and what it has done of the kind.
    price
        In yuan.
    days
        How many it takes.
    enclosed
        What opens the files that go with it; empty where none do.
    """

    firm: str
    approach: str
    record: str
    price: Decimal
    days: int
    enclosed: str = ""


def read_proposal(content: bytes) -> Proposed | None:
    """Return a proposal that was opened; None where it is none, or is not written in UTF-8.

    Examples
    --------
    >>> said = {"firm": "示例研究院", "approach": "斜齿", "record": "", "price": "650000.00",
    ...     "days": "120"}
    >>> read_proposal(json.dumps(said).encode()).price, read_proposal(b"[]")
    (Decimal('650000.00'), None)
    """
    try:
        said = json.loads(content.decode())  # of bytes it would take UTF-16, which nothing keeps
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        return None
    return _read(said)


def _read(said: Mapping[str, str]) -> Proposed | None:
    problems: list[Problem] = []
    texts = {}
    for name, longest in LONGEST.items():
        at = Where(field=name)
        texts[name], faults = read_text(
            said.get(name, ""), at, longest=longest, lines=name != "firm"
        )
        problems += errors_only(faults)
    price = read_yuan(said.get("price", ""), "price", problems)
    days = said.get("days", "")
    number = int(days) if days.isascii() and days.isdecimal() and len(days) <= 4 else 0
    if problems or price is None or not 1 <= number <= MOST_DAYS:
        return None
    if not texts["firm"] or not texts["approach"]:
        return None
    return Proposed(texts["firm"], texts["approach"], texts["record"], price, number,
                    said.get("enclosed", ""))  # fmt: skip


def without(name: str, text: str) -> str:
    """Return a text without a firm's name or code, however wide, spaced or cased it stands there.

    Examples
    --------
    >>> without("乙厂（集团）", "我们乙 厂(集团)做过"), without("9133MA28X", "９１33ma28x 号")
    ('我们▇▇做过', '▇▇ 号')
    """
    signs = [sign for sign in normalize("NFKC", name) if not sign.isspace()]
    if not signs:
        return text
    either = [
        f"[{re.escape(sign)}{chr(ord(sign) + _WIDE)}]" if "!" <= sign <= "~" else re.escape(sign)
        for sign in signs
    ]
    return re.sub(r"\s*".join(either), HIDDEN, text, flags=re.IGNORECASE)
