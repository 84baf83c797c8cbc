"""Archives somebody else made: nothing leads out, and nothing is read beyond its size."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from jiqun.base.errors import Refused
from jiqun.workspace import Workspace, archives
from jiqun.workspace.archives import FORMAT, KIND, files_of, read_contents, unpack

Listed = tuple[int, str]


def measured(content: bytes) -> Listed:
    return len(content), hashlib.sha256(content).hexdigest()


def archive(
    folder: Path, members: Mapping[str, bytes], listed: Mapping[str, Listed], **said: Any
) -> Path:
    """Write an archive as nobody of ours would."""
    manifest = {"kind": KIND, "format": FORMAT, "made": "x", "files": listed, "database": None}
    file = folder / "a.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as target:
        target.writestr("manifest.json", json.dumps(manifest | said))
        for name, content in members.items():
            target.writestr(name, content)
    return file


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """Expect a refusal for one of these reasons."""
    with pytest.raises(Refused) as found:
        yield
    assert {problem.code for problem in found.value.problems} <= set(codes)


def unpacked(file: Path, into: Path) -> None:
    into.mkdir()
    unpack(file, read_contents(file), into, lambda items, _: items)


@pytest.mark.parametrize(
    "name",
    [
        "workspace/../../out",
        "../out",
        "/out",
        "workspace//out",
        "workspace/./out",
        "workspace/secrets/signing",
        "workspace\\..\\out",
        "workspace/a\x00b",
        "workspace",
        "elsewhere/out",
    ],
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    file = archive(tmp_path, {name.replace("\x00", ""): b"x"}, {name: measured(b"x")})
    with refused("backup.strange_name"):
        unpacked(file, tmp_path / "into")
    assert not list((tmp_path / "into").rglob("*"))


def test_a_bomb_is_read_to_the_size_listed_and_no_further(tmp_path: Path) -> None:
    bomb = bytes(50 << 20)
    file = archive(tmp_path, {"workspace/a": bomb}, {"workspace/a": measured(b"\0" * 10)})
    with refused("backup.damaged"):
        unpacked(file, tmp_path / "into")
    assert (tmp_path / "into" / "workspace" / "a").stat().st_size == 10


def test_what_the_disk_has_no_room_for_is_refused_before_a_byte_is_written(tmp_path: Path) -> None:
    file = archive(tmp_path, {"workspace/a": b"x"}, {"workspace/a": (1 << 60, "0" * 64)})
    with refused("backup.no_room"):
        unpacked(file, tmp_path / "into")


@pytest.mark.parametrize("members", [{}, {"workspace/a": b"other"}, {"workspace/a": b"whol"}])
def test_a_missing_or_other_member_is_damage(tmp_path: Path, members: dict[str, bytes]) -> None:
    file = archive(tmp_path, members, {"workspace/a": measured(b"whole")})
    with refused("backup.damaged"):
        unpacked(file, tmp_path / "into")


def test_a_later_format_is_refused(tmp_path: Path) -> None:
    with refused("workspace.later_format"):
        read_contents(archive(tmp_path, {}, {}, format=FORMAT + 1))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"no archive at all",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:40] + b"\xff" * 40 + whole[80:],
    ],
)
def test_half_an_archive_is_refused_in_a_sentence(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file = archive(tmp_path, {"workspace/a": b"x" * 999}, {"workspace/a": measured(b"x" * 999)})
    file.write_bytes(spoil(file.read_bytes()))
    with refused("backup.damaged", "backup.not_one"):
        unpacked(file, tmp_path / "into")


def test_a_link_in_a_workspace_is_named_instead_of_left_out(workspace: Workspace) -> None:
    (workspace.folder / "linked").symlink_to("/etc/hostname")
    with refused("backup.no_file"):
        files_of(workspace.folder)


def test_what_cannot_all_be_put_in_place_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = tmp_path / ".restoring-1"
    staged.mkdir()
    for name in ("journal", "tables", "workspace.json"):
        (staged / name).write_text(name)

    def full(folder: Path) -> None:
        raise OSError(28, f"no space left for {folder}")

    monkeypatch.setattr(archives, "sync", full)
    with pytest.raises(OSError, match="no space"):
        archives.put_into(staged, tmp_path, "workspace.json")
    assert [path.name for path in tmp_path.iterdir()] == [staged.name]
    assert sorted(path.name for path in staged.iterdir()) == [
        "journal",
        "tables",
        "workspace.json",
    ]
