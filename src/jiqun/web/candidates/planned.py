"""What a register tells of counties' futures, worked out once while nothing it rests on changes."""

from functools import lru_cache
from pathlib import Path

from jiqun.base.canonical import content_hash
from jiqun.base.errors import NotFound
from jiqun.base.own_catalogue import in_force
from jiqun.planning.ahead import Planner
from jiqun.registry.store import RegistryStore


def planner_of(workspace: Path) -> Planner | None:
    """Return what plans over a workspace's register; None where none was imported.

    Parameters
    ----------
    workspace
        The workspace's folder.
    """
    manifest = RegistryStore(workspace).manifest()
    said = [str(workspace), manifest["batches"], manifest["edition"], in_force().sha256]
    try:
        return _planner(content_hash(said), workspace)
    except NotFound:
        return None


@lru_cache(maxsize=2)
def _planner(token: str, workspace: Path) -> Planner:
    del token  # names the register and the catalogue: with another, another answer
    return Planner.over(workspace)
