"""A body is founded, gets statutes, members and mandates; firms see their own, strangers none."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.registry.made_up import code
from tests.web.governance.said import BODY, MANDATE, STATUTES, line
from tests.web.people import doer, firms_signed_in, signed_in

from jiqun.base.errors import Refused
from jiqun.web.casework.clocks import today
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.governance import founding
from jiqun.web.governance.models import Body, Member
from jiqun.workspace import Workspace

PAGE = "/governance/"
OWN, OTHER = "91330106MA2800000X", "91330110MA28000011"


@pytest.fixture
def agency(office: Workspace) -> Client:
    """Return the browser of the promotion agency."""
    del office
    return signed_in("agency")


def posted(client: Client, path: str, status: int = 302, **said: Any) -> str:
    answer = client.post(f"{PAGE}{path}", said)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def text(client: Client, path: str = "", status: int = 200) -> str:
    answer = client.get(f"{PAGE}{path}")
    assert answer.status_code == status
    return answer.content.decode()


def founded(agency: Client, *lines: str) -> Body:
    posted(agency, "", cluster="one", **BODY)
    body = Body.objects.get()
    posted(agency, f"{body.pk}/statutes/", **STATUTES)
    if lines:
        posted(agency, f"{body.pk}/members/", lines="\n".join(lines))
    return body


def test_an_agency_enters_body_statutes_and_members_and_a_firm_sees_its_own(
    agency: Client,
) -> None:
    body = founded(agency, line(OWN, "甲公司"), line(OTHER, "乙公司"))
    member = Member.objects.get(code=OWN)
    posted(agency, f"members/{member.pk}/mandate/", **MANDATE)
    firms = firms_signed_in({"own": OWN, "stranger": code("330106", 7)})
    page = text(firms["own"], f"{body.pk}/")
    assert "名册中 50% 的中小企业参加投票" in page
    assert "王明" in text(firms["own"], f"members/{member.pk}/")
    text(firms["own"], f"members/{Member.objects.get(code=OTHER).pk}/", 404)
    text(firms["own"], f"{body.pk}/members/", 403)
    assert "乙公司" in text(signed_in("county"), f"{body.pk}/members/?q=乙")
    for stranger in (firms["stranger"], signed_in("neighbour")):
        assert "示例促进中心" not in text(stranger)
        text(stranger, f"{body.pk}/", 404)
    posted(agency, f"members/{member.pk}/release/", reason="已迁出")
    text(firms["own"], f"{body.pk}/", 404)
    said = " ".join(Event.objects.values_list("said", flat=True))
    for words in ("王明", "已迁出", "甲公司", OTHER):
        assert words not in said


def test_names_of_mandates_that_are_over_are_erased_here_and_in_the_log(agency: Client) -> None:
    founded(agency, line(OWN))
    member = Member.objects.get()
    path = f"members/{member.pk}/"
    posted(agency, f"{path}mandate/", **MANDATE)
    posted(agency, f"{path}forget/", 422)
    posted(agency, f"{path}mandate/", **{**MANDATE, "name": "李静", "since": str(today())})
    posted(agency, f"{path}forget/")
    page = text(agency, path)
    assert ("王明" in page, "李静" in page) == (False, True)
    assert not Sealed.objects.filter(text__in=("王明", "李静")).exists()
    assert verify().problems == []
    posted(agency, f"{path}release/", reason="迁出")
    posted(agency, f"{path}forget/")
    assert "李静" not in text(agency, path)


def test_a_cluster_has_one_body_whoever_founds_it_at_the_same_moment(agency: Client) -> None:
    founded(agency)
    (known,) = known_clusters(shelf().workspace, doer("agency").reader)
    with pytest.raises(Refused) as refused:  # the form was open before there was one
        founding.found(known.profile, BODY, doer("agency"))
    assert [problem.code for problem in refused.value.problems] == ["governance.body_there"]


def test_what_is_wrong_is_told_line_by_line_and_nothing_is_entered(agency: Client) -> None:
    body = founded(agency, line(OWN))
    lines = [line("123"), line(OTHER, size="huge"), line(OWN), line(code("330106", 8))]
    page = posted(agency, f"{body.pk}/members/", 422, lines="\n".join(lines))
    for told in ("第 1 行", "第 2 行", "第 3 行", "已是成员"):
        assert told in page
    assert "第 4 行" not in page
    assert Member.objects.count() == 1


def test_statutes_that_were_in_force_are_not_rewritten(agency: Client) -> None:
    body = founded(agency)
    page = posted(agency, f"{body.pk}/statutes/", 422, **{**STATUTES, "quorum": "10"})
    assert "已生效的不能改写" in page
    posted(agency, f"{body.pk}/statutes/", **{**STATUTES, "since": "2026-02-01", "quorum": "10"})
    page = text(agency, f"{body.pk}/")
    assert "名册中 10% 的中小企业参加投票" in page
    assert "法定人数 50%" in page


def test_only_the_cluster_s_agency_enters_anything(agency: Client) -> None:
    body = founded(agency)
    posted(signed_in("county"), f"{body.pk}/statutes/", 403, **STATUTES)
    posted(signed_in("county"), f"{body.pk}/members/", 422, lines=line(OWN))
    assert not Member.objects.exists()


def test_ten_thousand_members_are_shown_a_page_at_a_time(agency: Client) -> None:
    body = founded(agency)
    Member.objects.bulk_create(
        Member(body=body, cluster="one", county=body.county, code=code("330106", number),
               name=f"企业{number}", kind="firm", size="small", since=body.founded)
        for number in range(10_000)
    )  # fmt: skip
    for path in (f"{body.pk}/members/?page=7", f"{body.pk}/"):
        text(agency, path)
        took = []
        for _ in range(7):
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as asked:
                text(agency, path)
            took.append(time.perf_counter() - began)
        assert len(asked) <= 25
        assert sorted(took)[3] < 0.15
