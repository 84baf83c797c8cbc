"""A recognition outlives its programme's file: its pages go on by what its call began with."""

from datetime import date

import pytest
from django.test import Client
from tests.web.recognised.made import entered, on

from jiqun.rules import programmes
from jiqun.web.recognised.models import Recognition
from jiqun.web.recognition.begun import written_down
from jiqun.web.recognition.models import Call
from jiqun.workspace import Workspace

NAME = "national/sme-cluster"
DAY = date(2024, 3, 1)


@pytest.fixture
def gone(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Recognition:
    """Return a recognition whose programme was taken out of the catalogue afterwards."""
    row = entered(date(2022, 11, 1))
    left = {key: found for key, found in programmes().items() if key != NAME}
    for user in ("recognised.models", "recognised.register", "recognition.models"):
        monkeypatch.setattr(f"jiqun.web.{user}.programmes", lambda: left)
    return row


def test_its_page_and_the_register_say_it_by_the_programme_s_name(gone: Recognition) -> None:
    with on(DAY):
        assert Client().get("/recognised/").status_code == 200
        page = Client().get(f"/recognised/{gone.pk}/")
    assert page.status_code == 200
    assert NAME in page.content.decode()


def test_where_its_call_kept_the_programme_it_has_its_title_and_its_years(
    gone: Recognition,
) -> None:
    known = programmes()[NAME]
    assert gone.rules.title.zh == NAME
    call = Call(programme=NAME, year=gone.batch, begun=written_down(known))
    assert call.begun_with.title == known.title
    assert call.rules.life["validity"] == known.life["validity"]
