"""``jiqun assess`` and ``jiqun rules``: documents, texts and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from jiqun.cli.app import main
from jiqun.cli.exit_codes import DONE, NOT_FOUND, REFUSED
from jiqun.filings import import_files
from jiqun.rules import programmes
from jiqun.workspace import Workspace, release
from tests.made import filing, written

YEARS = {2020: 500000, 2021: 600000, 2022: 700000}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of three clusters; the third's output is a tenth of the others'."""
    root = tmp_path_factory.mktemp("rules")
    made = [
        filing(
            cluster,
            year,
            county,
            output_total=str(output // part),
            output_sme=str(output // part * 8 // 10),
            output_leading=str(output // part * 8 // 10),
            exports="1000",
        )
        for cluster, county, part in (
            ("test-001", "330106", 1),
            ("test-002", "530102", 1),
            ("test-003", "530102", 10),
        )
        for year, output in YEARS.items()
    ]
    opened = Workspace.create(root / "w")
    outcomes = import_files(written(root, *made), opened)
    assert not [
        problem.text("en")
        for outcome in outcomes
        if outcome.refused
        for problem in outcome.problems
    ]
    release(opened, 2022)
    return root / "w"


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = DONE) -> str:
    assert main([*words, "--lang", "en"]) == code
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *words: str, code: int = DONE) -> Any:
    return json.loads(run(capsys, *words, "--json", code=code))


def national(workspace: Path, *more: str, on: str = "2023-06-01") -> list[str]:
    words = ["assess", "-w", str(workspace), "--programme", "national/sme-cluster", "--on", on]
    return [*words, *more]


def test_one_cluster_is_one_document(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, *national(workspace, "--cluster", "test-001"))
    assert (found["cluster"], found["years"]) == ("test-001", [2020, 2021, 2022])
    assert (found["overall"], found["known_criteria"]) == ("cannot_tell", "met")


def test_a_western_cluster_below_a_number_is_left_to_the_reviewer(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, *national(workspace, "--cluster", "test-003"))
    verdicts = {criterion["id"]: criterion["verdict"] for criterion in found["criteria"]}
    assert verdicts["output_each_year"] == "discretion"
    assert found["known_criteria"] == "cannot_tell"
    judged = national(workspace, "--cluster", "test-003", "--judgement", "output_each_year=met")
    found = document(capsys, *judged, "--by", "张三", "--evidence", "会议纪要")
    assert found["known_criteria"] == "met"


def test_all_clusters_come_with_a_summary(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, *national(workspace))
    assert [assessment["cluster"] for assessment in found["assessments"]] == [
        "test-001",
        "test-002",
        "test-003",
    ]
    assert found["summary"]["known_criteria"] == {"met": 2, "not_met": 0, "cannot_tell": 1}


def test_without_a_programme_the_national_and_the_own_provinces_are_asked(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["assess", "-w", str(workspace), "--on", "2023-07-01", "--cluster", "test-002"]
    found = document(capsys, *words)
    names = [assessment["programme"] for assessment in found["assessments"]]
    assert names == ["national/sme-cluster", "yunnan/sme-cluster"]


def test_another_number_shows_who_leaves(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = national(workspace, "--set", "output_each_year=55")
    found = document(capsys, *words)["reforms"]["national/sme-cluster"]
    assert (found["enters"], found["leaves"]) == ([], ["test-001", "test-002"])
    assert "leaves 2: test-001, test-002" in run(capsys, *words)


def test_a_vintage_is_assessed_like_the_latest_filings(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latest = document(capsys, *national(workspace))
    assert document(capsys, *national(workspace, "--vintage", "2022-v1")) == latest


def test_nothing_filed_in_the_window_is_no_error(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, *national(workspace, "--cluster", "test-001", on="2029-01-01"))
    assert (found["overall"], found["known_criteria"]) == ("cannot_tell", "cannot_tell")


@pytest.mark.parametrize(
    ("more", "on", "words"),
    [
        (["--cluster", "nobody"], "2023-06-01", 'no cluster "nobody"'),
        ([], "2022-09-12", "it starts on 2022-09-13"),
        (["--vintage", "2022-v9"], "2023-06-01", "2022-v9"),
    ],
)
def test_what_is_not_there_ends_with_three(
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    on: str,
    words: str,
) -> None:
    assert main([*national(workspace, *more, on=on), "--lang", "en"]) == NOT_FOUND
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--set", "outptu=50"], "outptu"),
        (["--set", "output_growth=much"], "much"),
        (["--cluster", "test-001", "--judgement", "front_rank=perhaps"], "perhaps"),
        (["--cluster", "test-001", "--judgement", "output_growth=met"], "output_growth"),
        (["--judgement", "front_rank=met"], "--cluster"),
    ],
)
def test_what_makes_no_sense_ends_with_two(
    workspace: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert main([*national(workspace, *more), "--lang", "en"]) == REFUSED
    assert words in capsys.readouterr().err


def test_an_unsigned_judgement_is_taken_with_a_warning(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = national(workspace, "--cluster", "test-001", "--judgement", "front_rank=met")
    assert main([*words, "--lang", "en"]) == DONE
    assert "names no author" in capsys.readouterr().err


def test_the_page_says_what_would_be_enough(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = national(workspace, "--cluster", "test-001", "--set", "output_sme_share=90")
    assert "output of SMEs in 2022: 560000 → 630000" in run(capsys, *words)


def test_programmes_are_listed_with_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "rules", "list")
    assert [one["id"] for one in found] == list(programmes())
    assert found[0]["numbers_known"] == 8
    assert "tianjin/sme-cluster" in run(capsys, "rules", "list")


def test_a_programme_can_be_named_by_its_jurisdiction(capsys: pytest.CaptureFixture[str]) -> None:
    assert document(capsys, "rules", "show", "yunnan")["id"] == "yunnan/sme-cluster"
    assert "at least CNY 1 billion" in run(capsys, "rules", "show", "yunnan")
    assert main(["rules", "show", "atlantis"]) == NOT_FOUND


def test_two_programmes_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "rules", "diff", "national", "yunnan")
    assert (found["left"], found["right"]) == ("national/sme-cluster", "yunnan/sme-cluster")
    assert "≠ Average yearly growth of output: above 10% | above 3%" in run(
        capsys, "rules", "diff", "national", "yunnan"
    )


def test_the_catalogue_checks_out_and_a_bad_file_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len(document(capsys, "rules", "check")["programmes"]) == len(programmes())
    bad = Path(__file__).resolve().parents[1] / "bad" / "rules" / "several_at_once.yaml"
    found = document(capsys, "rules", "check", str(bad), code=REFUSED)
    assert len(found["problems"]) == 5


def test_a_day_at_the_latest_is_said_so_in_lists_and_refusals(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = run(capsys, "rules", "list").splitlines()
    (guangdong,) = (line for line in listed if line.startswith("guangdong/"))
    (national,) = (line for line in listed if line.startswith("national/"))
    assert "2023-07-10 at the latest" in guangdong
    assert "from 2022-09-13" in national
    assert "2023-07-10 at the latest" in run(capsys, "rules", "show", "guangdong")
    words = ["assess", "-w", str(workspace), "--on", "2023-07-09"]
    assert main([*words, "--programme", "guangdong/sme-cluster", "--lang", "en"]) == NOT_FOUND
    assert "from 2023-07-10 at the latest" in capsys.readouterr().err
