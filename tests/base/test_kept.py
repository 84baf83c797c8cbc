"""What is kept of what the program works out from itself: whole, one user's, of one program."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jiqun.base import kept as module
from jiqun.base.kept import kept, program_state


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(module, "program_state", lambda: "this-program")
    return tmp_path / "jiqun" / "this-program"


def counted(text: str) -> tuple[Callable[[], str], list[str]]:
    made: list[str] = []

    def make() -> str:
        made.append(text)
        return text

    return make, made


def test_a_text_is_made_once_and_found_again(cache: Path) -> None:
    make, made = counted("集群")
    assert [kept("a", make), kept("a", make)] == ["集群", "集群"]
    assert len(made) == 1
    assert len(list(cache.iterdir())) == 1


def test_texts_of_other_names_lie_apart(cache: Path) -> None:
    assert [kept("a", lambda: "1"), kept("b", lambda: "2"), kept("a", lambda: "3")] == list("121")


@pytest.mark.parametrize("left", [b"", b"half", b"0" * 64 + b"\nother", b"\xff\n\xff"])
def test_a_damaged_text_is_made_anew(cache: Path, left: bytes) -> None:
    kept("a", lambda: "right")
    (path,) = cache.iterdir()
    path.write_bytes(left)
    make, made = counted("right")
    assert [kept("a", make), kept("a", make)] == ["right", "right"]
    assert len(made) == 1


def test_another_program_is_not_told_what_this_one_kept(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept("a", lambda: "old")
    module._folder.cache_clear()
    monkeypatch.setattr(module, "program_state", lambda: "next-program")
    assert kept("a", lambda: "new") == "new"


def test_nothing_is_kept_where_others_can_write(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert [kept("a", lambda: "1"), kept("a", lambda: "2")] == ["1", "2"]
    assert not list(cache.iterdir())


def test_what_is_kept_is_its_users_alone(cache: Path) -> None:
    kept("a", lambda: "1")
    assert cache.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("home", ["relative", "/proc/nowhere"])
def test_without_a_cache_everything_is_made_anew(
    home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert [kept("a", lambda: "1"), kept("a", lambda: "2")] == ["1", "2"]
    assert not Path("relative").exists()


def test_only_so_many_programs_keep_something(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(module.MOST_PROGRAMS + 2):
        older = cache.parent / f"{number:02}"
        older.mkdir(parents=True)
        os.utime(older, (number, number))
    kept("a", lambda: "1")
    left = {state.name for state in cache.parent.iterdir()}
    assert len(left) == module.MOST_PROGRAMS
    assert cache.name in left
    assert "00" not in left


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "CATALOGUE", tmp_path / "catalog")
    monkeypatch.setattr(module, "STARTED", module.STARTED + 3600)
    (tmp_path / "a.py").write_text("1")
    return tmp_path


def state() -> str | None:
    return program_state.__wrapped__()


def test_the_program_is_another_when_a_file_changes_even_of_the_same_size_and_time(
    package: Path,
) -> None:
    before, file = state(), package / "a.py"
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    file.write_text("2")
    os.utime(file, ns=times)
    assert state() != before


def test_the_program_is_another_when_a_file_comes_or_goes(package: Path) -> None:
    before = state()
    (package / "b.yaml").write_text("1")
    with_both = state()
    (package / "b.yaml").unlink()
    assert before == state() != with_both


def test_a_program_that_changes_as_it_runs_keeps_nothing(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STARTED", (package / "a.py").stat().st_mtime + 1)
    assert state() is None
