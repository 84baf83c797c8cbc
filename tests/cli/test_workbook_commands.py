"""``filings template``, ``check --annotate`` and ``roster import`` as a clerk runs them."""

import json
from pathlib import Path

import pytest

from jiqun.cli.app import main
from jiqun.cli.speech import set_language
from tests.filings.test_rosters import COUNTS, rows, written
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import changed, fill


@pytest.fixture(autouse=True)
def _chinese() -> None:
    set_language("zh")


def test_an_empty_template_needs_only_a_year(tmp_path: Path) -> None:
    assert main(["filings", "template", "--year", "2022", "-o", str(tmp_path / "t.xlsx")]) == 0
    found = workbooks.read(tmp_path / "t.xlsx")
    assert found.raw.year == 2022
    assert "filings.empty" in workbooks.codes(found.problems)


def test_a_year_the_form_is_not_for_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.xlsx"
    assert main(["filings", "template", "--year", "1999", "-o", str(path), "--lang", "en"]) == 2
    assert 'the year "1999" is outside the form\'s range (2019 to 2030)' in capsys.readouterr().err
    assert not path.exists()


def test_english_messages_name_units_in_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = changed(workbooks.filled(tmp_path), lambda book: fill(book, "exports", "some"))
    assert main(["filings", "check", str(path), "--lang", "en"]) == 2
    assert "(unit: 10k CNY)" in capsys.readouterr().err


def test_a_cluster_without_a_workspace_is_wrong_usage_and_an_unknown_one_is_not_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["filings", "template", "--year", "2022", "--cluster", "demo-001", "-o", "t.xlsx"]
    assert main(asked) == 2
    assert main(["init", str(tmp_path / "w")]) == 0
    assert main([*asked, "-w", str(tmp_path / "w")]) == 3
    assert "没有集群“demo-001”" in capsys.readouterr().err


def test_a_wrong_workbook_comes_back_marked_and_is_imported_once_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, marked = str(tmp_path / "w"), tmp_path / "marked"
    main(["init", workspace])
    path = changed(workbooks.filled(tmp_path), lambda book: fill(book, "exports", "约三亿"))
    assert main(["filings", "check", str(path), "--annotate", str(marked)]) == 2
    said = capsys.readouterr().err
    assert "指标!D58" in said
    assert f"已写入 {marked / path.name}" in said
    copy = changed(marked / path.name, lambda book: fill(book, "exports", 300000))
    assert main(["filings", "import", str(copy), "-w", workspace]) == 0
    again = ["filings", "template", "--year", "2022", "-w", workspace, "--cluster", "test-001"]
    assert main([*again, "-o", str(tmp_path / "again.xlsx")]) == 0
    assert workbooks.read(tmp_path / "again.xlsx").values == workbooks.read(copy).values


def test_a_list_that_does_not_tie_is_shown_as_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = str(tmp_path / "w")
    main(["init", workspace])
    main(["filings", "import", str(workbooks.filled(tmp_path, **COUNTS)), "-w", workspace])
    path = str(written(tmp_path / "r.csv", *rows("test-001")[1:]))
    capsys.readouterr()
    assert main(["roster", "import", path, "-w", workspace]) == 2
    assert "test-001\t2022\tenterprises_total\t2\t1\t1\n" in capsys.readouterr().out
    assert main(["roster", "import", path, "-w", workspace, "--reason", "待补", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["accepted"][0]["firms"] == {"test-001": 1}
    assert [tie["figure"] for tie in said["accepted"][0]["ties"] if tie["ties"] is False] == [
        "enterprises_total",
        "sme_total",
        "quality_smes",
        "srdi_smes",
    ]
