"""What a county has of a chain: counted, told or left open, with who could fill the gap."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest

from jiqun.base.codes import regions
from jiqun.base.errors import NotFound
from jiqun.chains import gaps as gaps_module
from jiqun.chains.gaps import Gaps, LinkCounts, NodeGap, gaps, links_of_clusters
from jiqun.chains.loading import chains
from jiqun.chains.perimeters import counties_meant
from jiqun.chains.placing import Placements, place
from jiqun.chains.ranks import ranks
from jiqun.chains.settings import settings
from jiqun.chains.states import State
from jiqun.diagnosis.board import Links
from jiqun.registry import import_registers
from tests.registry.made_up import as_csv, row, workspace

HERE, NEAR, FAR = "410783", "410225", "440114"
"""Changyuan, Lankao near by in the same province, and Huadu in Guangdong."""


def many(county: str, number: int = 100) -> list[list[str]]:
    """Return makers of what no crane holds, so that the register holds enough of the county."""
    return [row(at, f"甲县乙{at}糕点厂", "糕点制造", county, f"某街{at}") for at in range(number)]


FIRMS = [
    *many(HERE),
    row(201, "甲县丙一起重机械公司", "桥式起重机、电动葫芦制造", HERE, "丙街1"),
    row(202, "甲县丙二起重机厂", "桥式起重机制造", HERE, "丙街2"),
    row(203, "甲县丙三制动器厂", "制动器制造", HERE, "丙街3"),
    row(301, "甲县丁一钢丝绳厂", "钢丝绳制造", NEAR, "丁街1"),
    row(302, "甲县丁二钢丝绳厂", "钢丝绳制造", FAR, "丁街2"),
]


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Placements:
    tmp = tmp_path_factory.mktemp("gaps")
    folder: Path = workspace(tmp)
    (tmp / "r.csv").write_bytes(as_csv(FIRMS))
    import_registers(folder, [tmp / "r.csv"], workers=1)
    return place(folder, [chains()["cranes"]])


@pytest.fixture(scope="module")
def here(placed: Placements) -> Gaps:
    return gaps(placed, chains()["cranes"], [HERE])


def node(found: Gaps, name: str) -> NodeGap:
    return next(gap for gap in found.nodes if gap.node.id == name)


def test_a_node_has_its_firms_each_once(here: Gaps) -> None:
    crane = node(here, "bridge_crane")
    assert (crane.firms, crane.state) == (2, State.SEVERAL)
    assert node(here, "hoist").state is State.ONE
    assert node(here, "rope").state is State.NONE


def test_key_links_are_counted_as_a_diagnosis_takes_them(here: Gaps) -> None:
    """Of 14 key links cranes have two makers, brakes and hoists one each."""
    assert here.links is not None
    assert (here.links.links, here.links.missing, here.links.single_firm) == (14, 11, 2)
    assert {gap.node.id for gap in here.single} == {"brake", "hoist"}
    assert all(gap.node.core for gap in here.missing)


def test_links_of_recognised_clusters_are_what_a_diagnosis_takes(placed: Placements) -> None:
    found = links_of_clusters(placed)
    assert {name: asdict(links) for name, links in found.items()} == {
        "410783-mqsqzjx": {"links": 14, "missing": 11, "single_firm": 2}
    }
    assert {field.name for field in fields(LinkCounts)} == {field.name for field in fields(Links)}


def test_a_specialist_stands_on_one_key_link_and_no_other_node(here: Gaps) -> None:
    assert [firm.name for firm in node(here, "brake").specialists] == ["甲县丙三制动器厂"]
    assert [firm.name for firm in node(here, "bridge_crane").specialists] == ["甲县丙二起重机厂"]
    assert node(here, "hoist").specialists == ()  # its only maker makes cranes too


def test_neighbours_are_named_where_something_is_missing_and_near_enough(here: Gaps) -> None:
    rope = node(here, "rope").neighbours
    assert [(near.county, near.firms, near.same_province) for near in rope] == [(NEAR, 1, True)]
    assert 0 < rope[0].kilometres < settings().neighbours_km
    assert node(here, "bridge_crane").neighbours == ()


def test_where_the_register_holds_too_little_silence_tells_nothing(placed: Placements) -> None:
    found = gaps(placed, chains()["cranes"], [NEAR])
    assert not found.told
    assert found.links is None
    assert {gap.state for gap in found.nodes} == {State.UNKNOWN}
    assert set(found.firms.values()) == {None}
    assert node(found, "rope").firms == 1  # counted all the same


def test_a_perimeter_of_several_counties_is_taken_together(placed: Placements) -> None:
    found = gaps(placed, chains()["cranes"], [HERE, NEAR])
    assert node(found, "rope").state is State.ONE
    assert found.held.makers == 104


def test_tiers_go_before_strength_and_what_is_not_known_comes_last() -> None:
    order = ["制造业单项冠军企业", "国家级专精特新小巨人", "省级专精特新中小企业", "创新型", ""]
    assert [gaps_module._tier(tier) for tier in order] == [0, 2, 3, 4, 5]


def test_counties_are_ranked_by_how_far_they_lie_above_what_their_size_would_give(
    placed: Placements,
) -> None:
    """By hand: 5 of 105 makers. Of one maker 0.048 are expected, give or take 0.213, and there is
    one; of 103 makers 4.905, give or take 2.161, and there are three."""
    found = ranks(placed, chains()["cranes"])
    assert [(rank.county, rank.firms, rank.links, rank.makers) for rank in found] == [
        (NEAR, 1, 1, 1), (FAR, 1, 1, 1), (HERE, 3, 3, 103),
    ]  # fmt: skip
    assert [round(rank.excess, 2) for rank in found] == [4.47, 4.47, -0.88]


@pytest.mark.parametrize("said", ["410783", "长垣市", "河南省长垣市", "Changyuan"])
def test_a_county_is_known_by_code_or_name(said: str) -> None:
    assert counties_meant([said, HERE]) == (HERE,)


def test_a_county_nobody_knows_or_several_bear_the_name_of_is_refused() -> None:
    with pytest.raises(NotFound) as unknown:
        counties_meant(["无名县"])
    assert unknown.value.problem.code == "chains.no_county"
    with pytest.raises(NotFound) as several:
        counties_meant(["鼓楼区"])
    assert several.value.problem.code == "chains.several_counties"
    assert regions().county("320106") is not None
