"""Solutions in a browser: offered, found on a phone, asked for, finished, refused, disputed."""

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
    for name, text in said.items():
        page.fill(f"#f-{name}", text)
    page.click(f"[data-verb={verb}]")
    expect(page.locator(".tag", has_text=state).first).to_be_visible()


def offered(site: Site) -> str:
    """Offer a solution and list it; return its address."""
    software, county = site.sign("software"), site.sign("one")
    software.goto(f"{site.address}/exchange/solutions/new/")
    for name, text in {"name": "轻量排产", "firm": "示例软件", "price": "18000"}.items():
        software.fill(f"#f-{name}", text)
    software.select_option("#f-county", "330106")
    software.get_by_label("计划排程").check()
    software.get_by_role("button", name="提交审核").click()
    expect(software.locator(".tag", has_text="待审核")).to_be_visible()
    fits(software)
    county.goto(f"{site.address}/exchange/")
    expect(county.locator("#h-waiting")).to_be_visible()
    county.goto(software.url)
    step(county, "list", "已上架")
    return software.url


def assessed(site: Site, maker: Page, level: str) -> None:
    """Answer for a scene and for what gives some points."""
    maker.goto(f"{site.address}/exchange/digital/")
    maker.select_option("[name=s5]", level)  # 计划排程 is the fifth scene
    maker.fill("[name=q2]", "55")
    maker.get_by_role("button", name="保存并自评").click()
    expect(maker.locator("#h-found")).to_be_visible()


def asked(maker: Page, address: str) -> None:
    """Ask for a solution."""
    maker.goto(address)
    maker.fill("#a-firm", "甲公司")
    maker.select_option("#a-county", "330110")
    maker.get_by_role("button", name="提出需求").click()
    expect(maker.locator(".tag", has_text="待答复")).to_be_visible()


def test_a_firm_on_a_phone_finds_asks_and_finishes(site: Site) -> None:
    address = offered(site)
    maker, software = site.sign("maker"), site.sign("software")
    maker.set_viewport_size(PHONE)
    assessed(site, maker, "0")
    maker.goto(f"{site.address}/exchange/solutions/")
    fitting = maker.locator(".fitting li").first
    expect(fitting).to_contain_text("轻量排产")
    expect(fitting).to_contain_text("计划排程")
    fits(maker)
    asked(maker, address)
    request = maker.url
    software.goto(request)
    step(software, "accept", "已接受")
    maker.reload()
    step(maker, "deal", "已成交", price="17000")
    assessed(site, maker, "2")
    maker.goto(request)
    step(maker, "finish", "已完成", reason="上线两周")
    expect(maker.locator("dl")).to_contain_text("等级变化")
    fits(maker)
    software.goto(request)
    expect(software.locator("dl")).not_to_contain_text("等级")
    maker.goto(f"{site.address}/exchange/")
    expect(maker.locator("#h-solutions")).to_be_visible()
    fits(maker)


def test_a_provider_refuses_and_a_firm_cancels(site: Site) -> None:
    address = offered(site)
    maker, software = site.sign("maker"), site.sign("software")
    for verb in ("refuse", "accept"):
        asked(maker, address)
        software.goto(maker.url)
        if verb == "refuse":
            software.click("[data-verb=refuse]")  # a reason is needed
            expect(software.locator(".note.error, [role=alert]").first).to_be_visible()
            step(software, "refuse", "未接受", reason="排期已满")
            maker.reload()
            expect(maker.locator("dl")).to_contain_text("排期已满")
        else:
            step(software, "accept", "已接受")
            maker.reload()
            step(maker, "cancel", "已取消", reason="预算取消")


def test_both_sides_of_a_dispute_are_heard_and_the_county_settles(site: Site) -> None:
    address = offered(site)
    maker, software, county = site.sign("maker"), site.sign("software"), site.sign("two")
    maker.set_viewport_size(PHONE)
    asked(maker, address)
    software.goto(maker.url)
    step(software, "accept", "已接受")
    maker.reload()
    step(maker, "deal", "已成交", price="17000")
    step(maker, "dispute", "争议中", reason="上线后无法排产")
    fits(maker)
    software.reload()
    step(software, "state_side", "争议中", reason="数据未按约定提供")
    county.goto(f"{site.address}/exchange/")
    expect(county.locator("#h-waiting")).to_be_visible()
    county.goto(maker.url)
    expect(county.locator("main")).to_contain_text("上线后无法排产")
    expect(county.locator("main")).to_contain_text("数据未按约定提供")
    step(county, "settle", "已裁定", reason="双方各担一半")
    fits(county)
    for side in (maker, software):
        side.reload()
        expect(side.locator("main")).to_contain_text("双方各担一半")
