"""The policy catalogue holds what is known of each document, and says what is not."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.codes import regions
from jiqun.base.files import catalogue_path

NATION = "000000"
SEPARATE_CITIES = {"440300": "深圳", "330200": "宁波"}
TASKS = ["leading_industry", "innovation", "digital", "green", "opening", "governance"]


def test_there_is_one_national_measure_with_six_tasks_named_like_the_dimensions(
    policy_entries: dict[str, Entry],
) -> None:
    national = [entry for entry in policy_entries.values() if entry.content["level"] == "national"]
    assert [one.content["doc_no"] for one in national] == ["工信部企业〔2022〕119号"]
    assert [task["id"] for task in national[0].content["tasks"]] == TASKS
    for task in TASKS:
        assert catalogue_path("indicators", task).is_dir()


def test_the_published_report_counts_twenty_seven_provincial_documents(
    policy_entries: dict[str, Entry],
) -> None:
    listed = [
        entry
        for entry in policy_entries.values()
        if entry.content["level"] == "provincial" and entry.content["first_listed"] == 2022
    ]
    assert len(listed) == 27


def test_each_jurisdiction_has_one_document_and_is_a_province_or_a_separate_city(
    policy_entries: dict[str, Entry],
) -> None:
    places = Counter(entry.content["jurisdiction"] for entry in policy_entries.values())
    assert set(places.values()) == {1}
    for code in set(places) - {NATION}:
        region = regions().get(code)
        assert region is not None, code
        assert region.level == "province" or code in SEPARATE_CITIES, code


def test_a_document_names_the_place_it_holds_in(policy_entries: dict[str, Entry]) -> None:
    for name, entry in policy_entries.items():
        code = entry.content["jurisdiction"]
        if code == NATION:
            continue
        region = regions().get(code)
        assert region is not None
        assert entry.content["title"]["zh"][:2] == region.name[:2], name


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("policy", {"hebei", "hubei", "jiangxi", "zhejiang"}), ("competition", {"hunan"})],
)
def test_a_plan_and_a_competition_are_not_recognition_programmes(
    policy_entries: dict[str, Entry], kind: str, expected: set[str]
) -> None:
    found = {name for name, entry in policy_entries.items() if entry.content["kind"] == kind}
    assert found == expected


def test_where_only_the_title_is_known_everything_else_is_unseen(
    policy_entries: dict[str, Entry],
) -> None:
    unread = {
        name: entry.content
        for name, entry in policy_entries.items()
        if entry.content["status"] == "not-found"
    }
    assert set(unread) == {"tianjin", "xinjiang", "shenzhen"}
    for content in unread.values():
        assert [content[key] for key in ("doc_no", "issued", "recognition_validity")] == [None] * 3
        assert content["incentives"] == []


def test_a_full_date_of_issue_is_a_real_day(policy_entries: dict[str, Entry]) -> None:
    for entry in policy_entries.values():
        issued = entry.content["issued"]
        if issued is not None and issued.isascii() and len(issued) == 10:
            assert date.fromisoformat(issued) >= date(2021, 1, 1), entry.name


def test_a_policy_with_sources_withheld_is_refused(tmp_path: Path) -> None:
    good = catalogue_path("policies", "yunnan.yaml").read_text(encoding="utf-8")
    start, end = good.index("sources:"), good.index("note:")
    bad = tmp_path / "yunnan.yaml"
    bad.write_text(good[:start] + "sources: []\n" + good[end:], encoding="utf-8")
    _, problems = read_entry(bad, "policy")
    assert [(problem.code, problem.where.field) for problem in problems] == [
        ("catalogue.bad_value", "sources")
    ]


def test_a_criterion_in_a_policy_is_refused_because_it_belongs_to_the_rules(
    tmp_path: Path,
) -> None:
    good = catalogue_path("policies", "yunnan.yaml").read_text(encoding="utf-8")
    bad = tmp_path / "yunnan.yaml"
    bad.write_text(good + "criteria: []\n", encoding="utf-8")
    _, problems = read_entry(bad, "policy")
    assert [(problem.code, problem.details["key"]) for problem in problems] == [
        ("catalogue.key_unknown", "criteria")
    ]
