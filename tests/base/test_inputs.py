"""Only regular files are read, whole, within a limit, and as of one moment."""

import os
from pathlib import Path
from typing import Any

import pytest

from jiqun.base import inputs
from jiqun.base.errors import Refused
from jiqun.base.inputs import read_input, refusal


def code(path: Path, largest: int = 100) -> str:
    with pytest.raises(Refused) as refused:
        read_input(path, largest)
    return refused.value.problems[0].code


def test_a_device_a_pipe_and_a_folder_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe.json", tmp_path / "zero.json", tmp_path):
        assert code(path) == "inputs.not_regular"
        assert getattr(refusal(path), "code", "") == "inputs.not_regular"


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    assert code(tmp_path / "gone.json") == "inputs.no_file"


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(10**12)
    assert code(path) == "inputs.too_large"
    path.write_bytes(b"x" * 100)
    assert len(read_input(path, 100)) == 100
    path.write_bytes(b"x" * 101)
    assert code(path) == "inputs.too_large"


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(b"x" * 10)
    before = path.stat()
    path.write_bytes(b"x" * 11)
    monkeypatch.setattr(inputs.os, "fstat", _once(before, os.fstat))
    assert code(path) == "inputs.changed"


def _once(first: os.stat_result, then: Any) -> Any:
    """Answer once as things were, then as they are."""
    answers = iter([first])
    return lambda handle: next(answers, None) or then(handle)
