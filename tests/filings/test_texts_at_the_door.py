"""Every way in asks the one door of texts: JSON, long CSV, workbook, lists of firms, options."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import Refused
from jiqun.clusters.roster_store import RosterStore
from jiqun.filings import check_files, import_files
from jiqun.filings.accept import accept
from jiqun.filings.read import read_file
from jiqun.filings.rosters import import_rosters
from jiqun.rules.judgements import read_judgements
from jiqun.workspace import Workspace, release
from jiqun.workspace.journal import at_the_command_line
from tests import made
from tests.filings.test_rosters import COUNTS, rows
from tests.filings.test_rosters import written as roster
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import changed, fill

TABBED = "更正\x0b二"


def codes(outcome: Any) -> list[str]:
    return [problem.code for problem in outcome.problems]


def test_an_invisible_character_of_a_name_is_named_and_taken_out(
    tmp_path: Path, workspace: Workspace
) -> None:
    said = made.filing()
    said["cluster"]["name"] = "\u00a0测试\u3000集群\u200b001 "
    [outcome] = import_files(made.written(tmp_path, said), workspace)
    assert codes(outcome) == ["texts.invisible"]
    for name in ("U+00A0 不间断空格", "U+3000 全角空格", "U+200B 零宽空格"):
        assert name in outcome.problems[0].text("zh")
    assert outcome.submissions[0].document["cluster"]["name"] == "测试 集群001"


@pytest.mark.parametrize("key", ["name", "operator"])
@pytest.mark.parametrize("character", ["\x0b", "\x00", "\u202e", "\uffff", "\n"])
def test_a_character_no_name_holds_is_refused(tmp_path: Path, key: str, character: str) -> None:
    said = made.filing()
    said["cluster"][key] = f"测试{character}集群"
    [outcome] = check_files(made.written(tmp_path, said))
    assert codes(outcome) == ["texts.unfit"]
    assert f"U+{ord(character):04X}" in outcome.problems[0].text("en")
    assert outcome.problems[0].where.field == f"cluster/{key}"


@pytest.mark.parametrize(
    ("reason", "code"),
    [(TABBED, "texts.unfit"), ("长" * 1001, "texts.too_long")],
)
def test_a_reason_for_a_missing_number_passes_the_door(
    tmp_path: Path, reason: str, code: str
) -> None:
    said = made.filing(exports={"status": "missing", "reason": reason})
    [outcome] = check_files(made.written(tmp_path, said))
    assert code in codes(outcome)


def test_a_reason_in_a_long_csv_passes_the_door(tmp_path: Path, workspace: Workspace) -> None:
    import_files(made.written(tmp_path, made.filing()), workspace)
    lines = [f"test-001,2021,{name},1,," for name in made.VALUES if name != "exports"]
    path = tmp_path / "long.csv"
    text = "\n".join(["cluster_id,year,field,value,status,reason", *lines])
    path.write_text(f"{text}\ntest-001,2021,exports,,missing,{TABBED}\n", encoding="utf-8")
    [outcome] = check_files([path], workspace)
    assert "texts.unfit" in codes(outcome)


def test_a_note_in_a_workbook_passes_the_door(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path)
    changed(path, lambda book: fill(book, "exports", "口径\u202e已核对", "F"))
    [outcome] = check_files([path])
    assert codes(outcome) == ["texts.unfit"]


def test_a_name_in_a_list_of_firms_passes_the_door(tmp_path: Path, workspace: Workspace) -> None:
    import_files(made.written(tmp_path, made.filing(**COUNTS)), workspace)
    said = rows("test-001")
    said[0]["name"], said[1]["name"] = "测试\u00a0企业", "测试\x1b企业"
    [outcome] = import_rosters([roster(tmp_path / "r.csv", *said)], workspace, "演示")
    assert {"texts.invisible", "texts.unfit"} <= set(codes(outcome))


def test_a_name_that_begins_like_a_formula_comes_back_as_it_was_written(
    tmp_path: Path, workspace: Workspace
) -> None:
    import_files(made.written(tmp_path, made.filing(**COUNTS)), workspace)
    said = rows("test-001")
    said[0]["name"] = "'=HYPERLINK(1)"
    import_rosters([roster(tmp_path / "r.csv", *said)], workspace, "演示")
    assert "=HYPERLINK(1)" in {firm.name for firm in RosterStore(workspace).firms()}


@pytest.mark.parametrize("said", [TABBED, "\udcff", "长" * 1001])
def test_a_reason_or_note_given_with_a_command_is_checked_before_anything_is_stored(
    tmp_path: Path, workspace: Workspace, said: str
) -> None:
    paths = made.written(tmp_path, made.filing())
    for attempt in (
        lambda: import_files(paths, workspace, said),
        lambda: import_rosters([], workspace, said),
        lambda: release(workspace, 2022, said),
        lambda: read_judgements(["front_rank=met"], "张三", None, said),
        lambda: read_judgements(["front_rank=met"], said, None, "排名"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert workspace.accepted().keys() == set()


def test_a_file_name_of_no_encoding_is_told_without_a_fault(
    tmp_path: Path, jiqun: Callable[..., Any]
) -> None:
    path = tmp_path / "\udcff.json"
    path.write_text("{}", encoding="utf-8")
    for words in (("--json",), ()):
        ran = jiqun("filings", "check", path, *words)
        assert (ran.code, "Traceback" in ran.err) == (2, False)


def test_a_reason_is_asked_at_the_door_whichever_way_a_filing_comes(
    tmp_path: Path, workspace: Workspace
) -> None:
    [path] = made.written(tmp_path, made.filing())
    for reason in (TABBED, "x" * 1001):
        draft = read_file(path)
        draft.filings[0].reason = reason
        [outcome] = accept([draft], workspace, at_the_command_line())
        assert outcome.refused
        assert any(problem.where.field == "reason" for problem in outcome.problems)
    assert workspace.accepted() == {}
