"""A lead that is gone in mid-project, and partners that come after an agreement."""

from django.test import Client
from tests.web.cooperation.projects import CODES, INSTITUTE, LEAD, SIDES, SMALL
from tests.web.cooperation.test_cooperation import (
    PAGE,
    agreed,
    answered,
    firms,
    invited,
    partner,
    posted,
    recorded,
    running,
    state,
    text,
)
from tests.web.people import signed_in

from jiqun.web.cooperation.models import Project
from jiqun.web.events.models import Event

__all__ = ["firms"]
REASON = "牵头方已注销登记"


def claimed(firms: dict[str, Client]) -> Project:
    row = running(firms)
    posted(firms["small"], f"{row.pk}/claim_lead/", 422)
    posted(firms["small"], f"{row.pk}/claim_lead/", reason=REASON)
    return row


def test_a_lead_that_is_gone_is_followed_by_a_partner(firms: dict[str, Client]) -> None:
    row = claimed(firms)
    paid = recorded(firms["lead"], row, entry="paid", amount="1234.50", year="2026")
    posted(firms["institute"], f"{row.pk}/claim_lead/", 422, reason=REASON)
    county, neighbour = signed_in("county"), signed_in("neighbour")
    assert "决定是否更换牵头方" in county.get("/exchange/").content.decode()
    assert REASON in text(county, f"{row.pk}/")
    assert REASON not in text(neighbour, f"{row.pk}/")
    posted(firms["institute"], f"{row.pk}/hand_lead/", 422, reason=REASON)
    posted(county, f"{row.pk}/hand_lead/", 422)
    posted(county, f"{row.pk}/hand_lead/", reason="登记机关已公告注销")
    text(county, f"{row.pk}/", 404)  # it settles this project no more
    assert state(row) == "proposed"
    assert (row.lead, row.county, row.version) == (SMALL, SIDES["small"]["county"], 2)
    assert (partner(row, "lead").state, partner(row, "small").slot) == ("fallen", "lead")
    posted(firms["small"], f"{row.pk}/begin/", 422)  # the others agree anew
    agreed(firms, row, "institute")
    posted(firms["small"], f"{row.pk}/begin/")
    assert state(row) == "under_way"
    answered(firms["institute"], paid)  # what the old lead recorded goes on
    posted(firms["lead"], f"{row.pk}/end/", 422, reason="停")
    assert "登记机关已公告注销" in text(firms["institute"], f"{row.pk}/")
    log = " ".join(Event.objects.values_list("said", flat=True))
    assert REASON not in log


def test_a_lead_that_is_there_says_so_and_goes_on(firms: dict[str, Client]) -> None:
    row = claimed(firms)
    assert "本单位仍在牵头" in firms["lead"].get("/exchange/").content.decode()
    posted(firms["lead"], f"{row.pk}/still_here/")
    assert (state(row), row.lead, row.claimed_by) == ("under_way", LEAD, "")
    assert REASON not in text(signed_in("county"), f"{row.pk}/")
    posted(firms["lead"], f"{row.pk}/still_here/", 422)


def test_the_county_keeps_a_lead_with_a_reason(firms: dict[str, Client]) -> None:
    row = claimed(firms)
    county = signed_in("county")
    posted(county, f"{row.pk}/keep_lead/", 422)
    posted(county, f"{row.pk}/keep_lead/", reason="登记状态为存续")
    assert (state(row), row.lead) == ("under_way", LEAD)
    assert "登记状态为存续" in text(firms["small"], f"{row.pk}/")


def test_a_report_ends_with_who_made_it_or_with_the_project(firms: dict[str, Client]) -> None:
    row = claimed(firms)
    posted(firms["small"], f"{row.pk}/leave/", reason="不做了")
    state(row)
    assert row.claimed_by == ""
    other = claimed(firms)
    posted(firms["lead"], f"{other.pk}/end/", reason="市场没了")
    state(other)
    assert other.claimed_by == ""


def test_who_joins_after_an_agreement_makes_another_version(firms: dict[str, Client]) -> None:
    row = invited(firms, "small")
    agreed(firms, row, "small")
    posted(firms["lead"], f"{row.pk}/invite/", code=INSTITUTE)
    assert (state(row), row.version) == ("proposed", 2)
    agreed(firms, row, "institute")
    posted(firms["lead"], f"{row.pk}/begin/", 422)  # who agreed without the third is asked anew
    agreed(firms, row, "small")
    posted(firms["lead"], f"{row.pk}/begin/")
    posted(firms["lead"], f"{row.pk}/invite/", code=CODES["other"])
    assert (state(row), row.version) == ("proposed", 3)
    posted(firms["other"], f"{row.pk}/decline/", reason="人手不够")
    state(row)
    assert row.version == 3  # nobody had agreed to the text with it
    agreed(firms, row, "small")
    agreed(firms, row, "institute")
    posted(firms["lead"], f"{row.pk}/begin/")
    assert state(row) == "under_way"
    assert Client().get(f"{PAGE}{row.pk}/").status_code == 200  # told to outsiders again


def test_who_asked_and_is_turned_down_asks_nobody_to_agree_anew(firms: dict[str, Client]) -> None:
    row = invited(firms, "small", need="找做热处理的单位")
    agreed(firms, row, "small")
    posted(firms["lead"], f"{row.pk}/post/")
    posted(firms["institute"], f"{row.pk}/join/", **SIDES["institute"])
    asking = partner(row, "institute")
    posted(firms["lead"], f"{row.pk}/partners/{asking.pk}/turn_down/", reason="已经够了")
    assert (state(row), row.version, partner(row, "small").version) == ("proposed", 1, 1)
    posted(firms["lead"], f"{row.pk}/begin/")
