"""Lists of firms are imported file by file, tied to the latest filing, all or nothing."""

import csv
from pathlib import Path
from typing import Any

import pytest

from jiqun.clusters.roster_store import RosterStore
from jiqun.filings import import_files
from jiqun.filings.rosters import import_rosters
from jiqun.workspace import Workspace
from tests import made
from tests.clusters.rosters import raw

COUNTS = {
    "enterprises_total": 2, "sme_total": 2, "quality_smes": 1, "single_champions": 0,
    "little_giants": 0, "srdi_smes": 1, "innovative_smes": 0, "hightech_enterprises": 0,
    "iiot_users": 1, "cloud_users": 2,
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "w")
    filings = [made.filing("test-001", **COUNTS), made.filing("test-002", **COUNTS)]
    outcomes = import_files(made.written(tmp_path, *filings), workspace)
    assert not any(outcome.refused for outcome in outcomes)
    return workspace


def rows(cluster: str, first: int = 1) -> list[dict[str, Any]]:
    plain = {"cluster_id": cluster, "tiers": ""}
    return [
        {**raw(first), **plain, "tiers": "srdi:2021-06-30/2024-06-29"},
        {**raw(first + 1), **plain},
    ]


def written(path: Path, *said: dict[str, Any], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, list(said[0]))
        table.writeheader()
        table.writerows(said)
    return path


def codes(outcome: Any) -> list[str]:
    return [problem.code for problem in outcome.problems if problem.severity == "error"]


def test_a_list_that_ties_is_stored(tmp_path: Path, workspace: Workspace) -> None:
    path = written(tmp_path / "r.csv", *rows("test-001"), *rows("test-002", 10))
    [outcome] = import_rosters([path], workspace)
    assert (outcome.problems, outcome.firms) == ([], {"test-001": 2, "test-002": 2})
    assert all(row.ties for said in outcome.ties.values() for row in said)
    assert len(RosterStore(workspace).firms()) == 4
    [again] = import_rosters([path], workspace)
    assert again.stored == []


def test_what_does_not_tie_is_tabled_and_refuses_the_whole_file(
    tmp_path: Path, workspace: Workspace
) -> None:
    path = written(tmp_path / "r.csv", *rows("test-001")[1:], *rows("test-002", 10))
    [outcome] = import_rosters([path], workspace)
    apart = [(row.figure, row.filed, row.counted_text) for row in outcome.ties["test-001", 2022]
             if not row.ties]  # fmt: skip
    assert apart == [("enterprises_total", 2, "1"), ("sme_total", 2, "1"),
                     ("quality_smes", 1, "0"), ("srdi_smes", 1, "0")]  # fmt: skip
    assert set(codes(outcome)) == {"roster.not_tied"}
    assert RosterStore(workspace).firms() == []


def test_a_reason_lets_it_pass(tmp_path: Path, workspace: Workspace) -> None:
    path = written(tmp_path / "r.csv", *rows("test-001")[1:])
    [outcome] = import_rosters([path], workspace, reason="名单待补")
    assert not outcome.refused
    assert len(RosterStore(workspace).firms()) == 1


def test_one_firm_in_two_clusters_is_refused_across_files_and_with_what_is_stored(
    tmp_path: Path, workspace: Workspace
) -> None:
    one = written(tmp_path / "one.csv", *rows("test-001"))
    other = written(tmp_path / "other.csv", *rows("test-002"))
    outcomes = import_rosters([one, other], workspace)
    assert [codes(outcome) for outcome in outcomes] == [[], ["roster.in_two_clusters"]]
    assert len(outcomes[1].problems[0].each) == 2
    [again] = import_rosters([other], workspace)
    assert codes(again) == ["roster.in_two_clusters"]
    assert len(again.problems[0].each) == 2


def test_one_cluster_in_two_files_is_refused_in_both(tmp_path: Path, workspace: Workspace) -> None:
    paths = [written(tmp_path / f"{name}.csv", *rows("test-001")) for name in ("a", "b")]
    assert [codes(roster) for roster in import_rosters(paths, workspace)] == [
        ["roster.two_for_one"]
    ] * 2


def test_a_cluster_nobody_knows_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    [outcome] = import_rosters([written(tmp_path / "r.csv", *rows("test-009"))], workspace)
    assert codes(outcome) == ["roster.unknown_cluster"]


def test_columns_may_stand_in_any_order_and_gb18030_is_read(
    tmp_path: Path, workspace: Workspace
) -> None:
    said = [dict(reversed(row.items())) for row in rows("test-001")]
    [outcome] = import_rosters([written(tmp_path / "r.csv", *said, encoding="gb18030")], workspace)
    assert [problem.code for problem in outcome.problems] == ["filings.read_as_gb18030"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a,b\n1,2\n", "roster.csv_header"),
        ("credit_code,name,county_code,industry,cluster_id\n1,2\n", "roster.csv_width"),
        ("credit_code,name,county_code,industry,cluster_id\n", "roster.no_firms"),
        ('credit_code,name,county_code,industry,cluster_id\n"1,2\n', "filings.bad_csv"),
        ("", "filings.empty_file"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, workspace: Workspace, content: str, code: str
) -> None:
    path = tmp_path / "r.csv"
    path.write_text(content, encoding="utf-8")
    [outcome] = import_rosters([path], workspace)
    assert codes(outcome) == [code]


def test_rows_that_were_not_read_are_not_missed_in_the_counts(
    tmp_path: Path, workspace: Workspace
) -> None:
    said = rows("test-001")
    said[0]["from"] = "2022-02-31"
    [outcome] = import_rosters([written(tmp_path / "r.csv", *said)], workspace)
    assert (codes(outcome), outcome.ties) == (["roster.bad_date"], {})


def test_a_firm_listed_twice_is_said_so_and_not_counted_besides(
    tmp_path: Path, workspace: Workspace
) -> None:
    said = rows("test-001")
    [outcome] = import_rosters([written(tmp_path / "r.csv", *said, said[0])], workspace)
    assert (codes(outcome), outcome.ties) == (["roster.duplicate"], {})


def test_a_wrong_check_character_hides_no_count_that_differs(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "real")
    filing = made.filing("test-003", **COUNTS)
    filing["cluster"]["demo"] = False
    import_files(made.written(tmp_path, filing), workspace)
    said = rows("test-003")[:1]
    wrong = "0" if said[0]["credit_code"][-1] != "0" else "1"
    said[0]["credit_code"] = f"{said[0]['credit_code'][:-1]}{wrong}"
    [outcome] = import_rosters([written(tmp_path / "r.csv", *said)], workspace)
    assert set(codes(outcome)) == {"roster.check_character", "roster.not_tied"}


def test_a_list_that_names_no_cluster_is_of_the_one_given(
    tmp_path: Path, workspace: Workspace
) -> None:
    said = [{name: cell for name, cell in row.items() if name != "cluster_id"}
            for row in rows("test-001")]  # fmt: skip
    path = written(tmp_path / "r.csv", *said)
    [outcome] = import_rosters([path], workspace)
    assert codes(outcome) == ["roster.csv_header"]
    [outcome] = import_rosters([path], workspace, cluster="test-001")
    assert (outcome.problems, outcome.stored) == ([], ["test-001"])


def test_a_row_that_does_not_fit_leaves_no_count_to_be_judged(
    tmp_path: Path, workspace: Workspace
) -> None:
    path = written(tmp_path / "r.csv", *rows("test-001"))
    path.write_bytes(path.read_bytes().rstrip() + b",more,and,more\r\n")
    [outcome] = import_rosters([path], workspace)
    assert (codes(outcome), outcome.ties) == (["roster.csv_width"], {})
