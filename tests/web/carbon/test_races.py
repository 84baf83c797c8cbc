"""Two at once with carbon accounts: each word is kept, and a sum is counted once."""

import pytest
from tests.web.carbon.test_clusters import COUNTY, OUTSIDE, county, kept
from tests.web.challenges.test_races import of, raced

from jiqun.base.readers import Office
from jiqun.web.carbon.keeping import keep, share
from jiqun.web.carbon.models import CarbonTold, CarbonYear
from jiqun.web.carbon.summing import groups_of
from jiqun.web.events.chain import verify
from jiqun.workspace import Workspace

FIRM = of(Office.FIRM, OUTSIDE[0])

pytestmark = pytest.mark.parametrize("turn", range(2))


def activity(diesel: str) -> dict[str, object]:
    return {"year": 2023, "fuels": {"diesel": diesel}, "no_other_fuels": True}


def test_two_browsers_of_a_firm_keep_both_and_the_last_counts(office: Workspace, turn: int) -> None:
    del office
    found = raced(*(lambda said=said: keep(activity(said), "甲", FIRM) for said in ("10", "20")))
    assert found == ["done", "done"]
    assert CarbonYear.objects.count() == 2
    assert verify().problems == []


def test_a_year_kept_while_the_firm_takes_itself_out_is_out_too(
    office: Workspace, turn: int
) -> None:
    del office
    kept(OUTSIDE[0], 10)
    found = raced(lambda: keep(activity("20"), "甲", FIRM), lambda: share("", FIRM))
    assert found == ["done", "done"]
    assert not CarbonYear.objects.filter(shared=True).exists()


def test_two_who_look_at_once_are_told_the_same(office: Workspace, turn: int) -> None:
    for at, code in enumerate(OUTSIDE[:3]):
        kept(code, 10 + at)
    told: list[object] = []
    found = raced(*[lambda: told.append(groups_of(office, COUNTY, county()))] * 2)
    assert found == ["done", "done"]
    assert told[0] == told[1]
    assert CarbonTold.objects.filter(figure="scope_1").count() == 1
