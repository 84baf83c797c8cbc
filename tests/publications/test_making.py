"""What takes seconds is made once, by one process, while others wait or are told."""

import fcntl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.publications.conftest import source_of

from jiqun.base.faults import Busy
from jiqun.base.lock import LOCK, Patience
from jiqun.base.readers import PUBLIC, reader_named
from jiqun.publications import Publication, Source, making
from jiqun.publications.parts import sweep
from jiqun.workspace import Vintage

Released = tuple[Path, Vintage]


def test_of_twenty_who_ask_at_once_one_makes_two_wait_and_the_rest_are_told(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, made, begun = source_of(released, PUBLIC), [], threading.Event()
    told = threading.Event()

    def slowly(source: Source, what: str, lock: int) -> None:
        made.append(what)
        begun.set()
        told.wait(60)

    monkeypatch.setattr(making, "made_apart", slowly)

    def ask(_: int) -> str:
        try:
            making.once(source, ".docx", lambda: bool(made) and told.is_set())
        except Busy as busy:
            assert busy.problem.code == "publications.busy"
            return "told"
        return "served"

    with ThreadPoolExecutor(20) as readers:
        asked = [readers.submit(ask, number) for number in range(20)]
        begun.wait(60)
        while sum(answer.done() for answer in asked) < 20 - making.MOST_WAITING:
            time.sleep(0.01)
        told.set()
        answers = [answer.result() for answer in asked]
    assert made == [".docx"]
    assert answers.count("served") == making.MOST_WAITING
    assert answers.count("told") == 20 - making.MOST_WAITING


def test_who_waits_for_another_process_too_long_is_told(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(released, reader_named("110000"))
    source.folder.mkdir(parents=True)
    monkeypatch.setattr(making, "WAIT", Patience(0.1))
    with (source.folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            making.make_ready(source)


def test_a_process_of_its_own_makes_it(released: Released) -> None:
    source = source_of(released, reader_named("410783"))
    assert Source.heard(source.said()) == source
    publication = Publication(source)
    figure = publication.at("cluster", "real-4")["output_total"]
    assert str(figure.value) == "300.0004"


def test_a_failing_maker_says_why(released: Released) -> None:
    folder, vintage = released
    lost = Source(folder / "nowhere", vintage, PUBLIC, opened=False)
    with pytest.raises(RuntimeError, match="nowhere"):
        making.make_ready(lost)


def test_who_asks_for_what_takes_too_long_is_told_and_it_is_made_all_the_same(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, made, told = source_of(released, PUBLIC), [], threading.Event()

    def slowly(source: Source, what: str, lock: int) -> None:
        told.wait(60)
        made.append(what)

    monkeypatch.setattr(making, "made_apart", slowly)
    monkeypatch.setattr(making, "WAIT", Patience(0.05))
    with pytest.raises(Busy):
        making.once(source, ".docx", lambda: bool(made))
    told.set()
    while not made:
        time.sleep(0.01)
    monkeypatch.setattr(making, "WAIT", Patience(60.0))
    making.once(source, ".docx", lambda: bool(made))
    assert made == [".docx"]


def test_what_is_published_before_anybody_asks_is_made_once(
    released: Released, makings: list[str]
) -> None:
    source = source_of(released, reader_named("330100"))
    assert [making.publish(source), making.publish(source)] == [True, False]
    assert [making.publish(source, ".json"), making.publish(source, ".json")] == [True, False]
    assert makings == ["tables", "report.json"]


@pytest.mark.usefixtures("makings")
def test_what_an_older_program_published_long_ago_is_swept_away(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(released, reader_named("330100"))
    Publication(source)
    old = source.folder.with_name(f"{source.edition}-older")
    source.folder.rename(old)
    Publication(source)
    sweep(source.folder, source.edition)
    assert old.exists()
    monkeypatch.setattr("jiqun.publications.parts.OLD", -1.0)
    sweep(source.folder, source.edition)
    assert source.folder.exists()
    assert not old.exists()
