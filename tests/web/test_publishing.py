"""What the public reads is made before anybody asks, and whoever comes meanwhile is told."""

import json
import threading
from pathlib import Path

import pytest
from django.test import Client
from tests.made import filing, written

from jiqun.base.errors import Problem
from jiqun.base.faults import Busy
from jiqun.filings import import_files
from jiqun.publications import contents, making
from jiqun.web.explore import publishing
from jiqun.web.explore.publishing import keep_published, pieces
from jiqun.web.explore.shelf import watched
from jiqun.workspace import Workspace, release


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return a workspace of one release; publications are made here instead of apart."""
    monkeypatch.setattr(making, "made_apart", lambda source, what, _: contents.make(source, what))
    made = Workspace.create(tmp_path / "w")
    import_files(written(tmp_path, filing("test-001")), made)
    release(made, 2022)
    return made


def test_every_vintage_and_the_newest_report_page_are_made_once(workspace: Workspace) -> None:
    def made() -> list[tuple[str, str, bool]]:
        found = pieces(watched(workspace.folder))
        return [(piece.vintage, piece.what, piece.make()) for piece in found]

    assert made() == [("2022-v1", "tables", True), ("2022-v1", ".html", True)]
    assert {done for *_, done in made()} == {False}


class Enough(Exception):
    """Ends what would go on for ever."""


def test_a_release_is_published_while_the_site_runs(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []

    def look(_: float) -> None:
        looks.append([piece.make() for piece in pieces(watched(workspace.folder))])
        if len(looks) == 2:
            raise Enough
        again = filing("test-001", little_giants=9)
        (tmp_path / "again").mkdir()
        import_files(written(tmp_path / "again", again), workspace, "counted again")
        release(workspace, 2022)

    monkeypatch.setattr(publishing.time, "sleep", look)
    monkeypatch.setattr("jiqun.web.explore.shelf.LOOK_EVERY", 0.0)
    ready = threading.Event()
    with pytest.raises(Enough):
        keep_published(workspace.folder, ready)
    assert ready.is_set()
    assert looks == [[False, False], [False, False, False]]


def test_who_comes_while_something_is_made_is_told_when_to_ask_again(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy(Problem("publications.busy", details={"most": 2, "seconds": "30"}))

    monkeypatch.setattr("jiqun.publications.publication.make_ready", busy)
    monkeypatch.setattr("jiqun.web.explore.shelf.MOST_EDITIONS", 0)
    page = site.get("/indicators/?never-asked=1")
    assert (page.status_code, page["Retry-After"], page["Refresh"]) == (503, "5", "5")
    assert "本页会自动重试" in page.content.decode()
    answer = site.get("/api/v1/figures?level=sector&size=3")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Refresh" not in answer
    assert json.loads(answer.content)["problems"][0]["code"] == "web.busy"
