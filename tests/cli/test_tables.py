"""Tables that commands write beside what they print: workbooks for people, CSV for programs."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiqun.cli.named import province_code
from jiqun.workspace import Workspace
from tests.made import filing, written

Jiqun = Callable[..., Any]
NATIONAL = ("--programme", "national/sme-cluster", "--on", "2023-06-01")


@pytest.fixture
def filled(tmp_path: Path, jiqun: Jiqun) -> Path:
    """Return a workspace with three years of two clusters, one of which falls short in 2021."""
    folder = Workspace.create(tmp_path / "w").folder
    filings = [
        filing(name, year, output_total=total, output_sme="350000", output_leading="340000")
        for name, totals in {
            "good": ("410000", "480000", "560000"),
            "small": ("410000", "390000", "420000"),
        }.items()
        for year, total in zip((2020, 2021, 2022), totals, strict=True)
    ]
    ran = jiqun("filings", "import", *written(tmp_path, *filings), "-w", folder)
    assert ran.code == 0, ran.err
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_assess_writes_one_row_a_criterion_and_names_the_years_that_fail(
    filled: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    path = tmp_path / "a.csv"
    assert jiqun("assess", "-w", filled, *NATIONAL, "-o", path).code == 0
    rows = rows_of(path)
    assert {row["cluster"] for row in rows} == {"good", "small"}
    [row] = [
        row for row in rows if (row["cluster"], row["criterion"]) == ("small", "output_each_year")
    ]
    assert (row["verdict"], row["failing_years"], row["value"]) == ("not_met", "2021", "39")
    assert row["threshold"] == "40"
    assert "119" in row["basis"]


def test_assess_ends_with_a_summary_that_names_what_fails(filled: Path, jiqun: Jiqun) -> None:
    ran = jiqun("assess", "-w", filled, *NATIONAL, "--lang", "zh")
    lines = ran.out.splitlines()
    [at] = [number for number, line in enumerate(lines) if line.startswith("small ·")]
    assert "近三年每年产值（2021）" in lines[at + 1]
    assert "合计 2 个结论：" in lines
    assert "  近三年每年产值：1" in lines


def test_assess_writes_the_same_table_as_a_workbook_in_the_readers_language(
    filled: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    path = tmp_path / "a.xlsx"
    ran = jiqun(
        "assess", "-w", filled, *NATIONAL, "--cluster", "good", "-o", path, "--lang", "zh", "--json"
    )
    assert ran.code == 0
    assert json.loads(ran.out)["cluster"] == "good"  # one JSON document, whatever else is written
    table = load_workbook(path).worksheets[0]
    assert [cell.value for cell in table[2]][:4] == ["集群", "名称", "认定办法", "评估日"]


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("符合", "不低于", "亿元")), ("en", ("met", "at least", "100m CNY"))]
)
def test_a_workbook_says_codes_in_words_and_holds_numbers_where_the_csv_has_codes(
    filled: Path, tmp_path: Path, jiqun: Jiqun, lang: str, words: tuple[str, ...]
) -> None:
    asked = ("assess", "-w", filled, *NATIONAL, "--cluster", "good", "--lang", lang)
    for ending in ("xlsx", "csv"):
        assert jiqun(*asked, "-o", tmp_path / f"a.{ending}").code == 0
    rows = load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(3, values_only=True)
    [row] = [row for row in rows if row[6] == "output_each_year"]
    assert row[1]
    assert (row[8], row[11], row[13]) == words
    assert (row[10], row[12]) == (41, 40)
    [coded] = [r for r in rows_of(tmp_path / "a.csv") if r["criterion"] == "output_each_year"]
    names = ("verdict", "operator", "unit", "value", "threshold")
    assert [coded[name] for name in names] == ["met", "ge", "亿元", "41", "40"]


@pytest.mark.parametrize(
    "command",
    [
        ("assess", "-w", "{w}", *NATIONAL),
        ("filings", "check", "{f}"),
        ("diff", "-w", "{w}", "a", "b"),
    ],
    ids=lambda words: words[0],
)
def test_a_table_that_exists_or_is_of_no_known_kind_is_refused_before_any_work(
    filled: Path, tmp_path: Path, jiqun: Jiqun, command: tuple[str, ...]
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    words = [word.format(w=filled, f=tmp_path / "good-2022.json") for word in command]
    assert jiqun(*words, "-o", there).code == 2
    assert there.read_text() == "mine"
    ran = jiqun(*words, "-o", tmp_path / "a.pdf")
    assert ran.code == 2
    assert ".xlsx" in ran.err


def test_a_check_counts_what_it_found_and_writes_it_as_a_table(
    tmp_path: Path, jiqun: Jiqun
) -> None:
    good, bad = written(tmp_path, filing("good"), filing("bad", exports="-1", area_km2="-2"))
    path = tmp_path / "p.csv"
    ran = jiqun("filings", "check", good, bad, "-o", path, "--lang", "zh")
    assert ran.code == 2
    lines = ran.out.splitlines()
    assert lines[:3] == ["通过 1", "未通过 1：bad-2022.json（2 处错误）", "通过：good-2022.json"]
    assert lines[3].startswith("共：错误 2")
    rows = rows_of(path)
    errors = {row["field"] for row in rows if row["severity"] == "错误"}
    assert errors == {"exports", "area_km2"}
    assert all(row["what"] and row["do"] for row in rows)


def test_a_difference_names_cluster_field_unit_and_reason_and_says_yes_and_no(
    filled: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    jiqun("release", "-w", filled, "--year", 2022)
    kept = {"output_total": "560000", "output_sme": "350000", "output_leading": "340000"}
    changed = filing("good", 2022, exports="290000", has_project_pool=True, **kept)
    ran = jiqun("filings", "import", *written(tmp_path, changed), "-w", filled, "--reason", "更正")
    assert ran.code == 0, ran.err
    jiqun("release", "-w", filled, "--year", 2022)
    path = tmp_path / "d.csv"
    ran = jiqun("diff", "-w", filled, "2022-v1", "2022-v2", "--lang", "zh", "-o", path)
    by_field = {row["field"]: row for row in rows_of(path)}
    assert set(by_field) == {"exports", "has_project_pool"}
    pool = by_field["has_project_pool"]
    assert (pool["before"], pool["after"], pool["why"]) == ("否", "是", "更正")
    jiqun("diff", "-w", filled, "2022-v1", "2022-v2", "-o", tmp_path / "d.xlsx")
    rows = load_workbook(tmp_path / "d.xlsx").worksheets[0].iter_rows(3, values_only=True)
    assert {(row[2], *row[6:8]) for row in rows if row[4] == "exports"} == {(2022, 300000, 290000)}
    assert "（万元）：300000 → 290000 · 原因：更正" in ran.out


def test_rules_show_prints_numbers_with_dates_places_and_sources(jiqun: Jiqun) -> None:
    zh = jiqun("rules", "show", "national/sme-cluster", "--lang", "zh").out
    assert "40 亿元 · 自 2022-09-13 起 · 附件 一 · 出处 S18" in zh
    assert "未配置" in zh
    assert "  S18: " in zh
    en = jiqun("rules", "show", "national/sme-cluster").out
    assert "CNY 4 billion · from 2022-09-13" in en


@pytest.mark.parametrize("level", ["nation", "province", "cluster"])
def test_indicators_are_computed_and_written_without_pandas(
    filled: Path, tmp_path: Path, level: str
) -> None:
    words = ["indicators", "-w", str(filled), "--year", "2022", "--by", level]
    script = (
        "import sys; from jiqun.cli.app import main; "
        "code = main(sys.argv[1:]); sys.exit(code or int('pandas' in sys.modules))"
    )
    ran = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", script, *words, "-o", str(tmp_path / "f.json")], check=False
    )
    assert ran.returncode == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("浙江", "330000"),
        ("浙江省", "330000"),
        ("zhejiang", "330000"),
        ("330000", "330000"),
        ("内蒙古", "150000"),
        ("Inner Mongolia", "150000"),
        ("", ""),
        ("nowhere", "nowhere"),
    ],
)
def test_a_province_may_be_named_where_a_report_asks_for_it(said: str, code: str) -> None:
    assert province_code(said) == code
