"""What offices respond to findings stands in the check-up of the vintage that keeps it."""

import pytest
from tests.diagnosis.responses import AUTHOR
from tests.made import filing, written

from jiqun.base.readers import NATION, PUBLIC, Reader
from jiqun.diagnosis.diagnose import diagnose
from jiqun.diagnosis.recording import respond
from jiqun.diagnosis.responding import read_dismissal, read_taken
from jiqun.disclosure import Edition
from jiqun.filings import import_files
from jiqun.reports.content import compose
from jiqun.reports.coverage import coverage_of
from jiqun.reports.model import Report
from jiqun.workspace import Snapshot, Workspace, release
from jiqun.workspace.responses import DISMISSED, TAKEN, ResponseStore
from jiqun.workspace.vintages import vintage_snapshot

OWN, WEAK = "own-001", "cloud_behind"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Release a weak cluster among nine others, its finding dismissed and a measure taken."""
    folder = tmp_path_factory.mktemp("responded")
    workspace = Workspace.create(folder / "w")
    filings = [
        filing(f"peer-{at}", year, "330106", cloud_users=180 + 10 * at, iiot_users=120 + 5 * at)
        for at in range(9)
        for year in (2021, 2022)
    ]
    filings += [filing(OWN, year, "330203", cloud_users=20) for year in (2021, 2022)]
    import_files(written(folder, *filings), workspace)
    store, today = ResponseStore(workspace), AUTHOR.on
    [found] = diagnose(workspace.latest(), NATION, 2022, OWN)
    [weak] = [said for said in found.findings if said.finding.id == WEAK]
    assert weak.verdict == "present"
    respond(store, OWN, DISMISSED, read_dismissal(WEAK, 2022, "口径不同", weak.filed), AUTHOR)
    measure = {
        "measure": "cloud_move", "finding": WEAK, "since": "2022-03-01", "what": "发放上云券",
        "amount": "120万元",
    }  # fmt: skip
    respond(store, OWN, TAKEN, read_taken(measure, today), AUTHOR)
    vintage, _ = release(workspace, 2022)
    return vintage_snapshot(workspace, vintage.id)


def checkup(snapshot: Snapshot, reader: Reader) -> Report:
    coverage = coverage_of(Edition(snapshot, reader), 2022, "", OWN)
    return compose(snapshot, 2022, reader, coverage)


def test_a_dismissed_finding_is_no_weakness_and_is_said_to_be_dismissed(snapshot: Snapshot) -> None:
    report = checkup(snapshot, NATION)
    assert f"weak_{WEAK}" not in report.claims
    assert "上云" in report.claims["own_dismissed"].text.zh


def test_a_measure_taken_is_said_with_what_followed_and_that_it_is_no_proof(
    snapshot: Snapshot,
) -> None:
    report = checkup(snapshot, NATION)
    [taken] = [claim for name, claim in report.claims.items() if name.startswith("taken_")]
    assert "2022-03-01" in taken.text.zh
    assert taken.caution is not None
    assert "不证明" in taken.caution.zh
    assert taken.id in {name for page in report.outline.pages for name in page.claims}


def test_who_does_not_see_the_cluster_in_full_is_told_of_neither(snapshot: Snapshot) -> None:
    report = checkup(snapshot, PUBLIC)
    assert "own_dismissed" not in report.claims
    assert not any(name.startswith("taken_") for name in report.claims)
