"""Candidates among the demonstration's fictional firms say so, in every table and dossier."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jiqun.discovery.candidates import Candidate
from jiqun.workspace.demonstration import holds_demonstration


def mark_demonstration(found: Sequence[Candidate], workspace: Path) -> list[Candidate]:
    """Return candidates, marked where the workspace they were found in is the demonstration.

    Parameters
    ----------
    found
        In any order, which is kept.
    workspace
        The workspace's folder.
    """
    if not holds_demonstration(workspace):
        return list(found)
    return [replace(candidate, demo=True) for candidate in found]
