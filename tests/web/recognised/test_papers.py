"""After the list: changes reported, a review that passes and one that fails, revocation, appeal."""

from datetime import date
from typing import Any

import pytest
from tests.web.people import PASSWORD, doer, signed_in
from tests.web.recognised.made import entered, on

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.casework.models import Definition
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.explore import paging
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.recognised import revoking
from jiqun.web.recognised.models import Appeal, ChangeReport, Recognition, Review
from jiqun.web.recognised.reporting import codes_in, reports_of
from jiqun.web.recognised.reviewing import due
from jiqun.workspace import Workspace

LISTED, LATER = date(2023, 1, 5), date(2025, 10, 9)
ACCOUNT = {"account": "三年来稳步发展。", "targets": "产值目标已完成。"}


@pytest.fixture
def held(office: Workspace) -> Recognition:
    """Return the recognition of a cluster that was listed years ago."""
    return entered(LISTED)


def post(login: str, path: str, **said: Any) -> int:
    answer = signed_in(login).post(f"/recognised/{path}", said)
    return int(answer.status_code)


def shown(login: str, path: str) -> str:
    answer = signed_in(login).get(f"/recognised/{path}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def reported(held: Recognition, matter: str, **said: str) -> ChangeReport:
    assert post("county", f"{held.pk}/begin/reports/", matter=matter) == 302
    report = ChangeReport.objects.get()
    path = f"papers/reports/{report.pk}/"
    assert post("county", f"{path}submit/", **said) == 302
    return ChangeReport.objects.get()


def test_a_change_is_reported_asked_about_and_noted_in_the_register(held: Recognition) -> None:
    with on(LATER):
        said = {"changed": "2025-09-01", "now": "甲运营中心", "why": "机构调整。"}
        report = reported(held, "operator", **said)
        path = f"papers/reports/{report.pk}/"
        assert "甲运营中心" in shown("prefecture", path)
        assert post("prefecture", f"{path}return/") == 422
        assert post("prefecture", f"{path}return/", reason="请附文件名称。") == 302
        assert "请附文件名称。" in shown("county", path)
        assert post("county", f"{path}save/", **{**said, "now": "乙运营中心"}) == 302
        assert "乙运营中心" not in shown("prefecture", path)
        assert post("county", f"{path}submit/", **{**said, "now": "乙运营中心"}) == 302
        for login in ("prefecture", "province"):
            assert post(login, f"{path}endorse/") == 302
        assert post("nation", f"{path}record/") == 302
    held.refresh_from_db()
    assert held.profile["operator"] == "乙运营中心"
    (told,) = reports_of(held)
    assert (told.matter, told.changed, told.reported) == ("operator", date(2025, 9, 1), LATER)
    subject = ChangeReport.objects.get().subject
    verbs = [event.verb for event in Event.objects.filter(subject=subject)]
    assert verbs == [
        "begin", "save", "submit", "return", "save", "submit", "endorse", "endorse", "record",
    ]  # fmt: skip
    assert verify().problems == []


def test_a_report_says_codes_with_what_they_stand_for_and_its_writer_is_asked_no_reason(
    held: Recognition,
) -> None:
    with on(LATER):
        signed_in("county").post(f"/recognised/{held.pk}/begin/reports/", {"matter": "perimeter"})
        path = f"papers/reports/{ChangeReport.objects.get().pk}/"
        page = shown("county", path)
        assert "330106 浙江省杭州市西湖区" in page
        assert 'id="reason"' not in page
        english = signed_in("county").get(f"/en/recognised/{path}").content.decode()
        assert f'<span lang="zh-Hans">{held.name}</span></a>' in english  # where one is
        said = {"changed": "2025-09-01", "now": "330106, 330110", "why": "扩大。"}
        assert post("county", f"{path}submit/", **said) == 302
        assert "330110 浙江省杭州市余杭区" in shown("prefecture", path)


def test_a_filing_that_is_due_leads_to_the_filings(held: Recognition) -> None:
    with on(LATER):
        assert '<a href="/filings/">去填报</a>' in shown("county", f"{held.pk}/")


def test_what_was_typed_for_a_refused_revocation_is_kept(held: Recognition) -> None:
    said = {"reason": "发生较大事故。"}
    with on(LATER):
        answer = signed_in("province").post(f"/recognised/{held.pk}/propose_revocation/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ">发生较大事故。</textarea>" in page
    assert '<a href="#f-ground">' in page


@pytest.mark.parametrize(
    ("matter", "now", "told"),
    [
        ("perimeter", "330105", "没有包括集群所在县"),
        ("perimeter", "330106, 999999", "999999"),
        ("lead_industry", "999", "不是国民经济行业分类"),
        ("operator", "", "还没有填写"),
        ("operator", "中" * 101, "超过 100 个的上限"),
        ("name", "集" * 101, "超过 100 个的上限"),
    ],
)
def test_a_report_that_cannot_be_read_is_refused_where_it_is_wrong(
    held: Recognition, matter: str, now: str, told: str
) -> None:
    county = signed_in("county")
    county.post(f"/recognised/{held.pk}/begin/reports/", {"matter": matter})
    path = f"/recognised/papers/reports/{ChangeReport.objects.get().pk}/submit/"
    answer = county.post(path, {"changed": "2025-09-01", "now": now, "why": "调整。"})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert ChangeReport.objects.get().state == "draft"


def test_a_day_that_has_not_come_is_no_day_of_a_change(held: Recognition) -> None:
    with on(LATER):
        county = signed_in("county")
        county.post(f"/recognised/{held.pk}/begin/reports/", {"matter": "name"})
        path = f"/recognised/papers/reports/{ChangeReport.objects.get().pk}/submit/"
        said = {"changed": "2025-10-10", "now": "新名", "why": "更名。"}
        assert county.post(path, said).status_code == 422


def test_nobody_but_its_writers_sees_a_draft(held: Recognition) -> None:
    post("county", f"{held.pk}/begin/reports/", matter="name")
    path = f"/recognised/papers/reports/{ChangeReport.objects.get().pk}/"
    seen = {login: signed_in(login).get(path).status_code for login in ("agency", "county")}
    assert seen == {"agency": 200, "county": 200}
    for login in ("prefecture", "province", "nation", "neighbour"):
        assert signed_in(login).get(path).status_code == 404


def test_a_draft_that_is_closed_is_refused_in_a_sentence(held: Recognition) -> None:
    with on(LATER):
        said = {"changed": "2025-09-01", "now": "甲运营中心", "why": "机构调整。"}
        report = reported(held, "operator", **said)
        path = f"/recognised/papers/reports/{report.pk}/save/"
        answer = signed_in("county").post(path, {**said, "now": "乙运营中心"})
    assert answer.status_code == 422
    assert "这份材料现在不能更改" in answer.content.decode()
    assert ChangeReport.objects.get().said["now"] == "甲运营中心"


def test_the_watch_says_of_a_filing_what_it_shows(held: Recognition) -> None:
    page = shown("province", f"{held.pk}/")
    assert "逐年比对" in page
    assert "变动无法比对" in page


def reviewed(held: Recognition) -> Review:
    """Open a review and bring it to where the authority decides."""
    assert post("nation", "papers/open/", recognition=held.pk) == 302
    review = Review.objects.get()
    path = f"papers/reviews/{review.pk}/"
    assert post("county", f"{path}begin/") == 302
    assert post("county", f"{path}submit/") == 422
    assert post("county", f"{path}submit/", **ACCOUNT) == 302
    assert post("prefecture", f"{path}endorse/") == 302
    assert post("province", f"{path}pass_first_review/") == 422
    assert post("province", f"{path}pass_first_review/", reason="逐条符合。") == 302
    assert post("province", f"{path}record_site_check/", reason="厂房属实。") == 302
    assert post("nation", f"{path}start_review/") == 302
    return Review.objects.get()


def test_a_review_that_passes_extends_the_recognition_by_the_programme_s_rule(
    held: Recognition,
) -> None:
    with on(LATER):
        review = reviewed(held)
        path = f"papers/reviews/{review.pk}/"
        page = shown("nation", path)
        assert "按填报数据核对" in page
        for why in ("缺数，无法判断", "由评审根据材料判断", "规定的数值未能取得"):
            assert f">{why}</td>" in page  # of each criterion that is open, why it is
        assert ">不低于 40 亿元</td>" in page
        assert "逐条符合。" in page
        assert post("nation", f"{path}pass/") == 422
        assert post("nation", f"{path}pass/", reason="同意。") == 302
        assert post("nation", f"{path}extend/") == 302
    held.refresh_from_db()
    assert (held.state, held.until, held.revision) == ("valid", date(2028, 12, 31), 2)
    assert Review.objects.get().state == "extended"
    assert verify().problems == []


def test_a_review_that_fails_ends_the_recognition_and_says_why(held: Recognition) -> None:
    with on(LATER):
        path = f"papers/reviews/{reviewed(held).pk}/"
        assert post("nation", f"{path}fail/") == 422
        assert post("nation", f"{path}fail/", reason="产值连续两年不达标。") == 302
    held.refresh_from_db()
    assert (held.state, held.ended) == ("failed", LATER)
    assert held.until == date(2025, 12, 31)


def revoked(held: Recognition) -> None:
    path = f"{held.pk}/"
    assert post("province", f"{path}propose_revocation/", reason="发生事故。") == 422
    said = {"reason": "发生较大事故。", "ground": "larger_accident"}
    assert post("province", f"{path}propose_revocation/", **said) == 302
    assert post("county", f"{path}state/", reason="已整改。") == 302
    assert post("county", f"{path}revoke/", reason="不。") == 422
    assert post("nation", f"{path}revoke/", reason="情况属实。") == 302


def test_a_recognition_is_taken_away_on_a_ground_its_programme_names(held: Recognition) -> None:
    with on(LATER):
        assert (
            "拟撤销" not in signed_in("neighbour").get(f"/recognised/{held.pk}/").content.decode()
        )
        revoked(held)
        public = shown("neighbour", f"{held.pk}/")
    assert "已于 2025-10-09 撤销" in public
    assert "larger_accident" not in public
    assert "安全、质量、环境污染事故" in public
    held.refresh_from_db()
    assert held.held(LATER).standing(LATER).value == "revoked"


def test_an_appeal_is_decided_by_somebody_else_and_sets_the_decision_aside(
    held: Recognition,
) -> None:
    with on(LATER):
        revoked(held)
        assert post("county", f"{held.pk}/begin/appeals/") == 302
        assert post("county", f"{held.pk}/begin/appeals/") == 422
        path = f"papers/appeals/{Appeal.objects.get().pk}/"
        assert post("county", f"{path}lodge/", text="事故认定有误。") == 302
        assert post("nation", f"{path}admit/") == 302
        assert post("province", f"{path}give_opinion/", reason="建议恢复。") == 302
        same = signed_in("nation").post(f"/recognised/{path}uphold/", {"reason": "成立。"})
        assert same.status_code == 422
        assert "作出原决定的人" in same.content.decode()
        second = people.add_person("second", PASSWORD, INSTALLATION)
        people.appoint(second, Office.NATION, "", INSTALLATION)
        assert post("second", f"{path}uphold/", reason="申诉成立。") == 302
    held.refresh_from_db()
    assert (held.state, held.ended, held.ground) == ("valid", None, "")
    assert held.held(LATER).standing(LATER).value == "valid"
    assert verify().problems == []


def test_nothing_is_appealed_against_before_there_is_a_decision(held: Recognition) -> None:
    with pytest.raises(Refused):
        revoking.appeal(held, doer("county"))


@pytest.mark.usefixtures("held")
def test_only_what_is_due_this_year_is_offered_for_review() -> None:
    with on(date(2025, 3, 1)):
        assert "测试集群one" in shown("nation", "papers/")
    with on(date(2024, 3, 1)):
        assert "测试集群one" not in shown("nation", "papers/")
    with on(date(2025, 3, 1)):
        assert post("province", "papers/open/", recognition=1) == 422


@pytest.mark.usefixtures("office")
def test_a_batch_whose_review_was_held_elsewhere_is_not_due_here() -> None:
    found = {row.batch for row in due(doer("nation"), date(2026, 5, 1))}
    assert found == {2023}


def test_codes_are_read_however_they_are_parted() -> None:
    assert codes_in("330106、330105；330106") == ["330106", "330105"]


def test_a_revoked_recognition_ends_its_open_review_by_an_event_of_its_own(
    held: Recognition,
) -> None:
    with on(LATER):
        review = reviewed(held)
        path = f"papers/reviews/{review.pk}/"
        assert "终止" not in shown("nation", path)
        assert post("nation", f"{path}end_with_recognition/", reason="不复核了。") == 422
        revoked(held)
        review.refresh_from_db()
        assert (review.state, review.decision) == ("ended_with_recognition", "情况属实。")
        assert not any(clock["stopped"] is None for clock in review.clocks.values())
        assert "认定已撤销，复核终止" in shown("county", path)
        assert post("nation", f"{path}pass/", reason="同意。") == 422
    event = Event.objects.get(subject=review.subject, verb="end_with_recognition")
    assert event.sealed.get(name="reason").text == "情况属实。"
    assert verify().problems == []


def test_a_review_of_before_there_was_such_a_step_ends_too(held: Recognition) -> None:
    with on(LATER):
        review = reviewed(held)
        old = {**review.definition.content}
        old["transitions"] = [
            way for way in old["transitions"] if way["verb"] != "end_with_recognition"
        ]
        review.definition = Definition.objects.create(
            version="0" * 64, workflow="review", content=old
        )
        review.save()
        revoked(held)
    review.refresh_from_db()
    assert review.state == "ended_with_recognition"
    assert verify().problems == []


def test_papers_come_a_page_at_a_time_with_their_deadlines(
    held: Recognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS", 1)
    with on(LATER):
        reported(held, "name", changed="2025-09-01", now="新名甲", why="更名。")
        post("county", f"{held.pk}/begin/reports/", matter="operator")
        newest, oldest = ChangeReport.objects.values_list("pk", flat=True)
        first, second = (shown("county", f"papers/?reports={page}") for page in (1, 2))
    for page, there, not_there in ((first, newest, oldest), (second, oldest, newest)):
        assert f"/recognised/papers/reports/{there}/" in page
        assert f"/recognised/papers/reports/{not_there}/" not in page
    assert "报备期限：" in first
