"""A draft takes from the closed year what follows, says so, and is never written over."""

import pytest
from tests.web.people import doer, signed_in

from jiqun.clusters import Profile
from jiqun.exchange.closing import OUTCOMES, cells_of, closed_file
from jiqun.exchange.outcomes import Happened, Requested, outcomes_of
from jiqun.filings.accept import accept
from jiqun.web.filing.models import Case, Cell
from jiqun.web.filing.moving import move
from jiqun.web.filing.opening import Opening, open_case
from jiqun.workspace import Workspace
from jiqun.workspace.journal import signed

YEAR = 2026
PAGE = f"/filings/one/{YEAR}/"
FIELD = "digital_solution_service"
BEHIND = "名单中有 3 家企业完成了 3 项数字化解决方案"


def closed(workspace: Workspace, firms: str = "abc") -> None:
    """Close the year with a solution that each of some firms finished."""
    rows = tuple(Requested(firm, finished=True) for firm in firms)
    cells = cells_of(outcomes_of(set(firms), Happened(requests=rows)), YEAR)
    file = closed_file(profile(workspace), YEAR, cells)
    (outcome,) = accept([file], workspace, signed("", "tests"))
    assert not outcome.refused


def profile(workspace: Workspace) -> Profile:
    return Profile.of(workspace.accepted()["one", 2022].document["cluster"])


def opened(workspace: Workspace) -> Case:
    """Open the year, and let the county begin."""
    case = open_case(profile(workspace), Opening(YEAR), workspace, doer("nation"))
    return move(case, "begin", doer("county"))


def cell(case: Case, name: str = FIELD) -> Cell:
    return Cell.objects.get(case=case, period="values", field=name)


def test_a_year_opened_after_the_close_is_filled_in_with_its_source(office: Workspace) -> None:
    closed(office)
    found = cell(opened(office))
    assert (found.said, found.source, found.confirmed) == ("true", "exchange", False)
    page = signed_in("county").get(PAGE).content.decode()
    assert "由供需记录得出" in page
    assert BEHIND in page
    assert f'href="/exchange/closing/one/{YEAR}/"' in page


def test_a_year_closed_after_it_was_opened_is_suggested_and_nothing_is_written(
    office: Workspace,
) -> None:
    case = opened(office)
    Cell.objects.filter(pk=cell(case).pk).update(said="false")
    closed(office)
    assert cell(case).said == "false"
    assert BEHIND in signed_in("county").get(PAGE).content.decode()


def test_what_two_firms_finished_is_neither_filled_in_nor_told(office: Workspace) -> None:
    closed(office, "ab")
    case = opened(office)
    assert cell(case).empty
    assert "供需年度结账" not in signed_in("county").get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["cloud_users", "iiot_users", "smart_maturity_service"])
def test_what_does_not_follow_stays_empty(office: Workspace, name: str) -> None:
    closed(office)
    assert cell(opened(office), name).empty


def test_the_promotion_agency_is_told_without_a_page_it_may_not_open(office: Workspace) -> None:
    closed(office)
    opened(office)
    page = signed_in("agency").get(PAGE).content.decode()
    assert BEHIND in page
    assert "/exchange/closing/" not in page


def test_a_filing_accepted_after_the_close_stays_a_filing_of_its_own(office: Workspace) -> None:
    closed(office)
    opened(office)
    assert office.accepted().years("one") == [2022]
    assert office.accepted(OUTCOMES).years("one") == [YEAR]
