"""The self-check before an application: known figures filled in, others tried, nothing kept."""

import re

import pytest
from django.test import Client
from tests.web.people import signed_in

from jiqun.web.events.models import Event
from jiqun.web.recognition.models import Answer, Application
from jiqun.workspace import Workspace

CHECK = "/recognition/check/"
AFTER_2022 = "2023-06-01"
"""A day whose last complete year is the one the clusters filed for."""


def page(
    client: Client, typed: dict[str, str] | None = None, cluster: str = "one", path: str = CHECK
) -> str:
    """Show the self-check of a cluster; what is typed is posted, by year and field."""
    said = {"cluster": cluster, "on": AFTER_2022}
    answer = client.get(path, said) if typed is None else client.post(path, {**said, **typed})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def cell(found: str, name: str) -> str:
    """Return what stands in a cell of the form."""
    input_ = re.search(f'<input name="{re.escape(name)}" value="([^"]*)"', found)
    assert input_ is not None, f"no {name} on the page"
    return input_.group(1)


def test_a_county_chooses_among_its_own_clusters_and_a_new_one(office: Workspace) -> None:
    found = signed_in("county").get(CHECK).content.decode()
    assert "?cluster=one" in found
    assert "?cluster=new" in found
    assert "?cluster=two" not in found


def test_an_agency_checks_the_cluster_it_serves_and_no_new_one(office: Workspace) -> None:
    found = signed_in("agency").get(CHECK).content.decode()
    assert "?cluster=one" in found
    assert "?cluster=new" not in found


def test_figures_of_the_accepted_filing_are_filled_in_with_their_source(office: Workspace) -> None:
    found = page(signed_in("county"))
    assert cell(found, "2022.output_total") == "2520000"
    assert cell(found, "2020.output_total") == ""
    assert "该年已接收的填报" in found


def test_a_criterion_shows_value_number_gap_day_and_article(office: Workspace) -> None:
    # SMEs' share: 1,000,000 of 2,520,000 is 39.68 %, 30.32 points below the 70 % of the annex.
    found = page(signed_in("county"), {"2022.output_sme": "1000000"})
    assert '<b class="n">39.68%</b>' in found
    assert "要求不低于 70%" in found
    assert "差 30.32 个百分点" in found
    assert "工信部企业〔2022〕119号 附件 一 · 自 2022-09-13 起" in found


def test_the_least_that_would_have_to_change_is_said_in_words(office: Workspace) -> None:
    # 70 % of 2,520,000 is 1,764,000.
    county, typed = signed_in("county"), {"2022.output_sme": "1000000"}
    said = "2022 年中小企业产值：从 1000000 万元提高到 1764000 万元，即增加 764000 万元"
    assert said in page(county, typed)
    english = page(county, typed, path=f"/en{CHECK}")
    assert "output of SMEs in 2022: from CNY 10 billion up to CNY 17.64 billion" in english


def test_what_holds_up_most_criteria_is_asked_first(office: Workspace) -> None:
    found = page(signed_in("county"), {"2022.output_total": ""})
    asked = re.findall(
        r'<li><a href="#f-([\w.]+)">([^<]*)</a> <span class="tag"[^>]*>([^<]*)<', found
    )
    assert asked[0] == ("2022.output_total", "2022 年集群总产值", "牵涉 4 项")
    counts = [int(re.sub(r"\D", "", said)) for _, _, said in asked]
    assert counts == sorted(counts, reverse=True)


def test_a_failed_veto_is_told_and_no_change_is_proposed(office: Workspace) -> None:
    found = page(signed_in("county"), {"2022.accidents_larger": "1"})
    assert "有一票否决的条件不符合，改动数据不能弥补" in found
    assert "最少要改变" not in found


def test_values_are_drawn_beside_their_number(office: Workspace) -> None:
    found = page(signed_in("county"), {"2022.output_sme": "1000000"})
    assert '<rect class="down"' in found
    assert '<line class="limit"' in found


def test_what_is_typed_is_shown_beside_what_is_known_and_not_kept(office: Workspace) -> None:
    county, before = signed_in("county"), Event.objects.count()
    found = page(county, {"2022.output_sme": "1000000"})
    assert "您填的，不保存" in found
    assert "已知：2100000" in found
    assert cell(page(county), "2022.output_sme") == "2100000"
    assert Event.objects.count() == before
    assert not Application.objects.exists()
    assert not Answer.objects.exists()


def test_an_emptied_cell_is_unknown_not_nought(office: Workspace) -> None:
    found = page(signed_in("county"), {"2022.accidents_larger": ""})
    assert "还不知道" in found
    assert 'href="#f-2022.accidents_larger"' in found
    assert 'id="f-2022.accidents_larger"' in found


def test_a_new_cluster_begins_with_nothing_known(office: Workspace) -> None:
    found = page(signed_in("county"), cluster="new")
    assert cell(found, "2022.output_total") == ""
    assert "还没有可以比较的数" in found


def test_what_cannot_be_read_is_told_with_the_rest_of_the_page(office: Workspace) -> None:
    said = {"cluster": "one", "on": AFTER_2022, "2022.output_sme": "约十亿"}
    answer = signed_in("county").post(CHECK, said)
    assert answer.status_code == 422
    assert "约十亿" in answer.content.decode()
    assert "差" in answer.content.decode()


@pytest.mark.parametrize("on", ["2023-02-31", "下个月", "9" * 40])
def test_a_day_that_is_none_is_told_and_today_is_taken(office: Workspace, on: str) -> None:
    answer = signed_in("county").get(CHECK, {"cluster": "one", "on": on})
    assert answer.status_code == 422
    assert "不是日历上的一天" in answer.content.decode()


def test_before_any_programme_was_in_force_nothing_is_said(office: Workspace) -> None:
    found = signed_in("county").get(CHECK, {"cluster": "one", "on": "2019-01-01"})
    assert found.status_code == 200
    assert "那一天还没有施行的认定办法" in found.content.decode()


@pytest.mark.parametrize("cluster", ["two", "candidate-1", "nothing"])
def test_another_s_cluster_cannot_be_checked(office: Workspace, cluster: str) -> None:
    answer = signed_in("county").get(CHECK, {"cluster": cluster, "on": AFTER_2022})
    assert answer.status_code == 422
    assert "2520000" not in answer.content.decode()


@pytest.mark.parametrize("login", ["province", "nation", "audit"])
def test_who_fills_nothing_in_has_no_self_check(office: Workspace, login: str) -> None:
    assert signed_in(login).get(CHECK).status_code == 403
