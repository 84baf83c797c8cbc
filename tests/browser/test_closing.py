"""A county closes a year, its city sends it back, it is mended, closed again, and stood by."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import ROOT
from tests.browser.fitting import fits
from tests.browser.sites import Site, sited

LIST = "/exchange/closing/"
SITE = "tests.browser.closing_years"


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited(SITE, tmp_path, "2027-02-01", browser) as site:
        yield site


def entered_late(folder: Path) -> None:
    """Let three firms' bookings be entered after the close."""
    own = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", SITE, str(folder), "late"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=True)  # noqa: S603


def test_a_close_is_sent_back_mended_closed_again_and_stood_by(site: Site) -> None:
    county, city = site.sign("one"), site.sign("hangzhou")
    county.goto(f"{site.address}{LIST}")
    county.get_by_role("link", name="2026").first.click()
    county.get_by_role("button", name="结账").click()
    expect(county.locator(".lead")).to_contain_text("已结账，第 1 版")

    city.goto(f"{site.address}/exchange/")
    city.get_by_role("link", name="年度结账").first.click()
    city.get_by_role("link", name="2026").click()
    fits(city)
    city.click("[data-verb=return_year]")
    expect(city.locator(".problems")).to_contain_text("退回没有写原因")
    city.fill("#f-reason", "三家企业的预订没有计入")
    city.click("[data-verb=return_year]")
    expect(city.locator(".tag", has_text="待县级部门办理")).to_be_visible()

    entered_late(site.folder)
    county.goto(f"{site.address}/exchange/")
    county.locator("#h-waiting ~ ul").get_by_role("link", name="去办理").click()
    expect(county.locator("main")).to_contain_text("三家企业的预订没有计入")
    fits(county)
    county.fill("#f-reason", "补登三家企业的预订")
    county.get_by_role("button", name="重新结账").click()
    expect(county.locator(".lead")).to_contain_text("已结账，第 2 版")

    city.reload()
    expect(city.locator(".lead")).to_contain_text("补登三家企业的预订")
    city.fill("#f-reason", "还少两家")
    city.click("[data-verb=return_year]")
    county.reload()
    county.fill("#f-answer", "那两家不在年末名单")
    county.click("[data-verb=stand_by_year]")
    expect(county.locator(".tag", has_text="县级部门已说明")).to_be_visible()
    city.reload()
    expect(city.locator("main")).to_contain_text("那两家不在年末名单")
    fits(city)
