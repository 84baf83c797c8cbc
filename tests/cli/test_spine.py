"""From an empty folder to a vintage, command by command: what each says and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.made import filing, written

Jiqun = Callable[..., Any]
COLUMNS = (
    "level",
    "key",
    "id",
    "value",
    "unit",
    "status",
    "numerator",
    "denominator",
    "reporting",
    "expected",
)


@pytest.fixture
def folder(jiqun: Jiqun, tmp_path: Path) -> Path:
    """An empty workspace made by the command."""
    assert jiqun("init", tmp_path / "w").code == 0
    return tmp_path / "w"


@pytest.fixture
def filled(folder: Path, jiqun: Jiqun, tmp_path: Path) -> Path:
    """A workspace with three clusters' filings of two years."""
    made = [filing(f"test-00{n}", year) for n in (1, 2, 3) for year in (2021, 2022)]
    assert jiqun("filings", "import", *written(tmp_path, *made), "-w", folder).code == 0
    return folder


def test_init_makes_a_workspace_and_not_twice(jiqun: Jiqun, tmp_path: Path) -> None:
    ran = jiqun("init", tmp_path / "w", "--json")
    assert (ran.code, ran.document) == (0, {"workspace": str(tmp_path / "w")})
    again = jiqun("init", tmp_path / "w", "--json")
    assert again.code == 2
    assert [problem["code"] for problem in again.document["problems"]] == ["workspace.exists"]
    assert "this is a workspace already" in again.err


@pytest.mark.parametrize("as_json", [True, False])
def test_import_tells_what_was_accepted_and_what_was_refused(
    folder: Path, jiqun: Jiqun, tmp_path: Path, as_json: bool
) -> None:
    paths = written(tmp_path, filing("good"), filing("bad", exports="-1"))
    ran = jiqun("filings", "import", *paths, "-w", folder, *(["--json"] if as_json else []))
    assert ran.code == 2
    assert "error · bad-2022.json · bad · 2022 · exports: " in ran.err
    if as_json:
        (accepted,), (refused,) = ran.document["accepted"], ran.document["refused"]
        assert accepted["submissions"][0]["cluster"] == "good"
        assert len(accepted["submissions"][0]["sha256"]) == 64
        assert refused["problems"][0]["code"] == "filings.negative"
    else:
        assert "accepted 1" in ran.out
        assert "refused 1: bad-2022.json" in ran.out
        assert "accepted: good-2022.json" in ran.out


def test_check_stores_nothing_and_ends_like_import(
    folder: Path, jiqun: Jiqun, tmp_path: Path
) -> None:
    good, bad = written(tmp_path, filing("good"), filing("bad", exports="-1"))
    assert jiqun("filings", "check", good).code == 0
    assert jiqun("filings", "check", good, bad, "-w", folder).code == 2
    assert jiqun("release", "-w", folder, "--year", 2022).code == 3


def test_a_folder_stands_for_the_filings_in_it(folder: Path, jiqun: Jiqun, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox" / "2022"
    inbox.mkdir(parents=True)
    paths = written(inbox, filing("a"), filing("b"))
    (inbox / "readme.txt").write_text("not a filing")
    ran = jiqun("filings", "import", inbox.parent, paths[0], "-w", folder, "--json")
    assert ran.code == 0
    assert len(ran.document["accepted"]) == 2, "a file named twice is one file"


def test_a_folder_without_filings_is_reported(folder: Path, jiqun: Jiqun, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    ran = jiqun("filings", "import", tmp_path / "inbox", "-w", folder)
    assert ran.code == 2
    assert "inbox" in ran.err


def test_a_missing_file_is_refused_and_the_rest_goes_on(
    folder: Path, jiqun: Jiqun, tmp_path: Path
) -> None:
    (good,) = written(tmp_path, filing())
    ran = jiqun("filings", "import", tmp_path / "none.json", good, "-w", folder, "--json")
    assert ran.code == 2
    assert [one["file"] for one in ran.document["accepted"]] == ["test-001-2022.json"]
    assert ran.document["refused"][0]["problems"][0]["code"] == "filings.no_file"


def test_the_reason_of_a_second_filing_is_kept(filled: Path, jiqun: Jiqun, tmp_path: Path) -> None:
    from jiqun.workspace import Workspace

    paths = written(tmp_path, filing(exports="290000"))
    ran = jiqun("filings", "import", *paths, "-w", filled, "--reason", "海关更正", "--json")
    assert ran.document["accepted"][0]["submissions"][0]["revision"] == 2
    stored = Workspace.open(filled).accepted()["test-001", 2022]
    assert stored.document["reason"] == "海关更正"


def test_release_numbers_vintages_and_says_where_nothing_is_new(filled: Path, jiqun: Jiqun) -> None:
    first = jiqun("release", "-w", filled, "--year", 2022, "--note", "首次发布", "--json")
    assert (first.code, first.document["id"], first.document["new"]) == (0, "2022-v1", True)
    again = jiqun("release", "-w", filled, "--year", 2022, "--json")
    assert again.document == {**first.document, "new": False}
    assert "nothing changed since 2022-v1" in jiqun("release", "-w", filled, "--year", 2022).out


def test_diff_lists_what_changed_cell_by_cell(filled: Path, jiqun: Jiqun, tmp_path: Path) -> None:
    jiqun("release", "-w", filled, "--year", 2022)
    corrected = written(tmp_path, filing(exports="290000"))
    jiqun("filings", "import", *corrected, "-w", filled, "--reason", "更正")
    jiqun("release", "-w", filled, "--year", 2022, "--note", "更正")
    ran = jiqun("diff", "-w", filled, "2022-v1", "2022-v2")
    said = "测试集群001 · 2022 · exports (10k CNY): 300000 → 290000 · reason: 更正\n"
    mark = "Demonstration: not the figures of real clusters\n"
    assert (ran.code, ran.out) == (0, f"{mark}test-001 {said}")
    said = jiqun("diff", "-w", filled, "2022-v1", "2022-v2", "--json").document
    assert (said["changed"], said["note"]) == (1, "更正")
    assert said["cells"][0]["before"] == {"value": "300000", "status": "reported"}
    same = jiqun("diff", "-w", filled, "2022-v1", "2022-v1")
    assert same.out == f"{mark}no difference\n"


@pytest.mark.parametrize("ending", ["json", "csv", "parquet"])
@pytest.mark.parametrize("level", ["nation", "macro_region", "province", "sector", "cluster"])
def test_indicators_are_written_at_every_level_in_every_format(
    filled: Path, jiqun: Jiqun, tmp_path: Path, level: str, ending: str
) -> None:
    target = tmp_path / f"figures.{ending}"
    ran = jiqun("indicators", "-w", filled, "--year", 2022, "--by", level, "-o", target, "--json")
    assert ran.code == 0
    assert ran.document["figures"] > 0
    assert set(COLUMNS) <= set(columns_of(target))


def columns_of(file: Path) -> list[str]:
    if file.suffix == ".json":
        said = json.loads(file.read_text(encoding="utf-8"))
        rows = said if isinstance(said, list) else said["figures"]
        return list(rows[0])
    if file.suffix == ".csv":
        header = file.read_text(encoding="utf-8-sig").splitlines()[0]
        return header.split(",")
    import pyarrow.parquet as pq

    return list(pq.read_schema(file).names)


@pytest.mark.parametrize(
    "words",
    [
        ["release", "--year", "2022"],
        ["diff", "2022-v1", "2022-v2"],
        ["indicators", "--year", "2022", "--by", "nation", "-o", "f.json"],
        ["report", "--year", "2022", "-o", "f.json"],
        ["filings", "import", "f.json"],
    ],
    ids=lambda words: words[0],
)
def test_without_a_workspace_there_is_nothing_to_find(
    words: list[str], jiqun: Jiqun, tmp_path: Path
) -> None:
    ran = jiqun(*words, "-w", tmp_path / "none", "--json")
    assert ran.code == 3
    assert [problem["code"] for problem in ran.document["problems"]] == ["workspace.not_found"]
    assert "jiqun init" in ran.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["release", "--year", "2024"], "workspace.year_not_filed"),
        (["report", "--year", "2022", "-o", "f.json"], "workspace.not_released"),
        (["report", "--year", "2022", "--vintage", "x", "-o", "f.json"], "workspace.no_vintage"),
        (["diff", "2022-v1", "2022-v2"], "workspace.no_vintage"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_what_is_not_there_is_exit_3_with_the_words(
    filled: Path, jiqun: Jiqun, words: list[str], code: str
) -> None:
    ran = jiqun(*words, "-w", filled, "--json")
    assert ran.code == 3
    assert [problem["code"] for problem in ran.document["problems"]] == [code]


@pytest.mark.parametrize(
    "words",
    [
        ["indicators", "--year", "2022", "--by", "galaxy", "-o", "f.json"],
        ["indicators", "--year", "soon", "--by", "nation", "-o", "f.json"],
        ["indicators", "--year", "2022", "--by", "nation", "-o", "f.doc"],
        ["indicators", "--year", "2022", "--by", "nation", "-o", "f.json", "--audience", "all"],
        ["release"],
    ],
    ids=" ".join,
)
def test_wrong_options_are_exit_2_and_no_crash(
    filled: Path, jiqun: Jiqun, words: list[str]
) -> None:
    ran = jiqun(*words, "-w", filled)
    assert ran.code == 2
    assert ran.err
    assert "Traceback" not in ran.err


def test_doctor_says_what_is_installed(jiqun: Jiqun) -> None:
    ran = jiqun("doctor", "--json")
    names = {check["name"] for check in ran.document["checks"]}
    assert names >= {"Python", "duckdb", "pyarrow", "catalogue"}
    assert all(check["ok"] or check["optional"] for check in ran.document["checks"]) == (
        ran.code == 0
    )
