"""What tests share: an empty workspace, filings put into it, the command run in this process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jiqun.cli.app import main
from jiqun.filings import Outcome, import_files
from jiqun.workspace import Workspace
from tests.made import written


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
        assert [one.problems for one in outcomes if one.refused] == []
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
