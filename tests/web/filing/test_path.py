"""A filing's way, by people on pages: filled, submitted, returned, accepted, released, public."""

import json
from pathlib import Path

import pytest
from django.test import Client
from tests.made import filing, values_of, written
from tests.web.people import PATH, signed_in, the_case

from jiqun.base.readers import NATION, PUBLIC
from jiqun.filings import import_files
from jiqun.reports import WRITERS
from jiqun.reports.content import compose
from jiqun.web.filing import accepting
from jiqun.workspace import Workspace
from jiqun.workspace.vintages import vintage_snapshot, vintages


def fill(client: Client, **changes: object) -> None:
    """Fill in every cell of the year, as the page's script does."""
    values = {**values_of(2023), **changes}
    client.post(f"{PATH}begin/")
    cells = []
    for cell in the_case().cells.filter(period="values", field__in=list(values)):
        said = values[cell.field]
        text = str(said).lower() if isinstance(said, bool) else str(said)
        cells.append(
            {"period": "values", "field": cell.field, "version": cell.version, "said": text}
        )
    answer = client.post(f"{PATH}cells", {"cells": cells}, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()


def submitted(client: Client) -> None:
    fill(client)
    assert client.post(f"{PATH}submit/").status_code == 302


def act(login: str, verb: str, **said: object) -> int:
    return signed_in(login).post(f"{PATH}{verb}/", said).status_code


def test_a_year_from_opening_to_the_public_page(office: Workspace) -> None:
    county = signed_in("county")
    submitted(county)
    assert act("prefecture", "endorse") == act("province", "endorse") == 302
    assert act("nation", "accept") == 302
    accepted = office.accepted()["one", 2023]
    assert accepted.sha256 == the_case().known_sha256
    answer = signed_in("nation").post("/reviews/release/2023/", {"note": "first"})
    assert answer.status_code == 200
    assert the_case().state == "released"
    assert [vintage.id for vintage in vintages(office, 2023)] == ["2023-v1"]


def test_what_is_not_filled_in_is_told_at_once_and_nothing_is_submitted(office: Workspace) -> None:
    county = signed_in("county")
    county.post(f"{PATH}begin/")
    answer = county.post(f"{PATH}submit/")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count('class="error"') > 30
    assert the_case().state == "draft"
    assert not the_case().submissions.exists()


def test_values_carried_over_have_to_be_confirmed(office: Workspace) -> None:
    county = signed_in("county")
    county.post(f"{PATH}begin/")
    carried = [cell for cell in the_case().cells.all() if not cell.confirmed]
    assert {cell.field for cell in carried} >= {"area_km2", "plan_target_output"}
    answer = county.post(f"{PATH}submit/")
    assert "系统带入的数，尚未确认" in answer.content.decode()


def test_a_return_needs_a_reason_and_opens_what_it_asks_about_and_what_is_tied(
    office: Workspace,
) -> None:
    submitted(signed_in("county"))
    assert act("prefecture", "return", field="output_sme") == 422
    assert act("prefecture", "return", field="output_sme", reason="请核对") == 302
    county = signed_in("county")
    page = county.get(PATH).content.decode()
    assert "请核对" in page
    assert 'data-cell="values.output_sme"' in page
    assert 'data-cell="values.output_total"' in page
    assert 'data-cell="values.employment"' not in page
    closed = {"period": "values", "field": "employment", "version": 1, "said": "1"}
    answer = county.post(f"{PATH}cells", {"cells": [closed]}, content_type="application/json")
    assert answer.status_code == 409
    assert the_case().cells.get(period="values", field="employment").said == "17000"


def test_a_return_for_a_reason_alone_can_be_corrected_anywhere(office: Workspace) -> None:
    submitted(signed_in("county"))
    assert act("prefecture", "return", reason="请通篇核对") == 302
    county = signed_in("county")
    page = county.get(PATH).content.decode()
    assert "请通篇核对" in page
    assert page.count('data-cell="values.') > 60
    assert county.post(f"{PATH}submit/").status_code == 302


def test_the_first_step_and_the_meaning_of_each_figure_are_at_hand(office: Workspace) -> None:
    county = signed_in("county")
    page = county.get(PATH).content.decode()
    assert page.index("开始填写") < page.index('id="profile"')
    assert "年末集群申报的空间范围内的土地面积" in page
    assert "请声明 missing" not in page


def test_reviewers_see_what_was_submitted_not_what_is_being_changed(office: Workspace) -> None:
    county = signed_in("county")
    fill(county)
    assert "2520000" not in signed_in("prefecture").get(PATH).content.decode()
    county.post(f"{PATH}submit/")
    act("prefecture", "return", reason="请核对", field="output_total")
    cell = the_case().cells.get(period="values", field="output_total")
    change = {"period": "values", "field": "output_total", "version": cell.version, "said": "7"}
    county.post(f"{PATH}cells", {"cells": [change]}, content_type="application/json")
    page = signed_in("province").get(PATH).content.decode()
    assert "2520000" in page


@pytest.mark.parametrize("login", ["neighbour", "audit", "system"])
def test_who_has_no_part_in_a_case_does_not_see_it(office: Workspace, login: str) -> None:
    assert signed_in(login).get(PATH).status_code in (403, 404)
    assert "测试集群one" not in signed_in(login).get("/filings/").content.decode()


def test_a_case_is_not_moved_by_whose_turn_it_is_not(office: Workspace) -> None:
    submitted(signed_in("county"))
    assert act("nation", "accept") == act("province", "endorse") == 422
    assert act("county", "endorse") == 422
    assert the_case().state == "submitted"


def test_the_page_says_the_same_problems_as_the_command_line(
    office: Workspace, tmp_path: Path
) -> None:
    county = signed_in("county")
    wrong = {"output_sme": "9999999", "quality_smes": "2.5", "exports": "-3"}
    fill(county, **wrong)
    said = json.loads(county.get(f"{PATH}problems").content)["problems"]
    file = written(tmp_path, filing("one", 2023, "330106", **wrong))
    from jiqun.filings import check_files

    (outcome,) = check_files(file, office)
    known = {
        (problem.code, problem.where.field.split(" / ")[0], problem.what("zh"))
        for folded in outcome.problems
        for problem in folded.each
    }
    shown = {(problem["code"], problem["field"], problem["what"]) for problem in said}
    assert {row for row in shown if row[0] != "filing.unconfirmed"} == known


def test_an_import_by_the_command_line_has_to_be_reconciled_first(
    office: Workspace, tmp_path: Path
) -> None:
    submitted(signed_in("county"))
    act("prefecture", "endorse")
    act("province", "endorse")
    imported = filing("one", 2023, "330106", output_total="2600000")
    assert not import_files(written(tmp_path, imported), office)[0].refused
    answer = signed_in("nation").post(f"{PATH}accept/")
    assert answer.status_code == 422
    assert the_case().state == "to_reconcile"
    assert act("county", "reconcile") == 302
    assert the_case().state == "draft"


def test_an_acceptance_cut_off_between_both_stores_is_finished_the_next_time(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(signed_in("county"))
    act("prefecture", "endorse")
    act("province", "endorse")
    with monkeypatch.context() as patched:
        patched.setattr(accepting, "move", cut_off)
        with pytest.raises(KeyboardInterrupt):
            signed_in("nation").post(f"{PATH}accept/")
    assert office.accepted()["one", 2023].revision == 1
    assert the_case().state == "endorsed_by_province"
    assert act("nation", "accept") == 302
    assert the_case().state == "accepted"
    assert office.accepted()["one", 2023].revision == 1


def cut_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_correction_after_the_release_is_a_revision_with_its_reason(office: Workspace) -> None:
    submitted(signed_in("county"))
    for login, verb in (("prefecture", "endorse"), ("province", "endorse"), ("nation", "accept")):
        act(login, verb)
    signed_in("nation").post("/reviews/release/2023/")
    assert act("nation", "correct", reason="产值误填", field="output_total") == 302
    county = signed_in("county")
    cell = the_case().cells.get(period="values", field="output_total")
    change = {"period": "values", "field": "output_total", "version": cell.version}
    county.post(
        f"{PATH}cells", {"cells": [{**change, "said": "2530000"}]}, content_type="application/json"
    )
    assert county.post(f"{PATH}submit/").status_code == 302
    for login, verb in (("prefecture", "endorse"), ("province", "endorse"), ("nation", "accept")):
        assert act(login, verb) == 302
    stored = office.accepted()["one", 2023]
    assert (stored.revision, stored.document["reason"]) == (2, "产值误填")
    assert stored.document["values"]["output_total"] == "2530000"
    answer = signed_in("nation").post("/reviews/release/2023/", {"note": "产值更正"})
    assert answer.status_code == 200
    assert [vintage.id for vintage in vintages(office, 2023)] == ["2023-v1", "2023-v2"]
    report = compose(vintage_snapshot(office, "2023-v2"), 2023, NATION)
    assert report.revision is not None
    (cell,) = report.revision.cells
    assert (cell.field, cell.after, cell.reason) == ("output_total", "2530000", "产值误填")
    page = WRITERS[".html"](compose(vintage_snapshot(office, "2023-v2"), 2023, PUBLIC)).decode()
    assert "产值更正" in page
    assert "2023-v1" in page
