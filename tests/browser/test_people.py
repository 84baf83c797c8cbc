"""A year in a browser: filled in, fought over, submitted, returned, accepted, released, public."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import SIZES, served
from tests.browser.test_explorer import look_at, serious

Sign = Callable[[str], Page]
FILL = """() => {
  for (const cell of document.querySelectorAll('[data-cell^="values."]')) {
    const said = cell.querySelector('[data-part=said]');
    if (said.value || said.disabled) continue;
    const field = cell.dataset.cell.split('.')[1];
    const before = document.querySelector(`[data-cell="previous.${field}"]`);
    const known = before?.querySelector('[data-part=said]').value;
    if (known) said.value = known;
    else {
      const status = before?.querySelector('[data-part=status]').value || 'missing';
      cell.querySelector('[data-part=status]').value = status;
      cell.querySelector('[data-part=reason]').value = '尚未统计';
    }
    said.dispatchEvent(new Event('input', {bubbles: true}));
  }
}"""
"""Types last year's number into every empty cell, or says why there is none."""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A device with passkeys, played by the browser."""


class Office:
    """An installation with the demonstration's cast, served on a free port."""

    def __init__(self, folder: Path, address: str, passwords: dict[str, str]) -> None:
        self.folder, self.address, self.passwords = folder, address, passwords


@pytest.fixture(scope="module", params=SIZES)
def office(
    request: pytest.FixtureRequest, demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, dict[str, int]]]:
    folder = tmp_path_factory.mktemp("people") / "w"
    copytree(demonstration, folder)
    program = Path(sys.executable).with_name("jiqun")
    command = [program, "demo", folder, "--no-serve", "--json"]
    told = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603  # our own
    passwords = json.loads(told)["passwords"]
    width, height = SIZES[request.param]
    with served(folder) as address:
        yield Office(folder, address, passwords), {"width": width, "height": height}


@pytest.fixture
def sign(office: tuple[Office, dict[str, int]], browser: Browser) -> Iterator[Sign]:
    """Sign somebody in, in a browser of their own; no page may fail."""
    place, size = office
    contexts, faults = [], []

    def signed(login: str) -> Page:
        context = browser.new_context(viewport=size)  # type: ignore[arg-type]  # its own type
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"{place.address}/accounts/login/")
        page.fill("#login", login)
        page.fill("#password", place.passwords[login])
        page.keyboard.press("Enter")
        page.wait_for_url("**/accounts/")
        return page

    yield signed
    for context in contexts:
        context.close()
    assert faults == []


def act(page: Page, verb: str) -> None:
    """Take a step; what is submitted is looked at first, on a page of its own."""
    if verb == "submit":
        page.click("[data-step=submit]")
    page.click(f"[data-verb={verb}]")
    page.wait_for_load_state("networkidle")


def saved(page: Page) -> None:
    expect(page.locator("#saved.done")).to_be_visible(timeout=30_000)
    expect(page.locator("#counted")).not_to_contain_text("待保存", timeout=30_000)


def test_a_year_from_the_first_cell_to_the_public_page(
    office: tuple[Office, dict[str, int]], sign: Sign
) -> None:
    site = office[0].address
    county = sign("county")
    county.goto(f"{site}/filings/")
    county.locator("tbody a").first.click()
    case = county.url
    act(county, "begin")
    expect(county.locator("#counted")).to_contain_text("项必填未填", timeout=30_000)
    expect(county.locator("#counted")).to_contain_text("0 处错误")
    county.evaluate(FILL)
    saved(county)
    while county.locator("[data-confirm-section]").count():
        county.locator("[data-confirm-section]").first.click()
    saved(county)
    county.reload()
    expect(county.locator("#counted")).to_contain_text("0 处错误", timeout=30_000)
    act(county, "submit")
    expect(county.locator(".lead")).to_contain_text("已提交")

    prefecture = sign("prefecture")
    prefecture.goto(f"{site}/reviews/")
    prefecture.locator("tbody a").first.click()
    prefecture.check("input[name=field][value=output_total]")
    prefecture.fill("#reason", "产值请核对")
    act(prefecture, "return")
    expect(prefecture.locator(".lead")).to_contain_text("退回更正")

    county.goto(case)
    expect(county.locator("main")).to_contain_text("产值请核对")
    output = county.locator('[data-cell="values.output_total"] [data-part=said]')
    output.fill(f"{float(output.input_value()) + 1:.2f}")
    saved(county)
    act(county, "submit")
    for login, verb, state in (
        ("prefecture", "endorse", "地市已审核"),
        ("province", "endorse", "省级已审核"),
        ("nation", "accept", "已接收"),
    ):
        page = sign(login)
        page.goto(case)
        act(page, verb)
        expect(page.locator(".lead")).to_contain_text(state)
    page.goto(f"{site}/reviews/release/2023/")
    page.fill("#note", "首次发布")
    page.click("form.sheet button")
    expect(page.locator("main")).to_contain_text("2023-v1")
    cluster = case.split("/filings/")[1].split("/")[0]
    expect(page.locator("main")).to_contain_text("查看公开页面")
    public = page.context.browser.new_page()
    for _ in range(60):  # the vintage's figures are being made: the site says so meanwhile
        answer = public.goto(f"{site}/clusters/{cluster}/", timeout=240_000)
        if answer.status == 200 and "2023-v1" in public.content():
            break
        public.wait_for_timeout(3_000)
    expect(public.locator(".source").first).to_contain_text("2023-v1")


def test_of_two_people_on_one_cell_neither_loses_work(
    office: tuple[Office, dict[str, int]], sign: Sign
) -> None:
    site = office[0].address
    first, second = sign("neighbour"), sign("neighbour")
    for page in (first, second):
        page.goto(f"{site}/filings/")
        page.locator("tbody a").first.click()
        if page.locator("[data-verb=begin]").count():
            act(page, "begin")
    second.reload()
    cell = '[data-cell="values.exports"]'
    first.fill(f"{cell} [data-part=said]", "5")
    saved(first)
    second.fill(f"{cell} [data-part=said]", "7")
    conflict = second.locator(f"{cell} .conflict")
    expect(conflict).to_contain_text("改为 5", timeout=30_000)
    conflict.get_by_role("button", name="用我的").click()
    saved(second)
    first.reload()
    expect(first.locator(f"{cell} [data-part=said]")).to_have_value("7")


def test_what_was_typed_without_a_network_is_there_again_after_the_browser_was_closed(
    office: tuple[Office, dict[str, int]], sign: Sign
) -> None:
    site = office[0].address
    page = sign("neighbour")
    page.goto(f"{site}/filings/")
    page.locator("tbody a").first.click()
    case = page.url
    if page.locator("[data-verb=begin]").count():
        act(page, "begin")
    page.context.set_offline(True)
    cell = page.locator('[data-cell="values.employment"] [data-part=said]')
    cell.fill("4321")
    expect(page.locator("#saved.error")).to_be_visible(timeout=30_000)
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(case)
    saved(again)
    again.reload()
    value = again.locator('[data-cell="values.employment"] [data-part=said]')
    expect(value).to_have_value("4321")


def test_a_passkey_is_added_signs_in_alone_and_stands_for_a_code(
    office: tuple[Office, dict[str, int]], sign: Sign
) -> None:
    site = office[0].address.replace("127.0.0.1", "localhost")  # a passkey's site has a name
    password = office[0].passwords["expert"]
    context = sign("expert").context
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})[
        "authenticatorId"
    ]

    page.goto(f"{site}/accounts/login/?next=/accounts/second-factor/")
    page.fill("#login", "expert")
    page.fill("#password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/accounts/second-factor/")  # loaded, with its script
    page.fill("#key-name", "办公电脑")
    page.fill("#key-password", password)
    page.keyboard.press("Enter")
    expect(page.locator("main code")).to_have_count(11)  # ten recovery codes, the app's secret
    assert len(devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"])

    context.clear_cookies()
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").press("Enter")
    page.wait_for_url("**/accounts/")
    expect(page.locator("main")).to_contain_text("通行密钥 1 个")

    context.clear_cookies()
    known = {"authenticatorId": device, "isUserVerified": False}
    devices.send("WebAuthn.setUserVerified", known)
    page.goto(f"{site}/accounts/login/")
    page.fill("#login", "expert")
    page.fill("#password", password)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="用通行密钥继续").click()
    page.wait_for_url("**/accounts/")
    page.goto(f"{site}/accounts/second-factor/")
    assert serious(page) == []
    page.get_by_text("删除", exact=True).click()
    page.locator("details[open] input[type=password]").fill(password)
    page.keyboard.press("Enter")
    expect(page.locator("main li b")).to_have_count(0)


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("county", "/accounts/"),
        ("county", "/accounts/second-factor/"),
        ("province", "/accounts/people/"),
        ("nation", "/filings/"),
        ("nation", "/filings/open/"),
        ("nation", "/filings/hand-over/"),
        ("province", "/filings/hand-over/"),
        ("nation", "/recognition/"),
        ("expert", "/recognition/expert/"),
        ("audit", "/accounts/"),
        ("nation", "/reviews/"),
        ("nation", "/reviews/release/2023/"),
        ("audit", "/audit/"),
        ("province", "/candidates/"),
        ("county", "/filings/"),
        ("neighbour", "/filings/demo-009/2023/"),
        ("neighbour", "/filings/demo-009/2023/firms/"),
        ("county", "/recognition/"),
        ("nation", "/recognition/calls/new/"),
        ("province", "/candidates/12/"),
        ("firm", "/firm/"),
    ],
)
def test_a_page_of_people_fits_its_window_and_axe_finds_no_serious_fault(
    office: tuple[Office, dict[str, int]], sign: Sign, login: str, path: str
) -> None:
    page = sign(login)
    for address in (path, f"/en{path}"):
        page.goto(office[0].address + address)
        page.wait_for_load_state("networkidle")
        look_at(page)


def test_the_pages_of_a_draft_fit_their_window_and_axe_finds_no_serious_fault(
    office: tuple[Office, dict[str, int]], sign: Sign, tmp_path: Path
) -> None:
    page = sign("neighbour")
    case = f"{office[0].address}/filings/demo-009/2023/"
    page.goto(case)
    if page.locator("[data-verb=begin]").count():
        act(page, "begin")
    for part in ("submit/", "firms/"):
        page.goto(case + part)
        page.wait_for_load_state("networkidle")
        look_at(page)
    page.goto(case)
    page.locator("details.workbook summary").first.click()
    with page.expect_download() as caught:
        page.locator("a[download]").first.click()
    caught.value.save_as(tmp_path / "form.xlsx")
    page.set_input_files("details.workbook input[type=file]", tmp_path / "form.xlsx")
    page.get_by_role("button", name="上传并比较").click()
    expect(page.locator("h1")).to_have_text("与文件比较")
    look_at(page)


def test_an_invited_firm_fills_in_its_line_and_axe_finds_no_serious_fault(
    office: tuple[Office, dict[str, int]], sign: Sign
) -> None:
    county = sign("neighbour")
    case = f"{office[0].address}/filings/demo-009/2023/"
    county.goto(case)
    if county.locator("[data-verb=begin]").count():
        act(county, "begin")
    county.goto(f"{case}firms/")
    code = (county.locator("table.lines tbody small").first.text_content() or "").split()[0]
    county.fill("input[name=credit_code]", code)
    county.get_by_role("button", name="邀请").click()
    link = county.locator("main code").first.text_content() or ""
    look_at(county)
    county.context.clear_cookies()
    firm = county.context.new_page()
    firm.goto(link)
    login = f"firm{code[-4:].lower()}"
    for name, said in (("login", login), ("name", "经办人"), ("password", "a-long-enough-one")):
        firm.fill(f"[name={name}]", said)
    firm.get_by_role("button", name="接受").click()
    expect(firm.locator("main")).to_contain_text("账号已建立")
    firm.fill("#login", login)
    firm.fill("#password", "a-long-enough-one")
    firm.keyboard.press("Enter")
    firm.wait_for_url("**/accounts/")
    firm.goto(f"{office[0].address}/firm/")
    firm.locator("main a[href*='/firm/']").last.click()
    for address in (firm.url, firm.url.replace("/firm/", "/en/firm/")):
        firm.goto(address)
        expect(firm.locator("select[name=tier]").last).to_be_visible()
        look_at(firm)


def test_a_call_is_drafted_issued_and_applied_to_and_axe_finds_no_serious_fault(
    office: tuple[Office, dict[str, int]], sign: Sign
) -> None:
    nation = sign("nation")
    nation.goto(f"{office[0].address}/recognition/calls/new/")
    nation.fill("#due", f"{date.today().year + 1}年6月15日")
    nation.click("form.sheet button")
    act(nation, "issue")
    look_at(nation)
    county = sign("county")
    county.goto(nation.url)
    look_at(county)
    county.select_option("select[name=cluster]", index=1)
    county.get_by_role("button", name="开始申报").click()
    expect(county.locator("#counted")).not_to_be_empty(timeout=30_000)
    wide = county.locator("#statements textarea").first.bounding_box()
    window = county.viewport_size
    assert wide is not None
    assert window is not None
    assert wide["width"] > min(700, 0.85 * window["width"])
    look_at(county)
