"""A county in a browser: what is found, dismissed with a reason, a measure taken and followed."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import SIZES, served
from tests.browser.test_explorer import serious

WEAK, COUNTY = "demo-095", "620621"
"""A cluster of the demonstration that is behind its peers in several things, and its county."""
PATIENCE = 120_000
"""Milliseconds: a year's diagnosis is made when it is first asked for."""
WHY = "试点由市里统一申报"
WHAT = "向 60 家企业发放上云券"


@dataclass(frozen=True)
class County:
    """A site of the demonstration, and a county's password there."""

    address: str
    password: str


@pytest.fixture(scope="module")
def county(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    folder = tmp_path_factory.mktemp("diagnosis") / "w"
    copytree(demonstration, folder)
    program = Path(sys.executable).with_name("jiqun")
    command = [program, "user", "add", "look", "-w", folder, "--office", f"county:{COUNTY}"]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603  # our own
    with served(folder) as address:
        yield County(address, told.split()[-1])


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, county: County) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE)
    opened, faults = context.new_page(), list[str]()
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.goto(f"{county.address}/accounts/login/")
    opened.fill("#login", "look")
    opened.fill("#password", county.password)
    opened.keyboard.press("Enter")
    opened.get_by_role("link", name="诊断").wait_for()
    yield opened
    context.close()
    assert faults == []


def fits(page: Page) -> None:
    """Hold a page to its width, and to axe's serious rules."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (wide <= 0, serious(page)) == (True, [])


def test_a_county_dismisses_a_finding_and_records_a_measure(page: Page, county: County) -> None:
    page.goto(f"{county.address}/diagnosis/")
    fits(page)
    page.get_by_role("link", name="示例集群095").click()
    fits(page)
    first = page.locator("article.finding:has(form[action$='/dismiss/'])").first
    title = (first.get_attribute("aria-labelledby") or "").removeprefix("f-")
    first.locator("summary", has_text="排除这一项").click()
    first.locator("textarea").fill(WHY)
    first.get_by_role("button", name="排除").click()
    dismissed = page.locator(f"article[aria-labelledby='f-{title}']")
    expect(dismissed).to_contain_text(WHY)
    expect(dismissed).to_contain_text("县级主管部门")
    dismissed.get_by_role("button", name="撤回排除").click()
    expect(page.locator(f"article[aria-labelledby='f-{title}']")).not_to_contain_text(WHY)
    page.get_by_role("link", name="登记采取的举措").click()
    fits(page)
    page.select_option("#f-measure", "cloud_move")
    page.select_option("#f-finding", "cloud_behind")
    page.fill("#f-since", "2021-03-01")
    page.fill("#f-what", WHAT)
    page.fill("#f-amount", "很多")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".problems")).to_contain_text("不是以万元计的金额")
    expect(page.locator("#f-what")).to_have_value(WHAT)
    page.fill("#f-amount", "120")
    page.get_by_role("button", name="保存").click()
    taken = page.locator("article.finding", has_text=WHAT)
    expect(taken).to_contain_text("120万元")
    expect(taken).to_contain_text("对照")
    expect(page.locator("main")).to_contain_text("不证明是举措所致")
    fits(page)
    page.goto(page.url.replace("/diagnosis/", "/en/diagnosis/"))
    expect(page.locator("main")).to_contain_text("is no proof that the measure made them")
    fits(page)
    taken.get_by_role("button", name="Withdraw").click()
    expect(page.locator("main")).to_contain_text("None is recorded yet.")
