"""A county or province dismisses findings and records measures: kept, shown, taken back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from tests.made import filing, written
from tests.web.people import doer, signed_in
from tests.web.samples import MEASURE

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import reader_named
from jiqun.chains.loading import chains
from jiqun.clusters.recognised import recognised
from jiqun.discovery import kept
from jiqun.discovery.candidates import Candidate
from jiqun.filings import import_files
from jiqun.web.auditing import audit_database
from jiqun.web.diagnosis import responding
from jiqun.web.diagnosis.diagnosed import diagnosed, responses_in
from jiqun.web.events.models import Event, Sealed
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.workspace import Workspace, release
from jiqun.workspace.audit import audit
from jiqun.workspace.released_responses import responses_in as released
from jiqun.workspace.responses import ResponseStore

FINDING = "peers_few"
"""Two clusters are too few for a comparison: found of each."""
SERVICES = ("service_information", "service_training", "service_startup", "service_innovation")
WHY = "本省正在扩大样本"
PAGE = "/diagnosis/one/"


def text(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def dismiss(client: Client, finding: str = FINDING, reason: str = WHY) -> int:
    said = {"finding": finding, "year": "2022", "reason": reason}
    return int(client.post(f"{PAGE}dismiss/", said).status_code)


def problems(workspace: Workspace) -> list[Problem]:
    """Hold journal, responses and events against each other."""
    found = audit(workspace)
    _, wrong = audit_database(workspace.folder, found.filings.values(), found.responses.values())
    return [*found.problems, *wrong]


def test_each_office_sees_the_clusters_it_covers_and_no_other(office: Workspace) -> None:
    for login, seen, hidden in (
        ("county", "one", "two"), ("neighbour", "two", "one"), ("agency", "one", "two"),
    ):  # fmt: skip
        client = signed_in(login)
        listed = text(client, "/diagnosis/")
        assert f"/diagnosis/{seen}/" in listed
        assert f"/diagnosis/{hidden}/" not in listed
        assert client.get(f"/diagnosis/{hidden}/").status_code == 404
    for login in ("prefecture", "province", "nation"):
        listed = text(signed_in(login), "/diagnosis/")
        assert all(f"/diagnosis/{cluster}/" in listed for cluster in ("one", "two"))


def test_a_dismissal_is_kept_with_reason_office_and_day_and_can_be_taken_back(
    office: Workspace,
) -> None:
    county = signed_in("county")
    assert "已排除" not in text(county)
    assert dismiss(county) == 302
    page = text(signed_in("province"))
    assert WHY in page
    assert "浙江省杭州市西湖区 · 县级主管部门" in page
    [line] = ResponseStore(office).standing()
    event = Event.objects.get(verb="dismiss_finding")
    assert audit(office).responses["one", 1]["event"] == str(event.uid)
    assert WHY not in event.said
    assert Sealed.objects.get(event=event, name="reason").text == WHY
    seen = {"seen": str(line.number), "year": "2022"}
    assert signed_in("province").post(f"{PAGE}{line.about}/withdraw/", seen).status_code == 302
    assert WHY not in text(county)
    assert Event.objects.filter(verb="restore_finding").count() == 1
    assert problems(office) == []


def test_what_is_not_known_is_told_apart_from_weaknesses(office: Workspace) -> None:
    page = text(signed_in("county"))
    weak, unsure = page.split('id="measures"')[0].split("数据上的不足")
    assert f'id="f-{FINDING}"' in unsure
    assert f'id="f-{FINDING}"' not in weak
    # It rests on no figure, and shows no table without a row.
    own = unsure.split(f'id="f-{FINDING}"')[1].split("</article>")[0]
    assert "<table" not in own
    assert "排除这一项" in own


def test_without_a_reason_or_a_finding_nothing_is_dismissed(office: Workspace) -> None:
    county = signed_in("county")
    assert dismiss(county, reason=" ") == 422
    assert dismiss(county, finding="exports_behind") == 422
    assert dismiss(county, reason="长" * 1001) == 422
    assert ResponseStore(office).history() == ()
    assert not Event.objects.filter(verb="dismiss_finding").exists()


def test_what_is_dismissed_twice_is_told_and_kept_once(office: Workspace) -> None:
    assert dismiss(signed_in("county")) == 302
    assert dismiss(signed_in("province"), reason="另有说法") == 422
    assert len(ResponseStore(office).history()) == 1


@pytest.mark.parametrize("login", ["prefecture", "nation", "agency"])
def test_others_read_and_do_not_respond(office: Workspace, login: str) -> None:
    client = signed_in(login)
    assert "排除这一项" not in text(client)
    assert dismiss(client) == 403
    assert client.get(f"{PAGE}take/").status_code == 403
    assert ResponseStore(office).history() == ()


def test_another_county_can_do_nothing_here(office: Workspace) -> None:
    neighbour = signed_in("neighbour")
    assert dismiss(neighbour) == 404
    assert neighbour.post(f"{PAGE}take/", MEASURE).status_code == 404
    assert ResponseStore(office).history() == ()


def refile(office: Workspace, folder: Path, **changes: bool) -> None:
    files = written(folder, filing("one", 2022, "330106", **changes))
    assert not [outcome for outcome in import_files(files, office, "更正") if outcome.refused]


def test_a_dismissal_whose_finding_is_gone_is_shown_and_can_be_taken_back(
    office: Workspace, tmp_path: Path
) -> None:
    """It stood before, unseen: had the figures gone back, it would have held again."""
    county = signed_in("county")
    refile(office, tmp_path, **dict.fromkeys(SERVICES, False))
    assert dismiss(county, finding="services_incomplete") == 302
    refile(office, tmp_path, **dict.fromkeys((*SERVICES, "service_consulting"), True))
    page = text(county)
    assert "排除后已不再检出" in page
    assert WHY in page
    [line] = ResponseStore(office).standing()
    assert "撤回排除" not in text(signed_in("nation"))
    seen = {"seen": str(line.number), "year": "2022"}
    assert county.post(f"{PAGE}{line.about}/withdraw/", seen).status_code == 302
    assert "排除后已不再检出" not in text(county)
    assert ResponseStore(office).standing() == []
    assert problems(office) == []


def test_what_rests_on_candidates_is_found_and_dismissed_by_offices_and_hidden_from_an_agency(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_register", lambda _: "of the test")
    monkeypatch.setattr(kept, "mark_demonstration", made_up)
    clothes = Candidate(
        "330106", "1751", "服装", ("服装",), 40, 100, 5.0, 0.0, 0.0, 9.0, "enough", rank=1
    )  # fmt: skip
    finding, county = "lead_industry_not_specialised", signed_in("county")
    kept.keep(office.folder, [])
    assert f'id="f-{finding}"' not in text(county)
    kept.keep(office.folder, [clothes])
    assert f'id="f-{finding}"' in text(county)
    assert f'id="f-{finding}"' not in text(signed_in("agency"))
    assert dismiss(county, finding=finding) == 302
    assert "已排除" in text(county)


def made_up(found: Sequence[Candidate], _: Path) -> list[Candidate]:
    """Mark candidates as fictional, as the clusters of the test are."""
    return [replace(candidate, demo=True) for candidate in found]


def test_when_the_figures_change_the_finding_is_back_with_its_old_reason(
    office: Workspace, tmp_path: Path
) -> None:
    county, fewer = signed_in("county"), dict.fromkeys(SERVICES, False)
    refile(office, tmp_path, **fewer)
    assert dismiss(county, finding="services_incomplete") == 302
    assert "已排除" in text(county)
    refile(office, tmp_path, **fewer, service_policy=False)
    page = text(county)
    assert "此前（2022 年度）曾被排除" in page
    assert WHY in page
    assert dismiss(county, finding="services_incomplete", reason="仍由市里提供") == 302
    page = text(county)
    assert "此前" not in page
    assert "仍由市里提供" in page
    assert problems(office) == []


def test_a_measure_is_recorded_amended_and_withdrawn(office: Workspace) -> None:
    county = signed_in("county")
    assert county.post(f"{PAGE}take/", MEASURE).status_code == 302
    page = text(county)
    assert "发放上云券" in page
    assert "120万元" in page
    assert "不证明是举措所致" in page
    form = text(county, f"{PAGE}1/")
    assert 'value="120"' in form
    changed = {**MEASURE, "amount": "", "seen": "1"}
    assert county.post(f"{PAGE}1/", changed).status_code == 302
    assert "金额不详" in text(county)
    stale = county.post(f"{PAGE}1/", {**changed, "what": "旧页面"})
    assert stale.status_code == 422
    assert "修改或撤回了这条记录" in stale.content.decode()
    assert county.post(f"{PAGE}1/withdraw/", {"seen": "2"}).status_code == 302
    assert "发放上云券" not in text(county)
    assert county.get(f"{PAGE}1/").status_code == 404
    verbs = Event.objects.filter(subject="cluster:one").order_by("number")
    assert [event.verb for event in verbs] == ["take_measure", "amend_measure", "withdraw_measure"]
    assert problems(office) == []


def test_everything_wrong_with_a_measure_is_told_at_once_and_what_was_typed_stays(
    office: Workspace,
) -> None:
    typed = {"measure": "x", "finding": "", "since": "", "what": "", "amount": "<b>许多</b>"}
    answer = signed_in("county").post(f"{PAGE}take/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="error"') == 5
    assert "<b>许多</b>" not in page
    assert "&lt;b&gt;许多&lt;/b&gt;" in page
    assert ResponseStore(office).history() == ()


def test_what_an_office_recorded_goes_into_the_next_vintage(office: Workspace) -> None:
    signed_in("county").post(f"{PAGE}take/", MEASURE)
    vintage, _ = release(office, 2022)
    [kept] = released(office, vintage.id)
    assert (kept.cluster, kept.office) == ("one", "county:330106")


def test_an_event_that_a_crash_cut_off_is_recorded_when_the_site_starts(
    office: Workspace,
) -> None:
    with (
        patch("jiqun.web.diagnosis.responding.record", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        responding.take("one", MEASURE, office, doer("county"))
    assert [problem.code for problem in problems(office)] == ["events.not_logged"]
    [line] = responding.finish(office, INSTALLATION)
    assert line.said["measure"] == "cloud_move"
    event = Event.objects.get(verb="take_measure")
    assert (event.person, event.office) == (doer("county").person, "county:330106")
    assert problems(office) == []
    assert responding.finish(office, INSTALLATION) == []


def test_one_that_fails_before_the_workspace_is_written_leaves_nothing(office: Workspace) -> None:
    with (
        patch("jiqun.workspace.batches.write_manifest", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        responding.take("one", MEASURE, office, doer("county"))
    assert (ResponseStore(office).history(), problems(office)) == ((), [])
    assert responding.finish(office, INSTALLATION) == []


def test_two_who_record_an_event_record_it_once(office: Workspace) -> None:
    line = responding.take("one", MEASURE, office, doer("county"))
    event = Event.objects.get(verb="take_measure")
    responding._logged(line, doer("county").person, event.uid)
    assert Event.objects.filter(verb="take_measure").count() == 1


def test_what_stands_under_no_number_is_told(office: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        responding.standing("one", 9, office, doer("county"))
    assert [problem.code for problem in refused.value.problems] == ["responses.no_such"]


def test_a_diagnosis_is_kept_for_its_reader_alone_and_until_something_is_filed(
    office: Workspace, tmp_path: Path
) -> None:
    county, neighbour = reader_named("330106"), reader_named("330110")
    own = diagnosed(office, county, 2022)
    assert diagnosed(office, county, 2022) is own
    assert set(own.found) == {"one"}
    assert set(diagnosed(office, neighbour, 2022).found) == {"two"}
    responding.take("one", MEASURE, office, doer("county"))
    assert diagnosed(office, county, 2022) is own
    assert own.of("one", responses_in(office, county)).taken
    import_files(written(tmp_path, filing("one", 2022, "330106", cloud_users=190)), office, "更正")
    assert diagnosed(office, county, 2022) is not own


def test_before_anything_was_filed_the_list_says_so(office: Workspace, tmp_path: Path) -> None:
    empty = Workspace.create(tmp_path / "empty")
    with patch("jiqun.web.diagnosis.views.shelf") as shelf:
        shelf().workspace = empty
        assert "还没有已接收的填报" in text(signed_in("county"), "/diagnosis/")


def test_the_page_of_a_recognised_cluster_ends_with_the_chain_of_its_lead_industry(
    office: Workspace, tmp_path: Path
) -> None:
    chain = chains()["cranes"]
    found = recognised()[chain.clusters[0]]
    said = filing(found.id, 2022, found.county_code)
    said["cluster"] |= {"name": found.name, "demo": False}
    import_files(written(tmp_path, said), office)
    page = text(signed_in("nation"), f"/diagnosis/{found.id}/")
    assert f"/chains/{chain.id}/" in page
    assert "h-chain" in page
    assert "h-chain" not in text(signed_in("nation"))  # made up: of no real chain
