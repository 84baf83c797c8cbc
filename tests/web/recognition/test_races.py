"""Two at once for the last place of a quota: one is named, the other is told, on any database."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from tests.web.recognition.test_quotas import provincial
from tests.web.recognition.worlds import application_to, call_of

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.events.chain import verify
from jiqun.web.recognition.applying import hand_in
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.quotas import named_in
from jiqun.web.recognition.recommending import endorse, recommend
from jiqun.workspace import Workspace

ROUNDS = 4
"""Times the same two meet: who is first differs."""
GUANGZHOU = ("440103", "440104")
Naming = Callable[[Application, Doer], Application]


def of(office: Office, code: str) -> Doer:
    return Doer(reader_of_office(office, code), "")


def raced(deed: Naming, rivals: list[tuple[Application, Doer]]) -> list[str]:
    """Let each rival do the same at the same moment, and return what became of them, in order."""
    together, outcomes = Barrier(len(rivals)), list[str]()

    def met(application: Application, doer: Doer) -> None:
        try:
            together.wait()
            deed(application, doer)
            outcomes.append("named")
        except Refused as refused:
            outcomes.extend(problem.code for problem in refused.problems)
        finally:
            connections.close_all()

    threads = [Thread(target=met, args=rival) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def drafts_of_one_county() -> tuple[Call, str, Any]:
    call = provincial({"county": 1})
    rows = [application_to(call, name, GUANGZHOU[0], state="draft") for name in "ab"]
    county = of(Office.COUNTY, GUANGZHOU[0])
    return call, GUANGZHOU[0], [(row, county) for row in rows]


def submitted_to_one_prefecture() -> tuple[Call, str, Any]:
    call = provincial({"prefecture": 1})
    pairs = zip("ab", GUANGZHOU, strict=True)
    rows = [application_to(call, name, county, state="submitted") for name, county in pairs]
    prefecture = of(Office.PREFECTURE, "440100")
    return call, "440100", [(row, prefecture) for row in rows]


def checked_in_one_province() -> tuple[Call, str, Any]:
    call = call_of({}, state="open", quotas={"province": 1})
    pairs = zip("ab", ("330106", "330110"), strict=True)
    rows = [application_to(call, name, county, state="site_checked") for name, county in pairs]
    province = of(Office.PROVINCE, "330000")
    return call, "330000", [(row, province) for row in rows]


@pytest.mark.parametrize(
    ("deed", "made"),
    [
        (hand_in, drafts_of_one_county),
        (endorse, submitted_to_one_prefecture),
        (recommend, checked_in_one_province),
    ],
)
def test_of_two_at_once_for_the_last_place_one_is_named_and_the_other_told(
    office: Workspace, deed: Naming, made: Callable[[], tuple[Call, str, Any]]
) -> None:
    call, recommender, rivals = made()
    rows = [application for application, _ in rivals]
    before = {row.pk: (row.state, row.holder) for row in rows}
    for _ in range(ROUNDS):
        assert raced(deed, rivals) == ["named", "recognition.quota_used_up"]
        assert named_in(call)[recommender] == 1
        for pk, (state, holder) in before.items():
            again = {"state": state, "holder": holder, "rank": None}
            Application.objects.filter(pk=pk).update(**again)
    assert verify().problems == []
