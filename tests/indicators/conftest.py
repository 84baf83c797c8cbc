"""Small workspaces, made in one line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.filings import import_files
from jiqun.workspace import Snapshot, Workspace
from tests.made import written


@pytest.fixture
def accepted(tmp_path: Path) -> Callable[..., Snapshot]:
    """Return a function that accepts filings and returns the snapshot they make."""

    def accept(*filings: dict[str, Any]) -> Snapshot:
        inputs = tmp_path / "inputs"
        inputs.mkdir()
        workspace = Workspace.create(tmp_path / "workspace")
        outcomes = import_files(written(inputs, *filings), workspace)
        refused = [
            problem.text("en")
            for outcome in outcomes
            if outcome.refused
            for problem in outcome.problems
        ]
        assert not refused
        return workspace.latest()

    return accept
