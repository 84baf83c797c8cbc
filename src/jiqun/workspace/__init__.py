"""Floor 1: the analytical store of submissions and vintages.

A workspace is a folder of immutable documents, Parquet tables made from them, and a manifest
replaced by atomic rename. DuckDB runs in memory, so no process locks another out.
"""

from jiqun.workspace.accepted import Accepted
from jiqun.workspace.batches import Batch
from jiqun.workspace.documents import Submission
from jiqun.workspace.snapshots import Snapshot
from jiqun.workspace.store import Workspace
from jiqun.workspace.vintages import Vintage, release

__all__ = ["Accepted", "Batch", "Snapshot", "Submission", "Vintage", "Workspace", "release"]
