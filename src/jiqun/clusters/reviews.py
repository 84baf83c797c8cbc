"""What a recognition is worth year by year: three years, then what is known of its review.

A review's outcome is a fact only where a public page names the cluster, or says it of all of a
place's. Of the others nothing is guessed: they are neither valid nor expired, but unknown.
"""

from dataclasses import dataclass
from functools import cache

from jiqun.base.csv_files import catalogue_rows
from jiqun.base.language import Bilingual
from jiqun.clusters.recognised import Recognised
from jiqun.clusters.recognition import Standing

STANDING_WORDS = {
    Standing.NOT_YET: Bilingual("尚未生效", "not yet"),
    Standing.VALID: Bilingual("有效", "valid"),
    Standing.EXPIRED: Bilingual("已过期", "expired"),
    Standing.REVOKED: Bilingual("已撤销", "revoked"),
    Standing.UNKNOWN: Bilingual("不能判断", "cannot tell"),
}


@dataclass(frozen=True, slots=True)
class Review:
    """The outcome of a cluster's review, as a public page states it."""

    year: int
    passed: bool
    source: str
    note: Bilingual


@dataclass(frozen=True, slots=True)
class Period:
    """Years of a recognition and what it is worth in them.

    Parameters
    ----------
    since, until
        First and last year; None where it has no known end.
    standing
        What it is worth.
    review
        The review that decided it; None where none is known.
    """

    since: int
    until: int | None
    standing: Standing
    review: Review | None = None

    @property
    def words(self) -> Bilingual:
        """The standing in words."""
        return STANDING_WORDS[self.standing]


def review_of(cluster: Recognised) -> Review | None:
    """Return the outcome of a cluster's review where it is known.

    Examples
    --------
    >>> from jiqun.clusters.recognised import recognised
    >>> review_of(recognised()["510105-hkpt"]).passed, review_of(recognised()["440605-qn"])
    (True, None)
    """
    return _reviews().get((cluster.county_code, cluster.name))


def periods_of(cluster: Recognised) -> list[Period]:
    """Return a recognition's years, with what it is worth in each part of them.

    Empty where the batch is not stated: then nothing can be told of any year.

    Examples
    --------
    >>> from jiqun.clusters.recognised import recognised
    >>> [(part.since, part.until, part.words.en) for part in periods_of(recognised()["440605-qn"])]
    [(2023, 2025, 'valid'), (2026, None, 'cannot tell')]
    """
    if cluster.valid_years is None:
        return []
    first, last = cluster.valid_years
    found = [Period(first, last, Standing.VALID)]
    review = review_of(cluster)
    if review is None:
        return [*found, Period(last + 1, None, Standing.UNKNOWN)]
    if not review.passed:
        return [*found, Period(last + 1, None, Standing.EXPIRED, review)]
    again = last + last - first + 1
    found.append(Period(last + 1, again, Standing.VALID, review))
    return [*found, Period(again + 1, None, Standing.UNKNOWN)]


def standing_in(cluster: Recognised, year: int) -> Standing:
    """Tell what a recognition is worth in a year.

    Examples
    --------
    >>> from jiqun.clusters.recognised import recognised
    >>> [standing_in(recognised()["440605-qn"], year).value for year in (2022, 2025, 2026)]
    ['not_yet', 'valid', 'unknown']
    """
    parts = periods_of(cluster)
    if parts and year < parts[0].since:
        return Standing.NOT_YET
    for part in parts:
        if part.since <= year and (part.until is None or year <= part.until):
            return part.standing
    return Standing.UNKNOWN


@cache
def _reviews() -> dict[tuple[str, str], Review]:
    return {
        (row["county_code"], row["cluster"]): Review(
            int(row["year"]),
            row["outcome"] == "passed",
            row["source"],
            Bilingual(row["note_zh"], row["note_en"]),
        )
        for row in catalogue_rows("clusters", "reviews.csv")
    }
