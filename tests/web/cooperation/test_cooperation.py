"""Joint projects: proposed, joined, agreed, run, recorded, confirmed, finished; and refused."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.clusters.rosters import raw
from tests.web.cooperation.projects import (
    CARD,
    CODES,
    INSTITUTE,
    LEAD,
    PATENT,
    SIDES,
    SMALL,
    STANDARD,
    TEXT,
)
from tests.web.people import doer, firms_signed_in, signed_in
from tests.web.test_spoken import chinese_left

from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.filings.rosters import import_rosters
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.cooperation.feeding import suggested_by_projects
from jiqun.web.cooperation.market import outcomes
from jiqun.web.cooperation.models import Card, Entry, Notice, Partner, Project
from jiqun.web.events.models import Event
from jiqun.web.filing.known import known_clusters
from jiqun.web.waiting import waiting_for
from jiqun.workspace import Workspace

PAGE = "/exchange/cooperation/"


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of a large firm, a small one, an institute and another firm."""
    del office
    return firms_signed_in(CODES)


def text(client: Client, path: str = "", status: int = 200) -> str:
    answer = client.get(f"{PAGE}{path}")
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def posted(client: Client, path: str, status: int = 302, **said: Any) -> str:
    answer = client.post(f"{PAGE}{path}", said)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def proposed(firms: dict[str, Client], **said: Any) -> Project:
    posted(firms["lead"], "new/", **{**TEXT, **SIDES["lead"], **said})
    return Project.objects.latest("pk")


def invited(firms: dict[str, Client], *logins: str, **said: Any) -> Project:
    row = proposed(firms, **said)
    for login in logins:
        posted(firms["lead"], f"{row.pk}/invite/", code=CODES[login])
    return row


def agreed(firms: dict[str, Client], row: Project, login: str, status: int = 302) -> str:
    row.refresh_from_db()
    said = {**SIDES[login], "version": str(row.version)}
    return posted(firms[login], f"{row.pk}/agree/", status, **said)


def running(firms: dict[str, Client], **said: Any) -> Project:
    row = invited(firms, "small", "institute", **said)
    for login in ("small", "institute"):
        agreed(firms, row, login)
    posted(firms["lead"], f"{row.pk}/begin/")
    row.refresh_from_db()
    assert row.state == "under_way"
    return row


def recorded(client: Client, row: Project, status: int = 302, **said: Any) -> Entry | None:
    posted(client, f"{row.pk}/record/", status, **said)
    return Entry.objects.latest("pk") if status == 302 else None


def answered(client: Client, entry: Entry | None, verb: str = "confirm", status: int = 302) -> str:
    assert entry is not None
    path = f"{entry.project_id}/records/{entry.pk}/{verb}/"
    return posted(client, path, status, reason="不符")


def partner(row: Project, login: str) -> Partner:
    return row.partners.get(code=CODES[login])


def state(row: Project) -> str:
    row.refresh_from_db()
    return row.state


def test_from_proposal_to_the_end(firms: dict[str, Client]) -> None:
    row = running(firms)
    patent = recorded(firms["small"], row, **PATENT, owners=[LEAD, SMALL])
    assert "待另一方确认" in text(firms["lead"], f"{row.pk}/")
    assert "确认登记的内容" in firms["lead"].get("/exchange/").content.decode()
    answered(firms["small"], patent, status=422)
    answered(firms["lead"], patent)
    answered(firms["institute"], patent, status=422)
    money = recorded(firms["lead"], row, entry="paid", amount="300000.50", year="2026")
    answered(firms["institute"], money)
    people = recorded(firms["institute"], row, entry="people", persons="2", months="4.5",
                      year="2026")  # fmt: skip
    answered(firms["small"], people)
    page = text(firms["lead"], f"{row.pk}/")
    for told in ("号码校验位正确", "300,000.50 元", "2 人，4.5 人月", "已确认"):
        assert told in page
    posted(firms["lead"], f"{row.pk}/finish/", 422)
    posted(firms["lead"], f"{row.pk}/finish/", reason="噪声降低 3.4 dB")
    assert state(row) == "finished"
    assert [(far.firm, far.size, far.reached) for far in outcomes()] == [(LEAD, "large", 3)]
    late = recorded(firms["institute"], row, **STANDARD, owners=[INSTITUTE])
    answered(firms["lead"], late)
    verbs = Event.objects.filter(subject=row.subject).values_list("verb", flat=True)
    assert [*verbs][:6] == ["propose", "invite", "invite", "agree", "agree", "begin"]
    log = " ".join(Event.objects.values_list("said", flat=True))
    for word in ("低噪声", "300000.50", "0016940", "小微精密"):
        assert word not in log


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(firms: dict[str, Client]) -> None:
    page = posted(firms["lead"], "new/", 422, kind="prize", firm="", county="33")
    for told in ("没有选项目类型", "没有写名称", "没有写要达到什么", "没有写分工", "没有写企业"):
        assert told in page
    assert not Project.objects.exists()
    assert not Partner.objects.exists()


def test_who_is_outside_reads_only_what_all_agreed_to_tell(firms: dict[str, Client]) -> None:
    row = invited(firms, "small")
    text(Client(), f"{row.pk}/", 404)
    text(firms["other"], f"{row.pk}/", 404)
    posted(firms["lead"], f"{row.pk}/post/")
    page = text(Client(), f"{row.pk}/")
    assert "找会做齿形测量的小企业" in page
    for hidden in ("空载噪声降低", "龙头", "专利共有", LEAD):
        assert hidden not in page
    agreed(firms, row, "small")
    posted(firms["lead"], f"{row.pk}/begin/")
    page = text(Client(), f"{row.pk}/")
    assert "三方合作降低齿轮噪声" in page
    for hidden in ("找会做齿形测量", "空载噪声降低", "龙头", "小微精密", LEAD, SMALL):
        assert hidden not in page
    assert "三方合作降低齿轮噪声" in text(Client())
    posted(firms["lead"], f"{row.pk}/amend/", **{**TEXT, "told": "", "version": "1"})
    text(Client(), f"{row.pk}/", 404)


def test_names_are_told_where_all_agreed_to_it(firms: dict[str, Client]) -> None:
    row = running(firms, named="yes")
    assert "龙头齿轮、小微精密、示例研究院" in text(Client(), f"{row.pk}/")


def test_a_changed_text_is_agreed_to_anew(firms: dict[str, Client]) -> None:
    row = invited(firms, "small", "institute")
    agreed(firms, row, "small")
    posted(firms["lead"], f"{row.pk}/begin/", 422)
    posted(firms["lead"], f"{row.pk}/amend/", **{**TEXT, "aim": "降低 5 dB", "version": "1"})
    stale = posted(firms["lead"], f"{row.pk}/amend/", 422, **{**TEXT, "version": "1"})
    assert "在您打开之后改过了" in stale
    old = posted(firms["institute"], f"{row.pk}/agree/", 422, **SIDES["institute"], version="1")
    assert "在您打开之后改过了" in old
    assert "文本已改，待重新同意" in text(firms["small"], f"{row.pk}/")
    for login in ("small", "institute"):
        agreed(firms, row, login)
    agreed(firms, row, "small", 422)
    posted(firms["lead"], f"{row.pk}/begin/")
    posted(firms["lead"], f"{row.pk}/amend/", **{**TEXT, "aim": "降低 6 dB", "version": "2"})
    assert state(row) == "proposed"
    assert "文本重新商议中" in text(firms["small"], f"{row.pk}/")


def test_a_posted_need_is_answered_and_let_in_or_turned_down(firms: dict[str, Client]) -> None:
    row = proposed(firms)
    posted(firms["small"], f"{row.pk}/join/", 404, **SIDES["small"])
    posted(firms["lead"], f"{row.pk}/post/")
    posted(firms["small"], f"{row.pk}/join/", **SIDES["small"])
    posted(firms["small"], f"{row.pk}/join/", 422, **SIDES["small"])
    posted(firms["lead"], f"{row.pk}/join/", 422, **SIDES["lead"])
    assert "空载噪声降低" not in text(firms["small"], f"{row.pk}/")
    assert "答复申请加入的单位" in firms["lead"].get("/exchange/").content.decode()
    small = f"{row.pk}/partners/{partner(row, 'small').pk}"
    posted(firms["other"], f"{small}/admit/", 404)
    posted(firms["lead"], f"{small}/turn_down/", 422)
    posted(firms["lead"], f"{small}/admit/")
    assert "空载噪声降低" in text(firms["small"], f"{row.pk}/")
    posted(firms["other"], f"{row.pk}/join/", **SIDES["other"])
    other = f"{row.pk}/partners/{partner(row, 'other').pk}"
    posted(firms["other"], f"{other}/withdraw_asking/")
    posted(firms["other"], f"{row.pk}/join/", **SIDES["other"])
    posted(firms["lead"], f"{other}/turn_down/", reason="已经够了")
    assert "已经够了" in text(firms["other"], f"{row.pk}/")
    assert "已经够了" in text(firms["other"])


def test_an_invitation_is_declined_or_taken_back(firms: dict[str, Client]) -> None:
    row = invited(firms, "small", "institute")
    posted(firms["small"], f"{row.pk}/leave/", 422, reason="不用")
    posted(firms["small"], f"{row.pk}/decline/", 422)
    posted(firms["small"], f"{row.pk}/decline/", reason="人手不够")
    text(firms["small"], f"{row.pk}/", 404)
    posted(firms["lead"], f"{row.pk}/partners/{partner(row, 'institute').pk}/take_back/")
    text(firms["institute"], f"{row.pk}/", 404)
    posted(firms["lead"], f"{row.pk}/begin/", 422)
    posted(firms["lead"], f"{row.pk}/invite/", code=SMALL)
    posted(firms["lead"], f"{row.pk}/invite/", 422, code=SMALL)
    posted(firms["lead"], f"{row.pk}/invite/", 422, code="9133")
    posted(firms["lead"], f"{row.pk}/cancel/", reason="不做了")
    assert state(row) == "cancelled"


def test_a_partner_that_falls_away_asks_the_others_anew(firms: dict[str, Client]) -> None:
    row = running(firms)
    posted(firms["lead"], f"{row.pk}/partners/{partner(row, 'small').pk}/fall_away/", 422)
    posted(firms["lead"], f"{row.pk}/partners/{partner(row, 'small').pk}/fall_away/",
           reason="企业已注销")  # fmt: skip
    assert state(row) == "proposed"
    posted(firms["lead"], f"{row.pk}/begin/", 422)
    agreed(firms, row, "institute")
    posted(firms["lead"], f"{row.pk}/begin/")
    assert "已不存在或不能履行" in text(firms["institute"], f"{row.pk}/")
    recorded(firms["small"], row, 422, entry="paid", amount="1", year="2026")
    posted(firms["institute"], f"{row.pk}/leave/", reason="课题结束")
    assert "已退出" in text(firms["lead"], f"{row.pk}/")


def test_a_dispute_is_settled_by_the_leads_county(firms: dict[str, Client]) -> None:
    row = running(firms)
    county, neighbour = signed_in("county"), signed_in("neighbour")
    assert "空载噪声" not in text(county, f"{row.pk}/")
    posted(firms["small"], f"{row.pk}/dispute/", 422)
    posted(firms["small"], f"{row.pk}/dispute/", reason="样件款没付")
    posted(firms["lead"], f"{row.pk}/state_side/", reason="样件不合格")
    assert "裁定争议" in county.get("/exchange/").content.decode()
    page = text(county, f"{row.pk}/")
    assert "样件款没付" in page
    assert "样件不合格" in page
    assert chinese_left(county.get(f"/en{PAGE}{row.pk}/").content) == []
    text(neighbour, f"{row.pk}/", 404)
    posted(firms["institute"], f"{row.pk}/settle/", 422, reason="我来定")
    posted(county, f"{row.pk}/settle/", reason="补付一半")
    assert "补付一半" in text(firms["small"], f"{row.pk}/")
    assert not Notice.objects.exists()


def test_a_project_is_ended_with_a_reason(firms: dict[str, Client]) -> None:
    row = running(firms)
    posted(firms["small"], f"{row.pk}/end/", 422, reason="停")
    posted(firms["lead"], f"{row.pk}/end/", reason="市场没了")
    assert "市场没了" in text(firms["small"], f"{row.pk}/")


def test_records_are_checked_and_told_once(firms: dict[str, Client]) -> None:
    row = running(firms)
    wrong = {**PATENT, "number": "ZL200410016940.7", "owners": [CODES["other"]]}
    page = posted(firms["small"], f"{row.pk}/record/", 422, **wrong)
    assert "校验位不对" in page
    assert "不在项目里的单位" in page
    utility = {**PATENT, "level": "utility", "owners": [LEAD]}
    assert "按号码是发明，选的是实用新型" in posted(
        firms["small"], f"{row.pk}/record/", 422, **utility
    )
    first = recorded(firms["small"], row, **PATENT, owners=[LEAD])
    again = {**PATENT, "number": "200410016940.6", "owners": [SMALL]}
    assert "在本项目里已登记" in posted(firms["lead"], f"{row.pk}/record/", 422, **again)
    answered(firms["lead"], first, "withdraw_record", 422)
    answered(firms["small"], first, "withdraw_record")
    foreign = recorded(firms["lead"], row, **{**PATENT, "number": "US10123456B2"}, owners=[LEAD])
    assert "无法判断号码是否正确" in text(firms["small"], f"{row.pk}/")
    answered(firms["small"], foreign, "reject")
    assert "d-platform" not in text(firms["lead"], f"{row.pk}/")
    recorded(firms["lead"], row, 422, entry="platform", title="x", level="national")


def test_two_numbers_of_one_patent_are_linked_where_both_are_given(
    firms: dict[str, Client],
) -> None:
    row = running(firms)
    both = {**PATENT, "also": "CN 101234567 B", "owners": [SMALL]}
    for also, told in (("ZL200410016940.7", "校验位不对"), ("CN201234567U", "同一种号码"),
                       ("200410016941.0", "同一种号码")):  # fmt: skip
        assert told in posted(firms["small"], f"{row.pk}/record/", 422, **{**both, "also": also})
    recorded(firms["small"], row, **both)
    assert "CN 101234567 B" in text(firms["lead"], f"{row.pk}/")
    again = {**PATENT, "number": "CN101234567A", "owners": [SMALL]}
    assert "在本项目里已登记" in posted(firms["lead"], f"{row.pk}/record/", 422, **again)


def test_two_numbers_nobody_links_may_be_of_one_patent(firms: dict[str, Client]) -> None:
    row = running(firms)
    recorded(firms["small"], row, **PATENT, owners=[SMALL])
    published = {**PATENT, "number": "CN101234567B", "title": "齿形", "owners": [SMALL]}
    recorded(firms["small"], row, **published)
    assert text(firms["lead"], f"{row.pk}/").count("可能与 ") == 2


def test_cards_are_found_by_the_matcher_and_invited(firms: dict[str, Client]) -> None:
    posted(firms["small"], "card/", 422, firm="小微精密")
    posted(firms["small"], "card/", **CARD)
    posted(firms["other"], "card/", **{**CARD, **SIDES["other"], "brings": "喷漆",
                                       "kinds": ["standards"]})  # fmt: skip
    row = proposed(firms)
    page = text(firms["lead"], f"{row.pk}/")
    assert "描述里都写到“齿形测量”" in page
    assert "小微精密" in page
    assert "他处机械" not in page
    posted(firms["lead"], f"{row.pk}/invite/", card=str(Card.objects.get(code=SMALL).pk))
    assert partner(row, "small").state == "invited"
    posted(firms["lead"], f"{row.pk}/post/")
    posted(firms["institute"], "card/", **{**CARD, **SIDES["institute"], "brings": "齿形测量"})
    assert "适合本单位的" in text(firms["institute"])
    posted(firms["institute"], "card/hide/")
    posted(firms["institute"], "card/hide/", 422)
    assert "示例研究院" not in text(Client())


def test_what_waits_is_told(firms: dict[str, Client]) -> None:
    invited(firms, "small")
    firm = Doer(reader_of_office(Office.FIRM, SMALL))
    assert [problem.code for problem in waiting_for(firm)] == ["cooperation.waits"]


@pytest.fixture
def listed(office: Workspace, tmp_path: Path) -> Workspace:
    """Return an installation in whose cluster "one" the lead and the small firm are listed."""
    rows = []
    for number, code in enumerate((LEAD, SMALL), 1):
        rows.append({**raw(number), "cluster_id": "one", "tiers": "", "credit_code": code})
    path = tmp_path / "firms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (outcome,) = import_rosters([path], office, reason="试点名单")
    assert not outcome.refused, outcome.problems
    return office


def cluster(workspace: Workspace) -> Profile:
    [found] = [known.profile for known in known_clusters(workspace, doer("county").reader)]
    return found


def test_the_yearly_filing_is_told_what_follows_with_its_cases(
    listed: Workspace, firms: dict[str, Client]
) -> None:
    county = signed_in("county")
    one, two = running(firms), running(firms)
    for row in (one, two):  # one standard of two projects and of two firms
        entry = recorded(firms["lead"], row, **STANDARD, owners=[LEAD, SMALL])
        fed = suggested_by_projects(listed, cluster(listed), 2025, doer("county"))
        assert bool(fed) is (row is two)  # what nobody confirmed does not count
        answered(firms["small"], entry)
    patent = recorded(firms["lead"], one, **PATENT, owners=[SMALL])
    answered(firms["small"], patent)
    found = suggested_by_projects(listed, cluster(listed), 2025, doer("county"))
    assert {cell: fed.said for cell, fed in found.items()} == {
        "standards_joined": "1", "standards_led": "1",
    }  # fmt: skip
    assert str(two.pk) in found["standards_joined"].because.zh
    assert not suggested_by_projects(listed, cluster(listed), 2024, doer("county"))
    assert not suggested_by_projects(listed, cluster(listed), 2025, doer("neighbour"))
    page = text(county, "behind/one/2025/")
    assert "一种低噪声齿形" in page
    assert "也不知道是否仍有效" in page
    text(signed_in("neighbour"), "behind/one/2025/", 404)


def test_what_partners_do_not_let_be_told_is_not(
    listed: Workspace, firms: dict[str, Client]
) -> None:
    row = running(firms, counted="")
    answered(firms["small"], recorded(firms["lead"], row, **STANDARD, owners=[LEAD]))
    assert not suggested_by_projects(listed, cluster(listed), 2025, doer("county"))
    assert "齿轮噪声测试方法" not in text(signed_in("county"), "behind/one/2025/")


def test_who_left_comes_back_by_nobody_s_leave(firms: dict[str, Client]) -> None:
    row = running(firms)
    before = recorded(firms["lead"], row, entry="paid", amount="1234.50", year="2026")
    answered(firms["institute"], before)
    posted(firms["small"], f"{row.pk}/leave/", reason="停产")
    agreed(firms, row, "small", 422)
    assert partner(row, "small").state == "left"
    agreed(firms, row, "institute")
    posted(firms["lead"], f"{row.pk}/begin/")
    recorded(firms["lead"], row, entry="paid", amount="6789.50", year="2026")
    page = text(firms["small"], f"{row.pk}/")
    assert "1,234.50" in page
    assert "6,789.50" not in page
    assert "6,789.50" in text(firms["institute"], f"{row.pk}/")


def test_who_fell_away_agrees_to_nothing(firms: dict[str, Client]) -> None:
    row = running(firms)
    fallen = partner(row, "small")
    posted(firms["lead"], f"{row.pk}/partners/{fallen.pk}/fall_away/", reason="注销")
    agreed(firms, row, "small", 422)
    assert partner(row, "small").state == "fallen"
    posted(firms["lead"], f"{row.pk}/invite/", code=SMALL)  # recorded by mistake: asked back
    agreed(firms, row, "small")
    back = partner(row, "small")
    assert (back.pk, back.slot, back.state) == (fallen.pk, fallen.slot, "agreed")


def test_who_is_invited_reads_no_records_before_it_agrees(firms: dict[str, Client]) -> None:
    row = running(firms)
    answered(
        firms["small"], recorded(firms["lead"], row, entry="paid", amount="1234.50", year="2026")
    )
    posted(firms["lead"], f"{row.pk}/amend/", **{**TEXT, "version": str(row.version)})
    posted(firms["lead"], f"{row.pk}/invite/", code=CODES["other"])
    assert "1,234.50" not in text(firms["other"], f"{row.pk}/")
    agreed(firms, row, "other")
    assert "1,234.50" in text(firms["other"], f"{row.pk}/")


def test_money_of_two_partners_of_one_name_stays_apart(firms: dict[str, Client]) -> None:
    row = running(firms)
    Partner.objects.filter(project=row).update(name="同名公司")
    answered(firms["lead"], recorded(firms["small"], row, entry="promised", amount="500",
                                     year="2026"))  # fmt: skip
    answered(firms["lead"], recorded(firms["institute"], row, entry="paid", amount="700",
                                     year="2026"))  # fmt: skip
    page = text(firms["lead"], f"{row.pk}/")
    assert page.count('<th scope="row">2026</th>') == 2


def test_the_log_s_page_keeps_a_project_s_words_to_its_partners(firms: dict[str, Client]) -> None:
    from jiqun.web.events.told import kept_back

    running(firms)
    subjects = {event.subject.partition(":")[0] for event in Event.objects.all()}
    assert "cooperation" in subjects
    for name in ("title", "shares", "amount", "brings", "reason"):
        assert kept_back("agree", name, "cooperation:1")
    assert kept_back("ask_to_join", "brings", "partner:1")
    assert kept_back("give_scores", "remarks", "proposal_review:1/1")
