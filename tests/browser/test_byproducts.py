"""Circular links in a browser: said, found on a phone, moved; refused, cancelled, settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.fitting import fits
from tests.browser.sites import Site, sited

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.calling", tmp_path, "2023-06-01", browser) as site:
        yield site


def step(page: Page, verb: str, state: str, **said: str) -> None:
    """Take a step, and wait until the page says where that leads."""
    page.reload()
    for name, text in said.items():
        page.fill(f"#f-{name}", text)
    page.click(f"[data-verb={verb}]")
    expect(page.locator(".tag", has_text=state).first).to_be_visible()


def said(site: Site, page: Page, side: str, county: str, **typed: str) -> str:
    """Say a by-product or a want on its page, and let its county list it."""
    page.goto(f"{site.address}/exchange/byproducts/new/?side={side}")
    for name, text in typed.items():
        page.fill(f"#f-{name}", text)
    if side == "offer":
        page.select_option("#f-hazard", "none")
        page.select_option("#f-way", "other")
    page.select_option("#f-county", {"one": "330106", "two": "330110"}[county])
    fits_form = page.get_by_role("button", name="提交核对")
    fits_form.click()
    expect(page.locator(".tag", has_text="待核对")).to_be_visible()
    office = site.sign(county)
    office.goto(page.url)
    step(office, "list", "已上架")
    return page.url


def asked(site: Site) -> tuple[Page, Page, Page]:
    """Let a firm ask for another's by-product; return the pages of both and of the county."""
    software, maker, county = site.sign("software"), site.sign("maker"), site.sign("one")
    offer = said(site, software, "offer", "one", name="脱硫石膏", firm="甲电厂", price="30",
                 treatment_cost="5", amount="200")  # fmt: skip
    said(site, maker, "want", "two", name="脱硫石膏", firm="乙建材", price="10", amount="150")
    maker.goto(f"{site.address}/exchange/byproducts/")
    maker.fill("[name=rate]", "0.5")
    maker.get_by_role("button", name="找副产物").click()
    expect(maker.locator(".fitting li").first).to_contain_text("扣除处理和运输后每吨")
    maker.goto(offer)
    maker.locator("#ask button").click()
    expect(maker.locator(".tag", has_text="待答复")).to_be_visible()
    for page in (software, county):
        page.goto(maker.url)
    return maker, software, county


def test_from_a_want_on_a_phone_to_the_waste_that_was_avoided(site: Site) -> None:
    site.sign("maker").set_viewport_size(PHONE)
    maker, software, county = asked(site)
    fits(maker)
    step(software, "accept", "待指定牵头人")
    step(county, "carry", "待成交", carrier="王明", body="集群服务中心")
    fits(county)
    step(maker, "deal", "待转移", price="-20")
    step(maker, "move", "转移中", amount="80")
    expect(maker.locator("main")).to_contain_text("没有带出处的替代减排因子")
    step(software, "cite", "转移中", replaces="天然石膏", factor="32", factor_year="2023",
         factor_source="某因子库第 12 页")  # fmt: skip
    expect(software.locator("#h-replaced")).to_be_visible()
    fits(maker)
    step(maker, "finish", "已完成", reason="用作缓凝剂")
    expect(maker.locator("main")).to_contain_text("80 吨")
    expect(maker.locator("main")).to_contain_text("2.56 吨CO₂，毛值")
    fits(maker)
    maker.goto(f"{site.address}/exchange/byproducts/")
    fits(maker)
    maker.goto(f"{site.address}/exchange/byproducts/new/?side=want")
    fits(maker)


def test_a_giver_refuses_and_a_receiver_cancels(site: Site) -> None:
    maker, software, county = asked(site)
    software.click("[data-verb=refuse]")  # a reason is needed
    expect(software.locator("[role=alert]").first).to_be_visible()
    software.goto(maker.url)
    step(software, "refuse", "未接受", reason="已订完")
    maker.reload()
    expect(maker.locator("dl").first).to_contain_text("已订完")
    maker.goto(f"{site.address}/exchange/byproducts/")
    maker.locator("#h-offers ~ * a").first.click()
    maker.locator("#ask button").click()
    expect(maker.locator(".tag", has_text="待答复")).to_be_visible()
    software.goto(maker.url)
    step(software, "accept", "待指定牵头人")
    step(maker, "cancel", "已取消", reason="停产")
    assert county.url


def test_both_sides_of_a_dispute_are_heard_and_the_county_settles(site: Site) -> None:
    maker, software, county = asked(site)
    step(software, "accept", "待指定牵头人")
    step(county, "carry", "待成交", carrier="王明", body="集群服务中心")
    step(maker, "deal", "待转移", price="-20")
    step(maker, "dispute", "争议中", reason="含水 40%")
    step(software, "state_side", "争议中", reason="出厂时 10%")
    step(county, "settle", "已裁定", reason="重新检测")
    for side in (maker, software):
        side.reload()
        expect(side.locator("main")).to_contain_text("重新检测")
