"""Acceptance: all or nothing of a file, the rest goes on; revisions say what changed and why."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiqun.filings import Outcome, check_files, import_files
from jiqun.workspace import Workspace
from tests.filings.test_long_csv import document, rows_of
from tests.made import filing, written

Put = Callable[..., list[Outcome]]


def codes(outcome: Outcome) -> set[str]:
    return {problem.code.removeprefix("filings.") for problem in outcome.problems}


def test_a_refused_file_does_not_keep_the_others_out(workspace: Workspace, tmp_path: Path) -> None:
    paths = written(tmp_path, filing("a"), filing("b", exports="-1"), filing("c"))
    outcomes = import_files(paths, workspace)
    assert [outcome.refused for outcome in outcomes] == [False, True, False]
    assert list(workspace.accepted()) == [("a", 2022), ("c", 2022)]


def test_check_finds_the_same_and_stores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    paths = written(tmp_path, filing("a"), filing("b", exports="-1"))
    checked = check_files(paths, workspace)
    assert len(workspace.accepted()) == 0
    imported = import_files(paths, workspace)
    assert [one.problems for one in checked] == [one.problems for one in imported]


def test_an_accepted_document_holds_canonical_text_and_the_region(
    put: Put, workspace: Workspace
) -> None:
    put(filing(sector="electronics", output_total="2520000.00", area_km2="45.50"))
    said = workspace.accepted()["test-001", 2022].document
    assert said["values"]["output_total"] == "2520000"
    assert said["values"]["area_km2"] == "45.5"
    assert said["values"]["has_roadmap"] is True
    assert said["cluster"]["sector"] == "electronics"
    assert said["region"] == {
        "county_code": "330106",
        "province_code": "330000",
        "macro_region": "east",
    }
    assert (said["revision"], said["reason"]) == (1, "")


def test_zero_missing_and_not_applicable_stay_apart(put: Put, workspace: Workspace) -> None:
    put(
        filing(
            accidents_larger=0,
            exports={"status": "missing", "reason": "海关数未出"},
            coal_used={"status": "not_applicable"},
        )
    )
    values = workspace.accepted()["test-001", 2022].document["values"]
    assert values["accidents_larger"] == "0"
    assert values["exports"] == {"status": "missing", "reason": "海关数未出"}
    assert values["coal_used"] == {"status": "not_applicable"}


def test_two_files_for_one_cluster_and_year_are_both_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(json.dumps(filing()), encoding="utf-8")
    (other,) = written(tmp_path, filing("test-002"))
    one, two, three = import_files([tmp_path / "one.json", tmp_path / "two.json", other], workspace)
    assert codes(one) == codes(two) == {"two_for_one"}
    assert "另见 two.json" in one.problems[0].text("zh")
    assert "另见 one.json" in two.problems[0].text("zh")
    assert not three.refused
    assert list(workspace.accepted()) == [("test-002", 2022)]


def test_two_filings_for_one_cluster_and_year_in_one_file_are_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "both.json"
    path.write_text(json.dumps([filing(), filing()]), encoding="utf-8")
    (outcome,) = import_files([path], workspace)
    assert codes(outcome) == {"two_for_one"}


def test_a_csv_and_a_json_for_one_cluster_and_year_are_both_refused(
    put: Put, workspace: Workspace, tmp_path: Path
) -> None:
    put(filing(year=2021))
    csv = tmp_path / "long.csv"
    csv.write_text(document(*rows_of(filing())), encoding="utf-8")
    outcomes = import_files([csv, *written(tmp_path, filing())], workspace)
    assert all("two_for_one" in codes(outcome) for outcome in outcomes)


def test_the_same_filing_again_is_unchanged_and_no_revision(put: Put, workspace: Workspace) -> None:
    put(filing())
    (again,) = put(filing(output_total="2520000.0"))
    assert (again.unchanged, again.submissions) == (1, [])
    assert len(workspace.accepted().history("test-001", 2022)) == 1


def test_a_second_filing_is_a_revision_with_its_reason(put: Put, workspace: Workspace) -> None:
    put(filing())
    put(filing(exports="290000"), reason="海关更正")
    put(filing(exports="280000"))
    first, second, third = workspace.accepted().history("test-001", 2022)
    assert [one.revision for one in (first, second, third)] == [1, 2, 3]
    assert first.document["reason"] == ""
    assert second.document["reason"] == "海关更正"
    assert third.document["values"]["exports"] == "280000"


def test_without_a_reason_the_difference_is_noted(put: Put, workspace: Workspace) -> None:
    put(filing())
    changed = filing(exports="290000", coal_used=None)
    changed["cluster"]["operator"] = "测试促进中心"
    put(changed)
    document_ = workspace.accepted()["test-001", 2022].document
    assert document_["reason"] == "changed: operator, coal_used, exports"


def test_a_csv_keeps_the_profile_stated_for_its_year(
    put: Put, workspace: Workspace, tmp_path: Path
) -> None:
    put(filing(year=2021, county="330106"), filing(year=2022, county="330110"))
    csv = tmp_path / "long.csv"
    rows = [*rows_of(filing(year=2021, exports=1)), *rows_of(filing(year=2023))]
    csv.write_text(document(*rows), encoding="utf-8")
    import_files([csv], workspace)
    counties = {key: one.document["region"]["county_code"] for key, one in _latest(workspace)}
    assert counties["test-001", 2021] == "330106", "as stated for that year"
    assert counties["test-001", 2023] == "330110", "as stated last"


def _latest(workspace: Workspace) -> list[tuple[Any, Any]]:
    return list(workspace.accepted().items())


def test_a_csv_finds_the_profile_in_a_json_of_the_same_call(
    workspace: Workspace, tmp_path: Path
) -> None:
    csv = tmp_path / "a-long.csv"
    csv.write_text(document(*rows_of(filing(year=2021))), encoding="utf-8")
    outcomes = import_files([csv, *written(tmp_path, filing(year=2022))], workspace)
    assert not any(outcome.refused for outcome in outcomes)
    assert list(workspace.accepted()) == [("test-001", 2021), ("test-001", 2022)]


def test_a_refused_file_registers_no_cluster_for_a_csv_beside_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    both = tmp_path / "both.json"
    both.write_text(json.dumps([filing("a"), filing("b", exports="-1")]), encoding="utf-8")
    csv = tmp_path / "long.csv"
    csv.write_text(document(*rows_of(filing("a", 2021))), encoding="utf-8")
    json_, long = import_files([both, csv], workspace)
    assert json_.refused
    assert codes(long) == {"unknown_cluster"}
    assert len(workspace.accepted()) == 0


def test_previous_that_differs_from_last_years_filing_is_a_restatement(
    put: Put, workspace: Workspace
) -> None:
    put(filing(year=2021, output_total="2200000"))
    (outcome,) = put(filing(previous={"output_total": "2150000"}))
    (note,) = [problem for problem in outcome.problems if problem.code == "filings.restated"]
    assert "上年数现为 2150000，上年填报为 2200000（万元）" in note.text("zh")
    earlier = workspace.accepted()["test-001", 2021]
    assert earlier.document["values"]["output_total"] == "2200000", "last year's filing stands"


def test_previous_that_agrees_is_no_restatement(put: Put) -> None:
    put(filing(year=2021, output_total="2200000"))
    (outcome,) = put(filing(previous={"output_total": "2200000.00"}))
    assert "restated" not in codes(outcome)


def test_jumps_are_held_against_previous_and_else_against_last_years_filing(put: Put) -> None:
    put(filing(year=2021, exports="100000"))
    (by_filing,) = put(filing())
    assert "exports" in {
        problem.where.field for problem in by_filing.problems if "jump" in problem.code
    }
    (by_previous,) = put(filing(previous={"exports": "290000"}))
    assert "exports" not in {
        problem.where.field for problem in by_previous.problems if "jump" in problem.code
    }


def test_warnings_and_notes_refuse_nothing(put: Put) -> None:
    (outcome,) = put(filing(exports={"status": "missing", "reason": "x"}, coal_used="2万吨"))
    assert codes(outcome) >= {"required_missing", "numeral_rewritten"}
    assert len(outcome.submissions) == 1


def test_many_collisions_are_found_without_comparing_each_with_each(
    workspace: Workspace, tmp_path: Path
) -> None:
    lines = [f"c{number},2022,exports,5," for number in range(3000)]
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(document(*lines), encoding="utf-8")
    outcomes = check_files([tmp_path / "one.csv", tmp_path / "two.csv"])
    for outcome in outcomes:
        each = [place for problem in outcome.problems for place in problem.each]
        assert sum("two_for_one" in place.code for place in each) == 3000
