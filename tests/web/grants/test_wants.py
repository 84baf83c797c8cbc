"""Purposes that want data, matched with firms' data: reasons in words, and nothing given away."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.clusters.rosters import raw
from tests.web.grants.test_grants import (
    BANK,
    FIRM,
    OTHER,
    PAGE,
    SHOWN,
    asked,
    at,
    done,
    posted,
    text,
    upload,
)
from tests.web.people import PASSWORD, doer, firms_signed_in, signed_in

from jiqun.filings.rosters import import_rosters
from jiqun.web.accounts.agencies import change_agency
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.grants.models import DataCard, Grant, Want
from jiqun.workspace import Workspace

WANTED: dict[str, Any] = {
    "name": "某银行", "fields": ["electricity", "yield"], "purpose": "finance",
    "until": "2099-12-31", "wish": "按用电量授信", "industry": "34", "county": FIRM[2:8],
}  # fmt: skip
CARD: dict[str, Any] = {
    "name": "甲铸造公司",
    "fields": ["electricity"],
    "industry": "3484",
    "about": "智能电表",
}
UNTIL = datetime(2099, 12, 31, 16, tzinfo=UTC)


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the firm with data, of one that asks, and of another."""
    del office
    return firms_signed_in({"firm": FIRM, "bank": BANK, "other": OTHER})


def wanted(client: Client, **said: object) -> Want:
    posted(client, "wants/new/", **{**WANTED, **said})
    return Want.objects.latest("pk")


def test_from_a_purpose_to_a_reading_and_its_outcome(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = wanted(firms["bank"])
    page = text(firms["firm"], f"wants/{row.pk}/")
    assert "所要的 2 个字段有 2 个：用电量、良品率" in page
    assert "在同一个县" in page
    posted(firms["firm"], f"wants/{row.pk}/answer/", fields=["electricity"], name="甲公司")
    grant = Grant.objects.get()
    assert (grant.want, grant.state, grant.purpose) == (row, "granted", "finance")
    assert grant.until == row.until
    assert SHOWN in text(firms["bank"], f"{grant.pk}/data/")
    assert f"{PAGE}{grant.pk}/" in text(firms["bank"], f"wants/{row.pk}/")
    verbs = list(Event.objects.filter(subject=grant.subject).values_list("verb", flat=True))
    assert verbs == ["ask", "grant", "read_data"]
    done(firms["firm"], grant, "revoke")
    assert firms["bank"].get(f"{PAGE}{grant.pk}/data.json").status_code == 403
    assert not verify().problems


def test_a_firm_answers_narrower_and_each_field_is_a_grant_of_its_own(
    firms: dict[str, Client],
) -> None:
    upload(firms["firm"])
    row = wanted(firms["bank"], first_month="2026-01")
    said: dict[str, Any] = {
        "fields": ["electricity", "yield"],
        "name": "甲公司",
        "until": "2098-12-31",
    }
    posted(firms["firm"], f"wants/{row.pk}/answer/", **said, first_month="2026-02")
    found = Grant.objects.order_by("field")
    assert [(grant.field, grant.first_month) for grant in found] == [
        ("electricity", "2026-02"), ("yield", "2026-02"),
    ]  # fmt: skip
    assert {grant.until for grant in found} == {datetime(2098, 12, 31, 16, tzinfo=UTC)}
    done(firms["firm"], found[0], "revoke")
    assert firms["bank"].get(f"{PAGE}{found[1].pk}/data.json").status_code == 200
    posted(firms["firm"], f"wants/{row.pk}/answer/", 422, **said)  # the yield is granted already
    assert Grant.objects.count() == 2


def test_what_is_wrong_with_an_answer_is_told_at_once_and_nothing_granted(
    firms: dict[str, Client],
) -> None:
    upload(firms["firm"])
    row = wanted(firms["bank"])
    path = f"wants/{row.pk}/answer/"
    page = posted(firms["firm"], path, 422, fields=["load"])
    assert "没有选字段" in page
    assert "名称" in page
    posted(firms["firm"], path, 422, name="甲公司")
    posted(firms["firm"], path, 422, fields=["yield"], name="甲", until="2100-12-31")
    posted(firms["bank"], path, 422, fields=["yield"], name="某银行")  # its own
    assert signed_in("neighbour").post(f"{PAGE}{path}", {}).status_code == 403
    assert not Grant.objects.exists()


def test_a_purpose_that_is_ended_or_over_is_not_answered(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row, said = wanted(firms["bank"]), {"fields": ["electricity"], "name": "甲公司"}
    posted(firms["other"], f"wants/{row.pk}/end/", 422)
    posted(firms["bank"], f"wants/{row.pk}/end/")
    posted(firms["bank"], f"wants/{row.pk}/end/", 422)
    text(firms["firm"], f"wants/{row.pk}/", 404)  # and is no longer anybody else's to see
    assert firms["firm"].post(f"{PAGE}wants/{row.pk}/answer/", said).status_code == 404
    row = wanted(firms["bank"])
    with at(UNTIL + timedelta(seconds=1)):
        assert signed_in("firm").get(f"{PAGE}wants/{row.pk}/").status_code == 404
    assert not Grant.objects.exists()


def test_the_next_agency_is_not_answered_for_what_the_one_before_wanted(
    firms: dict[str, Client],
) -> None:
    upload(firms["firm"])
    row = wanted(signed_in("agency"))
    secret = change_agency(["one"], "原机构注销", doer("county"))["one"]
    new = {"login": "next.agency", "password": PASSWORD, "name": "新机构"}
    assert Client().post(f"/accounts/invitation/{secret}/", new).status_code == 302
    said = {"fields": ["electricity"], "name": "甲公司"}
    assert "已经结束" in posted(firms["firm"], f"wants/{row.pk}/answer/", 422, **said)
    assert f"wants/{row.pk}/" not in text(firms["firm"], "wants/")


def test_who_asks_is_told_of_cards_alone_and_not_what_readings_there_are(
    firms: dict[str, Client],
) -> None:
    upload(firms["firm"])  # with no card
    posted(firms["other"], "card/", **{**CARD, "name": "乙公司", "fields": ["load"]})
    row = wanted(firms["bank"])
    page = text(firms["bank"], f"wants/{row.pk}/")
    assert FIRM not in page
    assert "没有所要的任何字段" in page  # of the other's card, with why it does not fit
    posted(firms["firm"], "card/", **CARD)
    page = text(firms["bank"], f"wants/{row.pk}/")
    assert "甲铸造公司" in page
    assert "所要的 2 个字段有 1 个：用电量" in page
    assert "大类相同" in page
    assert "权重" in page
    assert SHOWN not in page
    card = text(firms["bank"], f"cards/{DataCard.objects.get(firm=FIRM).pk}/")
    assert f"new/?firm={FIRM}" in card
    posted(firms["firm"], "card/hide/")
    posted(firms["firm"], "card/hide/", 422)
    assert "甲铸造公司" not in text(firms["bank"], f"wants/{row.pk}/")
    text(firms["bank"], f"cards/{DataCard.objects.get(firm=FIRM).pk}/", 404)


def test_a_firm_s_own_fit_is_for_the_firm_alone(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = wanted(firms["bank"])
    assert "/100" in text(firms["firm"], "wants/")
    assert "/100" not in text(firms["other"], "wants/")
    for client in (firms["bank"], signed_in("neighbour"), signed_in("nation")):
        assert "合适程度" not in text(client, f"wants/{row.pk}/")
        assert "/100" not in text(client, "wants/")
    assert Client().get(f"{PAGE}wants/").status_code == 403
    months = wanted(firms["bank"], first_month="2099-01")
    assert "没有所要的字段或月份" in text(firms["firm"], f"wants/{months.pk}/")


def test_what_is_wrong_with_a_purpose_or_a_card_is_told_at_once(firms: dict[str, Client]) -> None:
    said = {"name": "", "fields": [], "purpose": "benchmark", "until": "很久", "industry": "x"}
    page = posted(firms["bank"], "wants/new/", 422, **{**WANTED, **said, "county": "1"})
    for told in ("没有选字段", "不能向单个企业", "不是日期", "行业分类代码", "没有选所在县"):
        assert told in page
    page = posted(firms["firm"], "card/", 422, name="", fields=["no"], first_month="不知道")
    for told in ("没有选字段", "不是月份"):
        assert told in page
    assert not Want.objects.exists()
    assert not DataCard.objects.exists()


def test_a_firm_is_found_by_its_name_where_the_reader_may_know_it(
    firms: dict[str, Client],
) -> None:
    assert "没有找到" in text(firms["bank"], "new/?find=铸造")
    posted(firms["firm"], "card/", **CARD)
    for said in ("铸造", "jzz", "甲", FIRM[:10].lower()):
        assert f"?firm={FIRM}" in text(firms["bank"], f"new/?find={said}"), said
    assert f"?firm={FIRM}" not in text(firms["firm"], "new/?find=铸造")  # not oneself
    posted(firms["firm"], "card/hide/")
    assert "没有找到" in text(firms["bank"], "new/?find=铸造")
    upload(firms["firm"])
    row = asked(firms["bank"])
    assert "没有找到" in text(firms["bank"], "new/?find=甲")  # it said no name yet
    done(firms["firm"], row, "grant", name="甲公司")
    assert "有过授权" in text(firms["bank"], "new/?find=甲")
    assert "某银行" in text(firms["firm"], "new/?find=银行")
    assert "没有找到" in text(firms["other"], "new/?find=甲")


def test_an_office_finds_firms_of_the_lists_it_sees(firms: dict[str, Client], listed: str) -> None:
    name = re.escape(listed)
    for login in ("county", "agency", "province"):
        assert re.search(name, text(signed_in(login), f"new/?find={listed}")), login
    for client in (signed_in("neighbour"), firms["bank"]):
        assert "没有找到" in text(client, f"new/?find={listed}")


@pytest.fixture
def listed(office: Workspace, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of a firm on the accepted list of cluster "one"."""
    rows = [{**raw(number), "cluster_id": "one", "tiers": ""} for number in range(1, 4)]
    path = tmp_path_factory.mktemp("list") / "firms.csv"
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    (outcome,) = import_rosters([path], office, reason="试点名单")
    assert not outcome.refused, outcome.problems
    return str(rows[0]["name"])
