"""A workspace of version 0.1.0, made by that version, opens and goes on."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.clusters.roster_store import RosterStore
from jiqun.workspace import Workspace
from jiqun.workspace.vintages import vintages
from tests.conftest import ROOT
from tests.filings.test_rosters import COUNTS, rows
from tests.filings.test_rosters import written as written_firms
from tests.made import filing, written

VERSION = "36af876"
"""Version 0.1.0."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., int]:
    """Return what runs version 0.1.0, taken from the history."""
    folder = tmp_path_factory.mktemp("version")
    archive = folder / "version.tar"
    command = ["git", "-C", str(ROOT), "archive", "-o", str(archive), VERSION, "src"]
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603  # our own
        pytest.skip("the history is not here, so version 0.1.0 cannot be taken from it")
    subprocess.run(["tar", "-xf", str(archive), "-C", str(folder)], check=True)  # noqa: S603, S607

    def run(*words: object) -> int:
        start = [sys.executable, "-c", "from jiqun.cli import main; main()", *map(str, words)]
        place = {**os.environ, "PYTHONPATH": str(folder / "src")}
        return subprocess.run(start, env=place, capture_output=True, check=False).returncode  # noqa: S603

    return run


@pytest.fixture
def old(tmp_path: Path, program: Callable[..., int]) -> Path:
    """Return a workspace of that version: two filings, a list of firms, a vintage."""
    folder = tmp_path / "old"
    paths = written(tmp_path, filing("test-001", **COUNTS), filing("test-002", **COUNTS))
    firms = written_firms(tmp_path / "r.csv", *rows("test-001"))
    assert program("init", folder) == 0
    assert program("filings", "import", *paths, "-w", folder) == 0
    assert program("roster", "import", firms, "-w", folder) == 0
    assert program("release", "-w", folder, "--year", 2022) == 0
    return folder


@pytest.mark.slow
def test_what_an_early_version_accepted_enters_the_journal_once_marked_so(
    old: Path, tmp_path: Path, jiqun: Callable[..., Any]
) -> None:
    before = vintages(Workspace.open(old))
    ran = jiqun("audit", "verify", "-w", old)
    assert (ran.code, "no acceptance journal yet" in ran.err) == (0, True)
    assert jiqun("doctor", "--deep", "-w", old).code == 0
    assert len(RosterStore(Workspace.open(old)).firms()) == 2
    for cluster in ("test-003", "test-004"):
        paths = written(tmp_path, filing(cluster, **COUNTS))
        assert jiqun("filings", "import", *paths, "-w", old).code == 0
    firms = written_firms(tmp_path / "r2.csv", *rows("test-002", 10))
    assert jiqun("roster", "import", firms, "-w", old).code == 0
    files = sorted((old / "journal").glob("*.jsonl"))
    entries = [json.loads(line) for file in files for line in file.read_bytes().splitlines()]
    assert [(entry["kind"], entry["cluster"], entry["event"]) for entry in entries] == [
        ("filing", "test-001", "before the journal"),
        ("filing", "test-002", "before the journal"),
        ("filing", "test-003", "command line"),
        ("filing", "test-004", "command line"),
        ("roster", "test-001", "before the journal"),
        ("roster", "test-002", "command line"),
    ]
    assert {entry["when"] for entry in entries if entry["event"] == "before the journal"} == {""}
    assert len(RosterStore(Workspace.open(old)).firms()) == 4
    assert vintages(Workspace.open(old)) == before
    assert jiqun("audit", "verify", "-w", old).code == 0
    assert jiqun("doctor", "--deep", "-w", old).code == 0


@pytest.mark.slow
def test_the_same_filings_give_the_hash_they_had(
    old: Path, tmp_path: Path, jiqun: Callable[..., Any]
) -> None:
    folder = tmp_path / "new"
    jiqun("init", folder)
    paths = [tmp_path / f"{name}-2022.json" for name in ("test-001", "test-002")]
    assert jiqun("filings", "import", *paths, "-w", folder).code == 0
    assert jiqun("release", "-w", folder, "--year", 2022).code == 0
    hashes = {vintages(Workspace.open(place))[0].sha256 for place in (old, folder)}
    assert len(hashes) == 1


@pytest.mark.slow
def test_a_copy_is_kept_that_the_early_version_still_opens(
    old: Path, tmp_path: Path, jiqun: Callable[..., Any], program: Callable[..., int]
) -> None:
    before = {path.name: path.read_bytes() for path in old.glob("*/*") if path.is_file()}
    hashes = vintages(Workspace.open(old))
    assert jiqun("doctor", "--deep", "-w", old).code == 0
    assert not (old / "before-format-2").exists(), "looking changes nothing"
    for cluster in ("test-003", "test-004"):
        paths = written(tmp_path, filing(cluster, **COUNTS))
        assert jiqun("filings", "import", *paths, "-w", old).code == 0
    copy = old / "before-format-2"
    assert {path.name: path.read_bytes() for path in copy.glob("*/*") if path.is_file()} == before
    assert vintages(Workspace.open(copy)) == hashes
    assert set(Workspace.open(copy).accepted()) == {("test-001", 2022), ("test-002", 2022)}
    words = ("report", "-w", copy, "--year", 2022, "-o", tmp_path / "r.json")
    assert program(*words) == 0
