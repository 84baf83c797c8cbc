"""A list of firms that counts no more is still found by its hash."""

from pathlib import Path

from jiqun.clusters.roster_history import list_of_hash
from jiqun.clusters.roster_store import RosterStore, roster_hash
from jiqun.workspace import Workspace
from jiqun.workspace.journal import signed
from tests.clusters.rosters import firm, roster


def test_an_older_list_is_found_by_its_hash_and_another_s_is_not(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    lists = [roster(firm(1)), roster(firm(1), firm(2)), roster(firm(3, cluster_id="other"))]
    for own in lists:
        with workspace.writing() as batch:
            RosterStore(workspace).put([own], batch, signed("test", "1"))
    first, second, other = (roster_hash(own.firms) for own in lists)
    codes = {
        sha256: [row.credit_code for row in list_of_hash(workspace, "demo-001", sha256) or []]
        for sha256 in (first, second)
    }
    assert [len(found) for found in codes.values()] == [1, 2]
    assert list_of_hash(workspace, "demo-001", other) is None
