"""Recognitions as they stand: the real clusters' from public lists, and what becomes of one.

The real clusters stand without figures: batch, first and last day, standing. What no public page
says of a review is unknown, neither valid nor expired.
"""

from dataclasses import dataclass, replace
from datetime import date

from jiqun.base.errors import Problem, Refused
from jiqun.clusters.recognised import Recognised
from jiqun.clusters.recognition import Recognition, Standing
from jiqun.clusters.reviews import review_of
from jiqun.rules.life import after_review, review_year
from jiqun.rules.programmes import Programme


def real_recognition(programme: Programme, cluster: Recognised, on: date) -> Recognition | None:
    """Return a real cluster's recognition as it is known on a day; None without a batch.

    Parameters
    ----------
    programme
        The national programme.
    cluster
        A cluster of ``catalog/clusters/recognised.csv``.
    on
        The day: after the last known one, a recognition whose review's outcome no page states has
        no known end.

    Examples
    --------
    >>> from jiqun.clusters.recognised import recognised
    >>> from jiqun.rules.loading import programme
    >>> national, hydrogen = programme("national/sme-cluster"), recognised()["440605-qn"]
    >>> real_recognition(national, hydrogen, date(2024, 1, 1)).until
    datetime.date(2025, 12, 31)
    >>> real_recognition(national, hydrogen, date(2026, 1, 1)).standing(date(2026, 1, 1)).value
    'unknown'
    """
    if cluster.valid_years is None:
        return None
    first, last = cluster.valid_years
    found = Recognition(
        cluster.id, programme.id, int(cluster.batch), date(first, 1, 1), date(last, 12, 31)
    )
    review = review_of(cluster)
    if review is not None:
        return after_review(programme, found, passed=review.passed)
    over = found.until is not None and on > found.until
    return replace(found, until=None) if over else found


@dataclass(frozen=True, slots=True)
class Countdown:
    """How a recognition stands on a day, and how long it lasts.

    Parameters
    ----------
    standing
        What it is worth.
    until, days_left
        Its last day, and how many days come after today; None where not known.
    review_year
        The year it is reviewed in; None where not known.
    """

    standing: Standing
    until: date | None
    days_left: int | None
    review_year: int | None


def countdown(programme: Programme, recognition: Recognition, on: date) -> Countdown:
    """Tell how a recognition stands on a day.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> held = Recognition("demo-001", "national/sme-cluster", 2022,
    ...                    date(2023, 1, 1), date(2025, 12, 31))
    >>> found = countdown(programme("national/sme-cluster"), held, date(2025, 12, 1))
    >>> found.standing.value, found.days_left, found.review_year
    ('valid', 30, 2025)
    """
    standing = recognition.standing(on)
    running = standing in (Standing.VALID, Standing.NOT_YET) and recognition.until is not None
    left = (recognition.until - on).days if running and recognition.until else None
    reviewed = review_year(programme, recognition.batch)
    if reviewed is None or (recognition.until and recognition.until.year > reviewed):
        reviewed = recognition.until.year if recognition.until else reviewed
    return Countdown(standing, recognition.until, left, reviewed)


def revoke(programme: Programme, recognition: Recognition, on: date, ground: str) -> Recognition:
    """Return a recognition taken away on a ground of its programme.

    Parameters
    ----------
    programme
        The programme.
    recognition
        The recognition.
    on
        The day it was taken away.
    ground
        One of the programme's grounds, by id.

    Raises
    ------
    Refused
        Where the programme has no such ground, or nothing is there to be taken away.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> held = Recognition("demo-001", "national/sme-cluster", 2022,
    ...                    date(2023, 1, 1), date(2025, 12, 31))
    >>> national = programme("national/sme-cluster")
    >>> revoke(national, held, date(2024, 5, 1), "larger_accident").standing(date(2024, 5, 1)).value
    'revoked'
    """
    known = [said["id"] for said in programme.life.get("revocation", ())]
    problems = []
    if ground not in known:
        details = {"name": ground, "known": ", ".join(known) or "-"}
        problems.append(Problem("recognition.no_ground", details=details))
    if recognition.standing(on) not in (Standing.VALID, Standing.UNKNOWN):
        problems.append(Problem("recognition.nothing_to_revoke", details={"day": on}))
    if problems:
        raise Refused(problems)
    return recognition.revoked(on, ground)
