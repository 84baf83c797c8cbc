"""A carbon account in a browser: said on a phone, seen with its factors, counted for the county."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.fitting import fits
from tests.browser.sites import Site, sited

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.calling", tmp_path, "2023-06-01", browser) as site:
        yield site


def test_a_firm_on_a_phone_accounts_for_its_year_and_lets_its_county_count_it(site: Site) -> None:
    maker, county = site.sign("maker"), site.sign("two")
    maker.set_viewport_size(PHONE)
    maker.goto(f"{site.address}/exchange/")
    maker.click("#h-carbon a")
    fits(maker)
    maker.fill("#f-year", "2025")
    maker.fill("[name=f_diesel]", "12.5")
    maker.fill("[name=d_diesel]", "3")
    maker.get_by_label("没有使用其他燃料").check()
    maker.select_option("[name=e1_place]", "330000")
    maker.fill("[name=e1_kwh]", "400000")
    maker.get_by_label("没有绿证和合同").check()
    maker.get_by_role("button", name="保存并核算").click()
    expect(maker.locator("#h-scope_1")).to_be_visible()
    expect(maker.locator("main")).to_contain_text("38.70")
    expect(maker.locator("main")).to_contain_text("用了替代因子")
    expect(maker.locator("main")).to_contain_text("没有填写外购热力")  # left open: cannot tell
    fits(maker)
    maker.get_by_label("没有外购热力").check()
    maker.get_by_role("button", name="保存并核算").click()
    expect(maker.locator("main")).to_contain_text("198.96")
    maker.fill("[name=f_coke]", "很多")
    maker.get_by_role("button", name="保存并核算").click()
    expect(maker.locator("[role=alert]")).to_contain_text("很多")
    assert maker.input_value("[name=f_coke]") == "很多"
    maker.goto(f"{site.address}/exchange/carbon/")
    maker.select_option("[name=county]", "330110")
    maker.get_by_role("button", name="参加合计").click()
    expect(maker.get_by_role("button", name="不再参加")).to_be_visible()
    fits(maker)
    county.goto(f"{site.address}/exchange/carbon/")
    expect(county.locator("main")).to_contain_text("还没有可以公布的合计")  # one firm alone
    expect(county.locator("main")).not_to_contain_text("38.70")
    fits(county)
    maker.set_viewport_size({"width": 1280, "height": 900})
    fits(maker)
