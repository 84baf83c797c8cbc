"""Slots in a browser: offered, booked at a phone, refused, cancelled, used, disputed, settled."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import SIZES
from tests.browser.sharing import FIRMS
from tests.browser.sites import Site, sited
from tests.browser.test_explorer import serious

from jiqun.base.days import today_in_china

PAGE = "/exchange/slots/"
PHONE = dict(zip(("width", "height"), SIZES["phone"], strict=True))


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    day = today_in_china().isoformat()
    with sited("tests.browser.sharing", tmp_path, day, browser, FIRMS) as site:
        yield site


def fits(page: Page) -> None:
    width = page.evaluate("innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []


def offered(owner: Page, site: Site) -> str:
    """Offer a machine that is open day and night, and return its address."""
    owner.goto(f"{site.address}{PAGE}new/")
    owner.get_by_role("link", name="设备", exact=True).click()
    owner.fill("#f-name", "五轴加工中心")
    owner.fill("#f-firm", "甲机械")
    owner.select_option("#f-county", "330106")
    owner.select_option("#f-audience", "all")
    owner.fill("#f-price", "120")
    owner.fill("#f-late", "30")
    for day in range(7):
        owner.fill(f"#f-open_{day}", "00:00-24:00")
    owner.fill("#f-lead", "48")
    fits(owner)
    owner.get_by_role("button", name="发布").click()
    expect(owner.locator("h1")).to_contain_text("五轴加工中心")
    return owner.url


def booked(renter: Page, site: Site) -> str:
    """Find the machine, book its first free slot, and return the booking's address."""
    renter.goto(f"{site.address}{PAGE}")
    expect(renter.locator("section", has_text="可以预订的")).to_contain_text("公里")
    renter.get_by_role("link", name="五轴加工中心").first.click()
    expect(renter.locator("h1")).to_contain_text("五轴加工中心")
    renter.locator("label.slot").first.click()
    renter.fill("#f-firm", "乙检测")
    renter.fill("#f-purpose", "试制叶轮")
    fits(renter)
    renter.get_by_role("button", name="预订勾选的时段").click()
    expect(renter.locator(".lead")).to_contain_text("待答复")
    fits(renter)
    return renter.url


def steps(page: Page, booking: str, verb: str, state: str, **said: str) -> None:
    page.goto(booking)
    for name, text in said.items():
        page.fill(f"#f-{name}", text)
    page.locator(f"[data-verb={verb}]").click()
    expect(page.locator(".lead")).to_contain_text(state)


def begin(site: Site, booking: str) -> None:
    """Let the slots of a booking have begun."""
    (number,) = re.findall(r"/bookings/(\d+)/", booking)
    path = site.folder / "w" / "database" / "site.sqlite3"
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        database.execute(
            "UPDATE slots_booking SET starts = datetime('now', '-1 hour') WHERE id = ?", [number]
        )


def test_firms_share_a_machine_from_offer_to_outcome_and_a_county_settles(site: Site) -> None:
    owner, renter, county = (site.sign(login) for login in ("owner", "renter", "one"))
    renter.set_viewport_size(PHONE)  # type: ignore[arg-type]  # its own type
    offered(owner, site)
    first = booked(renter, site)
    steps(owner, first, "refuse", "未接受", reason="刀具不合适")
    renter.goto(first)
    expect(renter.locator("main")).to_contain_text("刀具不合适")
    second = booked(renter, site)
    steps(owner, second, "accept", "已接受")
    steps(renter, second, "cancel", "已取消")
    expect(renter.locator("main")).to_contain_text("0 元")
    third = booked(renter, site)
    steps(owner, third, "accept", "已接受")
    begin(site, third)
    steps(owner, third, "record_use", "已完成", hours="0.5", reason="按时完成")
    steps(renter, third, "dispute", "争议中", reason="夹具没有准备")
    steps(county, third, "settle", "已裁定", reason="各担一半", due="60")
    fits(county)
    renter.goto(third)
    expect(renter.locator("main")).to_contain_text("60 元")
