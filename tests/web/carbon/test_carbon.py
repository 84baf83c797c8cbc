"""A firm keeps its carbon account year by year; its county sees sums of three firms alone."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from tests.exchange.carbon.firms import WORKSHOP
from tests.web.people import firms_signed_in, signed_in

from jiqun.exchange.carbon.activity import read_activity
from jiqun.web.carbon.models import CarbonTold, CarbonYear
from jiqun.web.carbon.posted_activity import activity_in, fields_of
from jiqun.web.carbon.summing import groups_of
from jiqun.web.events.models import Event
from jiqun.web.explore.shelf import shelf
from jiqun.workspace import Workspace

PAGE = "/exchange/carbon/"
CODES = (
    "91330106MA2800000X",
    "91330106MA28000011",
    "91330110MA28000011",
    "91330110MA2800002X",
)
SAID = {
    "year": "2023", "name": "甲公司", "f_diesel": "12.5", "d_diesel": "3", "no_other_fuels": "1",
    "e1_place": "330000", "e1_kwh": "400000", "no_contracts": "1", "no_heat": "1",
}  # fmt: skip


@pytest.fixture
def firms(office: Workspace) -> Iterator[list[Client]]:
    """Return browsers of four firms."""
    del office
    yield list(firms_signed_in({f"firm-{at}": code for at, code in enumerate(CODES)}).values())


def text(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def sent(client: Client, status: int = 302, **said: str) -> str:
    answer = client.post(f"{PAGE}keep/", {**SAID, **said})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def takes_part(client: Client, county: str = "330106") -> None:
    assert client.post(f"{PAGE}share/", {"county": county}).status_code == 302


def test_a_firm_sees_each_figure_with_its_factor_beside_it(firms: list[Client]) -> None:
    assert "填写一年" in text(firms[0])
    sent(firms[0])
    page = text(firms[0])
    for told in ("38.70", "198.96", "243.84", "0.4974", "2025 年第 47 号", "±3.0%", "不能相加"):
        assert told in page
    assert "location-based" in text(firms[0], f"/en{PAGE}")
    event = Event.objects.get(verb="keep_carbon")
    assert "12.5" not in event.said
    sent(firms[0], f_coke="77123.25")
    assert "77123.25" not in signed_in("audit").get("/audit/").content.decode()


def test_years_are_kept_beside_each_other_and_nothing_kept_is_changed(firms: list[Client]) -> None:
    sent(firms[0])
    sent(firms[0], year="2025", f_diesel="10")
    sent(firms[0], f_diesel="20")
    said = [row.said["fuels"]["diesel"]["amount"] for row in CarbonYear.objects.all()]
    assert said == ["20", "10", "12.5"]
    assert "61.92" in text(firms[0], f"{PAGE}?year=2023")
    page = text(firms[0], f"{PAGE}?year=2025")
    assert "30.96" in page
    assert "用了替代因子" in page
    assert "最近已知" in page


def test_what_is_left_open_is_not_known_and_a_tick_says_none(firms: list[Client]) -> None:
    sent(firms[0], no_contracts="", no_other_fuels="", e1_kwh="")
    page = text(firms[0])
    assert page.count("不清楚</b>") == 3
    assert "没有确认" in page
    assert sent(firms[0], 422, no_electricity="1").count("既勾选了") == 1
    nothing = firms[0].post(f"{PAGE}keep/", {"year": "2023"})
    assert nothing.status_code == 422
    assert "什么也没有填写" in nothing.content.decode()


def test_what_is_wrong_is_told_at_once_stays_typed_and_is_not_kept(firms: list[Client]) -> None:
    page = sent(firms[0], 422, f_diesel="很多", e1_place="999999", year="二〇二三")
    assert 'value="很多"' in page
    for told in ("很多", "999999", "不是可核算的年份"):
        assert told in page
    assert not CarbonYear.objects.exists()


def test_a_page_that_sends_back_what_it_shows_says_the_same() -> None:
    said = {**WORKSHOP, "fuels": {"diesel": {"amount": "1", "unit": "tce", "uncertainty": "2"}}}
    said["heat"] = {"gj": "5", "factor": {"value": "90", "source": "报告"}}
    posted = QueryDict(mutable=True)
    posted.update({name: text for name, text in fields_of(said).items() if text})
    again, problems = read_activity(activity_in(posted, 2023))
    assert problems == []
    assert again == read_activity(said)[0]


def test_a_county_is_told_sums_of_three_firms_and_nobody_s_own(firms: list[Client]) -> None:
    county, neighbour = signed_in("county"), signed_in("neighbour")
    assert "还没有可以公布的合计" in text(county)
    for at, client in enumerate(firms[:2]):
        sent(client, f_diesel=str(10 + at), name=f"第{at}家")
        takes_part(client)
    assert "还没有可以公布的合计" in text(county)
    assert "2023" not in text(county)  # that a firm takes part with a year is not told
    sent(firms[2], f_diesel="12")
    takes_part(firms[2])
    page = text(county)
    assert "102.16" in page  # (10 + 11 + 12) x 3.0959
    assert "第0家" not in page
    assert "30.96" not in page
    assert "102.16" not in text(neighbour)
    assert not CarbonYear.objects.for_reader(county_reader()).exists()


def county_reader() -> Any:
    from jiqun.base.readers import Office
    from jiqun.web.accounts.offices import reader_of_office

    return reader_of_office(Office.COUNTY, "330106")


def test_nothing_of_one_firm_follows_from_two_sums(firms: list[Client]) -> None:
    county = signed_in("county")
    for at, client in enumerate(firms[:3]):
        sent(client, f_diesel=str(10 + at))
        takes_part(client)
    first = text(county)
    assert "102.16" in first
    sent(firms[0], f_diesel="500")
    sent(firms[3], f_diesel="9")
    takes_part(firms[3])
    assert "102.16" in text(county)
    assert firms[1].post(f"{PAGE}share/", {"county": ""}).status_code == 302
    assert "102.16" in text(county)  # three changed, but one would be nearly all of it
    sent(firms[0], f_diesel="20")
    page = text(county)
    assert "102.16" not in page
    assert "126.93" in page  # (20 + 12 + 9) x 3.0959


def test_a_figure_is_counted_for_itself(firms: list[Client]) -> None:
    county = signed_in("county")
    for client in firms[:3]:
        sent(client)
        takes_part(client)
    assert text(county).count("firms") == 0
    assert CarbonTold.objects.get(figure="scope_1").counted.keys() == set(CODES[:3])
    sent(firms[0], no_other_fuels="", f_diesel="1")
    counted = CarbonTold.objects.get(figure="scope_1").counted
    text(county)
    assert {Decimal(part["tonnes"]) for part in counted.values()} == {Decimal("38.69875")}


def test_who_stops_or_names_no_county_is_told(firms: list[Client]) -> None:
    assert firms[0].post(f"{PAGE}share/", {"county": "330106"}).status_code == 422
    sent(firms[0])
    assert firms[0].post(f"{PAGE}share/", {"county": "999999"}).status_code == 422
    assert firms[0].post(f"{PAGE}share/", {"county": "410783"}).status_code == 422
    takes_part(firms[0])
    assert CarbonYear.objects.get().shared
    sent(firms[0], year="2022")
    assert CarbonYear.objects.filter(shared=True).count() == 2


def test_a_firm_that_is_registered_in_no_province_chooses_any_county(office: Workspace) -> None:
    firm = firms_signed_in({"firm": "91100000MA2800000X"})["firm"]
    sent(firm)
    assert '<optgroup label="浙江省">' in text(firm)
    takes_part(firm)
    assert CarbonYear.objects.get().county == "330106"


def test_a_wide_blank_is_no_fault_and_a_name_nobody_sees_no_evidence(firms: list[Client]) -> None:
    contract: dict[str, Any] = {"no_contracts": "", "c1_kwh": "5", "c1_factor": "0"}
    sent(firms[0], name="甲\u3000公司", c1_evidence="合同\u3000一号", **contract)
    assert CarbonYear.objects.get().name == "甲 公司"
    sent(firms[0], 422, c1_evidence="\u200b", **contract)
    assert CarbonYear.objects.count() == 1


def test_by_which_of_two_sums_a_firm_is_missing_tells_nothing_of_it(firms: list[Client]) -> None:
    for at, client in enumerate(firms):
        contracts: dict[str, Any] = (
            {"no_contracts": ""} if at == 3 else {}
        )  # the last does not say its contracts
        sent(client, e1_kwh=str(100_000 * (at + 2)), **contracts)
        takes_part(client)
    (group,) = groups_of(shelf().workspace, "330106", county_reader())
    ((_, (_, by_place, by_market)),) = group.years
    assert by_place.tonnes is not None
    assert by_market.tonnes is not None
    bought = by_place.tonnes / Decimal("0.4974"), by_market.tonnes / Decimal("0.6096")
    assert [*bought] == [Decimal(900)] * 2  # of the first three, by either way


def test_a_year_that_is_often_kept_hides_no_other(firms: list[Client]) -> None:
    sent(firms[0], year="2022")
    sent(firms[0])
    kept = CarbonYear.objects.get(year=2023)
    for _ in range(150):
        kept.pk = None
        kept.save(force_insert=True)
    page = text(firms[0], f"{PAGE}?year=2022")
    assert "<b>2022</b>" in page
    assert f"{PAGE}?year=2023" in page
