"""Floor 4: enterprises become ranked candidate clusters."""

from pathlib import Path

from jiqun.discovery.candidates import Candidate, find_candidates
from jiqun.discovery.demonstration import mark_demonstration
from jiqun.discovery.dossier import Dossier, make_dossier
from jiqun.discovery.makers import Progress
from jiqun.discovery.output import limited, row, write_candidates
from jiqun.discovery.recognised import mark_recognised
from jiqun.registry.store import RegistryStore

__all__ = [
    "Candidate",
    "Dossier",
    "discover",
    "explain",
    "limited",
    "row",
    "write_candidates",
]


def discover(workspace: Path, progress: Progress | None = None) -> list[Candidate]:
    """Find the candidates in a workspace's register, ranked; recognised clusters marked after.

    Parameters
    ----------
    workspace
        The workspace's folder.
    progress
        Called with rows read, rows read, rows in all.

    Raises
    ------
    NotFound
        Where no register was imported.
    """
    found = find_candidates(RegistryStore(workspace).require(), progress)
    return mark_demonstration(mark_recognised(found), workspace)


def explain(workspace: Path, rank: int) -> Dossier:
    """Return the dossier of the candidate of a rank.

    Raises
    ------
    NotFound
        Where no register was imported, or no candidate has this rank.
    """
    return make_dossier(discover(workspace), rank, RegistryStore(workspace).require())
