"""The clusters stand in real counties that host no recognised cluster known to us."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import yaml

from jiqun.base.codes import industries, regions, sectors
from jiqun.base.files import catalogue_path
from jiqun.clusters.citations import citations
from jiqun.demo import Demonstration

CHOICE: dict[str, Any] = yaml.safe_load(
    catalogue_path("demo", "counties.yaml").read_text(encoding="utf-8")
)


def test_every_county_is_a_county_of_the_code_list_under_its_name() -> None:
    for one in CHOICE["counties"]:
        county = regions().county(one["code"])
        assert county is not None
        assert county.name == one["name"]
        assert regions().province_of(one["code"]).macro_region == one["macro_region"]


def test_each_county_hosts_one_fictional_cluster_and_all_provinces_have_some(
    world: Demonstration,
) -> None:
    counties = [code for cluster in world.clusters for code in cluster["county_codes"]]
    assert len(set(counties)) == len(counties) == 100
    assert len({code[:2] for code in counties}) == 31


def test_the_quota_of_2022_holds() -> None:
    # 工信厅企业函〔2022〕236号: five a province, three a city with its own plan.
    own_plan = ("2102", "3302", "3502", "3702", "4403")
    codes = [county["code"] for county in CHOICE["counties"]]
    cities = Counter(code[:4] for code in codes if code[:4] in own_plan)
    provinces = Counter(code[:2] for code in codes if code[:4] not in own_plan)
    assert max(cities.values()) <= 3
    assert max(provinces.values()) <= 5


def test_sectors_lean_to_the_six_the_report_names(world: Demonstration) -> None:
    count = Counter(cluster["sector"] for cluster in world.clusters)
    named = [sector.name for sector in sectors().values() if sector.note.startswith("named")]
    assert named == ["电子", "轻工", "机械", "有色", "石化", "汽车"]
    assert sum(count[name] for name in named) >= 80
    assert min(count[name] for name in named) > max(
        number for name, number in count.items() if name not in named
    )


def test_a_cluster_s_industry_belongs_to_its_sector(world: Demonstration) -> None:
    divisions = {sector.name: sector.divisions for sector in sectors().values()}
    for cluster in world.clusters:
        assert industries()[cluster["industry"]].level == 4
        assert cluster["industry"].startswith(divisions[cluster["sector"]])


def test_ids_and_names_say_that_the_clusters_are_fictional(world: Demonstration) -> None:
    for place, cluster in enumerate(world.clusters, start=1):
        assert (cluster["id"], cluster["name"]) == (f"demo-{place:03d}", f"示例集群{place:03d}")
        assert cluster["demo"] is True
        assert "虚构" in cluster["operator"]


def test_no_county_hosts_a_recognised_cluster(recognised: set[str]) -> None:
    assert recognised.isdisjoint(county["code"] for county in CHOICE["counties"])


def test_no_county_hosts_a_cluster_of_which_figures_were_published() -> None:
    assert {cited.county_code for cited in citations()}.isdisjoint(
        county["code"] for county in CHOICE["counties"]
    )


def test_the_counties_are_those_the_written_rule_gives(recognised: set[str]) -> None:
    barred = recognised | set(CHOICE["left_out"])
    chosen = []
    for prefix, wanted in CHOICE["numbers"].items():
        longer = [
            number for number in CHOICE["numbers"] if number != prefix and number.startswith(prefix)
        ]
        fit = [
            county.code
            for county in regions().counties
            if county.code.startswith(prefix)
            and not county.code.startswith(tuple(longer))
            and county.longitude is not None
            and county.name.endswith(("区", "市", "县"))
            and not county.name.endswith(tuple(CHOICE["zone_endings"]))
            and county.code not in barred
        ]
        chosen += sorted(fit, key=lambda code: hashlib.sha256(code.encode()).hexdigest())[:wanted]
    assert sorted(chosen) == [county["code"] for county in CHOICE["counties"]]
