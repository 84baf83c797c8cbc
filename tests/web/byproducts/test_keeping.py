"""Links and carbon accounts when somebody is gone, on past days, and restored from a backup."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.test import Client
from tests.exchange.carbon.firms import WORKSHOP
from tests.web import engines
from tests.web.byproducts.test_byproducts import CITED, RECEIVER, dealt, done, firms
from tests.web.challenges.test_races import of

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person
from jiqun.web.carbon.keeping import keep
from jiqun.web.casework.clocks import today
from jiqun.web.casework.past import past_of, stood
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

__all__ = ["firms"]


def test_who_is_erased_leaves_the_firm_s_link_and_account_and_none_of_their_texts_in_the_log(
    firms: dict[str, Client],
) -> None:
    deal = dealt(firms)
    done(firms["receiver"], deal, "cite", **CITED)
    done(firms["receiver"], deal, "dispute", reason="含水 40%")
    person = Person.objects.get(login="receiver")
    people.disable(person, INSTALLATION)
    assert erase(person, INSTALLATION) >= 2
    mine = Event.objects.filter(person=str(person.uid))
    assert {text.erased for event in mine for text in event.sealed.all()} == {True}
    assert verify().problems == []
    deal.refresh_from_db()
    assert (deal.receiver_says, deal.replaces) == ("含水 40%", "天然石膏")  # the firm's words


def test_a_link_is_told_as_it_was_on_a_past_day(firms: dict[str, Client]) -> None:
    deal = dealt(firms)
    done(firms["giver"], deal, "cite", **CITED)
    deal.refresh_from_db()
    past = past_of(deal, today())
    rebuilt = stood(deal, past) if past else None
    assert rebuilt is not None
    for name in ("state", "holder", "parties", "reached", "factor_year", "replaces", "carrier"):
        assert getattr(rebuilt, name) == getattr(deal, name), name
    assert past_of(deal, today() - timedelta(days=1)) is None


def rows() -> dict[str, list[Any]]:
    return {
        f"{room}.{table.__name__}": list(table._base_manager.order_by("pk").values_list())
        for room in ("byproducts", "carbon")
        for table in apps.get_app_config(room).get_models()
    }


def test_every_row_comes_back_from_a_backup(
    firms: dict[str, Client], office: Workspace, tmp_path: Path, jiqun: Callable[..., Any]
) -> None:
    deal = dealt(firms)
    done(firms["giver"], deal, "cite", **CITED)
    done(firms["receiver"], deal, "move", amount="2.5")
    keep(WORKSHOP, "甲", of(Office.FIRM, RECEIVER))
    before = rows()
    archive = tmp_path / "backup.zip"
    assert jiqun("backup", "-w", office.folder, "-o", archive).code == 0
    with engines.database():
        assert jiqun("restore", archive, "-w", tmp_path / "r").code == 0
        open_installation(tmp_path / "r")
        assert rows() == before
        assert verify().problems == []
