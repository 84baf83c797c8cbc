"""Quotas of every level: kept where a county hands in, a prefecture passes on, a province names."""

from datetime import timedelta
from typing import Any

import pytest
from tests.web.people import signed_in
from tests.web.recognition.worlds import application_to, call_of

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.rules import programmes
from jiqun.rules.life import recommender_keys
from jiqun.web.casework.clocks import today
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.quota_forms import read_quotas
from jiqun.web.recognition.quotas import named_in, quota_of, refuse_beyond
from jiqun.web.recognition.terms import known_terms
from jiqun.workflow.routes import Party
from jiqun.workspace import Workspace

OWN = "guangdong/sme-cluster"
HANGZHOU, NINGBO = "330106", "330203"


def provincial(quotas: dict[str, Any], state: str = "open") -> Call:
    """Return a call of Guangdong's own programme with quotas."""
    call = call_of({}, state=state, due=today() + timedelta(days=9), quotas=quotas)
    Call.objects.filter(pk=call.pk).update(programme=OWN, office="province", of="440000")
    return Call.objects.select_related("definition").get(pk=call.pk)


def test_a_prefecture_passes_on_no_more_than_its_quota_whichever_comes_first(
    office: Workspace,
) -> None:
    call = provincial({"prefecture": 1})
    first, second = (
        application_to(call, name, county, state="submitted")
        for name, county in (("a", "440103"), ("b", "440104"))
    )
    refuse_beyond(call, second, Office.PREFECTURE)  # nothing is named yet
    Application.objects.filter(pk=first.pk).update(state="endorsed_by_prefecture")
    with pytest.raises(Refused) as refused:
        refuse_beyond(call, second, Office.PREFECTURE)
    assert refused.value.problems[0].code == "recognition.quota_used_up"
    other = application_to(call, "c", "440403", state="submitted")
    refuse_beyond(call, other, Office.PREFECTURE)  # Zhuhai's place is not Guangzhou's


def test_the_province_recommends_within_the_prefecture_s_quota_too(office: Workspace) -> None:
    call = provincial({"440100": 1, "prefecture": 5})
    application_to(call, "a", "440103", state="recommended")
    second = application_to(call, "b", "440104", state="site_checked")
    with pytest.raises(Refused):
        refuse_beyond(call, second, Office.PROVINCE)


def test_a_county_hands_in_no_more_than_its_quota(office: Workspace) -> None:
    call = provincial({"county": 1})
    application_to(call, "a", "440103", state="submitted")
    second = application_to(call, "b", "440103", state="draft")
    with pytest.raises(Refused):
        refuse_beyond(call, second, Office.COUNTY)
    Application.objects.filter(cluster="a").update(state="withdrawn")  # gives its place back
    refuse_beyond(call, second, Office.COUNTY)


def test_shenzhen_has_no_prefecture_s_office_and_the_province_keeps_its_quota(
    office: Workspace,
) -> None:
    call = provincial({"prefecture": 1})
    waiting = application_to(call, "a", "440303", state="site_checked")
    second = application_to(call, "b", "440305", state="site_checked")
    refuse_beyond(call, waiting, Office.PROVINCE)  # who only waits takes no place
    Application.objects.filter(pk=waiting.pk).update(state="recommended")
    with pytest.raises(Refused):
        refuse_beyond(call, second, Office.PROVINCE)
    assert named_in(call)["440300"] == 1


def test_a_county_right_under_its_province_is_a_recommender_of_its_own() -> None:
    assert recommender_keys(programmes()[OWN], "429004")[-1] == "prefecture"


def test_the_form_takes_places_by_name_and_code_and_names_what_it_cannot_read(
    office: Workspace,
) -> None:
    said = read_quotas({"prefecture": "2", "county": ""}, "昆明市 3\n530300：-", "530000")
    assert said == {"prefecture": 2, "530100": 3, "530300": None}
    for places in ("杭州市 3", "没有这个地方 3", "昆明市 很多", "昆明市"):
        with pytest.raises(Refused):
            read_quotas({}, places, "530000")
    assert read_quotas({"province": "8"}, "宁波市 2") == {"province": 8, "330200": 2}


def test_what_the_catalogue_knows_of_single_places_is_not_lost_in_the_form() -> None:
    yunnan, guangxi = programmes()["yunnan/sme-cluster"], programmes()["guangxi/sme-cluster"]
    assert known_terms(yunnan, 2023)["quotas"] == {"530100": 3, "prefecture": 2}
    assert known_terms(guangxi, 2026)["quotas"] == {"prefecture": 2}  # of every year


def test_ningbo_s_and_the_corps_quotas_are_not_their_provinces(office: Workspace) -> None:
    quotas = {"province": 1, "separately_planned_city": 1, "corps": 1}
    call = call_of({}, state="open", due=today() + timedelta(days=9), quotas=quotas)
    application_to(call, "a", HANGZHOU, state="recommended")
    refuse_beyond(call, application_to(call, "n", NINGBO, state="site_checked"), Office.PROVINCE)
    refuse_beyond(call, application_to(call, "x", "659001", state="site_checked"), Office.PROVINCE)
    assert quota_of(call, "659000").limit == 1


def test_each_office_sees_the_quota_it_keeps_and_nobody_another_s(office: Workspace) -> None:
    from jiqun.web.recognition.quotas import quotas_seen

    call = provincial({"prefecture": 3})
    application_to(call, "a", "440103", state="recommended")
    own = quotas_seen(call, Party(Office.PREFECTURE, "440100"))
    assert [(used.named, used.quota.limit) for used in own] == [(1, 3)]
    assert [used.named for used in quotas_seen(call, Party(Office.PROVINCE, "440000"))] == [1]
    assert quotas_seen(call, Party(Office.PREFECTURE, "330100")) == []
    assert quotas_seen(call, Party(Office.COUNTY, "440103")) == []


def test_the_page_of_a_new_call_asks_by_place(office: Workspace) -> None:
    page = signed_in("nation").get("/recognition/calls/new/").content.decode()
    assert 'name="quota_places"' in page
    assert 'name="quota_corps"' in page
    assert 'name="quota_prefecture"' not in page  # no prefecture names to the nation
