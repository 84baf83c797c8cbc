"""What data sharing came to in a year, for a cluster's closed year: grants, uses and firms."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from jiqun.base.days import CHINA
from jiqun.exchange.counting import Counted, told_cases, told_firms, told_sum


@dataclass(frozen=True, slots=True)
class Held:
    """A grant that held at some time, and when it was used.

    Parameters
    ----------
    firm
        The credit code of the firm whose data they are.
    since, ended
        From when, and when it ended or would.
    uses
        The moments it was read.
    contributes
        Whether it enters the cluster's benchmark: then nobody reads values by it, and being
        counted there is no use.
    """

    firm: str
    since: datetime
    ended: datetime
    uses: tuple[datetime, ...] = ()
    contributes: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant that held at some moment of a year, and how often it was read in it."""

    firm: str
    uses: int = 0
    contributes: bool = False


def of_year(held: Iterable[Held], year: int) -> tuple[Granted, ...]:
    """Return the grants that held at some moment of a calendar year in China.

    Examples
    --------
    >>> may = datetime(2026, 5, 1, tzinfo=CHINA)
    >>> grants = [Held("a", may, may.replace(year=2028), (may, may.replace(year=2027)))]
    >>> [[row.uses for row in of_year(grants, year)] for year in (2025, 2026, 2027, 2028, 2029)]
    [[], [1], [1], [0], []]
    >>> of_year([Held("a", may, may)], 2026)  # it ended before it began
    ()
    """
    first, after = (datetime(at, 1, 1, tzinfo=CHINA) for at in (year, year + 1))
    return tuple(
        Granted(grant.firm, sum(first <= at < after for at in grant.uses), grant.contributes)
        for grant in held
        if max(grant.since, first) < min(grant.ended, after)
    )


def grants_counted(firms: Collection[str], granted: Iterable[Granted]) -> dict[str, Counted]:
    """Count a year's grants for the firms whose data they are.

    Parameters
    ----------
    firms
        Credit codes of the firms in the cluster's list.
    granted
        Grants of the year, of any firms.

    Examples
    --------
    >>> grants = [Granted(firm, uses=2) for firm in "abc"]
    >>> found = grants_counted("abc", grants)
    >>> found["data_granted"].value, found["data_uses"].value, found["firms_benchmarked"].value
    (Decimal('3'), Decimal('6'), Decimal('0'))
    >>> grants_counted("ab", grants)["data_granted"].why.en
    'withheld: fewer than three firms stand behind it'
    """
    own = [grant for grant in granted if grant.firm in firms]
    to_readers = [grant for grant in own if not grant.contributes]
    read = [grant for grant in to_readers if grant.uses]
    return {
        "data_granted": told_cases(grant.firm for grant in to_readers),
        "data_read": told_cases(grant.firm for grant in read),
        "data_uses": told_sum((grant.firm, Decimal(grant.uses)) for grant in read),
        "firms_granting": told_firms(grant.firm for grant in to_readers),
        "firms_benchmarked": told_firms(grant.firm for grant in own if grant.contributes),
    }
