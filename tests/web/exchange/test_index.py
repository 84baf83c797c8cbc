"""The exchange's first page leads nobody to a refusal; its forms know where a reader is."""

import re

import pytest
from django.test import Client
from tests.web.people import OFFICES, firms_signed_in, signed_in

from jiqun.base.readers import Office, Reader
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
