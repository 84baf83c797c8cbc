"""How many firms say something: told where nobody's answer follows from it, else withheld.

What firms say in the markets and of themselves is no figure of a vintage; the rule of three holds
for it as for every other. A group of one or two firms is withheld, and with it the smallest other
group where its number would follow from the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from jiqun.base.readers import Reader
from jiqun.disclosure.rule import FEWEST_ENTERPRISES


def groups_told(firms: Mapping[str, int], reader: Reader) -> frozenset[str]:
    """Return the groups of which a reader may be told how many firms they hold.

    Parameters
    ----------
    firms
        Distinct firms by group; every firm in one group.
    reader
        Who reads. Only the nation sees every group; to a county too its firms' answers are their
        own.

    Returns
    -------
    frozenset of str
        Empty where the total itself is withheld. Groups without a firm are told with the rest.

    Examples
    --------
    >>> from jiqun.base.readers import NATION, PUBLIC
    >>> sorted(groups_told({"1": 12, "2": 2, "3": 5, "4": 0}, PUBLIC))
    ['1', '4']
    >>> sorted(groups_told({"1": 12, "2": 2}, NATION)), groups_told({"1": 2}, PUBLIC)
    (['1', '2'], frozenset())
    """
    if reader.sees_everything:
        return frozenset(firms)
    if sum(firms.values()) < FEWEST_ENTERPRISES:
        return frozenset()
    hidden = {group for group, count in firms.items() if 0 < count < FEWEST_ENTERPRISES}
    others = sorted(
        (count, group) for group, count in firms.items() if count and group not in hidden
    )
    if hidden and sum(firms[group] for group in hidden) < FEWEST_ENTERPRISES and others:
        hidden.add(others[0][1])
    if len(hidden) == 1 and others:
        hidden.add(next(group for _, group in others if group not in hidden))
    return frozenset(firms) - hidden


def registered_with(codes: Iterable[str], reader: Reader) -> list[str]:
    """Return the credit codes of firms registered in the places a reader covers.

    Examples
    --------
    >>> from jiqun.base.readers import Office, Reader
    >>> county = Reader(Office.COUNTY, within=("330106",))
    >>> registered_with(["91330106XN00000109", "91330110XN0000010X"], county)
    ['91330106XN00000109']
    """
    return sorted(code for code in codes if reader.covers(code[2:8]))


def enough_firms(firms: int, reader: Reader) -> bool:
    """Tell whether a share over so many distinct firms may be told.

    Examples
    --------
    >>> from jiqun.base.readers import NATION, PUBLIC
    >>> enough_firms(3, PUBLIC), enough_firms(2, PUBLIC), enough_firms(1, NATION)
    (True, False, True)
    """
    return reader.sees_everything or firms >= FEWEST_ENTERPRISES


def tellable_beside(
    now: Mapping[str, Decimal], told: Iterable[Mapping[str, Decimal]], reader: Reader
) -> bool:
    """Tell whether a sum may be told beside each time it was told before.

    Parameters
    ----------
    now
        By firm, what each adds to it.
    told
        The same of every time it was told: who keeps two of them subtracts.
    reader
        Who reads; what is published is everybody's.

    Examples
    --------
    >>> from jiqun.base.readers import PUBLIC
    >>> before = dict.fromkeys("abc", Decimal(1))
    >>> [tellable_beside(dict.fromkeys(now, Decimal(1)), [before], PUBLIC)
    ...  for now in ("abc", "abcd", "abcdef")]
    [True, False, True]
    """
    return all(_may_differ(now, before, reader) for before in told)


def _may_differ(now: Mapping[str, Decimal], before: Mapping[str, Decimal], reader: Reader) -> bool:
    nothing = Decimal()
    firms = {*now, *before}
    changed = sum(now.get(firm, nothing) != before.get(firm, nothing) for firm in firms)
    return not changed or enough_firms(changed, reader)
