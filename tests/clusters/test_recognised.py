"""Recognised clusters as public pages name them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from jiqun.base.codes import regions
from jiqun.base.csv_files import catalogue_rows
from jiqun.clusters.recognised import batches, recognised

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def test_all_that_public_pages_confirm_are_there() -> None:
    counted = Counter(cluster.batch for cluster in recognised().values())
    assert len(recognised()) == 152
    assert batches() == ["2022", "2023", "2024", "2025", "unknown"]
    assert all(counted[batch] <= 100 for batch in batches())


@pytest.mark.shared
def test_names_places_and_batches_are_those_of_the_source() -> None:
    if not (SHARED / "clusters_recognised.csv").is_file():
        pytest.skip("the list of recognised clusters is not beside the project")
    with (SHARED / "clusters_recognised.csv").open(encoding="utf-8-sig", newline="") as file:
        confirmed = list(csv.DictReader(file))
    kept = ("batch", "province", "county_text", "name", "adcode", "industry_hint")
    ours = catalogue_rows("clusters", "recognised.csv")
    assert {tuple(row[name] for name in kept) for row in ours} == {
        tuple(row[name] for name in kept) for row in confirmed
    }


def test_every_cluster_lies_in_a_county_of_its_province_and_has_its_source() -> None:
    for cluster in recognised().values():
        county = regions().county(cluster.county_code)
        assert county is not None, cluster.id
        assert regions().province_of(county.code).name == cluster.province
        assert cluster.source
        assert cluster.product
        assert not cluster.product.startswith(county.name)


@pytest.mark.parametrize(
    ("known_as", "name", "batch"),
    [
        ("410783-mqsqzjx", "长垣市门桥式起重机械产业集群", "2022"),
        ("440605-qn", "佛山市南海区氢能产业集群", "2022"),
        ("371625-sycj", "博兴县商用厨具产业集群", "2022"),
        ("140921-fldz", "定襄县法兰锻造产业集群", "2024"),
        ("360313-gytc", "萍乡湘东工业陶瓷产业集群", "2022"),
    ],
)
def test_a_cluster_goes_by_its_county_and_its_product(known_as: str, name: str, batch: str) -> None:
    assert (recognised()[known_as].name, recognised()[known_as].batch) == (name, batch)
