"""What waits for an office in the life of a recognition."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import patch

from django.utils import timezone
from tests.web.people import doer
from tests.web.recognised.made import entered
from tests.web.recognised.test_past import WRITTEN

from jiqun.recognition.duties import Done, Duty
from jiqun.web.recognised import papers, reporting, reviewing, revoking, waiting
from jiqun.web.recognised.models import Recognition
from jiqun.workspace import Workspace

OFFICES = ("county", "agency", "neighbour", "prefecture", "province", "nation")


def waits() -> dict[str, set[str]]:
    """Return the codes each office is told, but for those that nothing waits for."""
    found = {login: {line.code for line in waiting.waiting_for(doer(login))} for login in OFFICES}
    return {login: codes for login, codes in found.items() if codes}


@contextmanager
def alone(*duties: Duty) -> Iterator[None]:
    """Let no review be due, and no yearly filing but those given."""
    with (
        patch.object(waiting, "due", return_value=[]),
        patch.object(waiting, "duties", return_value=list(duties)),
    ):
        yield


def listed() -> Recognition:
    """Return a recognition that asks for nothing yet: it began today, and ends in later years."""
    return entered(timezone.localdate(), batch=2024)


def test_a_report_waits_for_its_writers_and_then_for_each_office_in_turn(
    office: Workspace,
) -> None:
    row = listed()
    with alone():
        report = reporting.begin(row, "operator", doer("county"))
        assert waits() == {"county": {"mail.paper"}, "agency": {"mail.paper"}}
        report = papers.write(report, WRITTEN, doer("county"))
        reporting.submit(report, doer("county"))
        assert waits() == {"prefecture": {"mail.paper"}}


def test_a_proposed_revocation_waits_for_the_county_and_then_for_the_nation(
    office: Workspace,
) -> None:
    row = listed()
    with alone():
        ground = "larger_accident"
        row = revoking.step(row, "propose_revocation", doer("province"), "事故。", ground)
        assert waits()["county"] == {"mail.recognition"}
        revoking.step(row, "state", doer("county"), "已整改。", "")
        assert waits() == {"nation": {"mail.recognition"}}


def test_reviews_that_are_due_wait_for_the_authority_alone(office: Workspace) -> None:
    own = entered(date(2023, 1, 1))
    reviewing_now = [row.pk for row in reviewing.due(doer("nation"), timezone.localdate())]
    assert own.pk in reviewing_now
    told = {login for login, codes in waits().items() if "mail.reviews_due" in codes}
    assert told == {"nation"}


def test_a_yearly_filing_is_told_when_it_is_near_or_past_to_who_files_it(
    office: Workspace,
) -> None:
    listed()
    today = timezone.localdate()
    cases = {
        "mail.duty_overdue": Duty(2024, today - timedelta(days=1), None, Done.OVERDUE),
        "mail.duty": Duty(2024, today + timedelta(days=30), None, Done.DUE),
        "": Duty(2024, today + timedelta(days=31), None, Done.DUE),
    }
    for code, duty in cases.items():
        with alone(duty):
            own = {code} if code else set()
            expected = {"county": own, "agency": own} if code else {}
            assert waits() == expected
