"""What many tests need: the facts kept beside the project, and the demonstration, built once."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, saying so, what reads the facts beside the project where there are none."""
    if SHARED.is_dir():
        return
    reason = "reads the facts, data and golden numbers kept beside the project; they are not here"
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of facts, data and golden numbers beside the project."""
    return SHARED


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration workspace, built once for all tests and processes; only read it."""
    import fcntl

    from jiqun.demo.build import build

    root = tmp_path_factory.getbasetemp()
    # Parallel test processes have base folders side by side; the demonstration lies above them.
    place = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    folder = place / "demonstration"
    with (place / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site" / "report.json").is_file():
            build(folder)
    return folder
