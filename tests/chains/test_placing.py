"""Firms stand where their last word says, with every reason for it."""

from pathlib import Path
from typing import Any

import pytest

from jiqun.chains.loading import chain_named, chains
from jiqun.chains.placing import Placements, place
from jiqun.registry import import_registers
from tests.registry.made_up import as_csv, row, workspace

FIRMS = [
    row(1, "甲县乙丙起重机械公司", "桥式起重机、电动葫芦制造；起重机械安装", "410783", "某街1"),
    row(2, "甲县乙丁减速机厂", "减速机制造", "410783", "某街2"),
    row(3, "甲县乙戊商店", "起重机、钢丝绳销售", "410783", "某街3"),
    row(5, "甲县乙庚电动机厂", "糕点制造", "410783", "某街5"),
    row(6, "甲县乙辛电动机厂", "", "410783", "某街6"),
    row(7, "甲县乙壬公司", "起重机、升降机、压力容器的安装", "410783", "某街7"),
    row(8, "甲县乙癸公司", "起重机销售;空调安装", "410783", "某街8"),
    row(4, "甲县乙己玩具厂", "玩具起重机、自行车制造", "410783", "某街4"),
]


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Placements:
    tmp = tmp_path_factory.mktemp("chains")
    folder: Path = workspace(tmp)
    (tmp / "r.csv").write_bytes(as_csv(FIRMS))
    import_registers(folder, [tmp / "r.csv"], workers=1)
    return place(folder, [chains()["cranes"]])


def of(placed: Placements, part: str) -> dict[str, dict[str, Any]]:
    rows = placed.table.to_pylist()
    return {found["node"]: found for found in rows if part in found["name"]}


def test_a_firm_stands_on_every_node_its_name_and_things_speak_of(placed: Placements) -> None:
    found = of(placed, "乙丙")
    assert set(found) == {"bridge_crane", "hoist", "installation"}
    crane = found["bridge_crane"]
    assert (crane["by_name"], crane["by_scope"], crane["thing"]) == (
        "起重机械",
        "桥式起重机",
        "桥式起重机",
    )
    assert crane["strength"] == 2 + bool(crane["by_class"])


def test_who_only_sells_a_thing_or_makes_a_toy_of_it_stands_nowhere(placed: Placements) -> None:
    assert of(placed, "乙戊") == {}
    assert of(placed, "乙己") == {}


def test_a_name_alone_gives_way_to_a_scope_that_names_other_things(placed: Placements) -> None:
    assert of(placed, "乙庚") == {}
    assert set(of(placed, "乙辛")) == {"motor"}


def test_a_phrase_runs_over_a_list_of_things_and_never_into_another_clause(
    placed: Placements,
) -> None:
    assert set(of(placed, "乙壬")) == {"installation"}
    assert of(placed, "乙癸") == {}


def test_what_the_register_holds_of_a_county_is_stated(placed: Placements) -> None:
    held = placed.coverage("410783")
    assert (held.firms, held.makers) == (8, 5)
    assert placed.coverage("330106").firms == 0
    assert (placed.firms, placed.placed) == (8, 4)


def test_every_chain_of_the_catalogue_is_sound_and_names_its_key_links() -> None:
    for chain in chains().values():
        assert chain.core
        assert {link.start for link in chain.links} <= set(chain.by_id)


def test_a_chain_is_found_by_its_title() -> None:
    assert chain_named("Cranes") is chain_named("起重机械")
