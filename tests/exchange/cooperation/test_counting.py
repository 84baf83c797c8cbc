"""Results behind cells of the yearly form: each once, until the day, of the cluster's firms."""

from datetime import date
from typing import Any

from jiqun.base.forms import YEARLY, form_for
from jiqun.exchange.cooperation.counting import CELLS, Brought, behind, may_be_same, suggested

END = date(2026, 12, 31)
STANDARD = {
    "project": "1", "kind": "standard", "level": "national", "key": "GB/T 1-2026",
    "title": "方法", "day": date(2026, 5, 1), "owners": {"a": "small"}, "role": "led",
}  # fmt: skip


def counted(*results: Any, firms: str = "ab", until: date = END) -> dict[str, int]:
    found = behind([Brought(**{**STANDARD, **said}) for said in results], {*firms}, until)
    return {cell: len(cases) for cell, cases in found.items() if cases}


def test_cells_are_of_the_yearly_form() -> None:
    assert {*CELLS} <= form_for(YEARLY, 2026).fields.keys()


def test_one_result_of_two_projects_or_two_firms_counts_once() -> None:
    twice = ({}, {"project": "2"}, {"project": "3", "owners": {"a": "small", "b": "large"}})
    assert counted(*twice) == {"standards_joined": 1, "standards_led": 1}
    assert counted({}, {"key": "GB/T 2-2026"}) == {"standards_joined": 2, "standards_led": 2}


def test_only_what_the_form_asks_for_counts() -> None:
    assert counted({"level": "group"}, {"day": date(2027, 1, 1)}, {"owners": {"z": "small"}}) == {}
    assert counted({"role": "joined"}) == {"standards_joined": 1}
    patent = {"kind": "patent", "level": "invention", "key": "1"}
    assert counted(patent) == {"sme_invention_patents": 1}
    assert counted({**patent, "owners": {"a": "large"}}) == {}
    assert counted({**patent, "owners": {"a": "large", "b": "micro"}}) == {
        "sme_invention_patents": 1
    }
    assert counted({**patent, "level": "utility"}) == {}
    platform = {"kind": "platform", "key": ""}
    assert counted({**platform, "title": "甲"}, {**platform, "title": "乙"}) == {
        "national_platforms": 2
    }


def test_a_patent_under_both_its_numbers_counts_once_where_both_were_given() -> None:
    patent = {"kind": "patent", "level": "invention", "key": "202310000001.0"}
    told = {**patent, "key": "CN116000001", "project": "2"}
    assert counted(patent, told) == {"sme_invention_patents": 2}
    linked = {**patent, "also": "CN116000001", "project": "3", "owners": {"z": "micro"}}
    assert counted(patent, told, linked) == {"sme_invention_patents": 1}  # whoever gave both


def test_numbers_of_two_sorts_may_be_of_one_patent() -> None:
    of = {**STANDARD, "kind": "patent", "level": "invention", "key": "202310000001.0"}
    filed = Brought(**of)
    cases = {
        "title": Brought(**{**of, "key": "CN116000001", "owners": {"z": "micro"}}),
        "day": Brought(**{**of, "key": "CN116000002", "title": "另一个"}),
    }
    for told in cases.values():
        assert may_be_same([filed, told]) == {
            filed.same: {told.key}, told.same: {filed.key},
        }  # fmt: skip
    apart = {"day": date(2026, 1, 1), "title": "另一个", "key": "CN116000003"}
    for said in (apart, {"level": "utility", "key": "CN216000003"}, {"key": "202310000002.X"}):
        assert may_be_same([filed, Brought(**{**of, **said})]) == {}
    assert may_be_same([Brought(**of, also="CN116000009"), cases["title"]]) == {}


def test_only_what_is_at_least_so_many_is_suggested_with_its_projects() -> None:
    found = behind(
        [Brought(**{**STANDARD, "project": number}) for number in ("10", "9")], {"a"}, END
    )
    fed = suggested(found)
    assert {cell: made.said for cell, made in fed.items()} == {
        "standards_joined": "1", "standards_led": "1",
    }  # fmt: skip
    assert "9、10" in fed["standards_led"].because.zh
    patents = behind([Brought(**{**STANDARD, "kind": "patent", "level": "invention"})], {"a"}, END)
    assert suggested(patents) == {}
