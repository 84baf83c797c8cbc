"""Chinese first, English under /en/."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from django.test.utils import override_settings


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


def test_django_s_own_words_speak_the_page_s_language(bare: Client) -> None:
    with override_settings(ROOT_URLCONF="tests.web.addresses"):
        assert bare.get("/words/").content.decode() == "这个字段是必填项。"
        assert bare.get("/en/words/").content.decode() == "This field is required."


def test_threads_do_not_lend_each_other_their_language(bare: Client) -> None:
    said = {"/words/": "这个字段是必填项。", "/en/words/": "This field is required."}
    # A session is answered anew, so that every answer is made by the thread that asked.
    somebody = {"HTTP_COOKIE": "sessionid=x"}

    def ask(path: str) -> bool:
        return Client().get(path, **somebody).content.decode() == said[path]

    with override_settings(ROOT_URLCONF="tests.web.addresses"), ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, list(said) * 100))
