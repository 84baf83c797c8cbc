"""The carbon account of a cluster: of the firms in its list, apart from those in none."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.clusters.rosters import raw
from tests.web.people import signed_in

from jiqun.base.readers import Office, Reader
from jiqun.filings.rosters import import_rosters
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.carbon.keeping import keep, share
from jiqun.web.carbon.models import CarbonTold
from jiqun.web.carbon.summing import Group, groups_of
from jiqun.workspace import Workspace

FIRMS = [raw(number)["credit_code"] for number in range(1, 9)]
OUTSIDE = ["91330106MA2800000X", "91330106MA28000011", "91330110MA28000011", "91330110MA2800002X"]
COUNTY = "330106"
COUNTED = "102.1647"  # (10 + 11 + 12) x 3.0959


@pytest.fixture
def listed(office: Workspace, tmp_path: Path) -> Workspace:
    """Return an installation whose cluster "one" has a list of four firms."""
    rows = [{**raw(number), "cluster_id": "one", "tiers": ""} for number in range(1, 5)]
    path = tmp_path / "firms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (outcome,) = import_rosters([path], office, reason="试点名单")
    assert not outcome.refused, outcome.problems
    return office


def kept(code: str, diesel: int, county: str = COUNTY, **said: Any) -> None:
    """Let a firm keep an account and take part in a county's sums."""
    doer = Doer(reader_of_office(Office.FIRM, code))
    fuels = {"diesel": {"amount": str(diesel), "uncertainty": said.pop("doubt", "3")}}
    keep({"year": 2023, "fuels": fuels, "no_other_fuels": True, **said}, "甲", doer)
    share(county, doer)


def county() -> Reader:
    return reader_of_office(Office.COUNTY, COUNTY)


def told(workspace: Workspace, cluster: str = "one") -> Decimal | None:
    """Return what a group emits by scope 1; None where nothing is told of it."""
    for group in groups_of(workspace, COUNTY, county()):
        if (group.profile.id if group.profile else "") == cluster:
            return group.years[0][1][0].tonnes
    return None


def of_the_cluster(workspace: Workspace) -> Group:
    return next(group for group in groups_of(workspace, COUNTY, county()) if group.profile)


def test_a_cluster_has_an_account_of_its_own_with_factors_and_doubt(listed: Workspace) -> None:
    for at, code in enumerate(FIRMS[:3]):
        kept(code, 10 + at)
    for at, code in enumerate(OUTSIDE[:3]):
        kept(code, 20 + at)
    assert told(listed) == Decimal(COUNTED)
    assert told(listed, "") == Decimal("195.0417")  # (20 + 21 + 22) x 3.0959
    page = signed_in("county").get("/exchange/carbon/").content.decode()
    for said in ("102.16", "195.04", "不在任何集群名单的企业", "3,095.9", "GB/T 2589", "至少 ±"):
        assert said in page
    assert "297" not in page  # both together are told nowhere
    assert "102.16" not in signed_in("neighbour").get("/exchange/carbon/").content.decode()
    assert "at least ±" in signed_in("county").get("/en/exchange/carbon/").content.decode()


def test_two_firms_of_a_cluster_are_told_nowhere_and_not_with_others(listed: Workspace) -> None:
    for at, code in enumerate([*FIRMS[:2], *OUTSIDE[:2]]):
        kept(code, 10 + at)
    assert groups_of(listed, COUNTY, county()) == []


def test_a_firm_that_was_counted_in_one_place_is_counted_in_no_other(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at, code in enumerate([*FIRMS[:3], *OUTSIDE[:3]]):
        kept(code, 10 + at)
    before = told(listed), told(listed, "")
    from jiqun.clusters.roster_store import RosterStore

    monkeypatch.setattr(RosterStore, "firms_of", lambda *_: {"one": []})  # they leave the list
    for code in FIRMS[:3]:
        kept(code, 30)
    assert told(listed, "") == before[1]
    assert told(listed) == Decimal("278.631")  # 3 x 30 x 3.0959: where they were counted first
    assert {firm for row in CarbonTold.objects.filter(group="330106/") for firm in row.ever} == {
        *OUTSIDE[:3]
    }


def test_a_firm_that_goes_to_another_county_is_not_counted_there_for_that_year(
    listed: Workspace,
) -> None:
    for at, code in enumerate(OUTSIDE[:3]):
        kept(code, 10 + at)
    assert told(listed, "") == Decimal(COUNTED)
    for code in (*OUTSIDE[:3], OUTSIDE[3]):
        kept(code, 40, "330110")
    other = reader_of_office(Office.COUNTY, "330110")
    assert groups_of(listed, "330110", other) == []
    assert told(listed, "") == Decimal(COUNTED)


def test_the_doubt_of_one_firm_is_not_told(listed: Workspace) -> None:
    for code, doubt in zip(FIRMS[:3], ("3", "", ""), strict=True):
        kept(code, 10, doubt=doubt)
    figure = of_the_cluster(listed).years[0][1][0]
    assert (figure.firms, figure.doubt) == (3, None)
    page = signed_in("county").get("/exchange/carbon/").content.decode()
    assert "说明不确定度的企业不足三家" in page


def test_firms_that_go_and_come_again_do_not_tell_of_one(listed: Workspace) -> None:
    for at, code in enumerate(FIRMS[:3]):
        kept(code, 10 + at)
    assert told(listed) == Decimal(COUNTED)
    for at in range(3):
        kept(FIRMS[at], 20 + at)
    second = told(listed)
    assert second == Decimal("195.0417")  # (20 + 21 + 22) x 3.0959
    for at in range(3):
        kept(FIRMS[at], 10 + at + (at == 2))  # the first sum, but for one firm
    assert told(listed) == second
    kept(FIRMS[0], 30)
    kept(FIRMS[1], 31)
    assert told(listed) == Decimal("229.0966")  # (30 + 31 + 13) x 3.0959


def test_a_doubt_that_one_more_firm_moved_is_not_told(listed: Workspace) -> None:
    for code in OUTSIDE[:3]:
        kept(code, 10)
    (before,) = groups_of(listed, COUNTY, county())
    assert before.years[0][1][0].doubt is not None
    for code, doubt in zip((OUTSIDE[3], *FIRMS[4:6]), ("3", "", ""), strict=True):
        kept(code, 12, doubt=doubt)
    (after,) = groups_of(listed, COUNTY, county())
    figure = after.years[0][1][0]
    assert (figure.firms, figure.doubt) == (6, None)


def test_a_factor_of_fewer_than_three_firms_is_not_listed(listed: Workspace) -> None:
    for at, code in enumerate(FIRMS[:3]):
        place = "330000" if at else "320000"
        power = [{"place": place, "kwh": str(1000 * (at + 1))}]
        kept(code, 10, electricity=power, contracts=[], heat={"gj": "0"})
    _, by_place, by_market = of_the_cluster(listed).years[0][1]
    assert by_place.tonnes is not None
    assert by_place.factors == ()
    assert [factor.title.en for factor in by_market.factors] == ["electricity no contract covers"]
