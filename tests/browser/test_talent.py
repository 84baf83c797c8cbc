"""Talent and openness in a browser: an expert day, the seats of a course, an order by the lot."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.sites import Site, sited
from tests.browser.talents import BODIES
from tests.browser.test_sharing import PHONE, begin, fits, steps

from jiqun.base.days import today_in_china

NEW, TALENT, OPENNESS = "/exchange/slots/new/", "/exchange/talent/", "/exchange/openness/"


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    day = today_in_china().isoformat()
    with sited("tests.browser.talents", tmp_path, day, browser, BODIES) as site:
        yield site


def offered(owner: Page, site: Site, family: str, kind: str, **said: str) -> None:
    """Offer something of a kind, found on its family's page."""
    owner.goto(f"{site.address}{family}")
    owner.get_by_role("link", name="发布", exact=True).click()
    fits(owner)
    owner.get_by_role("link", name=kind, exact=True).click()
    owner.select_option("#f-county", "330106")
    owner.select_option("#f-audience", "all")
    for name, text in said.items():
        field = owner.locator(f"#f-{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    fits(owner)
    owner.get_by_role("button", name="发布").click()
    expect(owner.locator("h1")).to_contain_text(said["name"])
    fits(owner)


def found(renter: Page, site: Site, family: str, name: str) -> None:
    """Look for something, and open what fits."""
    renter.goto(f"{site.address}{family}")
    renter.fill("[name=q]", name)
    renter.get_by_role("button", name="查找").click()
    expect(renter.locator(".fitting")).to_contain_text("描述里都写到")
    fits(renter)
    renter.locator(".fitting").get_by_role("link", name=name).click()
    expect(renter.locator("h1")).to_contain_text(name)


def asked(renter: Page, button: str, **said: str) -> str:
    """Ask for what is shown, and return the booking's address."""
    renter.fill("#f-firm", "乙公司")
    for name, text in said.items():
        renter.fill(f"#f-{name}", text)
    fits(renter)
    renter.get_by_role("button", name=button).click()
    expect(renter.locator(".lead")).to_contain_text("待答复")
    fits(renter)
    return renter.url


def decided(site: Site, booking: str, renters: int) -> None:
    """Let as many other firms have confirmed a booking of the same offer."""
    (number,) = re.findall(r"/bookings/(\d+)/", booking)
    path = site.folder / "w" / "database" / "site.sqlite3"
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(slots_booking)")]
        kept = ", ".join(name for name in columns if name not in ("id", "renter"))
        for renter in range(renters):
            database.execute(
                f"INSERT INTO slots_booking (renter, {kept}) "  # noqa: S608  # columns of its own
                f"SELECT ?, {kept} FROM slots_booking WHERE id = ?",
                [f"91330106MA2800{renter:04}", number],
            )


def test_an_institute_s_expert_day_is_booked_at_a_phone_and_counts_on_the_exchange(
    site: Site,
) -> None:
    institute, firm, county = (site.sign(login) for login in ("institute", "renter", "one"))
    firm.set_viewport_size(PHONE)  # type: ignore[arg-type]  # its own type
    expert = {
        "of_expertise": "铝合金压铸缺陷分析",
        "of_expert_title": "教授",
        "of_where": "on_site",
    }
    usual = {"name": "压铸专家日", "firm": "示例大学", "price": "2000", "late": "50", "lead": "0"}
    days = {f"open_{day}": "00:00-24:00" for day in range(7)} | {"minutes": "1440"}
    offered(institute, site, TALENT, "专家日", **expert, **usual, **days)
    found(firm, site, TALENT, "压铸专家日")
    expect(firm.locator("main")).to_contain_text("机构")
    firm.locator("label.slot").first.click()
    booking = asked(firm, "预订勾选的时段", purpose="看缩孔")
    steps(institute, booking, "accept", "已接受")
    begin(site, booking)
    steps(institute, booking, "record_use", "已完成", reason="找到原因")
    steps(firm, booking, "confirm", "已确认")
    decided(site, booking, renters=2)
    firm.goto(f"{site.address}/exchange/")
    market = firm.locator("section.market", has_text="人才共享")
    expect(market).to_contain_text("100%")
    fits(firm)
    found(firm, site, TALENT, "压铸专家日")
    firm.locator("label.slot").first.click()
    second = asked(firm, "预订勾选的时段")
    steps(institute, second, "accept", "已接受")
    steps(firm, second, "cancel", "已取消")
    steps(institute, second, "dispute", "争议中", reason="教授已订票")
    steps(county, second, "settle", "已裁定", reason="付票款", due="500")
    fits(county)


def test_a_course_is_booked_seat_by_seat_until_it_is_full(site: Site) -> None:
    institute, firm, large = (site.sign(login) for login in ("institute", "renter", "large"))
    firm.set_viewport_size(PHONE)  # type: ignore[arg-type]  # its own type
    said = {"of_subject": "工业机器人", "of_hours": "16", "of_proof": "attendance",
            "of_where": "on_site", "name": "机器人运维班", "firm": "示例大学", "seats": "3",
            "price": "300", "minutes": "1440", "lead": "0"}  # fmt: skip
    days = {f"open_{day}": "00:00-24:00" for day in range(7)}
    offered(institute, site, TALENT, "联合课程", **said, **days)
    found(firm, site, TALENT, "机器人运维班")
    firm.locator("label.slot").first.click()
    booking = asked(firm, "预订勾选的时段", seats="2", people="王一、李二")
    expect(firm.locator("main")).to_contain_text("600 元")
    found(large, site, TALENT, "机器人运维班")
    expect(large.locator("label.slot").first).to_contain_text("余 1")
    large.locator("label.slot").first.click()
    large.fill("#f-seats", "2")
    large.fill("#f-firm", "丙公司")
    large.get_by_role("button", name="预订勾选的时段").click()
    expect(large.locator("main")).to_contain_text("只剩 1 个")
    fits(large)
    steps(institute, booking, "refuse", "未接受", reason="人数不够，下期再开")
    firm.goto(booking)
    firm.locator("[data-verb=forget]").click()
    expect(firm.locator("main")).not_to_contain_text("王一")


@pytest.mark.parametrize("answering", ["renter", "institute"])
def test_a_large_firm_s_order_is_taken_by_the_lot(site: Site, answering: str) -> None:
    """By a firm, and by a university, which answers an order like one."""
    large, firm = (site.sign(login) for login in ("large", answering))
    firm.set_viewport_size(PHONE)  # type: ignore[arg-type]  # its own type
    last, day = (today_in_china() + timedelta(days=days) for days in (3, 60))
    said = {"of_quantity": "2000", "of_unit": "件", "of_standard": "GB/T 1804-m",
            "of_confidentiality": "agreement", "name": "齿轮毛坯", "firm": "示例重工", "seats": "5",
            "price": "40000", "last_day": last.isoformat(), "lot_day": day.isoformat()}  # fmt: skip
    offered(large, site, OPENNESS, "订单", **said)
    found(firm, site, OPENNESS, "齿轮毛坯")
    expect(firm.locator("main")).to_contain_text("提供方付")
    booking = asked(firm, "提出申请", seats="2")
    expect(firm.locator("main")).to_contain_text("80,000 元")
    steps(large, booking, "accept", "已接受")
    steps(large, booking, "record_use", "已完成", reason="验收合格")
    steps(firm, booking, "confirm", "已确认")
    fits(firm)
