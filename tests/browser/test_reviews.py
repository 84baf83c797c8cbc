"""A review after three years in a browser: one recognition extended, one taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.reviewing import LISTED
from tests.browser.sites import Site, act, press, sited
from tests.browser.test_explorer import serious

BEFORE, YEAR_OF_REVIEW = "2024-03-01", "2025-10-09"
REGISTER = "/recognised/?province=330000&batch=2022"
ACCOUNT = {"f-account": "三年来稳步发展。", "f-targets": "产值目标已完成。"}
GROUND = "安全、质量、环境污染事故"


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    with sited("tests.browser.reviewing", tmp_path, BEFORE, browser) as site:
        yield site


def lead(page: Page) -> Locator:
    return page.locator(".lead")


def opened(site: Site) -> None:
    """Open the review of both clusters in the year it falls due, not before."""
    nation = site.sign("nation")
    nation.goto(f"{site.address}/recognised/papers/")
    expect(nation.locator("h2:has-text('今年到期应复核')")).to_have_count(0)
    site.on(YEAR_OF_REVIEW)
    nation.reload()
    for cluster in LISTED:
        nation.check(f"input[name=recognition][aria-label='测试集群{cluster}']")
    press(nation, "启动所选集群的复核")
    expect(nation.locator("a[href*='/recognised/papers/reviews/']")).to_have_count(2)
    expect(nation.locator("h2:has-text('今年到期应复核')")).to_have_count(0)


def accounted_for(site: Site) -> str:
    """Let the county account for the three years, and return the review's address."""
    county = site.sign("one")
    county.goto(f"{site.address}/recognised/papers/")
    county.locator("a[href*='/recognised/papers/reviews/']").click()
    act(county, "begin")
    act(county, "submit")
    expect(county.locator("main")).to_contain_text("还没有填写")
    act(county, "submit", **ACCOUNT)
    expect(lead(county)).to_contain_text("已提交")
    return county.url


def extended(site: Site, review: str) -> None:
    """Let prefecture, province and nation pass the review, with what each has to write."""
    for login, verb, reason in (
        ("hangzhou", "endorse", ""),
        ("zhejiang", "pass_first_review", "逐条符合。"),
        ("zhejiang", "record_site_check", "厂房属实。"),
        ("nation", "start_review", ""),
        ("nation", "pass", "同意。"),
        ("nation", "extend", ""),
    ):
        page = site.sign(login)
        page.goto(review)
        act(page, verb, **({"reason": reason} if reason else {}))
    expect(page.locator("main")).to_contain_text("按填报数据核对")
    expect(page.locator("main")).to_contain_text("逐条符合。")
    expect(lead(page)).to_contain_text("有效期已延长")


def entry(page: Page, site: Site, cluster: str) -> Locator:
    """Show the register, and return the row of a cluster."""
    page.goto(f"{site.address}{REGISTER}")
    return page.locator(f"tr:has(th:has-text('测试集群{cluster}'))")


def revoked(site: Site) -> None:
    """Take the other recognition away on a ground; its county is heard, the public sees nothing."""
    province, county, nation = site.sign("zhejiang"), site.sign("two"), site.sign("nation")
    where = f"{site.address}{entry(province, site, 'two').locator('a').get_attribute('href')}"
    province.goto(where)
    act(province, "propose_revocation", reason="发生较大事故。")
    expect(province.locator("main")).to_contain_text("没有选择撤销情形")
    province.select_option("#ground", "larger_accident")
    act(province, "propose_revocation", reason="发生较大事故。")
    public = site.sign("public")
    public.goto(where)
    assert "拟撤销" not in public.content()
    assert GROUND not in public.content()
    county.goto(where)
    expect(county.locator("main")).to_contain_text("发生较大事故。")
    act(county, "state", reason="已整改。")
    nation.goto(where)
    expect(nation.locator("main")).to_contain_text("已整改。")
    act(nation, "revoke", reason="情况属实。")


def test_a_review_after_three_years_extends_one_recognition_and_one_is_revoked(site: Site) -> None:
    opened(site)
    extended(site, accounted_for(site))
    revoked(site)
    public = site.sign("public")
    expect(entry(public, site, "one")).to_contain_text("2028-12-31")
    expect(entry(public, site, "one").locator(".tag").last).to_have_text("有效")
    expect(entry(public, site, "two").locator(".tag").last).to_have_text("已撤销")
    seen = [serious(public)]
    for cluster, told in (("one", "到 2028-12-31 为止"), ("two", "已于 2025-10-09 撤销")):
        entry(public, site, cluster).locator("a").click()
        expect(public.locator("#h-clock + p")).to_contain_text(told)
        seen.append(serious(public))
    expect(public.locator("dd:has-text('2025-10-09')")).to_contain_text(GROUND)
    assert "情况属实" not in public.content()
    assert [*seen, *(serious(site.sign(login)) for login in ("nation", "zhejiang", "one"))] == [
        []
    ] * 6
