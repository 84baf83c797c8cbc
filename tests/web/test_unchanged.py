"""A page is made once; a reader who has it gets a 304; a release shows at once."""

import gzip
import time
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from django.test.utils import override_settings
from tests.made import filing, written

from jiqun.base.readers import PUBLIC
from jiqun.filings import import_files
from jiqun.web import unchanged
from jiqun.web.explore import shelf as shelves
from jiqun.workspace import Workspace, release


def test_a_reader_who_has_the_page_gets_a_304_without_a_body(site: Client) -> None:
    tag = site.get("/indicators/").headers["ETag"]
    again = site.get("/indicators/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag


def test_another_tag_gets_the_page(site: Client) -> None:
    assert site.get("/indicators/", headers={"If-None-Match": 'W/"old"'}).status_code == 200


def test_both_languages_are_kept_apart(site: Client) -> None:
    assert site.get("/about/").headers["ETag"] != site.get("/en/about/").headers["ETag"]


def test_a_page_is_compressed_for_who_can_read_it(site: Client) -> None:
    plain = site.get("/indicators/")
    packed = site.get("/indicators/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_finished_page_is_not_made_again(site: Client) -> None:
    first = site.get("/sectors/").content
    with patch("jiqun.web.explore.views.regions.render", side_effect=AssertionError):
        assert site.get("/sectors/").content == first


def test_a_page_not_found_is_never_kept(site: Client) -> None:
    assert "ETag" not in site.get("/nothing").headers


def test_a_new_release_shows_without_a_restart(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    import_files(written(tmp_path, filing("one")), workspace)
    release(workspace, 2022)
    with override_settings(WORKSPACE=workspace.folder), patch.object(shelves, "LOOK_EVERY", 0):
        client = Client()
        before = client.get("/reports/")
        import_files(written(tmp_path, filing("two")), workspace)
        release(workspace, 2022, "second")
        time.sleep(0.01)
        after = client.get("/reports/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "2022-v2" in after.content.decode()


def test_figures_computed_once_are_read_the_next_time(filed: Path) -> None:
    first = shelves.open_shelf(filed).newest(PUBLIC)
    with patch("jiqun.publications.making.made_apart", side_effect=AssertionError):
        again = shelves.open_shelf(filed).newest(PUBLIC)
    assert first is not None
    assert again is not None
    assert again.at("nation", "CN") == first.at("nation", "CN") != {}


def test_an_unknown_parameter_makes_no_page_of_its_own(site: Client) -> None:
    first = site.get("/clusters/?batch=2022&q=qz")
    with patch("jiqun.web.explore.views.clusters.render", side_effect=AssertionError):
        again = site.get("/clusters/?utm_source=mail&q=qz&x=1&batch=2022")
    assert again.content == first.content
    assert "utm_source" not in again.content.decode()


def test_parameters_that_a_page_depends_on_make_pages_of_their_own(site: Client) -> None:
    assert site.get("/clusters/?batch=2022").content != site.get("/clusters/?batch=2023").content


def test_nine_thousand_long_queries_do_not_fill_the_memory(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "MOST_BYTES", 100_000)
    pages = unchanged.Pages()
    page = unchanged.Kept(b"x" * 100, None, (("Content-Type", "text/html"),), "tag")
    pages.find("token", "")
    for number in range(9_000):
        pages.keep("token", f"/clusters/?q={number:0400}", page)
    assert len(pages._pages) * (100 + 400 + unchanged.EACH) < 110_000
    assert pages.weight <= 100_000


def test_a_page_under_a_long_address_is_answered_and_tagged_but_not_kept(site: Client) -> None:
    path = "/clusters/?q=" + "x" * unchanged.LONGEST_KEPT
    assert site.get(path).headers["ETag"]
    with (
        patch("jiqun.web.explore.views.clusters.render", side_effect=AssertionError),
        pytest.raises(AssertionError),
    ):
        site.get(path)


def test_metrics_count_the_responses(site: Client) -> None:
    site.get("/about/")
    text = site.get("/metrics").content.decode()
    assert 'jiqun_requests_total{method="GET",status="200"}' in text
    assert 'jiqun_request_seconds_bucket{le="+Inf"}' in text
    assert site.get("/healthz").content == b"ok\n"
