"""Over every address of the site: no request that another site made, no script inline."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client
from tests.web.cast import COOKIE
from tests.web.samples import address

from jiqun.web.rights import SAFE, right_of
from jiqun.web.routes import Route, methods_of, routes

FORGED = "这个表单不是从本站页面发出的"
DATA = ("application/json", "application/ld+json")


def taking() -> Iterator[tuple[Route, str]]:
    """Yield every route with each method by which it changes something."""
    for route in routes():
        right = right_of(route.functions[0])
        assert right is not None
        for method in {*right.methods, *methods_of(route.callback)} - set(SAFE):
            yield route, method


TAKING = list(taking())
SOME = ("public", "county", "nation")
"""Of the cast; the check is made before anybody is asked for a right."""


def test_there_are_many_routes_that_change_something() -> None:
    assert len(TAKING) >= 20


@pytest.mark.parametrize(
    ("route", "method"), TAKING, ids=lambda said: said.pattern if isinstance(said, Route) else said
)
@pytest.mark.parametrize(
    "said",
    [
        {},
        {"HTTP_X_CSRFTOKEN": "k" * 32},
        {"HTTP_ORIGIN": "https://evil.example", "HTTP_X_CSRFTOKEN": "k" * 32},
    ],
    ids=["no token", "a token of one's own", "another site"],
)
def test_a_request_without_the_page_s_token_is_refused_to_everybody(
    cast_site: Client, route: Route, method: str, said: dict[str, str]
) -> None:
    for name in SOME:
        client = Client(enforce_csrf_checks=True)
        client.cookies[COOKIE] = name
        if "HTTP_ORIGIN" in said:
            client.cookies["csrftoken"] = "k" * 32
        answer = client.generic(method, address(route), **said)
        assert (answer.status_code, FORGED in answer.content.decode()) == (403, True), name


class Unsafe(HTMLParser):
    """Gathers what a policy without inline scripts and styles would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "script" and "src" not in said and said.get("type") not in DATA:
            self.found.append("<script>")
        if tag in ("style", "object", "embed", "applet", "base"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            wrong = name.startswith("on") or name in ("style", "srcdoc")
            if wrong or (value or "").strip().lower().startswith(("javascript:", "vbscript:")):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern)
def test_every_answer_has_a_policy_and_every_page_keeps_to_it(
    cast_site: Client, route: Route
) -> None:
    for name in SOME:
        client = Client()
        client.cookies[COOKIE] = name
        answer = client.get(address(route))
        policy = answer.headers["Content-Security-Policy"]
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert "unsafe" not in rules.get("script-src", rules["default-src"]), name
        assert rules["default-src"] == "'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.headers["Content-Type"].startswith("text/html") and "style-src 'self'" in policy:
            page = Unsafe()
            page.feed(answer.content.decode())
            assert page.found == [], name
