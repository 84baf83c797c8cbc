"""After an import by the command line: the imported or one's own, cell by cell, then go on."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from tests.made import filing, written
from tests.web.filing.test_path import fill
from tests.web.people import PATH, signed_in, the_case

from jiqun.filings import import_files
from jiqun.web.events.models import Event
from jiqun.workspace import Workspace


def boxes(page: str) -> dict[str, bool]:
    """Return what the boxes of a page send, and whether each is ticked beforehand."""
    found = re.findall(r'name="cell" value="(.*?)"( checked)?>', page)
    return {unescape(cell): bool(ticked) for cell, ticked in found}


@pytest.fixture
def county(office: Workspace, tmp_path: Path) -> Client:
    """Return the county's browser, its draft filled in, another filing imported meanwhile."""
    client = signed_in("county")
    fill(client)
    imported = filing("one", 2023, "330106", output_total="2600000", employment=18000)
    assert not import_files(written(tmp_path, imported), office)[0].refused
    return client


def test_the_page_shows_both_and_takes_what_is_ticked(county: Client) -> None:
    page = county.get(f"{PATH}reconcile/").content.decode()
    cells = list(boxes(page))
    assert {"output_total", "employment"} <= {json.loads(cell)["field"] for cell in cells}
    ticked = [cell for cell in cells if json.loads(cell)["field"] == "employment"]
    assert county.post(f"{PATH}reconcile/", {"cell": ticked}).status_code == 302
    case = the_case()
    assert case.state == "draft"
    assert case.cells.get(period="values", field="employment").said == "18000"
    assert case.cells.get(period="values", field="employment").source == "imported"
    assert case.cells.get(period="values", field="output_total").said == "2520000.00"
    verbs = [event.verb for event in Event.objects.order_by("-number")[:3]]
    assert verbs == ["save", "reconcile", "import"]


def test_what_somebody_filled_in_by_hand_is_not_ticked_beforehand_and_units_are_told(
    county: Client,
) -> None:
    assert f'href="{PATH}reconcile/"' in county.get(PATH).content.decode()
    cell = the_case().cells.get(period="values", field="exports")
    cell.said, cell.status, cell.reason = "", "", ""
    cell.save()
    page = county.get(f"{PATH}reconcile/").content.decode()
    ticked = {
        json.loads(cell)["field"]: ticked
        for cell, ticked in boxes(page).items()
        if json.loads(cell)["period"] == "values"
    }
    assert not ticked["employment"]
    assert ticked["exports"]
    assert re.search(r"集群总产值</label> <small class=\"soft\">万元</small>", page)


def test_one_s_own_is_kept_where_nothing_is_ticked(county: Client) -> None:
    county.get(PATH)
    assert county.post(f"{PATH}reconcile/").status_code == 302
    assert the_case().cells.get(period="values", field="employment").said == "17000"


def test_what_is_not_understood_leaves_the_case_to_be_reconciled(county: Client) -> None:
    county.get(PATH)
    assert county.post(f"{PATH}reconcile/", {"cell": "no json"}).status_code == 422
    wrong = json.dumps({"period": "values", "field": "employment", "version": 99, "said": "1"})
    assert county.post(f"{PATH}reconcile/", {"cell": wrong}).status_code == 422
    assert the_case().state == "to_reconcile"


def test_there_is_nothing_to_reconcile_without_an_import(office: Workspace) -> None:
    county = signed_in("county")
    assert "没有需要核对的导入" in county.get(f"{PATH}reconcile/").content.decode()
    assert county.post(f"{PATH}reconcile/").status_code == 422
