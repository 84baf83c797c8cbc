"""What of data sharing may be told of a year: grants and uses, from three firms on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiqun.base.days import CHINA
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms


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
        The moments it was used.
    """

    firm: str
    since: datetime
    ended: datetime
    uses: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Grants that held in a year and their uses; None where fewer than three firms are behind it.

    Parameters
    ----------
    grants
        That held at some moment of the year.
    uses
        In the year.
    """

    grants: int | None
    uses: int | None


def year_counts(held: Iterable[Held], year: int) -> YearCounts:
    """Return what may be told of a year; no grant at all is nought.

    Parameters
    ----------
    held
        The grants of a cluster's firms.
    year
        The calendar year in China.

    Examples
    --------
    >>> moment = datetime(2026, 5, 1, tzinfo=CHINA)
    >>> grants = [Held(firm, moment, moment.replace(month=6), (moment,)) for firm in "abc"]
    >>> year_counts(grants, 2026), year_counts(grants[:2], 2026)
    (YearCounts(grants=3, uses=3), YearCounts(grants=None, uses=None))
    >>> year_counts(grants, 2027)
    YearCounts(grants=0, uses=0)
    """
    first, next_first = (datetime(at, 1, 1, tzinfo=CHINA) for at in (year, year + 1))
    within = [grant for grant in held if grant.since < next_first and grant.ended > first]
    used = {
        place: sum(first <= at < next_first for at in grant.uses)
        for place, grant in enumerate(within)
    }
    users = {grant.firm for place, grant in enumerate(within) if used[place]}
    return YearCounts(
        _told(len(within), {grant.firm for grant in within}), _told(sum(used.values()), users)
    )


def _told(count: int, firms: set[str]) -> int | None:
    return count if not count or enough_firms(len(firms), PUBLIC) else None
