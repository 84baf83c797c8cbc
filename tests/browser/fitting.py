"""A page held to the width of its window and to axe, in both languages."""

import re

from playwright.sync_api import Page, expect
from tests.browser.test_explorer import serious


def fits(page: Page) -> None:
    """Hold that a page fits, and that axe finds nothing serious, in both languages."""
    here = page.url
    for address in (re.sub(r"(//[^/]+)/", r"\1/en/", here), here):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        width = page.viewport_size["width"] if page.viewport_size else 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert serious(page) == [], address
