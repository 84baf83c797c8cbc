"""Links in a closed year and in measures: counted by list, disputed ones left out, none told."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.clusters.rosters import raw
from tests.web.people import signed_in

from jiqun.exchange.closing import OUTCOMES
from jiqun.filings.rosters import import_rosters
from jiqun.web.byproducts.feeding import linked_in, links_among, moved_in
from jiqun.web.byproducts.models import Deal, Listing
from jiqun.web.casework.models import kept_definition, said_parties
from jiqun.web.closing import closing
from jiqun.web.exchange.deals import rate_of
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party
from jiqun.workspace import Workspace

FIRMS = [raw(number)["credit_code"] for number in range(1, 9)]
PAGE = "/exchange/closing/one/2026/"


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


def listing(owner: str, side: str, unit: str) -> Listing:
    kept = kept_definition(workflow("byproduct"))
    return Listing.objects.create(
        owner=owner, side=side, name="脱硫石膏", firm="甲", hazard="none", unit=unit, period="once",
        county="330106", state="listed", definition=kept, parties={}, holder="owner",
    )  # fmt: skip


def link(
    giver: str, receiver: str, *, state: str = "finished", unit: str = "吨", **said: Any
) -> Deal:
    """Let a link be in a state, as its steps leave it."""
    offer, want = listing(giver, "offer", unit), listing(receiver, "want", unit)
    row = Deal.objects.create(
        offer=offer, want=want, giver=giver, receiver=receiver, county="330106", size="small",
        definition=kept_definition(workflow("byproduct_deal")), state=state, holder="receiver",
        parties=said_parties({"county": Party("county", "330106")}),  # type: ignore[arg-type]
        **{"reached": 3, "movements": [["2026-05-01", "10"]], "moved_amount": 10, **said},
    )  # fmt: skip
    Deal.objects.filter(pk=row.pk).update(opened="2026-04-01T00:00+08:00")
    return row


def pairs() -> list[Deal]:
    return [link(giver, receiver) for giver, receiver in zip(FIRMS, FIRMS[4:], strict=False)]


def test_what_was_moved_counts_in_its_own_year_and_undisputed(office: Workspace) -> None:
    del office
    link(*FIRMS[:2], movements=[["2025-12-31", "1"], ["2026-01-01", "2"], ["2026-12-31", "4.5"]])
    link(*FIRMS[2:4], state="moved", reached=2)
    for state in ("disputed", "settled"):
        link(*FIRMS[4:6], state=state)
    link(*FIRMS[6:8], unit="立方米")
    assert sorted(str(row.tonnes) for row in moved_in(2026)) == ["10", "6.5"]
    assert [str(row.tonnes) for row in moved_in(2025)] == ["1"]
    assert len(list(linked_in(2026))) == 5
    assert not list(linked_in(2025))
    assert sum(row.finished for row in linked_in(2026)) == 2
    assert sum(row.dealt for row in linked_in(2026)) == 5


def test_a_county_closes_a_year_with_the_links_of_its_cluster(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "today", lambda: date(2027, 2, 1))
    rows = pairs()
    county = signed_in("county")
    shown = county.get(PAGE).content.decode()
    assert f"/exchange/byproducts/links/{rows[0].pk}/" in shown
    assert "40" not in shown.partition("h-cases")[0].partition("循环链接转移量")[2][:400]
    assert county.post(PAGE, {"known": ""}).status_code == 302
    said = listed.accepted(OUTCOMES)["one", 2026].document["values"]
    names = ("links_asked", "links_dealt", "links_finished", "links_tonnes", "firms_linking")
    assert [said[name] for name in names] == ["4", "4", "4", "40", "8"]
    assert said["links_emission"]["status"] == "missing"
    assert "没有说明带出处的替代因子" in said["links_emission"]["reason"]
    page = county.get(f"/en{PAGE}").content.decode()
    assert "moved by circular links (waste avoided)" in page
    assert "not what was generated in all" in page


def test_a_measure_can_be_some_links(listed: Workspace) -> None:
    del listed
    numbers = [row.pk for row in pairs()]
    assert {row.reached for row in links_among(numbers)} == {3}
    rate = rate_of("one/7", {"byproduct": numbers}, FIRMS, date(2026, 11, 30))
    assert rate is not None
    assert (rate.asked, {*rate.shares.values()}) == (4, {1.0})
    assert rate_of("one/8", {"byproduct": numbers[:2]}, FIRMS, date(2026, 11, 30)) is None


def test_what_links_avoided_is_counted_by_the_factors_they_state(office: Workspace) -> None:
    del office
    stated: dict[str, Any] = {
        "replaces": "天然石膏",
        "factor": 32,
        "factor_year": 2023,
        "factor_source": "第 12 页",
    }
    link(*FIRMS[:2], **stated)
    link(*FIRMS[2:4])
    emissions = [row.emission for row in moved_in(2026)]
    assert sorted(map(str, emissions)) == ["0.320000", "None"]
