"""What waits for an office in recognition: told by call and number, and nothing it may not know."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.web.people import doer, signed_in
from tests.web.recognition.test_objections import noticed, objected  # noqa: F401  # a fixture
from tests.web.recognition.test_panels import invite, states, step, under_review  # noqa: F401

from jiqun.base.readers import Office
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import kept
from jiqun.web.recognition.models import Application, Call, Objection, Opinion
from jiqun.web.recognition.objecting import move_objection
from jiqun.web.recognition.waiting import waiting_for
from jiqun.workflow.deadlines import Clock, Pause

MANY = 30
"""Working days nobody has let run out since yesterday."""


def told(who: Doer) -> dict[str, str]:
    """Return the lines somebody reads, by code, with both languages beside each other."""
    return {
        problem.code: f"{problem.what('zh')} {problem.what('en')}" for problem in waiting_for(who)
    }


def expert(login: str) -> Doer:
    uid = str(Person.objects.get(login=login).uid)
    return Doer(reader_of_office(Office.EXPERT, uid), uid)


def test_invitations_and_scores_wait_for_their_expert_by_their_day_and_name_no_applicant(
    under_review: Application,  # noqa: F811
) -> None:
    for login in ("zhao", "qian"):
        states(login)
    invite(under_review)
    assert told(expert("zhao")).keys() == {"mail.invited"}
    own = Opinion.objects.get(expert=expert("zhao").person)
    assert step("zhao", f"/recognition/opinions/{own.pk}/", "accept") == 302
    began = timezone.localdate() - timedelta(days=1)
    for clock, code in ((Clock(began, MANY), "due"), (Clock(date(2025, 3, 3), 1), "overdue")):
        Opinion.objects.filter(pk=own.pk).update(clocks=kept({"scoring": clock}))
        lines = told(expert("zhao"))
        assert lines.keys() == {f"mail.scoring_{code}"}
        assert under_review.name not in "".join(lines.values())
    assert told(expert("qian")).keys() == {"mail.invited"}


def test_applications_wait_for_whose_turn_it_is_counted_as_its_own_list_has_them(
    under_review: Application,  # noqa: F811
) -> None:
    assert told(doer("nation")).keys() == {"mail.applications"}
    assert "1 件申报（专家评审中）" in told(doer("nation"))["mail.applications"]
    for login in ("province", "prefecture", "county", "agency", "neighbour"):
        assert told(doer(login)) == {}
    Application.objects.update(state="site_checked", holder="province")
    assert told(doer("nation")) == {}
    assert "已实地核查" in told(doer("province"))["mail.applications"]
    Application.objects.update(state="returned_for_correction", holder="county")
    for login in ("county", "agency"):
        assert told(doer(login)).keys() == {"mail.application_returned"}
    assert told(doer("neighbour")) == {}


def test_a_draft_is_pointed_at_in_its_last_days_alone(
    under_review: Application,  # noqa: F811
) -> None:
    Application.objects.update(state="draft", holder="county")
    found = {}
    for left in (-1, 0, 7, 8):
        Call.objects.update(due=timezone.localdate() + timedelta(days=left))
        found[left] = list(told(doer("county")))
    near = ["mail.application_draft"]
    assert found == {-1: [], 0: near, 7: near, 8: []}


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (Clock(date(2025, 3, 3), 1), "2025-03-04 已逾期"),
        (Clock(date(2025, 3, 3), None), "未设定"),
        (Clock(date(2025, 3, 3), 5, (Pause(date(2025, 3, 3), None, "x"),)), "暂停计时"),
    ],
)
def test_an_objection_is_told_and_listed_with_its_clock(
    noticed: Application,  # noqa: F811
    clock: Clock,
    said: str,
) -> None:
    objection, _ = objected(noticed)
    move_objection(objection, "admit", "", doer("nation"))
    Objection.objects.update(clocks=kept({"examination": clock}))
    assert told(doer("county")) == {}
    line = told(doer("nation"))["mail.objection"]
    for words in said.split():
        assert words in line
    page = signed_in("nation").get(f"/recognition/calls/{noticed.call_id}/").content.decode()
    part = page.partition("核查期限")[2][:200]
    for words in said.split():
        assert words in part
