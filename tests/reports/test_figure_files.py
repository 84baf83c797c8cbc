"""Figures in files: the same numbers for programs and for people, with the names of everything."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiqun.base.errors import Refused
from jiqun.indicators import Figure, compute
from jiqun.reports.figure_files import COLUMNS, Origin, write_figures
from jiqun.workspace import Snapshot, Workspace

CONTRACT = (
    "level", "key", "id", "value", "unit", "status", "numerator", "denominator", "reporting",
    "expected",
)  # fmt: skip


@pytest.fixture(scope="module")
def origin(released: tuple[Workspace, Snapshot]) -> Origin:
    return Origin.of(released[1], 2022)


@pytest.fixture(scope="module")
def figures(released: tuple[Workspace, Snapshot]) -> list[Figure]:
    return compute(released[1], [2022], ["province", "cluster"])


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_a_csv_has_the_contracts_columns_and_names_places_and_indicators(
    tmp_path: Path, figures: list[Figure], origin: Origin
) -> None:
    path = tmp_path / "f.csv"
    write_figures(figures, path, origin, "zh")
    rows = rows_of(path)
    assert set(CONTRACT) <= set(rows[0])
    assert len(rows) == len(figures)
    [row] = [row for row in rows if (row["key"], row["id"]) == ("330000", "output_total")]
    assert (row["name"], row["title"], row["vintage"]) == ("浙江省", "集群总产值", "2022-v1")


def test_a_wide_table_has_one_row_a_place_and_says_why_there_is_no_number(
    tmp_path: Path, figures: list[Figure], origin: Origin
) -> None:
    path = tmp_path / "f.csv"
    write_figures(figures, path, origin, "zh", wide=True)
    rows = rows_of(path)
    assert len(rows) == len({(figure.level, figure.key) for figure in figures})
    by_place = {row["key"]: row for row in rows}
    for figure in figures:
        said = by_place[figure.key][figure.id]
        if figure.value is None:
            assert said == figure.status.words.zh
        else:
            assert Decimal(said) == figure.value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_shows_titles_numbers_and_what_it_is_of(
    tmp_path: Path, figures: list[Figure], origin: Origin, lang: Any
) -> None:
    path = tmp_path / "f.xlsx"
    write_figures(figures, path, origin, lang)
    book = load_workbook(path)
    table, about = book.worksheets
    assert origin.vintage in str(table["A1"].value)
    heads = [cell.value for cell in table[2]]
    assert {"zh": "指标", "en": "Title"}[lang] in heads
    at = heads.index({"zh": "数值", "en": "Value"}[lang]) + 1
    values = [table.cell(row, at).value for row in range(3, 3 + len(figures))]
    for figure, value in zip(figures, values, strict=True):
        expected = None if figure.value is None else float(figure.value)
        assert value == pytest.approx(expected)
    units = {
        table.cell(row, heads.index({"zh": "单位", "en": "Unit"}[lang]) + 1).value
        for row in range(3, 3 + len(figures))
    }
    assert {"zh": {"比率", "亿元"}, "en": {"fraction", "100m CNY"}}[lang] <= units
    said = {str(row[0].value): str(row[1].value) for row in about.iter_rows()}
    assert origin.sha256 in said[{"zh": "发布版本", "en": "Vintage"}[lang]]


def test_a_wide_workbook_heads_each_column_with_title_id_and_unit(
    tmp_path: Path, figures: list[Figure], origin: Origin
) -> None:
    path = tmp_path / "f.xlsx"
    write_figures(figures, path, origin, "zh", wide=True)
    table = load_workbook(path).worksheets[0]
    heads = {cell.value: table.cell(3, cell.column).value for cell in table[2]}
    assert heads["集群总产值"] == "output_total · 亿元"


def test_json_is_the_same_rows(tmp_path: Path, figures: list[Figure], origin: Origin) -> None:
    path = tmp_path / "f.json"
    write_figures(figures, path, origin, "en")
    rows = json.loads(path.read_text())
    kept = [{name: row[name] for name in COLUMNS} for row in rows]
    assert kept == [figure.record() for figure in figures]


def test_parquet_keeps_decimals_as_text(
    tmp_path: Path, figures: list[Figure], origin: Origin
) -> None:
    from pyarrow.parquet import read_table

    path = tmp_path / "f.parquet"
    write_figures(figures, path, origin, "en")
    rows = read_table(path).to_pylist()
    assert [row["value"] for row in rows] == [figure.record()["value"] for figure in figures]
    assert {row["vintage"] for row in rows} == {"2022-v1"}


@pytest.mark.parametrize("name", ["f.pdf", "f", "f.xls"])
def test_another_kind_of_file_is_refused_with_the_kinds_there_are(
    tmp_path: Path, origin: Origin, name: str
) -> None:
    with pytest.raises(Refused) as refused:
        write_figures([], tmp_path / name, origin, "zh")
    assert ".xlsx" in refused.value.problems[0].todo("zh")


def test_a_name_that_looks_like_a_formula_is_text_in_every_file(
    tmp_path: Path, figures: list[Figure]
) -> None:
    live = '=HYPERLINK("x")'
    names = {figure.key: live for figure in figures if figure.level == "cluster"}
    origin = Origin(2022, clusters=names)
    write_figures(figures, tmp_path / "f.xlsx", origin, "zh")
    write_figures(figures, tmp_path / "f.csv", origin, "zh")
    table = load_workbook(tmp_path / "f.xlsx").worksheets[0]
    found = [cell for row in table.iter_rows(min_row=3) for cell in row if cell.value == live]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert all(
        row["name"].startswith("'=")
        for row in rows_of(tmp_path / "f.csv")
        if row["level"] == "cluster"
    )
