"""The exchange's first page leads nobody to a refusal; its forms know where a reader is."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from tests.web.people import OFFICES, firms_signed_in, signed_in
from tests.web.samples import READINGS

from jiqun.base.readers import Office, Reader
from jiqun.exchange.matching.settings import matching
from jiqun.web.exchange.markets import markets
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.workspace import Workspace

FIRM, UNIVERSITY = "91330106MA2800000X", "123300004700951234"


def titles(page: str) -> list[str]:
    """Return where the titles of markets lead."""
    return re.findall(r'<h2 id="h-[a-z_]+"><a href="([^"]+)"', page)


@pytest.mark.parametrize("login", [None, "firm", *OFFICES])
def test_no_title_of_a_market_leads_to_a_refusal(office: Workspace, login: str | None) -> None:
    if login == "firm":
        client = firms_signed_in({"firm": FIRM})["firm"]
    else:
        client = signed_in(login) if login else Client()
    page = client.get("/exchange/").content.decode()
    assert page.count("<section") >= len(markets())
    led = titles(page)
    assert {client.get(address).status_code for address in led} <= {200}
    assert len(led) > 0
    open_ones = [at.start() for at in re.finditer('<h2 id="h-[a-z_]+"><a', page)]
    shut = [at.start() for at in re.finditer('<h2 id="h-(?!waiting)[a-z_]+">(?!<a)', page)]
    assert not shut or max(open_ones) < min(shut)
    if login is None:
        assert "/exchange/talent/" not in led
        assert "登录后按身份开放" in page
    if login == "firm":
        assert "/exchange/talent/" in led


def test_a_form_is_set_to_where_its_reader_is(office: Workspace) -> None:
    firms = firms_signed_in({"firm": FIRM})
    chosen = '<option value="330106" selected>'
    for path in ("slots/new/?kind=machine", "slots/", "solutions/new/", "challenges/new/"):
        assert chosen in firms["firm"].get(f"/exchange/{path}").content.decode(), path
    for path in ("solutions/new/", "challenges/new/"):
        assert chosen in signed_in("agency").get(f"/exchange/{path}").content.decode(), path


def test_of_who_is_registered_with_a_province_no_county_is_set(office: Workspace) -> None:
    reader = Reader(Office.FIRM, credit_code=UNIVERSITY)
    assert own_county(reader) == ""
    assert {code[:2] for code in counties_near(reader)} == {"33"}
    assert own_county(Reader(Office.PROVINCE, within=("33",))) == ""


def test_everybody_reads_how_a_fit_is_weighed(office: Workspace) -> None:
    page = Client().get("/exchange/").content.decode()
    for market in matching().markets.values():
        told = page.partition(f"<dt>{market.title.zh}</dt>")[2].partition("</dd>")[0]
        for part, weight in market.weights.items():
            assert f"{matching().parts[part].zh} {100 * weight:g}%" in told


def test_a_firm_is_led_from_its_account_to_the_exchange(office: Workspace) -> None:
    page = firms_signed_in({"firm": FIRM})["firm"].get("/accounts/").content.decode()
    assert '<a class="button" href="/exchange/">去供需对接</a>' in page


def test_counties_of_many_provinces_stand_under_theirs(office: Workspace) -> None:
    firms = firms_signed_in({"firm": FIRM, "nationwide": "12100000400951234X"})
    path = "/exchange/cooperation/new/"
    many = firms["nationwide"].get(path).content.decode()
    assert many.count("<optgroup") == many.count("</optgroup>") > 30
    assert '<optgroup label="河北省"><option value="130102">' in many
    near = firms["firm"].get(path).content.decode()
    assert "<optgroup" not in near
    assert '<option value="330106" selected>' in near


def test_what_has_no_hit_rate_yet_is_told_in_one_sentence(office: Workspace) -> None:
    page = Client().get("/exchange/").content.decode()
    assert page.count("有三家企业的需求得到答复后才公布") == 1
    assert re.search("还没有成交率的：[^。]*共享产能、", page)


def test_a_heading_stands_over_its_numbers(office: Workspace) -> None:
    firm = firms_signed_in({"firm": FIRM})["firm"]
    path = "/exchange/grants/readings/"
    assert firm.post(path, {"file": SimpleUploadedFile("a.csv", READINGS)}).status_code == 200
    table = html.fromstring(firm.get(path).content.decode()).find(".//table")
    heads, cells = (table.xpath(row) for row in ("./thead/tr/th", "./tbody/tr[1]/*"))
    numbers = [cell.get("class") == "n" for cell in cells]
    assert [head.get("class") == "n" for head in heads] == numbers == [False, *[True] * 4]


EMPTY = (
    "/exchange/byproducts/",
    "/exchange/byproducts/links/",
    "/exchange/challenges/",
    "/exchange/cooperation/",
    "/exchange/grants/",
    "/exchange/solutions/",
    "/exchange/solutions/requests/",
    "/exchange/slots/",
    "/exchange/slots/bookings/",
    "/exchange/grants/wants/",
    "/services/",
    "/services/requests/",
)
"""Rooms in which there is nothing yet."""


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_page_says_what_would_stand_there(office: Workspace, path: str) -> None:
    clients = [firms_signed_in({"firm": FIRM})["firm"], signed_in("county")]
    for page in (client.get(path).content.decode() for client in clients):
        main = html.fromstring(page).find(".//main")
        assert not {"没有。", "没有", "还没有。"} & {text.strip() for text in main.itertext()}


def test_a_plan_without_a_line_names_the_form_below(office: Workspace) -> None:
    page = signed_in("county").get("/exchange/challenges/plan/").content.decode()
    assert page.count("在下面“登记一项”里选这一部分") >= 3
