"""Joint projects when somebody is gone, when an office goes to another, on past days, restored."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.test import Client
from tests.web import engines, walks
from tests.web.cooperation.projects import CARD, CODES, LEAD, SIDES, SMALL, TEXT
from tests.web.cooperation.test_cooperation import (
    agreed,
    answered,
    firms,
    posted,
    proposed,
    recorded,
    running,
    state,
    text,
)
from tests.web.cooperation.test_races import doer as firm
from tests.web.people import doer, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person
from jiqun.web.casework.clocks import today
from jiqun.web.casework.past import past_of, stood
from jiqun.web.cooperation.joining import agree, begin, invite
from jiqun.web.cooperation.models import Project
from jiqun.web.cooperation.proposing import propose
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

__all__ = ["firms"]
PASSWORD = "a-long-enough-one"  # noqa: S105  # of made-up people


def test_who_is_erased_leaves_the_firm_s_project_and_none_of_their_texts_in_the_log(
    firms: dict[str, Client],
) -> None:
    row = running(firms)
    posted(firms["small"], f"{row.pk}/dispute/", reason="样件款没付")
    person = Person.objects.get(login="small")
    people.disable(person, INSTALLATION)
    assert erase(person, INSTALLATION) >= 2
    mine = Event.objects.filter(person=str(person.uid), subject=row.subject)
    assert {text.erased for event in mine for text in event.sealed.all()} == {True}
    assert verify().problems == []
    assert "样件款没付" in text(firms["lead"], f"{row.pk}/")  # the firm's word, not the person's
    posted(signed_in("county"), f"{row.pk}/settle/", reason="补付一半")
    assert state(row) == "settled"


def test_who_follows_in_an_office_goes_on_with_its_projects(firms: dict[str, Client]) -> None:
    row = running(firms)
    posted(firms["small"], f"{row.pk}/dispute/", reason="样件款没付")
    for login, office, of in (("county", Office.COUNTY, "330106"), ("lead", Office.FIRM, LEAD)):
        leaving = Person.objects.get(login=login).memberships.get()
        said = doer("province") if office is Office.COUNTY else INSTALLATION
        secret = people.invite(office, of, said, replaces=leaving)
        people.take_up(secret, f"next.{login}", PASSWORD)
    assert firms["lead"].get("/exchange/cooperation/new/").status_code != 200
    county, lead = Client(), Client()
    for client, login in ((county, "next.county"), (lead, "next.lead")):
        client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    posted(lead, f"{row.pk}/state_side/", reason="样件不合格")
    assert "样件不合格" in text(county, f"{row.pk}/")
    posted(county, f"{row.pk}/settle/", reason="补付一半")
    assert state(row) == "settled"


def on(row: Project, day: date) -> Project | None:
    past = past_of(row, day)
    return stood(row, past) if past else None


def test_a_project_is_told_as_it_was_on_a_past_day(firms: dict[str, Client]) -> None:
    begun, later = today() - timedelta(days=1), today()
    with walks.on(begun):
        row = begun_with("small", "institute")
    led_by_another(firms, row)
    now, then = Project.objects.get(pk=row.pk), on(row, begun)
    assert then is not None
    assert (then.state, then.aim, then.version, then.lead) == ("under_way", TEXT["aim"], 1, LEAD)
    assert then.parties == row.parties
    rebuilt = on(now, later)
    assert rebuilt is not None
    for name in ("state", "parties", "lead", "county", "version", "aim", "claim", "claimed_by"):
        assert getattr(rebuilt, name) == getattr(now, name), name
    assert on(row, begun - timedelta(days=1)) is None


def begun_with(*logins: str) -> Project:
    """Let a project begin without a browser, whose session would be over a day later."""
    row = propose({**TEXT, **SIDES["lead"]}, firm("lead"))
    for login in logins:
        row = invite(row, CODES[login], firm("lead"))
    for login in logins:
        row = agree(row, {**SIDES[login], "version": "1"}, firm(login))
    return begin(row, firm("lead"))


def led_by_another(firms: dict[str, Client], row: Project) -> None:
    posted(firms["lead"], f"{row.pk}/amend/", **{**TEXT, "aim": "降低 6 dB", "version": "1"})
    posted(firms["small"], f"{row.pk}/claim_lead/", reason="已注销")
    posted(signed_in("county"), f"{row.pk}/hand_lead/", reason="已公告")


def rows() -> dict[str, list[Any]]:
    return {
        table.__name__: list(table._base_manager.order_by("pk").values_list())
        for table in apps.get_app_config("cooperation").get_models()
    }


def test_every_row_comes_back_from_a_backup(
    firms: dict[str, Client], office: Workspace, tmp_path: Path, jiqun: Callable[..., Any]
) -> None:
    posted(firms["small"], "card/", **CARD)
    row = running(firms)
    entry = recorded(firms["lead"], row, entry="paid", amount="1234.50", year="2026")
    answered(firms["small"], entry)
    posted(firms["small"], f"{row.pk}/claim_lead/", reason="已注销")
    posted(firms["lead"], f"{proposed(firms).pk}/post/")
    before = rows()
    assert all(before.values()), before
    archive = tmp_path / "backup.zip"
    assert jiqun("backup", "-w", office.folder, "-o", archive).code == 0
    with engines.database():
        assert jiqun("restore", archive, "-w", tmp_path / "r").code == 0
        open_installation(tmp_path / "r")
        assert rows() == before
        small = signed_in("small")
        posted(small, f"{row.pk}/leave/", reason="停产")  # and it goes on from there
        assert Project.objects.get(pk=row.pk).state == "proposed"
        assert verify().problems == []


def test_who_is_let_in_and_out_is_told_of_past_days_too(firms: dict[str, Client]) -> None:
    row = proposed(firms)
    posted(firms["lead"], f"{row.pk}/invite/", code=SMALL)
    assert "partner_2" in getattr(on(row, today()), "parties", {})
    agreed(firms, row, "small")
    posted(firms["small"], f"{row.pk}/leave/", reason="停产")
    row.refresh_from_db()
    assert getattr(on(row, today()), "parties", {}) == row.parties
