"""Every verb after the list that :mod:`benchmarks.reviews` has not, as tables of steps."""

from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.reviews import ACCOUNT, OTHER, REVIEWED, listed_in
from benchmarks.steps import TEXT, WORDS, Step, Table, as_it_is, led
from benchmarks.verbs import doer_at

RECOGNITION = "/recognised/{row.pk}/{verb}/"
REPORT, REVIEW, APPEAL = (
    f"/recognised/papers/{kind}/{{row.pk}}/{{verb}}/" for kind in ("reports", "reviews", "appeals")
)
GROUND = "larger_accident"
NEW_OPERATOR = "新促进中心"
CHANGE = {"changed": "2025-07-01", "now": NEW_OPERATOR, "why": TEXT}
GROUNDS = {"text": TEXT}
OTHERWISE = "改。"
Row = Callable[[Table, Any], Any]


def held(table: Table, case: Any, batch: int = OTHER) -> Any:
    """Put a recognition of a county's cluster that stands."""
    del table
    return listed_in(case, f"r-{case.cluster}", batch)


def proposed(table: Table, case: Any) -> Any:
    """Put a recognition that is proposed to be taken away."""
    from jiqun.web.recognised.revoking import step

    row = held(table, case)
    return step(row, "propose_revocation", doer_at(row, "province"), TEXT, GROUND)


def stated(table: Table, case: Any) -> Any:
    """Put a recognition that is proposed to be taken away, and whose county was heard."""
    from jiqun.web.recognised.revoking import step

    row = proposed(table, case)
    return step(row, "state", doer_at(row, "county"), TEXT, "")


def revoked(table: Table, case: Any) -> Any:
    """Put a recognition that was taken away."""
    from jiqun.web.recognised.revoking import step

    row = stated(table, case)
    return step(row, "revoke", doer_at(row, "authority"), TEXT, "")


def report(*states: str) -> Row:
    """Put a report of a change: a draft, or handed in and led on."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.recognised import papers, reporting

        row = held(table, case)
        county = doer_at(row, "county")
        drafted = papers.write(reporting.begin(row, "operator", county), CHANGE, county)
        return led(reporting.submit(drafted, county), *states) if states else drafted

    return put


def review(*states: str) -> Row:
    """Put a review: opened, a draft, or handed in and led on."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.recognised import papers, reviewing

        row = held(table, case, REVIEWED)
        (opened,) = reviewing.open_reviews([row], doer_at(row, "authority"))
        county = doer_at(opened, "county")
        if states[0] == "opened":
            return opened
        drafted = papers.write(led(opened, "draft"), ACCOUNT, county)
        if states[0] == "draft":
            return drafted
        return led(reviewing.submit(drafted, county), *states)

    return put


def reviewed_and_stated(table: Table, case: Any) -> Any:
    """Put a recognition whose review is open, proposed to be taken away, its county heard."""
    from jiqun.web.recognised import reviewing
    from jiqun.web.recognised.revoking import step

    row = held(table, case)
    reviewing.open_reviews([row], doer_at(row, "authority"))
    row = as_it_is(row)
    row = step(row, "propose_revocation", doer_at(row, "province"), TEXT, GROUND)
    return step(row, "state", doer_at(row, "county"), TEXT, "")


def appeal(*states: str) -> Row:
    """Put an appeal against a revocation: a draft, or lodged and led on."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.recognised import papers, revoking

        row = revoked(table, case)
        county = doer_at(row, "county")
        drafted = papers.write(revoking.appeal(row, county), GROUNDS, county)
        return led(revoking.lodge(drafted, county), *states) if states else drafted

    return put


def _its(name: str) -> Callable[[Any], Any]:
    """Return what finds the paper a recognition has then."""
    return lambda row: getattr(row, name).first()


def _recognition(verb: str, state: str) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether the recognition went along, and the log says so."""
    return lambda table, paper: table.went_along(verb, state, [paper.recognition])


def _review_ended(table: Table, row: Any) -> Iterable[bool]:
    """Tell whether the review that was open of a recognition ended with it."""
    return table.went_along("end_with_recognition", "ended_with_recognition", row.reviews.all())


def _noted(table: Table, paper: Any) -> Iterable[bool]:
    """Tell whether the register says of a cluster what its report said, and so does the log."""
    yield paper.recognition.profile.get("operator") == NEW_OPERATOR
    yield table.logged("enter", paper.recognition) == 1


class Revocations(Table):
    """Steps of recognitions, and of appeals against what was decided of them."""

    STEPS = (
        Step("propose_revocation", "province", held, RECOGNITION, "revocation_proposed",
             said=WORDS | {"ground": GROUND}, kept={"ground": GROUND, "proposal": TEXT}),
        Step("state", "county", proposed, RECOGNITION, "statement_made", kept={"statement": TEXT}),
        Step("drop", "authority", stated, RECOGNITION, "valid",
             kept={"ground": "", "decision": TEXT}),
        Step("begin", "county", revoked, "/recognised/{row.pk}/begin/appeals/", "draft",
             made=_its("appeals")),
        Step("save", "county", appeal(), APPEAL, said=GROUNDS | {"text": OTHERWISE},
             kept={"said": {"text": OTHERWISE}}),
        Step("lodge", "county", appeal(), APPEAL, "lodged", said=GROUNDS,
             kept={"handed": GROUNDS}),
        Step("withdraw", "county", appeal("lodged"), APPEAL, "withdrawn"),
        Step("admit", "authority", appeal("lodged"), APPEAL, "admitted"),
        Step("refuse", "authority", appeal("lodged"), APPEAL, "refused", kept={"decision": TEXT}),
        Step("give_opinion", "province", appeal("admitted"), APPEAL, "opinion_given",
             kept={"opinion": TEXT}),
        Step("uphold", "authority", appeal("opinion_given"), APPEAL, "upheld",
             kept={"decision": TEXT}, signs=_recognition("reinstate", "valid"),
             along=("recognition:reinstate",)),
        Step("dismiss", "authority", appeal("opinion_given"), APPEAL, "dismissed",
             kept={"decision": TEXT}),
    )  # fmt: skip


class Reports(Table):
    """Steps of reports of major changes."""

    STEPS = (
        Step("begin", "county", held, "/recognised/{row.pk}/begin/reports/", "draft",
             said={"matter": "operator"}, made=_its("changereports")),
        Step("save", "county", report(), REPORT, said=CHANGE | {"why": OTHERWISE},
             kept={"said": CHANGE | {"why": OTHERWISE}}),
        Step("submit", "county", report(), REPORT, "submitted", said=CHANGE,
             kept={"handed": CHANGE}),
        Step("drop", "county", report(), REPORT, "dropped"),
        Step("endorse", "prefecture", report("submitted"), REPORT, "endorsed_by_prefecture"),
        Step("endorse", "province", report("endorsed_by_prefecture"), REPORT,
             "endorsed_by_province"),
        Step("return", "province", report("endorsed_by_prefecture"), REPORT,
             "returned_for_correction", kept={"reason": TEXT}),
        Step("record", "authority", report("endorsed_by_province"), REPORT, "recorded",
             signs=_noted, along=("recognition:enter",)),
        Step("question", "authority", report("endorsed_by_province"), REPORT, "questioned"),
    )  # fmt: skip


class ReviewSteps(Table):
    """Steps of reviews on their way, and their ends that are no extension."""

    STEPS = (
        Step("begin", "county", review("opened"), REVIEW, "draft"),
        Step("save", "county", review("draft"), REVIEW, said=ACCOUNT | {"targets": OTHERWISE},
             kept={"said": ACCOUNT | {"targets": OTHERWISE}}),
        Step("submit", "county", review("draft"), REVIEW, "submitted", said=ACCOUNT,
             kept={"handed": ACCOUNT}),
        Step("withdraw", "county", review("submitted"), REVIEW, "withdrawn"),
        Step("take_up", "county", review("withdrawn"), REVIEW, "draft"),
        Step("return", "prefecture", review("submitted"), REVIEW, "returned_for_correction",
             kept={"reason": TEXT}),
        Step("endorse", "prefecture", review("submitted"), REVIEW, "endorsed_by_prefecture"),
        Step("pass_first_review", "province", review("endorsed_by_prefecture"), REVIEW,
             "first_review_passed", kept={"opinion": TEXT}),
        Step("fail_first_review", "province", review("endorsed_by_prefecture"), REVIEW,
             "first_review_failed", kept={"opinion": TEXT}),
        Step("record_site_check", "province", review("first_review_passed"), REVIEW,
             "site_checked", kept={"checked_on_site": TEXT}),
        Step("start_review", "authority", review("site_checked"), REVIEW, "under_review"),
        Step("fail", "authority", review("under_review"), REVIEW, "failed",
             kept={"decision": TEXT}, signs=_recognition("fail", "failed"),
             along=("recognition:fail",)),
        Step("uphold_objection", "authority", review("on_notice"), REVIEW, "failed",
             kept={"decision": TEXT}, signs=_recognition("fail", "failed"),
             along=("recognition:fail",)),
        Step("lapse", "authority", review("opened"), REVIEW, "lapsed",
             signs=_recognition("expire", "expired"), along=("recognition:expire",)),
        Step("revoke", "authority", reviewed_and_stated, RECOGNITION, "revoked",
             kept={"decision": TEXT}, signs=_review_ended, along=("review:end_with_recognition",)),
    )  # fmt: skip


VERBS = {"revocation-steps": Revocations, "report-steps": Reports, "review-steps": ReviewSteps}
