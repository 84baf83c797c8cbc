"""A file's dismissals are held against all that a diagnosis knows beside the filings."""

from pathlib import Path

import pytest
from tests.diagnosis.responses import AUTHOR
from tests.made import filing, written

from jiqun.base.readers import NATION
from jiqun.diagnosis.board import Links
from jiqun.diagnosis.response_files import Imported, import_responses
from jiqun.discovery import kept
from jiqun.discovery.candidates import Candidate
from jiqun.filings import import_files
from jiqun.workspace import Workspace
from jiqun.workspace.responses import ResponseStore

HEADER = "cluster_id,kind,finding,measure,since,what,amount,year,reason\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    real = filing("real-1", 2022, "330106")
    real["cluster"]["demo"] = False
    assert not any(outcome.refused for outcome in import_files(written(tmp_path, real), made))
    return made


def imported(workspace: Workspace, finding: str, asked: list[str]) -> Imported:
    def links() -> dict[str, Links]:
        asked.append(finding)
        return {"real-1": Links(links=20, missing=12, single_firm=8)}

    file = workspace.folder.parent / "dismissed.csv"
    file.write_text(f"{HEADER}real-1,dismissed,{finding},,,,,2022,由邻县配套\n", encoding="utf-8")
    [outcome] = import_responses([file], workspace, NATION, AUTHOR, links)
    return outcome


@pytest.mark.parametrize("finding", ["chain_links_missing", "chain_links_single"])
def test_a_finding_about_the_chain_is_dismissed_over_its_counted_links(
    workspace: Workspace, finding: str
) -> None:
    asked: list[str] = []
    assert imported(workspace, finding, asked).problems == []
    assert len(ResponseStore(workspace).standing()) == len(asked) == 1


def test_links_are_counted_for_findings_about_them_alone(workspace: Workspace) -> None:
    asked: list[str] = []
    imported(workspace, "peers_few", asked)
    assert asked == []


def test_a_finding_over_candidates_is_dismissed_where_a_run_is_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = "lead_industry_not_specialised"
    [refused] = imported(workspace, finding, []).problems
    assert refused.code == "responses.not_present"
    monkeypatch.setattr(kept, "_register", lambda _: "of the test")
    clothes = Candidate(
        "330106", "1751", "服装", ("服装",), 40, 100, 5.0, 0.0, 0.0, 9.0, "enough", rank=1
    )  # fmt: skip
    kept.keep(workspace.folder, [clothes])
    assert imported(workspace, finding, []).problems == []
