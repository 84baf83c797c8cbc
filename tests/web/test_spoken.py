"""Every page speaks one language: what is read, and what is told to who does not see."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.web.cast import CAST, COOKIE
from tests.web.samples import address

from jiqun.clusters.recognised import recognised
from jiqun.web.rights import right_of
from jiqun.web.routes import Route, routes

CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
ENGLISH = re.compile(r"(?<![-/.\w])[A-Za-z][a-z]+(?: [A-Za-z][a-z]+)+(?![-/.\w])")
TOLD = ("title", "alt", "aria-label", "placeholder", "data-copy", "data-source", "data-label")
"""Attributes that are read, shown or copied."""
SILENT = {"script", "style", "code", "pre", "meta", "link"}
NAMES = re.compile(
    "|".join(
        [
            *(re.escape(cluster.name) for cluster in recognised().values()),
            r"示例集群\d*",
            r"测试集群\S*",
            r"〔\d{4}〕|[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号",
        ]
    )
)
"""What is Chinese in any language: names of clusters, numbers of documents."""
CITED = re.compile("American Economic Review|The Paternity of an Index")
"""What is English in any language: titles of papers."""
PUBLIC_PAGES = [
    "/no-such-page/",
    "/search/?q=qzj",
    "/search/?q=zzzz",
    "/clusters/?tab=filed",
    "/clusters/410783-mqsqzjx/",
    "/clusters/demo-001/",
    "/compare/?c=demo-001&c=demo-002",
    "/regions/999999/",
    "/regions/330000/",
    "/regions/110000/",
    "/programmes/yunnan/sme-cluster/",
    "/programmes/hunan/cluster-competition/",
    "/policies/beijing/",
    "/policies/gansu/",
    "/figures/2022-v1/2022/cluster/demo-001/output_total/",
    "/figures/2022-v1/2022/nation/CN/carbon_intensity/",
]
"""Beside the address of every route: pages that say something else."""


def told(page: bytes, other: str) -> Iterator[str]:
    """Yield what a page says that is not marked as the other language."""
    for element in html.fromstring(page.decode()).iter():
        if not isinstance(element.tag, str) or element.tag in SILENT:
            continue
        if not _spoken(element, other):
            yield element.text or ""
            yield from (element.get(name, "") for name in TOLD)
        above = element.getparent()
        if above is not None and above.tag not in SILENT and not _spoken(above, other):
            yield element.tail or ""


def _spoken(element: Any, lang: str) -> bool:
    """Whether the nearest mark of a language on or above an element is that language."""
    marked = next((at for at in (element, *element.iterancestors()) if at.get("lang")), None)
    return marked is not None and marked.get("lang").startswith(lang)


def chinese_left(page: bytes) -> list[str]:
    found = (NAMES.sub(" ", text) for text in told(page, "zh"))
    return [text.strip() for text in found if CHINESE.search(text)]


def english_left(page: bytes) -> list[str]:
    return sorted(
        {words for text in told(page, "en") for words in ENGLISH.findall(CITED.sub(" ", text))}
    )


def pages(client: Client, path: str, **asked: str) -> Iterator[bytes]:
    answer = client.get(path, **asked)
    if answer.content and "html" in answer.headers.get("Content-Type", ""):
        yield answer.content


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_page_of_the_demonstration_speaks_one_language(demo: Client, path: str) -> None:
    for page in pages(demo, f"/en{path}"):
        assert chinese_left(page) == []
    for page in pages(demo, path):
        assert english_left(page) == []


def readable() -> list[Route]:
    return [route for route in routes() if "GET" in right_of(route.functions[0]).methods]  # type: ignore[union-attr]


@pytest.mark.parametrize("route", readable(), ids=lambda route: route.pattern)
def test_every_route_speaks_one_language_to_who_may_call_it(
    cast_site: Client, route: Route
) -> None:
    right = right_of(route.functions[0])
    assert right is not None
    name = next(name for name, reader in CAST.items() if right.allows(reader))
    asked = {"HTTP_COOKIE": f"{COOKIE}={name}"} if name != "public" else {}
    for page in pages(cast_site, f"/en{address(route)}", **asked):
        assert chinese_left(page) == []
    for page in pages(cast_site, address(route), **asked):
        assert english_left(page) == []
