"""Lists of firms lie in the workspace whole or not at all, and their history stays."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.clusters import roster_store
from jiqun.clusters.roster import Roster
from jiqun.clusters.roster_store import RosterStore
from jiqun.workspace import Workspace, batches
from jiqun.workspace.journal import signed
from tests.clusters.rosters import firm, roster


def put(store: RosterStore, *rosters: Roster) -> list[str]:
    """Store lists by a batch of their own and return whose list is new."""
    with store.workspace.writing() as batch:
        return store.put(rosters, batch, signed("test", "1"))


@pytest.fixture
def store(tmp_path: Path) -> RosterStore:
    return RosterStore(Workspace.create(tmp_path / "w"))


def test_what_is_stored_is_read_back_with_nothing_lost(store: RosterStore) -> None:
    tiers = [("srdi", date(2021, 1, 1), None), ("srdi", date(2018, 1, 1), date(2020, 12, 31))]
    one = firm(1, row=0, tiers=tiers, output=Decimal("999999999999.999999"), key_supplier="模具")
    two = firm(2, row=0, since=None, until=date(2022, 1, 1), employment=None, size="")
    put(store, roster(one, two))
    assert store.firms("demo-001") == [one, two]
    assert store.firms("demo-002") == []


def test_a_list_replaces_its_clusters_list_and_leaves_the_others(store: RosterStore) -> None:
    other = firm(9, row=0, cluster_id="demo-002")
    put(store, roster(firm(1, row=0)), roster(other))
    assert put(store, roster(firm(2, row=0))) == ["demo-001"]
    assert store.firms() == [other, firm(2, row=0)]
    assert (store.known()["demo-001"].revision, store.known()["demo-002"].revision) == (2, 1)


def test_firms_are_found_by_their_codes_in_every_clusters_list(store: RosterStore) -> None:
    mine, other = firm(1, row=0), firm(9, row=0, cluster_id="demo-002")
    put(store, roster(mine, firm(2, row=0)), roster(other))
    assert store.firms_with({mine.credit_code, other.credit_code}) == [mine, other]
    assert store.firms_with(()) == []


def test_the_lists_of_some_clusters_are_read_at_once(store: RosterStore) -> None:
    put(store, roster(firm(1), firm(2)))
    known = sorted(store.known())
    found = store.firms_of({*known, "nobody"})
    assert found == {**{name: store.firms(name) for name in known}, "nobody": []}
    assert any(found.values())


def test_the_same_list_in_another_order_is_no_change(store: RosterStore) -> None:
    put(store, roster(firm(1), firm(2)))
    assert put(store, roster(firm(2), firm(1))) == []


def test_many_files_become_one_without_changing_what_is_read(
    store: RosterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_store, "MERGE_ABOVE", 3)
    for number in range(1, 7):
        put(store, roster(firm(number, row=0, cluster_id=f"demo-{number:03}")))
    assert len({one.file for one in store.known().values()}) <= 3
    assert [firm.cluster_id for firm in store.firms()] == [f"demo-{n:03}" for n in range(1, 7)]


def test_a_crash_before_the_manifest_leaves_the_old_list(
    store: RosterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, roster(firm(1, row=0)))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batches, "write_manifest", crash)
    with pytest.raises(KeyboardInterrupt):
        put(store, roster(firm(2, row=0)))
    assert store.firms() == [firm(1, row=0)]
