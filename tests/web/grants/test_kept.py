"""Rows of data sharing over a backup, a migration and somebody's leaving: whole, and no more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from tests.web import engines, walks
from tests.web.grants.test_grants import (
    ASKED,
    BANK,
    FIRM,
    PAGE,
    SHOWN,
    asked,
    at,
    done,
    posted,
    text,
    upload,
)
from tests.web.grants.test_tokens import asks, opens_nothing, token
from tests.web.grants.test_wants import CARD, WANTED
from tests.web.people import PASSWORD, doer, firms_signed_in, signed_in
from tests.web.recognition.test_migrations import migrated

from jiqun.base.readers import Office
from jiqun.exchange.grants.deciding import why_not
from jiqun.web.accounts import people
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person, Token
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.casework.past import past_of, stood
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.grants.granting import ask, step
from jiqun.web.grants.models import Benchmark, DataCard, Grant, Reading, Want
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

Jiqun = Callable[..., Any]
TABLES = (Reading, Grant, Benchmark, DataCard, Want, Token)


def rows() -> dict[str, list[Any]]:
    return {
        table.__name__: list(table._base_manager.order_by("pk").values_list()) for table in TABLES
    }


def worked() -> tuple[dict[str, Client], Grant, Grant]:
    """Let there be something in every table; return a grant that stands and one taken back."""
    firms = firms_signed_in({"firm": FIRM, "bank": BANK})
    upload(firms["firm"])
    found = []
    for field in ("electricity", "yield"):
        row = asked(firms["bank"], field=field)
        done(firms["firm"], row, "grant", name="甲公司")
        text(firms["bank"], f"{row.pk}/data/")
        found.append(row)
    done(firms["firm"], found[1], "revoke", reason="终止")
    posted(firms["firm"], "card/", **CARD)
    posted(firms["bank"], "wants/new/", **WANTED)
    return firms, found[0], found[1]


def test_a_backup_brings_every_row_back_and_opens_nothing_that_has_ended(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    firms, stands, taken = worked()
    secret = token(firms["bank"], stands)
    before, chain = rows(), verify().head
    archive, restored = tmp_path / "backup.zip", tmp_path / "restored"
    assert jiqun("backup", "-w", office.folder, "-o", archive).code == 0
    assert secret.encode() not in archive.read_bytes()
    with engines.database():
        assert jiqun("restore", archive, "-w", restored).code == 0
        open_installation(restored)
        assert rows() == before
        assert (verify().problems, verify().head) == ([], chain)
        bank = signed_in("bank")
        assert SHOWN in text(bank, f"{stands.pk}/data/")
        assert bank.get(f"{PAGE}{taken.pk}/data.json").status_code == 403
        with override_settings(SECRET_KEY="x" * 50):  # which no backup takes along
            opens_nothing(secret, stands)
        with at(datetime(2099, 12, 31, 16, 0, 1, tzinfo=UTC)):
            assert signed_in("bank").get(f"{PAGE}{stands.pk}/data.json").status_code == 403


@pytest.mark.usefixtures("office")
def test_who_leaves_is_erased_from_the_log_and_the_office_s_grants_stand() -> None:
    firms, row, _ = worked()
    secret = token(firms["bank"], row)
    person = Person.objects.get(login="bank")
    assert asks(secret, row).status_code == 200
    people.disable(person, INSTALLATION)
    erase(Person.objects.get(pk=person.pk), INSTALLATION)
    events = Event.objects.filter(person=str(person.uid))
    assert events.exists()
    assert not Sealed.objects.filter(event__in=events, erased=False).exists()
    assert not verify().problems
    opens_nothing(secret, row)
    second = firms_signed_in({"second": BANK})["second"]
    assert SHOWN in text(second, f"{row.pk}/data/")  # the office's, not the person's


@pytest.mark.usefixtures("office")
def test_a_firm_that_removes_its_readings_leaves_none_to_read() -> None:
    firms, row, _ = worked()
    secret = token(firms["bank"], row)
    assert (
        firms["firm"].post(f"{PAGE}readings/remove/", {"field": "electricity"}).status_code == 302
    )
    assert not Reading.objects.filter(field="electricity").exists()
    assert SHOWN not in text(firms["bank"], f"{row.pk}/data/")
    assert asks(secret, row).json()["months"] == []


@pytest.mark.usefixtures("office")
def test_grants_of_before_say_when_they_were_given_and_ended_as_the_log_has_it() -> None:
    _, stands, taken = worked()
    kept = {row.pk: (row.granted_at, row.ended_at) for row in Grant.objects.all()}
    Want.objects.all().delete()
    migrated(("grants", "0002_benchmark"))
    new = migrated(("grants", "0003_when_granted"))
    found = {row.pk: row for row in new.get_model("grants", "Grant").objects.all()}
    for pk, moments in kept.items():
        for was, now in zip(moments, (found[pk].granted_at, found[pk].ended_at), strict=True):
            assert (was is None) == (now is None)
            assert was is None or abs(was - now) < timedelta(seconds=5)
    assert found[stands.pk].ended_at is None
    assert found[taken.pk].ended_at is not None


def on(row: Grant, day: date) -> Grant | None:
    past = past_of(row, day)
    return stood(row, past) if past else None


@pytest.mark.usefixtures("office")
def test_a_grant_is_told_as_it_was_on_a_past_day() -> None:
    begun, later = today() - timedelta(days=1), today()
    bank, firm = (Doer(reader_of_office(Office.FIRM, code)) for code in (BANK, FIRM))
    with walks.on(begun):
        row = step(ask({**ASKED, "first_month": "2026-01"}, bank), "grant", {"name": "甲"}, firm)
    step(row, "narrow", {"until": "2099-06-30", "first_month": "2026-02"}, firm)
    step(row, "revoke", {"reason": "合作终止"}, firm)
    now = Grant.objects.get(pk=row.pk)
    then = on(now, begun)
    assert then is not None
    assert (then.state, then.first_month, then.until) == ("granted", "2026-01", row.until)
    assert (then.revoked_at, then.ended_at, then.answer) == (None, None, "")
    assert not why_not(then.decisive, row.until - timedelta(days=1))
    rebuilt = on(now, later)
    assert rebuilt is not None
    for name in (*sorted(Grant.told), "state", "holder", "parties", "answer", "firm_name"):
        assert getattr(rebuilt, name) == getattr(now, name), name
    assert on(now, begun - timedelta(days=1)) is None


@pytest.mark.usefixtures("office")
def test_who_follows_in_an_office_reads_and_settles_and_makes_tokens_anew() -> None:
    firms, row, _ = worked()
    secret = token(firms["bank"], row)
    for login, office, of in (("bank", Office.FIRM, BANK), ("neighbour", Office.COUNTY, "330110")):
        leaving = Person.objects.get(login=login).memberships.get()
        by = doer("province") if office is Office.COUNTY else INSTALLATION
        people.take_up(people.invite(office, of, by, replaces=leaving), f"next.{login}", PASSWORD)
    opens_nothing(secret, row)
    assert firms["bank"].get(f"{PAGE}{row.pk}/data.json").status_code == 403
    bank, county = signed_in("next.bank"), signed_in("next.neighbour")
    assert SHOWN in text(bank, f"{row.pk}/data/")
    assert asks(token(bank, row), row).status_code == 200
    done(firms["firm"], row, "dispute", reason="转给了第三方")
    done(county, row, "settle", reason="属实")
    assert row.state == "settled"
