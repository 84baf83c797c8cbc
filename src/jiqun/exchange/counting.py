"""Numbers of a closed year: told where nobody or enough firms stand behind them, else why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual
from jiqun.base.quantities import LARGEST
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms

WITHHELD = Bilingual(
    "不予显示：涉及企业不足三家", "withheld: fewer than three firms stand behind it"
)
FOLLOWS = Bilingual(
    "不予显示：由合计可推出不足三家企业的情况",
    "withheld: what fewer than three firms answered would follow from the total",
)
TOO_LARGE = Bilingual(
    "未知：填报的数量大得不可能", "not known: amounts were recorded that cannot be"
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
    beyond
        Of what is between two firms the same by the other of them; None of what is of one.
    """

    value: Decimal | None
    firms: int
    why: Bilingual | None = None
    behind: Behind = field(default_factory=dict, compare=False, repr=False)
    beyond: Behind | None = field(default=None, compare=False, repr=False)

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
    behind = _by_firm(adding)
    if behind and not enough_firms(len(behind), PUBLIC):
        return Counted(None, len(behind), WITHHELD, behind)
    return Counted(sum(behind.values(), Decimal()), len(behind), behind=behind)


def told_between(adding: Iterable[tuple[str, str, Decimal]]) -> Counted:
    """Return a sum over what is between two firms: told where enough stand on either side.

    Parameters
    ----------
    adding
        Credit codes of one side and of the other, each pair with what it adds.

    Examples
    --------
    >>> rows = [(giver, "x", Decimal(2)) for giver in "abc"]
    >>> told_between(rows).firms, told_between([*rows, ("a", "y", Decimal(1))]).value is None
    (1, True)
    >>> told_between([*rows, ("a", "y", Decimal(1)), ("b", "z", Decimal(1))]).value
    Decimal('8')
    """
    rows = list(adding)
    behind = _by_firm((one_side, adds) for one_side, _, adds in rows)
    beyond = _by_firm((other_side, adds) for _, other_side, adds in rows)
    firms = min(len(behind), len(beyond))
    if rows and not enough_firms(firms, PUBLIC):
        return Counted(None, firms, WITHHELD, behind, beyond)
    total = sum(behind.values(), Decimal())
    if total >= LARGEST:  # a form refuses it, and the year with it
        return Counted(None, firms, TOO_LARGE, behind, beyond)
    return Counted(total, firms, behind=behind, beyond=beyond)


def _by_firm(adding: Iterable[tuple[str, Decimal]]) -> Behind:
    found: dict[str, Decimal] = {}
    for firm, adds in adding:
        found[firm] = found.get(firm, Decimal()) + adds
    return found
