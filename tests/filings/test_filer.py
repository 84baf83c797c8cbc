"""Who filled in and who checked: read gently, kept apart, published nowhere, erasable."""

import json
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import NotFound, Refused
from jiqun.filings import check_files, import_files
from jiqun.filings.filer import Filer, is_phone
from jiqun.filings.filer_store import FilerStore
from jiqun.workspace import Workspace
from jiqun.workspace.batches import MANIFEST
from jiqun.workspace.vintages import release
from tests import made
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import PROFILE, changed, row_of

SAID = {"filled_by": "王小二", "checked_by": "李阿三", "phone": "0571-88001234",
        "filled_on": "2023-03-15"}  # fmt: skip
MARKS = ("王小二", "李阿三", "88001234", "2023-03-15")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def written(folder: Path, filer: Any, **changes: Any) -> Path:
    folder.mkdir(exist_ok=True)
    [path] = made.written(folder, {**made.filing(**changes), "filer": filer})
    return path


def filled(path: Path, **said: object) -> Path:
    """Write into the rows of a workbook's filer."""

    def fill(book: Any) -> None:
        sheet = book[PROFILE]
        rows = {str(row[0].value): int(row[0].row) for row in sheet.iter_rows(max_col=1)}
        for name, value in said.items():
            sheet.cell(rows[f"jq:filer.{name}"], 3).value = value

    return changed(path, fill)


def codes(problems: list[Any]) -> list[str]:
    return [one.code for one in problems if one.code.startswith("filer.")]


def test_what_json_says_is_kept(tmp_path: Path, workspace: Workspace) -> None:
    [outcome] = import_files([written(tmp_path / "in", SAID)], workspace)
    assert codes(outcome.problems) == []
    assert FilerStore(workspace).of("test-001", 2022) == SAID


def test_what_a_long_csv_says_is_kept(tmp_path: Path, workspace: Workspace) -> None:
    import_files([written(tmp_path / "in", {}, year=2021)], workspace)
    cells = [f"test-001,2022,{name},{one}," for name, one in made.VALUES.items()]
    said = [f"test-001,2022,filer.{name},{one}," for name, one in SAID.items()]
    text = "\n".join(["cluster_id,year,field,value,status", *cells, *said]).replace("True", "true")
    path = tmp_path / "long.csv"
    path.write_text(text.replace("False", "false"), encoding="utf-8")
    [outcome] = import_files([path], workspace)
    assert not outcome.refused
    assert FilerStore(workspace).of("test-001", 2022) == SAID


def test_what_a_workbook_says_is_kept(tmp_path: Path, workspace: Workspace) -> None:
    said = {**SAID, "filled_on": datetime(2023, 3, 15)}  # spreadsheets have no zone
    path = filled(workbooks.filled(tmp_path), **said)
    [outcome] = import_files([path], workspace)
    assert codes(outcome.problems) == []
    assert FilerStore(workspace).of("test-001", 2022) == SAID


def test_a_telephone_stored_as_a_number_keeps_its_digits(tmp_path: Path) -> None:
    path = filled(workbooks.filled(tmp_path), phone=13800001234)
    assert workbooks.read(path).filer == Filer(phone="13800001234")


def test_a_workbook_without_these_rows_is_read_as_before(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path)

    def without(book: Any) -> None:
        sheet = book[PROFILE]
        last = row_of(sheet, "demo")
        sheet.delete_rows(last + 1, 5)

    one = workbooks.read(changed(path, without))
    assert one.filer is None
    assert not one.refused
    assert codes(one.problems) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"phone": "明天再说"}, "filer.phone"),
        ({"phone": "12345"}, "filer.phone"),
        ({"filled_on": "三月中旬"}, "filer.day"),
        ({"filled_on": "2021-03-15"}, "filer.before_its_year"),
        ({"filled_by": "王小二", "checked_by": "王小二"}, "filer.same_person"),
        ({"filled_by": "王\x00二"}, "filer.unfit"),
        ({"filled_by": "王" * 300}, "filer.unfit"),
    ],
)
def test_what_looks_wrong_is_said_and_refuses_nothing(
    tmp_path: Path, said: dict[str, str], code: str
) -> None:
    [outcome] = check_files([written(tmp_path / "in", said)])
    assert codes(outcome.problems) == [code]
    assert not outcome.refused
    text = json.dumps([one.record() for one in outcome.problems], ensure_ascii=False)
    assert not any(value in text for value in said.values() if value), "no name in a list of faults"


def test_a_misspelt_part_is_refused_by_name(tmp_path: Path) -> None:
    [outcome] = check_files([written(tmp_path / "in", {"filled_buy": "王小二"})])
    assert codes(outcome.problems) == ["filer.unknown"]
    [outcome] = check_files([written(tmp_path / "in", "王小二")])
    assert codes(outcome.problems) == ["filer.not_a_filer"]


@pytest.mark.parametrize("said", ["13800000000", "+86 571 8800 0000", "(0571)88000000转12"])
def test_telephones_are_known_as_people_write_them(said: str) -> None:
    assert is_phone(said)


def test_no_document_table_or_vintage_holds_it(tmp_path: Path, workspace: Workspace) -> None:
    import_files([written(tmp_path / "in", SAID)], workspace)
    release(workspace, 2022)
    files = [path for path in workspace.folder.rglob("*") if path.is_file()]
    held = {
        path.relative_to(workspace.folder).parts[0]
        for path in files
        if any(mark.encode() in path.read_bytes() for mark in MARKS)
    }
    assert held == {"filers"}
    document = workspace.accepted()["test-001", 2022].document
    assert "filer" not in document


def test_it_makes_no_new_revision(tmp_path: Path, workspace: Workspace) -> None:
    import_files([written(tmp_path / "in", SAID)], workspace)
    [outcome] = import_files(
        [written(tmp_path / "in", {**SAID, "phone": "13800000000"})], workspace
    )
    assert outcome.unchanged == 1
    assert workspace.accepted()["test-001", 2022].revision == 1
    assert FilerStore(workspace).of("test-001", 2022)["phone"] == "13800000000"


def test_erasing_leaves_nothing_behind(tmp_path: Path, workspace: Workspace) -> None:
    import_files(
        [written(tmp_path / "in", SAID), written(tmp_path / "b", SAID, year=2021)], workspace
    )
    store = FilerStore(workspace)
    assert store.erase("test-001", 2022) == 1
    with pytest.raises(NotFound):
        store.of("test-001", 2022)
    assert store.of("test-001", 2021) == SAID
    assert store.erase("test-001", None) == 1
    for path in workspace.folder.rglob("*"):
        assert not path.is_file() or MARKS[0].encode() not in path.read_bytes()


def test_a_changed_file_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    import_files([written(tmp_path / "in", SAID)], workspace)
    [file] = (workspace.folder / "filers").iterdir()
    file.write_text(file.read_text().replace("2023", "2024"))
    with pytest.raises(Refused) as refused:
        FilerStore(workspace).of("test-001", 2022)
    assert refused.value.problems[0].code == "filer.changed"


def test_a_whole_file_has_no_problems(tmp_path: Path, workspace: Workspace) -> None:
    assert list(FilerStore(workspace).problems()) == []
    import_files([written(tmp_path / "in", SAID)], workspace)
    assert list(FilerStore(workspace).problems()) == []


def forged(workspace: Workspace, content: bytes, **room: Any) -> list[str]:
    """Put a file in the place of the one named, with the right hash, and return the problems."""
    manifest = json.loads((workspace.folder / MANIFEST).read_bytes())
    said = manifest["rooms"]["filers"]
    (workspace.folder / "filers" / said["file"]).write_bytes(content)
    manifest["rooms"]["filers"] = said | {"sha256": sha256(content).hexdigest()} | room
    (workspace.folder / MANIFEST).write_text(json.dumps(manifest))
    return [problem.code for problem in FilerStore(workspace).problems()]


@pytest.mark.parametrize(
    ("content", "room", "code"),
    [
        (b'{"format": 2, "filers": {}}', {}, "workspace.later_format"),
        (b"[]", {}, "workspace.damaged_manifest"),
        (b"{", {}, "workspace.damaged_manifest"),
        (b"{}", {"sha256": "0"}, "filer.changed"),
        (b"{}", {"file": "../documents"}, "workspace.damaged_manifest"),
        (b"{}", {"file": None}, "workspace.damaged_manifest"),
        (b"{}", {"file": "filers-0000000000000000.json"}, "workspace.part_missing"),
    ],
)
def test_what_is_wrong_with_the_file_is_found(
    tmp_path: Path, workspace: Workspace, content: bytes, room: dict[str, Any], code: str
) -> None:
    import_files([written(tmp_path / "in", SAID)], workspace)
    assert forged(workspace, content, **room) == [code]


def test_a_refused_filing_leaves_no_name(tmp_path: Path, workspace: Workspace) -> None:
    import_files([written(tmp_path / "in", SAID, exports="many")], workspace)
    with pytest.raises(NotFound):
        FilerStore(workspace).of("test-001", 2022)


def test_a_record_says_only_what_is_known() -> None:
    assert Filer(filled_on=date(2023, 3, 15)).record() == {"filled_on": "2023-03-15"}
