"""A measure names deals of the exchange: kept with it, told as counts of three firms alone."""

import csv
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.clusters.rosters import raw
from tests.web.cooperation.projects import SIDES, TEXT
from tests.web.people import doer, signed_in
from tests.web.samples import MEASURE

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.diagnosis.response_files import _next
from jiqun.filings.rosters import import_rosters
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.cooperation.joining import agree, begin, invite
from jiqun.web.cooperation.proposing import propose
from jiqun.web.exchange import deals
from jiqun.web.exchange.deals import Deal, Deals
from jiqun.web.exchange.models import Telling
from jiqun.workspace import Workspace
from jiqun.workspace.responses import ResponseStore

PAGE = "/diagnosis/one/"
FIRMS = [raw(number)["credit_code"] for number in range(1, 9)]


@pytest.fixture
def listed(office: Workspace, tmp_path: Path) -> Workspace:
    """Return an installation whose cluster "one" has a list of eight firms."""
    rows = [{**raw(number), "cluster_id": "one", "tiers": ""} for number in range(1, 9)]
    path = tmp_path / "firms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (outcome,) = import_rosters([path], office, reason="试点名单")
    assert not outcome.refused, outcome.problems
    return office


def begun(lead: str, other: str) -> int:
    """Let two firms begin a project; return its number."""
    one, two = (Doer(reader_of_office(Office.FIRM, code)) for code in (lead, other))
    row = invite(propose({**TEXT, **SIDES["lead"]}, one), other, one)
    row = agree(row, {**SIDES["small"], "version": "1"}, two)
    return begin(row, one).pk


def taken(status: int = 302, path: str = "take/", **said: str) -> str:
    answer = signed_in("county").post(PAGE + path, {**MEASURE, **said})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def shown() -> str:
    return signed_in("county").get(PAGE).content.decode()


def test_what_came_of_named_deals_is_told_from_three_firms_on(listed: Workspace) -> None:
    numbers = [begun(FIRMS[at], FIRMS[at + 1]) for at in (0, 2)]
    taken(deals_cooperation=f"{numbers[0]}，{numbers[1]}", deals_booking="99")
    page = shown()
    assert f"协同创新项目 {numbers[0]}" in page
    assert "预订 99" in page
    assert "三家企业有了对接后才显示结果" in page
    third = begun(FIRMS[4], FIRMS[5])
    [line] = ResponseStore(listed).standing()
    said = {"seen": str(line.number), "deals_cooperation": " ".join(map(str, [*numbers, third]))}
    taken(path=f"{line.about}/", **said)
    Telling.objects.update(day="2020-01-01")
    assert "计入 3 项：接受 100%，成交 100%，完成 0%" in shown()
    assert ResponseStore(listed).history()[0].said["deals"] == sorted(
        [f"cooperation:{number}" for number in numbers] + ["booking:99"]
    )


def _all(found: list[Deal]) -> Callable[[Collection[int]], list[Deal]]:
    return lambda _: found


def test_deals_everybody_knows_do_not_help_to_tell_another(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    del office
    known = [Deal(number, frozenset({firm}), 3) for number, firm in enumerate("ab", 1)]
    rooms = {"challenge": known, "cooperation": [Deal(3, frozenset("c"), 1)]}
    there = {name: Deals(name, Bilingual(name, name), _all(found)) for name, found in rooms.items()}
    monkeypatch.setattr(deals, "_DEALS", there)
    assert deals.rate_of("one/1", {}, "abc", date(2026, 7, 1)) is None
    known.append(Deal(4, frozenset("d"), 0))
    rate = deals.rate_of("one/1", {}, "abcd", date(2026, 7, 2))
    assert rate is not None
    assert rate.asked == 3


def test_what_a_measure_named_before_does_not_help_to_tell_one_more(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three firms, three others, and then the first three and a fourth: its own would follow."""
    del office
    found = {firm: Deal(number, frozenset({firm}), 3) for number, firm in enumerate("abcdefgh", 1)}
    named: list[Deal] = []
    monkeypatch.setattr(
        deals, "_DEALS", {"cooperation": Deals("cooperation", Bilingual("", ""), _all(named))}
    )

    def asked(firms: str, day: int) -> int:
        named[:] = [found[firm] for firm in firms]
        rate = deals.rate_of("one/1", {}, "abcdefgh", date(2026, 7, day))
        return rate.asked if rate else 0

    assert [asked("abc", 1), asked("def", 2)] == [3, 3]
    assert asked("abcg", 3) == 3  # as it was told the day before
    assert {*Telling.objects.get().counted["cooperation"]} == {
        f"cooperation:{at}" for at in (4, 5, 6)
    }
    assert asked("adgh", 4) == 4  # three firms apart from either


def test_a_measure_told_before_it_was_noted_what_stays_as_it_is(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    del office
    named = [Deal(number, frozenset({firm}), 3) for number, firm in enumerate("abc", 1)]
    monkeypatch.setattr(
        deals, "_DEALS", {"cooperation": Deals("cooperation", Bilingual("", ""), _all(named))}
    )
    assert deals.rate_of("one/1", {}, "abcdef", date(2026, 7, 1)) is not None
    Telling.objects.update(earlier=[])
    named += [Deal(number, frozenset({firm}), 3) for number, firm in enumerate("def", 4)]
    rate = deals.rate_of("one/1", {}, "abcdef", date(2026, 7, 2))
    assert rate is not None
    assert rate.asked == 3


def test_deals_of_firms_in_no_list_do_not_count(listed: Workspace) -> None:
    strangers = [f"91410783MA280000{at:02}" for at in range(10, 16)]
    numbers = [begun(strangers[at], strangers[at + 1]) for at in (0, 2, 4)]
    taken(deals_cooperation=" ".join(map(str, numbers)))
    assert "三家企业有了对接后才显示结果" in shown()


def test_a_deal_counts_for_one_measure_alone(listed: Workspace) -> None:
    taken(deals_cooperation="7 8")
    page = taken(422, since="2022-04-01", deals_cooperation="8 9")
    assert "“协同创新项目 8”已记在本集群的另一项举措" in page
    assert 'value="8 9"' in page
    assert "读不出对接编号" in taken(422, since="2022-04-01", deals_cooperation="-1 x")
    assert len(ResponseStore(listed).standing()) == 1


def test_a_file_of_measures_knows_no_deals_and_takes_none_away(listed: Workspace) -> None:
    taken(deals_cooperation="7")
    [line] = ResponseStore(listed).standing()
    plain = {name: said for name, said in line.said.items() if name != "deals"}
    assert _next(replace(line, said=plain), [line]) is None
    after = _next(replace(line, said={**plain, "what": "改"}), [line])
    assert after is not None
    assert after[0].said["deals"] == ["cooperation:7"]


def test_a_measure_without_deals_is_kept_as_before(listed: Workspace) -> None:
    taken()
    [line] = ResponseStore(listed).standing()
    assert "deals" not in line.said
    assert 'class="deals"' not in shown()
    assert doer("county").office == line.office
