"""The workbook down and a file up: compared first, then the chosen cells saved by one event."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.clusters.rosters import firm
from tests.made import filing
from tests.web.filing.test_path import fill
from tests.web.people import PATH, doer, signed_in, the_case

from jiqun.clusters import Profile
from jiqun.clusters.roster import Firm
from jiqun.filings import check_files
from jiqun.filings.read import read_file, read_filing
from jiqun.filings.workbook.template import template
from jiqun.web.events.models import Event
from jiqun.web.filing.comparing import draft_known
from jiqun.web.filing.seen import Seen
from jiqun.workspace import Workspace


def upload(client: Client, content: bytes, name: str = "填报.json") -> tuple[int, str]:
    answer = client.post(f"{PATH}file/", {"file": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def as_json(**changes: object) -> bytes:
    return json.dumps(filing("one", 2023, "330106", **changes), ensure_ascii=False).encode()


def offered(page: str) -> list[str]:
    """Return what the ticked boxes of a page send."""
    return [unescape(cell) for cell in re.findall(r'name="cell" value="(.*?)" checked', page)]


@pytest.fixture
def county(office: Workspace) -> Client:
    client = signed_in("county")
    fill(client)
    return client


def test_the_workbook_holds_what_the_draft_says_now(county: Client, tmp_path: Path) -> None:
    cell = the_case().cells.get(period="values", field="exports")
    missing = {"status": "missing", "reason": "尚未统计", "said": ""}
    change = {"period": "values", "field": "exports", "version": cell.version, **missing}
    county.post(f"{PATH}cells", {"cells": [change]}, content_type="application/json")
    file = tmp_path / "one.xlsx"
    file.write_bytes(county.get(f"{PATH}workbook.xlsx").content)
    read = read_filing(read_file(file).filings[0])
    assert (read.raw.cluster_id, read.raw.year) == ("one", 2023)
    assert str(read.values["output_total"].value) == "2520000"
    assert read.values["exports"].reason == "尚未统计"


def test_a_workbook_that_comes_back_as_it_went_differs_in_nothing(county: Client) -> None:
    content = county.get(f"{PATH}workbook.xlsx").content
    status, page = upload(county, content, "one.xlsx")
    assert (status, offered(page)) == (200, [])


def test_a_changed_workbook_is_compared_then_saved_by_one_event(county: Client) -> None:
    book = load_workbook(io.BytesIO(county.get(f"{PATH}workbook.xlsx").content))
    cell, _ = [  # of the year, and of the year before
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == 300000
    ]
    cell.value = 310000
    changed = io.BytesIO()
    book.save(changed)
    before = Event.objects.count()
    status, page = upload(county, changed.getvalue(), "one.xlsx")
    assert status == 200
    assert Event.objects.count() == before
    assert [json.loads(cell)["field"] for cell in offered(page)] == ["exports"]
    assert county.post(f"{PATH}file/take/", {"cell": offered(page)}).status_code == 302
    saved = the_case().cells.get(period="values", field="exports")
    assert (saved.said, saved.source) == ("310000", "workbook")
    (event,) = Event.objects.filter(number__gt=before)
    assert json.loads(event.said)["source"] == "workbook"


def test_only_what_is_ticked_is_saved(county: Client) -> None:
    _, page = upload(county, as_json(exports="1", employment=17001))
    ticked = [cell for cell in offered(page) if "employment" in cell]
    assert (len(offered(page)), len(ticked)) == (2, 1)
    county.post(f"{PATH}file/take/", {"cell": ticked})
    cells = the_case().cells
    assert cells.get(period="values", field="exports").said == "300000"
    assert cells.get(period="values", field="employment").said == "17001"


def test_where_somebody_changed_a_cell_meanwhile_nothing_is_saved(county: Client) -> None:
    _, page = upload(county, as_json(exports="1", employment=17001))
    cell = the_case().cells.get(period="values", field="exports")
    change = {"period": "values", "field": "exports", "version": cell.version, "said": "2"}
    colleague = signed_in("colleague")
    colleague.post(f"{PATH}cells", {"cells": [change]}, content_type="application/json")
    answer = county.post(f"{PATH}file/take/", {"cell": offered(page)})
    assert answer.status_code == 422
    assert "一项也没有保存" in answer.content.decode()
    assert the_case().cells.get(period="values", field="employment").said == "17000"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", b"MZ\x90", "exe"),
        ("a.xlsx", b"PK\x03\x04 no workbook", 'class="error"'),
        ("a.json", b"{", 'class="error"'),
        ("a.json", json.dumps(filing("two", 2023, "330110")).encode(), "two/2023"),
        ("a.json", json.dumps(filing("one", 2022, "330106")).encode(), "one/2022"),
        ("a.csv", b"", 'class="error"'),
    ],
)
def test_a_file_that_is_none_of_this_case_is_refused_whole(
    county: Client, name: str, content: bytes, told: str
) -> None:
    before = Event.objects.count()
    status, page = upload(county, content, name)
    assert status == 422
    assert told in page
    assert offered(page) == []
    assert Event.objects.count() == before


def test_what_is_wrong_in_a_file_is_shown_whole_beside_the_differences(county: Client) -> None:
    status, page = upload(county, as_json(exports="-3", quality_smes="2.5", employment=17001))
    assert status == 200
    assert [json.loads(cell)["field"] for cell in offered(page)] == ["employment"]
    assert page.count('class="error"') >= 2


@pytest.mark.parametrize("login", ["prefecture", "nation", "neighbour"])
def test_only_who_fills_in_uploads(county: Client, login: str) -> None:
    assert upload(signed_in(login), as_json(exports="1"))[0] in (403, 404)


def test_what_is_too_large_is_refused_before_it_is_read(office: Workspace) -> None:
    answer = signed_in("county").post(
        f"{PATH}file/",
        b"x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 << 20),
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("said", ["", "no json", '{"period": "values"}', "[" * 9999])
def test_what_no_page_of_ours_sends_is_not_taken(county: Client, said: str) -> None:
    assert county.post(f"{PATH}file/take/", {"cell": [said]}).status_code == 422


def with_firms(county: Client, *firms: Firm, **profile: str) -> bytes:
    """Return the draft's workbook with a list of firms and a changed profile."""
    case = the_case()
    cells = Seen(case, doer("county")).cells
    said = draft_known(case, cells)
    changed = replace(Profile.of(case.profile), **profile)
    return template(2023, replace(said, profile=changed, firms=list(firms)))


FIRMS = (
    firm(1, output=Decimal("1200.50"), tiers=[("srdi", date(2021, 6, 30), None)]),
    firm(2, size="", employment=None, tiers=[("hightech", date(2022, 1, 1), date(2024, 12, 31))]),
)


def taken(page: str) -> str:
    """Return what the box of list and profile sends."""
    found = re.search(r'name="described" value="(.*?)" checked', page)
    return unescape(found[1]) if found else ""


def test_the_list_and_the_profile_of_a_workbook_are_shown_then_taken_by_one_event(
    county: Client,
) -> None:
    content = with_firms(county, *FIRMS, operator="示例服务中心", name="改名集群one")
    before = Event.objects.count()
    status, page = upload(county, content, "one.xlsx")
    assert (status, Event.objects.count()) == (200, before)
    assert "示例服务中心" in page
    assert "示例企业1" in page
    assert not the_case().listed
    assert county.post(f"{PATH}file/take/", {"described": taken(page)}).status_code == 302
    case = the_case()
    assert (case.profile["operator"], case.profile["name"]) == ("示例服务中心", "改名集群one")
    assert [line.credit_code for line in case.firms.all()] == [
        listed.credit_code for listed in FIRMS
    ]
    (event,) = Event.objects.filter(number__gt=before)
    assert event.verb == "describe"


def test_a_list_goes_down_and_up_without_loss_and_with_the_command_line_s_problems(
    county: Client, office: Workspace, tmp_path: Path
) -> None:
    _, page = upload(county, with_firms(county, *FIRMS), "one.xlsx")
    county.post(f"{PATH}file/take/", {"described": taken(page)})
    down = county.get(f"{PATH}workbook.xlsx").content
    status, page = upload(county, down, "one.xlsx")
    assert (status, offered(page), taken(page)) == (200, [], "")
    (tmp_path / "one.xlsx").write_bytes(down)
    (outcome,) = check_files([tmp_path / "one.xlsx"], office)
    said = json.loads(county.get(f"{PATH}problems").content)["problems"]
    shown = {row["code"] for row in said} - {"filing.unconfirmed"}
    assert shown == {problem.code for problem in outcome.problems}


def test_what_was_not_shown_by_us_is_not_taken_as_a_list(county: Client) -> None:
    assert county.post(f"{PATH}file/take/", {"described": "made:up"}).status_code == 422
    assert not the_case().firms.exists()
