"""A damaged register: batches that cannot be read are dropped, the rest is settled again."""

from pathlib import Path

from jiqun.base.errors import Problem, Where
from jiqun.registry.settling import settle_as
from jiqun.registry.store import Manifest, RegistryStore
from jiqun.workspace import Workspace


def without_damaged(store: RegistryStore, manifest: Manifest) -> tuple[Manifest, list[Problem]]:
    """Return a manifest without the batches whose parts are damaged, and what was lost.

    Files of those batches are no longer known, so that they can be imported again. Where an early
    version did not write down which file went into which batch, all such files are forgotten: a
    firm that comes twice is merged.

    Parameters
    ----------
    store, manifest
        The register, and what it says it holds.
    """
    lost = store.damaged_batches(manifest)
    if not lost:
        return manifest, []
    gone = [entry for entry in manifest["files"] if entry.get("batch") in {None, *lost}]
    kept = [entry for entry in manifest["files"] if entry not in gone]
    names = ", ".join(entry["name"] for entry in gone)
    problem = Problem("registry.batch_lost", Where(file=str(store.folder)), {"files": names})
    left = [batch for batch in manifest["batches"] if batch not in lost]
    return {**manifest, "batches": left, "files": kept}, [problem]


def rebuild(workspace: Path) -> tuple[list[Path], list[Problem]]:
    """Settle a damaged register again from the parts that are whole.

    Parameters
    ----------
    workspace
        The workspace's folder.

    Returns
    -------
    list of Path
        The tables made; none where nothing was damaged.
    list of Problem
        The batches lost, with the files to import again.
    """
    with Workspace.open(workspace).writing():
        store = RegistryStore(workspace)
        if not store.manifest()["batches"] or not list(store.problems()):
            return [], []
        manifest, problems = without_damaged(store, store.manifest())
        settle_as(store, manifest)
        return [store.enterprises, store.ledger], problems
