"""A cluster that only its province recognised ends there, and counts in no national output."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from jiqun.base.errors import NotFound
from jiqun.base.readers import NATION, PUBLIC, Office, Reader, reader_named
from jiqun.disclosure import GROUPED, Edition
from jiqun.filings import check_files, import_files
from jiqun.publications import contents
from jiqun.publications.source import Source
from jiqun.reports import WRITERS
from jiqun.reports.content import compose
from jiqun.reports.coverage import coverage_of
from jiqun.workspace import Workspace, release
from jiqun.workspace.vintages import vintage_problems, vintage_snapshot, vintages
from tests.made import filing, written

NATIONAL = (
    ("real-1", "110108", "电子"), ("real-2", "330106", "电子"), ("real-3", "330110", "轻工"),
    ("real-4", "410783", "机械"), ("real-5", "330108", "电子"),
)  # fmt: skip
OWN = ("own-1", "330106", "电子")
ZHEJIANG = reader_named("330000")
OTHERS = [PUBLIC, NATION, reader_named("410000"), reader_named("330110"), reader_named("530000")]


def said(cluster: str, county: str, sector: str, year: int, **changes: Any) -> dict[str, Any]:
    made = filing(cluster, year, county, sector, output_total=f"30{cluster[-1]}0000", **changes)
    made["cluster"]["demo"] = False
    return made


def workspace(folder: Path, *own: tuple[str, str, str]) -> Workspace:
    """Make a workspace of five national clusters, and some a province recognised; released."""
    folder.mkdir()
    made = Workspace.create(folder / "w")
    filings = [said(*cluster, year) for cluster in NATIONAL for year in (2021, 2022)]
    for cluster in own:
        for year in (2021, 2022):
            provincial = said(*cluster, year, rd_spend_total="900000")
            provincial["cluster"]["recognised_by"] = "province"
            filings.append(provincial)
    for outcome in import_files(written(folder, *filings), made):
        assert not outcome.refused, outcome.problems
    release(made, 2022)
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workspace]:
    """Return a workspace without and one with a cluster that only Zhejiang recognised."""
    folder = tmp_path_factory.mktemp("provincial")
    return workspace(folder / "without"), workspace(folder / "with", OWN)


def edition(made: Workspace, reader: Reader) -> Edition:
    return Edition(vintage_snapshot(made, "2022-v1"), reader)


def tables(made: Workspace, reader: Reader) -> dict[str, list[dict[str, Any]]]:
    source = Source(made.folder, vintages(made)[0], reader, opened=False)
    contents.make(source, contents.TABLES)
    return {name: pq.read_table(source.folder / name).to_pylist() for name in contents.PARTS}


@pytest.mark.parametrize("reader", OTHERS, ids=lambda reader: reader.name)
def test_nobody_outside_the_province_reads_anything_of_it(
    both: tuple[Workspace, Workspace], reader: Reader
) -> None:
    without, beside = both
    assert tables(beside, reader) == tables(without, reader)


@pytest.mark.parametrize("reader", [PUBLIC, NATION, ZHEJIANG], ids=lambda reader: reader.name)
def test_national_figures_and_the_national_report_are_the_same_with_and_without(
    both: tuple[Workspace, Workspace], reader: Reader
) -> None:
    without, beside = both
    found = [
        [
            figure
            for figure in edition(made, reader).figures([2021, 2022], GROUPED)
            if (figure.level, figure.key) != ("province", "330000")
        ]
        for made in both
    ]
    assert found[0] == found[1]
    reports = [
        json.loads(WRITERS[".json"](compose(vintage_snapshot(made, "2022-v1"), 2022, reader)))
        for made in (without, beside)
    ]
    for report in reports:
        del report["vintage_sha256"]
    assert reports[0] == reports[1]


def test_the_province_reads_its_own_beside_and_in_its_own_figures(
    both: tuple[Workspace, Workspace],
) -> None:
    without, beside = (edition(made, ZHEJIANG) for made in both)
    total = [
        {
            (figure.level, figure.key): figure
            for figure in found.figures([2022], ["nation", "province", "cluster"], ["output_total"])
        }
        for found in (without, beside)
    ]
    assert ("cluster", "own-1") not in total[0]
    assert str(total[1]["cluster", "own-1"].numerator or total[1]["cluster", "own-1"].value)
    national, all_of_it = (found["province", "330000"] for found in total)
    assert (national.reporting, all_of_it.reporting) == (3, 4)
    assert total[0]["nation", "CN"] == total[1]["nation", "CN"]
    rows = tables(both[1], ZHEJIANG)[contents.CLUSTERS]
    assert "own-1" in {row["cluster_id"] for row in rows}


def test_the_province_s_own_report_counts_it_and_the_nation_s_of_the_province_does_not(
    both: tuple[Workspace, Workspace],
) -> None:
    counted = {}
    for reader in (ZHEJIANG, NATION):
        snapshot = vintage_snapshot(both[1], "2022-v1")
        coverage = coverage_of(Edition(snapshot, reader), 2022, "330000", "")
        report = compose(snapshot, 2022, reader, coverage)
        counted[reader.name] = (report.filed.filed, report.figures["output_total"].figure.reporting)
    assert counted == {"33": (4, 4), "nation": (3, 3)}


def test_the_county_that_files_sees_its_own_and_others_counties_do_not(
    both: tuple[Workspace, Workspace],
) -> None:
    found = {
        name: {
            figure.key
            for figure in edition(both[1], reader_named(name)).figures([2022], ["cluster"])
        }
        for name in ("330106", "330110")
    }
    assert "own-1" in found["330106"]
    assert "own-1" not in found["330110"]
    assert edition(both[1], reader_named("330106")).figures([2022], ["province"]) == edition(
        both[0], reader_named("330106")
    ).figures([2022], ["province"])
    agency = Reader(Office.AGENCY, clusters=frozenset({"own-1"}))
    assert edition(both[1], agency).snapshot.provincial == {"own-1": "330106"}


def test_a_later_filing_that_does_not_say_stays_with_the_province_until_the_nation_recognises_it(
    tmp_path: Path,
) -> None:
    made = workspace(tmp_path / "a", OWN)
    silent = said(*OWN, 2023)
    assert not import_files(written(tmp_path, silent), made)[0].refused
    assert made.accepted()["own-1", 2023].document["cluster"]["recognised_by"] == "province"
    promoted = said(*OWN, 2024)
    promoted["cluster"]["recognised_by"] = "nation"
    assert not import_files(written(tmp_path, promoted), made)[0].refused
    release(made, 2024)
    snapshot = vintage_snapshot(made, "2024-v1")
    years = {
        row["year"] for row in snapshot.national().rows(_headers) if row["cluster_id"] == "own-1"
    }
    assert years == {2024}


def _headers(headers: Any) -> Any:
    return headers


def test_a_year_that_only_provinces_filed_for_is_no_vintage_of_the_nation(tmp_path: Path) -> None:
    made = workspace(tmp_path / "a", OWN)
    assert not import_files(written(tmp_path, said(*OWN, 2023)), made)[0].refused
    vintage, _ = release(made, 2023)
    assert vintage.provinces == ("330000",)
    assert vintages(made)[-1] == vintage
    assert not list(vintage_problems(made, vintage))
    with pytest.raises(NotFound):
        compose(vintage_snapshot(made, vintage.id), 2023, NATION)


def test_who_recognised_a_cluster_is_one_of_two(tmp_path: Path) -> None:
    wrong = said(*OWN, 2022)
    wrong["cluster"]["recognised_by"] = "county"
    (outcome,) = check_files(written(tmp_path, wrong))
    assert "clusters.unknown_recogniser" in {problem.code for problem in outcome.problems}
