"""A recognition after its three years: passed where a page says so, else unknown."""

import pytest

from jiqun.base.csv_files import catalogue_rows
from jiqun.clusters.recognised import recognised
from jiqun.clusters.recognition import Standing
from jiqun.clusters.reviews import periods_of, review_of, standing_in

FIRST = [cluster for cluster in recognised().values() if cluster.batch == "2022"]
PASSED = {"青羊区航空配套产业集群", "武侯区微波射频产业集群", "博兴县商用厨具产业集群"}


def test_of_the_first_batch_only_those_a_page_names_are_known_to_have_passed() -> None:
    assert {cluster.name for cluster in FIRST if review_of(cluster)} == PASSED
    assert all(standing_in(cluster, 2025) is Standing.VALID for cluster in FIRST)
    for cluster in FIRST:
        expected = Standing.VALID if cluster.name in PASSED else Standing.UNKNOWN
        assert standing_in(cluster, 2026) is expected, cluster.name
        assert standing_in(cluster, 2029) is Standing.UNKNOWN


@pytest.mark.parametrize("batch", [2023, 2024, 2025])
def test_a_later_batch_is_unknown_from_the_year_its_validity_ends(batch: int) -> None:
    for cluster in recognised().values():
        if cluster.batch == str(batch):
            standings = [standing_in(cluster, batch + step) for step in (0, 1, 3, 4)]
            assert standings == [
                Standing.NOT_YET, Standing.VALID, Standing.VALID, Standing.UNKNOWN,
            ]  # fmt: skip


def test_without_a_batch_nothing_is_known_of_any_year() -> None:
    (found, *_) = (cluster for cluster in recognised().values() if cluster.batch == "unknown")
    assert periods_of(found) == []
    assert standing_in(found, 2026) is Standing.UNKNOWN


def test_every_review_is_of_a_recognised_cluster_and_has_its_source() -> None:
    known = {
        (cluster.county_code, cluster.name, cluster.batch) for cluster in recognised().values()
    }
    for row in catalogue_rows("clusters", "reviews.csv"):
        assert (row["county_code"], row["cluster"], row["batch"]) in known
        assert row["outcome"] in ("passed", "failed")
        assert row["source"]
        assert row["note_zh"]
        assert row["note_en"]
