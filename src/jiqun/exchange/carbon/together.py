"""What the firms of a cluster or a county emit together: told where no one firm's follows from it.

A sum is of three firms at least, and counted anew once three of them have changed, come or gone
since each time it was told: so neither a sum nor what it differs by from any earlier one is of
fewer. One firm may not be nearly all
of it. Each figure is counted for itself, for a firm may know one and not the other. Groups do not
overlap: a firm that was ever counted in one is counted in no other for that year, or two groups
that change together would tell of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.language import Bilingual
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms
from jiqun.exchange.carbon.factors import OWN
from jiqun.exchange.carbon.told import factor_said
from jiqun.exchange.carbon.uncertainty import Doubt, of_sum

if TYPE_CHECKING:
    from jiqun.exchange.carbon.account import Account, Figure

MOST_OF_ONE = Decimal("0.85")
"""The largest share of one firm in a sum that is told; ours."""
UNSTATED = Doubt(None, False)
Amounts = Mapping[str, Decimal]
"""Tonnes by firm."""
ELECTRICITY = Bilingual("外购电力", "electricity bought")
NOT_TOLD = Bilingual(
    "不予显示：说明不确定度的企业不足三家，比以前变动的不足三家，或一家占了绝大部分",
    "withheld: fewer than three firms state an uncertainty, fewer than three moved it since it was "
    "told, or one firm's is nearly all of it",
)


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor that amounts of a sum were counted with: of what, its value and year, its source."""

    title: Bilingual
    said: Bilingual
    source: str

    def record(self) -> list[str]:
        """Return it as a note keeps it: the inverse of :meth:`of`."""
        return [*(self.title.zh, self.title.en), *(self.said.zh, self.said.en), self.source]

    @classmethod
    def of(cls, kept: Iterable[str]) -> Factor:
        """Return what a note kept.

        Examples
        --------
        >>> Factor.of(["柴油", "diesel", "3,095.9", "3,095.9", "GB/T 2589"]).title.en
        'diesel'
        """
        zh, en, said_zh, said_en, source = kept
        return cls(Bilingual(zh, en), Bilingual(said_zh, said_en), source)


@dataclass(frozen=True, slots=True)
class Part:
    """What one firm puts into a sum: its tonnes, their doubt, the published factors behind them."""

    tonnes: Decimal
    doubt: Doubt = UNSTATED
    factors: tuple[Factor, ...] = ()

    def brief(self) -> dict[str, Any]:
        """Return what is kept of an earlier telling: without the factors behind it."""
        return {**self.record(), "factors": []}

    def record(self) -> dict[str, Any]:
        """Return it as a note keeps it.

        Examples
        --------
        >>> part = Part(Decimal("4.5"), Doubt(Decimal(3), True))
        >>> Part.of(part.record()) == part
        True
        """
        percent = None if self.doubt.percent is None else f"{self.doubt.percent:f}"
        return {
            "tonnes": f"{self.tonnes:f}",
            "percent": percent,
            "whole": self.doubt.whole,
            "factors": [factor.record() for factor in self.factors],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Part:
        """Return what a note kept."""
        percent = None if kept["percent"] is None else Decimal(kept["percent"])
        factors = tuple(Factor.of(row) for row in kept["factors"])
        return cls(Decimal(kept["tonnes"]), Doubt(percent, kept["whole"]), factors)


def known_parts(found: Account) -> Iterator[tuple[str, Part]]:
    """Yield the figures a firm enters sums with.

    The two of scope 2 are two answers for the same electricity: a firm enters both or neither. By
    which of two sums it is missing, the other would tell what it bought.

    Examples
    --------
    >>> from jiqun.exchange.carbon.account import account
    >>> from jiqun.exchange.carbon.activity import read_activity
    >>> said = {"year": 2023, "fuels": {"diesel": "10"}, "no_other_fuels": True}
    >>> [(name, part.tonnes) for name, part in known_parts(account(read_activity(said)[0]))]
    [('scope_1', Decimal('30.959'))]
    """
    scope_2 = (found.by_place, found.by_market)
    whole = all(figure.tonnes is not None for figure in scope_2)
    for figure in found.figures:
        if figure.tonnes is not None and (whole or figure not in scope_2):
            yield figure.id, Part(figure.tonnes, figure.doubt, tuple(_factors(figure)))


def _factors(figure: Figure) -> Iterator[Factor]:
    """Yield the published factors of a figure's lines, each once; a firm's own are its own."""
    seen = set()
    for line in figure.lines:
        if line.taken is None or line.taken.basis == OWN or not line.tonnes:
            continue
        # Where exactly a firm is says the factor's place, and no more.
        title = ELECTRICITY if line.id.startswith("electricity_") else line.title
        factor = Factor(title, factor_said(line.taken), line.taken.source)
        if factor not in seen:
            seen.add(factor)
            yield factor


def counted_next(before: Amounts, now: Amounts, earlier: Iterable[Amounts] = ()) -> Amounts:
    """Return which firms' amounts are counted from now on.

    Parameters
    ----------
    before
        What was counted last; empty where nothing was.
    now
        Of every firm that takes part and knows the figure.
    earlier
        What was counted each time before: firms that go and come again bring an old sum back, and
        what it then differs by may be one firm's.

    Examples
    --------
    >>> three = {"a": Decimal(4), "b": Decimal(5), "c": Decimal(6)}
    >>> counted_next({}, three) == three, counted_next(three, {**three, "a": Decimal(9)}) == three
    (True, True)
    >>> counted_next({}, {**three, "c": Decimal(600)})
    {}
    >>> others = dict(zip("def", three.values()))
    >>> counted_next(others, {**three, "a": Decimal(9)}, [three]) == others
    True
    """
    changes = enough_firms(len(_changed(before, now)), PUBLIC) and may_be_told(now)
    return now if changes and all(_apart(then, now) for then in earlier) else before


def _changed(before: Amounts, now: Amounts) -> set[str]:
    return {firm for firm in {*before, *now} if before.get(firm) != now.get(firm)}


def _apart(before: Amounts, now: Amounts) -> bool:
    """Tell whether two tellings differ by no firm, or by enough."""
    changed = _changed(before, now)
    return not changed or enough_firms(len(changed), PUBLIC)


def may_be_told(amounts: Amounts) -> bool:
    """Tell whether a sum tells of no one firm.

    A sum of nought says that each is nought, and is not told.

    Examples
    --------
    >>> may_be_told({"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)})
    True
    >>> may_be_told({"a": Decimal(0), "b": Decimal(0), "c": Decimal(0)})
    False
    """
    total = sum(amounts.values(), Decimal(0))
    largest = max(amounts.values(), default=Decimal(0))
    return enough_firms(len(amounts), PUBLIC) and 0 < largest <= MOST_OF_ONE * total


def doubt_of(parts: Mapping[str, Part], earlier: Iterable[Mapping[str, Part]] = ()) -> Doubt | None:
    """Return the doubt in a sum; None where a single firm's would follow from it.

    Of three firms that come, one alone may state an uncertainty: the doubt before and after would
    tell what it emits.

    Parameters
    ----------
    parts
        What is counted.
    earlier
        What was counted each time before.

    Examples
    --------
    >>> sure = Part(Decimal(30), Doubt(Decimal(10), True))
    >>> doubt_of(dict.fromkeys("abc", sure)).percent.quantize(Decimal("0.01"))
    Decimal('5.77')
    >>> doubt_of({**dict.fromkeys("ab", sure), "c": Part(Decimal(30))})
    >>> three = dict.fromkeys("abc", sure)
    >>> more = {**three, "d": sure, **dict.fromkeys("ef", Part(Decimal(30)))}
    >>> doubt_of(more, [three]), doubt_of(more) is None
    (None, False)
    """
    spread = _spread(parts)
    if not may_be_told(spread) or not all(_apart(_spread(then), spread) for then in earlier):
        return None
    return of_sum([(part.tonnes, part.doubt) for part in parts.values()])


def _spread(parts: Mapping[str, Part]) -> dict[str, Decimal]:
    """Return what each firm adds to the square of a sum's doubt, of those that state one."""
    return {
        firm: (part.tonnes * part.doubt.percent) ** 2
        for firm, part in parts.items()
        if part.tonnes and part.doubt.percent
    }


def factors_of(parts: Mapping[str, Part]) -> list[Factor]:
    """Return the factors of a sum that three firms or more take: fewer would be told apart.

    Examples
    --------
    >>> diesel = Factor(Bilingual("柴油", "diesel"), Bilingual("3", "3"), "GB/T 2589")
    >>> part = Part(Decimal(1), factors=(diesel,))
    >>> len(factors_of(dict.fromkeys("abc", part))), len(factors_of(dict.fromkeys("ab", part)))
    (1, 0)
    """
    taken = Counter(factor for part in parts.values() for factor in part.factors)
    return [factor for factor, firms in taken.items() if enough_firms(firms, PUBLIC)]
