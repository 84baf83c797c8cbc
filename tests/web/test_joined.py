"""One page joins a recognition and a filing; a made-up filing never stands beside a real name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from tests.made import filing, written

from jiqun.clusters.recognised import recognised
from jiqun.filings import import_files
from jiqun.workspace import Workspace, release

CRANES = recognised()["410783-mqsqzjx"]


def visited(
    folder: Path, cluster_id: str, *, name: str, demo: bool, **beside: Any
) -> Iterator[Client]:
    """Visit a site where one cluster filed, with three others beside it."""
    filings = [filing(f"real-{number}", 2022, "410783", "机械", **beside) for number in (1, 2, 3)]
    own = filing(cluster_id, 2022, CRANES.county_code, "机械")
    own["cluster"]["name"] = name
    for said in (*filings, own):
        said["cluster"]["demo"] = demo
    workspace = Workspace.create(folder / "w")
    outcomes = import_files(written(folder, *filings, own), workspace)
    assert not [outcome.problems for outcome in outcomes if outcome.refused]
    release(workspace, 2022)
    with override_settings(WORKSPACE=workspace.folder):
        yield Client()


@pytest.mark.parametrize(
    ("cluster_id", "name"),
    [(CRANES.id, "长垣起重机"), ("changyuan-cranes", CRANES.name.replace("市", "市 "))],
    ids=["same id", "same name in the county"],
)
def test_a_recognised_cluster_that_files_has_one_page(
    tmp_path: Path, cluster_id: str, name: str
) -> None:
    for client in visited(tmp_path, cluster_id, name=name, demo=False):
        for key in (CRANES.id, cluster_id):
            page = client.get(f"/clusters/{key}/").content.decode()
            assert "认定事实" in page
            assert 'aria-label="产业链图"' in page
            assert CRANES.source in page
            assert "没有公开数字" not in page
            assert 'id="leading_industry"' in page
        record = client.get(f"/api/v1/clusters/{CRANES.id}").json()
        assert (record["recognised_id"], record["filed_id"]) == (CRANES.id, cluster_id)


def test_a_made_up_filing_is_nobodys(tmp_path: Path) -> None:
    for client in visited(tmp_path, "demo-001", name=CRANES.name, demo=True):
        page = client.get(f"/clusters/{CRANES.id}/").content.decode()
        assert "没有公开数字" in page
        assert 'id="leading_industry"' not in page
        assert "认定事实" not in client.get("/clusters/demo-001/").content.decode()


def test_yes_and_no_stand_on_the_page(site: Client) -> None:
    page = site.get("/clusters/real-1/").content.decode()
    assert "<dt>制定技术路线图</dt><dd>是</dd>" in page
    assert "<dt>建立创新项目库</dt><dd>否</dd>" in page
    english = site.get("/en/clusters/real-1/").content.decode()
    assert "<dt>technology roadmap drawn up</dt><dd>yes</dd>" in english


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("qzj", "/clusters/410783-mqsqzjx/"),
        ("real-1", "/clusters/real-1/"),
        ("330106", "/regions/330106/"),
        ("西湖", "/regions/330106/"),
        ("3432", "/clusters/?q="),
        ("研发强度", "/indicators/innovation/rd_intensity/"),
        ("rd_intensity", "/indicators/innovation/rd_intensity/"),
        ("云南", "/programmes/yunnan/sme-cluster/"),
        ("〔2022〕119", "/policies/national/"),
        ("电子", "/sectors/"),
    ],
)
def test_one_search_finds_things_of_every_kind(site: Client, query: str, found: str) -> None:
    page = site.get("/search/", {"q": query}).content.decode()
    assert f'href="{found}' in page


def test_a_search_for_nothing_and_for_too_much(site: Client) -> None:
    assert "没有找到" not in site.get("/search/").content.decode()
    assert "没有找到" in site.get("/search/", {"q": "火星" * 100}).content.decode()
    assert site.get("/search/", {"q": "<script>alert(1)</script>"}).status_code == 200
    assert "<script>alert" not in site.get("/search/", {"q": "<script>alert(1)"}).content.decode()
    many = site.get("/search/", {"q": "市"}).content.decode()
    assert many.count("<li>") < 120
    assert "只列出前 12 项" in many


def weaknesses_on(page: str) -> dict[str, str]:
    """Return the count beside each finding of a province's page."""
    row = r'<tr><th scope="row">([^<]+)</th><td class="n" data-label="检出的集群">([^<]+)</td>'
    return dict(re.findall(row, page))


def test_a_province_s_page_counts_what_its_readers_see_on_pages_of_its_clusters(
    tmp_path: Path,
) -> None:
    kinds = ("information", "training", "startup", "innovation", "finance")
    few = {f"service_{kind}": False for kind in kinds}
    for client in visited(tmp_path, CRANES.id, name="长垣起重机", demo=False, **few):
        found = weaknesses_on(client.get("/regions/410000/").content.decode())
        assert found
        own = [
            client.get(f"/clusters/{key}/").content.decode()
            for key in ("real-1", "real-2", "real-3", CRANES.id)
        ]
        for title, counted in found.items():
            assert counted == f"{sum(title in page for page in own)}/4", title
        assert "3/4" in found.values()
        assert "起重机" in client.get("/regions/410000/").content.decode()


def test_a_province_s_page_says_nothing_of_made_up_clusters(demo: Client) -> None:
    page = demo.get("/regions/330000/").content.decode()
    assert "集群短板" not in page
    assert weaknesses_on(page) == {}
