"""A page is made once; a reader who has it gets a 304; a release shows at once."""

import gzip
import time
from pathlib import Path
from unittest.mock import patch

from django.test import Client
from django.test.utils import override_settings
from tests.made import filing, written

from jiqun.filings import import_files
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
    first = shelves.open_shelf(filed).newest
    with patch("jiqun.web.explore.published.compute", side_effect=AssertionError):
        again = shelves.open_shelf(filed).newest
    assert first is not None
    assert again is not None
    assert again.figures == first.figures


def test_metrics_count_the_responses(site: Client) -> None:
    site.get("/about/")
    text = site.get("/metrics").content.decode()
    assert 'jiqun_requests_total{method="GET",status="200"}' in text
    assert 'jiqun_request_seconds_bucket{le="+Inf"}' in text
    assert site.get("/healthz").content == b"ok\n"
