"""What the public reads is made before anybody asks, and whoever comes meanwhile is told."""

import json
import re
import threading
from pathlib import Path

import pytest
from django.test import Client
from django.test.utils import override_settings
from tests.made import filing, written

from jiqun.base.errors import Problem
from jiqun.base.faults import Busy
from jiqun.base.files import make_folder
from jiqun.base.lock import locked
from jiqun.base.readers import PUBLIC
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


def corrected(workspace: Workspace, folder: Path) -> None:
    """Release a second vintage; nobody has made anything of it yet."""
    again = filing("test-001", little_giants=9)
    folder.mkdir()
    import_files(written(folder, again), workspace, "counted again")
    release(workspace, 2022)


def never(*_: object) -> None:
    raise AssertionError("a reader had something made")


def version(folder: Path, address: str = "/indicators/") -> str:
    """Return which vintage a page of the public shows."""
    with override_settings(WORKSPACE=folder):
        page = Client().get(address)
    assert page.status_code == 200
    return re.findall(r"2022-v\d", page.content.decode())[0]


@pytest.mark.parametrize("address", ["/indicators/", "/reports/2022/"])
def test_while_a_vintage_is_made_readers_see_the_one_before_at_once_and_then_the_new_one(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("jiqun.web.explore.shelf.LOOK_EVERY", 0.0)
    assert version(workspace.folder, address) == "2022-v1"
    corrected(workspace, tmp_path / "again")
    source = watched(workspace.folder).source("2022-v2", PUBLIC)
    make_folder(source.folder)
    with locked(source.folder), monkeypatch.context() as patched:  # as whoever makes it does
        patched.setattr(making, "made_apart", never)
        assert [version(workspace.folder, address) for _ in "12"] == ["2022-v1", "2022-v1"]
        contents.make(source, "tables")
    assert version(workspace.folder, address) == "2022-v2"


def test_what_is_kept_of_a_page_does_not_outlast_the_making(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiqun.web.explore.shelf.LOOK_EVERY", 0.0)
    for piece in pieces(watched(workspace.folder)):
        piece.make()
    before = watched(workspace.folder).token
    corrected(workspace, tmp_path / "again")
    meanwhile = watched(workspace.folder).token
    assert watched(workspace.folder).token == meanwhile != before
    for piece in pieces(watched(workspace.folder)):
        piece.make()
    after = watched(workspace.folder).token
    assert watched(workspace.folder).token == after not in (before, meanwhile)


def test_a_release_nobody_makes_yet_is_left_to_who_publishes_and_not_for_ever(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiqun.web.explore.shelf.LOOK_EVERY", 0.0)
    monkeypatch.setenv("JIQUN_PUBLISHER", "beside the workers")
    assert version(workspace.folder) == "2022-v1"
    corrected(workspace, tmp_path / "again")
    with monkeypatch.context() as patched:
        patched.setattr(making, "made_apart", never)
        assert version(workspace.folder) == "2022-v1"
    monkeypatch.setattr("jiqun.web.explore.shelf.HEAD_START", 0.0)
    assert version(workspace.folder) == "2022-v2"


def test_the_first_vintage_is_waited_for(workspace: Workspace) -> None:
    source = watched(workspace.folder).source("2022-v1", PUBLIC)
    make_folder(source.folder)
    with locked(source.folder):
        newest = watched(workspace.folder)
        assert newest.newest_of(2022, PUBLIC).id == "2022-v1"


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
