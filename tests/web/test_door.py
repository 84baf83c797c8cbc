"""What no route could answer is refused at the door, in words and in one line."""

import json
import logging

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from tests.web.samples import address

from jiqun.web import door
from jiqun.web.rights import right_of
from jiqun.web.routes import routes

STATIC = "/static/site.css"


@pytest.mark.parametrize("method", ["BREW", "PROPFIND", "TRACE", "get", "POST", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/", "/en/clusters/", "/api/v1/figures", "/api/v1/openapi.json", STATIC, "/healthz"]
)
def test_a_method_nobody_answers_is_405_with_those_that_are(
    bare: Client, path: str, method: str
) -> None:
    answer = bare.generic(method, path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_every_route_refuses_an_unknown_method(bare: Client) -> None:
    for route in routes():
        path = address(route)
        assert bare.generic("BREW", path).status_code == 405, path
        if "POST" not in right_of(route.functions[0]).methods:
            assert bare.post(path).status_code == 405, path


@pytest.mark.parametrize("path", ["/", "/api/v1/vintages", STATIC, "/healthz"])
def test_head_is_answered_as_get_without_the_content(bare: Client, path: str) -> None:
    answer = bare.head(path)
    assert (answer.status_code, answer.content if path != STATIC else b"") == (200, b"")


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("/clusters/?q=" + "x" * door.LONGEST_QUERY, "超过 4096 字节", "longer than 4096 bytes"),
        ("/" + "x" * door.LONGEST_PATH, "超过 1024 字节", "longer than 1024 bytes"),
    ],
)
def test_an_endless_address_is_414_in_the_reader_s_language_and_not_repeated(
    bare: Client, path: str, zh: str, en: str
) -> None:
    answer, english = bare.get(path), bare.get("/en" + path)
    assert (answer.status_code, english.status_code) == (414, 414)
    assert zh in answer.content.decode()
    assert en in english.content.decode()
    assert "xxxxx" not in answer.content.decode()


def test_a_thousand_parameters_are_refused(bare: Client) -> None:
    answer = bare.get("/api/v1/figures?" + "&" * door.MOST_PARAMETERS)
    assert answer.status_code == 400
    (problem,) = json.loads(answer.content)["problems"]
    assert problem["code"] == "web.many_parameters"


@pytest.mark.parametrize("host", ["evil.example", "a b", "localhost:x", "\x7f", "x" * 9000])
def test_a_foreign_host_is_400_and_logs_one_line(
    bare: Client, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = bare.get("/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert "本站不使用这个域名" in answer.content.decode()
    (record,) = caplog.records
    assert record.exc_info is None
    assert "\n" not in record.getMessage()
    assert len(record.getMessage()) < 200


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, identity", False),
        ("br;q=1, gzip;q=0.001", True),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("GZIP;Q=0", False),
        ("gzip;q=nonsense", False),
        ("", False),
    ],
)
def test_an_encoding_of_quality_0_is_never_used(bare: Client, header: str, taken: bool) -> None:
    answer = bare.get("/indicators/", headers={"Accept-Encoding": header})
    assert (answer.headers.get("Content-Encoding") == "gzip") == taken


def test_files_honour_quality_0_too(bare: Client) -> None:
    path = "/static/built/site.js"
    refused = bare.get(path, headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
    if refused.status_code == 404:
        pytest.skip("the pages' files are not built")
    assert "Content-Encoding" not in refused.headers
    packed = bare.get(path, headers={"Accept-Encoding": "br, gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "br"


@override_settings(SECURE_HSTS_SECONDS=3600, SECURE_PROXY_SSL_HEADER=("HTTP_X_PROTO", "https"))
def test_hsts_is_said_where_it_is_set_and_the_proxy_speaks_tls(bare: Client) -> None:
    site = Client()
    assert site.get("/about/", HTTP_X_PROTO="https").headers["Strict-Transport-Security"] == (
        "max-age=3600"
    )
    assert "Strict-Transport-Security" not in site.get("/about/").headers


def test_hsts_is_not_said_unless_it_is_set(bare: Client) -> None:
    assert settings.SECURE_HSTS_SECONDS == 0
    assert "Strict-Transport-Security" not in bare.get("/about/", secure=True).headers
