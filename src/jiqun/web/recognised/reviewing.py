"""The review when a recognition ends: opened, accounted for, looked at, passed or failed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jiqun.base.canonical import content_hash
from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.recognition import reviews
from jiqun.recognition.promises import promised
from jiqun.rules.life import after_review, review_of_batch, review_year
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.recognised import papers
from jiqun.web.recognised.filed import Filings
from jiqun.web.recognised.models import Recognition, Review
from jiqun.web.recognition.begun import written_down

RULES = "rules"
"""Under what the log says by which rules a review went: a hash, which later rules do not have."""
KEPT: Mapping[str, str] = {
    "pass_first_review": "opinion",
    "fail_first_review": "opinion",
    "record_site_check": "checked_on_site",
    "pass": "decision",
    "fail": "decision",
    "uphold_objection": "decision",
}
"""Steps that keep a text, and in which column."""
ENDS: Mapping[str, str] = {
    "extend": "extend",
    "fail": "fail",
    "uphold_objection": "fail",
    "lapse": "expire",
}
"""Steps that decide, and what they do to the recognition."""
WITH_RECOGNITION = "end_with_recognition"
"""The step a review takes with its recognition: nobody takes it alone."""
CLOSED = ("extended", "failed", "lapsed", "ended_with_recognition")
"""Where a review stands that is over."""


def due(doer: Doer, on: date) -> list[Recognition]:
    """Return the recognitions an authority has to review by a day's year: none is open yet."""
    own = Recognition.objects.for_reader(doer.reader).filter(state="valid")
    held = own.exclude(reviews__in=Review.objects.exclude(state__in=CLOSED))
    return [
        row
        for row in held.select_related("definition")
        if row.standing.parties["authority"] == doer.party and _is_due(row, on)
    ]


def _is_due(row: Recognition, on: date) -> bool:
    if row.until is not None and row.revision > 1:
        return row.until.year <= on.year
    year = review_year(row.rules, row.batch) or (row.until.year if row.until else None)
    held = row.known and review_of_batch(row.rules, str(row.batch)) is not None
    return year is not None and year <= on.year and not held


def open_reviews(chosen: Iterable[Recognition], doer: Doer) -> list[Review]:
    """Open the review of recognitions, all or none.

    Raises
    ------
    Refused
        Where one of them is not the doer's to review now.
    """
    with transaction.atomic():
        return [_open(row, doer) for row in chosen]


def _open(recognition: Recognition, doer: Doer) -> Review:
    row = move(recognition, "begin_review", doer)
    return papers.begin(Review(year=today().year), row, doer, {RULES: rules_mark(row)})


def submit(review: Review, doer: Doer) -> Review:
    """Hand the county's account in."""
    return papers.hand_in(review, "submit", doer)


def step(review: Review, verb: str, doer: Doer, text: str = "") -> Review:
    """Take a step of whoever reviews; what decides is done to the recognition, too.

    Raises
    ------
    Refused
        Where the step is not the doer's now, or lacks the text it keeps.
    """
    if verb == WITH_RECOGNITION:
        raise Refused([Problem("recognised.done_elsewhere")])
    text, column = read_reason(text), KEPT.get(verb)
    if column and not text.strip():
        raise Refused([Problem("recognised.nothing_written")])
    with transaction.atomic():
        kept: dict[str, Any] = {column: text} if column else {}
        needs = review.standing.table.get((review.state, verb))
        reason = text if needs and needs.reason else ""
        said = {RULES: rules_mark(review.recognition)}
        review = move(review, verb, doer, reason, said=said, **kept)
        if verb in ENDS:
            _end(review.recognition, ENDS[verb], doer, text)
    return review


def _end(recognition: Recognition, verb: str, doer: Doer, why: str) -> None:
    row = locked(recognition)
    if row.state == "valid":  # a revocation proposed meanwhile was dropped: the review goes on
        row = move(row, "begin_review", doer)
    if verb == "extend":
        held = after_review(row.rules, row.stated, passed=True)
        said = {"until": held.until.isoformat() if held.until else None}
        move(row, verb, doer, said=said, until=held.until, uncertain=False)
        return
    changes: dict[str, Any] = {"ended": today(), "ended_by": doer.person, "uncertain": False}
    move(row, verb, doer, why, decision=why, **changes)


def end_open(recognition: Recognition, doer: Doer, why: str) -> None:
    """End the review that is open of a recognition as it is revoked, by an event of its own.

    One that began before there was such a step takes it by today's table.
    """
    for review in recognition.reviews.exclude(state__in=CLOSED).select_related("definition"):
        if WITH_RECOGNITION not in review.standing.verbs_for(doer.party):
            review.definition = kept_definition(recognition.table(review.workflow))
            review.save(update_fields=["definition"])
        said = {"workflow": review.definition_id}
        move(review, WITH_RECOGNITION, doer, why, said=said, decision=why)


def rules_mark(recognition: Recognition) -> str:
    """Return a hash of the rules a recognition is reviewed by, as the catalogue has them now."""
    return content_hash(written_down(recognition.rules))


def verdict(review: Review, filings: Filings, on: date) -> "reviews.Review | Problem | None":
    """Review by the facts: the criteria of the day, and the targets as first stated.

    Parameters
    ----------
    review
        The review.
    filings
        What its cluster filed, as it stood on the day.
    on
        The day.

    Returns
    -------
    reviews.Review or Problem or None
        What the facts say; why they cannot; None where nothing was filed under the recognition.
    """
    first = review.recognition.since.year - 1 if review.recognition.since else 0
    years = [year for year in filings.facts.years if first <= year < review.year]
    if not years:
        return None
    try:
        said = promised(review.recognition.targets)
        return reviews.review(review.recognition.rules, filings.facts, years, on, promised=said)
    except (Refused, NotFound) as refused:
        return refused.problems[0] if isinstance(refused, Refused) else refused.problem
