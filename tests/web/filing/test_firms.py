"""A firm fills in its own line by invitation; the county takes it over line by line, or all."""

import re

import pytest
from django.test import Client
from tests.clusters.rosters import code
from tests.web.filing.test_path import fill
from tests.web.people import PASSWORD, PATH, signed_in, the_case

from jiqun.base.readers import Office, Reader
from jiqun.clusters.roster_store import RosterStore
from jiqun.web.accounts import people
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.models import FirmLine
from jiqun.workspace import Workspace

OWN, OTHER = code(1), code(2)
SAID = {
    "name": "示例企业1", "county_code": "330106", "industry": "3962", "size": "small",
    "output": "1200.5万元", "employment": "50", "from": "2020-01-01", "tiers": "srdi:2021-06-30/",
}  # fmt: skip


def invited(county: Client, credit_code: str) -> str:
    """Ask a firm, and return the address of its invitation; empty where it has an account."""
    answer = county.post(f"{PATH}firms/invite/", {"credit_code": credit_code})
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r"<code>http://testserver(.*?)</code>", answer.content.decode())
    return found[1] if found else ""


def firm_account(county: Client, credit_code: str) -> Client:
    """Ask a firm, and sign in as whoever took the invitation up."""
    where = invited(county, credit_code)
    login = f"firm{credit_code[-4:].lower()}"
    client = Client()
    said = {"login": login, "password": PASSWORD, "password_again": PASSWORD, "name": "经办人"}
    assert client.post(where, said).status_code == 302
    assert client.post("/accounts/login/", said).status_code == 302
    return client


def line(credit_code: str = OWN) -> FirmLine:
    return FirmLine.objects.get(case=the_case(), credit_code=credit_code)


@pytest.fixture
def county(office: Workspace) -> Client:
    client = signed_in("county")
    client.post(f"{PATH}begin/")
    return client


def test_an_invited_firm_fills_in_its_line_and_the_county_takes_it_over(county: Client) -> None:
    firm = firm_account(county, OWN)
    page = firm.get("/firm/").content.decode()
    assert "测试集群one" in page
    where = f"/firm/{line().pk}/"
    assert firm.post(where, SAID).status_code == 200
    assert (line().said, line().supplied["output"]) == ({}, "1200.5万元")
    before = county.get(f"{PATH}firms/").content.decode()
    assert "1200.5万元" in before
    assert county.post(f"{PATH}firms/take/", {"line": line().number}).status_code == 302
    taken = line()
    assert (taken.source, taken.supplied) == ("firm", {})
    assert "企业自报" in county.get(f"{PATH}firms/").content.decode()
    verbs = Event.objects.order_by("number").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb in ("ask_firm", "supply", "take_firms")] == [
        "ask_firm", "supply", "take_firms",
    ]  # fmt: skip


def test_counts_and_sums_of_the_list_are_suggestions_with_their_source(county: Client) -> None:
    fields = ("srdi_smes", "enterprises_total", "output_total", "employment")
    firm_account(county, OWN).post(f"/firm/{line().pk}/", SAID)
    by_hand = the_case().cells.get(period="values", field="employment")
    change = {"period": "values", "field": "employment", "version": 0, "said": "9000"}
    county.post(f"{PATH}cells", {"cells": [change]}, content_type="application/json")
    county.post(f"{PATH}firms/take/", {"all": "yes"})
    cells = {
        cell.field: cell for cell in the_case().cells.filter(period="values", field__in=fields)
    }
    for field, said in (("srdi_smes", "1"), ("enterprises_total", "1"), ("output_total", "1200.5")):
        cell = cells[field]
        assert (cell.said, cell.source, cell.confirmed) == (said, "roster", False)
    assert cells["employment"].said == "9000" != by_hand.said
    page = county.get(f"{PATH}firms/").content.decode()
    assert "填报中为 9000" in page


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"county_code": "999999"}, "county"),
        ({"industry": "0000"}, "industry"),
        ({"output": "很多"}, "number"),
        ({"tiers": "champion-of-all:2021-01-01/"}, "tier"),
        ({"employment": "-3"}, "number"),
    ],
)
def test_a_line_is_checked_as_a_file_s_row_is_and_nothing_wrong_is_kept(
    county: Client, changed: dict[str, str], told: str
) -> None:
    firm = firm_account(county, OWN)
    answer = firm.post(f"/firm/{line().pk}/", {**SAID, **changed})
    assert answer.status_code == 422, told
    assert line().supplied == {}


def test_a_firm_sees_its_own_line_alone(county: Client) -> None:
    firm, other = firm_account(county, OWN), firm_account(county, OTHER)
    own, foreign = line(OWN).pk, line(OTHER).pk
    assert firm.get(f"/firm/{own}/").status_code == 200
    assert firm.get(f"/firm/{foreign}/").status_code == 404
    assert firm.post(f"/firm/{foreign}/", SAID).status_code == 404
    assert other.get(f"/firm/{own}/").status_code == 404
    assert firm.get(PATH).status_code == firm.get(f"{PATH}firms/").status_code == 403
    reader = Reader(Office.FIRM, credit_code=OWN)
    assert [found.credit_code for found in FirmLine.objects.for_reader(reader)] == [OWN]
    for login in ("neighbour", "prefecture", "audit"):
        assert signed_in(login).get(f"{PATH}firms/").status_code in (403, 404)


def test_a_locked_case_takes_nothing_of_a_firm(county: Client) -> None:
    firm = firm_account(county, OWN)
    case = the_case()
    case.state, case.holder = "submitted", "prefecture"
    case.save()
    answer = firm.post(f"/firm/{line().pk}/", SAID)
    assert answer.status_code == 422
    assert "已提交" in answer.content.decode()
    assert county.post(f"{PATH}firms/take/", {"all": "yes"}).status_code == 422
    assert county.post(f"{PATH}firms/invite/", {"credit_code": OTHER}).status_code == 422


def test_a_firm_of_elsewhere_that_is_in_no_list_is_not_invited(county: Client) -> None:
    stranger = code(3, county="110108")
    answer = county.post(f"{PATH}firms/invite/", {"credit_code": stranger})
    assert answer.status_code == 422
    assert county.post(f"{PATH}firms/invite/", {"credit_code": "123"}).status_code == 422
    assert not FirmLine.objects.exists()


def test_a_firm_with_an_account_is_asked_without_another_invitation(county: Client) -> None:
    people.appoint(
        people.add_person("holder", PASSWORD, INSTALLATION), Office.FIRM, OWN, INSTALLATION
    )
    assert invited(county, OWN) == ""
    assert line().invited is not None


def test_the_list_goes_on_with_the_submission_and_into_the_workspace(
    county: Client, office: Workspace
) -> None:
    firm_account(county, OWN).post(f"/firm/{line().pk}/", SAID)
    county.post(f"{PATH}firms/take/", {"all": "yes"})
    ones = (
        "enterprises_total",
        "sme_total",
        "srdi_smes",
        "quality_smes",
        "iiot_users",
        "cloud_users",
    )
    noughts = ("innovative_smes", "little_giants", "single_champions", "hightech_enterprises")
    fill(county, **dict.fromkeys(ones, 1), **dict.fromkeys(noughts, 0))
    assert county.post(f"{PATH}submit/").status_code == 302
    assert [said["credit_code"] for said in the_case().submissions.first().firms] == [OWN]
    for login, verb in (("prefecture", "endorse"), ("province", "endorse"), ("nation", "accept")):
        assert signed_in(login).post(f"{PATH}{verb}/").status_code == 302
    (stored,) = RosterStore(office).firms("one")
    assert (stored.credit_code, str(stored.output), stored.employment) == (OWN, "1200.5", 50)


def test_titles_are_chosen_row_by_row_and_none_is_typed_as_a_code(county: Client) -> None:
    firm = firm_account(county, OWN)
    where = f"/firm/{line().pk}/"
    rows = {"tier": ["srdi", ""], "since": ["2021-06-30", ""], "until": ["2024-06-29", ""]}
    page = firm.post(where, {**SAID, "tiers": "", **rows}).content.decode()
    assert line().supplied["tiers"] == "srdi:2021-06-30/2024-06-29"
    assert 'value="2024-06-29"' in page
    assert page.count('name="tier"') == 2  # the one it has, and an empty one
    wrong = {**rows, "since": ["someday", ""]}
    assert firm.post(where, {**SAID, "tiers": "", **wrong}).status_code == 422


def test_a_long_list_is_shown_by_pages_what_firms_said_first_and_is_searched(
    county: Client,
) -> None:
    case, last = the_case(), code(120)
    FirmLine.objects.filter(case=case).delete()
    FirmLine.objects.bulk_create(
        FirmLine(
            case=case, number=number, credit_code=code(number), said={"name": f"示例企业{number}"}
        )
        for number in range(1, 121)
    )
    FirmLine.objects.filter(case=case, credit_code=last).update(supplied={"name": "示例企业120"})
    page = county.get(f"{PATH}firms/").content.decode()
    assert page.count('data-label="县级的记录"') == 50
    assert page.index("示例企业120") < page.index("示例企业1<")
    assert "page=2" in page
    found = county.get(f"{PATH}firms/?q=企业77").content.decode()
    assert found.count('data-label="县级的记录"') == 1
    assert "名单中没有" in county.get(f"{PATH}firms/?q=没有这家").content.decode()
