"""Reminders: by mail where there is a server, once a day, in both languages, without figures."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import settings
from django.core import mail
from django.test.utils import override_settings
from tests.web.people import doer, signed_in, the_case

from jiqun.cli.app import main
from jiqun.web import letters
from jiqun.web.accounts.models import Person, Reminder
from jiqun.web.casework.clocks import clocks_of, kept
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.models import Case
from jiqun.web.filing.questions import ask, reply
from jiqun.web.reminding import remind
from jiqun.web.waiting import waiting_for

pytestmark = pytest.mark.usefixtures("office")
DAY = date(2026, 11, 28)
SERVER = {
    "EMAIL_HOST": "mail.example.cn",
    "DEFAULT_FROM_EMAIL": "jiqun@example.cn",
    "SITE_URL": "https://clusters.example.cn",
}
FIGURE = "987654.32"


@pytest.fixture
def server() -> Iterator[None]:
    mail.outbox = []
    with override_settings(**SERVER):
        yield


def reachable(*logins: str) -> None:
    for login in logins:
        Person.objects.filter(login=login).update(email=f"{login}@example.cn")


def stands(state: str, holder: str, cluster: str = "one") -> Case:
    Case.objects.filter(cluster=cluster).update(state=state, holder=holder)
    return the_case(cluster)


def returned() -> Case:
    the_case().cells.filter(field="output_total").update(said=FIGURE)
    return stands("returned_for_correction", "county")


def codes(login: str) -> list[str]:
    return [problem.code for problem in waiting_for(doer(login))]


@pytest.mark.usefixtures("server")
def test_somebody_gets_one_letter_a_day_however_often_it_runs() -> None:
    reachable("county")
    returned()
    first, again = remind(DAY, INSTALLATION), remind(DAY, INSTALLATION)
    assert (first.sent, again.sent, again.before) == (1, 0, 1)
    assert [letter.to for letter in mail.outbox] == [["county@example.cn"]]
    assert remind(DAY + timedelta(days=1), INSTALLATION).sent == 1
    assert Event.objects.filter(verb="remind").count() == 2


@pytest.mark.usefixtures("server")
def test_a_letter_is_in_both_languages_and_says_no_figure() -> None:
    reachable("county")
    case = returned()
    remind(DAY, INSTALLATION)
    (letter,) = mail.outbox
    assert FIGURE not in letter.body and FIGURE.partition(".")[0] not in letter.body
    chinese, english = letter.body.split(letters.RULE)
    assert "被退回更正" in chinese and "returned for correction" in english
    assert not re.search("[a-z]{4,}", chinese.replace(SERVER["SITE_URL"] + "/accounts/", ""))
    assert not re.search("[\u4e00-\u9fff]", english.replace(case.name, ""))
    assert f"{SERVER['SITE_URL']}/accounts/" in chinese
    assert "\n" not in letter.subject


def test_without_a_server_nothing_is_sent_and_the_page_says_it_all_the_same() -> None:
    mail.outbox = []
    reachable("county")
    returned()
    assert not letters.configured()
    page = signed_in("county").get("/accounts/").content.decode()
    assert "被退回更正" in page
    assert mail.outbox == []


@pytest.mark.usefixtures("server")
def test_who_gave_no_address_or_is_gone_gets_none() -> None:
    reachable("county", "colleague")
    Person.objects.filter(login="colleague").update(is_active=False)
    Person.objects.filter(login="county").update(email="")
    returned()
    told = remind(DAY, INSTALLATION)
    assert (told.sent, mail.outbox) == (0, [])
    assert told.addressless >= 1


@pytest.mark.usefixtures("server")
def test_a_letter_the_server_did_not_take_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reachable("county")
    returned()

    def broken(self: object) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr("jiqun.web.letters.EmailMessage.send", broken)
        assert remind(DAY, INSTALLATION).failed == 1
    assert not Reminder.objects.exists()
    assert remind(DAY, INSTALLATION).sent == 1


def test_a_return_waits_for_who_fills_in_and_for_nobody_else() -> None:
    returned()
    assert codes("county").count("mail.returned") == 1
    assert codes("agency").count("mail.returned") == 1
    for login in ("neighbour", "prefecture", "province", "nation", "audit"):
        assert "mail.returned" not in codes(login)


def test_a_question_waits_for_the_county_and_its_answer_for_who_asked() -> None:
    case = stands("submitted", "prefecture")
    question = ask(case, "values.exports", "请核对出口额", doer("prefecture"))
    assert "mail.asked" in codes("county") and "mail.answered" not in codes("prefecture")
    reply(question, "已核对", doer("county"))
    assert "mail.asked" not in codes("county") and "mail.answered" in codes("prefecture")
    assert "mail.answered" not in codes("province")
    said = "".join(problem.text("zh") for problem in waiting_for(doer("prefecture")))
    assert "已核对" not in said and "请核对出口额" not in said


@pytest.mark.parametrize(("days", "code"), [(1, "mail.soon"), (60, "")])
def test_a_deadline_is_told_when_it_is_near(days: int, code: str) -> None:
    lasts(days)
    assert [found for found in codes("county") if found in ("mail.soon", "mail.overdue")] == (
        [code] if code else []
    )
    assert "mail.soon" not in codes("province")


def test_a_deadline_that_is_over_is_told_as_such() -> None:
    lasts(1, since=date(2025, 3, 3))
    assert "mail.overdue" in codes("county")


def lasts(days: int, since: date | None = None) -> None:
    from dataclasses import replace

    case = the_case()
    clock = clocks_of(case.clocks)["filing"]
    changed = replace(clock, working_days=days, started=since or clock.started)
    Case.objects.filter(pk=case.pk).update(clocks=kept({"filing": changed}))


@pytest.mark.usefixtures("server")
def test_an_invitation_is_mailed_where_an_address_is_given() -> None:
    said = {"office": "county", "of": "330110", "email": "li.na@example.cn"}
    page = signed_in("province").post("/accounts/people/invite/", said).content.decode()
    (letter,) = mail.outbox
    path = re.findall("/accounts/invitation/[^<]+/", page)[0]
    assert letter.to == ["li.na@example.cn"]
    assert f"{SERVER['SITE_URL']}{path}" in letter.body
    assert "余杭区" in letter.body


@pytest.mark.parametrize("email", ["nobody", "a@b.cn\nBcc: x@y.cn", "a@b.cn, c@d.cn"])
@pytest.mark.usefixtures("server")
def test_an_address_that_is_none_is_refused_and_nothing_made(email: str) -> None:
    said = {"office": "county", "of": "330110", "email": email}
    assert signed_in("province").post("/accounts/people/invite/", said).status_code == 422
    county = signed_in("county")
    assert county.post("/accounts/email/", {"email": email}).status_code == 422
    assert mail.outbox == []
    assert Person.objects.get(login="county").email == ""


def test_one_s_own_address_is_changed_and_sealed_in_the_log() -> None:
    county = signed_in("county")
    assert county.post("/accounts/email/", {"email": "new@example.cn"}).status_code == 200
    assert Person.objects.get(login="county").email == "new@example.cn"
    event = Event.objects.get(verb="email")
    assert "example.cn" not in event.said
    assert event.sealed.get().text == "new@example.cn"
    county.post("/accounts/email/", {"email": ""})
    assert Person.objects.get(login="county").email == ""


def test_the_command_says_that_no_server_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remind", "-w", str(settings.WORKSPACE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["configured"], told["sent"]) == (False, 0)
