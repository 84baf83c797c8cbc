"""Figures, findings and rules read what a year was closed with; what was not closed is missing."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from jiqun.base.quantities import Status
from jiqun.base.readers import NATION, PUBLIC
from jiqun.clusters import Profile
from jiqun.diagnosis.diagnose import diagnose
from jiqun.exchange.closing import cells_of, closed_file
from jiqun.exchange.counting import WITHHELD, Counted
from jiqun.exchange.outcomes import Happened, outcomes_of
from jiqun.filings import import_files
from jiqun.filings.accept import accept
from jiqun.indicators import Figure, compute
from jiqun.rules.facts import facts_of_snapshot
from jiqun.workspace import Snapshot, Workspace, release
from jiqun.workspace.journal import signed
from jiqun.workspace.vintages import vintage_snapshot
from tests.made import filing, written

YEARS = (2025, 2026)
SHARE = "ladder_from_2_share"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace of ten clusters that filed for two years."""
    made = [filing(cluster, year) for cluster in names() for year in YEARS]
    workspace = Workspace.create(tmp_path / "w")
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    assert not [out for out in import_files(written(inputs, *made), workspace) if out.refused]
    return workspace


def names() -> list[str]:
    return [f"test-{number:03}" for number in range(10)]


def close(
    workspace: Workspace, cluster: str, said: Mapping[str, int | None], year: int = 2026
) -> None:
    """Close a year with some numbers and nought elsewhere; None is withheld."""
    counted = dict(outcomes_of((), Happened()))
    for name, number in said.items():
        known = Counted(None, 2, WITHHELD) if number is None else Counted(Decimal(number), 9)
        counted[name] = known
    profile = Profile.of(workspace.accepted()[cluster, year].document["cluster"])
    again = (cluster, year) in workspace.accepted("exchange-outcomes")
    file = closed_file(profile, year, cells_of(counted, year), "late" if again else "")
    (outcome,) = accept([file], workspace, signed("", "tests"))
    assert not outcome.refused


def levels(below: int, above: int) -> dict[str, int]:
    """Return what the ladder of a cluster says."""
    told = {"ladder_firms": below + above, "ladder_below_2": below, "ladder_from_2": above}
    return {**told, "ladder_none": below, "ladder_level_2": above}


def figure(snapshot: Snapshot, key: str = "CN", name: str = SHARE, year: int = 2026) -> Figure:
    level = "nation" if key == "CN" else "cluster"
    return next(found for found in compute(snapshot, [year], [level], [name]) if found.key == key)


def test_a_share_is_of_the_clusters_that_were_closed(workspace: Workspace) -> None:
    close(workspace, "test-000", levels(3, 5))
    close(workspace, "test-001", levels(9, 3))
    found = figure(workspace.latest())
    assert (found.numerator, found.denominator, found.value) == (8, 20, Decimal("0.4"))
    assert (found.reporting, found.expected) == (2, 10)
    assert figure(workspace.latest(), "test-000").value == Decimal("0.625")


def test_nought_withheld_and_not_closed_are_three_things(workspace: Workspace) -> None:
    close(workspace, "test-000", levels(4, 0))
    close(workspace, "test-001", {**levels(9, 3), "ladder_from_2": None})
    latest = workspace.latest()
    assert figure(latest, "test-000").status is Status.ZERO
    assert figure(latest, "test-001").status is Status.MISSING
    assert figure(latest, "test-002").status is Status.MISSING
    assert figure(latest).reporting == 1


def test_a_market_that_had_not_begun_is_not_applicable(workspace: Workspace) -> None:
    close(workspace, "test-000", levels(3, 5), year=2025)
    found = figure(workspace.latest(), "test-000", "slots_dealt_share", year=2025)
    assert found.status is Status.NOT_APPLICABLE
    assert figure(workspace.latest(), "test-000", year=2025).value == Decimal("0.625")


def test_a_vintage_reads_what_it_keeps_and_nothing_closed_later(workspace: Workspace) -> None:
    close(workspace, "test-000", levels(3, 5))
    first, _ = release(workspace, 2026)
    close(workspace, "test-000", levels(5, 5))
    close(workspace, "test-001", levels(9, 3))
    second, _ = release(workspace, 2026)
    found = [figure(vintage_snapshot(workspace, made.id)) for made in (first, second)]
    assert [figure.value for figure in found] == [Decimal("0.625"), Decimal(8) / Decimal(22)]
    assert [figure.reporting for figure in found] == [1, 2]


def test_a_closed_year_changes_no_figure_of_the_yearly_filing(workspace: Workspace) -> None:
    others = ["output_total", "cloud_share", "rd_intensity", "quality_sme_share_2026"]
    before = compute(workspace.latest(), [2026], only=others)
    close(workspace, "test-000", levels(3, 5))
    assert compute(workspace.latest(), [2026], only=others) == before


def test_few_firms_on_level_two_is_found_beside_peers(workspace: Workspace) -> None:
    """One cluster far behind nine others; what is not closed is unknown, and no gap in filing."""
    gaps = missing_verdicts(workspace)
    for place, cluster in enumerate(names()[:9]):
        close(workspace, cluster, levels(40 - place, 40 + place) if place else levels(80, 3))
    told = {
        said.cluster: {found.finding.id: found for found in said.findings}
        for said in diagnose(workspace.latest(), NATION, 2026)
    }
    verdicts = {cluster: found["digital_levels_behind"].verdict for cluster, found in told.items()}
    assert verdicts.pop("test-000") == "present"
    assert verdicts.pop("test-009") == "cannot_tell"
    assert "present" not in verdicts.values()
    assert "absent" in verdicts.values()
    assert missing_verdicts(workspace) == gaps


def missing_verdicts(workspace: Workspace) -> dict[str, str]:
    return {
        said.cluster: found.verdict
        for said in diagnose(workspace.latest(), NATION, 2026)
        for found in said.findings
        if found.finding.id == "figures_missing"
    }


def test_the_public_is_told_of_it_for_every_number_was_held_to_three_firms(
    workspace: Workspace,
) -> None:
    for cluster in names()[:9]:
        close(workspace, cluster, levels(40, 40) if cluster != "test-000" else levels(80, 3))
    (said,) = diagnose(workspace.latest(), PUBLIC, 2026, "test-000")
    found = {found.finding.id: found.verdict for found in said.findings}
    assert found["digital_levels_behind"] == "present"


def test_rules_can_ask_for_what_was_closed(workspace: Workspace) -> None:
    close(workspace, "test-000", levels(3, 5))
    facts = facts_of_snapshot(workspace.latest(), {"ladder_from_2", "output_total"})
    assert facts["test-000"].years[2026]["ladder_from_2"].value == 5
    assert "ladder_from_2" not in facts["test-001"].years[2026]
