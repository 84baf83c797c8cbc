"""A cluster's recognition: its batch, its days, how it was extended or ended."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What a recognition is worth on a day."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A recognition under a programme.

    Parameters
    ----------
    cluster, programme
        Whose, and under which programme.
    batch
        The year of the call.
    since, until
        Its first and last day; None where not known.
    revoked_on
        The day it was taken away, None where it was not.
    ground
        Why it was taken away.

    Examples
    --------
    >>> one = Recognition("demo-001", "national/sme-cluster", 2022,
    ...                   date(2023, 1, 1), date(2025, 12, 31))
    >>> [one.standing(day).value for day in (date(2022, 12, 31), date(2025, 12, 31))]
    ['not_yet', 'valid']
    """

    cluster: str
    programme: str
    batch: int
    since: date | None
    until: date | None
    revoked_on: date | None = None
    ground: str = ""

    def standing(self, on: date) -> Standing:
        """Tell what it is worth on a day; the day of revocation counts as revoked."""
        if self.revoked_on is not None and on >= self.revoked_on:
            return Standing.REVOKED
        if self.since is not None and on < self.since:
            return Standing.NOT_YET
        if self.until is not None and on > self.until:
            return Standing.EXPIRED
        known = self.since is not None and self.until is not None
        return Standing.VALID if known else Standing.UNKNOWN

    def extended(self, years: int) -> "Recognition":
        """Return it after a passed review: its last day comes so many years later.

        Examples
        --------
        >>> one = Recognition("c", "p", 2022, date(2023, 1, 1), date(2025, 12, 31))
        >>> one.extended(3).until
        datetime.date(2028, 12, 31)
        """
        if self.until is None:
            return self
        return replace(self, until=years_later(self.until, years))

    def revoked(self, on: date, ground: str) -> "Recognition":
        """Return it after revocation."""
        return replace(self, revoked_on=on, ground=ground)


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March in other years.

    Examples
    --------
    >>> years_later(date(2024, 2, 29), 3), years_later(date(2024, 7, 10), 3)
    (datetime.date(2027, 3, 1), datetime.date(2027, 7, 10))
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
