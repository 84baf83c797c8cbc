"""Who has no Chinese font sees characters all the same; who has one downloads none."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright
from tests.browser.conftest import CHROMIUM, QUIET

NO_CHINESE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<selectfont><rejectfont><pattern><patelt name="lang"><string>zh-cn</string></patelt></pattern>
</rejectfont></selectfont></fontconfig>"""
DRAWN = ("h1", ".hero .big", ".hero small", "nav a", ".tag", "footer p")
SETTLED = "document.fonts.status === 'loaded'"
DRAWN_BY_OURS = "[...document.fonts].some((font) => font.status === 'loaded')"
IN_PICTURES = ("svg.chart text", "figcaption", "summary")


@contextmanager
def opened(browser: Browser, path: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a page, and note which fonts it asks for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if is_font(request.url) else None)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(SETTLED)
    yield page, asked
    context.close()


def is_font(url: str) -> bool:
    return url.endswith(".woff2")


@pytest.fixture(scope="module")
def without_chinese(
    driver: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Start a browser on a machine that has no Chinese font."""
    config = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    config.write_text(NO_CHINESE)
    browser = driver.chromium.launch(
        executable_path=CHROMIUM, args=QUIET, env={**os.environ, "FONTCONFIG_FILE": str(config)}
    )
    yield browser
    browser.close()


def families(page: Page, selector: str) -> set[str]:
    """Return whether the first of such elements is drawn by the site's font or the machine's."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("DOM.enable")
    protocol.send("CSS.enable")
    root = protocol.send("DOM.getDocument")["root"]["nodeId"]
    node = protocol.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = protocol.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {"the site's" if font["isCustomFont"] else "the machine's" for font in fonts}


@pytest.mark.parametrize(("path", "selectors"), [("/", DRAWN), ("/structure/", IN_PICTURES)])
def test_without_a_chinese_font_texts_and_pictures_are_drawn_by_the_sites(
    without_chinese: Browser, address: str, path: str, selectors: tuple[str, ...]
) -> None:
    with opened(without_chinese, address + path) as (page, asked):
        page.wait_for_function(f"{DRAWN_BY_OURS} && {SETTLED}")
        assert 0 < len(asked) < 40
        for selector in selectors:
            assert "the site's" in families(page, selector), selector


def test_a_picture_taken_without_a_chinese_font_carries_its_characters(
    without_chinese: Browser, address: str
) -> None:
    with opened(without_chinese, f"{address}/indicators/innovation/rd_intensity/") as (page, _):
        with page.expect_download() as caught:
            page.locator("figure .downloads button", has_text="SVG").first.click()
        drawn = Path(caught.value.path()).read_text(encoding="utf-8")
    assert "@font-face" in drawn
    assert "data:font/woff2;base64," in drawn


def test_with_a_chinese_font_none_is_downloaded(browser: Browser, address: str) -> None:
    listing = shutil.which("fc-list")
    if listing is None:
        pytest.skip("needs fontconfig to know the machine's fonts")
    found = subprocess.run([listing, ":lang=zh-cn", "family"], capture_output=True, check=True)  # noqa: S603
    if not found.stdout.strip():
        pytest.skip("needs a Chinese font on the machine")
    for path in ("/", "/en/clusters/", "/structure/"):
        with opened(browser, address + path) as (_, asked):
            assert asked == []
