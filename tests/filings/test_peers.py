"""A figure far from those of comparable clusters is pointed out, with the comparison."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.errors import Problem
from jiqun.disclosure.rule import FEWEST_CLUSTERS
from jiqun.filings import check_files, import_files
from jiqun.filings.peer_rules import peer_rules
from jiqun.filings.peers import robust_score
from jiqun.workspace import Workspace
from tests import made
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import changed, fill

SECTORS = ("电子", "电子", "电子", "电子", "电子", "电子", "轻工", "轻工")


def filings(**of_first: Any) -> list[dict[str, Any]]:
    """Return eight clusters, each a little different, the first changed."""
    made_up = []
    for number, sector in enumerate(SECTORS, start=1):
        one = made.filing(f"test-{number:03}", sector=sector, exports=str(300000 + 9000 * number))
        made_up.append(one)
    made_up[0]["values"].update(of_first)
    return made_up


def found(folder: Path, said: Sequence[dict[str, Any]], cluster: str) -> list[Problem]:
    outcomes = check_files(made.written(folder, *said))
    problems = [p for outcome in outcomes for p in outcome.problems if p.code.startswith("peers.")]
    assert {p.where.cluster for p in problems} <= {cluster}
    return problems


def test_like_figures_are_not_questioned(tmp_path: Path) -> None:
    assert found(tmp_path, filings(), "none") == []


def test_a_figure_off_by_a_unit_is_shown_beside_the_median_of_its_sector(tmp_path: Path) -> None:
    [problem] = found(tmp_path, filings(exports="3.0"), "test-001")
    assert problem.code == "peers.level"
    assert (problem.details["count"], problem.details["group"]) == ("5", "同行业其他")
    assert "中位数 13.3%" in problem.what("zh")
    assert "5 other clusters of the sector" in problem.what("en")


def test_a_small_sector_is_held_against_all_clusters(tmp_path: Path) -> None:
    said = filings()
    said[7]["values"]["exports"] = "3.0"
    [problem] = found(tmp_path, said, "test-008")
    assert (problem.details["count"], problem.details["group"]) == ("7", "其他")


def test_too_few_clusters_say_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, filings(exports="3.0")[:5], "none") == []


def test_two_wrong_figures_do_not_hide_each_other(tmp_path: Path) -> None:
    said = filings(exports="3.0")
    said[1]["values"]["exports"] = "4.0"
    outcomes = check_files(made.written(tmp_path, *said))
    assert sum(p.code == "peers.level" for outcome in outcomes for p in outcome.problems) == 2


def test_growth_is_compared_with_the_others_growth_given_or_filed(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    before = [made.filing(f"test-{n:03}", 2021, output_total=str(2200000 + 1000 * n))
              for n in range(1, 9)]  # fmt: skip
    import_files(made.written(tmp_path, *before), workspace)
    now = [made.filing(f"test-{n:03}") for n in range(1, 9)]
    now[0]["values"]["output_total"] = "4300000"
    outcomes = check_files(made.written(tmp_path, *now), workspace)
    [problem] = [
        p for outcome in outcomes for p in outcome.problems if p.code.startswith("peers.growth")
    ]
    assert (problem.where.cluster, problem.where.field) == ("test-001", "output_total")
    assert problem.details["value"] == "1.95"
    assert problem.details["median"] == "1.14"


def test_a_filing_is_held_against_what_was_accepted_before(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    import_files(made.written(tmp_path, *filings()[1:]), workspace)
    [path] = made.written(tmp_path, filings(exports="3.0")[0])
    [outcome] = check_files([path], workspace)
    assert [p.code for p in outcome.problems if p.code.startswith("peers.")] == ["peers.level"]


def test_a_reason_in_the_workbook_answers_the_question_and_is_kept(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    import_files(made.written(tmp_path, *filings()[1:]), workspace)
    path = workbooks.filled(tmp_path, exports="3.0")
    changed(path, lambda book: fill(book, "exports", "产品内销为主", "F"))
    [outcome] = import_files([path], workspace)
    [problem] = [p for p in outcome.problems if p.code.startswith("peers.")]
    assert (problem.code, problem.severity) == ("peers.level_explained", "note")
    assert "产品内销为主" in problem.text("zh")
    notes = workspace.accepted()["test-001", 2022].document["notes"]
    assert notes == {"values": {"exports": "产品内销为主"}}


def test_the_score_is_the_distance_from_the_median_in_corrected_deviations() -> None:
    # Median 3, MAD 1; b_5 = 1.206 (Croux and Rousseeuw 1992): 6 / (1.4826 * 1.206).
    score = robust_score(9.0, [1.0, 2.0, 3.0, 4.0, 5.0], peer_rules().factors)
    assert score == pytest.approx(6 / (1.4826 * 1.206))


def test_where_half_are_equal_the_mean_deviation_serves() -> None:
    assert robust_score(2.0, [1.0, 1.0, 1.0, 1.0, 3.0]) == pytest.approx(1 / (1.2533 * 0.4))
    assert robust_score(2.0, [1.0] * 5) == math.inf
    assert robust_score(1.0, [1.0] * 5) == 0.0


EIGHTHS = st.integers(-40, 40).map(lambda one: one / 8)


@given(st.lists(EIGHTHS, min_size=5, max_size=30), EIGHTHS, EIGHTHS)
def test_the_score_does_not_depend_on_the_unit(
    others: list[float], value: float, shift: float
) -> None:
    moved = robust_score(value + shift, [other_value + shift for other_value in others])
    assert moved == pytest.approx(robust_score(value, others))


def probed(workspace: Workspace, folder: Path, exports: str) -> list[Problem]:
    """Return what a draft with some exports is told of its peers, without being stored."""
    said = made.filing("test-001", sector="电子", exports=exports)
    (outcome,) = check_files(made.written(folder, said), workspace)
    return [problem for problem in outcome.problems if problem.code.startswith("peers.")]


def test_however_often_a_draft_asks_it_learns_no_more_of_others_than_three_digits(
    tmp_path: Path,
) -> None:
    workspaces = []
    for name, shift in (("a", 0), ("b", 40)):
        (tmp_path / name).mkdir()
        others = filings()[1:]
        for said in others:
            said["values"]["exports"] = str(int(said["values"]["exports"]) + shift)
        workspaces.append(Workspace.create(tmp_path / name / "w"))
        import_files(made.written(tmp_path / name, *others), workspaces[-1])
    asked = ("1", "987654321", *(str(exports) for exports in range(690000, 700000, 1000)))
    for exports in asked:
        told = [
            [(problem.code, problem.details) for problem in probed(workspace, tmp_path, exports)]
            for workspace in workspaces
        ]
        assert told[0] == told[1]


def test_fewer_others_than_may_be_told_of_are_not_told_of() -> None:
    assert peer_rules().smallest_group > FEWEST_CLUSTERS


def provincial(said: dict[str, Any], county: str = "330106") -> dict[str, Any]:
    """Return a filing of a cluster that only its province recognised."""
    profile = {**said["cluster"], "recognised_by": "province", "county_codes": [county]}
    return {**said, "cluster": profile}


def peers_of(outcomes: Sequence[Any], cluster: str) -> list[str]:
    return [
        p.details["count"]
        for outcome in outcomes
        for p in outcome.problems
        if p.code.startswith("peers.") and p.where.cluster == cluster
    ]


def test_a_province_s_own_clusters_do_not_stand_among_a_national_one_s_peers(
    tmp_path: Path,
) -> None:
    said = filings(exports="3.0")
    said += [provincial(made.filing(f"test-{number:03}")) for number in (9, 10, 11)]
    assert peers_of(check_files(made.written(tmp_path, *said)), "test-001") == ["5"]


def test_a_national_cluster_of_too_few_says_nothing_however_many_a_province_has(
    tmp_path: Path,
) -> None:
    said = filings(exports="3.0")[:5]
    said += [provincial(made.filing(f"test-{number:03}")) for number in range(9, 15)]
    assert peers_of(check_files(made.written(tmp_path, *said)), "test-001") == []


def test_a_province_s_own_is_held_against_national_ones_and_its_own_province_s(
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    own = [provincial(made.filing(f"test-{number:03}")) for number in (9, 10)]
    others = [provincial(made.filing(f"test-{number:03}"), "320106") for number in (11, 12, 13)]
    import_files(made.written(tmp_path, *filings(), *own, *others), workspace)
    far = provincial(made.filing("test-014", exports="3.0"))
    assert peers_of(check_files(made.written(tmp_path, far), workspace), "test-014") == ["8"]
    silent = made.filing("test-010", exports="3.0")  # who recognised it stays as it was
    assert peers_of(check_files(made.written(tmp_path, silent), workspace), "test-010") == ["7"]
