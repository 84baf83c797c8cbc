"""What tests share: workspaces, the command run in this process, the demonstration built once."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from jiqun.cli import speech
from jiqun.cli.app import main
from jiqun.demo.build import build
from jiqun.filings import Outcome, import_files
from jiqun.registry import RegistryStore, import_registers
from jiqun.workspace import Workspace
from tests.made import written

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SPOKEN = (speech._language, speech._asked)
"""The language commands speak where nobody asks for another."""


settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, saying so, what reads the facts beside the project where there are none."""
    if SHARED.is_dir():
        return
    reason = "reads the facts, data and golden numbers kept beside the project; they are not here"
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def cache_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let tests, and what they start, keep nothing in the cache of whoever runs them."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.getbasetemp() / "cache")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of facts, data and golden numbers beside the project."""
    return SHARED


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration workspace, built once for all tests and processes; only read it."""
    with built_once(tmp_path_factory, "demonstration") as folder:
        if not (folder / "site" / "report.json").is_file():
            build(folder)
    return folder


@pytest.fixture(scope="session")
def six_provinces(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the registers of six provinces, imported once; only read it."""
    with built_once(tmp_path_factory, "six-provinces") as folder:
        if not folder.is_dir():
            Workspace.create(folder)
        if not RegistryStore(folder).manifest()["batches"]:
            import_registers(folder, [shared / "data" / "registry"])
    return folder


@contextmanager
def built_once(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Hold the lock of a folder that all test processes share while it is looked at or built."""
    root = factory.getbasetemp()
    # Parallel test processes have base folders side by side; what they share lies above them.
    place = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place / name


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


@pytest.fixture
def put(workspace: Workspace, tmp_path: Path) -> Callable[..., list[Outcome]]:
    """Import filings into the workspace, one file each, in one call."""

    def accept(*filings: dict[str, Any], reason: str = "") -> list[Outcome]:
        folder = tmp_path / "filings"
        folder.mkdir(exist_ok=True)
        outcomes = import_files(written(folder, *filings), workspace, reason)
        assert [outcome.problems for outcome in outcomes if outcome.refused] == []
        return outcomes

    return accept


@dataclass(frozen=True)
class Ran:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """Let the language a command was run in go with its test."""
    yield
    speech._language, speech._asked = SPOKEN


@pytest.fixture
def jiqun(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command in this process, in English unless ``--lang`` is among its words."""

    def run(*words: object) -> Ran:
        said = [str(word) for word in words]
        capsys.readouterr()
        code = main(said if "--lang" in said else [*said, "--lang", "en"])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
