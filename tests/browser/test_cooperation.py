"""Joint projects in a browser: from a need to its outcome, and refusal, cancelling, dispute."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.fitting import fits
from tests.browser.sites import Site, sited
from tests.browser.test_solutions import PHONE, step
from tests.web.cooperation.projects import CODES, PATENT, SIDES, TEXT

BOARD = "/exchange/cooperation/"


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.cooperating", tmp_path, "2026-11-30", browser, CODES) as site:
        yield site


def filled(page: Page, login: str) -> None:
    """Say who a partner is."""
    page.fill("#f-firm", SIDES[login]["firm"])
    page.select_option("#f-county", SIDES[login]["county"])
    page.fill("#f-brings", SIDES[login]["brings"])
    if page.locator("#f-size").count():
        page.select_option("#f-size", SIDES[login]["size"])


def proposed(site: Site) -> tuple[Page, str]:
    """Propose a project; return the lead's page and its address."""
    lead = site.sign("lead")
    lead.goto(f"{site.address}/exchange/")
    lead.get_by_role("link", name="协同创新").click()
    lead.get_by_role("link", name="发起项目").click()
    fits(lead)
    lead.select_option("#f-kind", TEXT["kind"])
    for name in ("title", "aim", "shares", "steps", "need", "told"):
        lead.fill(f"#f-{name}", TEXT[name])
    lead.check("#f-counted")
    filled(lead, "lead")
    lead.get_by_role("button", name="发起").click()
    expect(lead.locator(".tag", has_text="商议中").first).to_be_visible()
    return lead, lead.url


def joined(site: Site, lead: Page, address: str) -> Page:
    """Post the need, ask to join on a phone, let in, and agree."""
    step(lead, "post", "公开征集伙伴")
    small = site.sign("small")
    small.set_viewport_size(PHONE)
    small.goto(site.address + BOARD)
    small.get_by_role("link", name=TEXT["title"]).click()
    fits(small)
    filled(small, "small")
    small.click("[data-verb=join]")
    expect(small.locator("[data-verb=withdraw_asking]")).to_be_visible()
    lead.goto(address)
    lead.click("[data-verb=admit]")
    expect(lead.locator(".tag", has_text="已邀请").first).to_be_visible()
    small.goto(address)
    small.click("[data-verb=agree]")
    expect(small.locator(".tag", has_text="已同意").nth(1)).to_be_visible()
    return small


def test_from_a_need_to_a_confirmed_result_and_the_end(site: Site) -> None:
    lead, address = proposed(site)
    small = joined(site, lead, address)
    lead.goto(address)
    fits(lead)
    step(lead, "begin", "实施中")
    small.goto(address)
    small.locator("#d-patent summary").click()
    small.fill("#patent-title", PATENT["title"])
    small.select_option("#patent-level", "invention")
    small.fill("#patent-number", "ZL200410016940.7")
    small.fill("#patent-day", PATENT["day"])
    small.locator("#d-patent [name=owners]").first.check()
    small.locator("#d-patent [data-verb=record]").click()
    expect(small.locator(".problems")).to_contain_text("校验位不对")
    small.fill("#patent-number", PATENT["number"])
    small.locator("#d-patent [data-verb=record]").click()
    expect(small.locator(".tag", has_text="待另一方确认")).to_be_visible()
    fits(small)
    lead.goto(address)
    lead.click("[data-verb=confirm]")
    expect(lead.locator(".tag", has_text="已确认")).to_be_visible()
    step(lead, "finish", "已完成", reason="噪声降低 3.4 dB")
    fits(lead)
    public = site.sign("nobody")
    public.goto(address)
    expect(public.locator("main")).to_contain_text(TEXT["told"])
    expect(public.locator("main")).not_to_contain_text(SIDES["lead"]["firm"])


def test_declined_then_cancelled(site: Site) -> None:
    lead, address = proposed(site)
    lead.fill("#f-code", CODES["institute"])
    lead.click("[data-verb=invite]")
    expect(lead.locator(".tag", has_text="已邀请").first).to_be_visible()
    institute = site.sign("institute")
    institute.goto(address)
    fits(institute)
    institute.fill("#f-reason", "课题已满")
    institute.click("[data-verb=decline]")
    institute.wait_for_url(f"**{BOARD}")
    lead.goto(address)
    step(lead, "cancel", "已取消", reason="没有找到院所")


def test_a_dispute_goes_to_the_leads_county(site: Site) -> None:
    lead, address = proposed(site)
    small = joined(site, lead, address)
    lead.goto(address)
    step(lead, "begin", "实施中")
    small.goto(address)
    step(small, "dispute", "争议中", reason="样件款没付")
    county = site.sign("one")
    county.goto(f"{site.address}/exchange/")
    county.locator("#h-waiting ~ ul").get_by_role("link", name="去办理").click()
    fits(county)
    step(county, "settle", "已裁定", reason="补付一半")


def test_a_partner_follows_a_lead_that_is_gone(site: Site) -> None:
    lead, address = proposed(site)
    small = joined(site, lead, address)
    lead.goto(address)
    step(lead, "begin", "实施中")
    small.goto(address)
    small.fill("#f-reason", "牵头方已注销登记")
    small.click("[data-verb=claim_lead]")
    expect(small.locator(".tag", has_text="待答复")).to_be_visible()
    fits(small)
    county = site.sign("one")
    county.goto(f"{site.address}/exchange/")
    county.locator("#h-waiting ~ ul").get_by_role("link", name="去办理").click()
    expect(county.locator("main")).to_contain_text("牵头方已注销登记")
    fits(county)
    county.fill("#f-reason", "登记机关已公告")
    county.click("[data-verb=hand_lead]")
    county.wait_for_url(f"**{BOARD}")
    small.goto(address)
    expect(small.locator(".tag", has_text="文本重新商议中").first).to_be_visible()
    expect(small.locator(".partners")).to_contain_text("已不存在或不能履行")
    small.fill("#f-code", CODES["institute"])
    small.click("[data-verb=invite]")
    expect(small.locator(".tag", has_text="已邀请").first).to_be_visible()
