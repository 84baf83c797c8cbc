"""Numbers of a closed year: told where nobody or enough firms stand behind them, else why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms

WITHHELD = Bilingual(
    "不予显示：涉及企业不足三家", "withheld: fewer than three firms stand behind it"
)
FOLLOWS = Bilingual(
    "不予显示：由合计可推出不足三家企业的情况",
    "withheld: what fewer than three firms answered would follow from the total",
)

Behind = Mapping[str, Decimal]
"""By credit code what each firm adds to a number."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell of the year: its number, or why there is none; and how many firms stand behind it.

    Parameters
    ----------
    value
        None where it is missing.
    firms
        How many.
    why
        It is missing.
    behind
        What each firm adds, of what may be counted again; to be kept beside it, never to be shown.
    """

    value: Decimal | None
    firms: int
    why: Bilingual | None = None
    behind: Behind = field(default_factory=dict, compare=False, repr=False)

    def record(self) -> dict[str, str]:
        """Return what is filed: a number, or a missing one with its reason in both languages.

        Examples
        --------
        >>> Counted(Decimal("4.50"), 3).record()["said"]
        '4.5'
        >>> Counted(None, 2, WITHHELD).record()["status"]
        'missing'
        """
        if self.value is not None:
            return {"said": decimal_text(self.value), "status": "", "reason": ""}
        return {"said": "", "status": "missing", "reason": both(self.why or WITHHELD)}


def both(why: Bilingual) -> str:
    """Return why a number is missing as it is filed.

    Examples
    --------
    >>> both(Bilingual("未知", "not known"))
    '未知 / not known'
    """
    return f"{why.zh} / {why.en}"


def told_cases(firms: Iterable[str]) -> Counted:
    """Count cases, by the firms they are of."""
    return told_sum((firm, Decimal(1)) for firm in firms)


def told_firms(firms: Iterable[str]) -> Counted:
    """Count distinct firms."""
    return told_cases(set(firms))


def told_sum(adding: Iterable[tuple[str, Decimal]]) -> Counted:
    """Return a sum where no firm, or enough of them, stand behind it.

    Parameters
    ----------
    adding
        Credit codes, each with what it adds; a firm may be there several times.

    Examples
    --------
    >>> told_sum([("a", Decimal(2)), ("b", Decimal(2)), ("c", Decimal(3))]).value
    Decimal('7')
    >>> told_sum([("a", Decimal(2)), ("b", Decimal(5))]).value is None
    True
    """
    behind: dict[str, Decimal] = {}
    for firm, adds in adding:
        behind[firm] = behind.get(firm, Decimal()) + adds
    if behind and not enough_firms(len(behind), PUBLIC):
        return Counted(None, len(behind), WITHHELD, behind)
    return Counted(sum(behind.values(), Decimal()), len(behind), behind=behind)
