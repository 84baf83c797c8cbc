"""How a programme runs, as pure functions: calls, quotas, validity, reports, review, revocation.

Every function answers from the programme's file; what the file does not know is None, never a
guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from jiqun.base.codes import regions
from jiqun.base.definitions import every_indicator, read
from jiqun.base.language import Bilingual
from jiqun.base.readers import own_quota
from jiqun.clusters.recognition import Recognition, years_later
from jiqun.rules.facts import Facts
from jiqun.rules.programmes import NATIONAL, Programme

Recommender = Literal["province", "separately_planned_city", "corps", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class Call:
    """A year's call for applications.

    Parameters
    ----------
    year, notice
        Its year and the notice's number.
    issued, due
        When it was issued and when material is due; None where not found.
    quotas
        At most so many from each kind of recommender or from one region code; None is no limit.
    one_per_segment
        Whether each recommender may name only one cluster of a sub-segment; None where not said.
    """

    year: int
    notice: str | None
    issued: date | None
    due: date | None
    quotas: Mapping[str, int | None]
    one_per_segment: bool | None

    def is_open(self, on: date) -> bool | None:
        """Tell whether material may still be handed in; None where the due day is not known."""
        if self.due is None:
            return None
        return on <= self.due and (self.issued is None or self.issued <= on)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many clusters a recommender may name: ``limit`` None is no limit, if ``known``."""

    limit: int | None
    known: bool

    def left(self, named: int) -> int | None:
        """Return how many more may be named; None where there is no limit, or none is known."""
        return None if self.limit is None else max(self.limit - named, 0)

    def allows(self, named: int) -> bool | None:
        """Tell whether so many may be named: what is over the quota is not accepted.

        Examples
        --------
        >>> Quota(5, True).allows(5), Quota(5, True).allows(6), Quota(None, False).allows(1)
        (True, False, None)
        """
        if not self.known:
            return None
        return self.limit is None or named <= self.limit


UNKNOWN_QUOTA = Quota(None, known=False)


@dataclass(frozen=True, slots=True)
class BatchReview:
    """A batch's review: its year, how many had been recognised, how many passed."""

    year: int
    recognised: int
    passed: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of revocation; ``present`` is None where only a person can say, or cells miss."""

    id: str
    title: Bilingual
    present: bool | None


def call_of(programme: Programme, year: int, *, to: str = "") -> Call | None:
    """Return a year's call.

    Parameters
    ----------
    programme
        The programme.
    year
        The year of the call.
    to
        ``national`` for a province's call to recommend to the national programme.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> call_of(programme("national/sme-cluster"), 2023).due
    datetime.date(2023, 7, 31)
    """
    for said in programme.life.get("calls", ()):
        if said["year"] == year and said.get("for", "") == to:
            return Call(
                year,
                said.get("notice"),
                _day(said.get("issued")),
                _day(said.get("due")),
                said["quotas"],
                said.get("one_per_segment"),
            )
    return None


def recommender_kind(programme: Programme, code: str) -> Recommender:
    """Return what kind of recommender a region code is under a programme.

    Cities and corps with a quota of their own have it from the nation: to their province's own
    programme they are what GB/T 2260 makes of them.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> national = programme("national/sme-cluster")
    >>> [recommender_kind(national, code) for code in ("330000", "330200", "330100")]
    ['province', 'separately_planned_city', 'prefecture']
    >>> recommender_kind(national, "659000")
    'corps'
    """
    if programme.jurisdiction == NATIONAL and code in own_quota():
        return own_quota()[code].kind
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def recommender_keys(programme: Programme, code: str) -> tuple[str, ...]:
    """Return what a recommender's quota may stand under: its code, then its kind.

    A county right under its province, which no prefecture covers, is one of the prefectures too
    where a quota is of each of them.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> recommender_keys(programme("yunnan/sme-cluster"), "530100")
    ('530100', 'prefecture')
    >>> recommender_keys(programme("guangdong/sme-cluster"), "429004")
    ('429004', 'county', 'prefecture')
    """
    kind = recommender_kind(programme, code)
    alone = kind == "county" and regions().stands_alone(code)
    return (code, kind, "prefecture") if alone else (code, kind)


def quota(programme: Programme, year: int, code: str, *, to: str = "") -> Quota:
    """Return how many clusters a recommender may name in a year.

    Parameters
    ----------
    programme, year, to
        As in :func:`call_of`.
    code
        The recommender's region code.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> national = programme("national/sme-cluster")
    >>> [quota(national, year, "330000").limit for year in (2022, 2023, 2024, 2025)]
    [5, 6, 8, 8]
    >>> quota(programme("guangxi/sme-cluster"), 2024, "450100").limit
    2
    """
    call = call_of(programme, year, to=to)
    standing = programme.life.get("standing_quota", {}).get("quotas", {}) if not to else {}
    for limits in ((call.quotas if call else {}), standing):
        for key in recommender_keys(programme, code):
            if key in limits:
                return Quota(limits[key], known=True)
    return UNKNOWN_QUOTA


def recognised(
    programme: Programme, cluster: str, batch: int, announced: date | None = None
) -> Recognition:
    """Return a new recognition, its days as the batch's announcement or the programme has them.

    Parameters
    ----------
    programme, cluster, batch
        Under which programme, whose, and in which year's batch.
    announced
        The day of the announcement; it counts only where the file has no days for the batch.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> recognised(programme("guangdong/sme-cluster"), "demo-001", 2024).until
    datetime.date(2027, 7, 9)
    """
    for said in programme.life.get("batches", ()):
        if said["year"] == batch and said.get("from"):
            since, until = _day(said["from"]), _day(said.get("until"))
            return Recognition(cluster, programme.id, batch, since, until)
    years = programme.life.get("validity", {}).get("years")
    until = None
    if announced is not None and years is not None:
        until = years_later(announced, years) - timedelta(days=1)
    return Recognition(cluster, programme.id, batch, announced, until)


def after_review(programme: Programme, recognition: Recognition, *, passed: bool) -> Recognition:
    """Return a recognition after its review; one that failed is not extended.

    Where the length of an extension is not known the last day becomes unknown.
    """
    if not passed:
        return recognition
    years = programme.life.get("validity", {}).get("extension_years")
    if years is None:
        return Recognition(
            recognition.cluster, recognition.programme, recognition.batch, recognition.since, None
        )
    return recognition.extended(years)


def report_due(programme: Programme, batch: int, year: int) -> date | None:
    """Return when the report on a data year is due, or None where that was not found.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> national = programme("national/sme-cluster")
    >>> report_due(national, 2022, 2022), report_due(national, 2024, 2024)
    (datetime.date(2023, 4, 30), datetime.date(2025, 3, 31))
    >>> report_due(national, 2025, 2025) is None
    True
    """
    for said in programme.life.get("reports", ()):
        if said.get("batch", batch) == batch:
            month_day = said["month_day"]
            return date.fromisoformat(f"{year + 1}-{month_day}") if month_day else None
    return None


def review_year(programme: Programme, batch: int) -> int | None:
    """Return the year a batch is reviewed: as noticed, else the year its validity ends.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> review_year(programme("national/sme-cluster"), 2022)
    2025
    """
    for said in programme.life.get("reviews", ()):
        if said["batch"] == batch:
            return int(said["year"])
    for said in programme.life.get("batches", ()):
        until = _day(said.get("until"))
        if said["year"] == batch and until is not None:
            return until.year
    return None


def review_of_batch(programme: Programme, batch: str) -> BatchReview | None:
    """Return how a batch's review came out; None before it did, or where that is not known.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> review_of_batch(programme("national/sme-cluster"), "2022").passed
    97
    """
    for said in programme.life.get("reviews", ()):
        if str(said["batch"]) == batch and "passed" in said:
            return BatchReview(said["year"], said["recognised"], said["passed"])
    return None


def change_report_due(programme: Programme, changed: date) -> date | None:
    """Return until when a major change must be reported, or None where no deadline was found."""
    days = programme.life.get("change_report", {}).get("within_days")
    return None if days is None else changed + timedelta(days=days)


def grounds(programme: Programme, facts: Facts, year: int) -> list[Ground]:
    """Return a programme's grounds of revocation, and which of them a year's filing shows.

    Parameters
    ----------
    programme
        The programme.
    facts
        The cluster's filings.
    year
        The data year to look at.
    """
    return [
        Ground(said["id"], Bilingual.of(said), _present(said, facts, year))
        for said in programme.life.get("revocation", ())
    ]


def grounds_named(programme: Programme) -> dict[str, Bilingual]:
    """Return a programme's grounds of revocation in words, by id.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> list(grounds_named(programme("national/sme-cluster")))[:2]
    ['larger_accident', 'major_cyber_incident']
    """
    return {said["id"]: Bilingual.of(said) for said in programme.life.get("revocation", ())}


def _present(said: Mapping[str, Any], facts: Facts, year: int) -> bool | None:
    if "figure" not in said:
        return None
    point = read(every_indicator()[said["figure"]], facts, [year]).point
    return None if point is None else point.numerator > 0


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
