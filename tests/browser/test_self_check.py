"""A county before and during an application, in a browser: checked, started, checked again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.sites import Site, sited
from tests.browser.test_explorer import serious

OPEN = "2023-06-01"
"""A day whose last complete year is the one the clusters filed for."""
WIDTHS = (1280, 390)


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.calling", tmp_path, OPEN, browser) as site:
        yield site


def look_at(page: Page) -> None:
    """Look at a page in both languages and widths: it fits, and axe finds nothing serious."""
    here = page.url
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for address in (here, re.sub(r"(//[^/]+)/", r"\1/en/", here)):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert serious(page) == [], address
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto(here)


def called(site: Site) -> None:
    nation = site.sign("nation")
    nation.goto(f"{site.address}/recognition/calls/new/")
    nation.fill("[name=due]", "2023-12-31")
    nation.locator("form button").last.click()
    nation.locator("[data-verb=issue]").click()
    expect(nation.locator(".lead")).to_contain_text("接收申报")


def tried(page: Page) -> None:
    """Try a smaller output of SMEs: the gap, the picture and the least change follow."""
    page.fill("input[name='2022.output_sme']", "1000000")
    page.get_by_role("button", name="试算").click()
    failing = page.locator("li.not_met", has_text="中小企业产值占比")
    expect(failing.locator("svg .limit")).to_have_count(1)
    expect(failing.locator(".gap")).to_have_text("差 30.32 个百分点")
    change = page.locator(".note ol li", has_text="中小企业产值")
    expect(change).to_contain_text("从 1000000 万元提高到 1764000 万元")
    assert serious(page) == []


def test_a_county_checks_itself_starts_an_application_and_checks_again(site: Site) -> None:
    county = site.sign("one")
    county.goto(f"{site.address}/recognition/")
    expect(county.locator("main")).to_contain_text("现在没有可以申报的通知")
    county.locator(".cards a", has_text="认定自查").click()
    look_at(county)
    county.locator(".cards a", has_text="测试集群one").click()
    expect(county.locator("input[name='2022.output_total']")).to_have_value("2520000")
    look_at(county)
    tried(county)
    called(site)
    county.goto(f"{site.address}/recognition/")
    look_at(county)
    county.locator(".offer a.button", has_text="开始申报").click()
    county.select_option("select[name=cluster]", "one")
    county.get_by_role("button", name="选定").click()
    expect(county.locator("dd").first).to_contain_text("48 个中已知 16 个")
    look_at(county)
    county.locator("[data-verb=begin]").click()
    county.wait_for_url(re.compile(r"/recognition/\d+/$"))
    look_at(county)
    drafted(county)


def drafted(page: Page) -> None:
    """Confirm what was filled in, change a figure, and see the check follow."""
    page.get_by_role("button", name="核对无误，全部确认").click()
    expect(page.locator("form.confirming")).to_have_count(0)
    cell = page.locator("[data-cell='2022.output_sme'] [data-part=said]")
    cell.fill("1000000")
    expect(page.locator("#saved.done")).to_be_visible(timeout=60_000)
    expect(page.locator("#counted")).not_to_contain_text("待保存", timeout=60_000)
    page.locator("a", has_text="重新核对").click()
    expect(page.locator("#check .gap").first).to_have_text("差 30.32 个百分点")
