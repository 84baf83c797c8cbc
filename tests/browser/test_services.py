"""Services in a browser: from a provider's registration to a firm's satisfaction, and delisted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.fitting import fits
from tests.browser.sites import Site, sited

PHONE = {"width": 360, "height": 780}
TODAY = "2023-06-01"


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.calling", tmp_path, TODAY, browser) as site:
        yield site


def step(page: Page, verb: str, state: str, **said: str) -> None:
    """Take a step, and wait until the page says where that leads."""
    for name, text in said.items():
        page.fill(f"#f-{name}", text)
    page.click(f"[data-verb={verb}]")
    expect(page.locator(".tag", has_text=state).first).to_be_visible()


def offered(site: Site, provider: Page) -> str:
    """Register, be listed by the county, and offer a service; return its address."""
    county = site.sign("one")
    provider.goto(f"{site.address}/services/")
    provider.get_by_role("link", name="登记为服务机构").click()
    provider.fill("#f-firm", "示例服务中心")
    provider.select_option("#f-county", "330106")
    provider.get_by_role("button", name="提交审核").click()
    expect(provider.locator(".tag", has_text="待审核")).to_be_visible()
    fits(provider)
    county.goto(f"{site.address}/services/")
    county.get_by_role("link", name="示例服务中心").click()
    step(county, "list", "已入库")
    provider.reload()
    provider.select_option("#s-kind", "consulting")
    provider.fill("#s-name", "精益诊断")
    provider.fill("#s-price", "3000")
    provider.get_by_role("button", name="发布", exact=True).click()
    expect(provider.locator("h1")).to_have_text("精益诊断")
    fits(provider)
    return provider.url


def asked(site: Site, firm: Page) -> str:
    """Find the service by its kind and ask for it; return the request's address."""
    firm.goto(f"{site.address}/services/")
    firm.locator("[name=kind]").select_option("consulting")
    firm.get_by_role("button", name="查找").click()
    fits(firm)
    firm.get_by_role("link", name="精益诊断").click()
    fits(firm)
    firm.fill("#a-firm", "甲公司")
    firm.select_option("#a-county", "330110")
    firm.fill("#a-town", "东湖街道")
    firm.get_by_role("button", name="申请服务").click()
    expect(firm.locator(".tag", has_text="待预约")).to_be_visible()
    return firm.url


def test_a_firm_on_a_phone_asks_is_served_and_says_how_it_was(site: Site) -> None:
    provider, firm = site.sign("software"), site.sign("maker")
    firm.set_viewport_size(PHONE)
    offered(site, provider)
    request = asked(site, firm)
    provider.goto(request)
    step(provider, "appoint", "已预约", starts=f"{TODAY}T15:00", place="企业现场")
    fits(provider)
    firm.reload()
    expect(firm.locator("dl")).to_contain_text(f"{TODAY} 15:00")
    step(provider, "deliver", "已完成", reason="已出报告")
    firm.reload()
    firm.select_option("#f-grade", "2")
    fits(firm)
    firm.select_option("#f-grade", "2")
    step(firm, "rate", "已评价", reason="报告太短")
    expect(firm.locator("dl")).to_contain_text("不满意")
    fits(firm)
    provider.reload()
    expect(provider.locator("dl")).to_contain_text("报告太短")
    expect(provider.locator("dl")).not_to_contain_text("不满意")


def test_a_provider_delisted_in_mid_service_leaves_the_firm_to_decide(site: Site) -> None:
    provider, firm, county = site.sign("software"), site.sign("maker"), site.sign("one")
    offered(site, provider)
    request = asked(site, firm)
    provider.goto(request)
    step(provider, "appoint", "已预约", starts=f"{TODAY}T15:00")
    county.goto(f"{site.address}/services/")
    county.get_by_role("link", name="示例服务中心").first.click()
    step(county, "delist", "已移出", reason="资质过期")
    firm.goto(request)
    expect(firm.locator("main")).to_contain_text("资质过期")
    step(firm, "go_on", "已预约")
    provider.goto(request)
    step(provider, "deliver", "已完成")
