"""A motion walks from a firm to its result in a browser: sealed, voted on, opened, found again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import BUILT
from tests.browser.fitting import fits
from tests.browser.sites import Site, sited
from tests.browser.test_solutions import PHONE, step

BEFORE, LAST, AFTER = "2026-03-02", "2026-03-10", "2026-03-11"
MAKER, SOFTWARE, LABS = "91330110MA28000011", "91330106MA2800000X", "91410783MA28000027"
LINES = "\n".join(
    f"{code} | {name} | firm | small | 2026-01-05"
    for code, name in ((MAKER, "示例机械"), (SOFTWARE, "示例软件"), (LABS, "示例检测"))
)


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    if not (BUILT / "governance.js").is_file():
        pytest.skip("needs the built assets; run make assets")
    with sited("tests.browser.calling", tmp_path, BEFORE, browser) as site:
        yield site


def founded(site: Site) -> str:
    """Found a body with statutes and three firms; return its address."""
    agency = site.sign("agency")
    agency.goto(f"{site.address}/governance/")
    agency.fill("#f-name", "示例促进中心")
    agency.fill("#f-founded", "2026-01-01")
    fits_as_typed(agency)
    agency.click("[data-verb=found_body]")
    expect(agency.locator("#h-law")).to_be_visible()
    address = agency.url
    agency.click("summary:has-text('登记新的章程')")
    for name, text in {"since": "2026-01-01", "document": "成员大会 1 号", "text": "第一条……",
                       "quorum": "50"}.items():  # fmt: skip
        agency.fill(f"#f-{name}", text)
    agency.select_option("#f-without", "again")
    agency.select_option("#f-majority", "simple")
    agency.click("[data-verb=enact]")
    expect(agency.locator("dl")).to_contain_text("名册中 50% 的中小企业参加投票")
    fits(agency)
    agency.goto(f"{address}members/")
    agency.fill("#f-lines", LINES)
    agency.click("[data-verb=enter_members]")
    expect(agency.locator("table")).to_contain_text("示例检测")
    fits(agency)
    return address


def fits_as_typed(page: Page) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def balloted(site: Site, body: str) -> tuple[str, dict[str, Path]]:
    """Move something as a firm, discuss it, open a ballot; return its address and the shares."""
    firm, agency = site.sign("maker"), site.sign("agency")
    firm.set_viewport_size(PHONE)
    firm.goto(f"{body}move/")
    firm.fill("#f-title", "共用检测中心")
    firm.fill("#f-text", "向中小企业按成本价开放。")
    firm.click("[data-verb=submit]")
    expect(firm.locator(".tag", has_text="待受理").first).to_be_visible()
    address = firm.url
    agency.goto(address)
    step(agency, "admit", "讨论中")
    agency.fill("#f-remark", "请各成员发言。")
    agency.click("[data-verb=remark]")
    expect(agency.locator("article.remark")).to_contain_text("请各成员发言")
    agency.goto(f"{address}ballot/")
    agency.get_by_role("button", name="生成密钥").click()
    files = {}
    for holder in ("agency", "province", "scrutineer"):
        with agency.expect_download() as taken:
            agency.click(f"[data-share={holder}]")
        files[holder] = site.folder / taken.value.suggested_filename
        taken.value.save_as(files[holder])
    agency.fill("#f-closes", LAST)
    agency.fill("#f-scrutineer", LABS)
    agency.click("[data-publish]")
    expect(agency.locator(".tag", has_text="表决中").first).to_be_visible()
    fits(agency)
    return address, files


def voted(site: Site, login: str, address: str, choice: str) -> Path:
    """Vote in secret; return the receipt, having watched what was sent."""
    page = site.sign(login)
    page.set_viewport_size(PHONE)
    page.goto(f"{address}vote/")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or ""))
    page.select_option("#v-choice", choice)
    with page.expect_download() as taken:
        page.get_by_role("button", name="加密并投票").click()
    receipt = site.folder / f"receipt-{login}-{len(list(site.folder.glob('receipt-*')))}.json"
    taken.value.save_as(receipt)
    page.wait_for_url(address)
    secret = json.loads(receipt.read_text())["secret"]
    assert any("envelope=" in body for body in sent)
    assert not [body for body in sent if secret[:20] in body or f"={choice}" in body]
    return receipt


def test_a_motion_is_adopted_in_secret_and_each_firm_finds_its_own_vote(site: Site) -> None:
    address, files = balloted(site, founded(site))
    stale = voted(site, "software", address, "no")
    kept = voted(site, "software", address, "yes")
    voted(site, "maker", address, "yes")
    agency, software = site.sign("agency"), site.sign("software")
    fits(software)
    agency.goto(address)
    expect(agency.locator(".ballot dl")).not_to_contain_text("2 家，其中")
    site.on(AFTER)
    agency.reload()
    step(agency, "close", "已截止，待开票")
    expect(agency.locator(".ballot dl")).to_contain_text("2 家，其中中小企业 2 家")
    labs = site.sign("labs")
    labs.goto(f"{address}open/")
    fits(labs)
    for number, holder in enumerate(("province", "scrutineer"), 1):
        labs.set_input_files(f"#o-{number}", files[holder])
    labs.get_by_role("button", name="开票", exact=True).click()
    expect(labs.locator("[data-result]")).to_have_text("赞成 2，反对 0，弃权 0")
    for receipt, told in ((stale, "被本企业后来的投票取代"), (kept, "已计入：赞成")):
        software.goto(address)
        software.click("summary:has-text('用回执核对')")
        software.set_input_files("#c-receipt", receipt)
        software.click("[data-check]")
        expect(software.locator("form[data-ballot=check] [data-said]")).to_contain_text(told)
    agency.reload()
    step(agency, "carry_out", "已落实", reason="今天起开放。")
    maker = site.sign("maker")
    maker.goto(address)
    expect(maker.locator("main")).to_contain_text("今天起开放")
    fits(maker)


def test_without_a_quorum_nothing_is_opened_and_it_is_voted_on_once_more(site: Site) -> None:
    address, _ = balloted(site, founded(site))
    voted(site, "maker", address, "yes")
    site.on(AFTER)
    agency, maker = site.sign("agency"), site.sign("maker")
    agency.goto(address)
    agency.click("[data-verb=close]")
    expect(agency.locator(".tag", has_text="不足法定人数").first).to_be_visible()
    expect(agency.locator("[data-result]")).to_have_count(0)
    expect(agency.get_by_role("link", name="开始表决")).to_be_visible()
    maker.goto(address)
    expect(maker.locator(".ballot dl")).to_contain_text("1 家，其中中小企业 1 家")
    fits(maker)
