"""Lists of firms as they were: older files stay, and a hash says which list one was."""

from jiqun.base.arrow import pq
from jiqun.clusters.roster import Firm
from jiqun.clusters.roster_store import RosterStore, firm_of_row, roster_hash
from jiqun.workspace import Workspace


def list_of_hash(workspace: Workspace, cluster: str, sha256: str) -> list[Firm] | None:
    """Return a cluster's list that was accepted once.

    Parameters
    ----------
    workspace
        The workspace.
    cluster
        Its id.
    sha256
        The hash of the list, as the acceptance journal names it.

    Returns
    -------
    list of Firm, or None
        In the order of its file; None where no file holds it any more.
    """
    for file in sorted(RosterStore(workspace).folder.glob("firms-*.parquet"), reverse=True):
        rows = pq.read_table(file, filters=[("cluster_id", "==", cluster)], partitioning=None)
        firms = [firm_of_row(row) for row in rows.to_pylist()]
        if roster_hash(firms) == sha256:
            return firms
    return None
