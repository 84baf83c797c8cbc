"""A year is opened for every cluster recognised, whether it ever filed or not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from tests.made import filing, values_of, written
from tests.web import engines
from tests.web.conftest import fast_passwords
from tests.web.people import OFFICES, PASSWORD, doer, signed_in

from jiqun.base.readers import PUBLIC
from jiqun.clusters import Profile
from jiqun.clusters.recognised import recognised
from jiqun.filings import import_files
from jiqun.web.accounts import people
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.known import county_of
from jiqun.web.filing.models import Case
from jiqun.web.filing.opening import Opening, open_case
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

HANGZHOU = sorted(name for name in recognised() if name.startswith("3301"))
NEW = {
    "id": "zj-new", "name": "余杭区示例省级产业集群", "county_codes": "330110、330106",
    "submits": "330106", "sector": "electronics", "industry": "39", "year": "2023",
    "working_days": "20",
}  # fmt: skip


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Workspace]:
    """Work where nothing is made up: a real-looking cluster filed, the recognised ones did not."""
    workspace = Workspace.create(tmp_path / "w")
    said = filing("one", 2022, "330106")
    said["cluster"]["demo"] = False
    with (
        engines.database(),
        fast_passwords(),
        override_settings(WORKSPACE=workspace.folder),
    ):
        assert not import_files(written(tmp_path, said), workspace)[0].refused
        open_installation(workspace.folder)
        for login, (office, of) in OFFICES.items():
            person = people.add_person(login, PASSWORD, INSTALLATION)
            people.appoint(person, office, of, INSTALLATION)
        yield workspace
        connections.close_all()


def test_a_recognised_cluster_that_never_filed_is_opened_with_what_the_catalogue_says(
    real: Workspace,
) -> None:
    province = signed_in("province")
    page = province.get("/filings/open/?year=2023").content.decode()
    assert "已认定，未填报过" in page
    assert 'value="one"' in page
    assert 'value="410783-mqsqzjx"' not in page  # another province's
    mine = next(name for name in recognised() if name.startswith("33"))
    answer = province.post(
        "/filings/open/", {"year": "2023", "cluster": mine, "national": "on", "working_days": "15"}
    )
    assert answer.status_code == 200
    case = Case.objects.get(cluster=mine)
    known = recognised()[mine]
    said = Profile.of(case.profile)
    assert (said.name, said.county_codes) == (known.name, (known.county_code,))
    assert (said.sector, said.industry) == (known.sector_id, known.industry)
    assert case.county == known.county_code
    assert {cell.source for cell in case.cells.all()} == {""}
    assert county_of(real, mine) == known.county_code


def test_a_cluster_that_filed_under_its_recognised_name_is_listed_once(
    real: Workspace, tmp_path: Path
) -> None:
    mine = next(cluster for cluster in recognised().values() if cluster.province_code == "330000")
    said = filing("own-id", 2022, mine.county_code)
    said["cluster"] |= {"name": mine.name, "demo": False}
    assert not import_files(written(tmp_path, said), real)[0].refused
    page = signed_in("province").get("/filings/open/?year=2023").content.decode()
    assert 'value="own-id"' in page
    assert f'value="{mine.id}"' not in page


def test_among_made_up_clusters_no_real_one_is_offered(office: Workspace) -> None:
    mark = {"demonstration": True}
    from jiqun.workspace.demonstration import MARK

    (office.folder / MARK).write_text(json.dumps(mark))
    page = signed_in("nation").get("/filings/open/?year=2024").content.decode()
    assert 'value="one"' in page
    assert "410783" not in page


def test_a_cluster_a_province_recognised_is_described_and_ends_at_the_province(
    real: Workspace,
) -> None:
    province = signed_in("province")
    assert province.post("/filings/open/new/", NEW).status_code == 200
    case = Case.objects.get(cluster="zj-new")
    assert case.county == "330106"
    assert case.profile["county_codes"] == ["330106", "330110"]
    assert "nation" not in case.parties
    assert case.clocks["filing"]["working_days"] == 20
    again = province.post("/filings/open/new/", NEW)
    assert again.status_code == 422
    assert "这个编号的集群已经登记过" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"county_codes": "330106,330110", "submits": ""}, "填报"),
        ({"county_codes": "330106 410783", "submits": "330106"}, "不全在您的管辖范围内"),
        ({"name": "", "sector": "none"}, "集群名称"),
        ({"id": HANGZHOU[0] if HANGZHOU else "one"}, "已经登记过"),
    ],
)
def test_a_faulty_description_opens_nothing_and_says_why(
    real: Workspace, changed: dict[str, str], told: str
) -> None:
    answer = signed_in("province").post("/filings/open/new/", {**NEW, **changed})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Case.objects.exists()


def test_of_several_counties_the_one_that_submits_is_chosen_and_the_others_know_who(
    real: Workspace, tmp_path: Path
) -> None:
    wide = Profile("wide", "跨县示例集群", ("330106", "330110"), "electronics")
    open_case(wide, Opening(2023, submits="330106"), real, doer("nation"))
    neighbour = signed_in("neighbour")
    page = neighbour.get("/filings/").content.decode()
    assert "跨县示例集群 2023" in page
    assert "西湖区" in page
    assert neighbour.get("/filings/wide/2023/").status_code == 404
    assert "跨县示例集群 2023 ·" not in signed_in("county").get("/filings/").content.decode()


def test_the_page_asks_who_submits_where_a_cluster_has_several_counties(
    real: Workspace, tmp_path: Path
) -> None:
    said = filing("wide", 2022, "330106")
    said["cluster"] |= {"county_codes": ["330106", "330110"], "demo": False}
    assert not import_files(written(tmp_path, said), real)[0].refused
    province = signed_in("province")
    assert 'name="submits-wide"' in province.get("/filings/open/?year=2023").content.decode()
    asked = {"year": "2023", "cluster": "wide", "national": "on", "submits-wide": "330110"}
    assert province.post("/filings/open/", asked).status_code == 200
    case = Case.objects.get(cluster="wide")
    assert (case.county, case.profile["county_codes"]) == ("330110", ["330110", "330106"])


OWN = "/filings/zj-new/2023/"


def own_released(real: Workspace) -> None:
    """Take a cluster that only a province recognised to its province's release."""
    province, county = signed_in("province"), signed_in("county")
    assert province.post("/filings/open/new/", NEW).status_code == 200
    county.post(f"{OWN}begin/")
    case = Case.objects.get(cluster="zj-new")
    values = {
        name: str(said).lower() if isinstance(said, bool) else str(said)
        for name, said in values_of(2023).items()
    }
    cells = [
        {
            "period": "values",
            "field": cell.field,
            "version": cell.version,
            "said": values[cell.field],
        }
        for cell in case.cells.filter(period="values", field__in=list(values))
    ]
    county.post(f"{OWN}cells", {"cells": cells}, content_type="application/json")
    assert county.post(f"{OWN}submit/").status_code == 302
    assert signed_in("prefecture").post(f"{OWN}endorse/").status_code == 302
    assert signed_in("nation").get("/reviews/").content.decode().count("zj-new") == 0
    assert province.post(f"{OWN}accept/").status_code == 302
    assert real.accepted()["zj-new", 2023].document["cluster"]["recognised_by"] == "province"
    assert province.post("/reviews/release/2023/").status_code == 200
    assert Case.objects.get(cluster="zj-new").state == "released"


def test_a_province_s_own_cluster_is_accepted_and_released_there_and_nowhere_in_the_nation(
    real: Workspace,
) -> None:
    own_released(real)
    from jiqun.web.explore.shelf import open_shelf

    shelf = open_shelf(real.folder)
    assert shelf.years == []
    assert [vintage.id for vintage in shelf.shown_to(doer("province").reader)] == ["2023-v1"]
    assert shelf.shown_to(doer("nation").reader) == shelf.shown_to(PUBLIC) == []
    listed = Client().get("/api/v1/vintages").json()
    assert "2023-v1" not in str(listed)
    assert Client().get("/api/v1/vintages/2023-v1").status_code == 404


def test_a_province_corrects_its_own_after_the_release_and_releases_it_anew(
    real: Workspace,
) -> None:
    own_released(real)
    reason = {"reason": "产值误填", "field": "output_total"}
    assert signed_in("nation").post(f"{OWN}correct/", reason).status_code == 422
    province, county = signed_in("province"), signed_in("county")
    assert province.post(f"{OWN}correct/", {"field": "output_total"}).status_code == 422
    assert province.post(f"{OWN}correct/", reason).status_code == 302
    assert "产值误填" in county.get(OWN).content.decode()
    cell = Case.objects.get(cluster="zj-new").cells.get(period="values", field="output_total")
    change = {"period": "values", "field": "output_total", "version": cell.version}
    said = {"cells": [{**change, "said": "2530000"}]}
    assert county.post(f"{OWN}cells", said, content_type="application/json").status_code == 200
    assert county.post(f"{OWN}submit/").status_code == 302
    assert signed_in("prefecture").post(f"{OWN}endorse/").status_code == 302
    assert province.post(f"{OWN}accept/").status_code == 302
    stored = real.accepted()["zj-new", 2023]
    assert (stored.revision, stored.document["reason"]) == (2, "产值误填")
    assert stored.document["values"]["output_total"] == "2530000"
    assert province.post("/reviews/release/2023/", {"note": "更正"}).status_code == 200
    assert Case.objects.get(cluster="zj-new").state == "released"
    from jiqun.web.explore.shelf import open_shelf

    shelf = open_shelf(real.folder)
    mine = [vintage.id for vintage in shelf.shown_to(doer("province").reader)]
    assert mine == ["2023-v1", "2023-v2"]
    assert shelf.shown_to(doer("nation").reader) == shelf.shown_to(PUBLIC) == []
