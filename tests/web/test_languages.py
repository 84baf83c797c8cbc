"""Chinese first, English under /en/."""

import pytest
from django.test import Client


def test_the_first_page_is_chinese(bare: Client) -> None:
    assert '<html lang="zh-Hans">' in bare.get("/").content.decode()


def test_links_of_an_english_page_lead_to_english_pages(bare: Client) -> None:
    page = bare.get("/en/clusters/").content.decode()
    assert 'href="/en/indicators/"' in page
    assert 'href="/indicators/"' not in page


def test_choosing_english_is_remembered(bare: Client) -> None:
    answer = bare.get("/clusters/?q=qn&lang=en")
    assert answer.headers["Location"] == "/en/clusters/?q=qn"
    assert bare.get("/sectors/").headers["Location"] == "/en/sectors/"
    bare.get("/en/?lang=zh")
    assert bare.get("/sectors/").status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/en//evil.example/", "/en/\\evil.example/"])
def test_changing_the_language_never_leads_to_another_host(bare: Client, path: str) -> None:
    answer = bare.get(path, {"lang": "en"})
    if answer.status_code in (301, 302):
        assert answer.headers["Location"].startswith("/en/")
        assert not answer.headers["Location"].startswith(("//", "/\\"))


def test_the_api_has_no_language_in_its_address(bare: Client) -> None:
    bare.cookies["lang"] = "en"
    assert bare.get("/api/v1/vintages").status_code == 200
