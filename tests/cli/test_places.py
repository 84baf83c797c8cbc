"""``jiqun diagnose --places``: the same places in every kind of file, and in JSON of a cluster."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq

from tests.conftest import Ran
from tests.diagnosis.test_diagnose import weak, workspace_with

Jiqun = Callable[..., Ran]


def test_places_are_the_same_in_csv_workbook_parquet_and_json(jiqun: Jiqun, tmp_path: Path) -> None:
    folder = workspace_with(tmp_path / "w", weak()).folder
    asked = ("diagnose", "-w", folder, "--year", "2022", "--cluster", "weak-001")
    files = {ending: tmp_path / f"places.{ending}" for ending in ("csv", "xlsx", "parquet")}
    for file in files.values():
        assert jiqun(*asked, "--places", file).code == 0
    [said] = jiqun(*asked, "--json").document["clusters"]
    rows = list(csv.DictReader(files["csv"].read_text("utf-8-sig").splitlines()))
    whole = pq.read_table(files["parquet"]).to_pylist()
    assert len(rows) == len(whole) == len(said["places"]) > 100
    for row, cell, place in zip(rows, whole, said["places"], strict=True):
        assert (row["figure"], int(row["year"])) == (place["figure"], place["year"])
        assert row["why"] == (place["why"] or "")
        assert cell["percentile"] == place["percentile"]
        assert row["percentile"] == (
            "" if cell["percentile"] is None else f"{cell['percentile']:g}"
        )
        assert cell["value"] == place["value"]
    assert any(place["of"] for place in said["places"])
    sheet = openpyxl.load_workbook(files["xlsx"]).worksheets[0]
    assert sheet.max_row >= len(rows)


def test_a_table_of_another_kind_is_refused_before_any_work(jiqun: Jiqun, tmp_path: Path) -> None:
    ran = jiqun("diagnose", "-w", tmp_path, "--year", "2022", "--places", tmp_path / "p.pdf")
    assert ran.code == 2
    assert ".parquet" in ran.err
