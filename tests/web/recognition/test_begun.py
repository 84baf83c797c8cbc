"""A call runs on as it began, also where its programme was taken out of the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.test import Client
from tests.web.people import signed_in
from tests.web.recognition.test_path import BEFORE, act, applied, call, on

from jiqun.rules import Programme, programmes
from jiqun.web.recognition.begun import programme_of, written_down
from jiqun.web.recognition.models import Application, Call

__all__ = ["call"]
USERS = ("jiqun.web.recognition.models", "jiqun.web.recognition.calling")


@contextmanager
def gone(name: str) -> Iterator[None]:
    """Take a programme out of the catalogue."""
    left = {key: found for key, found in programmes().items() if key != name}
    with (
        patch(f"{USERS[0]}.programmes", lambda: left),
        patch(f"{USERS[1]}.programmes", lambda: left),
    ):
        yield


@pytest.mark.parametrize("programme", programmes().values(), ids=lambda found: found.id)
def test_a_programme_is_kept_whole(programme: Programme) -> None:
    again = programme_of(written_down(programme), programme.id)
    for name in Programme.__dataclass_fields__:
        assert getattr(again, name) == getattr(programme, name)
    assert programme_of(written_down(programme), programme.id) is again


def test_pages_of_a_running_call_work_without_its_programme(call: Call) -> None:
    title = call.title.zh
    application = applied(call, "county", "one")
    with gone("national/sme-cluster"), on(BEFORE):
        for login in ("county", "province", "nation"):
            client = signed_in(login)
            assert title in client.get("/recognition/").content.decode()
            assert title in client.get(f"/recognition/calls/{call.pk}/").content.decode()
            page = client.get(f"/recognition/{application.pk}/")
            assert page.status_code == 200
        assert Client().get("/recognition/").status_code in (200, 302, 403)
        assert signed_in("county").get(f"/recognition/{application.pk}/problems").status_code == 200
        assert act("county", application, "submit") == 302
        assert act("prefecture", application, "endorse") == 302
    assert Application.objects.get().state == "endorsed_by_prefecture"


def test_a_call_can_be_applied_to_after_its_programme_is_gone(call: Call) -> None:
    with gone("national/sme-cluster"):
        application = applied(call, "county", "one")
        assert application.cells.exists()


def test_a_call_of_before_that_kept_nothing_shows_its_programme_s_name(call: Call) -> None:
    Call.objects.update(begun={})
    with gone("national/sme-cluster"):
        page = signed_in("nation").get(f"/recognition/calls/{call.pk}/")
        assert page.status_code == 200
        assert "national/sme-cluster" in page.content.decode()
