"""What is written is whole, and on the disk before anything names it."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import Refused
from jiqun.base.faults import machine_fault
from jiqun.base.files import (
    PLAIN,
    make_folder,
    plainly_named,
    put_in_place,
    refuse_existing,
    write_atomically,
)
from jiqun.base.lock import locked
from tests.filings.test_rosters import COUNTS, rows
from tests.filings.test_rosters import written as written_firms
from tests.made import filing, written
from tests.registry.made_up import as_csv, valve_maker

Jiqun = Callable[..., Any]
FORGETFUL = (".checked.json", ".lock")
"""A memory and a lock: lost in a cut, nothing is lost."""


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Record syncs, renames and new folders, in order."""
    seen: list[tuple[str, str]] = []
    fsync, replace, mkdir = os.fsync, os.replace, os.mkdir

    def synced(handle: int) -> None:
        fsync(handle)
        seen.append(("sync", str(Path(f"/proc/self/fd/{handle}").readlink())))

    def moved(source: Any, target: Any) -> None:
        replace(source, target)
        seen.append(("from", str(source)))
        seen.append(("name", str(target)))

    def made(path: Any, *words: Any, **more: Any) -> None:
        mkdir(path, *words, **more)
        seen.append(("made", str(path)))

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", moved)
    monkeypatch.setattr(os, "mkdir", made)
    return seen


def unsynced(seen: list[tuple[str, str]], root: Path) -> list[str]:
    """Return what a power cut would take, and what is named before its parts are there."""
    waiting: dict[str, set[str]] = {}
    whole: set[str] = set()
    found = []
    for what, path in seen:
        name = Path(path).name
        if not path.startswith(str(root)) or any(word in name for word in FORGETFUL):
            continue
        if what == "sync":
            whole.add(path)
            waiting.pop(path, None)
        elif what == "from" and path not in whole:
            found.append(f"bytes of {path}")
        elif what in ("name", "made"):
            if name in ("workspace.json", "manifest.json"):
                found += [f"{part} before {path}" for parts in waiting.values() for part in parts]
            waiting.setdefault(str(Path(path).parent), set()).add(path)
    return found + [path for parts in waiting.values() for path in parts]


def test_every_command_that_writes_syncs_files_and_folders_parts_before_manifests(
    tmp_path: Path, jiqun: Jiqun, disk: list[tuple[str, str]]
) -> None:
    folder = tmp_path / "above" / "w"
    paths = written(tmp_path, filing("test-001", **COUNTS), filing("test-002", **COUNTS))
    again = [tmp_path / "again.json"]
    firms = written_firms(tmp_path / "r.csv", *rows("test-001"))
    register = tmp_path / "register.csv"
    register.write_bytes(as_csv([valve_maker(number) for number in range(20)]))
    again[0].write_bytes(paths[0].read_bytes().replace(b"300000", b"300001"))
    for words in (
        ("init", folder),
        ("filings", "import", *paths, "-w", folder),
        ("roster", "import", firms, "-w", folder),
        ("release", "-w", folder, "--year", 2022),
        ("filings", "import", *again, "-w", folder, "--reason", "x"),
        ("registry", "import", register, "-w", folder),
        ("report", "-w", folder, "--year", 2022, "-o", folder.parent / "out" / "r.json"),
        ("discover", "-w", folder, "-o", folder.parent / "c.csv"),
    ):
        disk.clear()
        ran = jiqun(*words)
        assert ran.code == 0, ran.err
        assert [path for what, path in disk if what == "name"], words
        assert unsynced(disk, tmp_path) == [], words


def test_a_new_folder_is_named_on_the_disk(tmp_path: Path, disk: list[tuple[str, str]]) -> None:
    make_folder(tmp_path / "a" / "b")
    assert disk == [
        ("made", str(tmp_path / "a")), ("sync", str(tmp_path)),
        ("made", str(tmp_path / "a" / "b")), ("sync", str(tmp_path / "a")),
    ]  # fmt: skip


def test_what_something_else_wrote_is_put_in_place_whole(
    tmp_path: Path, disk: list[tuple[str, str]]
) -> None:
    (tmp_path / "t").write_bytes(b"x")
    put_in_place(tmp_path / "t", tmp_path / "f")
    assert [what for what, _ in disk] == ["sync", "from", "name", "sync"]


def test_a_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    write_atomically(tmp_path / "f", b"x")
    (tmp_path / "g").write_bytes(b"x")
    assert (tmp_path / "f").stat().st_mode == (tmp_path / "g").stat().st_mode


@pytest.mark.parametrize("name", ["a=b", "w*", "it's", "中文", "back\\slash", "a b"])
def test_a_folder_lends_a_plain_name_which_is_gone_afterwards(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with plainly_named(tmp_path / name) as plain:
        assert PLAIN.fullmatch(str(plain))
        (plain / "f").write_bytes(b"x")
    assert not plain.exists()
    assert (tmp_path / name / "f").read_bytes() == b"x"


@pytest.mark.parametrize("number", ["ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT"])
def test_a_fault_of_the_disk_is_a_sentence_and_leaves_nothing_half(
    tmp_path: Path, jiqun: Jiqun, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    folder = tmp_path / "w"
    jiqun("init", folder)

    def fails(_: int) -> None:
        raise OSError(getattr(errno, number), os.strerror(getattr(errno, number)))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fails)
        ran = jiqun("filings", "import", *written(tmp_path, filing("a")), "-w", folder)
    assert (ran.code, "Traceback" in ran.err, len(ran.err.splitlines())) == (1, False, 1)
    assert jiqun("audit", "verify", "-w", folder, "--json").document["submissions"] == 0
    assert [file.name for file in folder.rglob(".*.*.*")] == []


def test_a_fault_without_a_number_is_not_put_on_the_machine() -> None:
    assert machine_fault(OSError("something else")) is None
    said = machine_fault(OSError("Could not write: No space left on device"))
    assert said is not None
    assert said.code == "machine.disk_full"


def test_a_lock_held_by_another_is_waited_for_with_a_word_and_a_limit(
    tmp_path: Path, jiqun: Jiqun
) -> None:
    folder = tmp_path / "w"
    jiqun("init", folder)
    words = ("filings", "import", *written(tmp_path, filing("a")), "-w", folder, "--wait", "0.2")
    with locked(folder):
        ran = jiqun(*words)
    assert (ran.code, "Traceback" in ran.err) == (1, False)
    assert "waiting" in ran.err
    assert "--wait SECONDS" in ran.err
    assert jiqun(*words).code == 0
    assert jiqun("release", "-w", folder, "--year", 2022, "--wait", "soon").code == 2


def test_a_pipe_is_never_replaced_by_a_result(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for force in (False, True):
        with pytest.raises(Refused) as refused:
            refuse_existing([tmp_path / "pipe.csv"], force=force)
        assert [problem.code for problem in refused.value.problems] == ["files.device"]
