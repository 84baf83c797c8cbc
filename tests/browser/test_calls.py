"""A call in a browser: two provinces, over quota, withdrawn, replaced, objected to, listed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.sites import Site, act, press, sited
from tests.browser.test_explorer import serious

OPEN, AFTER, DECIDING = "2026-06-01", "2026-06-16", "2026-06-30"
FILL = """() => {
  for (const cell of document.querySelectorAll('#filing [data-cell]')) {
    const said = cell.querySelector('[data-part=said]');
    if (said.value) continue;
    said.value = {SELECT: 'true', TEXTAREA: '见所附材料。'}[said.tagName] || '12';
    said.dispatchEvent(new Event('input', {bubbles: true}));
    said.dispatchEvent(new Event('change', {bubbles: true}));
  }
}"""
"""Says something in every empty cell."""
TO_JUDGE = "a[href*='/recognition/opinions/']"


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.calling", tmp_path, OPEN, browser) as site:
        yield site


def applied(site: Site, login: str) -> str:
    """Apply for the county's own cluster, and return the application's address."""
    county = site.sign(login)
    county.goto(f"{site.address}/recognition/calls/1/")
    county.select_option("select[name=cluster]", login)
    county.locator("form[action$='/apply/'] button").click()
    county.wait_for_url(re.compile(r"/recognition/\d+/$"))
    if county.locator("form.confirming").count():
        press(county, "核对无误，全部确认")
    for confirm in county.locator("p > [data-confirm]").all():  # what is told of the cluster
        confirm.click()
    county.evaluate(FILL)
    expect(county.locator("#saved.done")).to_be_visible(timeout=60_000)
    expect(county.locator("#counted")).not_to_contain_text("待保存", timeout=60_000)
    where = county.url
    county.reload()
    act(county, "submit")
    expect(county.locator(".lead")).to_contain_text("已提交")
    return where


def reviewed(site: Site, where: str, prefecture: str, province: str) -> Page:
    """Let the prefecture endorse and the province pass an application; it is checked on site."""
    for login, verb, said in (
        (prefecture, "endorse", {}),
        (province, "pass_first_review", {}),
        (province, "record_site_check", {"text": "厂房属实。"}),
    ):
        page = site.sign(login)
        page.goto(where)
        act(page, verb, **said)
    return page


def judged(site: Site, expert: str) -> None:
    """Take up every invitation of an expert and give scores."""
    page = site.sign(expert)
    page.goto(f"{site.address}/recognition/")
    parts = [link.get_attribute("href") for link in page.locator(TO_JUDGE).all()]
    for part in parts:
        page.goto(f"{site.address}{part}")
        if page.locator("[data-verb=accept]").count():
            act(page, "accept")
        if page.locator("#strength").count():
            act(page, "give_scores", strength="80", innovation="8", remark="材料充分。")


def called(site: Site) -> dict[str, str]:
    """Issue a call with one place for each province, and let every county apply; one withdraws."""
    nation = site.sign("nation")
    nation.goto(f"{site.address}/recognition/calls/new/?programme=national/sme-cluster&year=2026")
    nation.fill("#due", "2026-06-15")
    nation.fill("#quota_province", "1")
    press(nation, "保存通知草稿")
    act(nation, "issue")
    where = {cluster: applied(site, cluster) for cluster in ("one", "two", "three", "four")}
    act(site.sign("three"), "withdraw")
    expect(site.sign("three").locator(".lead")).to_contain_text("已撤回")
    return where


def recommended(site: Site, where: dict[str, str]) -> None:
    """Recommend one cluster of each province; the second of Zhejiang is one over its quota."""
    zhejiang = reviewed(site, where["one"], "hangzhou", "zhejiang")
    act(zhejiang, "recommend")
    expect(zhejiang.locator(".lead")).to_contain_text("已推荐")
    reviewed(site, where["two"], "hangzhou", "zhejiang")
    act(zhejiang, "recommend")
    expect(zhejiang.locator("main")).to_contain_text("名额")
    expect(zhejiang.locator(".lead")).not_to_contain_text("已推荐")
    act(zhejiang, "put_on_waiting_list")
    expect(zhejiang.locator(".lead")).to_contain_text("候补")
    act(reviewed(site, where["four"], "foshan", "guangdong"), "recommend")


def invited(site: Site, call: str) -> None:
    """Let experts state their ties, and invite them; one is kept apart, one declines."""
    nation = site.sign("nation")
    for expert, employer in (("zhao", "某集群促进中心"), ("qian", ""), ("sun", ""), ("li", "")):
        page = site.sign(expert)
        page.goto(f"{site.address}/recognition/expert/")
        page.fill("#employers", employer)
        press(page, "保存")
    nation.goto(f"{call}panel/")
    expect(nation.locator("h2:has-text('须回避') + ul")).to_contain_text("zhao")
    press(nation, "邀请")
    for expert in ("qian", "sun", "li"):
        page = site.sign(expert)
        page.goto(f"{site.address}/recognition/")
        if page.locator(TO_JUDGE).count():
            page.locator(TO_JUDGE).first.click()
            act(page, "decline")
            break
    nation.goto(f"{call}panel/")
    press(nation, "邀请")


def selected(site: Site, call: str, where: dict[str, str]) -> None:
    """Let the experts score, and give notice of who is selected; no score is seen before."""
    nation = site.sign("nation")
    for expert in ("zhao", "qian", "sun", "li"):
        judged(site, expert)
    for cluster in ("one", "four"):
        nation.goto(where[cluster])
        assert "80.00" not in nation.content()
    for cluster in ("one", "four"):
        nation.goto(where[cluster])
        act(nation, "close_scores")
    for cluster in ("one", "four"):
        nation.goto(where[cluster])
        act(nation, "summarise", text="建议认定。")
    nation.goto(f"{call}ranking/")
    press(nation, "公示入选的申报")
    nation.goto(call)
    act(nation, "give_notice")


def objected(site: Site, call: str, where: str) -> str:
    """Object to an application as anybody can, and return the link to the outcome."""
    public = site.sign("public")
    public.goto(call)
    expect(public.locator("main")).to_contain_text("公示名单")
    public.locator(f"a[href*='/objections/to/{where.rstrip('/').split('/')[-1]}/']").click()
    public.fill("#f-name", "张三")
    public.fill("#f-contact", "13800000000")
    public.fill("#f-text", "产值与事实不符。")
    press(public, "提出异议")
    return public.locator("a[href*='/objections/of/']").get_attribute("href") or ""


def test_a_call_of_two_provinces_from_its_draft_to_the_list(site: Site) -> None:
    nation, public = site.sign("nation"), site.sign("public")
    call = f"{site.address}/recognition/calls/1/"
    where = called(site)
    recommended(site, where)
    site.on(AFTER)
    nation.goto(call)
    act(nation, "close")
    act(nation, "start_review")
    invited(site, call)
    selected(site, call, where)
    outcome = objected(site, call, where["four"])
    site.on(DECIDING)
    nation.goto(call)
    act(nation, "decide")
    expect(nation.locator(".lead")).to_contain_text("公示中")  # an objection is open
    nation.locator("a[href$='/recognition/objections/1/']").first.click()
    expect(nation.locator("main")).to_contain_text("张三")
    act(nation, "admit")
    act(nation, "ask", reason="请说明产值口径。")
    county = site.sign("four")
    county.goto(nation.url)
    assert "张三" not in county.content()
    act(county, "answer", reason="产值含外包。")
    nation.reload()
    act(nation, "uphold", reason="经核查，异议成立。")
    public.goto(outcome)
    expect(public.locator("main")).to_contain_text("经核查，异议成立。")
    nation.goto(call)
    act(nation, "decide")
    act(nation, "announce")
    public.goto(call)
    listed = public.locator("h2:has-text('认定名单') + div tbody tr")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("测试集群one")
    assert "张三" not in public.content()
    assert [serious(page) for page in (public, nation)] == [[], []]
