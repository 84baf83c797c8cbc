"""Data sharing in a browser: from upload to reading, to the end; refused, taken back, disputed."""

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.browser.fitting import fits
from tests.browser.sites import Site, sited

PHONE: ViewportSize = {"width": 360, "height": 780}
MAKER = "91330110MA28000011"
FILE = "设备,时间,用电量(kWh),合格数,生产数\n" + "".join(
    f"M1,2022-{month:02}-05 08:00,{1000 + 37 * month},{90 + month % 9},100\n"
    for month in range(1, 13)
)
VALUE = "1,370.00"
"""A month's electricity, as pages print it."""


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.granting", tmp_path, "2023-06-01", browser) as site:
        yield site


def step(page: Page, verb: str, state: str, **said: str) -> None:
    """Take a step, and wait until the page says where that leads."""
    for name, text in said.items():
        page.fill(f"#f-{name}", text)
    page.click(f"[data-verb={verb}]")
    expect(page.locator(".tag", has_text=state).first).to_be_visible()


def by_program(address: str, secret: str) -> tuple[int, str]:
    """Ask as a program does, that knows no session and brings its token."""
    asks = Request(address, headers={"Authorization": f"Bearer {secret}"})  # noqa: S310  # ours
    try:
        with urlopen(asks, timeout=30) as answer:  # noqa: S310  # our own site
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def uploaded(site: Site) -> Page:
    """Upload a year of readings on a phone, and see them by month."""
    maker = site.sign("maker")
    maker.set_viewport_size(PHONE)
    maker.goto(f"{site.address}/exchange/grants/readings/")
    content = FILE.encode("gb18030")
    file = {"name": "读数.csv", "mimeType": "text/csv", "buffer": content}
    maker.set_input_files("#f-file", files=[file])
    maker.get_by_role("button", name="上传并保存").click()
    expect(maker.locator("[role=status]")).to_contain_text("12 行")
    expect(maker.locator(".months rect")).to_have_count(12)
    fits(maker)
    return maker


def asked(site: Site, login: str = "software") -> Page:
    """Ask the maker for its electricity until a day far off."""
    page = site.sign(login)
    page.goto(f"{site.address}/exchange/grants/new/")
    fits(page)
    if login == "software":
        page.fill("#f-name", "示例银行")
    page.fill("#f-firm", MAKER)
    page.select_option("#f-field", "electricity")
    page.select_option("#f-purpose", "finance")
    page.fill("#f-until", "2099-06-30")
    page.get_by_role("button", name="提出申请").click()
    expect(page.locator(".tag", has_text="待答复").first).to_be_visible()
    return page


def granted(site: Site) -> tuple[Page, Page]:
    """Upload, ask and grant; return both sides, on the grant's page."""
    maker, bank = uploaded(site), asked(site)
    maker.goto(f"{site.address}/exchange/")
    maker.get_by_role("link", name="去办理").first.click()
    step(maker, "grant", "已授权", name="示例机械")
    bank.reload()
    return maker, bank


def test_from_upload_to_reading_to_the_end(site: Site) -> None:
    maker, bank = granted(site)
    grant = bank.url
    fits(bank)
    bank.get_by_role("button", name="读取数据").click()
    expect(bank.locator("main")).to_contain_text(VALUE)
    fits(bank)
    with bank.expect_download() as download:
        bank.get_by_role("link", name="导出 CSV").click()
    assert "2022-10,1370" in Path(download.value.path()).read_text("utf-8-sig")
    maker.goto(grant)
    expect(maker.locator("#h-uses ~ div, #h-uses + div").first).to_contain_text("导出")
    fits(maker)
    moment = site.folder / "moment"
    moment.write_text("2099-06-30T23:59:59+08:00")  # its last day is still included
    bank.goto(f"{grant}data/")
    expect(bank.locator("main")).to_contain_text(VALUE)
    moment.write_text("2099-07-01T00:00:00+08:00")
    for name in ("data/", "data.json", "data.csv"):
        answer = bank.request.get(f"{grant}{name}")
        assert answer.status == 403
        assert "1370" not in answer.text()
        assert VALUE not in answer.text()
    bank.go_back()
    bank.goto(f"{grant}data/")
    expect(bank.locator("main")).to_contain_text("授权已到期")
    expect(bank.locator("main")).not_to_contain_text(VALUE)
    fits(bank)
    bank.goto(grant)
    expect(bank.locator(".tag", has_text="已到期")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desktop"])
def test_from_a_need_to_its_outcome_by_a_program(site: Site, size: ViewportSize) -> None:
    maker, bank = uploaded(site), site.sign("software")
    for page in (maker, bank):
        page.set_viewport_size(size)
    bank.goto(f"{site.address}/exchange/grants/wants/new/")
    fits(bank)
    bank.fill("#f-name", "示例银行")
    bank.check("[name=fields][value=electricity]")
    bank.select_option("#f-purpose", "finance")
    bank.fill("#f-until", "2099-06-30")
    bank.get_by_role("button", name="发布").click()
    expect(bank.locator("h1")).to_contain_text("数据征集")
    fits(bank)
    maker.goto(f"{site.address}/exchange/grants/wants/")
    fits(maker)
    maker.locator("#h-open ~ div a, #h-open + p + div a").first.click()
    expect(maker.locator("main")).to_contain_text("所要的 1 个字段有 1 个：用电量")
    fits(maker)
    maker.check("[name=fields][value=electricity]")
    maker.fill("#f-name", "示例机械")
    maker.get_by_role("button", name="授权", exact=True).click()
    expect(maker.locator(".tag", has_text="已授权").first).to_be_visible()
    grant = maker.url
    bank.reload()
    bank.locator("#h-answers + ul a").click()
    bank.get_by_text("生成令牌").first.click()
    bank.fill("#f-token_name", "风控系统")
    bank.get_by_role("button", name="生成令牌").click()
    secret = bank.locator("#secret").inner_text()
    fits(bank)
    status, said = by_program(f"{grant}data.jsonl", secret)
    assert (status, "1370" in said) == (200, True)
    maker.reload()
    expect(maker.locator("main")).to_contain_text("程序令牌")
    fits(maker)
    step(maker, "revoke", "授权已撤回", reason="合作终止")
    status, said = by_program(f"{grant}data.jsonl", secret)
    assert (status, "1370" in said) == (403, False)
    bank.goto(f"{site.address}/exchange/grants/wants/")
    bank.locator("#h-own + div a").first.click()
    bank.get_by_role("button", name="不再征集").click()
    maker.goto(f"{site.address}/exchange/grants/wants/")
    expect(maker.locator("#h-open small")).to_have_text("0")


def test_who_asks_takes_the_request_back(site: Site) -> None:
    maker, bank = uploaded(site), asked(site)
    step(bank, "withdraw", "申请已撤回")
    maker.goto(bank.url)
    expect(maker.locator(".tag", has_text="申请已撤回").first).to_be_visible()
    expect(maker.locator("[data-verb=grant]")).to_have_count(0)


def test_a_firm_refuses_and_takes_back_at_once(site: Site) -> None:
    maker = uploaded(site)
    bank = asked(site)
    maker.goto(bank.url)
    maker.click("[data-verb=refuse]")  # a reason is needed
    expect(maker.locator("[role=alert]").first).to_be_visible()
    step(maker, "refuse", "未授权", reason="不便提供")
    bank.reload()
    expect(bank.locator("dl").first).to_contain_text("不便提供")
    bank = asked(site)
    maker.goto(bank.url)
    step(maker, "grant", "已授权", name="示例机械")
    grant = bank.url
    bank.goto(f"{grant}data/")
    expect(bank.locator("main")).to_contain_text(VALUE)
    step(maker, "revoke", "授权已撤回", reason="合作终止")
    bank.reload()
    expect(bank.locator("main")).to_contain_text("已撤回")
    expect(bank.locator("main")).not_to_contain_text(VALUE)


def test_both_sides_of_a_dispute_are_heard_and_the_county_settles(site: Site) -> None:
    maker, bank = granted(site)
    grant = bank.url
    bank.goto(f"{grant}data/")
    maker.goto(grant)
    step(maker, "dispute", "争议中", reason="数据转给了第三方")
    bank.goto(grant)
    step(bank, "state_side", "争议中", reason="没有转出")
    county = site.sign("two")
    county.goto(f"{site.address}/exchange/")
    expect(county.locator("#h-waiting")).to_be_visible()
    county.get_by_role("link", name="去办理").first.click()
    expect(county.locator("main")).to_contain_text("数据转给了第三方")
    expect(county.locator("main")).to_contain_text("没有转出")
    expect(county.locator("main")).not_to_contain_text(VALUE)
    step(county, "settle", "已裁定", reason="属实，授权终止")
    fits(county)
    for side in (maker, bank):
        side.goto(grant)
        expect(side.locator("main")).to_contain_text("属实，授权终止")
